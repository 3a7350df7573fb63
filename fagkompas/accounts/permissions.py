"""Who may: roles held in units, and the questions that all apps ask of them.

Each app's own `permissions.py` builds its `can_x` on these. A role held in a unit
counts in everything below it, never beside or above.
"""

from collections.abc import Iterable
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, Unit, UnitQuerySet


def signed_in(request: HttpRequest) -> Employee:
    """The employee who asks; every page but the public ones has one."""
    if isinstance(request.user, Employee):
        return request.user
    raise Http404


def units_with_role(person: Employee, *roles: Role) -> list[Unit]:
    """The units in which the person holds one of the roles, topmost first. One query a request."""
    return [held.unit for held in person.held_roles if held.role in roles]


def has_role(person: Employee, *roles: Role) -> bool:
    """Whether the person holds one of the roles anywhere."""
    return bool(units_with_role(person, *roles))


def has_role_in(person: Employee, unit: Unit, *roles: Role) -> bool:
    """Whether the person holds one of the roles in the unit or above it."""
    return lineage_under(unit.lineage, units_with_role(person, *roles))


def lineage_under(lineage: str, units: Iterable[Unit]) -> bool:
    """Whether a place in the tree is in or below one of the units."""
    return any(lineage.startswith(unit.lineage) for unit in units)


def manages(person: Employee, unit: Unit) -> bool:
    """A manager in the unit or above it."""
    return has_role_in(person, unit, Role.MANAGER)


def can_administer(person: Employee, unit: Unit) -> bool:
    """Add and change units, people and roles there."""
    return has_role_in(person, unit, Role.ADMINISTRATOR)


def units_under(person: Employee, *roles: Role) -> UnitQuerySet:
    """Every unit in which one of the person's roles counts, retired ones too."""
    return Unit.objects.of_root(person.root_id).filter(_below(units_with_role(person, *roles), "lineage"))


def people_under(person: Employee, *roles: Role) -> EmployeeQuerySet:
    """Everyone who works, or worked, where one of the person's roles counts."""
    return Employee.objects.of_root(person.root_id).filter(_below(units_with_role(person, *roles), "unit__lineage"))


def visible_people(person: Employee) -> EmployeeQuerySet:
    """Whom the person may find by name: oneself, and those whom one manages or administers."""
    managed = _below(units_with_role(person, Role.MANAGER, Role.ADMINISTRATOR), "unit__lineage")
    return Employee.objects.of_root(person.root_id).filter(managed | Q(pk=person.pk), is_active=True)


def load_unit(person: Employee, uuid: UUID, *roles: Role) -> Unit:
    """A unit in which one of the person's roles counts; otherwise not found."""
    unit = Unit.objects.of_root(person.root_id).select_related("parent").filter(uuid=uuid).first()
    if unit is None or not has_role_in(person, unit, *roles):
        raise Http404
    return unit


def load_employee(person: Employee, uuid: UUID, *roles: Role) -> Employee:
    """Someone in a unit where one of the person's roles counts; otherwise not found."""
    employee = Employee.objects.of_root(person.root_id).select_related("unit").filter(uuid=uuid).first()
    if employee is None or not has_role_in(person, employee.unit, *roles):
        raise Http404
    return employee


def must_have_second_factor(person: Employee) -> bool:
    """Whether the person's roles ask for one here; see FAGKOMPAS_SECOND_FACTOR."""
    who = settings.ENVIRONMENT.second_factor
    return who == "all" or (who == "privileged" and has_role(person, *Role))


def lacks_second_factor(person: Employee) -> bool:
    """Whether the person must have one and does not."""
    return must_have_second_factor(person) and not is_mfa_enabled(person)


def _below(units: Iterable[Unit], column: str) -> Q:
    """In or under one of the units; nothing when there are none."""
    places = Q(pk__in=[])
    for unit in units:
        places |= Q(**{f"{column}__startswith": unit.lineage})
    return places
