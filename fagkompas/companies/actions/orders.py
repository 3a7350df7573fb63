"""Job orders: begun, written section by section, opened and ended; their tasks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.record import held
from fagkompas.companies.models import (
    Company,
    CompanyContact,
    JobOrder,
    OrderKind,
    OrderState,
    OrderTask,
    Position,
)
from fagkompas.companies.models.orders import (
    LONGEST_ADVERT,
    LONGEST_HEADING,
    LONGEST_ORDER_LINE,
    LONGEST_ORDER_TITLE,
    MOST_POSITIONS,
)
from fagkompas.companies.orders_to_engine import facts_of_order
from fagkompas.engine.errors import Problem
from fagkompas.engine.order_check import check_order
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.days import unless_likely
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

MOST_ORDER_MINUTES: Final = 60 * 48
"""A week's, for one person."""

MOST_TASKS: Final = 60
MOST_TASK_MINUTES: Final = 60 * 100

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "company": ("contact", "consultant"),
    "content": ("kind", "title", "occupation", "professional", "personal", "papers", "frees"),
    "conditions": ("least_minutes", "most_minutes", "times", "postcode", "travel", "conditions"),
    "employment": ("starts_on", "ends_on", "about_employment"),
    "application": ("apply_ways", "apply_until"),
    "number": ("positions",),
    "visibility": ("is_on_jobnet", "recipient", "is_cv_searched"),
    "advert": ("advert_heading", "advert_text"),
}
"""The seven sections of the handbook and the advert, with the columns of each."""

GUARDED: Final = (
    *("title", "professional", "personal", "frees", "travel", "about_employment"),
    *("advert_heading", "advert_text", "ended_why"),
)
"""Texts that must tell of nobody's health."""

LONGEST: Final = {
    "title": LONGEST_ORDER_TITLE,
    "advert_heading": LONGEST_HEADING,
    "advert_text": LONGEST_ADVERT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTask:
    """A task, of a position or of an order; minutes are a week's, competencies a line each."""

    name: str
    minutes: int
    competencies: tuple[str, ...] = ()
    is_absolute: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask(WrittenTask):
    """A task of an order; `is_movable` where colleagues could take it."""

    is_movable: bool = False


@transaction.atomic
def create_order(
    *,
    company: Company,
    title: str,
    kind: OrderKind,
    occupation: Occupation | None,
    at: datetime,
    by: Employee,
    contact: CompanyContact | None = None,
    of_position: Position | None = None,
    minutes: int = 0,
    tasks: Sequence[NewTask] = (),
    heading: str = "",
    text: str = "",
    traces_read: str = "",
    key: UUID,
) -> JobOrder:
    """A draft, once by its `key`. Raises `BadInput`, and `TracesFound` where the title tells of health.

    `tasks` were looked through before, and with them a title that is made of theirs.
    """
    row = held(company)
    before = made_before(row.orders.all(), key)
    if before is not None:
        return before
    called = " ".join(title.split())
    refuse(
        [
            *unless(row.closed_on is None, "title", "company_is_closed"),
            *unless(called, "title", "title_missing"),
            *problems_of_texts({"title": called}),
            *unless(contact is None or contact.company_id == row.pk, "contact", "contact_of_other"),
        ]
    )
    if not tasks:
        guard_health({"title": called}, read=traces_read)
    hours = minutes if 0 < minutes <= MOST_ORDER_MINUTES else None
    made = JobOrder.objects.create(
        uuid=key,
        company=row,
        kind=kind,
        title=called,
        occupation=occupation,
        contact=contact,
        of_position=of_position,
        least_minutes=hours,
        most_minutes=hours,
        advert_heading=heading,
        advert_text=text,
        consultant=by,
        unit_id=by.unit_id,
        created_at=at,
    )
    OrderTask.objects.bulk_create(
        OrderTask(order=made, place=place, **_columns_of(task)) for place, task in enumerate(tasks, start=1)
    )
    record_change(by=by, action="companies.order.begun", target=made, root_id=row.root_id)
    return made


@transaction.atomic
def write_section(
    *,
    order: JobOrder,
    section: str,
    values: Mapping[str, Any],
    revision: int,
    today: date,
    by: Employee,
    traces_read: str = "",
) -> JobOrder:
    """The columns of one section. Raises `BadInput`, `ChangedMeanwhile`, and `TracesFound` where a text tells of health."""
    row = held_order(order)
    if row.revision != revision:
        raise ChangedMeanwhile
    for column in SECTIONS[section]:
        setattr(row, column, tidy(values[column]))
    refuse([one for one in _problems_of(row, today) if one.place.column in SECTIONS[section]])
    guard_health(texts_of(values, SECTIONS[section]), read=traces_read)
    _save(row)
    record_change(by=by, action="companies.order.changed", target=row, root_id=row.company.root_id, section=section)
    return row


@transaction.atomic
def add_order_task(*, order: JobOrder, task: NewTask, by: Employee, traces_read: str = "", key: UUID) -> OrderTask:
    """One more, once by its `key`. Raises `BadInput` and `TracesFound`."""
    row = held_order(order)
    before = made_before(row.tasks.all(), key)
    if before is not None:
        return before
    places = list(row.tasks.values_list("place", flat=True))
    refuse([*unless(len(places) < MOST_TASKS, "name", "too_many_tasks", most=MOST_TASKS), *problems_of_task(task)])
    guard_health(texts_of_task(task), read=traces_read)
    made = OrderTask.objects.create(uuid=key, order=row, place=max(places, default=0) + 1, **_columns_of(task))
    _task_changed(row, by=by)
    return made


@transaction.atomic
def edit_order_task(*, task: OrderTask, facts: NewTask, revision: int, by: Employee, traces_read: str = "") -> None:
    """Say it otherwise; `revision` is the order's. Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`."""
    row = held_order(task.order)
    if row.revision != revision:
        raise ChangedMeanwhile
    refuse(problems_of_task(facts))
    guard_health(texts_of_task(facts), read=traces_read)
    if not OrderTask.objects.filter(pk=task.pk).update(**_columns_of(facts)):
        raise ChangedMeanwhile
    _task_changed(row, by=by)


@transaction.atomic
def remove_order_task(*, task: OrderTask, by: Employee) -> None:
    """The order does not ask for it."""
    row = held_order(task.order)
    OrderTask.objects.filter(pk=task.pk).delete()
    _task_changed(row, by=by)


@transaction.atomic
def open_order(*, order: JobOrder, today: date, by: Employee) -> None:
    """Look for somebody now. Raises `BadInput` with everything that hinders it."""
    row = held_order(order)
    refuse(
        [
            *unless(row.state != OrderState.OPEN, "state", "order_is_open"),
            *_hindrances(row, list(row.tasks.all()), today),
        ]
    )
    row.state, row.opened_on, row.ended_on, row.ended_why = OrderState.OPEN, row.opened_on or today, None, ""
    _save(row)
    record_change(by=by, action="companies.order.opened", target=row, root_id=row.company.root_id)


@transaction.atomic
def end_order(
    *, order: JobOrder, state: OrderState, why: str, on: date, today: date, by: Employee, traces_read: str = ""
) -> None:
    """Filled, or closed with the reason. Raises `BadInput`, and `TracesFound` where the reason tells of health."""
    row, reason = held_order(order), " ".join(why.split())
    refuse(
        [
            *unless(row.state == OrderState.OPEN, "state", "order_not_open"),
            *unless(state in {OrderState.FILLED, OrderState.CLOSED}, "state", "choose_end"),
            *unless(reason or state != OrderState.CLOSED, "why", "why_closed_missing"),
            *unless(len(reason) <= LONGEST_ORDER_LINE, "why", "too_long", longest=LONGEST_ORDER_LINE),
            *unless(not cpr_like(reason), "why", "cpr_number"),
            *unless(on <= today, "on", "day_in_future"),
            *unless(row.opened_on is None or on >= row.opened_on, "on", "ended_before_opened"),
        ]
    )
    guard_health({"why": reason}, read=traces_read)
    row.state, row.ended_on, row.ended_why = state, on, reason
    _save(row)
    record_change(by=by, action="companies.order.ended", target=row, root_id=row.company.root_id, state=str(state))


def held_order(order: JobOrder) -> JobOrder:
    """The row kept from others until the transaction ends."""
    rows = JobOrder.objects.select_for_update(of=("self",)).select_related("company")
    return rows.get(pk=order.pk)


def texts_of(values: Mapping[str, Any], columns: Sequence[str]) -> dict[str, str]:
    """Those of the columns that are looked through; lists as lines."""
    found = {name: values[name] for name in columns if name in GUARDED and name in values}
    return {name: "\n".join(said) if isinstance(said, list) else str(said) for name, said in found.items()}


def texts_of_task(task: WrittenTask) -> dict[str, str]:
    """Those that are looked through, by field."""
    return {"name": task.name, "competencies": "\n".join(task.competencies)}


def problems_of_task(task: WrittenTask) -> list[Problem]:
    """What is wrong with a task."""
    name = " ".join(task.name.split())
    longest = max((len(one) for one in task.competencies), default=0)
    return [
        *unless(name, "name", "task_name_missing"),
        *unless(len(name) <= LONGEST_ORDER_LINE, "name", "too_long", name[:40], longest=LONGEST_ORDER_LINE),
        *unless(0 <= task.minutes <= MOST_TASK_MINUTES, "minutes", "minutes_range", most=MOST_TASK_MINUTES),
        *unless(longest <= LONGEST_ORDER_LINE, "competencies", "too_long", longest=LONGEST_ORDER_LINE),
        *(
            one
            for field, text in texts_of_task(task).items()
            for one in unless(not cpr_like(text), field, "cpr_number")
        ),
    ]


def _columns_of(task: NewTask) -> dict[str, Any]:
    return {
        "name": " ".join(task.name.split()),
        "minutes": task.minutes,
        "competencies": list(task.competencies),
        "is_absolute": task.is_absolute,
        "is_movable": task.is_movable,
    }


def tidy(value: Any) -> Any:
    """A line without spaces around; the paragraphs of a text stay."""
    if not isinstance(value, str):
        return value
    return "\n".join(" ".join(line.split()) for line in value.strip().splitlines())


def _problems_of(row: JobOrder, today: date) -> list[Problem]:
    """What contradicts itself or does not fit into its column."""
    least, most = row.least_minutes, row.most_minutes
    contact, consultant = row.contact, row.consultant
    problems = [
        *unless(row.title, "title", "title_missing"),
        *unless(row.kind in OrderKind.values, "kind", "choose_kind"),
        *unless(contact is None or contact.company_id == row.company_id, "contact", "contact_of_other"),
        *unless(consultant is None or consultant.root_id == row.company.root_id, "consultant", "consultant_elsewhere"),
        *unless(least is None or most is None or least <= most, "least_minutes", "least_over_most"),
        *unless(not row.postcode or (len(row.postcode) == 4 and row.postcode.isdecimal()), "postcode", "postcode"),
        *unless(1 <= row.positions <= MOST_POSITIONS, "positions", "positions_range", most=MOST_POSITIONS),
        *unless(not row.starts_on or not row.ends_on or row.starts_on <= row.ends_on, "ends_on", "ends_before_start"),
    ]
    for name in ("starts_on", "ends_on", "apply_until"):
        problems += unless_likely(getattr(row, name), name, today)
    for name in ("least_minutes", "most_minutes"):
        minutes = getattr(row, name)
        fits = minutes is None or 0 < minutes <= MOST_ORDER_MINUTES
        problems += unless(fits, name, "hours_range", most=MOST_ORDER_MINUTES // 60)
    return problems + problems_of_texts({name: getattr(row, name) for name in GUARDED})


def problems_of_texts(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with texts by column: too long, or a CPR number."""
    problems: list[Problem] = []
    for name, said in values.items():
        lines = said if isinstance(said, list) else [said]
        longest = LONGEST.get(name, LONGEST_ORDER_LINE)
        problems += unless(all(len(line) <= longest for line in lines), name, "too_long", longest=longest)
        problems += unless(not any(cpr_like(line) for line in lines), name, "cpr_number")
    return problems


def _hindrances(row: JobOrder, tasks: Sequence[OrderTask], today: date) -> list[Problem]:
    """What stands in the way of opening it, as problems of the whole order."""
    found = check_order(facts_of_order(row, tasks), today)
    return [one for each in found if each.hinders for one in unless(False, "state", f"order_{each.rule}")]


def _task_changed(row: JobOrder, *, by: Employee) -> None:
    _save(row)
    record_change(by=by, action="companies.order.changed", target=row, root_id=row.company.root_id, section="tasks")


def _save(row: JobOrder) -> None:
    row.revision += 1
    row.save()
