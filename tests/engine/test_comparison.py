"""Self against manager, and a person against the unit."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.comparison import (
    Agenda,
    AgendaPoint,
    Direction,
    NextStep,
    PointKind,
    Reading,
    ReadingKind,
    Topic,
    agenda,
    differences,
    read_against_unit,
)
from fagkompas.engine.errors import UnknownCode, WrongShape
from fagkompas.engine.framework import Framework
from fagkompas.engine.scales import NOT_RELEVANT, UNANSWERED, Dimension, Level, Mode, Rater
from fagkompas.engine.scoring import Profile, Values, profile, score, used_values, values_of
from fagkompas.engine.units import Need, UnitFigures, figures_to_show, unit_figures

from .frameworks import TWO_FIELDS, answers, field, framework
from .strategies import values

IR, NO = NOT_RELEVANT, UNANSWERED
Answers = Mapping[str, int]


def row(given_answers: Answers, drawn: Framework = TWO_FIELDS, mode: Mode = Mode.SCREENING) -> Values:
    (one,) = values_of(drawn, mode, [given_answers])
    return np.asarray(one)


def dialogue_about(own: Answers, manager: Answers, drawn: Framework = TWO_FIELDS) -> Agenda:
    return agenda(drawn, Mode.SCREENING, row(own, drawn), row(manager, drawn))


@pytest.mark.parametrize(
    ("own", "manager", "size", "direction"),
    [
        pytest.param(1, 3, 2, Direction.RECOGNITION, id="the manager sees more"),
        pytest.param(4, 1, 3, Direction.EXPECTATIONS, id="the manager sees less"),
        pytest.param(2, 2, 0, None, id="they agree"),
        pytest.param(IR, 4, 2, Direction.RELEVANCE, id="not relevant against a number counts two"),
        pytest.param(0, IR, 2, Direction.RELEVANCE, id="and the other way round"),
        pytest.param(IR, IR, 0, None, id="both not relevant is agreement"),
    ],
)
def test_difference(own: int, manager: int, size: int, direction: Direction | None) -> None:
    (found,) = differences(TWO_FIELDS, Mode.SCREENING, row({"AU-G1": own}), row({"AU-G1": manager}))
    assert (found.code, found.field, found.self_value, found.manager_value) == ("AU-G1", "AU", own, manager)
    assert (found.size, found.direction) == (size, direction)


@pytest.mark.parametrize(("own", "manager"), [(NO, 3), (3, NO), (NO, IR), (NO, NO)])
def test_what_only_one_has_answered_is_no_difference(own: int, manager: int) -> None:
    assert differences(TWO_FIELDS, Mode.SCREENING, row({"AU-G1": own}), row({"AU-G1": manager})) == ()


def test_a_row_of_another_mode_is_refused() -> None:
    with pytest.raises(WrongShape):
        differences(TWO_FIELDS, Mode.DIALOGUE, row({}), row({}))


def test_the_agenda_has_items_by_size_then_fields_then_wishes() -> None:
    own = {"AU-G1": 1, "AU-G2": 4, "LM-G1": 2, "LM-PRA": IR}
    manager = {"AU-G1": 3, "AU-G2": 0, "LM-G1": 1, "LM-PRA": 2}
    found = dialogue_about(own, manager)
    assert [(point.kind, point.code, point.size, point.direction) for point in found.points] == [
        (PointKind.ITEM, "AU-G2", 4.0, Direction.EXPECTATIONS),
        (PointKind.ITEM, "AU-G1", 2.0, Direction.RECOGNITION),
        (PointKind.ITEM, "LM-PRA", 2.0, Direction.RELEVANCE),
        (PointKind.FIELD, "AU", 3.0, Direction.MIXED),
        (PointKind.FIELD, "LM", 1.5, Direction.EXPECTATIONS),
        (PointKind.WISHES, None, 0.0, None),
    ]
    assert found.left_out == 0


def test_the_agenda_has_seven_points_at_most_and_one_is_the_persons_own() -> None:
    found = dialogue_about(answers("AU", "G", [0] * 5), answers("AU", "G", [2, 2, 3, 2, 2]))
    assert [point.code for point in found.points] == ["AU-G3", "AU-G1", "AU-G2", "AU-G4", "AU-G5", "AU", None]
    more = dialogue_about({**answers("AU", "G", [0] * 5), "AU-S1": 0}, {**answers("AU", "G", [2] * 5), "AU-S1": 4})
    assert [point.code for point in more.points] == ["AU-S1", "AU-G1", "AU-G2", "AU-G3", "AU-G4", "AU-G5", None]
    assert more.left_out == 1


@pytest.mark.parametrize(
    ("own", "manager", "direction"),
    [
        pytest.param({"AU-G1": 1, "AU-G2": 1}, {"AU-G1": 2, "AU-G2": 0}, Direction.MIXED, id="as much of both"),
        pytest.param(
            {**answers("AU", "G", [1, 1, 1]), "AU-G4": 1},
            {**answers("AU", "G", [2, 2, 2]), "AU-G4": 0},
            Direction.MIXED,
            id="more of the one than of the other",
        ),
        pytest.param({"AU-G1": IR, "AU-G2": 2}, {"AU-G1": 0, "AU-G2": 1}, Direction.EXPECTATIONS, id="less"),
        pytest.param({"AU-G1": 1, "AU-G2": 2}, {"AU-G1": 2, "AU-G2": 2}, Direction.RECOGNITION, id="more"),
        pytest.param({"AU-G1": IR}, {"AU-G1": 0}, Direction.RELEVANCE, id="nothing but relevance"),
    ],
)
def test_a_field_goes_one_way_or_both(own: Answers, manager: Answers, direction: Direction) -> None:
    points = [point for point in dialogue_about(own, manager).points if point.kind is PointKind.FIELD]
    assert [point.direction for point in points] == [direction]


def test_agreement_leaves_the_agenda_to_the_person() -> None:
    found = dialogue_about({"AU-G1": 3, "AU-G2": IR}, {"AU-G1": 3, "AU-G2": IR})
    assert found == Agenda(
        points=(AgendaPoint(kind=PointKind.WISHES, code=None, size=0.0, direction=None),), left_out=0
    )


def test_the_numbers_of_the_agenda_are_those_of_the_framework() -> None:
    strict = framework(*TWO_FIELDS.fields, agenda_points=2, agenda_difference=1)
    found = dialogue_about({"AU-G1": 1, "AU-G2": 1}, {"AU-G1": 2, "AU-G2": 2}, strict)
    assert [point.code for point in found.points] == ["AU-G1", None]
    assert found.left_out == 2


@given(values(TWO_FIELDS, Mode.SCREENING, 2), st.integers(1, 9))
def test_what_holds_for_every_agenda(people: Values, places: int) -> None:
    drawn = framework(*TWO_FIELDS.fields, agenda_points=places)
    own, manager = people
    found = agenda(drawn, Mode.SCREENING, own, manager)
    assert len(found.points) <= places
    assert [point.kind for point in found.points].count(PointKind.WISHES) == 1
    kinds = [list(PointKind).index(point.kind) for point in found.points]
    assert kinds == sorted(kinds)
    sizes = [point.size for point in found.points if point.kind is PointKind.ITEM]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size >= 2 for size in sizes)


@given(values(TWO_FIELDS, Mode.SCREENING, 2))
def test_the_other_way_round_the_differences_turn(people: Values) -> None:
    own, manager = people
    turned = {Direction.RECOGNITION: Direction.EXPECTATIONS, Direction.EXPECTATIONS: Direction.RECOGNITION}
    there = differences(TWO_FIELDS, Mode.SCREENING, own, manager)
    back = differences(TWO_FIELDS, Mode.SCREENING, manager, own)
    for one, other in zip(there, back, strict=True):
        assert one.size == other.size
        assert one.direction is None or turned.get(one.direction, one.direction) is other.direction


# A person against the unit

PLAIN = framework(field("AU", 5, 2))
HIGH = {**answers("AU", "G", [2] * 5), **answers("AU", "S", [3, 3]), "AU-PRA": 3, "AU-REF": 3, "AU-REL": 3}
LOW = {**answers("AU", "G", [1] * 5), **answers("AU", "S", [0, 0]), "AU-PRA": 2, "AU-REF": 2, "AU-REL": 2}


def read(person: Answers, *unit: Answers, needs: tuple[Need, ...] = (), drawn: Framework = PLAIN) -> list[Reading]:
    """Bo read against North, a unit of the people given."""
    found = read_against_unit(drawn, bo(person, drawn), north(*unit, drawn=drawn), needs)
    return list(found)


def bo(person: Answers, drawn: Framework = PLAIN) -> Profile:
    return profile(drawn, Mode.SCREENING, used_values({Rater.SELF: values_of(drawn, Mode.SCREENING, [person])}))


def north(*unit: Answers, drawn: Framework = PLAIN) -> UnitFigures:
    scores = score(drawn, Mode.SCREENING, values_of(drawn, Mode.SCREENING, unit))
    return unit_figures(drawn, scores, ("Kommune", "Nord"))


@pytest.mark.parametrize(
    ("person", "unit", "kind", "step"),
    [
        pytest.param(HIGH, HIGH, ReadingKind.SHARED_STRENGTH, NextStep.SHARE_AND_APPOINT, id="both high"),
        pytest.param(LOW, LOW, ReadingKind.SHARED_DEVELOPMENT, NextStep.DEVELOP_TOGETHER, id="both low"),
        pytest.param(LOW, HIGH, ReadingKind.INDIVIDUAL_NEED, NextStep.LEARN_FROM_COLLEAGUES, id="only the unit high"),
        pytest.param(HIGH, LOW, ReadingKind.POTENTIAL, NextStep.BRING_INTO_PLAY, id="only the person high"),
    ],
)
def test_the_four_readings(person: Answers, unit: Answers, kind: ReadingKind, step: NextStep) -> None:
    found = read(person, unit, unit)
    assert [reading.topic for reading in found] == [
        Topic(field="AU", level=Level.BASIC),
        Topic(field="AU", level=Level.SPECIALISED),
        *(Topic(field="AU", dimension=dimension) for dimension in Dimension),
        *(Topic(field=None, dimension=dimension) for dimension in Dimension),
    ]
    assert {reading.kind for reading in found} == {kind}
    assert {reading.next_step for reading in found} == {step}


def specialised_reading(found: list[Reading]) -> ReadingKind:
    return next(reading.kind for reading in found if reading.topic.level is Level.SPECIALISED)


def test_a_unit_is_high_at_the_specialised_level_when_its_need_is_met() -> None:
    emerging = {**HIGH, "AU-S2": 0}
    assert specialised_reading(read(emerging, HIGH, LOW)) is ReadingKind.SHARED_STRENGTH
    two = (Need(field="AU", specialists=2),)
    assert specialised_reading(read(emerging, HIGH, LOW, needs=two)) is ReadingKind.POTENTIAL
    assert specialised_reading(read(LOW, HIGH, HIGH, needs=two)) is ReadingKind.INDIVIDUAL_NEED


def test_a_unit_is_high_at_the_basic_level_from_a_mean_of_eight_tenths() -> None:
    six_of_ten = {**LOW, **answers("AU", "G", [2, 2, 2, 1, 1])}
    readings = {reading.topic: reading for reading in read(LOW, HIGH, six_of_ten)}
    assert readings[Topic(field="AU", level=Level.BASIC)].unit_high
    readings = {reading.topic: reading for reading in read(LOW, HIGH, LOW)}
    assert not readings[Topic(field="AU", level=Level.BASIC)].unit_high


def test_a_dimension_is_high_from_62_5() -> None:
    readings = {reading.topic: reading for reading in read({**LOW, "AU-PRA": 2}, HIGH, LOW)}
    practical = readings[Topic(field="AU", dimension=Dimension.PRACTICAL)]
    assert (practical.person_high, practical.unit_high) == (False, True)


def test_nothing_is_read_where_there_is_no_basis() -> None:
    assert read({}, HIGH, HIGH) == []
    assert read(HIGH, {}, {}) == []
    no_dimensions = {code: value for code, value in HIGH.items() if not code.startswith("AU-P")}
    assert Dimension.PRACTICAL not in {reading.topic.dimension for reading in read(no_dimensions, HIGH)}
    not_mine = {**HIGH, "AU-S1": IR, "AU-S2": IR}
    assert Level.SPECIALISED not in {reading.topic.level for reading in read(not_mine, HIGH)}


def test_nothing_is_read_against_what_is_hidden() -> None:
    scores = score(PLAIN, Mode.SCREENING, values_of(PLAIN, Mode.SCREENING, [HIGH, HIGH]))
    (hidden,) = figures_to_show([unit_figures(PLAIN, scores, ("Nord",))], smallest_group=5)
    assert hidden.suppressed
    assert read_against_unit(PLAIN, bo(HIGH), hidden) == ()


def test_a_need_of_an_unknown_field_is_refused() -> None:
    with pytest.raises(UnknownCode):
        read(HIGH, HIGH, needs=(Need(field="XX"),))
