"""A job of few hours, sketched with the company on one page: it becomes a draft of a job order."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.orders import NewTask, create_order, problems_of_task, problems_of_texts, tidy
from fagkompas.companies.models import Company, CompanyContact, JobOrder, OrderKind
from fagkompas.companies.order_draft import advert_of, heading_of, named_by
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.traces import guard_health


@dataclass(frozen=True, slots=True, kw_only=True)
class FewHours:
    """What is sketched: the tasks by the number of their line, when, what it frees, how it is paid, whom to ask."""

    tasks: dict[int, NewTask]
    frees: str = ""
    times: tuple[str, ...] = ()
    about_employment: str = ""
    contact: CompanyContact | None = None

    @property
    def texts(self) -> dict[str, str]:
        """Those that are looked through, by column; a task's column ends on the number of its line."""
        names = {f"name_{line}": task.name for line, task in self.tasks.items()}
        return {**names, "frees": self.frees, "about_employment": self.about_employment}


@transaction.atomic
def sketch_few_hours(
    *, company: Company, sketch: FewHours, at: datetime, by: Employee, traces_read: str = "", key: UUID
) -> JobOrder:
    """A draft named by its tasks, once by its `key`. Raises `BadInput`, and `TracesFound` where a text tells of health."""
    before = made_before(company.orders.all(), key)
    if before is not None:
        return before
    refuse(
        [
            *unless(sketch.tasks, "name_1", "task_name_missing"),
            *(_at_line(one, line) for line, task in sketch.tasks.items() for one in problems_of_task(task)),
            *problems_of_texts({"frees": sketch.frees, "about_employment": sketch.about_employment}),
        ]
    )
    guard_health(sketch.texts, read=traces_read)
    tasks = tuple(sketch.tasks.values())
    title, minutes = named_by(tasks), sum(task.minutes for task in tasks)
    made = create_order(
        company=company,
        title=title,
        kind=OrderKind.FEW_HOURS,
        occupation=None,
        at=at,
        by=by,
        contact=sketch.contact,
        minutes=minutes,
        tasks=tasks,
        heading=heading_of(title, minutes),
        text=advert_of(company.name, tasks),
        key=key,
    )
    made.frees, made.about_employment, made.times = (
        tidy(sketch.frees),
        tidy(sketch.about_employment),
        list(sketch.times),
    )
    made.save()
    return made


def _at_line(problem: Problem, line: int) -> Problem:
    return replace(problem, place=replace(problem.place, column=f"{problem.place.column}_{line}"))
