"""Reasons: the rule that was used and the numbers that went in."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from fagkompas.engine import reasons
from fagkompas.engine.comparison import PointKind, agenda, read_against_unit
from fagkompas.engine.errors import UnknownCode
from fagkompas.engine.framework import Framework
from fagkompas.engine.reasons import (
    Reason,
    why_agenda_point,
    why_attained,
    why_dimension,
    why_gap,
    why_hidden,
    why_level_score,
    why_overall_dimension,
    why_potential,
    why_reading,
    why_single_topic,
    why_standing,
    why_strength,
)
from fagkompas.engine.scales import LEVELS, NOT_RELEVANT, UNANSWERED, Dimension, Level, Mode, Rater, Standing
from fagkompas.engine.scoring import Profile, Values, profile, score, used_values, values_of
from fagkompas.engine.units import Figure, Need, UnitFigures, UnitNode, gaps
from tests.engine.units import unit_figures

from .frameworks import ONE_FIELD, answers, field, framework
from .strategies import rated

IR, NO = NOT_RELEVANT, UNANSWERED
SCREENING, DIALOGUE = Mode.SCREENING, Mode.DIALOGUE
DOCS = Path(__file__).parents[2] / "docs" / "algorithms"


def row(given_answers: Mapping[str, int], drawn: Framework = ONE_FIELD, mode: Mode = SCREENING) -> Values:
    (one,) = values_of(drawn, mode, [given_answers])
    return np.asarray(one)


def of(given_answers: Mapping[str, int], drawn: Framework = ONE_FIELD, mode: Mode = SCREENING) -> Profile:
    return profile(drawn, mode, used_values({Rater.SELF: row(given_answers, drawn, mode)[np.newaxis]}))


def holds(reason: Reason, rule: str, **values: object) -> bool:
    """The rule, and these of its values."""
    return reason.rule == rule and {name: reason.values[name] for name in values} == values


@pytest.mark.parametrize(
    ("basic", "rule", "values"),
    [
        ([4, 2, 0, NO, IR], "level_score", {"relevant": 4, "answered": 3, "coverage": 0.75, "mean": 2.0, "score": 50}),
        ([4, NO, NO, NO, NO], "level_score_insufficient", {"relevant": 5, "answered": 1, "coverage": 0.2}),
        ([IR] * 5, "level_not_relevant", {"relevant": 0, "coverage": None, "mean": None, "score": None}),
    ],
)
def test_why_level_score(basic: list[int], rule: str, values: dict[str, object]) -> None:
    reason = why_level_score(ONE_FIELD, SCREENING, row(answers("AU", "G", basic)), "AU", Level.BASIC)
    assert holds(reason, rule, field="AU", level="basic", coverage_minimum=0.5, **values)


def test_why_attained() -> None:
    given_answers = row({**answers("AU", "G", [2, 2, 1, NO, IR]), **answers("AU", "S", [3, 2])})
    basic = why_attained(ONE_FIELD, SCREENING, given_answers, "AU", Level.BASIC)
    assert holds(basic, "attained", attained_from=2, reached=2, relevant=4, attained=0.5, value=None)
    specialised = why_attained(ONE_FIELD, SCREENING, given_answers, "AU", Level.SPECIALISED)
    assert holds(specialised, "attained", attained_from=3, reached=1, relevant=5, attained=0.2)
    assert why_attained(ONE_FIELD, SCREENING, row({"AU-G1": 2} | dict.fromkeys(
        [f"AU-S{n}" for n in range(1, 6)], IR)), "AU", Level.SPECIALISED).rule == "level_not_relevant"  # fmt: skip


def test_why_attained_in_a_dialogue() -> None:
    reached = row({"AU-G": 2, "AU-S": 2}, mode=DIALOGUE)
    half = why_attained(ONE_FIELD, DIALOGUE, reached, "AU", Level.SPECIALISED)
    assert holds(half, "attained_in_dialogue", value=2, attained_from=3, reached=0, attained=0.5)


@pytest.mark.parametrize(
    ("basic", "specialised", "rule"),
    [
        ([2], [], "standing_unknown"),
        ([1] * 5, [], "standing_developing"),
        ([2] * 5, [], "standing_basic"),
        ([2] * 5, [3] * 3, "standing_emerging"),
        ([2] * 5, [3] * 4, "standing_specialised"),
    ],
)
def test_why_standing(basic: list[int], specialised: list[int], rule: str) -> None:
    bo = of({**answers("AU", "G", basic), **answers("AU", "S", specialised)})
    reason = why_standing(ONE_FIELD, bo, "AU")
    assert holds(reason, rule, judged_on="basic", attained_specialised=len(specialised) / 5, attained_share=0.8)
    assert reason.doc == "scoring.md#standing"


def test_why_standing_without_a_basic_level() -> None:
    role = framework(field("R1", 0, 5))
    reason = why_standing(role, of(answers("R1", "S", [3] * 4), role), "R1")
    assert holds(reason, "standing_alone_specialised", judged_on="specialised", coverage=0.8, attained_basic=None)


@pytest.mark.parametrize(
    ("value", "rule", "score_"),
    [
        (3, "dimension_score", 75.0),
        (0, "dimension_score", 0.0),
        (IR, "dimension_not_relevant", None),
        (NO, "dimension_unanswered", None),
    ],
)
def test_why_dimension(value: int, rule: str, score_: float | None) -> None:
    reason = why_dimension(ONE_FIELD, SCREENING, row({"AU-PRA": value}), "AU", Dimension.PRACTICAL)
    assert holds(reason, rule, score=score_, value=value if value >= 0 else None)


def test_why_a_dimension_that_is_not_asked() -> None:
    without = framework(field("AU", 1, 1, dimensions=[]))
    assert why_dimension(without, SCREENING, row({}, without), "AU", Dimension.PRACTICAL).rule == "dimension_not_asked"


def test_why_overall_dimension() -> None:
    three = framework(field("AU", 1, 1), field("LM", 1, 1), field("IT", 1, 1))
    enough = of({"AU-PRA": 4, "LM-PRA": 1, "AU-REF": 2}, three)
    reason = why_overall_dimension(three, enough, Dimension.PRACTICAL)
    assert holds(reason, "overall_dimension", fields_known=2, fields=3, score=62.5, fields_share=0.5)
    too_few = why_overall_dimension(three, enough, Dimension.REFLEXIVE)
    assert holds(too_few, "overall_dimension_insufficient", fields_known=1, score=None)


FIVE = framework(*(field(code, 1, 1) for code in ("AU", "LM", "IT", "BM", "VM")))
MIXED = of(
    {"AU-G1": 2, "AU-S1": 3, "LM-G1": 3, "IT-G1": 3, "BM-G1": 2, "VM-G1": 0, "BM-PRA": 3, "BM-REF": 1, "VM-REL": 2},
    FIVE,
)


def test_why_strength() -> None:
    assert holds(why_strength(FIVE, MIXED, "AU"), "strength", place=1, sum=125.0, standing="specialised", at_most=3)
    assert holds(why_strength(FIVE, MIXED, "IT"), "strength", place=3, sum=75.0)
    assert holds(why_strength(FIVE, MIXED, "BM"), "no_strength_outranked", place=None, sum=50.0)
    assert why_strength(FIVE, MIXED, "VM").rule == "no_strength_developing"
    assert why_strength(FIVE, of({}, FIVE), "VM").rule == "no_strength_unknown"
    assert why_strength(FIVE, of({"AU-G1": 1}, FIVE), "AU").rule == "strength_relative"


def test_why_potential() -> None:
    first = why_potential(FIVE, MIXED, "VM")
    assert holds(first, "potential_developing", place=1, score=0.0, dimension="relational", dimension_score=50.0)
    second = why_potential(FIVE, MIXED, "BM")
    assert holds(second, "potential_basic", place=2, sum=50.0, dimension="reflexive", dimension_score=25.0)
    assert why_potential(FIVE, MIXED, "AU").rule == "no_potential_strength"
    assert why_potential(FIVE, of({}, FIVE), "AU").rule == "no_potential_unknown"
    all_low = of({f"{code}-G1": 1 for code in FIVE.field_codes}, FIVE)
    assert why_potential(FIVE, all_low, "VM").rule == "no_potential_outranked"
    all_high = of({f"{code}-{s}1": 4 for code in FIVE.field_codes for s in "GS"}, FIVE)
    assert why_potential(FIVE, all_high, "VM").rule == "no_potential_specialised"


def test_why_single_topic() -> None:
    given_answers = {**answers("AU", "G", [4, 3, 3, 0, NO]), **answers("AU", "S", [3, 3, 0, 1, 1])}
    bo, values = of(given_answers), row(given_answers)
    assert holds(why_single_topic(ONE_FIELD, bo, values, "AU-G1"), "single_topic", value=4, mean=2.0, lead=2.0)
    assert why_single_topic(ONE_FIELD, bo, values, "AU-G2").rule == "single_topic"
    assert holds(why_single_topic(ONE_FIELD, bo, values, "AU-S2"), "no_single_topic_outranked", lead=1.0)
    assert why_single_topic(ONE_FIELD, bo, values, "AU-S4").rule == "no_single_topic_low"
    assert holds(why_single_topic(ONE_FIELD, bo, values, "AU-G4"), "no_single_topic_low", value=0, lead=-2.0)
    assert why_single_topic(ONE_FIELD, bo, values, "AU-G5").rule == "no_single_topic_unanswered"
    high = answers("AU", "G", [3, 3, 3, 2, 2])
    level = why_single_topic(ONE_FIELD, of(high), row(high), "AU-G1")
    assert holds(level, "no_single_topic_level_with_field", lead=pytest.approx(0.4))
    with pytest.raises(UnknownCode):
        why_single_topic(ONE_FIELD, bo, values, "AU-G9")


def test_why_agenda_points() -> None:
    own = row({"AU-G1": 1, "AU-G2": IR, "AU-G3": 3})
    manager = row({"AU-G1": 4, "AU-G2": 2, "AU-G3": 3})
    first, second, third, last = agenda(ONE_FIELD, SCREENING, own, manager).points
    found = [why_agenda_point(ONE_FIELD, SCREENING, own, manager, point) for point in (first, second, third, last)]
    assert holds(found[0], "agenda_item", code="AU-G1", self=1, manager=4, size=3.0)
    assert holds(found[1], "agenda_item_relevance", code="AU-G2", self=None, manager=2, size=2.0)
    assert holds(found[2], "agenda_field", code="AU", compared=3, differing=2, size=5 / 3)
    assert holds(found[3], "agenda_wishes", code=None)
    assert last.kind is PointKind.WISHES


def unit_of(*people: Mapping[str, int], drawn: Framework = ONE_FIELD) -> UnitFigures:
    return unit_figures(drawn, score(drawn, SCREENING, values_of(drawn, SCREENING, people)), ("Nord",))


def test_why_readings() -> None:
    high = {**answers("AU", "G", [2] * 5), **answers("AU", "S", [3] * 5), "AU-PRA": 3}
    low = {**answers("AU", "G", [1] * 5), "AU-PRA": 2}
    bo, unit = of(low), unit_of(high, low)
    needs = [Need(field="AU", specialists=2)]
    found = [
        why_reading(ONE_FIELD, bo, unit, reading, needs) for reading in read_against_unit(ONE_FIELD, bo, unit, needs)
    ]
    basic, specialised, in_field, overall = found
    assert holds(basic, "reading_basic", kind="shared_development", person_attained=0.0, unit_attained=0.5)
    assert holds(specialised, "reading_specialised", standing="developing", specialised=1, needed=2)
    assert holds(in_field, "reading_dimension", kind="individual_need", person_score=50.0, unit_score=62.5)
    assert holds(overall, "reading_overall_dimension", field=None, dimension="practical", dimension_high=62.5)


def test_why_gap() -> None:
    unit = unit_of(answers("AU", "G", [2] * 5), answers("AU", "G", [1] * 5))
    for need, rule in (
        (Need(field="AU"), "gap_basic_and_specialised"),
        (Need(field="AU", specialists=0), "gap_basic"),
        (Need(field="AU", basic_share=0.5), "gap_specialised"),
        (Need(field="AU", basic_share=0.5, specialists=0), "no_gap"),
    ):
        (gap,) = gaps(ONE_FIELD, unit, [need])
        assert holds(why_gap(unit, gap), rule, known=2, basic_have=1, basic_needed=2 * need.basic_share)


def test_why_hidden() -> None:
    units = [
        UnitNode(path=("K",), people=9, counts={Figure(field="AU"): 9}),
        UnitNode(path=("K", "N"), people=5, counts={Figure(field="AU"): 3}),
    ]
    north = ("K", "N")
    assert why_hidden(units, north, smallest_group=5).rule == "hidden_would_reveal"
    assert why_hidden(units, north, Figure(field="AU"), smallest_group=5).rule == "hidden_too_few"
    member = [UnitNode(path=north, people=1, counts={})]
    five_known = [UnitNode(path=north, people=6, counts={Figure(field="AU"): 5})]
    unknown_member = why_hidden(five_known, north, Figure(field="AU"), smallest_group=5, seen=member)
    assert unknown_member.rule == "hidden_would_reveal"
    assert why_hidden(units, north, smallest_group=5, seen=member).rule == "hidden_too_few"


@given(rated())
def test_the_numbers_of_a_reason_give_the_figure(case: tuple[Framework, Mode, np.ndarray]) -> None:
    drawn, mode, people = case
    person = profile(drawn, mode, used_values({Rater.SELF: people}))
    for each in person.fields:
        for level in LEVELS:
            scored = why_level_score(drawn, mode, people[0], each.field, level).values
            assert scored["score"] == each.at(level).score
            if each.at(level).score is not None:
                assert isinstance(scored["mean"], float)
                assert scored["mean"] * 25 == pytest.approx(each.at(level).score)
            attained = why_attained(drawn, mode, people[0], each.field, level)
            assert attained.values["attained"] == each.at(level).attained
            if attained.rule == "attained":
                assert attained.values["reached"] == pytest.approx(attained.values["attained"] * attained.values["relevant"])  # type: ignore[operator]  # fmt: skip
        standing = Standing(why_standing(drawn, person, each.field).rule.rpartition("_")[2])
        assert standing is each.standing


def test_every_reason_leads_to_a_heading_that_exists() -> None:
    source = Path(str(reasons.__file__)).read_text(encoding="utf-8")
    links = set(re.findall(r'doc="([a-z]+\.md)#([a-z-]+)"', source))
    assert len(links) >= 8
    for page, anchor in links:
        headings = re.findall(r"^#+ (.+)$", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert anchor in {heading.lower().replace(" ", "-") for heading in headings}
