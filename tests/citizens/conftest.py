"""Every POST in these tests is watched: see `tests.status_of_cases`."""

from tests.status_of_cases import status_is_true

__all__ = ["status_is_true"]
