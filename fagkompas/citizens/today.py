"""What a person has to do about citizens today: read what was handed over, and as a manager choose a caseworker."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.citizens.forms.lists import HANDED_OVER
from fagkompas.citizens.models import Citizen, CitizenQuerySet, Handover
from fagkompas.citizens.permissions import in_own_units, works_with_cases
from fagkompas.citizens.reading import UNIT
from fagkompas.toolkit.today import TodayItem

SHOWN: Final = 3
"""So many citizens who were handed over have a row of their own."""


def today_items(person: Employee) -> list[TodayItem]:
    """Three queries at most; none for those who do not work with cases."""
    if not works_with_cases(person):
        return []
    return [*_handed_over(person), *_in_managed_units(person)]


def _handed_over(person: Employee) -> Iterator[TodayItem]:
    """One row a citizen, the newest first, until the new caseworker says that it is read; a row leads to more than a few."""
    unread = Handover.objects.unread_by(person).filter(in_own_units(person, "citizen__")).order_by("-at", "-pk")
    columns = ("citizen_id", "citizen__uuid", "citizen__name", "from_employee__name", "from_unit__name", "note")
    of_each: dict[int, tuple[Any, ...]] = {}
    for row in unread.values_list(*columns)[: 3 * SHOWN]:
        of_each.setdefault(row[0], row)
    newest = list(of_each.values())
    for key, uuid, name, giver, unit, note in newest[:SHOWN]:
        why = _("Handed over to you by %(name)s.") % {"name": giver or unit}
        yield TodayItem(
            kind=_("Citizens"),
            what=name,
            why_now=why + " " + _("There is a note.") if note else why,
            url=reverse("citizens:citizen", args=[uuid]),
            button=_("Read"),
            citizen_id=key,
        )
    if len(newest) > SHOWN:
        yield TodayItem(
            kind=_("Citizens"),
            what=_("More citizens were handed over to you"),
            why_now=_("The list has them all."),
            url=f"{reverse('citizens:list')}?tilstand={HANDED_OVER}",
            button=_("See who"),
        )


def _in_managed_units(person: Employee) -> Iterator[TodayItem]:
    """A row for each unit that the person manages: citizens whom nobody has, and those in a unit that is closed."""
    managed = Q()
    for unit in units_with_role(person, Role.MANAGER):
        managed |= Q(unit__lineage__startswith=unit.lineage)
    if not managed:
        return
    here = Citizen.objects.of_root(person.root_id).filter(managed).active()
    yield from _in_closed_units(here)
    waiting = here.without_caseworker()
    for unit, name, count in (
        waiting.order_by("unit__path").values_list("unit__uuid", "unit__name").annotate(n=Count("pk"))
    ):
        yield TodayItem(
            kind=_("Citizens"),
            what=_("Choose a caseworker in %(unit)s") % {"unit": name},
            why_now=ngettext(
                "%(n)s citizen has no caseworker who works here.",
                "%(n)s citizens have no caseworker who works here.",
                count,
            )
            % {"n": count},
            url=f"{reverse('citizens:list')}?enhed={unit}&sagsbehandler=ingen",
            button=_("Look"),
        )


def _in_closed_units(citizens: CitizenQuerySet) -> Iterator[TodayItem]:
    """Cases stay where they are when a unit is closed, until somebody moves them."""
    left = citizens.filter(unit__retired_on__isnull=False)
    for unit, name, count in (
        left.order_by("unit__path").values_list("unit__uuid", "unit__name").annotate(n=Count("pk"))
    ):
        yield TodayItem(
            kind=_("Citizens"),
            what=_("Move the citizens of %(unit)s") % {"unit": name},
            why_now=ngettext(
                "The unit is closed, and %(n)s open case is still there.",
                "The unit is closed, and %(n)s open cases are still there.",
                count,
            )
            % {"n": count},
            url=f"{reverse('citizens:hand_over_many')}?fra={UNIT}{unit}",
            button=_("Move them"),
        )
