"""Several people for one position, with what is left moved to colleagues: solved exactly.

Each task is done by one person who can do it, or by colleagues where the company has said so, or stays open. Nobody gets more
minutes than she can work, or fewer than she wants. Of all ways to do so it is the one with

    1  most minutes done       2  fewest people       3  fewest minutes moved to colleagues       4  most points together

each held while the next is looked for. Four integer programs in HiGHS, proven to the end; at most 30 tasks and 200 people.
Of people who can do just the same tasks for just as many minutes only as many are looked at as there are tasks for them, those
with most points: any others could be exchanged for one of these without loss.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from fagkompas.engine.errors import NotSolved
from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.match import Match
from fagkompas.engine.matching.order import Order, Task
from fagkompas.engine.matching.points import Can
from fagkompas.engine.matching.ruling_out import Rule
from fagkompas.engine.mip import Builder, Floats, Limits, Mip, run

MOST_TASKS: Final = 30
MOST_PEOPLE: Final = 200

_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who may do some of the tasks: which (by key), from how many minutes a week to how many, and her points."""

    key: str
    tasks: frozenset[str]
    least: int
    most: int
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """Who does which tasks (by key, in the order of the tasks), what colleagues do, and what stays open."""

    people: Mapping[str, tuple[str, ...]]
    colleagues: tuple[str, ...]
    left: tuple[str, ...]


def helper_of(order: Order, one: Candidate, found: Match) -> Helper | None:
    """Somebody as one of several: too few hours for the whole rules nobody out here; None for who is ruled out by anything else."""
    if any(each.rule is not Rule.HOURS for each in found.ruled_out):
        return None
    can = frozenset(each.task.key for each in found.tasks if each.can is Can.YES)
    minutes = one.minutes
    return Helper(
        key=one.key,
        tasks=can,
        least=minutes.least if minutes else 0,
        most=minutes.most if minutes else order.task_minutes,
        points=found.points,
    )


def covering(
    tasks: Sequence[Task],
    helpers: Iterable[Helper],
    *,
    movable: frozenset[str] = frozenset(),
    most_people: int | None = None,
) -> Covering:
    """The best way to have the tasks done. ``movable`` are the keys of tasks that colleagues may take.

    Raises ``ValueError`` for more than 30 tasks or 200 people, and for keys that stand twice.
    """
    wanted = [one for one in tasks if one.minutes]
    people = sorted(helpers, key=lambda one: one.key)
    if len(wanted) > MOST_TASKS or len(people) > MOST_PEOPLE:
        raise ValueError(f"At most {MOST_TASKS} tasks and {MOST_PEOPLE} people: choose among them first.")
    if len({one.key for one in wanted}) < len(wanted) or len({one.key for one in people}) < len(people):
        raise ValueError("A key stands twice: each task and each person has one of her own.")
    model = _Model(wanted, _worth_looking_at(wanted, people), movable, most_people)
    x = model.best()
    return model.told(x)


def _worth_looking_at(tasks: Sequence[Task], people: Iterable[Helper]) -> list[Helper]:
    """Without those who can do nothing, and of those who are alike as many as there are tasks for them."""
    alike: dict[tuple[frozenset[str], int, int], list[Helper]] = {}
    total = sum(task.minutes for task in tasks)
    for one in people:
        can = frozenset(task.key for task in tasks if task.key in one.tasks and task.minutes <= one.most)
        if can:
            kind = (can, one.least, min(one.most, total))
            alike.setdefault(kind, []).append(one)
    kept = (
        Helper(key=one.key, tasks=can, least=least, most=most, points=one.points)
        for (can, least, most), several in alike.items()
        for one in sorted(several, key=lambda each: (-each.points, each.key))[: len(can)]
    )
    return sorted(kept, key=lambda one: one.key)


class _Model:
    """Columns: a person for a task, a person at all, a task moved to colleagues."""

    def __init__(
        self, tasks: Sequence[Task], people: Sequence[Helper], movable: frozenset[str], most_people: int | None
    ) -> None:
        self._tasks, self._people = tasks, people
        self._pairs = [(p, t) for p, one in enumerate(people) for t, task in enumerate(tasks) if task.key in one.tasks]
        self._movable = [t for t, task in enumerate(tasks) if task.key in movable]
        minutes = np.array([task.minutes for task in tasks], dtype=float)
        person = np.array([p for p, _t in self._pairs], dtype=np.int64)
        task_of = np.array([t for _p, t in self._pairs], dtype=np.int64)
        built = Builder()
        does = built.add_columns(np.zeros(len(self._pairs)), integer=True)
        taken = built.add_columns(np.zeros(len(people)), integer=True)
        moved = built.add_columns(np.zeros(len(self._movable)), integer=True)
        every = np.arange(len(people))
        built.add_rows(
            len(tasks), (task_of, does, 1.0), (np.array(self._movable, dtype=np.int64), moved, 1.0), upper=1.0
        )
        most = np.array([min(one.most, minutes.sum()) for one in people])
        least = np.array([float(one.least) for one in people])
        built.add_rows(len(people), (person, does, minutes[task_of]), (every, taken, -most), upper=0.0)
        built.add_rows(len(people), (person, does, minutes[task_of]), (every, taken, -least), lower=0.0)
        built.add_rows(
            len(does), (np.arange(len(does)), does, 1.0), (np.arange(len(does)), taken[person], -1.0), upper=0.0
        )
        if most_people is not None:
            built.add_rows(1, (np.zeros(len(people), dtype=np.int64), taken, 1.0), upper=float(most_people))
        self._mip = built.mip()
        done, few, own, good = (np.zeros(len(self._mip.cost)) for _goal in range(4))
        done[does], done[moved] = minutes[task_of], minutes[self._movable]
        few[taken] = -1.0
        own[moved] = -minutes[self._movable]
        good[taken] = [round(float(one.points), _DECIMALS) for one in people]
        self._goals: tuple[Floats, ...] = (done, few, own, good)

    def best(self) -> Floats:
        """Each goal after the other; what is reached of one is held in the next."""
        mip, x = self._mip, np.zeros(len(self._mip.cost))
        for goal in self._goals:
            x = _solved(_with_cost(mip, goal), x)
            mip = _with_cost(mip, goal).at_least(float(goal @ x) - 10**-_DECIMALS)
        return x

    def told(self, x: Floats) -> Covering:
        """In keys."""
        by_task = {t: self._people[p].key for at, (p, t) in enumerate(self._pairs) if x[at] > 0.5}
        first = len(self._pairs) + len(self._people)
        moved = {t for at, t in enumerate(self._movable) if x[first + at] > 0.5}
        keys = [task.key for task in self._tasks]
        return Covering(
            people={
                key: tuple(keys[t] for t in sorted(by_task) if by_task[t] == key)
                for key in sorted(set(by_task.values()))
            },
            colleagues=tuple(keys[t] for t in sorted(moved)),
            left=tuple(key for t, key in enumerate(keys) if t not in by_task and t not in moved),
        )


def _with_cost(mip: Mip, cost: Floats) -> Mip:
    return Mip(
        cost=cost,
        lower=mip.lower,
        upper=mip.upper,
        integer=mip.integer,
        row_lower=mip.row_lower,
        row_upper=mip.row_upper,
        start=mip.start,
        index=mip.index,
        value=mip.value,
    )


def _solved(mip: Mip, start: Floats) -> Floats:
    if not len(mip.cost):
        return start
    found = run(mip, Limits(), start=start)
    if found.x is None or not found.finished:
        raise NotSolved("an unfinished run")
    return np.round(found.x)
