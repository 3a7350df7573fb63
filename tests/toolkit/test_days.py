"""Days that somebody can have meant."""

from datetime import date, timedelta

import pytest

from fagkompas.toolkit.days import LIKELY, months_from, unless_likely, years_from
from fagkompas.toolkit.problems import in_words

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("day", [None, TODAY, TODAY - LIKELY, TODAY + LIKELY])
def test_a_day_within_five_years_is_likely(day: date | None) -> None:
    assert not list(unless_likely(day, "due", TODAY))


@pytest.mark.parametrize(
    "day", [date.min, date.max, date(1926, 11, 20), TODAY - LIKELY - timedelta(days=1), TODAY + LIKELY + timedelta(1)]
)
def test_another_is_refused_at_its_field_and_said_by_every_app(day: date) -> None:
    (problem,) = unless_likely(day, "due", TODAY)
    assert (problem.place.column, in_words(problem, {})) == (
        "due",
        "Dagen er mere end fem år væk. Se på årstallet.",
    )


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 11, 22), -5, date(2021, 11, 22)),
        (date(2026, 11, 30), -5, date(2021, 11, 30)),
        (date(2028, 2, 29), -5, date(2023, 3, 1)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 12, 31), 5, date(2031, 12, 31)),
    ],
)
def test_years_are_counted_to_the_very_day(day: date, years: int, then: date) -> None:
    assert years_from(day, years) == then


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 20), 3, date(2027, 2, 20)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 6, 15), 0, date(2026, 6, 15)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, then: date) -> None:
    assert months_from(day, months) == then
