"""The order of columns, and what a framework is refused for."""

from dataclasses import replace

import pytest

from fagkompas.engine.errors import BadInput, UnknownCode
from fagkompas.engine.framework import (
    AttainedFrom,
    Field,
    Framework,
    Item,
    Rules,
    column_index,
    columns,
    described_columns,
    field_of,
    level_code,
)
from fagkompas.engine.scales import Dimension, Level, Mode

from .frameworks import RULES, SIX_FIELDS, field, framework, item


def test_columns_of_a_screening() -> None:
    two = framework(field("AU", 2, 1), field("LM", 0, 1, dimensions=[Dimension.REFLEXIVE]))
    assert columns(two, Mode.SCREENING) == (
        "AU-G1", "AU-G2", "AU-S1", "LM-S1", "AU-PRA", "AU-REF", "AU-REL", "LM-REF"
    )  # fmt: skip


def test_columns_of_a_dialogue_are_the_levels_that_a_field_has() -> None:
    two = framework(field("AU", 2, 1), field("LM", 0, 1, dimensions=[]))
    assert columns(two, Mode.DIALOGUE) == ("AU-G", "AU-S", "LM-S", "AU-PRA", "AU-REF", "AU-REL")


def test_the_2025_shape_has_its_counts() -> None:
    assert len(columns(SIX_FIELDS, Mode.SCREENING)) == 32 + 29 + 18
    assert len(columns(SIX_FIELDS, Mode.DIALOGUE)) == 12 + 18


def test_an_item_keeps_its_code_when_it_moves_to_the_other_level() -> None:
    moved = Field(code="AU", items=(item("AU-G1", Level.SPECIALISED), item("AU-S1", Level.BASIC)))
    assert columns(framework(moved), Mode.SCREENING) == ("AU-S1", "AU-G1")


def test_described_columns_say_what_an_answer_counts_for() -> None:
    first, *_, last = described_columns(framework(field("AU", 1, 1)), Mode.SCREENING)
    assert (first.field, first.level, first.is_dimension_item) == ("AU", Level.BASIC, False)
    assert (last.level, last.dimension, last.is_dimension_item) == (None, Dimension.RELATIONAL, True)


def test_codes() -> None:
    assert field_of("AU-G1") == "AU"
    assert level_code("AU", Level.SPECIALISED) == "AU-S"
    assert column_index(framework(field("AU", 1, 1)), Mode.SCREENING)["AU-S1"] == 1


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(UnknownCode, match="no field with the code 'XX'"):
        SIX_FIELDS.field_index("XX")


PRACTICAL = Dimension.PRACTICAL


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        pytest.param((field("AU", 1, 0), field("AU", 0, 1)), ["code_used_twice"] * 4, id="a field twice"),
        pytest.param((Field(code="A-U", items=()),), ["bad_field_code"], id="a dash in a field's code"),
        pytest.param(
            (Field(code="AU", items=(item("LM-G1", Level.BASIC),)),), ["item_outside_field"], id="another's item"
        ),
        pytest.param(
            (Field(code="AU", items=(item("AU-G", Level.BASIC),)),), ["code_of_a_level"], id="an item named as a level"
        ),
        pytest.param(
            (Field(code="AU", items=(Item(code="AU-G1", level=None, dimension=PRACTICAL),)),),
            ["competency_without_level"],
            id="a competency without level",
        ),
        pytest.param(
            (Field(code="AU", items=(), dimension_items=(item("AU-PRA", Level.BASIC),)),),
            ["dimension_item_with_level"],
            id="a dimension item with level",
        ),
        pytest.param(
            (field("AU", 1, 0, dimensions=[]), field("LM", 1, 0, dimensions=[PRACTICAL])), [], id="nothing wrong"
        ),
    ],
)
def test_problems_of_a_framework_are_all_told(fields: tuple[Field, ...], codes: list[str]) -> None:
    if not codes:
        framework(*fields)
        return
    with pytest.raises(BadInput) as caught:
        framework(*fields)
    assert [problem.message_code for problem in caught.value.problems] == codes


def test_a_dimension_is_asked_once_in_a_field() -> None:
    twice = tuple(Item(code=f"AU-{name}", level=None, dimension=PRACTICAL) for name in ("PRA", "PR2"))
    with pytest.raises(BadInput) as caught:
        framework(Field(code="AU", items=(), dimension_items=twice))
    assert {problem.found for problem in caught.value.problems} == {"AU-PRA", "AU-PR2"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"coverage_minimum": 1.5}, "share_out_of_range"),
        ({"attained_share": -0.1}, "share_out_of_range"),
        ({"emerging_share": 0.9}, "emerging_above_attained"),
        ({"attained_from": AttainedFrom(basic=0, specialised=3)}, "point_out_of_range"),
        ({"attained_from": AttainedFrom(basic=2, specialised=5)}, "point_out_of_range"),
        ({"smallest_group": 0}, "count_below_one"),
    ],
)
def test_rules_out_of_range_are_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        replace(RULES, **change)  # type: ignore[arg-type]
    assert code in [problem.message_code for problem in caught.value.problems]


def test_emerging_may_ask_as_much_as_specialised() -> None:
    assert replace(RULES, emerging_share=RULES.attained_share).emerging_share == 0.8


def test_a_framework_is_a_value() -> None:
    again = Framework(code="test", version="1", fields=SIX_FIELDS.fields, rules=replace(RULES))
    assert again == SIX_FIELDS
    assert hash(again) == hash(SIX_FIELDS)
    assert isinstance(again.rules, Rules)
