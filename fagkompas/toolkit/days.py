"""Days that somebody can have meant: a year typed wrong is found while it can still be put right."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from fagkompas.engine.errors import Problem
from fagkompas.toolkit.refusing import unless

LIKELY: Final = timedelta(days=5 * 365)
"""How far from today a day of a case lies, back or ahead; within it a day can be counted from without overflow."""


def years_from(day: date, years: int) -> date:
    """The same day so many years later, or earlier where negative.

    Where the year has no 29 February it is the 28th ahead and 1 March back, so that what lies before the one back is what
    has its one ahead behind it.
    """
    year = day.year + years
    if day.day <= monthrange(year, day.month)[1]:
        return day.replace(year=year)
    return date(year, 3, 1) if years < 0 else date(year, 2, 28)


def months_from(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unless_likely(day: date | None, field: str, today: date) -> Iterator[Problem]:
    """A problem with a day that lies too far from today; None is for others to judge. Said by `problems.in_words`."""
    yield from unless(day is None or abs(day - today) <= LIKELY, field, "day_unlikely")
