"""Many people beside an order at once: the same rules and sums as `match.py`, as columns of numbers.

Made once for many people and asked for many orders. What it says of somebody is what `match` says of the same person to
within 1e-9 points (`tests/engine/test_matching_table.py`); the reasons of those who are shown are worked out by `match`.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.order import Condition, Order, Task, WorkTime
from fagkompas.engine.matching.points import DIGITS, FEWEST_DIGITS, WEIGHTS, Criterion
from fagkompas.engine.text.overlap import ENOUGH, Lines
from fagkompas.engine.text.words import words_of

Flags = npt.NDArray[np.bool_]
Thing = TypeVar("Thing", bound=Hashable)
Points = npt.NDArray[np.float64]

_ENOUGH: Final = float(ENOUGH) + 1e-9
_MOST: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """For each person, in the order of the candidates: whether ruled out, the points, and what they could become."""

    is_ruled_out: Flags
    points: Points
    could_be: Points

    def first(self, most: int) -> list[int]:
        """The places of the best who are not ruled out, as `in_order` has them; equals in the order of the candidates."""
        free = np.flatnonzero(~self.is_ruled_out)
        rank = np.lexsort((free, -np.round(self.could_be[free], 9), -np.round(self.points[free], 9)))
        return [int(at) for at in free[rank][:most]]


class Table:
    """All that is known of many people. Never changes once it is made, so that threads may share it."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = tuple(sorted(candidates, key=lambda one: one.key))
        people = self.candidates
        self._can = Lines([one.can for one in people])
        self._cannot = Lines([one.cannot for one in people])
        self._wants = Lines([one.wants for one in people])
        self._has_wants = np.array([bool(one.wants) for one in people], dtype=np.bool_)
        self._least = np.array([one.minutes.least if one.minutes else 0 for one in people], dtype=np.int64)
        self._most = np.array([one.minutes.most if one.minutes else _MOST for one in people], dtype=np.int64)
        self._free = np.array([(one.free_from or date.min).toordinal() for one in people], dtype=np.int64)
        self._reach = _where(([one.reach] if one.reach is not None else [] for one in people), len(people))
        self._papers = _where(
            ([paper for paper, has in (one.papers or {}).items() if not has] for one in people), len(people)
        )
        self._spared = _where(((str(each) for each in one.spared) for one in people), len(people))
        self._busy = _where(
            ((str(each) for each in WorkTime if one.times is not None and each not in one.times) for one in people),
            len(people),
        )
        self._tracks = _where((_beginnings(one.tracks) for one in people), len(people))
        self._has_tracks = np.array([bool(one.tracks) for one in people], dtype=np.bool_)

    def scores(self, order: Order, weights: Mapping[Criterion, int] = WEIGHTS) -> Scores:
        """Everybody beside one order."""
        says_no = {each: self._cannot.shares(each) > _ENOUGH for each in order.competencies}
        yes = {each: (self._can.shares(each) > _ENOUGH) & ~says_no[each] for each in order.competencies}
        done, could = self._tasks(order, yes, says_no)
        points = weights[Criterion.TASKS] * done
        could_be = weights[Criterion.TASKS] * could
        count = max(len(order.competencies), 1)
        points += weights[Criterion.COMPETENCE] * sum(yes.values(), np.zeros(len(points))) / count
        nos = sum(says_no.values(), np.zeros(len(points)))
        could_be += weights[Criterion.COMPETENCE] * ((len(order.competencies) - nos) / count)
        wished = self._interest(order)
        points += weights[Criterion.INTEREST] * wished
        could_be += weights[Criterion.INTEREST] * np.where(self._has_wants, wished, float(bool(order.task_minutes)))
        track = self._track(order.isco4)
        points += weights[Criterion.TRACK] * track
        could_be += weights[Criterion.TRACK] * np.where(self._has_tracks | (not order.isco4), track, 1.0)
        return Scores(is_ruled_out=self._ruled_out(order, says_no), points=points, could_be=could_be)

    def _tasks(self, order: Order, yes: Mapping[str, Flags], no: Mapping[str, Flags]) -> tuple[Points, Points]:
        """The shares of the minutes that can be done, and that could be."""
        done, could = np.zeros(len(self.candidates)), np.zeros(len(self.candidates))
        for task in order.tasks:
            share = task.minutes / order.task_minutes if order.task_minutes else 0.0
            done += share * self._all([yes[each] for each in task.competencies])
            could += share * self._all([~no[each] for each in task.competencies])
        return done, could

    def _all(self, flags: Sequence[Flags]) -> Flags:
        return np.logical_and.reduce(flags) if flags else np.ones(len(self.candidates), dtype=np.bool_)

    def _interest(self, order: Order) -> Points:
        """The share of the minutes of which a wish speaks."""
        wished = np.zeros(len(self.candidates))
        for task in order.tasks:
            if order.task_minutes:
                wished += task.minutes / order.task_minutes * self._wants.touches(_asked(task))
        return wished

    def _track(self, isco4: str) -> Points:
        found = np.zeros(len(self.candidates))
        for digits in range(FEWEST_DIGITS, min(len(isco4), DIGITS) + 1):
            found[self._tracks.get(isco4[:digits], [])] = digits / DIGITS
        return found

    def _ruled_out(self, order: Order, says_no: Mapping[str, Flags]) -> Flags:
        out = np.zeros(len(self.candidates), dtype=np.bool_)
        for task in order.tasks:
            for each in task.competencies if task.is_absolute else ():
                out |= says_no[each]
        if order.minutes:
            out |= (order.minutes.least > self._most) | (order.minutes.most < self._least)
        if order.starts_on:
            out |= self._free > order.starts_on.toordinal()
        conditions: Iterable[Condition] = order.conditions
        for kept, asked in ((self._papers, order.papers), (self._spared, conditions), (self._busy, order.times)):
            for each in asked:
                out[kept.get(str(each), [])] = True
        if order.postcode:
            for reach, places in self._reach.items():
                out[places] |= not any(each.has(order.postcode) for each in reach)
        return out


def _asked(task: Task) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(words_of(text) for text in (task.name, *task.competencies))))


def _beginnings(groups: Iterable[str]) -> set[str]:
    """The groups that somebody looks for, and those that they are in."""
    return {one[:digits] for one in groups for digits in range(FEWEST_DIGITS, min(len(one), DIGITS) + 1)}


def _where(several: Iterable[Iterable[Thing]], size: int) -> dict[Thing, list[int]]:
    """At which places each thing stands."""
    found: dict[Thing, list[int]] = {}
    for place, things in zip(range(size), several, strict=True):
        for thing in things:
            found.setdefault(thing, []).append(place)
    return found
