"""Profiles: strengths, potentials, single topics and the rest, by hand and by law."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine.errors import UnknownCode, WrongShape
from fagkompas.engine.framework import Framework, columns
from fagkompas.engine.scales import NOT_RELEVANT, UNANSWERED, Basis, Dimension, Mode, Rater, Standing
from fagkompas.engine.scoring import Potential, Profile, Strength, Used, profile, profiles, used_values, values_of

from .frameworks import ONE_FIELD, SIX_FIELDS, TWO_FIELDS, answers, field, framework
from .strategies import rated

IR, NO = NOT_RELEVANT, UNANSWERED

FOUR = framework(*(field(code, 1, 1) for code in ("AU", "LM", "IT", "BM")))
"""Four fields with one competency of each level, so that a point is 25 and a level is reached or not."""


def used(drawn: Framework, mode: Mode, *given_answers: Mapping[str, int]) -> Used:
    return used_values({Rater.SELF: values_of(drawn, mode, given_answers)})


def of_points(points: Mapping[str, tuple[int, int]]) -> Profile:
    """Bo's profile in FOUR from a basic and a specialised point in each field."""
    given_answers = {f"{code}-{s}1": v for code, pair in points.items() for s, v in zip("GS", pair, strict=True)}
    return profile(FOUR, Mode.SCREENING, used(FOUR, Mode.SCREENING, given_answers))


@pytest.mark.parametrize(
    ("points", "strengths"),
    [
        pytest.param(
            {"AU": (2, 0), "LM": (2, 3), "IT": (4, 3), "BM": (3, 0)},
            [("IT", False), ("LM", False), ("BM", False)],
            id="specialised by the sum downwards, then basic by the sum downwards, at most three",
        ),
        pytest.param(
            {"AU": (2, 0), "LM": (2, 0), "IT": (2, 0), "BM": (2, 0)},
            [("AU", False), ("LM", False), ("IT", False)],
            id="ties in framework order",
        ),
        pytest.param(
            {"AU": (4, 2), "LM": (2, 3), "IT": (0, 0), "BM": (NO, NO)},
            [("LM", False), ("AU", False)],
            id="a specialised field before a basic one of a higher sum",
        ),
        pytest.param(
            {"AU": (1, 0), "LM": (1, 1), "IT": (0, 2), "BM": (NO, 4)},
            [("LM", True)],
            id="only developing: the best one, marked relative; ties in framework order",
        ),
        pytest.param({"AU": (NO, NO), "LM": (NO, 4)}, [], id="all unknown: none"),
    ],
)
def test_strengths(points: Mapping[str, tuple[int, int]], strengths: Sequence[tuple[str, bool]]) -> None:
    expected = tuple(Strength(field=code, relative=relative) for code, relative in strengths)
    assert of_points(points).strengths == expected


def test_emerging_stands_between_specialised_and_basic() -> None:
    drawn = framework(field("AU", 1, 2), field("LM", 1, 2), field("IT", 1, 2))
    given_answers = {
        **answers("AU", "G", [4]), **answers("AU", "S", [2, 2]),
        **answers("LM", "G", [2]), **answers("LM", "S", [3, 0]),
        **answers("IT", "G", [2]), **answers("IT", "S", [3, 3]),
    }  # fmt: skip
    bo = profile(drawn, Mode.SCREENING, used(drawn, Mode.SCREENING, given_answers))
    assert [strength.field for strength in bo.strengths] == ["IT", "LM", "AU"]
    assert [each.standing for each in bo.fields] == [Standing.BASIC, Standing.EMERGING, Standing.SPECIALISED]


@pytest.mark.parametrize(
    ("points", "potentials"),
    [
        pytest.param(
            {"AU": (1, 4), "LM": (0, 4), "IT": (2, 0), "BM": (1, 0)},
            ["LM", "AU", "BM"],
            id="developing upwards by the basic score, ties in framework order",
        ),
        pytest.param(
            {"AU": (2, 3), "LM": (2, 3), "IT": (2, 3), "BM": (2, 1)}, ["BM"], id="then basic, never a strength"
        ),
        pytest.param({"AU": (2, 0), "LM": (NO, 0)}, [], id="never unknown"),
        pytest.param(
            {"AU": (1, 0), "LM": (0, 0), "IT": (1, 0), "BM": (0, 1)},
            ["LM", "BM", "IT"],
            id="the relative strength is a strength",
        ),
    ],
)
def test_potentials(points: Mapping[str, tuple[int, int]], potentials: Sequence[str]) -> None:
    assert [potential.field for potential in of_points(points).potentials] == potentials


def test_basic_and_emerging_are_potentials_upwards_by_the_sum() -> None:
    drawn = framework(*(field(code, 1, 2) for code in ("AU", "LM", "IT", "BM", "VM", "NF")))
    given_answers = {
        **answers("AU", "G", [4]), **answers("AU", "S", [2, 2]),  # basic, 100 + 50
        **answers("LM", "G", [2]), **answers("LM", "S", [3, 0]),  # emerging, 50 + 37.5
        **answers("IT", "G", [2]), **answers("IT", "S", [2, 2]),  # basic, 50 + 50
        **answers("BM", "G", [4]), **answers("BM", "S", [4, 4]),  # specialised
        **answers("VM", "G", [4]), **answers("VM", "S", [4, 3]),  # specialised
        **answers("NF", "G", [4]), **answers("NF", "S", [3, 3]),  # specialised
    }  # fmt: skip
    bo = profile(drawn, Mode.SCREENING, used(drawn, Mode.SCREENING, given_answers))
    assert [potential.field for potential in bo.potentials] == ["LM", "IT", "AU"]


def test_a_field_without_basic_level_is_ordered_by_its_specialised_score() -> None:
    drawn = framework(field("R1", 0, 2), field("R2", 0, 2), field("R3", 0, 2))
    given_answers = {**answers("R1", "S", [2, 2]), **answers("R2", "S", [1, 2]), **answers("R3", "S", [2, 1])}
    bo = profile(drawn, Mode.SCREENING, used(drawn, Mode.SCREENING, given_answers))
    assert bo.strengths == (Strength(field="R1", relative=True),)
    assert [potential.field for potential in bo.potentials] == ["R2", "R3"]


@pytest.mark.parametrize(
    ("dimensions", "weakest"),
    [
        pytest.param((2, 1, 1), Dimension.REFLEXIVE, id="the lowest; ties to the reflexive before the relational"),
        pytest.param((0, 0, 0), Dimension.PRACTICAL, id="all alike: the practical"),
        pytest.param((3, IR, 2), Dimension.RELATIONAL, id="not relevant is not low"),
        pytest.param((NO, NO, NO), None, id="nothing known"),
    ],
)
def test_a_potential_names_its_weakest_dimension(dimensions: Sequence[int], weakest: Dimension | None) -> None:
    given_answers = {
        **answers("AU", "G", [4] * 5),
        **answers("LM", "G", [0] * 4),
        **dict(zip(("LM-PRA", "LM-REF", "LM-REL"), dimensions, strict=True)),
    }
    bo = profile(TWO_FIELDS, Mode.SCREENING, used(TWO_FIELDS, Mode.SCREENING, given_answers))
    assert bo.potentials == (Potential(field="LM", dimension=weakest),)


@pytest.mark.parametrize(
    ("basic", "specialised", "topics"),
    [
        pytest.param((3, 1, 2, 2, 2), (), ["AU-G1"], id="exactly one above the mean"),
        pytest.param((3, 2, 2, 2, 2), (), [], id="not far enough above"),
        pytest.param((2, 0, 0, 0, 0), (), [], id="a 2 is no topic however low the rest"),
        pytest.param((4, 0, 3, 0, 0), (3, 3, 0, 0, 0), ["AU-G1", "AU-G3", "AU-S1"], id="highest first, at most three"),
        pytest.param((3, NO, NO, NO, IR), (1, NO, NO, NO, NO), ["AU-G1"], id="the mean is over what is answered"),
        pytest.param((4, NO, NO, NO, NO), (), [], id="alone it stands above nothing"),
    ],
)
def test_single_topics(basic: Sequence[int], specialised: Sequence[int], topics: Sequence[str]) -> None:
    given_answers = {**answers("AU", "G", basic), **answers("AU", "S", specialised)}
    bo = profile(ONE_FIELD, Mode.SCREENING, used(ONE_FIELD, Mode.SCREENING, given_answers))
    assert list(bo.single_topics) == topics


def test_a_dialogue_has_no_single_topics() -> None:
    bo = profile(TWO_FIELDS, Mode.DIALOGUE, used(TWO_FIELDS, Mode.DIALOGUE, {"AU-G": 4, "AU-S": 0, "LM-G": 0}))
    assert bo.single_topics == ()
    assert bo.field("AU").standing is Standing.BASIC


def test_the_highest_overall_dimension() -> None:
    given_answers = {"AU-PRA": 2, "LM-PRA": 2, "AU-REF": 3, "LM-REF": 3, "AU-REL": 4, "LM-REL": 2}
    bo = profile(TWO_FIELDS, Mode.SCREENING, used(TWO_FIELDS, Mode.SCREENING, given_answers))
    assert bo.dimensions == {Dimension.PRACTICAL: 50.0, Dimension.REFLEXIVE: 75.0, Dimension.RELATIONAL: 75.0}
    assert bo.highest_dimension is Dimension.REFLEXIVE


def test_a_profile_carries_its_versions_and_what_it_rests_on() -> None:
    own = values_of(ONE_FIELD, Mode.SCREENING, [answers("AU", "G", [2, 2, 2, 2, IR])])
    manager = values_of(ONE_FIELD, Mode.SCREENING, [answers("AU", "G", [3, 3])])
    bo = profile(ONE_FIELD, Mode.SCREENING, used_values({Rater.SELF: own, Rater.MANAGER: manager}))
    assert (bo.framework, bo.framework_version, bo.engine_version) == ("test", "1", ENGINE_VERSION)
    assert bo.basis == {
        Basis.AGREED: 0, Basis.MANAGER: 2, Basis.SELF: 2, Basis.NOT_RELEVANT: 1, Basis.UNANSWERED: 8
    }  # fmt: skip


def test_nobody_has_answered() -> None:
    bo = profile(SIX_FIELDS, Mode.SCREENING, used(SIX_FIELDS, Mode.SCREENING, {}))
    assert {each.standing for each in bo.fields} == {Standing.UNKNOWN}
    assert (bo.strengths, bo.potentials, bo.single_topics, bo.highest_dimension) == ((), (), (), None)
    assert bo.basis[Basis.UNANSWERED] == 61 + 18


def test_the_numbers_of_the_rules_are_those_of_the_framework() -> None:
    points = {"AU": (2, 0), "LM": (2, 0), "IT": (1, 0), "BM": (0, 0)}
    fewer = framework(*FOUR.fields, strengths=1, potentials=1)
    given_answers = {f"{code}-{s}1": v for code, pair in points.items() for s, v in zip("GS", pair, strict=True)}
    bo = profile(fewer, Mode.SCREENING, used(fewer, Mode.SCREENING, given_answers))
    assert [strength.field for strength in bo.strengths] == ["AU"]
    assert [potential.field for potential in bo.potentials] == ["BM"]


def test_the_profile_of_two_people_at_once_is_refused() -> None:
    with pytest.raises(WrongShape):
        profile(ONE_FIELD, Mode.SCREENING, used(ONE_FIELD, Mode.SCREENING, {}, {}))


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(UnknownCode):
        profile(ONE_FIELD, Mode.SCREENING, used(ONE_FIELD, Mode.SCREENING, {})).field("LM")


@given(rated(st.integers(1, 5)))
def test_a_profile_alone_is_the_profile_among_many(case: tuple[Framework, Mode, np.ndarray]) -> None:
    drawn, mode, people = case
    everyone = list(profiles(drawn, mode, used_values({Rater.MANAGER: people})))
    alone = [profile(drawn, mode, used_values({Rater.MANAGER: row[np.newaxis]})) for row in people]
    assert everyone == alone


@given(rated())
def test_what_holds_for_every_profile(case: tuple[Framework, Mode, np.ndarray]) -> None:
    drawn, mode, people = case
    person = profile(drawn, mode, used_values({Rater.SELF: people}))
    assert sum(person.basis.values()) == len(columns(drawn, mode))
    strengths = {strength.field for strength in person.strengths}
    potentials = {potential.field for potential in person.potentials}
    assert not strengths & potentials
    assert len(strengths) <= 3
    assert len(potentials) <= 3
    for code in strengths | potentials:
        assert person.field(code).standing is not Standing.UNKNOWN
    for code in potentials:
        assert person.field(code).standing is not Standing.SPECIALISED
    relative = [strength.relative for strength in person.strengths]
    assert relative in ([], [True]) or not any(relative)


@given(rated())
def test_whoever_is_known_has_a_strength(case: tuple[Framework, Mode, np.ndarray]) -> None:
    drawn, mode, people = case
    person = profile(drawn, mode, used_values({Rater.SELF: people}))
    assert bool(person.strengths) == any(each.standing is not Standing.UNKNOWN for each in person.fields)
