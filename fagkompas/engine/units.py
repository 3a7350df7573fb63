"""The figures of units, what may be shown of them, what is needed, and what is missing.

"Faglighed som fundament i beskæftigelsesindsatsen" (2025), chapter 4, reads the staff as a whole: gaps and surpluses,
resource persons and division of work. The figures, the rule of the smallest group and worked examples are in
``docs/algorithms/units.md``.

::

    Scores of people ──figures_of_tree──> UnitFigures of every unit ──figures_to_show──> the same, hidden parts empty
                                                   └──────gaps, without──────> what is missing, and if someone leaves
"""

import math
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from . import ENGINE_VERSION
from .errors import MissingUnit, NotCounted, UnknownCode, WrongShape
from .framework import Framework
from .scales import DIMENSIONS, LEVELS, STANDINGS, UNANSWERED, Dimension, Level, Mode, Rater, Standing
from .scoring import TOLERANCE, Figures, Flags, Profile, Scores, Values

Path = tuple[str, ...]
"""A unit's place in the tree: the names or keys from the root down to the unit. Never empty."""

Of = TypeVar("Of", Level, Dimension)

_MASTER_BASIC: Final = (Standing.BASIC, Standing.EMERGING, Standing.SPECIALISED)


# Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean and over how many people it is taken. ``value`` is None when there is nobody, or when it is hidden."""

    value: float | None
    people: int


NO_MEAN: Final = Mean(value=None, people=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFigures:
    """A unit in one field. Means cover the ``known``: people whose standing is other than unknown.

    ``standings`` counts everyone in the unit, unknown too. ``score`` and ``dimensions`` run from 0 to 100,
    ``attained`` from 0 to 1.
    """

    field: str
    known: int
    standings: Mapping[Standing, int]
    score: Mapping[Level, Mean]
    attained: Mapping[Level, Mean]
    dimensions: Mapping[Dimension, Mean]

    @property
    def master_basic(self) -> int:
        """How many master the basic level, the specialised among them."""
        return sum(self.standings[standing] for standing in _MASTER_BASIC)

    @property
    def specialised(self) -> int:
        return self.standings[Standing.SPECIALISED]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigures:
    """A unit with everyone below it.

    ``fields`` has every field of the framework in its order; None where the field is hidden. ``dimensions`` are the
    overall ones. ``suppressed``: all of it is hidden, and only ``invited`` is told.
    """

    framework: str
    framework_version: str
    engine_version: str
    mode: Mode
    path: Path
    invited: int
    rated_by: Mapping[Rater, int]
    fields: Mapping[str, FieldFigures | None]
    dimensions: Mapping[Dimension, Mean]
    suppressed: bool = False

    @property
    def answered(self) -> int | None:
        """How many have rated themselves; None when that is hidden or was not handed in."""
        return self.rated_by.get(Rater.SELF)

    def field(self, code: str) -> FieldFigures | None:
        """Raises ``UnknownCode`` when the framework has no such field."""
        if code not in self.fields:
            raise UnknownCode(kind="field", code=code, framework=self.framework)
        return self.fields[code]


def rated_by(by_rater: Mapping[Rater, Values]) -> Mapping[Rater, Flags]:
    """Whether each rater has answered anything about each person. Ask before categories are filled in."""
    return {rater: (values != UNANSWERED).any(axis=1) for rater, values in by_rater.items()}


def unit_figures(
    framework: Framework, scores: Scores, path: Path, rated: Mapping[Rater, Flags] | None = None
) -> UnitFigures:
    """The figures of one group of people: everyone in ``scores``. ``rated`` is what ``rated_by`` returns."""
    table = _table(scores, rated or {})
    return _figures(framework, scores.mode, path, tuple(rated or {}), table.sums(np.arange(len(scores))))


def figures_of_tree(
    framework: Framework, scores: Scores, paths: Sequence[Path], rated: Mapping[Rater, Flags] | None = None
) -> tuple[UnitFigures, ...]:
    """The figures of every unit from each person's own up to its root, ordered by path.

    ``paths`` has the unit of each person in ``scores``; several roots may stand side by side. ``rated`` is what
    ``rated_by`` returns. Raises ``WrongShape`` when the lengths differ, ``ValueError`` when a path is empty.
    """
    if len(paths) != len(scores):
        raise WrongShape(what="The paths", expected=(len(scores),), found=(len(paths),))
    if () in paths:
        raise ValueError("A person has an empty path: give everyone a unit.")
    members: dict[Path, list[int]] = {path: [] for path in with_ancestors(paths)}
    for person, path in enumerate(paths):
        members[path].append(person)
    table = _table(scores, rated or {})
    sums = {path: table.sums(np.array(people, dtype=np.intp)) for path, people in members.items()}
    for path in reversed(members):  # From the leaves upwards: a unit stands before all that is below it.
        if len(path) > 1:
            sums[path[:-1]] = sums[path[:-1]].plus(sums[path])
    return tuple(_figures(framework, scores.mode, path, tuple(rated or {}), sums[path]) for path in sums)


def with_ancestors(paths: Sequence[Path]) -> list[Path]:
    """Every path and every beginning of it, ordered."""
    return sorted({path[:depth] for path in set(paths) for depth in range(1, len(path) + 1)})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sums:
    """What is added up for a group of people, in the order of ``_table``."""

    counts: NDArray[np.int64]
    totals: Figures
    numbers: NDArray[np.int64]

    def plus(self, other: "_Sums") -> "_Sums":
        return _Sums(
            counts=self.counts + other.counts,
            totals=self.totals + other.totals,
            numbers=self.numbers + other.numbers,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Table:
    """A row a person: ``counts`` (0 or 1 each) and ``figures`` of which the mean is taken (NaN: not in it)."""

    counts: NDArray[np.int8]
    figures: Figures

    def sums(self, people: NDArray[np.intp]) -> _Sums:
        figures = self.figures[people]
        known = ~np.isnan(figures)
        return _Sums(
            counts=np.add.reduce(self.counts[people], axis=0, dtype=np.int64),
            totals=np.add.reduce(np.where(known, figures, 0.0), axis=0),
            numbers=np.add.reduce(known, axis=0, dtype=np.int64),
        )


def _table(scores: Scores, rated: Mapping[Rater, Flags]) -> _Table:
    """Counts: one for the person, one a rater, five standings a field. Figures: seven a field, three overall."""
    people = len(scores)
    standings = scores.standing[..., np.newaxis] == np.arange(len(STANDINGS))
    counts = [np.ones((people, 1)), *(flags[:, np.newaxis] for flags in rated.values()), _flat(standings)]
    per_field = np.concatenate([scores.score, scores.attained, scores.dimensions], axis=2)
    known = scores.standing != STANDINGS.index(Standing.UNKNOWN)
    of_known = np.where(known[..., np.newaxis], per_field, np.nan)
    return _Table(
        counts=np.concatenate(counts, axis=1, dtype=np.int8, casting="unsafe"),
        figures=np.concatenate([_flat(of_known), scores.overall_dimensions], axis=1),
    )


def _flat(per_person: NDArray[np.generic]) -> NDArray[np.generic]:
    """One row a person, also when there is nobody."""
    return per_person.reshape(len(per_person), math.prod(per_person.shape[1:]))


def _figures(framework: Framework, mode: Mode, path: Path, raters: Sequence[Rater], sums: _Sums) -> UnitFigures:
    invited, *counted = sums.counts.tolist()
    means = [
        Mean(value=total / number, people=number) if number else NO_MEAN
        for total, number in zip(sums.totals.tolist(), sums.numbers.tolist(), strict=True)
    ]
    width = (len(means) - len(DIMENSIONS)) // max(len(framework.fields), 1)
    standings = counted[len(raters) :]
    fields = {
        code: _field_figures(
            code,
            standings[index * len(STANDINGS) : (index + 1) * len(STANDINGS)],
            means[index * width : (index + 1) * width],
        )
        for index, code in enumerate(framework.field_codes)
    }
    return UnitFigures(
        framework=framework.code,
        framework_version=framework.version,
        engine_version=ENGINE_VERSION,
        mode=mode,
        path=path,
        invited=invited,
        rated_by=dict(zip(raters, counted, strict=False)),
        fields=fields,
        dimensions=dict(zip(DIMENSIONS, means[-len(DIMENSIONS) :], strict=True)),
    )


def _field_figures(code: str, standings: Sequence[int], means: Sequence[Mean]) -> FieldFigures:
    levels = len(LEVELS)
    by_standing = dict(zip(STANDINGS, standings, strict=True))
    return FieldFigures(
        field=code,
        known=sum(standings) - by_standing[Standing.UNKNOWN],
        standings=by_standing,
        score=dict(zip(LEVELS, means[:levels], strict=True)),
        attained=dict(zip(LEVELS, means[levels : 2 * levels], strict=True)),
        dimensions=dict(zip(DIMENSIONS, means[2 * levels :], strict=True)),
    )


# What may be shown


class FigureKind(StrEnum):
    """What a figure tells: how many stand where in a field (``KNOWN``), or a mean."""

    KNOWN = "known"
    SCORE = "score"
    ATTAINED = "attained"
    DIMENSION = "dimension"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Something of a unit that may be shown or hidden by itself.

    A field as a whole has only ``field``; a mean within it also its kind and the level or dimension; an overall
    dimension has no field.
    """

    field: str | None
    kind: FigureKind = FigureKind.KNOWN
    of: Level | Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNode:
    """A unit as the rule of the smallest group sees it: over how many people each of its figures is taken.

    ``people`` is everyone in the unit and below.
    """

    path: Path
    people: int
    counts: Mapping[Figure, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """What must stay hidden: whole units, and single figures of units."""

    units: frozenset[Path]
    figures: frozenset[tuple[Path, Figure]]

    def hides_unit(self, path: Path) -> bool:
        return path in self.units

    def hides_field(self, path: Path, field: str) -> bool:
        return self.hides(path, Figure(field=field))

    def hides(self, path: Path, figure: Figure) -> bool:
        return path in self.units or (path, figure) in self.figures


def nodes_of(figures: Sequence[UnitFigures]) -> tuple[UnitNode, ...]:
    """The counts behind the figures."""
    return tuple(UnitNode(path=unit.path, people=unit.invited, counts=dict(_counts_of(unit))) for unit in figures)


def nodes_of_own_people(nodes: Sequence[UnitNode], units: Container[Path]) -> tuple[UnitNode, ...]:
    """Only the people of ``units``, each without those of the units below it, counted in every unit they are part of.

    ``nodes`` are whole trees. What ``suppression`` takes as ``seen`` of a viewer who sees the people of these units.
    """
    total = {node.path: Counter(node.counts) for node in nodes}
    people = {node.path: node.people for node in nodes}
    seen = {path: Counter[Figure]() for path in total}
    seen_people = dict.fromkeys(people, 0)
    parts: dict[Path, list[Path]] = {path: [] for path in total}
    for path in total:
        if len(path) > 1:
            parts[path[:-1]].append(path)
    for path in (path for path in total if path in units):
        own = Counter(total[path])
        for part in parts[path]:
            own.subtract(total[part])
        own_people = people[path] - sum(people[part] for part in parts[path])
        for depth in range(1, len(path) + 1):
            seen[path[:depth]].update(own)
            seen_people[path[:depth]] += own_people
    return tuple(UnitNode(path=path, people=seen_people[path], counts=seen[path]) for path in total)


def suppression(units: Sequence[UnitNode], *, smallest_group: int, seen: Sequence[UnitNode] = ()) -> Suppression:
    """What a viewer may not be shown of these units, which are whole trees: every unit up to its root.

    ``seen`` counts, in the same way, only the people whose own figures the viewer may see anyway: a member of a unit
    sees her own, so five others must stand behind each figure; a manager sees everyone's in her unit, so those beside
    them must be five. A figure is shown when nobody unseen stands behind it or at least ``smallest_group`` do, and
    when the unseen outside its topmost shown parts are nobody or as many. Where that fails, the smallest shown part
    is hidden with all below it, ties by path. Raises ``MissingUnit`` when the unit above one is not there.
    """
    tree = _Tree.of([node.path for node in units])
    nodes = _in_order(tree, units)
    known = _in_order(tree, seen)
    everyone = [node.people for node in nodes]
    unit_shown = _shown(tree, everyone, [node.people for node in known], [True] * len(nodes), smallest_group)
    shown: dict[Figure, list[bool]] = {}
    for figure in sorted(_figures_in(nodes), key=lambda figure: figure.kind is not FigureKind.KNOWN):
        # A mean of a field is shown only where the field is, and a field only where the unit is.
        is_within_field = figure.field is not None and figure.kind is not FigureKind.KNOWN
        allowed = shown[Figure(field=figure.field)] if is_within_field else unit_shown
        counts = [node.counts.get(figure, 0) for node in nodes]
        seen_counts = [node.counts.get(figure, 0) for node in known]
        shown[figure] = _shown(tree, counts, seen_counts, allowed, smallest_group)
    return Suppression(
        units=frozenset(_hidden(tree, unit_shown)),
        figures=frozenset((path, figure) for figure, flags in shown.items() for path in _hidden(tree, flags)),
    )


def figures_to_show(
    figures: Sequence[UnitFigures], *, smallest_group: int, seen: Sequence[UnitNode] = ()
) -> tuple[UnitFigures, ...]:
    """The same units with everything empty that a viewer may not be shown; see ``suppression``.

    Hand in all units of the trees, not only those on the page. Raises ``MissingUnit``.
    """
    hidden = suppression(nodes_of(figures), smallest_group=smallest_group, seen=seen)
    return tuple(_emptied(unit, hidden) for unit in figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    """Units ordered so that each stands before all below it; ``children[i]`` are places in ``paths``."""

    paths: tuple[Path, ...]
    children: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, paths: Sequence[Path]) -> "_Tree":
        ordered = tuple(sorted(paths))
        place = {path: index for index, path in enumerate(ordered)}
        children: list[list[int]] = [[] for _ in ordered]
        for index, path in enumerate(ordered):
            if len(path) > 1:
                if path[:-1] not in place:
                    raise MissingUnit(path)
                children[place[path[:-1]]].append(index)
        return cls(paths=ordered, children=tuple(map(tuple, children)))

    def below(self, unit: int) -> Iterator[int]:
        """The unit and everything below it."""
        yield unit
        for child in self.children[unit]:
            yield from self.below(child)


def _in_order(tree: _Tree, units: Sequence[UnitNode]) -> list[UnitNode]:
    """One node for each unit of the tree, with nobody in it where none is given."""
    given = {node.path: node for node in units}
    return [given.get(path) or UnitNode(path=path, people=0, counts={}) for path in tree.paths]


def _figures_in(nodes: Sequence[UnitNode]) -> list[Figure]:
    return list(dict.fromkeys(figure for node in nodes for figure in node.counts))


def _hidden(tree: _Tree, shown: Sequence[bool]) -> Iterator[Path]:
    return (path for path, is_shown in zip(tree.paths, shown, strict=True) if not is_shown)


def _shown(
    tree: _Tree, counts: Sequence[int], seen: Sequence[int], allowed: Sequence[bool], smallest: int
) -> list[bool]:
    """Which units may show one figure. From the root downwards: what is hidden below never changes a count above."""
    unseen = [count - known for count, known in zip(counts, seen, strict=True)]
    shown = [
        ok and count > 0 and (hidden == 0 or hidden >= smallest)
        for ok, count, hidden in zip(allowed, counts, unseen, strict=True)
    ]
    for unit in range(len(tree.paths)):
        if not shown[unit]:
            continue
        parts = [child for child in tree.children[unit] if shown[child] and unseen[child]]
        rest = unseen[unit] - sum(unseen[part] for part in parts)
        if 0 < rest < smallest:
            smallest_part = min(parts, key=lambda part: (unseen[part], tree.paths[part]))
            for below in tree.below(smallest_part):
                shown[below] = shown[below] and not unseen[below]
    return shown


def _counts_of(unit: UnitFigures) -> Iterator[tuple[Figure, int]]:
    for code, field in unit.fields.items():
        if field is not None:
            yield Figure(field=code), field.known
            for figure, mean in _means_of(field):
                yield figure, mean.people
    for dimension, mean in unit.dimensions.items():
        yield Figure(field=None, kind=FigureKind.DIMENSION, of=dimension), mean.people


def _means_of(field: FieldFigures) -> Iterator[tuple[Figure, Mean]]:
    for level in LEVELS:
        yield Figure(field=field.field, kind=FigureKind.SCORE, of=level), field.score[level]
        yield Figure(field=field.field, kind=FigureKind.ATTAINED, of=level), field.attained[level]
    for dimension, mean in field.dimensions.items():
        yield Figure(field=field.field, kind=FigureKind.DIMENSION, of=dimension), mean


def all_hidden(unit: UnitFigures) -> UnitFigures:
    """The unit with nothing told but how many people it has."""
    nothing = dict.fromkeys(unit.dimensions, NO_MEAN)
    return replace(unit, rated_by={}, fields=dict.fromkeys(unit.fields), dimensions=nothing, suppressed=True)


def _emptied(unit: UnitFigures, hidden: Suppression) -> UnitFigures:
    if hidden.hides_unit(unit.path):
        return all_hidden(unit)
    fields = {
        code: None if field is None or hidden.hides_field(unit.path, code) else _emptied_field(unit.path, field, hidden)
        for code, field in unit.fields.items()
    }
    overall = _emptied_means(unit.path, None, FigureKind.DIMENSION, unit.dimensions, hidden)
    return replace(unit, fields=fields, dimensions=overall)


def _emptied_field(path: Path, field: FieldFigures, hidden: Suppression) -> FieldFigures:
    code = field.field
    return replace(
        field,
        score=_emptied_means(path, code, FigureKind.SCORE, field.score, hidden),
        attained=_emptied_means(path, code, FigureKind.ATTAINED, field.attained, hidden),
        dimensions=_emptied_means(path, code, FigureKind.DIMENSION, field.dimensions, hidden),
    )


def _emptied_means(
    path: Path, field: str | None, kind: FigureKind, means: Mapping[Of, Mean], hidden: Suppression
) -> dict[Of, Mean]:
    return {
        of: NO_MEAN if hidden.hides(path, Figure(field=field, kind=kind, of=of)) else mean for of, mean in means.items()
    }


# What is needed, and what is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a unit needs in a field.

    ``basic_share`` (0-1) of the known must master the basic level, ``specialists`` people be specialised;
    ``weight`` 1-3 says how much it matters, ``by`` the day it must be met.
    """

    field: str
    basic_share: float = 1.0
    specialists: int = 1
    weight: int = 1
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Need against what there is in one field of a unit, in people.

    ``surplus`` is the number of specialised beyond the need, when that is much; else 0. ``key_person_risk``: exactly
    one is specialised where one or more are needed.
    """

    need: Need
    basic_needed: int
    basic_have: int
    specialised_have: int
    surplus: int
    key_person_risk: bool

    @property
    def field(self) -> str:
        return self.need.field

    @property
    def specialised_needed(self) -> int:
        return self.need.specialists

    @property
    def basic_gap(self) -> int:
        return max(0, self.basic_needed - self.basic_have)

    @property
    def specialised_gap(self) -> int:
        return max(0, self.specialised_needed - self.specialised_have)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One field of a unit with a person, and without."""

    before: Gap
    after: Gap

    @property
    def field(self) -> str:
        return self.before.field

    @property
    def opens_gap(self) -> bool:
        """Whether something is missing that was not missing before."""
        return self.after.basic_gap > self.before.basic_gap or self.after.specialised_gap > self.before.specialised_gap


def default_needs(framework: Framework) -> tuple[Need, ...]:
    """For each field: everyone masters basic, and ``default_specialists`` are specialised, where it has that level."""
    wanted = framework.rules.default_specialists
    return tuple(
        Need(field=field.code, specialists=wanted if field.at(Level.SPECIALISED) else 0) for field in framework.fields
    )


def needs_by_field(framework: Framework, needs: Sequence[Need]) -> Mapping[str, Need]:
    """One need for each field, in framework order: the one given, else the default. Raises ``UnknownCode``."""
    wanted = {need.field: need for need in default_needs(framework)}
    for need in needs:
        if need.field not in wanted:
            raise UnknownCode(kind="field", code=need.field, framework=framework.code)
        wanted[need.field] = need
    return wanted


def gaps(framework: Framework, unit: UnitFigures, needs: Sequence[Need] = ()) -> tuple[Gap, ...]:
    """Need against have for each field that is not hidden, in framework order. Raises ``UnknownCode``."""
    wanted = needs_by_field(framework, needs)
    shown = ((wanted[code], unit.field(code)) for code in framework.field_codes)
    return tuple(_gap(framework, need, field) for need, field in shown if field is not None)


def without(
    framework: Framework, unit: UnitFigures, leaver: Profile, needs: Sequence[Need] = ()
) -> tuple[Departure, ...]:
    """What if this person leaves: each field that is not hidden, before and after, in framework order.

    ``unit`` counts the person. Raises ``NotCounted`` when it cannot, and ``UnknownCode``.
    """
    wanted = needs_by_field(framework, needs)
    shown = ((wanted[code], unit.field(code)) for code in framework.field_codes)
    return tuple(
        Departure(
            before=_gap(framework, need, field),
            after=_gap(framework, need, _less_one(field, leaver.field(need.field).standing)),
        )
        for need, field in shown
        if field is not None
    )


def need_is_met(need: Need, field: FieldFigures) -> bool:
    """Whether as many are specialised as the unit needs."""
    return field.specialised >= need.specialists


def _gap(framework: Framework, need: Need, field: FieldFigures) -> Gap:
    rules = framework.rules
    has_basic = framework.fields[framework.field_index(need.field)].judged_on is Level.BASIC
    beyond = field.specialised - need.specialists
    is_much = beyond >= rules.surplus_least and beyond >= rules.surplus_share * need.specialists - TOLERANCE
    return Gap(
        need=need,
        basic_needed=math.ceil(need.basic_share * field.known - TOLERANCE) if has_basic else 0,
        basic_have=field.master_basic if has_basic else 0,
        specialised_have=field.specialised,
        surplus=beyond if is_much else 0,
        key_person_risk=field.specialised == 1 and need.specialists >= 1,
    )


def _less_one(field: FieldFigures, standing: Standing) -> FieldFigures:
    """The counts without one person of this standing; the means are left as they are, no gap asks for them."""
    if not field.standings[standing]:
        raise NotCounted(field.field)
    known = field.known - (standing is not Standing.UNKNOWN)
    return replace(field, known=known, standings={**field.standings, standing: field.standings[standing] - 1})
