"""Who may open a citizen's case, and who sees only what stands of the citizen towards work (ADR 14).

| | own unit and below | another unit of the municipality | another municipality |
|---|---|---|---|
| the case: caseworker, manager | read and change | read, with a reason, that day; it is logged | no |
| towards work: these, and company consultants | read and change | read, with a reason, that day; it is logged | no |
| everybody else | no | no | no |

`load_citizen` and what is named like it are about the case; what ends in `towards_work` is about the other side, which those
who open the case have too. A protected address asks for a role of its own, held where the citizen is. Data protection officers
see who has opened a case and hand out what stands in it (`website`), never its pages.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, RoleHeld, Unit, UnitQuerySet
from fagkompas.accounts.permissions import has_role, has_role_in, units_under, units_with_role
from fagkompas.citizens.changing import changing
from fagkompas.citizens.models import WITH_CASES, WITH_CITIZENS, Citizen, CitizenQuerySet, Opening, has_caseworker
from fagkompas.toolkit.alphabet import Alphabetical


class ReasonNeededError(Exception):
    """The citizen belongs to another unit: the person may open the case after saying why."""

    def __init__(self, citizen: Citizen) -> None:
        super().__init__(str(citizen.uuid))
        self.citizen = citizen


# Of many citizens


def works_with_cases(person: Employee) -> bool:
    """Whether the person opens cases at all."""
    return has_role(person, *WITH_CASES)


def works_with_citizens(person: Employee) -> bool:
    """Whether the person sees anything of citizens at all: cases, or what stands towards work."""
    return has_role(person, *WITH_CITIZENS)


def cases_of(person: Employee) -> CitizenQuerySet:
    """Everyone in the units where the person works with cases, closed ones too."""
    return Citizen.objects.of_root(person.root_id).filter(in_own_units(person))


def citizens_of(person: Employee) -> CitizenQuerySet:
    """The same, and everyone in the units where the person is a company consultant: for lists of names."""
    return Citizen.objects.of_root(person.root_id).filter(in_own_units(person, roles=WITH_CITIZENS))


def in_own_units(person: Employee, path: str = "", *, roles: Sequence[Role] = WITH_CASES) -> Q:
    """Rows that have a citizen at a path, such as "citizen__", of units where the person holds one of the roles."""
    places = Q(pk__in=[])
    for unit in units_with_role(person, *roles):
        places |= Q(**{f"{path}unit__lineage__startswith": unit.lineage})
    return places


# Of one citizen: the case


def may_open(person: Employee, citizen: Citizen) -> bool:
    """The case, without saying why. At most one query."""
    return _may(person, citizen, WITH_CASES)


def load_citizen(person: Employee, uuid: UUID) -> Citizen:
    """One whose case the person may open; raises `ReasonNeededError` where a reason is asked for, else not found."""
    return _loaded(person, uuid, WITH_CASES)


def may_change(person: Employee, citizen: Citizen) -> bool:
    """What stands in the case: those of the citizen's own unit, never who opened it from another."""
    return has_role_in(person, citizen.unit, *WITH_CASES)


def load_citizen_to_change(person: Employee, uuid: UUID) -> Citizen:
    """One of the units where the person works with cases; otherwise not found."""
    return _loaded_to_change(person, uuid, WITH_CASES)


# Of one citizen: towards work


def may_see_towards_work(person: Employee, citizen: Citizen) -> bool:
    """What stands towards work, without saying why. At most one query."""
    return _may(person, citizen, WITH_CITIZENS)


def load_citizen_towards_work(person: Employee, uuid: UUID) -> Citizen:
    """One whom the person sees towards work; raises `ReasonNeededError` where a reason is asked for, else not found."""
    return _loaded(person, uuid, WITH_CITIZENS)


def may_change_towards_work(person: Employee, citizen: Citizen) -> bool:
    """Placements and what belongs to them: those of the citizen's own unit."""
    return has_role_in(person, citizen.unit, *WITH_CITIZENS)


def load_citizen_to_change_towards_work(person: Employee, uuid: UUID) -> Citizen:
    """One of the units where the person works with citizens; otherwise not found."""
    return _loaded_to_change(person, uuid, WITH_CITIZENS)


def load_citizen_with_reason(person: Employee, uuid: UUID) -> Citizen:
    """One of whom the person may see something, at once or after saying why; otherwise not found."""
    return _found(person, uuid, WITH_CITIZENS)


def may_say_why(person: Employee, citizen: Citizen) -> bool:
    """Whether there is more to open for who says why: the case, or for a company consultant what stands towards work."""
    return not _may(person, citizen, WITH_CASES if works_with_cases(person) else WITH_CITIZENS)


def _may(person: Employee, citizen: Citizen, roles: Sequence[Role]) -> bool:
    if citizen.root_id != person.root_id or not has_role(person, *roles):
        return False
    return has_role_in(person, citizen.unit, *roles) or _has_said_why(person, citizen)


def _has_said_why(person: Employee, citizen: Citizen) -> bool:
    return Opening.objects.filter(citizen=citizen, employee=person, on=timezone.localdate()).exists()


def _loaded(person: Employee, uuid: UUID, roles: Sequence[Role]) -> Citizen:
    citizen = _found(person, uuid, roles)
    if not _may(person, citizen, roles):
        raise ReasonNeededError(citizen)
    return citizen


def _loaded_to_change(person: Employee, uuid: UUID, roles: Sequence[Role]) -> Citizen:
    citizen = _found(person, uuid, roles)
    if not has_role_in(person, citizen.unit, *roles):
        raise Http404
    changing([citizen.pk])
    return citizen


def _found(person: Employee, uuid: UUID, roles: Sequence[Role]) -> Citizen:
    citizens = Citizen.objects.of_root(person.root_id).select_related("unit", "caseworker")
    citizen = citizens.filter(uuid=uuid).first()
    if citizen is None or not has_role(person, *roles):
        raise Http404
    return citizen


# Giving on


def may_hand_over(person: Employee, citizen: Citizen) -> bool:
    """To a colleague or another unit, and close or open the case again: the caseworker herself and the managers.

    A citizen whose caseworker does not work with cases there any more is for anyone of the unit. One query at most.
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
    return given_on_by(person).active()


def given_on_by(person: Employee) -> CitizenQuerySet:
    """The same with closed cases: everyone whom `may_hand_over` is true of."""
    return cases_of(person).filter(is_to_hand_over(person))


def is_to_hand_over(person: Employee) -> Q:
    """Of the open cases that the person works with: which of them `citizens_to_hand_over` has."""
    return Q(caseworker=person) | ~has_caseworker() | in_own_units(person, roles=(Role.MANAGER,))


# Where, and with whom


def units_with_cases(person: Employee) -> UnitQuerySet:
    """Every unit in which the person works with cases, closed ones too."""
    return units_under(person, *WITH_CASES)


def units_with_citizens(person: Employee) -> UnitQuerySet:
    """Every unit in which the person works with citizens, closed ones too."""
    return units_under(person, *WITH_CITIZENS)


def caseworkers_for(unit: Unit, *, roles: Sequence[Role] = WITH_CASES) -> EmployeeQuerySet:
    """Who may have citizens of the unit: those who work here and hold a role for it in the unit or above, by name."""
    return _holding(Q(unit__lineage__in=_above(unit)), unit.root_id or unit.pk, roles)


def colleagues_of(person: Employee, *, roles: Sequence[Role] = WITH_CASES) -> EmployeeQuerySet:
    """Who may have citizens of some of the units where the person holds one of the roles, by name."""
    places = Q(pk__in=[])
    for unit in units_with_role(person, *roles):
        places |= Q(unit__lineage__startswith=unit.lineage) | Q(unit__lineage__in=_above(unit))
    return _holding(places, person.root_id, WITH_CASES)


def colleagues_in_municipality(person: Employee, *, roles: Sequence[Role] = WITH_CASES) -> EmployeeQuerySet:
    """Who may have citizens of any unit, by name."""
    return _holding(Q(unit__root_id=person.root_id), person.root_id, roles)


def _holding(places: Q, root_id: int, roles: Sequence[Role]) -> EmployeeQuerySet:
    held = RoleHeld.objects.filter(places, role__in=roles).order_by()
    people = Employee.objects.of_root(root_id).filter(pk__in=held.values("employee_id"), is_active=True)
    return people.select_related("unit").order_by(Alphabetical("name"), "pk")


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


def who_sees_address(unit: Unit) -> EmployeeQuerySet:
    """Those who may see protected addresses of the unit, by name."""
    return caseworkers_for(unit, roles=(Role.PROTECTED_ADDRESSES,))


def who_gives_roles(unit: Unit) -> EmployeeQuerySet:
    """The administrators of the unit, by name."""
    return caseworkers_for(unit, roles=(Role.ADMINISTRATOR,))


def may_see_address(person: Employee, citizen: Citizen) -> bool:
    """A protected address is for those with the role for it."""
    return not citizen.is_protected or has_role_in(person, citizen.unit, Role.PROTECTED_ADDRESSES)
