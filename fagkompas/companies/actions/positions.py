"""A position taken apart: its tasks, who is to do each, and the draft of a job order that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.orders import (
    MOST_TASKS,
    NewTask,
    WrittenTask,
    create_order,
    problems_of_task,
    texts_of_task,
)
from fagkompas.companies.actions.record import held
from fagkompas.companies.models import Company, CompanyContact, JobOrder, Position, PositionTask
from fagkompas.companies.models.orders import LONGEST_ORDER_TITLE
from fagkompas.companies.models.positions import LONGEST_STEP_NOTE
from fagkompas.companies.order_draft import draft_of
from fagkompas.companies.positions_to_engine import placed_by_hand, tasks_of
from fagkompas.engine.errors import Problem
from fagkompas.engine.substitution import Aim, Who, proposal
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionFacts:
    """What the company says that it looks for."""

    title: str
    occupation: Occupation | None = None
    contact: CompanyContact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts(WrittenTask):
    """A task of a position; `could` is who could do it besides the one whom the company looks for."""

    could: frozenset[Who] = frozenset()


@transaction.atomic
def begin_position(
    *, company: Company, facts: PositionFacts, at: datetime, by: Employee | None, traces_read: str = "", key: UUID
) -> Position:
    """A position to be taken apart, once by its `key`. Raises `BadInput`, and `TracesFound` where it tells of health."""
    row = held(company)
    before = made_before(row.positions.all(), key)
    if before is not None:
        return before
    title = " ".join(facts.title.split())
    refuse([*unless(row.closed_on is None, "title", "company_is_closed"), *_problems_of(facts, title, row)])
    guard_health({"title": title}, read=traces_read)
    made = Position.objects.create(
        uuid=key,
        company=row,
        title=title,
        occupation=facts.occupation,
        contact=facts.contact,
        consultant=by,
        created_at=at,
    )
    record_change(by=by, action="companies.position.begun", target=row, root_id=row.root_id)
    return made


@transaction.atomic
def edit_position(
    *, position: Position, facts: PositionFacts, revision: int, by: Employee, traces_read: str = ""
) -> Position:
    """Another title, occupation or contact. Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`."""
    row, title = _held(position), " ".join(facts.title.split())
    _as_seen(row, revision)
    refuse(_problems_of(facts, title, row.company))
    guard_health({"title": title}, read=traces_read)
    row.title, row.occupation, row.contact = title, facts.occupation, facts.contact
    _save(row, by=by)
    return row


@transaction.atomic
def remove_position(*, position: Position, by: Employee) -> None:
    """It was begun by mistake. Raises `BadInput` where a job order was made of it."""
    row = _held(position)
    refuse(unless(not row.orders.exists(), "title", "position_has_orders"))
    company = row.company
    row.delete()
    record_change(by=by, action="companies.position.removed", target=company, root_id=company.root_id)


@transaction.atomic
def add_task(
    *, position: Position, facts: TaskFacts, by: Employee | None, traces_read: str = "", key: UUID
) -> PositionTask:
    """One more, once by its `key`; nobody has it yet. Raises `BadInput` and `TracesFound`."""
    row = _held(position)
    before = made_before(row.tasks.all(), key)
    if before is not None:
        return before
    places = list(row.tasks.values_list("place", flat=True))
    refuse([*unless(len(places) < MOST_TASKS, "name", "too_many_tasks", most=MOST_TASKS), *_problems_of_task(facts)])
    guard_health(texts_of_task(facts), read=traces_read)
    made = PositionTask.objects.create(
        uuid=key, of_position=row, place=max(places, default=0) + 1, **_columns_of(facts)
    )
    _save(row, by=by)
    return made


@transaction.atomic
def edit_task(*, task: PositionTask, facts: TaskFacts, revision: int, by: Employee, traces_read: str = "") -> None:
    """Say it otherwise; `revision` is the position's. Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`."""
    position = _held(task.of_position)
    _as_seen(position, revision)
    refuse(_problems_of_task(facts))
    guard_health(texts_of_task(facts), read=traces_read)
    if not PositionTask.objects.filter(pk=task.pk).update(**_columns_of(facts)):
        raise ChangedMeanwhile
    _save(position, by=by)


@transaction.atomic
def remove_task(*, task: PositionTask, by: Employee) -> None:
    """It is no task of the position after all."""
    position = _held(task.of_position)
    PositionTask.objects.filter(pk=task.pk).delete()
    position.before = None
    _save(position, by=by)


@transaction.atomic
def place_task(*, task: PositionTask, who: Who | None, seen: str, by: Employee) -> None:
    """Give a task to somebody, or to nobody; `seen` is who had it on the page.

    Raises `ChangedMeanwhile` where a colleague has given it to somebody else since. That other tasks were moved does no harm.
    """
    position = _held(task.of_position)
    row = PositionTask.objects.filter(pk=task.pk).first()
    to = "" if who is None else who.value
    if row is None or row.who not in {seen, to}:
        raise ChangedMeanwhile
    if row.who != to:
        _place(position, {str(row.uuid): to}, by=by)


@transaction.atomic
def take_proposal(*, position: Position, aim: Aim, revision: int, by: Employee) -> None:
    """Place every task as is proposed for an aim. Raises `BadInput` where it cannot be had, and `ChangedMeanwhile`."""
    row = _held(position)
    _as_seen(row, revision)
    found = proposal(tasks_of(row.tasks.all()), aim)
    refuse(unless(found is not None, "aim", "no_such_proposal"))
    _place(row, {key: who.value for key, who in (found or {}).items()}, by=by)


@transaction.atomic
def undo_placing(*, position: Position, revision: int, by: Employee) -> None:
    """As the tasks were placed before the last change; once more, and the change is back. Raises `ChangedMeanwhile`."""
    row = _held(position)
    _as_seen(row, revision)
    refuse(unless(row.before is not None, "aim", "nothing_to_undo"))
    _place(row, row.before or {}, by=by)


@transaction.atomic
def write_notes(
    *, position: Position, notes: Mapping[str, str], revision: int, by: Employee | None, traces_read: str = ""
) -> Position:
    """What was said in steps of the wheel, by their codes; the other steps keep what they have.

    Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`.
    """
    row = _held(position)
    _as_seen(row, revision)
    said = {code: text.strip() for code, text in notes.items()}
    problems: list[Problem] = []
    for code, text in said.items():
        problems += unless(len(text) <= LONGEST_STEP_NOTE, code, "too_long", text[:40], longest=LONGEST_STEP_NOTE)
        problems += unless(not cpr_like(text), code, "cpr_number")
    refuse(problems)
    guard_health(said, read=traces_read)
    row.notes = {code: text for code, text in {**row.notes, **said}.items() if text}
    _save(row, by=by)
    return row


@transaction.atomic
def make_order(*, position: Position, at: datetime, by: Employee, key: UUID) -> JobOrder:
    """The draft of a job order from what somebody new is to do, or from what the expert keeps; once by its `key`.

    Raises `BadInput` where no task is placed with either.
    """
    row = _held(position)
    tasks = list(row.tasks.all())
    draft = draft_of(row, tasks, placed_by_hand(tasks))
    refuse(unless(draft.tasks, "aim", "nothing_placed"))
    return create_order(
        company=row.company,
        title=draft.title,
        kind=draft.kind,
        occupation=draft.occupation,
        contact=row.contact,
        of_position=row,
        minutes=draft.minutes,
        tasks=[
            NewTask(
                name=task.name,
                minutes=task.minutes,
                competencies=tuple(task.competencies),
                is_absolute=task.is_absolute,
                is_movable=Who.COLLEAGUE in task.could,
            )
            for task in draft.tasks
        ],
        heading=draft.heading,
        text=draft.text,
        at=at,
        by=by,
        key=key,
    )


def _columns_of(facts: TaskFacts) -> dict[str, object]:
    return {
        "name": " ".join(facts.name.split()),
        "minutes": facts.minutes,
        "competencies": list(facts.competencies),
        "is_absolute": facts.is_absolute,
        "could": [who.value for who in Who if who in facts.could],
    }


def _problems_of_task(facts: TaskFacts) -> list[Problem]:
    is_trained = Who.TRAINED in facts.could
    return [*problems_of_task(facts), *unless(not (facts.is_absolute and is_trained), "could", "absolute_not_trained")]


def _problems_of(facts: PositionFacts, title: str, company: Company) -> list[Problem]:
    contact = facts.contact
    return [
        *unless(title, "title", "title_missing"),
        *unless(len(title) <= LONGEST_ORDER_TITLE, "title", "too_long", title[:40], longest=LONGEST_ORDER_TITLE),
        *unless(not cpr_like(title), "title", "cpr_number"),
        *unless(contact is None or contact.company_id == company.pk, "contact", "contact_of_other"),
    ]


def _held(position: Position) -> Position:
    """The row kept from others until the transaction ends."""
    rows = Position.objects.select_for_update(of=("self",)).select_related("company", "contact", "occupation")
    return rows.get(pk=position.pk)


def _as_seen(position: Position, revision: int) -> None:
    if position.revision != revision:
        raise ChangedMeanwhile


def _place(position: Position, to: Mapping[str, str], *, by: Employee) -> None:
    """Remember who had what, and give tasks away."""
    tasks = list(position.tasks.all())
    position.before = {str(task.uuid): task.who for task in tasks}
    moved = [task for task in tasks if to.get(str(task.uuid), task.who) != task.who]
    for task in moved:
        task.who = to[str(task.uuid)]
    PositionTask.objects.bulk_update(moved, ["who"])
    _save(position, by=by)


def _save(position: Position, *, by: Employee | None) -> None:
    position.revision += 1
    position.save()
    record_change(by=by, action="companies.position.changed", target=position.company, root_id=position.company.root_id)
