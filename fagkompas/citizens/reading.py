"""Which of the citizens a person works with a list shows: own first, and what filters and words leave."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from fagkompas.accounts.models import Employee
from fagkompas.citizens.forms import lists as forms
from fagkompas.citizens.forms.lists import CLOSED, HANDED_OVER, CitizenFilter
from fagkompas.citizens.models import Citizen, CitizenQuerySet, Handover
from fagkompas.citizens.permissions import cases_of, citizens_to_hand_over
from fagkompas.toolkit.cpr import as_cpr
from fagkompas.toolkit.uuids import as_uuid


def chosen(person: Employee, filters: CitizenFilter, *, has_own: bool) -> CitizenQuerySet:
    """The citizens that the filters leave; a filter that makes no sense counts for nothing.

    Whoever has citizens of her own sees them where no caseworker is chosen.
    """
    filters.is_valid()
    by = filters.cleaned_data
    citizens = cases_of(person).filter(closed_on__isnull=by.get("tilstand") != CLOSED)
    if unit := by.get("enhed"):
        citizens = citizens.filter(unit__lineage__startswith=unit.lineage)
    if group := by.get("gruppe"):
        citizens = citizens.filter(target_group=group)
    if by.get("tilstand") == HANDED_OVER:
        citizens = citizens.filter(pk__in=Handover.objects.unread_by(person).order_by().values("citizen"))
    match by.get("sagsbehandler"):
        case "" | None:
            return citizens.with_caseworker(person) if has_own else citizens
        case forms.EVERYBODY:
            return citizens
        case forms.NOBODY:
            return citizens.without_caseworker()
        case caseworker:
            return citizens.filter(caseworker__uuid=caseworker)


UNIT: Final = "enhed-"
"""Before the UUID of a unit where a source of what is handed over is all of it, and not one caseworker's."""


def to_give_on(person: Employee, source: str) -> CitizenQuerySet:
    """What the person may hand over of one colleague's (by UUID), of nobody's or of a unit's; nothing where it is none of these."""
    mine = citizens_to_hand_over(person)
    if source == forms.NOBODY:
        return mine.filter(caseworker__isnull=True)
    uuid = as_uuid(source.removeprefix(UNIT))
    if uuid is None:
        return mine.none()
    return mine.filter(unit__uuid=uuid) if source.startswith(UNIT) else mine.filter(caseworker__uuid=uuid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What words led to: citizens of the person's own units, and by a number somebody whom another unit has."""

    citizens: CitizenQuerySet
    elsewhere: Citizen | None = None


def found(person: Employee, words: str) -> Found:
    """A whole CPR number finds one citizen of the municipality; a name those of the person's own units."""
    number = as_cpr(words)
    if not number:
        return Found(citizens=cases_of(person).named(words))
    citizens = cases_of(person).with_cpr(number, root_id=person.root_id)
    everywhere = Citizen.objects.with_cpr(number, root_id=person.root_id).select_related("unit")
    elsewhere = everywhere.filter(~Q(pk__in=citizens.values("pk"))).first()
    return Found(citizens=citizens, elsewhere=elsewhere)
