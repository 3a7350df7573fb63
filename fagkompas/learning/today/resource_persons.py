"""What being a resource person asks for: a question to answer, a last day that comes near, an answer, a new profile."""

from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.learning.models import ResourcePerson
from fagkompas.learning.resource_persons import ENDS_SOON, FieldNames, field_names, no_longer_specialised
from fagkompas.toolkit.formats import long_date, number
from fagkompas.toolkit.today import Asks, TodayItem

TOLD_FOR: Final = timedelta(days=14)
"""How long whoever asked is told of the answer."""


def asks(person: Employee, today: date) -> tuple[Asks[ResourcePerson]]:
    """For the one who is asked, for the one who asked, and for managers of units."""
    return (Asks(rows=_around, items=partial(_items, person, today)),)


def _around(person: Employee, _today: date) -> QuerySet[ResourcePerson]:
    managed = units_with_role(person, Role.MANAGER)
    whose = Q(employee=person) | Q(asked_by=person) | Q(employee__unit__in=managed)
    return (
        ResourcePerson.objects.filter(whose, employee__root_id=person.root_id, employee__is_active=True)
        .select_related("employee__unit", "framework", "asked_by")
        .order_by("pk")
    )


def _items(person: Employee, today: date, rows: list[ResourcePerson]) -> list[TodayItem]:
    if not rows:
        return []
    names = field_names(person.root_id)
    own = [row for row in rows if row.employee_id == person.pk]
    others = [row for row in rows if row.employee_id != person.pk]
    there = [row for row in others if _is_there(row, today)]
    return [
        *(_asked(row, names) for row in own if row.said_yes_on is None and row.said_no_on is None),
        *(_ends(row, names) for row in own if _is_there(row, today) and row.until and row.until <= today + ENDS_SOON),
        *(_answered(row, names) for row in others if row.asked_by_id == person.pk and _has_answered(row, today)),
        *(_otherwise(row, names) for row in no_longer_specialised(person, there, today)),
    ]


def _is_there(row: ResourcePerson, today: date) -> bool:
    return bool(row.said_yes_on and not row.ended_on and row.until and row.until >= today)


def _has_answered(row: ResourcePerson, today: date) -> bool:
    answered = row.said_yes_on or row.said_no_on
    return answered is not None and answered >= today - TOLD_FOR and row.ended_on is None


def _item(row: ResourcePerson, what: str, why_now: str, button: str, due: date | None = None) -> TodayItem:
    return TodayItem(
        kind=_("Resource persons"),
        what=what,
        why_now=why_now,
        url=reverse("learning:resource_person", args=[row.uuid]),
        button=button,
        due=due,
    )


def _asked(row: ResourcePerson, names: FieldNames) -> TodayItem:
    what = _("Will you be a resource person in %(field)s?") % {"field": names.of(row)}
    said = _("%(name)s asks you. You choose how many hours, and until when.")
    who = row.asked_by.name if row.asked_by else _("Your manager")
    return _item(row, what, said % {"name": who}, _("Answer"))


def _ends(row: ResourcePerson, names: FieldNames) -> TodayItem:
    what = _("You are a resource person in %(field)s") % {"field": names.of(row)}
    said = _("Your time ends on %(day)s. Choose a later day, or let it end.") % {"day": long_date(row.until)}
    return _item(row, what, said, _("Look at it"), row.until)


def _answered(row: ResourcePerson, names: FieldNames) -> TodayItem:
    what = _("%(name)s and %(field)s") % {"name": row.employee.name, "field": names.of(row)}
    if row.said_yes_on:
        said = _("Has said yes to being a resource person: %(hours)s hours a month until %(day)s.") % {
            "hours": number(row.hours_per_month),
            "day": long_date(row.until),
        }
    else:
        said = _("Has said no to being a resource person. %(answer)s") % {"answer": row.answer}
    return _item(row, what, said.strip(), _("See it"))


def _otherwise(row: ResourcePerson, names: FieldNames) -> TodayItem:
    what = _("%(name)s and %(field)s") % {"name": row.employee.name, "field": names.of(row)}
    said = _(
        "Is a resource person, but the newest profile no longer says specialised. The promise stands until %(day)s."
    )
    return _item(row, what, said % {"day": long_date(row.until)}, _("See it"))
