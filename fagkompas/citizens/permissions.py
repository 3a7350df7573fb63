"""Who may open a citizen's case.

| | own unit and below | another unit of the municipality | another municipality |
|---|---|---|---|
| caseworker, company consultant, manager | yes | with a reason, that day; it is logged | no |
| everybody else | no | no | no |

A protected address asks for a role of its own, held where the citizen is. Data protection officers see who has opened a case
and hand out what stands in it (`website`), never the pages of the case.
"""

from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, has_role_in, units_with_role
from fagkompas.citizens.models import Citizen, CitizenQuerySet, Opening

WITH_CITIZENS = (Role.CASEWORKER, Role.COMPANY_CONSULTANT, Role.MANAGER)


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
    places = Q(pk__in=[])
    for unit in units_with_role(person, *WITH_CITIZENS):
        places |= Q(unit__lineage__startswith=unit.lineage)
    return Citizen.objects.of_root(person.root_id).filter(places)


def may_open(person: Employee, citizen: Citizen) -> bool:
    """Without saying why. At most one query."""
    if citizen.root_id != person.root_id or not works_with_citizens(person):
        return False
    if has_role_in(person, citizen.unit, *WITH_CITIZENS):
        return True
    return Opening.objects.filter(citizen=citizen, employee=person, on=timezone.localdate()).exists()


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


def may_see_address(person: Employee, citizen: Citizen) -> bool:
    """A protected address is for those with the role for it."""
    return not citizen.is_protected or has_role_in(person, citizen.unit, Role.PROTECTED_ADDRESSES)
