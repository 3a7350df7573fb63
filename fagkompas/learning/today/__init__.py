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
from fagkompas.toolkit.today import Asks, TodayItem, items_of

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


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """The rows of the home page that come from learning."""
    asked = items_of(person, *(one for subject in ASKING for one in subject(person, today)))
    return [*asked, *(item for subject in SUBJECTS for item in subject(person, today))]
