"""Days that somebody can have meant."""

from datetime import date, timedelta

import pytest

from fagkompas.toolkit.days import LIKELY, unless_likely
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
