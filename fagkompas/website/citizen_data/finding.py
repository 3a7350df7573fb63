"""Citizens for auditors: found by number, or by name and case number together; never listed, and the case is not opened."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role_in, units_with_role
from fagkompas.citizens.models import Citizen, CitizenQuerySet


def citizens_audited_by(person: Employee) -> CitizenQuerySet:
    """Everyone in the units that the person is auditor of, closed cases too."""
    places = Q(pk__in=[])
    for unit in units_with_role(person, Role.AUDITOR):
        places |= Q(unit__lineage__startswith=unit.lineage)
    return Citizen.objects.of_root(person.root_id).filter(places)


def find_audited(person: Employee, *, cpr: str, name: str, case_number: str) -> Citizen | None:
    """The one with the number, or with the name and the case number; None where there is none that the person audits."""
    citizens = citizens_audited_by(person)
    if cpr:
        return citizens.with_cpr(cpr, root_id=person.root_id).first()
    if not name.strip():
        return None
    return citizens.with_case_number(case_number).named(name).first()


def load_audited(person: Employee, uuid: UUID) -> Citizen:
    """A citizen of a unit that the person is auditor of; otherwise not found."""
    citizens = Citizen.objects.of_root(person.root_id).select_related("unit", "root", "caseworker")
    citizen = citizens.filter(uuid=uuid).first()
    if citizen is None or not has_role_in(person, citizen.unit, Role.AUDITOR):
        raise Http404
    return citizen
