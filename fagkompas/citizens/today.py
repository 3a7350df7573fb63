"""What a person has to do about citizens today: read what was handed over, and as a manager choose a caseworker."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.citizens.forms.lists import HANDED_OVER
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.toolkit.today import TodayItem

SHOWN: Final = 3
"""So many citizens who were handed over have a row of their own."""


def today_items(person: Employee) -> list[TodayItem]:
    """Two queries at most; none for those who do not work with citizens."""
    if not works_with_citizens(person):
        return []
    return [*_handed_over(person), *_without_caseworker(person)]


def _handed_over(person: Employee) -> Iterator[TodayItem]:
    """One row a citizen, the newest first, until the new caseworker says that it is read; a row leads to more than a few."""
    unread = Handover.objects.unread_by(person).order_by("-at", "-pk")
    columns = ("citizen__uuid", "citizen__name", "from_employee__name", "from_unit__name", "note")
    of_each: dict[UUID, tuple[Any, ...]] = {}
    for row in unread.values_list(*columns)[: 3 * SHOWN]:
        of_each.setdefault(row[0], row)
    newest = list(of_each.values())
    for uuid, name, giver, unit, note in newest[:SHOWN]:
        why = _("Handed over to you by %(name)s.") % {"name": giver or unit}
        yield TodayItem(
            kind=_("Citizens"),
            what=name,
            why_now=why + " " + _("There is a note.") if note else why,
            url=reverse("citizens:citizen", args=[uuid]),
            button=_("Read"),
        )
    if len(newest) > SHOWN:
        yield TodayItem(
            kind=_("Citizens"),
            what=_("More citizens were handed over to you"),
            why_now=_("The list has them all."),
            url=f"{reverse('citizens:list')}?tilstand={HANDED_OVER}",
            button=_("See who"),
        )


def _without_caseworker(person: Employee) -> Iterator[TodayItem]:
    """One row a unit that the person manages."""
    managed = Q(pk__in=[])
    for unit in units_with_role(person, Role.MANAGER):
        managed |= Q(unit__lineage__startswith=unit.lineage)
    waiting = Citizen.objects.of_root(person.root_id).filter(managed).active().without_caseworker()
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
