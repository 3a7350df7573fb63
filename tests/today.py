"""What an app, or one subject of it, asks of a person on a day, as the home page asks it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from fagkompas.accounts.models import Employee
from fagkompas.assessments import today as of_assessments
from fagkompas.learning import today as of_learning
from fagkompas.surveys import today as of_surveys
from fagkompas.toolkit.today import Asks, TodayItem, items_of


class Asking(Protocol):
    """A module such as `fagkompas.learning.today.reviews`."""

    def asks(self, person: Employee, today: date, /) -> Sequence[Asks[Any]]:
        """What may have rows for the person."""


def asked(subject: Asking, person: Employee, day: date) -> list[TodayItem]:
    """The rows of what may have some for anybody."""
    return items_of(person, day, subject.asks(person, day))


def learning_items(person: Employee, day: date) -> list[TodayItem]:
    """All the rows of learning."""
    return [*asked(of_learning, person, day), *of_learning.today_items(person, day)]


def competence_items(person: Employee, day: date) -> list[TodayItem]:
    """All the rows of rounds and dialogues."""
    return [*asked(of_assessments, person, day), *of_assessments.today_items(person, day)]


def survey_items(person: Employee, day: date) -> list[TodayItem]:
    """All the rows of surveys."""
    return [*asked(of_surveys, person, day), *of_surveys.today_items(person, day)]
