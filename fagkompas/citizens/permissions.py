"""Who may open a citizen's case.

| | own unit and below | another unit of the municipality | another municipality |
|---|---|---|---|
| caseworker, company consultant, manager | read and change | read, with a reason, that day; it is logged | no |
| everybody else | no | no | no |

What was said and noted (minutes, dated sheets) is for caseworkers and managers, and for whoever holds that conversation; company
consultants read and write the rest. A protected address asks for a role of its own, held where the citizen is. Data protection officers see who has opened a case
and hand out what stands in it (`website`), never the pages of the case.
"""

from typing import Final
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, RoleHeld, Unit, UnitQuerySet
from fagkompas.accounts.permissions import has_role, has_role_in, units_under, units_with_role
from fagkompas.citizens.changing import changing
from fagkompas.citizens.models import WITH_CITIZENS, Citizen, CitizenQuerySet, Opening

WITH_NOTES: Final = (Role.CASEWORKER, Role.MANAGER)
"""Who reads what was said and noted."""


class ReasonNeededError(Exception):
    """The citizen belongs to another unit: the person may open the case after saying why."""

    def __init__(self, citizen: Citizen) -> None:
        super().__init__(str(citizen.uuid))
        self.citizen = citizen


def works_with_citizens(person: Employee) -> bool:
    """Whether the person has citizens at all."""
    return has_role(person, *WITH_CITIZENS)


def citizens_of(person: Employee) -> CitizenQuerySet:
    """Everyone in the units where the person works with citizens, closed cases too."""
    return Citizen.objects.of_root(person.root_id).filter(in_own_units(person))


def in_own_units(person: Employee, path: str = "") -> Q:
    """The same of rows that have a citizen at a path, such as "citizen__"."""
    places = Q(pk__in=[])
    for unit in units_with_role(person, *WITH_CITIZENS):
        places |= Q(**{f"{path}unit__lineage__startswith": unit.lineage})
    return places


def may_open(person: Employee, citizen: Citizen) -> bool:
    """Without saying why. At most one query."""
    if citizen.root_id != person.root_id or not works_with_citizens(person):
        return False
    if has_role_in(person, citizen.unit, *WITH_CITIZENS):
        return True
    return _has_said_why(person, citizen)


def may_read_notes(person: Employee, citizen: Citizen) -> bool:
    """What was said and noted, without saying why. At most one query."""
    if not has_role(person, *WITH_NOTES):
        return False
    return has_role_in(person, citizen.unit, *WITH_NOTES) or _has_said_why(person, citizen)


def load_notes(person: Employee, citizen: Citizen) -> None:
    """Not found for those who never read notes; raises `ReasonNeededError` for those who may after saying why."""
    if not has_role(person, *WITH_NOTES):
        raise Http404
    if not may_read_notes(person, citizen):
        raise ReasonNeededError(citizen)


def _has_said_why(person: Employee, citizen: Citizen) -> bool:
    said = Opening.objects.filter(citizen=citizen, employee=person, on=timezone.localdate())
    return citizen.root_id == person.root_id and said.exists()


def load_citizen(person: Employee, uuid: UUID) -> Citizen:
    """A citizen whom the person may open; raises `ReasonNeededError` where a reason is asked for, else not found."""
    citizen = load_citizen_with_reason(person, uuid)
    if not may_open(person, citizen):
        raise ReasonNeededError(citizen)
    return citizen


def load_citizen_with_reason(person: Employee, uuid: UUID) -> Citizen:
    """A citizen whom the person may open, or may open after saying why; otherwise not found."""
    citizens = Citizen.objects.of_root(person.root_id).select_related("unit", "caseworker")
    citizen = citizens.filter(uuid=uuid).first()
    if citizen is None or not works_with_citizens(person):
        raise Http404
    return citizen


def may_change(person: Employee, citizen: Citizen) -> bool:
    """What stands about the citizen: those of the citizen's own unit, never who opened the case from another."""
    return has_role_in(person, citizen.unit, *WITH_CITIZENS)


def load_citizen_to_change(person: Employee, uuid: UUID) -> Citizen:
    """A citizen of the person's own units; otherwise not found."""
    citizen = load_citizen_with_reason(person, uuid)
    if not may_change(person, citizen):
        raise Http404
    changing([citizen.pk])
    return citizen


def may_hand_over(person: Employee, citizen: Citizen) -> bool:
    """To a colleague or another unit, and close or open the case again: the caseworker herself and the managers.

    A citizen whose caseworker does not work with citizens there any more is for anyone of the unit. One query at most.
    """
    if not may_change(person, citizen):
        return False
    if citizen.caseworker_id == person.pk or has_role_in(person, citizen.unit, Role.MANAGER):
        return True
    return citizen.caseworker_id is None or not caseworkers_for(citizen.unit).filter(pk=citizen.caseworker_id).exists()


def load_citizen_to_hand_over(person: Employee, uuid: UUID) -> Citizen:
    """A citizen of the person's own units whom `may_hand_over` lets her give on; otherwise not found."""
    citizen = load_citizen_to_change(person, uuid)
    if not may_hand_over(person, citizen):
        raise Http404
    return citizen


def citizens_to_hand_over(person: Employee) -> CitizenQuerySet:
    """Open cases that `may_hand_over` lets the person give on: her own, everyone's where she manages, and nobody's."""
    managed = Q(pk__in=[])
    for unit in units_with_role(person, Role.MANAGER):
        managed |= Q(unit__lineage__startswith=unit.lineage)
    nobodys = Q(pk__in=Citizen.objects.of_root(person.root_id).active().without_caseworker().order_by().values("pk"))
    return citizens_of(person).active().filter(Q(caseworker=person) | nobodys | managed)


def units_with_citizens(person: Employee) -> UnitQuerySet:
    """Every unit in which the person works with citizens, closed ones too."""
    return units_under(person, *WITH_CITIZENS)


def caseworkers_for(unit: Unit) -> EmployeeQuerySet:
    """Who may have citizens of the unit: those who work here and hold a role for it in the unit or above, by name."""
    return _holding(Q(unit__lineage__in=_above(unit)), unit.root_id or unit.pk)


def colleagues_of(person: Employee) -> EmployeeQuerySet:
    """Who may have citizens of some of the person's units, by name."""
    places = Q(pk__in=[])
    for unit in units_with_role(person, *WITH_CITIZENS):
        places |= Q(unit__lineage__startswith=unit.lineage) | Q(unit__lineage__in=_above(unit))
    return _holding(places, person.root_id)


def colleagues_in_municipality(person: Employee) -> EmployeeQuerySet:
    """Who may have citizens of any unit, by name."""
    return _holding(Q(unit__root_id=person.root_id), person.root_id)


def _holding(places: Q, root_id: int) -> EmployeeQuerySet:
    held = RoleHeld.objects.filter(places, role__in=WITH_CITIZENS).order_by()
    people = Employee.objects.of_root(root_id).filter(pk__in=held.values("employee_id"), is_active=True)
    return people.select_related("unit").order_by("name", "pk")


def _above(unit: Unit) -> list[str]:
    """The lineages of the unit and of every one above it."""
    steps = unit.lineage.strip("/").split("/")
    return ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1)]


def may_see_reads(person: Employee, citizen: Citizen) -> bool:
    """Who has opened the case: for those who manage where the citizen is."""
    return has_role_in(person, citizen.unit, Role.MANAGER)


def load_citizen_to_erase(person: Employee, uuid: UUID) -> Citizen:
    """A citizen whose unit the person manages; otherwise not found."""
    citizen = load_citizen_to_change(person, uuid)
    if not has_role_in(person, citizen.unit, Role.MANAGER):
        raise Http404
    return citizen


def may_see_address(person: Employee, citizen: Citizen) -> bool:
    """A protected address is for those with the role for it."""
    return not citizen.is_protected or has_role_in(person, citizen.unit, Role.PROTECTED_ADDRESSES)
