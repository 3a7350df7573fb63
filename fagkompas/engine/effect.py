"""What came of an activity: ratings before and after, beside similar people who did not take part, and chance.

The terms, the guarantees and a worked example are in ``docs/algorithms/effect.md``.

::

    Person (ratings, whether they took part) ──effect──> Effect ── AFTER, LATER: Moment
                                                            everyone     all who took part and were rated both times
                                                            compared     those of them beside similar colleagues, and chance
    Effect ──groups_of──> who stands behind each figure ──tellable──> what may be shown without telling of anybody
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from .scales import POINTS, USED_RATERS, Rater

BEFORE: Final = timedelta(days=365)
"""A rating before is at most so old when the activity starts."""

AFTERWARDS: Final = timedelta(days=91)
"""A rating of ``AFTER`` is at most so long after the activity, one of ``LATER`` is later than that."""

LATEST: Final = timedelta(days=183)
"""A rating of ``LATER`` is at most so long after the activity."""

BAND: Final = Fraction(1, 2)
"""Similar people started within the same band of so many points."""

LOWER: Final = Fraction(1, 4)
"""So many points below their colleagues is a low start, after which ratings rise by chance."""

WEIGHT: Final = " x "
"""In what stands behind a figure, between a number and how much it weighs."""

MOST_SUMS: Final = 200_000
"""As many different sums the exact chance is counted through; beyond that it is computed from their spread."""


class When(StrEnum):
    """Right after the activity, and three to six months later."""

    AFTER = "after"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A person's ratings in one round: ``values`` by rater and code, points 0-4; "not relevant" is left out.

    ``first`` and ``last`` are the days of the earliest and the latest of them; ``unit`` where the person was then.
    """

    round: str
    unit: str
    first: date
    last: date
    values: Mapping[Rater, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The first and the last day of the activity for one person."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody rated in some rounds; ``took_part`` is None for who did not."""

    code: str
    rated: tuple[Rated, ...]
    took_part: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cell:
    """Similar people: rated in the same two rounds, in the same unit, with the start in the same band.

    ``band`` counts half points from 0: 3 is from 1.5 to below 2.
    """

    before: str
    then: str
    unit: str
    band: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One person: the mean of the activity's competencies before, and how much it changed, in points of the scale."""

    person: str
    before: Fraction
    change: Fraction
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How often chance alone makes a difference at least as large, in either direction: a share of 0-1.

    ``ways``: in how many ways the same people could have been those who took part. ``is_exact``: all of them are
    counted; otherwise the share is that of a normal distribution with their spread.
    """

    share: float
    is_exact: bool
    ways: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Those who took part and have similar colleagues, and these colleagues.

    ``others_change`` weighs each cell by how many of it took part, so that both groups started alike.
    """

    taking: tuple[Change, ...]
    others: tuple[Change, ...]
    taking_change: Fraction
    others_change: Fraction
    chance: Chance

    @property
    def difference(self) -> Fraction:
        """What those who took part moved more than the others, in points."""
        return self.taking_change - self.others_change


class Start(StrEnum):
    """Where those who took part stood before, beside everyone else in the same units and rounds."""

    LOWER = "lower"
    ALIKE = "alike"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One time after the activity. ``compared`` and ``start`` are None where there is nobody to compare with."""

    everyone: tuple[Change, ...]
    compared: Compared | None
    start: Start | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What is known of an activity; ``tellable`` says what of it may be shown."""

    competencies: tuple[str, ...]
    moments: Mapping[When, Moment]


def effect(people: Sequence[Person], competencies: Sequence[str], *, smallest_group: int) -> Effect:
    """The ratings of everyone on the competencies that an activity is to lift; each person once."""
    return Effect(
        competencies=tuple(competencies),
        moments={when: _moment(people, competencies, when, smallest_group) for when in When},
    )


def mean_change(changes: Collection[Change]) -> Fraction:
    """In points; of one person at least."""
    return Fraction(sum(one.change for one in changes), len(changes))


def mean_before(changes: Collection[Change]) -> Fraction:
    """In points; of one person at least."""
    return Fraction(sum(one.before for one in changes), len(changes))


def spread(changes: Collection[Change]) -> float:
    """The standard deviation of the changes, in points; of two people at least."""
    mean = mean_change(changes)
    return math.sqrt(sum((one.change - mean) ** 2 for one in changes) / (len(changes) - 1))


# Before and after


def pair_of(person: Person, when: When) -> tuple[Rated, Rated] | None:
    """For who took part: the last rating before and the first one in time; None without both.

    A round whose ratings of the person began before the activity ended and went on after is neither.
    """
    period = person.took_part
    if period is None:
        return None
    before = [one for one in person.rated if one.last < period.starts <= one.first + BEFORE]
    least, most = (timedelta(), AFTERWARDS) if when is When.AFTER else (AFTERWARDS, LATEST)
    then = [one for one in person.rated if period.ends + least < one.first and one.last <= period.ends + most]
    if not before or not then:
        return None
    return max(before, key=lambda one: (one.last, one.round)), min(then, key=lambda one: (one.first, one.round))


def change_between(code: str, before: Rated, then: Rated, competencies: Sequence[str]) -> Change | None:
    """The person's change, each competency by the same rater both times; None with less than half of them."""
    pairs = [pair for item in competencies if (pair := _by_same_rater(before, then, item))]
    if not pairs or 2 * len(pairs) < len(competencies):
        return None
    start = Fraction(sum(first for first, _second in pairs), len(pairs))
    change = Fraction(sum(second - first for first, second in pairs), len(pairs))
    band = min(int(start / BAND), int(max(POINTS) / BAND) - 1)
    cell = Cell(before=before.round, then=then.round, unit=before.unit, band=band)
    return Change(person=code, before=start, change=change, cell=cell)


def _by_same_rater(before: Rated, then: Rated, item: str) -> tuple[int, int] | None:
    """Agreed both times, else by the manager both times, else by the person."""
    for rater in USED_RATERS:
        first, second = before.values.get(rater, {}).get(item), then.values.get(rater, {}).get(item)
        if first is not None and second is not None:
            return first, second
    return None


def _moment(people: Sequence[Person], competencies: Sequence[str], when: When, smallest_group: int) -> Moment:
    everyone = []
    pairs = set()
    for person in people:
        pair = pair_of(person, when)
        change = change_between(person.code, *pair, competencies) if pair else None
        if change:
            everyone.append(change)
            pairs.add((change.cell.before, change.cell.then))
    units = {change.cell.unit for change in everyone}
    candidates = [
        change
        for person in people
        if person.took_part is None
        for change in _changes_of_other(person, sorted(pairs), competencies)
        if change.cell.unit in units
    ]
    return Moment(
        everyone=tuple(everyone),
        compared=_compared(everyone, candidates),
        start=_start(everyone, candidates, smallest_group),
    )


def _changes_of_other(
    person: Person, pairs: Iterable[tuple[str, str]], competencies: Sequence[str]
) -> Iterator[Change]:
    """In the first pair of rounds of those who took part that the person was rated in: everyone counts once."""
    by_round = {one.round: one for one in person.rated}
    for before, then in pairs:
        if before in by_round and then in by_round:
            change = change_between(person.code, by_round[before], by_round[then], competencies)
            if change:
                yield change
                return


def _start(everyone: Sequence[Change], others: Sequence[Change], smallest_group: int) -> Start | None:
    if len(everyone) < smallest_group or len(others) < smallest_group:
        return None
    apart = mean_before(everyone) - mean_before(others)
    if apart <= -LOWER:
        return Start.LOWER
    return Start.HIGHER if apart >= LOWER else Start.ALIKE


# Beside similar people


def _compared(everyone: Sequence[Change], candidates: Sequence[Change]) -> Compared | None:
    cells: dict[Cell, tuple[list[Change], list[Change]]] = defaultdict(lambda: ([], []))
    for change in everyone:
        cells[change.cell][0].append(change)
    for change in candidates:
        cells[change.cell][1].append(change)
    both = [cells[cell] for cell in sorted(cells) if cells[cell][0] and cells[cell][1]]
    if not both:
        return None
    taking = tuple(change for some, _others in both for change in some)
    return Compared(
        taking=taking,
        others=tuple(change for _some, others in both for change in others),
        taking_change=mean_change(taking),
        others_change=sum((len(some) * mean_change(others) for some, others in both), Fraction()) / len(taking),
        chance=chance_of([([c.change for c in some], [c.change for c in others]) for some, others in both]),
    )


def chance_of(cells: Sequence[tuple[Sequence[Fraction], Sequence[Fraction]]]) -> Chance:
    """If it had been drawn within each cell who took part: how often the difference is as large as it is, or larger.

    Each cell has the changes of those who took part and of the others, at least one of each.
    """
    # All in whole numbers: with k of a cell taking part and m not, the difference times a constant is the sum over the
    # cells of S (1 + k/m) - k/m T, where S is the sum of those who took part and T that of everyone.
    values = [value for some, others in cells for value in (*some, *others)]
    unit = math.lcm(*(value.denominator for value in values), *(len(others) for _some, others in cells))
    numbers = [
        ([_whole(value, unit) for value in some], [_whole(value, unit) for value in others]) for some, others in cells
    ]
    ways = math.prod(math.comb(len(some) + len(others), len(some)) for some, others in cells)
    observed = sum(_weighted(some, others, sum(some), unit) for some, others in numbers)
    found = _all_differences(numbers, unit)
    if found is not None:
        as_large = sum(count for difference, count in found.items() if abs(difference) >= abs(observed))
        return Chance(share=as_large / ways, is_exact=True, ways=ways)
    variance = sum(_variance(some, others, unit) for some, others in numbers)
    share = math.erfc(abs(observed) / math.sqrt(2 * variance)) if variance else 1.0
    return Chance(share=share, is_exact=False, ways=ways)


def _whole(value: Fraction, unit: int) -> int:
    return value.numerator * (unit // value.denominator)


def _weighted(some: Sequence[int], others: Sequence[int], total_of_some: int, unit: int) -> int:
    """A cell's part of the difference when those who took part add up to so much; `unit` makes it a whole number."""
    weight = unit // len(others) * len(some)
    return total_of_some * (unit + weight) - weight * (sum(some) + sum(others))


def _all_differences(cells: Sequence[tuple[Sequence[int], Sequence[int]]], unit: int) -> Counter[int] | None:
    """Every difference that another choice of people would give, and in how many ways; None when there are too many."""
    found = Counter({0: 1})
    for some, others in cells:
        sums = _sums_of(len(some), [*some, *others])
        if sums is None or len(found) * len(sums) > MOST_SUMS * 10:
            return None
        joined: Counter[int] = Counter()
        parts = [(_weighted(some, others, total, unit), count) for total, count in sums.items()]
        for difference, before in found.items():
            for part, count in parts:
                joined[difference + part] += before * count
        if len(joined) > MOST_SUMS:
            return None
        found = joined
    return found


def _sums_of(chosen: int, values: Sequence[int]) -> Counter[int] | None:
    """The sums of all choices of so many of the values, and in how many ways; None when there are too many."""
    ways = [Counter({0: 1}), *(Counter[int]() for _each in range(chosen))]
    for value in values:
        for number in range(chosen, 0, -1):
            for total, count in list(ways[number - 1].items()):
                ways[number][total + value] += count
        if sum(len(sums) for sums in ways) > MOST_SUMS:
            return None
    return ways[chosen]


def _variance(some: Sequence[int], others: Sequence[int], unit: int) -> float:
    """Of a cell's part of the difference, when it is drawn who took part."""
    values = [*some, *others]
    people = len(values)
    mean = Fraction(sum(values), people)
    scatter = sum((value - mean) ** 2 for value in values) / people
    factor = unit + unit // len(others) * len(some)
    return float(scatter * len(some) * len(others) / (people - 1) * factor**2)


# What may be told


class Told(StrEnum):
    """A group of people whose figures are shown."""

    EVERYONE = "everyone"
    TAKING = "taking"
    OTHERS = "others"


Groups = Mapping[tuple[When, Told], Mapping[str, str]]
"""Whose figures are shown, and the numbers that stand behind each: person to what they put in."""


def groups_of(found: Effect) -> Groups:
    """Every group that has figures, whether they may be shown or not."""
    groups: dict[tuple[When, Told], Mapping[str, str]] = {}
    for when, moment in found.moments.items():
        if moment.compared:
            groups[when, Told.TAKING] = {one.person: _numbers(one) for one in moment.compared.taking}
            groups[when, Told.OTHERS] = _weighted_numbers(moment.compared)
        if moment.everyone:
            groups[when, Told.EVERYONE] = {one.person: _numbers(one) for one in moment.everyone}
    return groups


def tellable(groups: Groups, *, smallest_group: int, known: Collection[str] = ()) -> Groups:
    """The groups whose figures may be shown, what matters most first; a comparison has both its groups or none.

    Whatever is shown can be added and subtracted: every part of the people that differences can single out must be
    nobody or at least the smallest group, not counting those whom the viewer knows anyway.
    """
    told: dict[tuple[When, Told], Mapping[str, str]] = {}
    for when in When:
        for together in ((Told.TAKING, Told.OTHERS), (Told.EVERYONE,)):
            choice = {(when, group): groups[when, group] for group in together if (when, group) in groups}
            if len(choice) == len(together) and _holds({**told, **choice}, smallest_group, frozenset(known)):
                told |= choice
    return told


def _holds(told: Groups, smallest_group: int, known: frozenset[str]) -> bool:
    """Whether every group, and every part that can be singled out, is large enough.

    Those who took part are counted in up to four groups, which overlap. Of the others only changes are shown, and those
    of one time are other numbers than those of the other, so that each of their groups stands alone.
    """
    where: dict[str, list[tuple[When, Told]]] = defaultdict(list)
    unknown = Counter[object]()
    for group, people in told.items():
        if group[1] is Told.OTHERS:
            unknown[group] = len(people.keys() - known)
        else:
            for person in people.keys() - known:
                where[person].append(group)
    unknown.update(tuple(groups) for groups in where.values())
    # A part of which the viewer knows everyone tells nothing new.
    return all(len(people) >= smallest_group for people in told.values()) and all(
        size == 0 or size >= smallest_group for size in unknown.values()
    )


def may_follow(told: Groups, before: Groups, *, smallest_group: int) -> bool:
    """Whether the new figures may be shown to whoever has seen the old ones.

    In each group nothing has changed, or those who are new are nobody or at least the smallest group, and so are those
    who are gone. Where people weigh differently than before, at least the smallest group must be new.
    """
    for group in {*told, *before}:
        new, old = told.get(group, {}), before.get(group, {})
        came = sum(_number(old.get(person)) != _number(number) for person, number in new.items())
        went = sum(_number(new.get(person)) != _number(number) for person, number in old.items())
        if 0 < came < smallest_group or 0 < went < smallest_group:
            return False
        if not came and any(person in new and new[person] != number for person, number in old.items()):
            return False
    return True


def _numbers(one: Change) -> str:
    return f"{one.before} {one.change}"


def _weighted_numbers(compared: Compared) -> dict[str, str]:
    """Of the others only the change is shown; how much each weighs depends on how many took part in the cell."""
    taking = Counter(one.cell for one in compared.taking)
    others = Counter(one.cell for one in compared.others)
    total = len(compared.taking)
    return {
        one.person: f"{one.change}{WEIGHT}{Fraction(taking[one.cell], others[one.cell] * total)}"
        for one in compared.others
    }


def _number(numbers: str | None) -> str | None:
    """Without the weight."""
    return None if numbers is None else numbers.partition(WEIGHT)[0]
