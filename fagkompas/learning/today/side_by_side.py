"""What side-by-side training asks for: a question to answer, a day that comes, what to register, and what was called off."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.actions.resource_persons import is_available
from fagkompas.learning.models import SideBySide, SideBySideState
from fagkompas.learning.resource_persons import FieldNames, field_names
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.today import Asks, TodayItem

AHEAD: Final = timedelta(days=7)
"""How long before the day it shows up; until then it is what comes next."""

TOLD_FOR: Final = timedelta(days=14)
"""How long the learner, and whoever asked, is told that it was declined or called off."""

OVER: Final = (SideBySideState.DECLINED, SideBySideState.CANCELLED)


def asks(person: Employee, today: date) -> tuple[Asks[SideBySide]]:
    """Of both sides, and for the manager who asked."""
    return (Asks(rows=_living_or_news, items=partial(_items, person, today)),)


def _living_or_news(person: Employee, today: date) -> QuerySet[SideBySide]:
    whose = Q(learner=person) | Q(resource__employee=person) | Q(asked_by=person)
    living = Q(state__in=[SideBySideState.ASKED, SideBySideState.ACCEPTED])
    lately = Q(state__in=OVER, since__gte=today - TOLD_FOR)
    return (
        SideBySide.objects.filter(whose, living | lately)
        .select_related("learner", "resource__employee", "asked_by", "cancelled_by")
        .order_by("pk")
    )


def _items(person: Employee, today: date, rows: list[SideBySide]) -> list[TodayItem]:
    names = field_names(person.root_id) if rows else None
    return [item for one in rows if names for item in _of_one(one, person, names, today)]


def _of_one(one: SideBySide, person: Employee, names: FieldNames, today: date) -> Iterator[TodayItem]:
    is_resource, is_learner = one.resource.employee_id == person.pk, one.learner_id == person.pk
    if one.state == SideBySideState.ASKED and is_resource:
        yield _asked(one, names)
    elif one.state == SideBySideState.ASKED and is_learner:
        yield from _waits(one, names, today)
    elif one.state == SideBySideState.ACCEPTED and (is_resource or is_learner):
        yield _agreed(one, person, names, today)
    elif one.state == SideBySideState.DECLINED and not is_resource:
        said = _("%(name)s says no: %(why)s") % {"name": one.resource.employee.name, "why": one.answer}
        yield _item(one, names, _what(one, person), said, _("See it"))
    elif one.state == SideBySideState.CANCELLED and one.cancelled_by_id != person.pk:
        yield _called_off(one, person, names)


def _item(
    one: SideBySide,
    names: FieldNames,
    what: str,
    why_now: str,
    button: str,
    *,
    due: date | None = None,
    is_next: bool = False,
) -> TodayItem:
    return TodayItem(
        kind=_("Side-by-side training"),
        what=f"{what}: {names.of(one.resource)}",
        why_now=why_now,
        url=reverse("learning:side_by_side", args=[one.uuid]),
        button=button,
        due=due,
        is_next=is_next,
    )


def _what(one: SideBySide, person: Employee) -> str:
    """The other, as the reader meets it."""
    if one.learner_id == person.pk:
        return _("You learn from %(name)s") % {"name": one.resource.employee.name}
    return (
        _("%(name)s learns from you") % {"name": one.learner.name}
        if one.resource.employee_id == person.pk
        else (_("%(learner)s learns from %(name)s") % {"learner": one.learner.name, "name": one.resource.employee.name})
    )


def _asked(one: SideBySide, names: FieldNames) -> TodayItem:
    what = _("%(name)s would like to sit beside you") % {"name": one.learner.name}
    said = one.wish or _("Choose a day, or say no with a word.")
    return _item(one, names, what, said, _("Answer"))


def _waits(one: SideBySide, names: FieldNames, today: date) -> Iterator[TodayItem]:
    """The learner is told of what somebody else asked for, and of a question that nobody answers any more."""
    name = one.resource.employee.name
    what = _("You learn from %(name)s") % {"name": name}
    if not is_available(one.resource, today):
        said = _("%(name)s is not a resource person any more and has not answered. Take it back and find another.")
        yield _item(one, names, what, said % {"name": name}, _("See it"))
    elif one.asked_by_id != one.learner_id and one.asked_by and one.asked_on >= today - TOLD_FOR:
        said = _("%(manager)s has asked for you. %(name)s answers with a day.")
        yield _item(one, names, what, said % {"manager": one.asked_by.name, "name": name}, _("See it"))


def _agreed(one: SideBySide, person: Employee, names: FieldNames, today: date) -> TodayItem:
    day = one.planned_on
    if day and day < today:
        said = _("It was agreed for %(day)s. Register it, or call it off.") % {"day": long_date(day)}
        return _item(one, names, _what(one, person), said, _("Register"), due=day)
    said = _("It is agreed for %(day)s.") % {"day": long_date(day)}
    is_next = day is not None and day > today + AHEAD
    return _item(one, names, _what(one, person), said, _("See it"), due=day, is_next=is_next)


def _called_off(one: SideBySide, person: Employee, names: FieldNames) -> TodayItem:
    who = one.cancelled_by.name if one.cancelled_by else one.resource.employee.name
    said = _("%(name)s called it off. %(why)s") % {"name": who, "why": one.answer}
    return _item(one, names, _what(one, person), said.strip(), _("See it"))
