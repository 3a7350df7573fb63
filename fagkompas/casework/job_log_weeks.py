"""The job log by weeks: how many jobs were applied for, beside how many the plan asks for. No database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

SHOWN_BEFORE: Final = 4
"""Whole weeks before this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week from its `monday`. `required` is None where nothing was asked for in it."""

    monday: date
    done: int
    required: int | None

    @property
    def number(self) -> int:
        """As calendars count weeks."""
        return self.monday.isocalendar().week

    @property
    def missing(self) -> int:
        """How many more were asked for."""
        return max(0, (self.required or 0) - self.done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """This week, and those before it, the oldest first."""

    before: tuple[Week, ...]
    this: Week

    @property
    def all(self) -> tuple[Week, ...]:
        """In order of time."""
        return (*self.before, self.this)

    @property
    def done_before(self) -> int:
        """Over the whole weeks."""
        return sum(week.done for week in self.before)


def first_monday(today: date) -> date:
    """Where the weeks that are shown begin."""
    return _monday(today) - timedelta(weeks=SHOWN_BEFORE)


def weeks_until(today: date, applied_on: Iterable[date], *, required: int | None, since: date | None) -> Weeks:
    """Days on which a job was applied for, counted by week. Something is asked for in weeks that begin on `since` or later,
    and in the week of today.
    """
    counted = Counter(_monday(day) for day in applied_on)
    mondays = [first_monday(today) + timedelta(weeks=number) for number in range(SHOWN_BEFORE + 1)]
    weeks: Sequence[Week] = [
        Week(monday=monday, done=counted[monday], required=required if _is_asked(monday, mondays[-1], since) else None)
        for monday in mondays
    ]
    return Weeks(before=tuple(weeks[:-1]), this=weeks[-1])


def _is_asked(monday: date, this: date, since: date | None) -> bool:
    return since is not None and (monday == this or monday >= since)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
