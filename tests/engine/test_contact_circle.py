"""When a company is contacted again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.contact_circle import Outcome, Phase, next_contact, next_phase

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("outcome", "on", "every", "then"),
    [
        (Outcome.NO_ANSWER, MONDAY, None, date(2026, 11, 25)),
        (Outcome.NO_ANSWER, date(2026, 11, 26), None, date(2026, 11, 30)),  # Thursday: Saturday is Monday
        (Outcome.CALL_BACK, date(2026, 11, 27), 4, date(2026, 11, 30)),  # Friday: Sunday is Monday
        (Outcome.TALKED, MONDAY, 4, date(2026, 12, 21)),
        (Outcome.TALKED, MONDAY, None, date(2027, 2, 15)),
        (Outcome.MEETING, MONDAY, 4, date(2026, 11, 30)),
        (Outcome.NEED, MONDAY, 4, date(2026, 11, 30)),
        (Outcome.NO_THANKS, MONDAY, 4, date(2027, 5, 24)),
    ],
)
def test_the_day_that_is_proposed(outcome: Outcome, on: date, every: int | None, then: date) -> None:
    assert next_contact(outcome, on, every) == then


@given(st.sampled_from(Outcome), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.none() | st.integers(1, 52))
def test_it_is_a_working_day_after_today(outcome: Outcome, on: date, every: int | None) -> None:
    then = next_contact(outcome, on, every)
    assert then.weekday() < 5
    assert on < then <= on + timedelta(weeks=53)


@given(st.sampled_from(Phase), st.sampled_from(Outcome))
def test_only_a_meeting_or_a_need_moves_a_company_on(phase: Phase, outcome: Outcome) -> None:
    moves = phase is Phase.OPENING and outcome in {Outcome.MEETING, Outcome.NEED}
    assert next_phase(phase, outcome) == (Phase.PREPARING if moves else phase)
