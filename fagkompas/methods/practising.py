"""A quiz under way, and what somebody has practised.

begin ──> card 1 ──answer──> why ──> card 2 ... ──answer──> why ──> result, a `Practice`
What is answered so far lies in the person's session: a reload shows the same card.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase

from fagkompas.accounts.models import Employee
from fagkompas.methods.document import Answer, Card, Method
from fagkompas.methods.models import Practice
from fagkompas.toolkit.texts import Text

KEY: Final = "method_quiz"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizUnderWay:
    """Since when, and the place of each chosen answer so far, from 0."""

    began_at: datetime
    answers: tuple[int, ...]

    @property
    def number(self) -> int:
        """Of the next card, from 1."""
        return len(self.answers) + 1

    def card(self, method: Method) -> Card | None:
        """The next card; None when all are answered."""
        return method.quiz[len(self.answers)] if len(self.answers) < len(method.quiz) else None

    def with_answer(self, place: int) -> "QuizUnderWay":
        """One more answered."""
        return replace(self, answers=(*self.answers, place))

    def answered(self, method: Method) -> tuple["Answered", ...]:
        """The cards so far, in their order."""
        return tuple(
            Answered(
                number=number,
                question=card.question,
                chosen=card.answers[place],
                right=next(answer for answer in card.answers if answer.is_right),
            )
            for number, (card, place) in enumerate(zip(method.quiz, self.answers, strict=False), start=1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A card with the answer that was chosen, and the right one."""

    number: int
    question: Text
    chosen: Answer
    right: Answer

    @property
    def is_right(self) -> bool:
        """Whether the chosen answer is."""
        return self.chosen.is_right


def quiz_of(session: SessionBase, method: Method) -> QuizUnderWay | None:
    """The quiz of this method that was begun; None when none was, or its cards have changed."""
    kept: Mapping[str, Any] = session.get(KEY, {})
    if kept.get("code") != method.code or len(kept["answers"]) > len(method.quiz):
        return None
    answers = tuple(kept["answers"])
    fits = all(chosen < len(card.answers) for card, chosen in zip(method.quiz, answers, strict=False))
    return QuizUnderWay(began_at=datetime.fromisoformat(kept["began_at"]), answers=answers) if fits else None


def keep_quiz(session: SessionBase, method: Method, quiz: QuizUnderWay) -> None:
    """Remember it until the next one is begun."""
    session[KEY] = {"code": method.code, "began_at": quiz.began_at.isoformat(), "answers": list(quiz.answers)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PractisedYear:
    """What somebody practised in a calendar year."""

    year: int
    times: int
    minutes: int

    @property
    def hours(self) -> Decimal:
        """With one decimal, as the record of learning has them: half an hour is 0.5, and less than six minutes count too."""
        return (Decimal(self.minutes) / 60).quantize(Decimal("0.1"))


def practice_between(person: Employee, first: date, last: date) -> tuple[Practice, ...]:
    """What the person practised on days from the first to the last, the newest first. One query."""
    return tuple(Practice.objects.between(person, first, last))


def practised_years(person: Employee, first: date, last: date) -> tuple[PractisedYear, ...]:
    """The same by calendar year, the newest first. One query."""
    by_year: dict[int, list[Practice]] = {}
    for one in practice_between(person, first, last):
        by_year.setdefault(one.practised_on.year, []).append(one)
    return tuple(
        PractisedYear(year=year, times=len(rows), minutes=sum(row.minutes for row in rows))
        for year, rows in sorted(by_year.items(), reverse=True)
    )
