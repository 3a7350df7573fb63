"""Figures of units, needs and gaps, and what happens when someone leaves."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine.errors import NotCounted, UnknownCode, WrongShape
from fagkompas.engine.framework import Framework
from fagkompas.engine.scales import STANDINGS, UNANSWERED, Dimension, Level, Mode, Rater, Standing
from fagkompas.engine.scoring import Profile, Scores, profile, score, used_values, values_of
from fagkompas.engine.units import (
    NO_MEAN,
    Gap,
    Mean,
    Need,
    Path,
    UnitFigures,
    default_needs,
    figures_of_tree,
    gaps,
    need_is_met,
    rated_by,
    unit_figures,
    without,
)

from .frameworks import SIX_FIELDS, TWO_FIELDS, answers, field, framework
from .strategies import frameworks, values

NO = UNANSWERED
PLAIN = framework(field("AU", 2, 2))
SPECIALISED = {**answers("AU", "G", [4, 4]), **answers("AU", "S", [4, 4])}
EMERGING = {**answers("AU", "G", [2, 2]), **answers("AU", "S", [3, 0])}
BASIC = answers("AU", "G", [2, 2])
DEVELOPING = answers("AU", "G", [2, 1])
UNKNOWN: Mapping[str, int] = {"AU-PRA": 4}
Answers = Mapping[str, int]


def scores_of(people: Sequence[Answers], drawn: Framework = PLAIN) -> Scores:
    return score(drawn, Mode.SCREENING, values_of(drawn, Mode.SCREENING, people))


def north(*people: Answers, drawn: Framework = PLAIN) -> UnitFigures:
    return unit_figures(drawn, scores_of(people, drawn), ("Kommune", "Nord"))


def person(given_answers: Answers, drawn: Framework = PLAIN) -> Profile:
    return profile(drawn, Mode.SCREENING, used_values({Rater.SELF: values_of(drawn, Mode.SCREENING, [given_answers])}))


# Figures


def test_the_figures_of_a_unit() -> None:
    # Basic scores 100, 50 and 37.5; specialised 100 and 37.5; attained 1, 1 and 0.5; 1, 0.5 and 0.
    unit = north(SPECIALISED, EMERGING, {**DEVELOPING, "AU-PRA": 1}, UNKNOWN)
    au = unit.field("AU")
    assert au is not None
    assert unit.invited == 4
    assert au.known == 3
    assert au.standings == {
        Standing.UNKNOWN: 1, Standing.DEVELOPING: 1, Standing.BASIC: 0, Standing.EMERGING: 1, Standing.SPECIALISED: 1
    }  # fmt: skip
    assert (au.master_basic, au.specialised) == (2, 1)
    assert au.score[Level.BASIC] == Mean(value=62.5, people=3)
    assert au.score[Level.SPECIALISED] == Mean(value=68.75, people=2)
    assert au.attained[Level.BASIC] == Mean(value=2.5 / 3, people=3)
    assert au.attained[Level.SPECIALISED] == Mean(value=0.5, people=3)
    # The person of unknown standing is not among the known, so her 4 is in the overall dimension only.
    assert au.dimensions[Dimension.PRACTICAL] == Mean(value=25.0, people=1)
    assert unit.dimensions[Dimension.PRACTICAL] == Mean(value=62.5, people=2)
    assert unit.dimensions[Dimension.RELATIONAL] == NO_MEAN


def test_figures_carry_their_versions() -> None:
    unit = north(BASIC)
    assert (unit.framework, unit.framework_version, unit.engine_version, unit.mode) == (
        "test", "1", ENGINE_VERSION, Mode.SCREENING
    )  # fmt: skip


def test_how_many_were_rated_by_whom() -> None:
    own = values_of(PLAIN, Mode.SCREENING, [BASIC, {}, {"AU-PRA": -1}])
    manager = values_of(PLAIN, Mode.SCREENING, [{}, BASIC, {}])
    by_rater = {Rater.SELF: own, Rater.MANAGER: manager}
    scores = score(PLAIN, Mode.SCREENING, used_values(by_rater).values)
    unit = unit_figures(PLAIN, scores, ("Nord",), rated_by(by_rater))
    assert unit.rated_by == {Rater.SELF: 2, Rater.MANAGER: 1}
    assert (unit.answered, unit.invited) == (2, 3)


def test_every_unit_up_to_the_root_has_everyone_below_it() -> None:
    paths: list[Path] = [("K", "Nord"), ("K", "Nord", "A"), ("K", "Syd"), ("L",)]
    units = figures_of_tree(PLAIN, scores_of([SPECIALISED, BASIC, DEVELOPING, UNKNOWN]), paths)
    assert [(unit.path, unit.invited) for unit in units] == [
        (("K",), 3), (("K", "Nord"), 2), (("K", "Nord", "A"), 1), (("K", "Syd"), 1), (("L",), 1)
    ]  # fmt: skip
    root = units[0].field("AU")
    assert root is not None
    assert (root.known, root.specialised, root.master_basic) == (3, 1, 2)


def test_a_unit_is_named_by_its_whole_path() -> None:
    units = figures_of_tree(PLAIN, scores_of([BASIC, BASIC]), [("K", "Nord", "Team 1"), ("K", "Syd", "Team 1")])
    assert [unit.invited for unit in units] == [2, 1, 1, 1, 1]


def test_nobody_has_no_units() -> None:
    assert figures_of_tree(PLAIN, scores_of([]), []) == ()


def test_one_path_a_person() -> None:
    with pytest.raises(WrongShape):
        figures_of_tree(PLAIN, scores_of([BASIC, BASIC]), [("K",)])
    with pytest.raises(ValueError, match="give everyone a unit"):
        figures_of_tree(PLAIN, scores_of([BASIC]), [()])


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(UnknownCode, match="The framework test has no field"):
        north(BASIC).field("XX")


paths = st.lists(st.sampled_from("AB"), min_size=1, max_size=3).map(tuple)


@st.composite
def organisations(draw: st.DrawFn) -> tuple[Framework, Scores, list[Path]]:
    drawn = draw(frameworks())
    people = draw(values(drawn, Mode.SCREENING, st.integers(0, 8)))
    return drawn, score(drawn, Mode.SCREENING, people), [draw(paths) for _ in range(len(people))]


def figures_alike(left: UnitFigures, right: UnitFigures) -> bool:
    """The same counts, and means that differ by rounding at most."""
    if (left.invited, dict(left.rated_by)) != (right.invited, dict(right.rated_by)):
        return False
    mine, theirs = ([*means(unit)] for unit in (left, right))
    return all(a.people == b.people and a.value == pytest.approx(b.value) for a, b in zip(mine, theirs, strict=True))


def means(unit: UnitFigures) -> list[Mean]:
    fields = [each for each in unit.fields.values() if each is not None]
    counts = [Mean(value=count, people=each.known) for each in fields for count in each.standings.values()]
    within = [
        mean for each in fields for part in (each.score, each.attained, each.dimensions) for mean in part.values()
    ]
    return [*counts, *within, *unit.dimensions.values()]


@given(organisations())
def test_a_unit_of_the_tree_is_the_unit_of_its_people_alone(case: tuple[Framework, Scores, list[Path]]) -> None:
    drawn, scores, given_paths = case
    for unit in figures_of_tree(drawn, scores, given_paths):
        below = np.array([path[: len(unit.path)] == unit.path for path in given_paths])
        assert figures_alike(unit, unit_figures(drawn, scores.of(below), unit.path))


@given(organisations(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(case: tuple[Framework, Scores, list[Path]], random: object) -> None:
    drawn, scores, given_paths = case
    order = sorted(range(len(given_paths)), key=lambda _: random.random())  # type: ignore[attr-defined]
    there = figures_of_tree(drawn, scores, given_paths)
    back = figures_of_tree(drawn, scores.of(np.array(order, dtype=np.intp)), [given_paths[index] for index in order])
    assert all(figures_alike(one, other) for one, other in zip(there, back, strict=True))


@given(organisations().filter(lambda case: len(case[1]) > 0))
def test_a_mean_is_the_plain_mean_of_the_known(case: tuple[Framework, Scores, list[Path]]) -> None:
    drawn, scores, _ = case
    unit = unit_figures(drawn, scores, ("K",))
    for place, code in enumerate(drawn.field_codes):
        known = [n for n in range(len(scores)) if STANDINGS[scores.standing[n, place]] is not Standing.UNKNOWN]
        given_scores = [s for s in scores.score[known, place, 0].tolist() if s == s]
        figures = unit.field(code)
        assert figures is not None
        assert figures.known == len(known)
        assert figures.score[Level.BASIC].people == len(given_scores)
        expected = sum(given_scores) / len(given_scores) if given_scores else None
        assert figures.score[Level.BASIC].value == pytest.approx(expected)


# Needs and gaps


@pytest.mark.parametrize(
    ("people", "need", "expected"),
    [
        pytest.param([BASIC] * 4 + [DEVELOPING], Need(field="AU"), (5, 4, 1, 0, 1, 0, False), id="one short of both"),
        pytest.param([SPECIALISED] + [BASIC] * 3, Need(field="AU"), (4, 4, 0, 1, 0, 0, True), id="a key person"),
        pytest.param([SPECIALISED] * 2, Need(field="AU"), (2, 2, 0, 2, 0, 0, False), id="one beyond is no surplus"),
        pytest.param([SPECIALISED] * 3, Need(field="AU"), (3, 3, 0, 3, 0, 2, False), id="two beyond one is"),
        pytest.param(
            [SPECIALISED] * 7, Need(field="AU", specialists=5), (7, 7, 0, 7, 0, 0, False), id="two beyond five is not"
        ),
        pytest.param(
            [SPECIALISED] * 6, Need(field="AU", specialists=4), (6, 6, 0, 6, 0, 2, False), id="half beyond four is"
        ),
        pytest.param(
            [BASIC] * 8 + [DEVELOPING] * 2,
            Need(field="AU", basic_share=0.8, specialists=0),
            (8, 8, 0, 0, 0, 0, False),
            id="0.8 of ten is eight",
        ),
        pytest.param(
            [DEVELOPING] * 3, Need(field="AU", basic_share=0.5, specialists=0), (2, 0, 2, 0, 0, 0, False),
            id="half of three is two people",
        ),
        pytest.param(
            [SPECIALISED], Need(field="AU", specialists=0), (1, 1, 0, 1, 0, 0, False), id="no need, no key person"
        ),
        pytest.param([EMERGING, UNKNOWN], Need(field="AU"), (1, 1, 0, 0, 1, 0, False), id="only the known are counted"),
    ],
)  # fmt: skip
def test_gaps(people: list[Answers], need: Need, expected: tuple[int, int, int, int, int, int, bool]) -> None:
    (gap,) = gaps(PLAIN, north(*people), [need])
    assert (
        gap.basic_needed,
        gap.basic_have,
        gap.basic_gap,
        gap.specialised_have,
        gap.specialised_gap,
        gap.surplus,
        gap.key_person_risk,
    ) == expected


def test_a_field_without_a_need_has_the_default_need() -> None:
    by = date(2027, 6, 30)
    unit = unit_figures(TWO_FIELDS, scores_of([{}], TWO_FIELDS), ("Nord",))
    given_need = Need(field="LM", specialists=2, weight=3, by=by)
    found = {gap.field: gap for gap in gaps(TWO_FIELDS, unit, [given_need])}
    assert found["AU"].need == Need(field="AU", basic_share=1.0, specialists=1, weight=1, by=None)
    assert found["LM"].need == given_need
    assert (found["LM"].specialised_needed, found["LM"].specialised_gap) == (2, 2)


def test_a_level_that_a_field_does_not_have_is_not_needed() -> None:
    drawn = framework(field("FB", 3, 0), field("R1", 0, 3))
    assert [need.specialists for need in default_needs(drawn)] == [0, 1]
    people = [{**answers("FB", "G", [2, 2, 2]), **answers("R1", "S", [3, 3, 3])}] * 2
    common, role = gaps(drawn, north(*people, drawn=drawn))
    assert (common.basic_gap, common.specialised_gap, common.key_person_risk) == (0, 0, False)
    assert (role.basic_needed, role.basic_have, role.specialised_have) == (0, 0, 2)


def test_a_need_of_an_unknown_field_is_refused() -> None:
    with pytest.raises(UnknownCode):
        gaps(PLAIN, north(BASIC), [Need(field="XX")])


def test_need_is_met() -> None:
    au = north(SPECIALISED, EMERGING).field("AU")
    assert au is not None
    assert need_is_met(Need(field="AU", specialists=1), au)
    assert not need_is_met(Need(field="AU", specialists=2), au)


# Leaving


def risk(gap: Gap) -> tuple[int, int, bool]:
    return gap.specialised_have, gap.specialised_gap, gap.key_person_risk


def test_what_if_the_only_specialist_leaves() -> None:
    (au,) = without(PLAIN, north(SPECIALISED, BASIC, BASIC), person(SPECIALISED))
    assert risk(au.before) == (1, 0, True)
    assert risk(au.after) == (0, 1, False)
    assert au.opens_gap


def test_what_if_one_of_two_specialists_leaves() -> None:
    (au,) = without(PLAIN, north(SPECIALISED, SPECIALISED, DEVELOPING), person(SPECIALISED))
    assert (risk(au.before), risk(au.after)) == ((2, 0, False), (1, 0, True))
    assert not au.opens_gap


def test_someone_unknown_leaves_nothing_behind() -> None:
    (au,) = without(PLAIN, north(BASIC, UNKNOWN), person(UNKNOWN))
    assert au.before == au.after


def test_someone_who_is_not_there_cannot_leave() -> None:
    with pytest.raises(NotCounted):
        without(PLAIN, north(BASIC), person(SPECIALISED))


@given(values(SIX_FIELDS, Mode.DIALOGUE, st.integers(2, 6)), st.data())
def test_without_a_person_is_the_unit_of_the_others(people: np.ndarray, data: st.DataObject) -> None:
    leaver = data.draw(st.integers(0, len(people) - 1))
    scores = score(SIX_FIELDS, Mode.DIALOGUE, people)
    others = scores.of(np.arange(len(people)) != leaver)
    bo = profile(SIX_FIELDS, Mode.DIALOGUE, used_values({Rater.AGREED: people[[leaver]]}))
    found = without(SIX_FIELDS, unit_figures(SIX_FIELDS, scores, ("K",)), bo)
    assert tuple(each.after for each in found) == gaps(SIX_FIELDS, unit_figures(SIX_FIELDS, others, ("K",)))
