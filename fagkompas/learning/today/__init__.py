"""What learning asks of a person today, put together from a function a subject."""

from collections.abc import Callable
from datetime import date
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.learning.today import (
    decisions,
    needs,
    onboarding,
    orders,
    own,
    plans,
    resource_persons,
    reviews,
    rule_changes,
    side_by_side,
    sparring,
)
from fagkompas.toolkit.today import TodayItem

SUBJECTS: Final[tuple[Callable[[Employee, date], list[TodayItem]], ...]] = (
    own.today_items,
    decisions.today_items,
    needs.today_items,
    onboarding.today_items,
    plans.today_items,
    resource_persons.today_items,
    side_by_side.today_items,
    reviews.today_items,
    orders.today_items,
    sparring.today_items,
    rule_changes.today_items,
)
"""Each in a module of its own, such as `today/needs.py`."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """The rows of the home page that come from learning."""
    return [item for subject in SUBJECTS for item in subject(person, today)]
