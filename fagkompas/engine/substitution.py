"""A position seen as tasks: what must be done by the one the company looks for, and what somebody else could do.

The handbook of methods and tools of a job centre (document 004), 3.14: behind a job title are functions and tasks; some of
them ask for what does not bend, others can be done by colleagues, by somebody for a few hours, or by somebody who is
trained on the job. Terms, rules and worked examples are in ``docs/algorithms/matching.md``.

::

    tasks (minutes, who could do it) ──placed by hand──> Division: minutes by who, what the expert is freed from, the new job
                                     ──four aims───────> a proposal each: inside, few hours, part time, full time by training
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FULL_TIME: Final = 37 * 60
"""Minutes a week of a full-time position in Denmark."""

FEW_HOURS: Final = 15 * 60
"""Minutes a week: up to so many it is a job of few hours. Our own line; the handbook draws none."""


class Who(StrEnum):
    """Who does a task: the one whom the company looks for, colleagues, somebody new as she is, or when she is trained."""

    EXPERT = "expert"
    COLLEAGUE = "colleague"
    NEW = "new"
    TRAINED = "trained"


class JobKind(StrEnum):
    """What the tasks of somebody new add up to."""

    FEW_HOURS = "few_hours"
    PART_TIME = "part_time"
    FULL_TIME = "full_time"


class Aim(StrEnum):
    """What one may want a position to become."""

    INSIDE = "inside"
    FEW_HOURS = "few_hours"
    PART_TIME = "part_time"
    FULL_TIME = "full_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionTask:
    """A task with its minutes a week. ``could``: who could do it; the expert always can.

    What is absolute is done by nobody who is trained for it on the job. Raises ``ValueError`` for negative minutes, or for an
    absolute task that somebody could be trained for.
    """

    key: str
    name: str
    minutes: int
    could: frozenset[Who]
    is_absolute: bool = False

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("Minutes cannot be negative.")
        if self.is_absolute and Who.TRAINED in self.could:
            raise ValueError("What is absolute must be there from the first day: nobody is trained for it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Who does which tasks (keys, in their order), and the minutes of each.

    ``unplaced`` are tasks that nobody has been given; ``cannot`` those that were given to somebody who could not do them.
    """

    tasks: Mapping[Who, tuple[str, ...]]
    minutes: Mapping[Who, int]
    unplaced: tuple[str, ...]
    cannot: tuple[str, ...]

    @property
    def freed(self) -> int:
        """Minutes a week that the expert is freed from."""
        return sum(minutes for who, minutes in self.minutes.items() if who is not Who.EXPERT)

    @property
    def new_minutes(self) -> int:
        """Of the new job, with what is trained for."""
        return self.minutes[Who.NEW] + self.minutes[Who.TRAINED]

    @property
    def new_job(self) -> JobKind | None:
        """What the new job is; None for no new job."""
        if not self.new_minutes:
            return None
        if self.new_minutes <= FEW_HOURS:
            return JobKind.FEW_HOURS
        return JobKind.PART_TIME if self.new_minutes < FULL_TIME else JobKind.FULL_TIME


def division(tasks: Sequence[PositionTask], placed: Mapping[str, Who]) -> Division:
    """What a placing by hand comes to; ``placed`` is by key, a key that is not there is a task that is not placed."""
    known = {task.key: task for task in tasks}
    given = {task.key: placed[task.key] for task in tasks if task.key in placed}
    return Division(
        tasks={who: tuple(key for key, by in given.items() if by is who) for who in Who},
        minutes={who: sum(known[key].minutes for key, by in given.items() if by is who) for who in Who},
        unplaced=tuple(task.key for task in tasks if task.key not in given),
        cannot=tuple(key for key, by in given.items() if by is not Who.EXPERT and by not in known[key].could),
    )


def proposal(tasks: Sequence[PositionTask], aim: Aim) -> Mapping[str, Who] | None:
    """A placing of every task that comes nearest to an aim; None where it cannot be had.

    Inside: all that colleagues could take. Few hours and part time: of what somebody new can do as she is, the most
    minutes that the kind of job has room for, with the fewest tasks; what is left goes to colleagues who could take it,
    and else to the expert. Full time: all that somebody new could do or be trained for, where that is a full week.
    """
    match aim:
        case Aim.INSIDE:
            new: Mapping[str, Who] = {}
            if not any(Who.COLLEAGUE in task.could for task in tasks):
                return None
        case Aim.FEW_HOURS | Aim.PART_TIME:
            most = FEW_HOURS if aim is Aim.FEW_HOURS else FULL_TIME - 1
            chosen = _fullest([task for task in tasks if Who.NEW in task.could], most)
            if not chosen or (aim is Aim.PART_TIME and sum(task.minutes for task in chosen) <= FEW_HOURS):
                return None
            new = {task.key: Who.NEW for task in chosen}
        case Aim.FULL_TIME:
            new = {task.key: _new_or_trained(task) for task in tasks if task.could & {Who.NEW, Who.TRAINED}}
            if sum(task.minutes for task in tasks if task.key in new) < FULL_TIME:
                return None
    return {task.key: new.get(task.key) or _inside(task) for task in tasks}


def _new_or_trained(task: PositionTask) -> Who:
    return Who.NEW if Who.NEW in task.could else Who.TRAINED


def _inside(task: PositionTask) -> Who:
    return Who.COLLEAGUE if Who.COLLEAGUE in task.could else Who.EXPERT


def _fullest(tasks: Iterable[PositionTask], most: int) -> list[PositionTask]:
    """Those that add up to the most minutes with room for them; of such the fewest, and then the first."""
    sums: dict[int, tuple[PositionTask, ...]] = {0: ()}
    for task in tasks:
        if not task.minutes:
            continue
        for total, several in list(sums.items()):
            then = (*several, task)
            reached = total + task.minutes
            if reached <= most and (reached not in sums or len(then) < len(sums[reached])):
                sums[reached] = then
    return list(sums[max(sums)])
