"""How a citizen's tasks in a placement develop, and which minutes of training are ready to become paid.

The handbook of methods and tools of a job centre (document 004), 4.2: employer and citizen each place every task on a scale
from 1 to 10, the employer says where somebody newly hired would stand, and the talk is about what it takes to be paid for
it. Rules and worked examples are in ``docs/algorithms/progression.md``.

::

    Task (minutes, Rating…) ──readiness──> is its training ready to be paid, and why (not)
                            ──difference──> do employer and citizen see it differently
    Placement (tasks, expected minutes) ──progress──> paid, training, ready, expected reached
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

LOWEST: Final = 1
HIGHEST: Final = 10

DIFFERS_FROM: Final = 2
"""From so many points between employer and citizen there is something to talk about."""

RATINGS_TO_BE_SURE: Final = 2
"""So many of the employer's last ratings must reach the yardstick: once may be a good day."""


class Seen(StrEnum):
    """Whose curve it is: the employer's rating, the citizen's, or where somebody newly hired would stand."""

    EMPLOYER = "employer"
    CITIZEN = "citizen"
    NEW_HIRE = "new_hire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A task on a day, 1-10 each; None where it was not said. Raises ``ValueError`` for a number outside the scale."""

    on: date
    employer: int | None = None
    citizen: int | None = None
    new_hire: int | None = None

    def __post_init__(self) -> None:
        for seen in Seen:
            value = self.at(seen)
            if value is not None and not LOWEST <= value <= HIGHEST:
                raise ValueError(f"{value} is not on the scale from {LOWEST} to {HIGHEST}.")

    def at(self, seen: Seen) -> int | None:
        match seen:
            case Seen.EMPLOYER:
                return self.employer
            case Seen.CITIZEN:
                return self.citizen
            case Seen.NEW_HIRE:
                return self.new_hire


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task and its minutes a week: each is either paid or training. ``ready_by``: when the training should be done.

    Raises ``ValueError`` for negative minutes or two ratings on one day.
    """

    key: str
    name: str
    paid_minutes: int
    training_minutes: int
    ratings: tuple[Rating, ...] = ()
    ready_by: date | None = None

    def __post_init__(self) -> None:
        if self.paid_minutes < 0 or self.training_minutes < 0:
            raise ValueError("Minutes cannot be negative.")
        if len({rating.on for rating in self.ratings}) < len(self.ratings):
            raise ValueError("A task is rated once a day: keep the last of that day.")

    @property
    def minutes(self) -> int:
        """A week, paid and training together."""
        return self.paid_minutes + self.training_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A placement with the paid minutes a week that were expected from the start."""

    expected_paid_minutes: int
    tasks: tuple[Task, ...]


# The curves


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value on a day."""

    on: date
    value: int


def curve(task: Task, seen: Seen) -> tuple[Point, ...]:
    """What was said from time to time, the earliest first; days without an answer are left out."""
    points = (Point(on=rating.on, value=value) for rating in task.ratings if (value := rating.at(seen)) is not None)
    return tuple(sorted(points, key=lambda point: point.on))


def last(task: Task, seen: Seen) -> Point | None:
    """The newest value: what is shown beside the question."""
    points = curve(task, seen)
    return points[-1] if points else None


# Where the two differ


class Higher(StrEnum):
    """Who places the task higher. The employer: good news to tell. The citizen: something to agree on."""

    EMPLOYER = "employer"
    CITIZEN = "citizen"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The last values of both, each with its day, which may differ."""

    employer: Point
    citizen: Point

    @property
    def points(self) -> int:
        return abs(self.employer.value - self.citizen.value)

    @property
    def higher(self) -> Higher:
        if self.employer.value == self.citizen.value:
            return Higher.NEITHER
        return Higher.EMPLOYER if self.employer.value > self.citizen.value else Higher.CITIZEN

    @property
    def asks_for_a_talk(self) -> bool:
        return self.points >= DIFFERS_FROM


def difference(task: Task) -> Difference | None:
    """None until both have said something."""
    employer, citizen = last(task, Seen.EMPLOYER), last(task, Seen.CITIZEN)
    return Difference(employer=employer, citizen=citizen) if employer and citizen else None


# Ready to be paid


class Why(StrEnum):
    """Why training is ready to become paid, or is not.

    ::

        no_training    every minute is paid already
        not_rated      the employer has not placed it on the scale
        no_yardstick   nobody has said where somebody newly hired would stand
        below          the employer's last rating does not reach the yardstick
        once           the last one does, the one before did not or is not there
        reached        the last two do: ready
    """

    NO_TRAINING = "no_training"
    NOT_RATED = "not_rated"
    NO_YARDSTICK = "no_yardstick"
    BELOW = "below"
    ONCE = "once"
    REACHED = "reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Of one task: the minutes of training that are ready to be paid, and why.

    ``employer``: the ratings it rests on, the last two at most, the earliest first. ``points_missing``: from the last one
    up to the yardstick. ``is_late``: the day that the training should be done has passed, and it is not ready.
    """

    task: Task
    why: Why
    employer: tuple[Point, ...]
    yardstick: Point | None
    is_late: bool

    @property
    def minutes(self) -> int:
        """A week; 0 unless ready."""
        return self.task.training_minutes if self.why is Why.REACHED else 0

    @property
    def points_missing(self) -> int:
        if self.yardstick is None or not self.employer:
            return 0
        return max(0, self.yardstick.value - self.employer[-1].value)


def readiness(task: Task, today: date) -> Readiness:
    """Measured against the newest yardstick, whenever the ratings were given; ratings after today do not count yet."""
    so_far = replace(task, ratings=tuple(rating for rating in task.ratings if rating.on <= today))
    employer = curve(so_far, Seen.EMPLOYER)[-RATINGS_TO_BE_SURE:]
    yardstick = last(so_far, Seen.NEW_HIRE)
    why = _why(task, employer, yardstick)
    passed = task.ready_by is not None and task.ready_by < today
    is_late = passed and why not in {Why.NO_TRAINING, Why.REACHED}
    return Readiness(task=task, why=why, employer=employer, yardstick=yardstick, is_late=is_late)


def _why(task: Task, employer: tuple[Point, ...], yardstick: Point | None) -> Why:
    if not task.training_minutes:
        return Why.NO_TRAINING
    if not employer:
        return Why.NOT_RATED
    if yardstick is None:
        return Why.NO_YARDSTICK
    if employer[-1].value < yardstick.value:
        return Why.BELOW
    if len(employer) < RATINGS_TO_BE_SURE or any(point.value < yardstick.value for point in employer):
        return Why.ONCE
    return Why.REACHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Minutes a week over all tasks. ``ready`` is the part of ``training`` that could be paid; each task says why."""

    expected: int
    paid: int
    training: int
    ready: int
    tasks: tuple[Readiness, ...]

    @property
    def is_reached(self) -> bool:
        """Whether as much is paid as was expected."""
        return self.paid >= self.expected

    @property
    def missing(self) -> int:
        """Paid minutes that are not there yet."""
        return max(0, self.expected - self.paid)

    @property
    def would_be_reached(self) -> bool:
        """Whether it would be reached if what is ready were paid."""
        return self.paid + self.ready >= self.expected

    @property
    def to_talk_about(self) -> tuple[Readiness, ...]:
        """Tasks that are ready, most minutes first: what the talk about pay begins with."""
        ready = (each for each in self.tasks if each.minutes)
        return tuple(sorted(ready, key=lambda each: (-each.minutes, each.task.name, each.task.key)))


def progress(placement: Placement, today: date) -> Progress:
    """Over the tasks that are given: those that have ended are left out by the caller."""
    tasks = tuple(readiness(task, today) for task in placement.tasks)
    return Progress(
        expected=placement.expected_paid_minutes,
        paid=sum(task.paid_minutes for task in placement.tasks),
        training=sum(task.training_minutes for task in placement.tasks),
        ready=sum(each.minutes for each in tasks),
        tasks=tasks,
    )
