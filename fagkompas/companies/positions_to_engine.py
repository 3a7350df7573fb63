"""A position's rows as the engine has them."""

from collections.abc import Iterable, Mapping, Sequence

from fagkompas.companies.models import PositionTask
from fagkompas.engine import substitution
from fagkompas.engine.substitution import Who


def tasks_of(tasks: Iterable[PositionTask]) -> Sequence[substitution.PositionTask]:
    """In their order; the key of each is its UUID."""
    return [
        substitution.PositionTask(
            key=str(task.uuid),
            name=task.name,
            minutes=task.minutes,
            could=frozenset(Who(code) for code in task.could),
            is_absolute=task.is_absolute,
        )
        for task in tasks
    ]


def placed_by_hand(tasks: Iterable[PositionTask]) -> Mapping[str, Who]:
    """Who does which, by key; a task that nobody has is not in it."""
    return {str(task.uuid): Who(task.who) for task in tasks if task.who}
