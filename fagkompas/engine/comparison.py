"""Self against manager before the dialogue, and a person read against the unit.

"Faglighed som fundament i beskæftigelsesindsatsen" (2025), chapter 4, asks for both: that manager and employee talk
about where the person stands, and that the profile of a person and of the organisation are read together. The
procedure is in ``docs/algorithms/scoring.md#differences`` and ``docs/algorithms/units.md#readings``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .errors import WrongShape
from .framework import Framework, Rules, described_columns
from .scales import NOT_RELEVANT, UNANSWERED, Dimension, Level, Mode, Standing
from .scoring import FieldProfile, Profile, Values, is_at_least
from .units import FieldFigures, Mean, Need, UnitFigures, need_is_met, needs_by_field

RELEVANCE_COUNTS = 2
"""What it counts as when one finds the item not relevant and the other gives it a point."""


class Direction(StrEnum):
    """What a difference is an occasion for.

    The manager sees more than the person: recognition. Less: expectations to align. One finds the item not
    relevant: what the work is. A field with some of the one and some of the other: mixed.
    """

    RECOGNITION = "recognition"
    EXPECTATIONS = "expectations"
    RELEVANCE = "relevance"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One item that both answered. The values are points 0-4 or ``NOT_RELEVANT``.

    ``size`` is never negative: points between them, ``RELEVANCE_COUNTS`` for a point against "not relevant".
    ``direction`` is None where they agree.
    """

    code: str
    field: str
    self_value: int
    manager_value: int
    size: int
    direction: Direction | None


class PointKind(StrEnum):
    """What a point of the agenda is about; ``WISHES`` is the place kept for the person's own."""

    ITEM = "item"
    FIELD = "field"
    WISHES = "wishes"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    """One point of the dialogue. ``code`` is an item's or a field's, None for the person's wishes.

    ``size`` is the item's difference or the field's mean difference, in points; 0 for the wishes.
    """

    kind: PointKind
    code: str | None
    size: float
    direction: Direction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What to talk about, most important first, the person's own wishes last.

    ``left_out`` is how many more points there would have been with more places.
    """

    points: tuple[AgendaPoint, ...]
    left_out: int


def differences(framework: Framework, mode: Mode, self_row: Values, manager_row: Values) -> tuple[Difference, ...]:
    """Every item that both have answered, in the order of the columns. Both rows have shape (columns,).

    Raises ``WrongShape`` when a row does not fit the framework and mode.
    """
    described = described_columns(framework, mode)
    for row in (self_row, manager_row):
        if row.shape != (len(described),):
            raise WrongShape(what="A person's row of values", expected=(len(described),), found=row.shape)
    answered = zip(described, self_row.tolist(), manager_row.tolist(), strict=True)
    return tuple(
        _difference(column.code, column.field, own, other)
        for column, own, other in answered
        if UNANSWERED not in (own, other)
    )


def agenda(framework: Framework, mode: Mode, self_row: Values, manager_row: Values) -> Agenda:
    """At most ``agenda_points`` points for the dialogue, one of them kept for the person's own wishes.

    First the items that differ by ``agenda_difference`` or more, by size; then the fields that differ at all, by
    their mean difference. Ties stand in framework order. Raises ``WrongShape``.
    """
    found = differences(framework, mode, self_row, manager_row)
    places = framework.rules.agenda_points - 1
    points = [*_item_points(found, framework.rules.agenda_difference), *_field_points(found, framework.field_codes)]
    wishes = AgendaPoint(kind=PointKind.WISHES, code=None, size=0.0, direction=None)
    return Agenda(points=(*points[:places], wishes), left_out=max(0, len(points) - places))


def _difference(code: str, field: str, own: int, other: int) -> Difference:
    if own == other:
        size, direction = 0, None
    elif NOT_RELEVANT in (own, other):
        size, direction = RELEVANCE_COUNTS, Direction.RELEVANCE
    else:
        size, direction = abs(other - own), Direction.RECOGNITION if other > own else Direction.EXPECTATIONS
    return Difference(code=code, field=field, self_value=own, manager_value=other, size=size, direction=direction)


def _item_points(found: Sequence[Difference], least: int) -> Iterator[AgendaPoint]:
    large = (difference for difference in found if difference.size >= max(least, 1))
    for difference in sorted(large, key=lambda difference: -difference.size):
        yield AgendaPoint(
            kind=PointKind.ITEM,
            code=difference.code,
            size=float(difference.size),
            direction=difference.direction,
        )


def _field_points(found: Sequence[Difference], field_codes: Sequence[str]) -> Iterator[AgendaPoint]:
    by_field = {code: [d for d in found if d.field == code] for code in field_codes}
    means = {code: sum(d.size for d in items) / len(items) for code, items in by_field.items() if items}
    for code in sorted((code for code in means if means[code] > 0), key=lambda code: -round(means[code], 9)):
        yield AgendaPoint(kind=PointKind.FIELD, code=code, size=means[code], direction=_direction_of(by_field[code]))


def _direction_of(items: Sequence[Difference]) -> Direction:
    """Which way all the points of a field go; mixed when they go both ways, relevance when that is all there is."""
    found = {d.direction for d in items if d.direction is not None}
    ways = found - {Direction.RELEVANCE}
    if len(ways) > 1:
        return Direction.MIXED
    return next(iter(ways or found))


# A person against the unit


class ReadingKind(StrEnum):
    """The four ways in which a person and a unit can stand to each other (2025 framework, chapter 4)."""

    SHARED_STRENGTH = "shared_strength"
    SHARED_DEVELOPMENT = "shared_development"
    INDIVIDUAL_NEED = "individual_need"
    POTENTIAL = "potential"


class NextStep(StrEnum):
    """What a reading leads to; the app says it in a sentence."""

    SHARE_AND_APPOINT = "share_and_appoint"
    """Both strong: consolidate, share, name resource persons."""
    DEVELOP_TOGETHER = "develop_together"
    """Both weak: plan learning for the whole unit."""
    LEARN_FROM_COLLEAGUES = "learn_from_colleagues"
    """Only the person weak: training by colleagues, courses, closer sparring."""
    BRING_INTO_PLAY = "bring_into_play"
    """Only the person strong: let others learn from what the person can."""


NEXT_STEPS: Mapping[ReadingKind, NextStep] = {
    ReadingKind.SHARED_STRENGTH: NextStep.SHARE_AND_APPOINT,
    ReadingKind.SHARED_DEVELOPMENT: NextStep.DEVELOP_TOGETHER,
    ReadingKind.INDIVIDUAL_NEED: NextStep.LEARN_FROM_COLLEAGUES,
    ReadingKind.POTENTIAL: NextStep.BRING_INTO_PLAY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is read: a level of a field, a dimension of a field, or (``field`` None) a dimension overall.

    Exactly one of ``level`` and ``dimension`` is set.
    """

    field: str | None
    level: Level | None = None
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One topic of a person read against the unit."""

    kind: ReadingKind
    topic: Topic
    person_high: bool
    unit_high: bool

    @property
    def next_step(self) -> NextStep:
        return NEXT_STEPS[self.kind]


def read_against_unit(
    framework: Framework, profile: Profile, unit: UnitFigures, needs: Sequence[Need] = ()
) -> tuple[Reading, ...]:
    """Every topic where both the person and the unit have a figure, in framework order, overall dimensions last.

    A field without a need in ``needs`` has the default need. A topic is left out where the person's standing is
    unknown, where the level is not relevant to the person, where a dimension is not rated, and where nobody in the
    unit is known or its figure is hidden. Raises ``UnknownCode``.
    """
    wanted = needs_by_field(framework, needs)
    readings: list[Reading] = []
    for person in profile.fields:
        field = unit.field(person.field)
        if field is not None and field.known:
            readings += _level_readings(framework.rules, person, field, wanted[person.field])
            readings += _dimension_readings(framework.rules, person.field, person.dimensions, field.dimensions)
    readings += _dimension_readings(framework.rules, None, profile.dimensions, unit.dimensions)
    return tuple(readings)


def _level_readings(rules: Rules, person: FieldProfile, field: FieldFigures, need: Need) -> Iterator[Reading]:
    if person.standing is Standing.UNKNOWN:
        return
    attained = field.attained[Level.BASIC].value
    if person.basic.attained is not None and attained is not None:
        yield _reading(
            Topic(field=person.field, level=Level.BASIC),
            person_high=is_at_least(person.basic.attained, rules.attained_share),
            unit_high=is_at_least(attained, rules.attained_share),
        )
    if person.specialised.attained is not None:
        yield _reading(
            Topic(field=person.field, level=Level.SPECIALISED),
            person_high=person.standing in (Standing.EMERGING, Standing.SPECIALISED),
            unit_high=need_is_met(need, field),
        )


def _dimension_readings(
    rules: Rules,
    field: str | None,
    person: Mapping[Dimension, float | None],
    unit: Mapping[Dimension, Mean],
) -> Iterator[Reading]:
    for dimension, score in person.items():
        mean = unit[dimension].value
        if score is not None and mean is not None:
            yield _reading(
                Topic(field=field, dimension=dimension),
                person_high=is_at_least(score, rules.dimension_high),
                unit_high=is_at_least(mean, rules.dimension_high),
            )


def _reading(topic: Topic, *, person_high: bool, unit_high: bool) -> Reading:
    if person_high:
        kind = ReadingKind.SHARED_STRENGTH if unit_high else ReadingKind.POTENTIAL
    else:
        kind = ReadingKind.INDIVIDUAL_NEED if unit_high else ReadingKind.SHARED_DEVELOPMENT
    return Reading(kind=kind, topic=topic, person_high=person_high, unit_high=unit_high)
