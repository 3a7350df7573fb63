"""Signing in: allauth's page, on which a demo offers some of its people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from allauth.account.views import LoginView
from django.conf import settings
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.assessments.models import Participant, RoundState

SHOWN_OF_EACH: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoGroup:
    """The demo's people of one role, a few of them."""

    role: str
    people: tuple[Employee, ...]


def demo_people() -> list[DemoGroup]:
    """Whom one may sign in as, by role; nobody outside a demo. Four queries.

    First those of the municipality that was there first. Of employees then those whose answers an open round waits
    for, so that there is something to do; of the others those whose role counts highest in the tree.
    """
    if not settings.ENVIRONMENT.demo:
        return []
    people = list(Employee.objects.of_demo().select_related("unit").prefetch_related("roles__unit").order_by("name"))
    asked = _asked_and_waited_for()
    employees = sorted(
        (one for one in people if not one.roles.all()), key=lambda one: (one.root_id, one.pk not in asked)
    )
    groups = [DemoGroup(role=_("Employee"), people=tuple(employees[:SHOWN_OF_EACH]))]
    for role in Role:
        holders = sorted(
            (one for one in people if _held(one, role)),
            key=lambda one: (one.root_id, min(held.unit.depth for held in _held(one, role))),
        )
        groups.append(DemoGroup(role=str(role.label), people=tuple(holders[:SHOWN_OF_EACH])))
    return [group for group in groups if group.people]


def _held(person: Employee, role: Role) -> list[RoleHeld]:
    return [held for held in person.roles.all() if held.role == role]


def _asked_and_waited_for() -> set[int]:
    waiting: Iterable[int | None] = Participant.objects.filter(
        round__state=RoundState.OPEN, self_submitted_at__isnull=True
    ).values_list("employee_id", flat=True)
    return {pk for pk in waiting if pk is not None}


sign_in = LoginView.as_view(extra_context={"demo_people": demo_people})
