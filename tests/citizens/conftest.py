"""Every POST in these tests is watched: see `tests.status_of_cases`."""

import pytest

from fagkompas.accounts.models import Role, RoleHeld
from tests.people import People
from tests.status_of_cases import status_is_true

__all__ = ["status_is_true"]


@pytest.fixture
def freja_has_cases(people: People) -> None:
    """Freja is a caseworker in Syd, and so she opens cases of Nord after saying why."""
    RoleHeld.objects.filter(employee=people.freja).update(role=Role.CASEWORKER)
