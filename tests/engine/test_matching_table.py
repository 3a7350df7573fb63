"""Many people at once: the table says what the plain rules say of each."""

from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.match import in_order, match
from fagkompas.engine.matching.order import Order
from fagkompas.engine.matching.table import Table
from tests.engine.matches import candidates, orders


@given(orders, st.lists(candidates, max_size=6, unique_by=lambda one: one.key))
def test_the_table_says_what_the_rules_say(order: Order, several: list[Candidate]) -> None:
    table = Table(several)
    scores = table.scores(order)
    for at, one in enumerate(table.candidates):
        found = match(order, one)
        assert scores.is_ruled_out[at] == bool(found.ruled_out)
        if not found.ruled_out:
            assert abs(scores.points[at] - float(found.points)) < 1e-9
            assert abs(scores.could_be[at] - float(found.could_be)) < 1e-9


@given(orders, st.lists(candidates, max_size=6, unique_by=lambda one: one.key), st.integers(1, 4))
def test_the_first_are_the_first(order: Order, several: list[Candidate], most: int) -> None:
    table = Table(several)
    placed = in_order(match(order, one) for one in several)
    assert [table.candidates[at].key for at in table.scores(order).first(most)] == [
        one.match.key for one in placed[:most]
    ]
