"""What a person has to do about citizens today: read what was handed over, and as a manager choose a caseworker."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee) -> list[TodayItem]:
    """Two queries at most; none for those who do not work with citizens."""
    if not works_with_citizens(person):
        return []
    return [*_handed_over(person), *_without_caseworker(person)]


def _handed_over(person: Employee) -> Iterator[TodayItem]:
    """One row a citizen, until the new caseworker says that it is read."""
    seen: set[int] = set()
    unread = Handover.objects.unread_by(person).select_related("citizen", "from_employee", "from_unit")
    for handover in unread.order_by("-at", "-pk"):
        if handover.citizen_id in seen:
            continue
        seen.add(handover.citizen_id)
        giver = handover.from_employee.name if handover.from_employee else handover.from_unit.name
        why = _("Handed over to you by %(name)s.") % {"name": giver}
        yield TodayItem(
            kind=_("Citizens"),
            what=handover.citizen.name,
            why_now=why + " " + _("There is a note.") if handover.note else why,
            url=reverse("citizens:citizen", args=[handover.citizen.uuid]),
            button=_("Read"),
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
