"""Krippendorff's alpha per field."""

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.agreement import agreement_by_field
from fagkompas.engine.errors import WrongShape
from fagkompas.engine.scales import NOT_RELEVANT, UNANSWERED, Mode
from fagkompas.engine.scoring import Values

from .frameworks import TWO_FIELDS, field, framework
from .strategies import values

IR, NO = NOT_RELEVANT, UNANSWERED
ONE_ITEM = framework(field("AU", 1, 0, dimensions=[]))

Pairs = list[tuple[int, int]]


def alpha(pairs: Pairs) -> float | None:
    """The agreement of people who answered one item each, (self, manager)."""
    own, manager = (np.array(side, dtype=np.int8)[:, np.newaxis] for side in zip(*pairs, strict=True))
    return agreement_by_field(ONE_ITEM, Mode.SCREENING, own, manager)["AU"]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)], 1.0, id="full agreement"),
        # Ten values, five 1s and five 2s: distance 25, observed 2 * 25 / 10, expected 2 * 5 * 5 * 25 / (10 * 9).
        pytest.param([(1, 1), (1, 1), (2, 2), (2, 2), (1, 2)], 0.64, id="one of five differs"),
        pytest.param([(1, 1), (1, 1), (2, 2), (2, 2), (1, 2), (4, NO), (IR, 0)], 0.64, id="half a pair is no pair"),
        pytest.param([(1, 1), (2, 2), (1, 1), (2, 2)], None, id="four people are too few"),
        pytest.param([(1, 1), (2, 2), (1, 1), (2, 2), (NO, 2)], None, id="a person without a pair is not one of five"),
        pytest.param([(2, 2)] * 6, None, id="all the same: not defined"),
    ],
)
def test_alpha(pairs: Pairs, expected: float | None) -> None:
    assert alpha(pairs) == pytest.approx(expected)


def test_systematic_disagreement_is_below_zero() -> None:
    found = alpha([(0, 4), (4, 0), (0, 4), (4, 0), (0, 4)])
    assert found is not None
    assert found < 0


def test_each_field_has_its_own() -> None:
    own = np.full((5, 23), NO, dtype=np.int8)
    own[:, 0] = [0, 1, 2, 3, 4]
    found = agreement_by_field(TWO_FIELDS, Mode.SCREENING, own, own)
    assert found == {"AU": pytest.approx(1.0), "LM": None}


def test_arrays_of_different_people_are_refused() -> None:
    own = np.zeros((5, 23), dtype=np.int8)
    with pytest.raises(WrongShape):
        agreement_by_field(TWO_FIELDS, Mode.SCREENING, own, own[:4])


@given(st.lists(st.tuples(st.integers(-2, 4), st.integers(-2, 4)), min_size=1, max_size=12))
def test_alpha_is_what_the_definition_gives(pairs: Pairs) -> None:
    expected = by_definition([pair for pair in pairs if min(pair) >= 0])
    assert alpha(pairs) == (None if expected is None else pytest.approx(float(expected), abs=1e-9))


@given(values(TWO_FIELDS, Mode.DIALOGUE, 6), values(TWO_FIELDS, Mode.DIALOGUE, 6))
def test_who_is_called_first_changes_nothing(own: Values, manager: Values) -> None:
    there = agreement_by_field(TWO_FIELDS, Mode.DIALOGUE, own, manager)
    back = agreement_by_field(TWO_FIELDS, Mode.DIALOGUE, manager, own)
    assert there == {code: None if figure is None else pytest.approx(figure) for code, figure in back.items()}


def by_definition(pairs: Pairs) -> Fraction | None:
    """Alpha in fractions from the coincidences of two raters: one less observed over expected disagreement."""
    counts = Counter(point for pair in pairs for point in pair)
    if len(pairs) < 5 or len(counts) < 2:
        return None

    def distance(a: int, b: int) -> Fraction:
        low, high = sorted((a, b))
        between = sum(counts[point] for point in range(low, high + 1))
        apart = between - Fraction(counts[a] + counts[b], 2)
        return apart * apart

    observed = 2 * sum((distance(a, b) for a, b in pairs), Fraction(0))
    expected = sum((counts[a] * counts[b] * distance(a, b) for a, b in product(counts, repeat=2)), Fraction(0))
    return 1 - observed * (2 * len(pairs) - 1) / expected
