"""Who may: roles held in units, and the questions that all apps ask of them.

Each app's own `permissions.py` builds its `can_x` on these. A role held in a unit
counts in everything below it, never beside or above.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, RoleHeld, Unit, UnitQuerySet
from fagkompas.toolkit.alphabet import Alphabetical


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom somebody manages nearest, as numbers: everyone in the `units` but those who lead theirs alone, and the `led`."""

    units: tuple[int, ...]
    leading_alone: tuple[int, ...]
    led: tuple[int, ...]


def reach_of(person: Employee) -> Reach:
    """Whom the person manages nearest, where several managers may.

    Nearest is whoever manages the unit itself, else the unit above, and so on; who leads a unit alone has the next
    one up as manager. Three queries.
    """
    managers = managers_by_place(person.root_id)
    units = Unit.objects.of_root(person.root_id).order_by("pk").values_list("pk", "lineage")
    everyone = {employee_id for held_by in managers.values() for employee_id in held_by}
    leaders = Employee.objects.filter(pk__in=everyone).order_by("pk").values_list("pk", "unit__lineage")
    alone = {pk: lineage for pk, lineage in leaders if nearest(managers, lineage) == {pk}}
    return Reach(
        units=tuple(pk for pk, lineage in units if person.pk in nearest(managers, lineage)),
        leading_alone=tuple(alone),
        led=tuple(pk for pk, lineage in alone.items() if person.pk in nearest(managers, lineage, leaving_out=pk)),
    )


def people_led_nearest(person: Employee) -> EmployeeQuerySet:
    """Active people whose nearest manager the person is, by name. One query, and those of `reach_of`."""
    reach = reach_of(person)
    in_units = Q(unit_id__in=reach.units) & ~Q(pk__in=[person.pk, *reach.leading_alone])
    people = Employee.objects.of_root(person.root_id).filter(in_units | Q(pk__in=reach.led), is_active=True)
    return people.order_by(Alphabetical("name"), "pk")


def nearest_managers_of(employee: Employee) -> EmployeeQuerySet:
    """Who manages the employee nearest, by name; the other way round of `people_led_nearest`. Two queries."""
    managers = managers_by_place(employee.root_id)
    found = nearest(managers, employee.unit.lineage)
    if found == {employee.pk}:
        found = nearest(managers, employee.unit.lineage, leaving_out=employee.pk)
    return (
        Employee.objects.of_root(employee.root_id)
        .filter(pk__in=found - {employee.pk})
        .order_by(Alphabetical("name"), "pk")
    )


def managers_by_place(root_id: int) -> dict[str, set[int]]:
    """Who manages what in a municipality: lineage of the unit to numbers of its managers. One query."""
    managers: dict[str, set[int]] = {}
    held = RoleHeld.objects.filter(role=Role.MANAGER, unit__root_id=root_id, employee__is_active=True)
    for employee_id, lineage in held.order_by("pk").values_list("employee_id", "unit__lineage"):
        managers.setdefault(lineage, set()).add(employee_id)
    return managers


def nearest(managers: Mapping[str, set[int]], lineage: str, leaving_out: int | None = None) -> set[int]:
    """Who manages the place itself, else the nearest place above it."""
    steps = lineage.strip("/").split("/")
    for depth in range(len(steps), 0, -1):
        found = managers.get("/".join(steps[:depth]) + "/", set()) - {leaving_out}
        if found:
            return found
    return set()


def _below(units: Iterable[Unit], column: str) -> Q:
    """In or under one of the units; nothing when there are none."""
    places = Q(pk__in=[])
    for unit in units:
        places |= Q(**{f"{column}__startswith": unit.lineage})
    return places
