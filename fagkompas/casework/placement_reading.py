"""A placement as its pages show it: tasks with their curves, where the two differ, what is ready to be paid. Three queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fagkompas.casework.models import Placement, PlacementTask, TaskRating
from fagkompas.casework.wording.placements import difference_in_words, readiness_in_words
from fagkompas.conversations.models import Agreement
from fagkompas.engine import progression as engine
from fagkompas.engine.progression import Difference, Progress, Readiness, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A task, its ratings in order, and what they say; `talk` is what to say where the two differ, "" elsewhere."""

    task: PlacementTask
    ratings: Sequence[TaskRating]
    as_engine: engine.Task
    readiness: Readiness
    why: str
    difference: Difference | None
    talk: str

    def last(self, seen: Seen) -> engine.Point | None:
        """The newest value of one curve."""
        return engine.last(self.as_engine, seen)

    def agreed_before(self, day: date) -> TaskRating | None:
        """The follow-up before that day in which something was agreed last."""
        earlier = [one for one in self.ratings if one.on < day and one.agreement]
        return earlier[-1] if earlier else None

    def asked_on(self, day: date) -> Agreement | None:
        """What was agreed last: how it went is asked as long as it is open."""
        before = self.agreed_before(day)
        return before.agreed if before else None

    @property
    def minutes(self) -> int:
        """A week, paid and training together."""
        return self.as_engine.minutes

    @property
    def is_ready(self) -> bool:
        """Whether its training is ready to be paid."""
        return self.readiness.minutes > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlacement:
    """Its tasks that are done now, those that were, and the minutes over all."""

    placement: Placement
    tasks: tuple[ReadTask, ...]
    ended: tuple[ReadTask, ...]
    progress: Progress

    @property
    def share_paid(self) -> float:
        """Of the expected minutes, at most 1."""
        expected = self.progress.expected
        return min(1.0, self.progress.paid / expected) if expected else 1.0


def read_placement(placement: Placement, today: date) -> ReadPlacement:
    """Three queries, however many tasks there are."""
    return read_of(placement, list(placement.tasks.prefetch_related("ratings__agreed")), today)


def read_of(placement: Placement, tasks: Sequence[PlacementTask], today: date) -> ReadPlacement:
    """The same of tasks that are there already, with their ratings."""
    read = [_read(task, today) for task in tasks]
    now = tuple(one for one in read if one.task.ended_on is None)
    of_engine = engine.Placement(
        expected_paid_minutes=placement.expected_paid_minutes, tasks=tuple(one.as_engine for one in now)
    )
    return ReadPlacement(
        placement=placement,
        tasks=now,
        ended=tuple(one for one in read if one.task.ended_on is not None),
        progress=engine.progress(of_engine, today),
    )


def to_engine(task: PlacementTask, ratings: Sequence[TaskRating]) -> engine.Task:
    """A task as the engine takes it."""
    return engine.Task(
        key=str(task.uuid),
        name=task.name,
        paid_minutes=task.paid_minutes,
        training_minutes=task.training_minutes,
        ready_by=task.ready_by,
        ratings=tuple(
            engine.Rating(on=one.on, employer=one.employer, citizen=one.citizen, new_hire=one.new_hire)
            for one in ratings
        ),
    )


def _read(task: PlacementTask, today: date) -> ReadTask:
    ratings = list(task.ratings.all())
    as_engine = to_engine(task, ratings)
    readiness, differs = engine.readiness(as_engine, today), engine.difference(as_engine)
    return ReadTask(
        task=task,
        ratings=ratings,
        as_engine=as_engine,
        readiness=readiness,
        why=readiness_in_words(readiness),
        difference=differs,
        talk=difference_in_words(differs),
    )
