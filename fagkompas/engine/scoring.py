"""From ratings to scores, standings and profiles: one code path for one person and for many thousands.

::

    answers by rater ──used_values──> values and basis ──score──> Scores (arrays) ──profiles──> a Profile each

The rules, with worked examples, are in ``docs/algorithms/scoring.md``. They make exact the picture that "Faglighed som
fundament i beskæftigelsesindsatsen" (2025), chapter 4, draws of an employee's profile: what is mastered at the basic
level, where the specialised level is within reach, and in which dimension to learn.

Arrays of values are int8 of shape (people, columns) with the columns of ``framework.columns``: a point 0-4,
``NOT_RELEVANT`` or ``UNANSWERED``. Arrays of results are float64 where NaN means null: the rules give no value.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import ENGINE_VERSION
from .errors import OffScale, UnknownCode, WrongShape
from .framework import Column, Framework, Rules, column_index, described_columns
from .scales import (
    BASES,
    DIMENSIONS,
    LEVELS,
    NOT_RELEVANT,
    POINT_WORTH,
    POINTS,
    STANDINGS,
    UNANSWERED,
    USED_RATERS,
    Basis,
    Dimension,
    Level,
    Mode,
    Rater,
    Standing,
)

Values = NDArray[np.int8]
Figures = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOLERANCE: Final = 1e-9
"""How far below a threshold still counts as reaching it, so that 4 of 5 is 0.8 whatever the binary fraction says."""

_BASIS_OF_RATER: Final = {Rater.AGREED: Basis.AGREED, Rater.MANAGER: Basis.MANAGER, Rater.SELF: Basis.SELF}
_MASTERING: Final = (Standing.SPECIALISED, Standing.EMERGING, Standing.BASIC)
_ON_THE_WAY: Final = (Standing.BASIC, Standing.EMERGING)


# What the rules return


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Used:
    """The values that count, and for each what it rests on.

    Both of shape (people, columns); ``basis`` holds indices into ``scales.BASES``.
    """

    values: Values
    basis: NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """The figures of many people. NaN is null.

    ``coverage`` (0-1), ``score`` (0-100), ``attained`` (0-1): (people, fields, 2 levels).
    ``standing``: (people, fields), indices into ``scales.STANDINGS``.
    ``dimensions`` (0-100): (people, fields, 3 dimensions). ``overall_dimensions`` (0-100): (people, 3 dimensions).
    Figures of different modes are never added up; ``mode`` says which these are.
    """

    mode: Mode
    coverage: Figures
    score: Figures
    attained: Figures
    standing: NDArray[np.int8]
    dimensions: Figures
    overall_dimensions: Figures

    def __len__(self) -> int:
        return len(self.standing)

    def of(self, people: NDArray[np.intp] | Flags) -> "Scores":
        """The same figures for some of the people, chosen by index or by a flag each."""
        return Scores(
            mode=self.mode,
            coverage=self.coverage[people],
            score=self.score[people],
            attained=self.attained[people],
            standing=self.standing[people],
            dimensions=self.dimensions[people],
            overall_dimensions=self.overall_dimensions[people],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelScore:
    """A person at one level of a field: score 0-100, coverage and attained share 0-1; None where there is no value."""

    score: float | None
    coverage: float | None
    attained: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProfile:
    """A person in one field. ``dimensions`` has all three, each 0-100 or None."""

    field: str
    basic: LevelScore
    specialised: LevelScore
    standing: Standing
    dimensions: Mapping[Dimension, float | None]

    def at(self, level: Level) -> LevelScore:
        return self.basic if level is Level.BASIC else self.specialised

    @property
    def sum(self) -> float:
        """s(basic) + s(specialised), null as 0: what orders fields of the same standing."""
        return (self.basic.score or 0.0) + (self.specialised.score or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A field that carries the person; ``relative`` when it is merely the best of fields that are all developing."""

    field: str
    relative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Potential:
    """A field to grow in, and the dimension to begin with (None when none of its dimensions is known)."""

    field: str
    dimension: Dimension | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person's profile, with the versions that make it possible to show later how it came about.

    ``fields`` are in framework order. ``basis`` counts every item of the mode, dimension items too.
    ``single_topics`` are codes of competencies, the one that stands out most first.
    """

    framework: str
    framework_version: str
    engine_version: str
    mode: Mode
    fields: tuple[FieldProfile, ...]
    dimensions: Mapping[Dimension, float | None]
    basis: Mapping[Basis, int]
    strengths: tuple[Strength, ...]
    highest_dimension: Dimension | None
    single_topics: tuple[str, ...]
    potentials: tuple[Potential, ...]

    def field(self, code: str) -> FieldProfile:
        """Raises ``UnknownCode`` when the framework has no such field."""
        for profile in self.fields:
            if profile.field == code:
                return profile
        raise UnknownCode(kind="field", code=code, framework=self.framework)


# From answers to the values that count


def values_of(framework: Framework, mode: Mode, answers: Sequence[Mapping[str, int]]) -> Values:
    """An array of values from one mapping of code to value a person; what is not mentioned is unanswered.

    Raises ``UnknownCode`` for a code that the mode does not ask, and ``OffScale``.
    """
    index = column_index(framework, mode)
    values = np.full((len(answers), len(index)), UNANSWERED, dtype=np.int64)
    for row, answered in zip(values, answers, strict=True):
        for code, value in answered.items():
            if code not in index:
                raise UnknownCode(kind="item", code=code, framework=framework.code)
            row[index[code]] = value
    return checked_values(framework, mode, values)


def checked_values(framework: Framework, mode: Mode, values: NDArray[np.integer]) -> Values:
    """The same array as int8. Raises ``WrongShape`` or ``OffScale`` when it is none of this framework and mode."""
    width = len(described_columns(framework, mode))
    if values.ndim != 2 or values.shape[1] != width:
        raise WrongShape(what="The array of values", expected=(None, width), found=values.shape)
    if values.size:
        for extreme in (int(values.min()), int(values.max())):
            if not UNANSWERED <= extreme <= POINTS[-1]:
                raise OffScale(extreme)
    return values.astype(np.int8, copy=False)


def used_values(by_rater: Mapping[Rater, Values]) -> Used:
    """For each item the first of agreed, manager and self that has answered; "not relevant" is an answer.

    Colleagues' ratings are never used. Every array has the same shape (people, columns), and there is at least one.
    Raises ``WrongShape`` when they differ or there is none.
    """
    given = [(rater, by_rater[rater]) for rater in USED_RATERS if rater in by_rater]
    shapes = {values.shape for _, values in given}
    if len(shapes) != 1:
        raise WrongShape(what="The array of every rater", expected=(None, None), found=max(shapes, default=()))
    values = np.full(shapes.pop(), UNANSWERED, dtype=np.int8)
    basis = np.full(values.shape, BASES.index(Basis.UNANSWERED), dtype=np.int8)
    for rater, answers in reversed(given):
        answered = answers != UNANSWERED
        values = _put(values, answers, answered)
        basis = _put(basis, np.int8(BASES.index(_BASIS_OF_RATER[rater])), answered)
    basis = _put(basis, np.int8(BASES.index(Basis.NOT_RELEVANT)), values == NOT_RELEVANT)
    return Used(values=values, basis=basis)


def _put(values: Values, other: Values | np.int8, where: Flags) -> Values:
    """``np.where(where, other, values)`` for small numbers, in plain arithmetic: a tenth of the time."""
    put: Values = values + (other - values) * where
    return put


def not_relevant_by_category(
    framework: Framework, mode: Mode, categories: Sequence[str | None], values: Values
) -> Values:
    """The values with "not relevant" wherever an item is meant for another category than the person's.

    ``categories`` has one a person; with None nothing is set. A level of a dialogue is not relevant when every
    competency of it is meant for others. Use it on each rater's array before ``used_values``, so that the basis is
    right too. Raises ``WrongShape`` when there is not one category for each row.
    """
    values = checked_values(framework, mode, values)
    if len(categories) != len(values):
        raise WrongShape(what="The categories", expected=(len(values),), found=(len(categories),))
    described = described_columns(framework, mode)
    kinds = {kind: row for row, kind in enumerate(dict.fromkeys(categories))}
    foreign = np.array([[_is_for_others(column, kind) for column in described] for kind in kinds], dtype=np.bool_)
    person = np.array([kinds[kind] for kind in categories], dtype=np.intp)
    return _put(values, np.int8(NOT_RELEVANT), foreign[person]) if len(values) else values


def _is_for_others(column: Column, category: str | None) -> bool:
    return category is not None and column.categories is not None and category not in column.categories


# From values to scores


def score(framework: Framework, mode: Mode, values: Values) -> Scores:
    """The figures of every person in ``values`` (people, columns). Raises ``WrongShape`` and ``OffScale``.

    For a field and a level with m relevant competencies of which n are answered: coverage n / m; score 25 times the
    mean of the answered, when the coverage reaches ``coverage_minimum``; attained share: those at or above
    ``attained_from`` divided by m. All null when nothing is relevant.
    """
    layout = _layout(framework, mode)
    # One row a column of the table: a whole level of a field is then added up in a few passes over people.
    by_column = np.ascontiguousarray(checked_values(framework, mode, values).T)
    tally = _tally(layout, framework.rules, mode, by_column)
    coverage = _ratio(tally.answered, tally.relevant)
    covered = reaches(coverage, framework.rules.coverage_minimum) & (tally.answered > 0)
    level_score = np.where(covered, _ratio(tally.points * POINT_WORTH, tally.answered), np.nan)
    attained = _ratio(tally.attained_halves, tally.relevant * 2)
    dimensions, overall = _dimension_scores(layout, framework.rules, by_column)
    return Scores(
        mode=mode,
        coverage=_people_first(coverage),
        score=_people_first(level_score),
        attained=_people_first(attained),
        standing=_standing(layout, framework.rules, covered, attained).T,
        dimensions=_people_first(dimensions),
        overall_dimensions=overall.T,
    )


def reaches(value: Figures, limit: float) -> Flags:
    """Where a value is at least the limit, less the tolerance; null reaches nothing."""
    return np.greater_equal(value, limit - TOLERANCE)


def is_at_least(value: float | None, limit: float) -> bool:
    """The same for one value, where None is null."""
    return value is not None and value >= limit - TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Layout:
    """Where in the columns the parts of a framework lie.

    ``levels[field][level]`` is the run of columns of that level (empty when the field does not have it),
    ``fields[field]`` that of both;
    ``dimensions`` the column of each dimension item, shape (fields, 3), -1 for none;
    ``has_basic`` whether the framework gives the field any basic competency, shape (fields, 1).
    """

    levels: tuple[tuple[slice, ...], ...]
    fields: tuple[slice, ...]
    dimensions: NDArray[np.intp]
    has_basic: Flags


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tally:
    """Counts of whole numbers per field and level, each int32 of shape (fields, 2 levels, people)."""

    relevant: NDArray[np.int32]
    answered: NDArray[np.int32]
    points: NDArray[np.int32]
    attained_halves: NDArray[np.int32]


@lru_cache(maxsize=64)
def _layout(framework: Framework, mode: Mode) -> _Layout:
    described = described_columns(framework, mode)
    dimensions = np.full((len(framework.fields), len(DIMENSIONS)), -1, dtype=np.intp)
    for index, column in enumerate(described):
        if column.level is None and column.dimension is not None:
            dimensions[framework.field_index(column.field), DIMENSIONS.index(column.dimension)] = index
    return _Layout(
        levels=tuple(tuple(_run(described, field.code, (level,)) for level in LEVELS) for field in framework.fields),
        fields=tuple(_run(described, field.code, LEVELS) for field in framework.fields),
        dimensions=dimensions,
        has_basic=np.array([[field.judged_on is Level.BASIC] for field in framework.fields], dtype=np.bool_),
    )


def _run(described: tuple[Column, ...], field: str, levels: tuple[Level, ...]) -> slice:
    """The columns of these levels of a field; they lie side by side."""
    places = [index for index, column in enumerate(described) if column.field == field and column.level in levels]
    return slice(places[0], places[-1] + 1) if places else slice(0, 0)


def _tally(layout: _Layout, rules: Rules, mode: Mode, by_column: Values) -> _Tally:
    shape = (len(layout.levels), len(LEVELS), by_column.shape[1])
    relevant, answered, points, halves = (np.empty(shape, dtype=np.int32) for _ in range(4))
    for field, runs in enumerate(layout.levels):
        for place, (level, run) in enumerate(zip(LEVELS, runs, strict=True)):
            values = by_column[run]
            limit = rules.attained_from.at(level)
            _add_up(values != NOT_RELEVANT, relevant[field, place])
            _add_up(values >= 0, answered[field, place])
            _add_up(np.maximum(values, 0), points[field, place])
            _add_up(values >= limit, halves[field, place])
            halves[field, place] *= 2
            if mode is Mode.DIALOGUE and level is Level.SPECIALISED:
                halves[field, place] += np.add.reduce(values == limit - 1, axis=0, dtype=np.int32)
    return _Tally(relevant=relevant, answered=answered, points=points, attained_halves=halves)


def _add_up(columns: NDArray[np.bool_] | Values, out: NDArray[np.int32]) -> None:
    np.add.reduce(columns, axis=0, dtype=np.int32, out=out)


def _ratio(part: NDArray[np.int32], whole: NDArray[np.int32]) -> Figures:
    """part / whole, rounded once; null where there is no whole."""
    ratio: Figures = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return ratio


def _people_first(figures: Figures) -> Figures:
    return np.moveaxis(figures, -1, 0)


def _standing(layout: _Layout, rules: Rules, covered: Flags, attained: Figures) -> NDArray[np.int8]:
    """Index into ``STANDINGS``, shape (fields, people).

    With basic competencies each of three steps lifts by one: basic mastered, half of the specialised, all of it.
    Without any, the field is judged on the specialised level alone, and half of it lifts past ``basic``.
    """
    basic = reaches(attained[:, 0], rules.attained_share)
    half = reaches(attained[:, 1], rules.emerging_share).astype(np.int8)
    beyond = half + reaches(attained[:, 1], rules.attained_share)
    known = np.where(layout.has_basic, covered[:, 0], covered[:, 1])
    lifted = np.where(layout.has_basic, basic * (1 + beyond), half + beyond)
    standing: NDArray[np.int8] = np.where(known, 1 + lifted, 0).astype(np.int8)
    return standing


def _dimension_scores(layout: _Layout, rules: Rules, by_column: Values) -> tuple[Figures, Figures]:
    """Per field (fields, 3, people), and the means over fields (3, people) where enough fields have one."""
    asked = layout.dimensions >= 0
    values = np.full((*asked.shape, by_column.shape[1]), UNANSWERED, dtype=np.int8)
    values[asked] = by_column[layout.dimensions[asked]]
    answered = values >= 0
    per_field = np.where(answered, values * float(POINT_WORTH), np.nan)
    fields = np.add.reduce(answered, axis=0, dtype=np.int32)
    points = np.add.reduce(np.maximum(values, 0), axis=0, dtype=np.int32)
    enough = reaches(fields / max(len(layout.levels), 1), rules.dimension_fields_share)
    return per_field, np.where(enough, _ratio(points * POINT_WORTH, fields), np.nan)


# From scores to a profile


def profile(framework: Framework, mode: Mode, used: Used) -> Profile:
    """The profile of one person; ``used`` has exactly one row. Raises ``WrongShape`` and ``OffScale``."""
    if len(used.values) != 1:
        raise WrongShape(what="The values of one person", expected=(1, None), found=used.values.shape)
    return next(profiles(framework, mode, used))


def profiles(framework: Framework, mode: Mode, used: Used, scores: Scores | None = None) -> Iterator[Profile]:
    """The profiles of everyone in ``used``, in its order, made one by one as they are asked for.

    ``scores`` may be handed in when they are already there. Raises ``WrongShape`` and ``OffScale``.
    """
    values = checked_values(framework, mode, used.values)
    known = scores if scores is not None else score(framework, mode, values)
    codes = [column.code for column in described_columns(framework, mode)]
    leads = leads_of_topics(framework, mode, values)
    basis = _basis_counts(used)
    for person in range(len(values)):
        fields = _field_profiles(framework, known, person)
        dimensions = _by_dimension(known.overall_dimensions[person].tolist())
        strengths = _strengths(framework.rules, fields)
        yield Profile(
            framework=framework.code,
            framework_version=framework.version,
            engine_version=ENGINE_VERSION,
            mode=mode,
            fields=fields,
            dimensions=dimensions,
            basis=dict(zip(BASES, basis[person].tolist(), strict=True)),
            strengths=strengths,
            highest_dimension=_first_by(dimensions, highest=True),
            single_topics=_single_topics(framework.rules, codes, leads[person]),
            potentials=_potentials(framework, fields, {strength.field for strength in strengths}),
        )


def leads_of_topics(framework: Framework, mode: Mode, values: Values) -> Figures:
    """How far each competency stands above the mean of all answered competencies of its field, in points.

    Shape (people, columns); NaN where the competency is below ``single_topic_from`` or is no competency.
    """
    leads = np.full(values.shape, np.nan)
    if mode is Mode.SCREENING:
        for run in _layout(framework, mode).fields:
            points = values[:, run]
            answered = np.add.reduce(points >= 0, axis=1, dtype=np.int32)
            mean = _ratio(np.add.reduce(np.maximum(points, 0), axis=1, dtype=np.int32), answered)
            high = points >= framework.rules.single_topic_from
            leads[:, run] = np.where(high, points - mean[:, np.newaxis], np.nan)
    return leads


def _basis_counts(used: Used) -> NDArray[np.intp]:
    """How many items of each person rest on what, shape (people, bases)."""
    counts = [np.count_nonzero(used.basis == index, axis=1) for index in range(len(BASES))]
    return np.stack(counts, axis=1)


def _field_profiles(framework: Framework, scores: Scores, person: int) -> tuple[FieldProfile, ...]:
    rows = zip(
        framework.field_codes,
        scores.score[person].tolist(),
        scores.coverage[person].tolist(),
        scores.attained[person].tolist(),
        scores.standing[person].tolist(),
        scores.dimensions[person].tolist(),
        strict=True,
    )
    return tuple(
        FieldProfile(
            field=code,
            basic=LevelScore(score=_null(s[0]), coverage=_null(c[0]), attained=_null(a[0])),
            specialised=LevelScore(score=_null(s[1]), coverage=_null(c[1]), attained=_null(a[1])),
            standing=STANDINGS[standing],
            dimensions=_by_dimension(d),
        )
        for code, s, c, a, standing, d in rows
    )


def _null(figure: float) -> float | None:
    return None if math.isnan(figure) else figure


def _by_dimension(figures: list[float]) -> dict[Dimension, float | None]:
    return {dimension: _null(figure) for dimension, figure in zip(DIMENSIONS, figures, strict=True)}


def _rank(figure: float) -> float:
    """A figure for ordering: those that differ by less than the tolerance are ties."""
    return round(figure, 9)


def _first_by(dimensions: Mapping[Dimension, float | None], *, highest: bool) -> Dimension | None:
    """The highest or lowest known dimension; ties go to the first of practical, reflexive, relational."""
    known = {dimension: figure for dimension, figure in dimensions.items() if figure is not None}
    sign = -1 if highest else 1
    return min(known, key=lambda dimension: sign * _rank(known[dimension]), default=None)


def weakest_dimension(field: FieldProfile) -> Dimension | None:
    """The lowest known dimension of the field; ties go to the first of practical, reflexive, relational."""
    return _first_by(field.dimensions, highest=False)


def _strengths(rules: Rules, fields: tuple[FieldProfile, ...]) -> tuple[Strength, ...]:
    """Specialised, then emerging, then basic, each by the sum downwards; else the best of those developing."""
    mastered = sorted(
        (field for field in fields if field.standing in _MASTERING),
        key=lambda field: (_MASTERING.index(field.standing), -_rank(field.sum)),
    )
    if mastered:
        return tuple(Strength(field=field.field, relative=False) for field in mastered[: rules.strengths])
    developing = [field for field in fields if field.standing is Standing.DEVELOPING]
    best = sorted(developing, key=lambda field: -_rank(field.sum))[: min(1, rules.strengths)]
    return tuple(Strength(field=field.field, relative=True) for field in best)


def _potentials(framework: Framework, fields: tuple[FieldProfile, ...], strengths: set[str]) -> tuple[Potential, ...]:
    """Developing fields upwards by the score they are judged on, then basic and emerging upwards by the sum."""
    open_fields = [field for field in fields if field.field not in strengths]
    judged_on = {field.code: field.judged_on for field in framework.fields}
    developing = sorted(
        (field for field in open_fields if field.standing is Standing.DEVELOPING),
        key=lambda field: _rank(field.at(judged_on[field.field]).score or 0.0),
    )
    on_the_way = sorted(
        (field for field in open_fields if field.standing in _ON_THE_WAY), key=lambda field: _rank(field.sum)
    )
    chosen = [*developing, *on_the_way][: framework.rules.potentials]
    return tuple(Potential(field=field.field, dimension=weakest_dimension(field)) for field in chosen)


def _single_topics(rules: Rules, codes: Sequence[str], leads: Figures) -> tuple[str, ...]:
    """Competencies that stand out of their field, by how much; ties in framework order."""
    outstanding = np.flatnonzero(reaches(leads, rules.single_topic_lead)).tolist()
    ordered = sorted(outstanding, key=lambda index: -_rank(float(leads[index])))
    return tuple(codes[index] for index in ordered[: rules.single_topics])
