"""When an objection that is practised comes again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.practice import BOXES, Card, Sat, after, due

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("box", "sat", "new", "days"),
    [(1, Sat.SAT, 2, 3), (2, Sat.SAT, 3, 7), (5, Sat.SAT, 5, 60), (3, Sat.NEARLY, 3, 7), (4, Sat.HARD, 1, 0)],
)
def test_a_card_goes_on_stays_or_begins_again(box: int, sat: Sat, new: int, days: int) -> None:
    assert after(box, sat, MONDAY) == Card(box=new, due_on=MONDAY + timedelta(days=days))


def test_what_was_hard_comes_first_and_what_is_not_due_not_at_all() -> None:
    at = {
        "sits": Card(box=3, due_on=MONDAY),
        "hard": Card(box=1, due_on=MONDAY),
        "older": Card(box=1, due_on=MONDAY - timedelta(days=4)),
        "later": Card(box=2, due_on=MONDAY + timedelta(days=1)),
    }
    assert due(["new", "sits", "later", "hard", "older"], at, MONDAY) == ["older", "hard", "sits", "new"]


@given(st.integers(1, BOXES), st.lists(st.sampled_from(Sat), max_size=20))
def test_a_card_is_always_in_a_box_and_never_due_before_today(box: int, turned: list[Sat]) -> None:
    for sat in turned:
        card = after(box, sat, MONDAY)
        assert 1 <= card.box <= BOXES
        assert card.due_on >= MONDAY
        box = card.box


@given(st.integers(1, BOXES))
def test_the_better_it_sat_the_later_it_comes(box: int) -> None:
    hard, nearly, sat = (after(box, how, MONDAY).due_on for how in (Sat.HARD, Sat.NEARLY, Sat.SAT))
    assert hard < nearly <= sat
