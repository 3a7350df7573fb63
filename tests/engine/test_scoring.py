"""Scores and standings: examples worked by hand, and laws that hold for any framework and any answers."""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.errors import OffScale, UnknownCode, WrongShape
from fagkompas.engine.framework import Field, Framework, Item, columns, described_columns
from fagkompas.engine.scales import (
    BASES,
    DIMENSIONS,
    LEVELS,
    NOT_RELEVANT,
    STANDINGS,
    UNANSWERED,
    Basis,
    Level,
    Mode,
    Rater,
    Standing,
)
from fagkompas.engine.scoring import Scores, not_relevant_by_category, score, used_values, values_of

from . import reference
from .frameworks import ONE_FIELD, SIX_FIELDS, answers, field, framework, item
from .strategies import frameworks, rated, values

IR, NO = NOT_RELEVANT, UNANSWERED


def person(basic: Sequence[int], specialised: Sequence[int] = ()) -> Scores:
    """The scores of Bo in a framework of one field with five competencies of each level."""
    given_answers = {**answers("AU", "G", basic), **answers("AU", "S", specialised)}
    return score(ONE_FIELD, Mode.SCREENING, values_of(ONE_FIELD, Mode.SCREENING, [given_answers]))


def null(figure: float) -> float | None:
    return None if math.isnan(figure) else figure


def same(left: Scores, right: Scores) -> bool:
    names = ("coverage", "score", "attained", "standing", "dimensions", "overall_dimensions")
    return all(np.array_equal(getattr(left, name), getattr(right, name), equal_nan=True) for name in names)


# Worked by hand


@pytest.mark.parametrize(
    ("basic", "coverage", "level_score", "attained"),
    [
        pytest.param((4, 3, 2, 1, 0), 1.0, 50.0, 0.6, id="all answered"),
        pytest.param((2, 2, 2, 2, 0), 1.0, 40.0, 0.8, id="four of five attained"),
        pytest.param((2, 2, 3, NO, NO), 0.6, 175 / 3, 0.6, id="unanswered counts against attained, not against score"),
        pytest.param((4, 4, NO, NO, NO), 0.4, None, 0.4, id="too few answered for a score"),
        pytest.param((2, IR, IR, IR, NO), 0.5, 50.0, 0.5, id="half of the relevant answered is enough"),
        pytest.param((IR, IR, IR, IR, IR), None, None, None, id="nothing relevant"),
        pytest.param((NO, NO, NO, NO, NO), 0.0, None, 0.0, id="nothing answered"),
        pytest.param((0, 0, 0, 0, 0), 1.0, 0.0, 0.0, id="a score of zero is a score"),
        pytest.param((4, 4, 4, 4, IR), 1.0, 100.0, 1.0, id="not relevant is outside"),
    ],
)
def test_level_scores(
    basic: Sequence[int], coverage: float | None, level_score: float | None, attained: float | None
) -> None:
    scores = person(basic)
    assert null(scores.coverage[0, 0, 0]) == coverage
    assert null(scores.score[0, 0, 0]) == pytest.approx(level_score, abs=1e-12)
    assert null(scores.attained[0, 0, 0]) == attained


MASTERED = (2, 2, 2, 2, 2)


@pytest.mark.parametrize(
    ("basic", "specialised", "standing"),
    [
        pytest.param((2, 2, NO, NO, NO), (4, 4, 4, 4, 4), Standing.UNKNOWN, id="two of five answered"),
        pytest.param((IR, IR, IR, IR, IR), (4, 4, 4, 4, 4), Standing.UNKNOWN, id="no basic competency is relevant"),
        pytest.param((2, 2, 2, 1, 1), (4, 4, 4, 4, 4), Standing.DEVELOPING, id="basic comes first"),
        pytest.param((2, 2, 2, NO, NO), (), Standing.DEVELOPING, id="three of five answered, all attained"),
        pytest.param((2, 2, 2, 2, 0), (), Standing.BASIC, id="exactly 0.8"),
        pytest.param(MASTERED, (3, 3, 0, 0, 0), Standing.BASIC, id="two of five specialised"),
        pytest.param(MASTERED, (2, 2, 2, 2, 2), Standing.BASIC, id="specialised asks for a 3"),
        pytest.param(MASTERED, (IR, IR, IR, IR, IR), Standing.BASIC, id="nothing specialised is relevant"),
        pytest.param(MASTERED, (3, 3, IR, NO, NO), Standing.EMERGING, id="exactly half"),
        pytest.param(MASTERED, (3, 3, 3, 0, 0), Standing.EMERGING, id="three of five"),
        pytest.param(MASTERED, (3, 3, 3, 3, 0), Standing.SPECIALISED, id="four of five"),
        pytest.param((4, 4, 4, 4, 4), (4, 4, 4, 4, 4), Standing.SPECIALISED, id="everything"),
    ],
)
def test_standings(basic: Sequence[int], specialised: Sequence[int], standing: Standing) -> None:
    assert STANDINGS[person(basic, specialised).standing[0, 0]] is standing


@pytest.mark.parametrize(
    ("specialised", "standing"),
    [
        pytest.param((3, 3, NO, NO, NO), Standing.UNKNOWN, id="two of five answered"),
        pytest.param((3, 3, 0, 0, 0), Standing.DEVELOPING, id="below half"),
        pytest.param((3, 3, 3, 0, 0), Standing.EMERGING, id="half and more"),
        pytest.param((3, 3, 3, 3, 0), Standing.SPECIALISED, id="four of five"),
    ],
)
def test_a_field_without_basic_items_is_judged_on_specialised_alone(
    specialised: Sequence[int], standing: Standing
) -> None:
    role = framework(field("R1", 0, 5))
    scores = score(role, Mode.SCREENING, values_of(role, Mode.SCREENING, [answers("R1", "S", specialised)]))
    assert STANDINGS[scores.standing[0, 0]] is standing
    assert math.isnan(scores.coverage[0, 0, 0])


@pytest.mark.parametrize(
    ("basic", "specialised", "attained", "standing"),
    [
        pytest.param(2, 3, (1.0, 1.0), Standing.SPECIALISED, id="both levels reached"),
        pytest.param(2, 2, (1.0, 0.5), Standing.EMERGING, id="a specialised 2 is half"),
        pytest.param(3, 1, (1.0, 0.0), Standing.BASIC, id="a specialised 1 is nothing"),
        pytest.param(2, NO, (1.0, 0.0), Standing.BASIC, id="specialised unanswered"),
        pytest.param(2, IR, (1.0, None), Standing.BASIC, id="specialised not relevant"),
        pytest.param(1, 4, (0.0, 1.0), Standing.DEVELOPING, id="a basic 1 is nothing, not half"),
        pytest.param(NO, 4, (0.0, 1.0), Standing.UNKNOWN, id="basic unanswered"),
        pytest.param(IR, 4, (None, 1.0), Standing.UNKNOWN, id="basic not relevant"),
    ],
)
def test_dialogue(
    basic: int, specialised: int, attained: tuple[float | None, float | None], standing: Standing
) -> None:
    given_answers = {"AU-G": basic, "AU-S": specialised}
    scores = score(ONE_FIELD, Mode.DIALOGUE, values_of(ONE_FIELD, Mode.DIALOGUE, [given_answers]))
    assert tuple(map(null, scores.attained[0, 0])) == attained
    assert STANDINGS[scores.standing[0, 0]] is standing
    assert null(scores.score[0, 0, 0]) == (25.0 * basic if basic >= 0 else None)


@pytest.mark.parametrize(
    ("practical", "expected"),
    [
        pytest.param({"AU": 4, "LM": 3, "IT": 1}, 200 / 3, id="half of the fields is enough"),
        pytest.param({"AU": 4, "LM": 4}, None, id="two of six is too few"),
        pytest.param({"AU": 4, "LM": 4, "IT": IR}, None, id="not relevant is not a score"),
        pytest.param({"AU": 0, "LM": 0, "IT": 0}, 0.0, id="zero is a score"),
    ],
)
def test_overall_dimensions(practical: dict[str, int], expected: float | None) -> None:
    given_answers = {f"{code}-PRA": value for code, value in practical.items()}
    scores = score(SIX_FIELDS, Mode.SCREENING, values_of(SIX_FIELDS, Mode.SCREENING, [given_answers]))
    assert null(scores.overall_dimensions[0, 0]) == pytest.approx(expected)
    assert null(scores.dimensions[0, 0, 0]) == 25.0 * practical["AU"]
    assert np.isnan(scores.dimensions[0, :, 1:]).all()


def test_the_value_used_is_the_first_of_agreed_manager_and_self() -> None:
    def rating(*given_values: int) -> np.ndarray:
        return np.array([given_values], dtype=np.int8)

    used = used_values(
        {
            Rater.SELF: rating(1, 1, 1, 1, NO),
            Rater.MANAGER: rating(3, 3, NO, IR, NO),
            Rater.AGREED: rating(2, NO, NO, NO, NO),
            Rater.PEER: rating(4, 4, 4, 4, 4),
        }
    )
    assert used.values.tolist() == [[2, 3, 1, IR, NO]]
    assert [BASES[index] for index in used.basis[0]] == [
        Basis.AGREED,
        Basis.MANAGER,
        Basis.SELF,
        Basis.NOT_RELEVANT,
        Basis.UNANSWERED,
    ]


ROLES = framework(
    replace(
        field("R1", 0, 0),
        items=tuple(item(f"R1-S{n}", Level.SPECIALISED, category=c) for n, c in enumerate("AAB", start=1)),
    ),
    field("FB", 2, 0),
)


def test_items_of_another_category_are_not_relevant() -> None:
    empty = np.full((3, len(columns(ROLES, Mode.SCREENING))), UNANSWERED, dtype=np.int8)
    filled = not_relevant_by_category(ROLES, Mode.SCREENING, ["A", "B", None], empty)
    assert filled[:, :5].tolist() == [[NO, NO, IR, NO, NO], [IR, IR, NO, NO, NO], [NO, NO, NO, NO, NO]]
    assert (filled[:, 5:] == UNANSWERED).all()


def test_a_level_of_a_dialogue_is_not_relevant_when_all_of_it_is_for_others() -> None:
    empty = np.full((2, len(columns(ROLES, Mode.DIALOGUE))), UNANSWERED, dtype=np.int8)
    filled = not_relevant_by_category(ROLES, Mode.DIALOGUE, ["C", "A"], empty)
    assert filled[:, :2].tolist() == [[IR, NO], [NO, NO]]


def test_a_rating_of_an_item_of_another_category_does_not_count() -> None:
    answered = values_of(ROLES, Mode.SCREENING, [{"R1-S1": 4, "R1-S3": 0}])
    scores = score(ROLES, Mode.SCREENING, not_relevant_by_category(ROLES, Mode.SCREENING, ["B"], answered))
    assert scores.score[0, 0, 1] == 0.0


# What is refused


def test_a_value_off_the_scale_is_refused() -> None:
    with pytest.raises(OffScale, match="5 is not on the scale"):
        values_of(ONE_FIELD, Mode.SCREENING, [{"AU-G1": 5}])


def test_a_value_below_the_scale_is_refused() -> None:
    with pytest.raises(OffScale, match="-3 is not on the scale"):
        score(ONE_FIELD, Mode.SCREENING, np.array([[-3, *[2] * 12]], dtype=np.int8))


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownCode, match="'AU-G6'"):
        values_of(ONE_FIELD, Mode.SCREENING, [{"AU-G6": 2}])


def test_a_level_code_is_not_asked_in_a_screening() -> None:
    with pytest.raises(UnknownCode):
        values_of(ONE_FIELD, Mode.SCREENING, [{"AU-G": 2}])


@pytest.mark.parametrize("shape", [(3, 12), (13,), (1, 1, 13)])
def test_an_array_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(WrongShape, match="any x 13"):
        score(ONE_FIELD, Mode.SCREENING, np.zeros(shape, dtype=np.int8))


def test_raters_with_arrays_of_different_shape_are_refused() -> None:
    with pytest.raises(WrongShape):
        used_values({Rater.SELF: np.zeros((2, 3), np.int8), Rater.MANAGER: np.zeros((3, 3), np.int8)})


def test_no_rater_that_counts_is_refused() -> None:
    with pytest.raises(WrongShape):
        used_values({Rater.PEER: np.zeros((2, 3), np.int8)})


def test_categories_must_be_one_a_person() -> None:
    with pytest.raises(WrongShape):
        not_relevant_by_category(ROLES, Mode.SCREENING, ["A"], np.zeros((2, 11), np.int8))


def test_nobody_at_all_has_empty_scores() -> None:
    scores = score(ONE_FIELD, Mode.SCREENING, np.empty((0, 13), dtype=np.int8))
    assert len(scores) == 0
    assert scores.score.shape == (0, 1, 2)


def test_a_framework_that_asks_nothing_gives_nothing() -> None:
    empty = framework(field("AU", 0, 0, dimensions=[]))
    scores = score(empty, Mode.SCREENING, np.empty((2, 0), dtype=np.int8))
    assert np.isnan(scores.score).all()
    assert np.isnan(scores.overall_dimensions).all()
    assert {STANDINGS[standing] for standing in scores.standing.ravel()} == {Standing.UNKNOWN}


def test_a_framework_of_dimension_items_alone_has_dimension_scores() -> None:
    only = framework(field("AU", 0, 0))
    scores = score(only, Mode.SCREENING, np.array([[4, 3, IR]], dtype=np.int8))
    assert [null(figure) for figure in scores.dimensions[0, 0]] == [100.0, 75.0, None]


# Laws


@given(rated(st.integers(1, 4)))
def test_the_figures_are_those_of_the_plain_reference(case: tuple[Framework, Mode, np.ndarray]) -> None:
    drawn, mode, people = case
    scores = score(drawn, mode, people)
    for number, row in enumerate(people.tolist()):
        by_code = dict(zip(columns(drawn, mode), row, strict=True))
        for place, each in enumerate(drawn.fields):
            assert STANDINGS[scores.standing[number, place]] == reference.standing(each, mode, by_code)
            for at, level in enumerate(LEVELS):
                expected = reference.reached(each, level, mode, by_code)
                assert_is(scores.coverage[number, place, at], expected.coverage)
                assert_is(scores.score[number, place, at], expected.score)
                assert_is(scores.attained[number, place, at], expected.attained)
        for at, dimension in enumerate(DIMENSIONS):
            assert_is(scores.overall_dimensions[number, at], reference.overall(drawn, dimension, by_code))


def assert_is(figure: float, expected: Fraction | None) -> None:
    """The figure is the exact number, rounded once."""
    assert null(figure) == (None if expected is None else float(expected))


@given(rated(st.integers(1, 6)))
def test_a_person_alone_has_the_figures_of_the_row_of_many(case: tuple[Framework, Mode, np.ndarray]) -> None:
    drawn, mode, people = case
    together = score(drawn, mode, people)
    for number in range(len(people)):
        assert same(score(drawn, mode, people[[number]]), together.of(np.array([number])))


@given(rated(st.integers(1, 6)), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(case: tuple[Framework, Mode, np.ndarray], random: object) -> None:
    drawn, mode, people = case
    order = np.array(sorted(range(len(people)), key=lambda _: random.random()))  # type: ignore[attr-defined]
    assert same(score(drawn, mode, people[order]), score(drawn, mode, people).of(order))


@given(rated(2))
def test_the_order_and_names_of_fields_change_nothing(case: tuple[Framework, Mode, np.ndarray]) -> None:
    drawn, mode, people = case
    renamed = framework(*(relabelled(each, each.code.replace("F", "X")) for each in reversed(drawn.fields)))
    place = {code.replace("F", "X", 1): index for index, code in enumerate(columns(drawn, mode))}
    moved = people[:, [place[code] for code in columns(renamed, mode)]]
    before, after = score(drawn, mode, people), score(renamed, mode, moved)
    assert np.array_equal(before.score[:, ::-1], after.score, equal_nan=True)
    assert np.array_equal(before.standing[:, ::-1], after.standing)
    assert np.array_equal(before.overall_dimensions, after.overall_dimensions, equal_nan=True)


def relabelled(old: Field, code: str) -> Field:
    def moved(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(replace(each, code=each.code.replace(old.code, code)) for each in items)

    return Field(code=code, items=moved(old.items), dimension_items=moved(old.dimension_items))


@given(rated(1), st.data())
def test_raising_an_answer_lowers_nothing(case: tuple[Framework, Mode, np.ndarray], data: st.DataObject) -> None:
    drawn, mode, before = case
    column = data.draw(st.integers(0, before.shape[1] - 1))
    after = before.copy()
    before[0, column] = data.draw(st.integers(0, 3))
    after[0, column] = data.draw(st.integers(int(before[0, column]) + 1, 4))
    low, high = score(drawn, mode, before), score(drawn, mode, after)
    assert (high.standing >= low.standing).all()
    for name in ("coverage", "score", "attained", "dimensions", "overall_dimensions"):
        lower, higher = getattr(low, name), getattr(high, name)
        assert np.array_equal(np.isnan(lower), np.isnan(higher))
        assert not (higher < lower).any()


@given(rated(1), st.data())
def test_answering_what_was_unanswered_lowers_neither_standing_nor_attained(
    case: tuple[Framework, Mode, np.ndarray], data: st.DataObject
) -> None:
    drawn, mode, before = case
    column = data.draw(st.integers(0, before.shape[1] - 1))
    before[0, column] = UNANSWERED
    after = before.copy()
    after[0, column] = data.draw(st.integers(0, 4))
    low, high = score(drawn, mode, before), score(drawn, mode, after)
    assert (high.standing >= low.standing).all()
    assert not (high.attained < low.attained).any()
    assert not (high.coverage < low.coverage).any()


@given(frameworks(), st.data())
def test_not_relevant_is_as_if_the_competency_were_not_there(drawn: Framework, data: st.DataObject) -> None:
    people = data.draw(values(drawn, Mode.SCREENING, 1))
    kept = framework(*(without_items(each, drawn, people[0]) for each in drawn.fields))
    place = {code: index for index, code in enumerate(columns(drawn, Mode.SCREENING))}
    fewer = people[:, [place[code] for code in columns(kept, Mode.SCREENING)]]
    before, after = score(drawn, Mode.SCREENING, people), score(kept, Mode.SCREENING, fewer)
    assert np.array_equal(before.score, after.score, equal_nan=True)
    assert np.array_equal(before.attained, after.attained, equal_nan=True)
    # A framework without basic competencies judges on the specialised: not what a person without relevant ones is.
    same_judge = [a.judged_on is b.judged_on for a, b in zip(drawn.fields, kept.fields, strict=True)]
    assert np.array_equal(before.standing[:, same_judge], after.standing[:, same_judge])


def without_items(each: Field, drawn: Framework, row: np.ndarray) -> Field:
    place = {column.code: index for index, column in enumerate(described_columns(drawn, Mode.SCREENING))}
    return replace(each, items=tuple(i for i in each.items if row[place[i.code]] != NOT_RELEVANT))


@given(rated(1))
def test_colleagues_never_count(case: tuple[Framework, Mode, np.ndarray]) -> None:
    _, _, people = case
    alone = used_values({Rater.SELF: people})
    beside = used_values({Rater.PEER: np.full_like(people, 4), Rater.SELF: people})
    assert np.array_equal(alone.values, beside.values)
    assert np.array_equal(alone.basis, beside.basis)


@given(rated(st.integers(1, 5)), st.data())
def test_the_value_used_is_one_that_somebody_gave(
    case: tuple[Framework, Mode, np.ndarray], data: st.DataObject
) -> None:
    drawn, mode, own = case
    manager = data.draw(values(drawn, mode, len(own)))
    agreed = data.draw(values(drawn, mode, len(own)))
    used = used_values({Rater.SELF: own, Rater.MANAGER: manager, Rater.AGREED: agreed})
    for person_number, column in np.ndindex(*own.shape):
        ranked = [int(rating[person_number, column]) for rating in (agreed, manager, own)]
        expected = next((value for value in ranked if value != UNANSWERED), UNANSWERED)
        assert used.values[person_number, column] == expected
