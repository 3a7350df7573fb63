"""What a company asks for, as tasks with minutes and what does not bend."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Condition(StrEnum):
    """What the work asks of body and mind, that somebody may have to be spared. Our own short list."""

    HEAVY_LIFTS = "heavy_lifts"
    STANDING = "standing"
    SITTING = "sitting"
    ARMS_RAISED = "arms_raised"
    SAME_MOVEMENTS = "same_movements"
    STAIRS_AND_LADDERS = "stairs_and_ladders"
    NOISE = "noise"
    MANY_PEOPLE = "many_people"
    ALONE = "alone"
    HURRY = "hurry"
    SHIFTING_TASKS = "shifting_tasks"
    SCREEN = "screen"
    READING_AND_WRITING = "reading_and_writing"
    COLD_OR_HEAT = "cold_or_heat"
    DUST_OR_SMELL = "dust_or_smell"


class WorkTime(StrEnum):
    """When work is done."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """So many a week, from the least to the most, both included. Raises ``ValueError`` where they contradict each other."""

    least: int
    most: int

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            raise ValueError(
                f"From {self.least} to {self.most} minutes is nothing: the first may not be more than the second."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One of the tasks, with its minutes a week and what one must be able to do for it, in words.

    ``is_absolute``: without it the position cannot be filled; otherwise it can be learned there.
    """

    key: str
    name: str
    minutes: int
    competencies: tuple[str, ...]
    is_absolute: bool = False

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("Minutes cannot be negative.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A position or a few hours. "", None and empty sets are what is not known or does not matter.

    ``isco4`` is the group of its occupation; ``postcode`` where the work is; ``papers`` what one must have in hand, such as a
    licence, in the words of the list that both sides choose from; ``times`` when there is work, all of which must be possible.
    """

    title: str
    tasks: tuple[Task, ...]
    minutes: Minutes | None = None
    starts_on: date | None = None
    postcode: str = ""
    papers: frozenset[str] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    times: frozenset[WorkTime] = frozenset()
    isco4: str = ""

    @property
    def task_minutes(self) -> int:
        """Those of all tasks together."""
        return sum(task.minutes for task in self.tasks)

    @property
    def competencies(self) -> tuple[str, ...]:
        """All that is asked for, each once."""
        return tuple(dict.fromkeys(each for task in self.tasks for each in task.competencies))
