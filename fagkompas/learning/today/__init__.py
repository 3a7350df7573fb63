"""What learning asks of a person today, put together from a function a subject."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

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
from fagkompas.toolkit.today import Asks, TodayItem

SUBJECTS: Final[tuple[Callable[[Employee, date], list[TodayItem]], ...]] = (
    decisions.today_items,
    needs.today_items,
    plans.today_items,
    orders.today_items,
)
"""What leaders and consultants are asked, each in a module of its own, such as `today/needs.py`."""

ASKING: Final[tuple[Callable[[Employee, date], tuple[Asks[Any], ...]], ...]] = (
    own.asks,
    onboarding.asks,
    resource_persons.asks,
    side_by_side.asks,
    reviews.asks,
    sparring.asks,
    rule_changes.asks,
)
"""What anybody may be asked, each in a module of its own."""


def asks(person: Employee, today: date) -> list[Asks[Any]]:
    """What learning may ask of anybody."""
    return [one for subject in ASKING for one in subject(person, today)]


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """What learning asks of leaders and consultants."""
    return [item for subject in SUBJECTS for item in subject(person, today)]
