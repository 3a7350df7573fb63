"""Recruitment: the worked example of its page, brute force beside it, and laws."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.recruitment import FIELDS_OF_A_HIRE, FieldGap, Recruitment, recruitment, recruitments

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "recruitment.md"
BLOCKS = re.findall(r"^```yaml recruitment\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)


def test_every_marked_block_is_an_example() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```yaml") == len(BLOCKS) == 2


@pytest.mark.parametrize("example", [yaml.safe_load(block) for block in BLOCKS])
def test_worked_example(example: dict[str, Any]) -> None:
    gaps = [FieldGap(field=field, **facts) for field, facts in example["gaps"].items()]
    for expected in example["expect"]:
        found = recruitment(gaps, expected["hires"])
        assert found.closed == expected["closed"]
        assert [list(fields) for fields in found.hires] == expected["fields"]


# Drawn


@st.composite
def gaps_of_a_unit(draw: st.DrawFn, most: int = 4) -> list[FieldGap]:
    codes = draw(st.lists(st.sampled_from(["AU", "LM", "IT", "BM", "VM", "NF"]), unique=True, max_size=most))
    return [
        FieldGap(
            field=code,
            weight=draw(st.integers(0, 3)),
            specialised=draw(st.integers(0, 4)),
            basic=draw(st.integers(0, 4)),
        )
        for code in codes
    ]


def by_trying(gaps: list[FieldGap], hires: int) -> float:
    """Every way to give each hire at most two fields, counted place by place."""
    options = [
        choice
        for size in range(FIELDS_OF_A_HIRE + 1)
        for choice in itertools.combinations([gap.field for gap in gaps], size)
    ]
    best = 0.0
    for team in itertools.combinations_with_replacement(options, hires):
        closed = 0.0
        for gap in gaps:
            specialised, basic = gap.specialised, gap.basic
            for fields in team:
                if gap.field in fields:
                    closed += gap.weight * ((specialised > 0) + (basic > 0))
                    specialised, basic = specialised - 1, basic - 1
        best = max(best, closed)
    return best


@given(gaps_of_a_unit(), st.integers(0, 3))
def test_nothing_closes_more(gaps: list[FieldGap], hires: int) -> None:
    assert recruitment(gaps, hires).closed == by_trying(gaps, hires)


@given(gaps_of_a_unit(most=6), st.integers(0, 6))
def test_what_is_said_is_what_the_hires_close(gaps: list[FieldGap], hires: int) -> None:
    found = recruitment(gaps, hires)
    assert len(found.hires) == hires
    for fields in found.hires:
        assert len(fields) == len(set(fields)) <= FIELDS_OF_A_HIRE
    counted = {gap.field: sum(gap.field in fields for fields in found.hires) for gap in gaps}
    assert found.closed == sum(gap.closed_by(counted[gap.field]) for gap in gaps)
    assert found.closed <= found.open == sum(gap.weight * (gap.specialised + gap.basic) for gap in gaps)
    assert all(
        gap.closed_by(counted[gap.field]) > gap.closed_by(counted[gap.field] - 1) for gap in gaps if counted[gap.field]
    )


@given(gaps_of_a_unit(most=6))
def test_one_more_never_closes_less_and_never_more_than_the_one_before(gaps: list[FieldGap]) -> None:
    closed = [recruitment(gaps, hires).closed for hires in range(8)]
    steps = [after - before for before, after in itertools.pairwise(closed)]
    assert steps == sorted(steps, reverse=True)
    assert min(steps) >= 0


@given(gaps_of_a_unit(most=6), st.integers(0, 5), st.randoms())
def test_the_order_of_the_fields_changes_nothing(gaps: list[FieldGap], hires: int, chance: Any) -> None:
    shuffled = list(gaps)
    chance.shuffle(shuffled)
    assert recruitment(shuffled, hires) == recruitment(gaps, hires)


@given(gaps_of_a_unit(most=6), st.integers(1, 6))
def test_hires_that_close_nothing_more_are_not_proposed(gaps: list[FieldGap], most: int) -> None:
    found = recruitments(gaps, most)
    assert found == tuple(recruitment(gaps, hires) for hires in range(1, len(found) + 1))
    assert all(fields for one in found for fields in one.hires)
    if len(found) < most:
        assert recruitment(gaps, len(found) + 1).closed == (found[-1].closed if found else 0)


def test_equals_are_told_apart_by_weight_and_then_by_code() -> None:
    gaps = [
        FieldGap(field="VM", weight=1, specialised=1, basic=1),
        FieldGap(field="NF", weight=2, specialised=1),
        FieldGap(field="BM", weight=1, specialised=1, basic=1),
        FieldGap(field="AU", weight=2, specialised=1),
    ]
    assert recruitment(gaps, 1).fields == ("AU", "NF")
    assert recruitment(gaps[:3], 1).fields == ("NF", "BM")


def test_nothing_open_needs_nobody() -> None:
    assert recruitments([FieldGap(field="AU", weight=3, specialised=0)], 3) == ()
    nobody = recruitment([], 2)
    assert nobody == Recruitment(hires=((), ()), open=0, closed=0)
    assert nobody.share is None


@pytest.mark.parametrize("wrong", [{"weight": -1}, {"specialised": -1}, {"basic": -1}])
def test_negative_gaps_are_mistakes(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="AU is negative"):
        FieldGap(field="AU", **({"weight": 1, "specialised": 1} | wrong))


def test_a_field_stands_once() -> None:
    with pytest.raises(ValueError, match="each field once"):
        recruitment([FieldGap(field="AU", weight=1, specialised=1)] * 2, 1)
