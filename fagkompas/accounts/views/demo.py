"""Signing in as one of the demo's people, on the demo's sign-in page and nowhere else."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts.models import Employee, Role

SHOWN_OF_EACH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoGroup:
    """The demo's people of one role, a few of them."""

    role: str
    people: tuple[Employee, ...]


def demo_people() -> list[DemoGroup]:
    """Whom one may sign in as, by role; nobody outside a demo."""
    if not settings.ENVIRONMENT.demo:
        return []
    people = Employee.objects.of_demo().select_related("unit").prefetch_related("roles")
    by_role: defaultdict[str, list[Employee]] = defaultdict(list)
    for person in people:
        for role in {held.role for held in person.roles.all()} or {""}:
            by_role[role].append(person)
    labels = {"": _("Employee"), **{role.value: str(role.label) for role in Role}}
    return [
        DemoGroup(role=label, people=tuple(by_role[role][:SHOWN_OF_EACH]))
        for role, label in labels.items()
        if by_role[role]
    ]


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Sign in as a demo person without a password."""
    person = Employee.objects.of_demo().filter(uuid=uuid).first() if settings.ENVIRONMENT.demo else None
    if person is None:
        raise Http404
    get_adapter().login(request, person)
    return redirect("home")
