"""What one subject of learning asks of a person on a day."""

from datetime import date
from typing import Any, Protocol

from fagkompas.accounts.models import Employee
from fagkompas.toolkit.today import Asks, TodayItem, items_of


class Subject(Protocol):
    """A module such as `fagkompas.learning.today.reviews`."""

    def asks(self, person: Employee, today: date, /) -> tuple[Asks[Any], ...]:
        """What may have rows for the person."""


def asked(subject: Subject, person: Employee, day: date) -> list[TodayItem]:
    """The subject's rows of the home page."""
    return items_of(person, *subject.asks(person, day))
