"""The view across municipalities: managers and competence consultants look, administrators of all of it decide."""

from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import can_administer, has_role


def may_decide_across(person: Employee) -> bool:
    """An administrator of the whole municipality."""
    return can_administer(person, person.root)


def check_administers(person: Employee) -> None:
    """Administrators may read what is shared; others are told that there is no such page."""
    if not has_role(person, Role.ADMINISTRATOR):
        raise Http404


def check_decides_across(person: Employee) -> None:
    """Otherwise not found."""
    if not may_decide_across(person):
        raise Http404
