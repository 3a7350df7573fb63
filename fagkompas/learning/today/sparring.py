"""Sparrings that one is called to."""

from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import Sparring
from fagkompas.learning.permissions.sparring import visible_sparrings
from fagkompas.learning.sparring_models import sparrings
from fagkompas.learning.wording.sparring import spoken
from fagkompas.toolkit.today import Asks, TodayItem

AHEAD: Final = timedelta(days=7)


def asks(person: Employee, today: date) -> tuple[Asks[Sparring]]:
    """Those within a week or under way, and for whoever called one also when its day has passed."""
    return (Asks(rows=_soon, items=partial(_items, person, today)),)


def _soon(person: Employee, today: date) -> QuerySet[Sparring]:
    soon = visible_sparrings(person).to_come().filter(people=person, meets_on__lte=today + AHEAD)
    return soon.order_by("meets_on", "pk")


def _items(person: Employee, today: date, rows: list[Sparring]) -> list[TodayItem]:
    return [
        _item(one, person, today)
        for one in rows
        if one.meets_on >= today or one.is_under_way or one.called_by_id == person.pk
    ]


def _item(one: Sparring, person: Employee, today: date) -> TodayItem:
    who = one.called_by.name if one.called_by else one.unit.name
    why, button = _("%(who)s has called it. Read the case card beforehand.") % {"who": who}, _("Read the card")
    if one.called_by_id == person.pk:
        why = _("You have called it. The others read the case card beforehand.")
    if one.is_under_way:
        why, button = _("It is under way."), _("Go to the sparring")
    elif one.meets_on < today:
        why, button = (
            _("The day has passed. Hold it, close it, choose another day or cancel it."),
            _("See the sparring"),
        )
    return TodayItem(
        kind=_("Team sparring"),
        what=f"{one.subject}. {spoken(sparrings().model(one.model).name)}",
        why_now=why,
        url=reverse("learning:sparring_one", args=[one.uuid]),
        button=button,
        due=one.meets_on,
    )
