"""Division of work: a unit's kinds of work and hours, held against where its people stand in the latest round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.utils.translation import get_language

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant, PersonResult
from fagkompas.assessments.units import readable_people
from fagkompas.engine.division import Division, Load, Task, Worker, divide
from fagkompas.engine.needs import PER
from fagkompas.engine.scales import Level, Standing
from fagkompas.learning.actions.needs import GivenTask
from fagkompas.learning.models import TaskType, WorkingHours
from fagkompas.learning.needs import Situation
from fagkompas.learning.suggestions import starting_point

USUAL_HOURS: Final = Decimal(25)
"""Hours a week for tasks when nothing else is said: what a full week leaves besides meetings, learning and holidays, as the
suggested kinds of work reckon it (`data/needs.yaml`)."""

MOST_PEOPLE: Final = 200
"""In a unit whose work is divided; larger ones are divided part by part."""


@dataclass(frozen=True, kw_only=True)
class DividedWork:
    """The kinds of work, who there is, and who does what."""

    tasks: tuple[TaskType, ...]
    people: tuple[Employee, ...]
    hours: Mapping[int, Decimal]
    figures: Mapping[int, Mapping[str, Any]]
    participants: Mapping[int, Participant]

    @cached_property
    def division(self) -> Division:
        """By the engine; tasks by their UUID, people by theirs."""
        tasks = [
            Task(code=str(row.uuid), field=row.field, level=Level(row.level), hours=float(row.weekly_hours))
            for row in self.tasks
        ]
        return divide(tasks, [self._worker(person) for person in self.people])

    @property
    def person_of(self) -> dict[str, Employee]:
        """By the code that the engine has."""
        return {str(person.uuid): person for person in self.people}

    @property
    def task_of(self) -> dict[str, TaskType]:
        """By the code that the engine has."""
        return {str(row.uuid): row for row in self.tasks}

    @property
    def unrated(self) -> tuple[Employee, ...]:
        """People without a result that the viewer may read, who can be given nothing."""
        return tuple(person for person in self.people if person.pk not in self.figures)

    def _worker(self, person: Employee) -> Worker:
        fields = self.figures.get(person.pk, {}).get("fields", {})
        return Worker(
            code=str(person.uuid),
            hours=float(self.hours.get(person.pk, USUAL_HOURS)),
            standings={code: Standing(field["standing"]) for code, field in fields.items()},
        )


def divided_work(viewer: Employee, situation: Situation, today: date) -> DividedWork:
    """Of the people who work in the unit or below it now; for managers over it. A constant number of queries.

    Those whom the viewer has to rate first count as not rated: their work would tell where they stand.
    """
    unit = situation.needs.unit
    people = tuple(Employee.objects.employed_in(unit))
    results = _results(viewer, situation, today)
    return DividedWork(
        tasks=tasks_of(situation),
        people=people,
        hours=hours_of(people),
        figures={pk: result.figures for pk, result in results.items()},
        participants={pk: result.participant for pk, result in results.items()},
    )


def tasks_of(situation: Situation) -> tuple[TaskType, ...]:
    """The kinds of work that are described in the framework at hand."""
    found = TaskType.objects.filter(unit=situation.needs.unit, framework=situation.needs.version.framework)
    return tuple(found.order_by("field", "-level", "name", "pk"))


def hours_of(people: Sequence[Employee]) -> dict[int, Decimal]:
    """The hours of those for whom something is said."""
    rows = WorkingHours.objects.filter(employee__in=[person.pk for person in people]).order_by("pk")
    return dict(rows.values_list("employee_id", "weekly"))


def suggested_tasks(situation: Situation, staff: int) -> list[GivenTask]:
    """Typical kinds of work for so many staff, in the fields that the framework has."""
    fields = set(situation.needs.framework.field_codes)
    language = get_language() or "da"
    return [
        GivenTask(
            name=task.name.in_language(language),
            field=task.field,
            level=task.level,
            weekly_hours=Decimal(task.hours_per_ten * staff) / PER,
        )
        for task in starting_point().tasks
        if task.field in fields
    ]


def is_too_large(unit: Unit) -> bool:
    """Whether the unit's work is divided part by part instead."""
    return Employee.objects.employed_in(unit).count() > MOST_PEOPLE


def done_by(work: DividedWork, load: Load) -> list[tuple[TaskType, float, bool]]:
    """What one person does: the kind of work, hours, and whether it is basic work of somebody specialised in the field."""
    tasks = work.task_of
    return [
        (tasks[share.task], share.hours, share.below_level)
        for share in work.division.shares
        if share.worker == load.worker
    ]


def _results(viewer: Employee, situation: Situation, today: date) -> dict[int, PersonResult]:
    if situation.seen is None:
        return {}
    readable, _waiting = readable_people(viewer, situation.seen, today)
    found = readable.select_related("participant__employee").order_by("pk")
    return {result.participant.employee_id: result for result in found if result.participant.employee_id}
