"""What learning asks of a person today, put together from a function a subject."""

from collections.abc import Callable
from datetime import date
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.learning import decisions_today, needs_today, own_today
from fagkompas.toolkit.today import TodayItem

SUBJECTS: Final[tuple[Callable[[Employee, date], list[TodayItem]], ...]] = (
    own_today.today_items,
    decisions_today.today_items,
    needs_today.today_items,
)
"""Each in a module of its own, such as `needs_today.py`."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """The rows of the home page that come from learning."""
    return [item for subject in SUBJECTS for item in subject(person, today)]
