"""Who does what: a unit's tasks in hours a week against people's standing and hours.

"Faglighed som fundament i beskæftigelsesindsatsen" (2025), chapter 4, names division of work as one of the uses of the
staff's profile. Terms, guarantees and a worked example are in ``docs/algorithms/division.md``.

::

    tasks (field, level, hours) ─┐
                                 ├─ 1 most hours ─ 2 specialised first ─ 3 basic work by the others ─ 4 and 5 even
    people (standing, hours) ────┘     each step is a linear program and keeps what the steps before have reached
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

from .errors import NotSolved
from .scales import STANDINGS, Level, Standing

SLACK: Final = 1e-6
"""Hours: what a later step may give up of an earlier one, and below which an amount is nothing."""

_DECIMALS: Final = 5
_DUAL: Final = 1e-7

_LOWEST: Final = {Level.BASIC: Standing.BASIC, Level.SPECIALISED: Standing.SPECIALISED}
"""The lowest standing in a task's field that it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A kind of work: the field and level that it asks for, and how many hours a week there are of it (0 or more)."""

    code: str
    field: str
    level: Level
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A person's hours a week for the tasks (0 or more), and standing in each field; a field left out is unknown."""

    code: str
    hours: float
    standings: Mapping[str, Standing]

    def can_do(self, task: Task) -> bool:
        """Basic work takes whoever masters basic, specialised work whoever is specialised; emerging is not yet."""
        standing = self.standings.get(task.field, Standing.UNKNOWN)
        return STANDINGS.index(standing) >= STANDINGS.index(_LOWEST[task.level])


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many hours a week of a task for one person. ``below_level``: basic work of somebody specialised in the field."""

    worker: str
    task: str
    hours: float
    below_level: bool


class WhyUncovered(StrEnum):
    """Why hours of a task are left over.

    ::

        nobody          nobody's standing is high enough
        rate_first      nobody's is known to be, and some are not rated in the field
        no_hours        those who can do it have no hours left
    """

    NOBODY = "nobody"
    RATE_FIRST = "rate_first"
    NO_HOURS = "no_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """Hours of a task that nobody does, and why.

    ``able`` are those who could do it. ``pool`` are all people who are full because of it: those able, and whoever
    else could have taken work from them; ``competing`` are all tasks that the pool does. The pool's hours are fewer
    than those tasks ask for, so no other division covers more of them together.
    """

    task: str
    hours: float
    why: WhyUncovered
    able: tuple[str, ...]
    unknown: int
    pool: tuple[str, ...]
    competing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one person does of the hours that the person has."""

    worker: str
    hours: float
    done: float

    @property
    def spare(self) -> float:
        """Hours left over."""
        return max(0.0, self.hours - self.done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The division of work, shares in the order of the tasks and within a task of the people."""

    shares: tuple[Share, ...]
    loads: tuple[Load, ...]
    uncovered: tuple[Uncovered, ...]
    needed: float
    covered: float

    @property
    def below_level(self) -> float:
        """Hours of basic work by people specialised in the field."""
        return sum(share.hours for share in self.shares if share.below_level)


def divide(tasks: Sequence[Task], workers: Sequence[Worker]) -> Division:
    """Divide the work. The same input always gives the same answer, and neither each person's hours nor what is left
    over of each task depend on order.

    In this order: as many hours covered as can be; of these as many specialised as can be; as few hours of basic work
    as can be by people specialised in the field; what is left over spread over the tasks, so that the one with the
    largest share left over has as little as can be, then the next; and so with the people's hours, the fullest first.
    Raises ``ValueError`` when a code stands twice or hours are negative or no number.
    """
    _refuse(tasks, workers)
    pairs = [(w, t) for w, worker in enumerate(workers) for t, task in enumerate(tasks) if worker.can_do(task)]
    hours = _solved(tasks, workers, pairs) if pairs else np.zeros(0)
    amounts = {
        pair: round(amount, _DECIMALS) for pair, amount in zip(pairs, hours.tolist(), strict=True) if amount > SLACK
    }
    done = [sum(amounts.get((w, t), 0.0) for t in range(len(tasks))) for w in range(len(workers))]
    return Division(
        shares=tuple(_shares(tasks, workers, amounts)),
        loads=tuple(Load(worker=worker.code, hours=worker.hours, done=done[w]) for w, worker in enumerate(workers)),
        uncovered=tuple(_uncovered(tasks, workers, amounts)),
        needed=sum(task.hours for task in tasks),
        covered=sum(amounts.values()),
    )


def _refuse(tasks: Sequence[Task], workers: Sequence[Worker]) -> None:
    for kind, rows in (("task", tasks), ("person", workers)):
        codes = [row.code for row in rows]
        if len(set(codes)) < len(codes):
            raise ValueError(f"A {kind} stands twice: give each its own code.")
        for row in rows:
            if not 0 <= row.hours < float("inf"):
                raise ValueError(f"{row.hours} hours of {row.code}: hours are 0 or more.")


def _is_below_level(task: Task, worker: Worker) -> bool:
    return task.level is Level.BASIC and worker.standings.get(task.field) is Standing.SPECIALISED


def _shares(
    tasks: Sequence[Task], workers: Sequence[Worker], amounts: Mapping[tuple[int, int], float]
) -> Iterator[Share]:
    for (w, t), hours in sorted(amounts.items(), key=lambda item: (item[0][1], item[0][0])):
        task, worker = tasks[t], workers[w]
        yield Share(worker=worker.code, task=task.code, hours=hours, below_level=_is_below_level(task, worker))


# The five steps


class _Program:
    """The hours of each person and task as one linear program, solved with one aim after the other.

    Columns: the hours of each pair, then the height of the fullest. Rows: hours of each person, hours of each task,
    and one for each aim that has been reached.
    """

    def __init__(self, tasks: Sequence[Task], workers: Sequence[Worker], pairs: Sequence[tuple[int, int]]) -> None:
        self.size = len(pairs)
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("presolve", "off")):
            self.highs.setOptionValue(option, value)
        for w, t in pairs:
            self.highs.addVar(0.0, min(workers[w].hours, tasks[t].hours))
        self.highs.addVar(0.0, 1.0)
        for worker in range(len(workers)):
            columns = [place for place, (w, _t) in enumerate(pairs) if w == worker]
            self._row(-highspy.kHighsInf, workers[worker].hours, dict.fromkeys(columns, 1.0))
        for task in range(len(tasks)):
            columns = [place for place, (_w, t) in enumerate(pairs) if t == task]
            self._row(-highspy.kHighsInf, tasks[task].hours, dict.fromkeys(columns, 1.0))

    def _row(self, lower: float, upper: float, terms: Mapping[int, float]) -> int:
        index = np.array(list(terms), dtype=np.int32)
        self.highs.addRow(lower, upper, len(index), index, np.array(list(terms.values())))
        return int(self.highs.getNumRow()) - 1

    def best(self, costs: Mapping[int, float]) -> tuple[float, NDArray[np.float64]]:
        """The least that the costs can add up to, and the columns there."""
        every = np.zeros(self.size + 1)
        for column, cost in costs.items():
            every[column] = cost
        self.highs.changeColsCost(self.size + 1, np.arange(self.size + 1, dtype=np.int32), every)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NotSolved(str(self.highs.getModelStatus()))
        return float(self.highs.getObjectiveValue()), np.array(self.highs.getSolution().col_value)

    def reach(self, costs: Mapping[int, float]) -> None:
        """Hold all that follows to the least that these costs can add up to."""
        if costs:
            least, _columns = self.best(costs)
            self._row(-highspy.kHighsInf, least + SLACK / 10, costs)

    def even(self, groups: Sequence[tuple[Sequence[int], float]], *, left_over: bool) -> NDArray[np.float64]:
        """Bring the highest group as low as can be; those that cannot be lower stay there, and then the next highest.

        A group is columns and the hours that they are a share of: the share that is used, or with ``left_over`` the
        share that is not.
        """
        top, sign = self.size, -1.0 if left_over else 1.0
        rows = {
            self._row(
                -highspy.kHighsInf,
                -hours if left_over else 0.0,
                {**dict.fromkeys(columns, sign), top: -hours},
            ): hours
            for columns, hours in groups
            if columns and hours > 0
        }
        found = self.best({top: 1.0})[1]
        while rows:
            duals = np.array(self.highs.getSolution().row_dual)
            for row in [row for row in rows if abs(duals[row]) > _DUAL] or list(rows):
                hours = rows.pop(row)
                self.highs.changeCoeff(row, top, 0.0)
                most = (found[top] - left_over) * hours + SLACK / 10
                self.highs.changeRowBounds(row, -highspy.kHighsInf, most)
            if rows:
                found = self.best({top: 1.0})[1]
        return found[: self.size]


def _solved(tasks: Sequence[Task], workers: Sequence[Worker], pairs: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    program = _Program(tasks, workers, pairs)
    program.reach(dict.fromkeys(range(len(pairs)), -1.0))
    program.reach({place: -1.0 for place, (_w, t) in enumerate(pairs) if tasks[t].level is Level.SPECIALISED})
    program.reach({place: 1.0 for place, (w, t) in enumerate(pairs) if _is_below_level(tasks[t], workers[w])})
    of_task = [[place for place, (_w, t) in enumerate(pairs) if t == task] for task in range(len(tasks))]
    program.even([(columns, task.hours) for columns, task in zip(of_task, tasks, strict=True)], left_over=True)
    of_worker = [[place for place, (w, _t) in enumerate(pairs) if w == worker] for worker in range(len(workers))]
    return program.even(
        [(columns, worker.hours) for columns, worker in zip(of_worker, workers, strict=True)], left_over=False
    )


# What is left over


def _uncovered(
    tasks: Sequence[Task], workers: Sequence[Worker], amounts: Mapping[tuple[int, int], float]
) -> Iterator[Uncovered]:
    for t, task in enumerate(tasks):
        left = task.hours - sum(amounts.get((w, t), 0.0) for w in range(len(workers)))
        if left <= SLACK * max(1, len(workers)):
            continue
        able = [w for w, worker in enumerate(workers) if worker.can_do(task)]
        unknown = sum(worker.standings.get(task.field, Standing.UNKNOWN) is Standing.UNKNOWN for worker in workers)
        pool, competing = _pool(tasks, workers, amounts, t)
        yield Uncovered(
            task=task.code,
            hours=left,
            why=WhyUncovered.NO_HOURS if able else WhyUncovered.RATE_FIRST if unknown else WhyUncovered.NOBODY,
            able=_codes(workers, able),
            unknown=unknown,
            pool=_codes(workers, pool),
            competing=_codes(tasks, competing),
        )


def _pool(
    tasks: Sequence[Task], workers: Sequence[Worker], amounts: Mapping[tuple[int, int], float], start: int
) -> tuple[set[int], set[int]]:
    """Everybody who could take an hour of the task, or give one of their own tasks to somebody so as to take it."""
    people: set[int] = set()
    work = {start}
    new = [start]
    while new:
        task = new.pop()
        for w, worker in enumerate(workers):
            if w not in people and worker.can_do(tasks[task]):
                people.add(w)
                more = {t for (who, t) in amounts if who == w} - work
                work |= more
                new.extend(sorted(more))
    return people, work


def _codes(rows: Sequence[Task] | Sequence[Worker], places: Iterable[int]) -> tuple[str, ...]:
    return tuple(rows[place].code for place in sorted(places))
