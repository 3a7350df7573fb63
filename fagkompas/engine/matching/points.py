"""Points by criterion: how much of what is asked for a person has shown, and what could come to it once it is asked.

    criterion    share from 0 to 1                                                     unknown when
    tasks        minutes of the tasks that the person can do, of all minutes           a competence of a task is nowhere said
    competence   competencies that are said in a line, of all that are asked for       the same
    interest     minutes of the tasks that a wish speaks of, of all minutes            no wish is written
    track        digits that the occupation's group and a job track's share            no track, or an order without a group

    points = sum of weight x share; the weights are handed in and add up to 100.

A task can be done when every competence that it asks for is said in a line of what the person can (`text.overlap`), and a task
that asks for nothing can be done by anybody who has not said no.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.order import Order, Task
from fagkompas.engine.matching.ruling_out import declines
from fagkompas.engine.text.overlap import ENOUGH, best
from fagkompas.engine.text.words import stands_in, words_of


class Criterion(StrEnum):
    """What gives points."""

    TASKS = "tasks"
    COMPETENCE = "competence"
    INTEREST = "interest"
    TRACK = "track"


class Can(StrEnum):
    """What is known of a person and a task or a competence."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


WEIGHTS: Final[Mapping[Criterion, int]] = {
    Criterion.TASKS: 60,
    Criterion.COMPETENCE: 15,
    Criterion.INTEREST: 15,
    Criterion.TRACK: 10,
}
"""What the product ships with; they add up to 100, and stand on every page that shows points."""

DIGITS: Final = 4
"""Of a group of occupations."""

FEWEST_DIGITS: Final = 2
"""Two that share only the first digit are of one major group, which says too little to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A competence that is asked for, whether the person has it, and the line that says so ("" for none)."""

    competence: str
    can: Can
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskShown:
    """A task, whether the person can do it, and what is known of each competence. ``is_learned``: flexible and not known."""

    task: Task
    can: Can
    competencies: tuple[Shown, ...]

    @property
    def is_learned(self) -> bool:
        return self.can != Can.YES and not self.task.is_absolute


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A criterion's share, what it would be if all that is unknown were so, and its weight."""

    criterion: Criterion
    share: Fraction
    could_be: Fraction
    weight: int

    @property
    def points(self) -> Fraction:
        return self.share * self.weight

    @property
    def could_give(self) -> Fraction:
        return self.could_be * self.weight


def shown(competence: str, one: Candidate) -> Shown:
    """What is known of a competence that is asked for. A no that was said stands above any line."""
    if declines(one, competence):
        return Shown(competence=competence, can=Can.NO, line="")
    found = best(competence, one.can)
    if found.share > ENOUGH:
        return Shown(competence=competence, can=Can.YES, line=found.line)
    return Shown(competence=competence, can=Can.UNKNOWN, line="")


def tasks_shown(order: Order, one: Candidate) -> tuple[TaskShown, ...]:
    """Each task of an order, in its order."""
    of = {competence: shown(competence, one) for competence in order.competencies}
    return tuple(_task_shown(task, tuple(of[each] for each in task.competencies)) for task in order.tasks)


def points(
    order: Order,
    one: Candidate,
    weights: Mapping[Criterion, int] = WEIGHTS,
    tasks: Sequence[TaskShown] | None = None,
) -> tuple[Given, ...]:
    """By criterion, in their order; `tasks` are those of `tasks_shown` where they are known by now. Raises ``ValueError`` where the weights do not add up to 100."""
    if sum(weights.values()) != 100 or min(weights.values()) < 0:
        raise ValueError("The weights must be 0 or more and add up to 100.")
    shares = dict(_shares(order, one, tasks_shown(order, one) if tasks is None else tasks))
    return tuple(
        Given(criterion=each, share=shares[each][0], could_be=shares[each][1], weight=weights[each])
        for each in Criterion
    )


def _shares(
    order: Order, one: Candidate, tasks: Sequence[TaskShown]
) -> Iterator[tuple[Criterion, tuple[Fraction, Fraction]]]:
    yes = sum(each.task.minutes for each in tasks if each.can is Can.YES)
    open_ = sum(each.task.minutes for each in tasks if each.can is Can.UNKNOWN)
    yield Criterion.TASKS, (_of(yes, order.task_minutes), _of(yes + open_, order.task_minutes))
    every = {each.competence: each.can for task in tasks for each in task.competencies}
    known = sum(can is Can.YES for can in every.values())
    unknown = sum(can is Can.UNKNOWN for can in every.values())
    yield Criterion.COMPETENCE, (_of(known, len(every)), _of(known + unknown, len(every)))
    wished = sum(task.minutes for task in order.tasks if is_wished(task, one))
    interest = _of(wished, order.task_minutes)
    yield Criterion.INTEREST, (interest, interest if one.wants else Fraction(bool(order.task_minutes)))
    track = Fraction(max((shared_digits(order.isco4, each) for each in one.tracks), default=0), DIGITS)
    yield Criterion.TRACK, (track, track if one.tracks or not order.isco4 else Fraction(1))


def is_wished(task: Task, one: Candidate) -> bool:
    """Whether a word of the task or of what it asks for stands in something that the person would like."""
    asked = {word for text in (task.name, *task.competencies) for word in words_of(text)}
    return any(
        stands_in(word, wish) or stands_in(wish, word)
        for line in one.wants
        for wish in words_of(line)
        for word in asked
    )


def shared_digits(one: str, other: str) -> int:
    """How many digits two groups of occupations have in common from the left; one is as good as none."""
    both = zip(one[:DIGITS], other[:DIGITS], strict=False)
    shared = next((at for at, (a, b) in enumerate(both) if a != b), min(len(one), len(other), DIGITS))
    return shared if shared >= FEWEST_DIGITS else 0


def _task_shown(task: Task, competencies: tuple[Shown, ...]) -> TaskShown:
    kinds = {each.can for each in competencies}
    can = next((kind for kind in (Can.NO, Can.UNKNOWN) if kind in kinds), Can.YES)
    return TaskShown(task=task, can=can, competencies=competencies)


def _of(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)
