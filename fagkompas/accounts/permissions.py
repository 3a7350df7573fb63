"""Who may: roles held in units, and the questions that all apps ask of them.

Each app's own `permissions.py` builds its `can_x` on these. A role held in a unit
counts in everything below it, never beside or above.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit


def signed_in(request: HttpRequest) -> Employee:
    """The employee who asks; every page but the public ones has one."""
    if isinstance(request.user, Employee):
        return request.user
    raise Http404


def units_with_role(person: Employee, *roles: Role) -> list[Unit]:
    """The units in which the person holds one of the roles, topmost first. One query a request."""
    held = _roles_of(person)
    return [role.unit for role in held if role.role in roles]


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


def _roles_of(person: Employee) -> list[RoleHeld]:
    held: list[RoleHeld] | None = getattr(person, "_roles_held", None)
    if held is None:
        held = list(person.roles.select_related("unit").order_by("unit__path", "pk"))
        person._roles_held = held  # type: ignore[attr-defined]  # kept for the length of a request
    return held
