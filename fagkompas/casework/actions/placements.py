"""Writes of placements: the time in a company, its tasks with their minutes, and follow-ups with employer and citizen.

A minute of a task is either paid or training: both are always given as the minutes in all and how many of them are paid.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.casework.actions.holding import as_shown, check_revision, held_case, too_long
from fagkompas.casework.models import FollowUpDraft, Placement, PlacementKind, PlacementTask, TaskRating
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company
from fagkompas.conversations.actions.agreements import (
    FollowUp,
    TypedAgreement,
    follow_up,
    make_agreement,
    problems_of_follow_up,
)
from fagkompas.conversations.actions.preparing import plan_conversation
from fagkompas.conversations.models import Agreement, Conversation, Topic, TopicFrom
from fagkompas.conversations.templates_file import templates
from fagkompas.conversations.when import suggested_start
from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.progression import HIGHEST, LOWEST, Progress
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.traces import guard_health, refuse_cpr

MOST_MINUTES: Final = 48 * 60
"""Of a week: more is a mistake in typing."""

MOST_TASKS: Final = 12
LONGEST_TIME: Final = timedelta(days=5 * 365)
MINUTES_PER_TOPIC: Final = 5

RATINGS: Final = ("employer", "citizen", "new_hire")
NEXT: Final = ("agreement", "agreement_by", "measure", "why", "own_control", "confidence")
KEPT: Final = (*RATINGS, *NEXT)
"""What is kept of a task on a day: three places on the scale, and what comes next."""

SEEN_BY_OTHERS: Final = {"agreement": "agreement", "measure": "measure", "why": "why", "goal": "learning_goal"}
"""The texts of a follow-up that company and colleagues read, by the name of the control: the agreement as anywhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPlacement:
    """When, as what, and the paid minutes a week that are spoken of from the first day."""

    kind: PlacementKind
    from_on: date
    to_on: date | None
    expected_paid_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTask:
    """A task with its minutes a week, so many of them paid; the rest is training with a goal and a day."""

    name: str
    minutes: int
    paid_minutes: int
    learning_goal: str
    ready_by: date | None

    @property
    def guarded(self) -> dict[str, str]:
        """What the company reads."""
        return {"name": self.name, "learning_goal": self.learning_goal}

    @property
    def columns(self) -> dict[str, object]:
        """Of the task."""
        return {
            "name": self.name,
            "paid_minutes": self.paid_minutes,
            "training_minutes": self.minutes - self.paid_minutes,
            "learning_goal": self.learning_goal,
            "ready_by": self.ready_by,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of one task: how the last agreement `went`, three places on the scale, how it is divided, what comes next.

    `went` is None where it was not asked, and `asked` the revision of the agreement that was. Of the task itself, what was not
    said is as it was; `ready_by` is said with `learning_goal`.
    """

    went: FollowUp | None = None
    asked: int | None = None
    employer: int | None = None
    citizen: int | None = None
    new_hire: int | None = None
    minutes: int | None = None
    paid_minutes: int | None = None
    learning_goal: str | None = None
    ready_by: date | None = None
    agreement: str = ""
    agreement_by: date | None = None
    measure: str = ""
    why: str = ""
    own_control: bool | None = None
    confidence: int | None = None

    @property
    def has_rating(self) -> bool:
        """Whether there is anything to keep of the day."""
        return any((self.employer, self.citizen, self.new_hire, self.agreement))

    @property
    def guarded(self) -> list[tuple[str, str]]:
        """Those texts, by the name of the control."""
        return [(name, getattr(self, column) or "") for name, column in SEEN_BY_OTHERS.items()]


@transaction.atomic
def begin_placement(
    *, citizen: Citizen, company: Company, given: GivenPlacement, now: datetime, by: Employee, key: UUID | None = None
) -> Placement:
    """A time in a company, once by its `key`. Raises `BadInput`."""
    held_case(citizen)
    before = made_before(citizen.placements.all(), key)
    if before is not None:
        return before
    today = timezone.localdate(now)
    same_place = company.root_id == citizen.root_id
    refuse(
        [
            *unless(same_place, "company", "company_unknown"),
            *unless(company.closed_on is None, "company", "company_closed"),
            *_problems_of(given, today),
        ]
    )
    made = Placement(citizen=citizen, company=company, uuid=key or uuid4())
    _write(made, given)
    record_change(by=by, action="casework.placement.begun", target=made, citizen_id=citizen.pk)
    return made


@transaction.atomic
def change_placement(
    *, placement: Placement, given: GivenPlacement, revision: int, today: date, by: Employee
) -> Placement:
    """Other days, hours or kind. Raises `BadInput` or `ChangedMeanwhile`."""
    held = held_placement(placement)
    check_revision(held, revision)
    refuse(_problems_of(given, today))
    _write(held, given)
    record_change(by=by, action="casework.placement.changed", target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def add_task(
    *, placement: Placement, given: GivenTask, traces_read: str, by: Employee, key: UUID | None = None
) -> PlacementTask:
    """One more task, once by its `key`. Raises `BadInput` or `TracesFound`."""
    held = held_placement(placement)
    before = made_before(held.tasks.all(), key)
    if before is not None:
        return before
    last = held.tasks.aggregate(last=Max("order"))["last"]
    refuse(
        [*unless(held.tasks.count() < MOST_TASKS, "name", "too_many_tasks", most=MOST_TASKS), *_of_task(given, held)]
    )
    guard_health(given.guarded, read=traces_read)
    made = PlacementTask.objects.create(
        uuid=key or uuid4(), placement=held, order=(last or 0) + 1, revision=1, **given.columns
    )
    record_change(by=by, action="casework.placement.task_added", target=made, citizen_id=held.citizen_id)
    return made


@transaction.atomic
def change_task(
    *, task: PlacementTask, given: GivenTask, revision: int, traces_read: str, by: Employee
) -> PlacementTask:
    """Another name, other minutes, or another split of them. Raises `BadInput`, `TracesFound` or `ChangedMeanwhile`."""
    placement = held_placement(task.placement)
    held = PlacementTask.objects.select_for_update().get(pk=task.pk)
    check_revision(held, revision)
    refuse(_of_task(given, placement))
    guard_health(given.guarded, read=traces_read)
    for name, value in given.columns.items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    record_change(by=by, action="casework.placement.task_changed", target=held, citizen_id=placement.citizen_id)
    return held


@transaction.atomic
def end_task(*, task: PlacementTask, revision: int, today: date, by: Employee) -> None:
    """It is done no more: one that was followed up stays with its curve, another goes.

    Raises `BadInput`, also when somebody has changed it since it was shown.
    """
    placement = held_placement(task.placement)
    held = PlacementTask.objects.select_for_update().filter(pk=task.pk).first()
    if held is None or held.ended_on:  # The button was pressed twice.
        return
    as_shown(held, revision)
    record_change(by=by, action="casework.placement.task_ended", target=held, citizen_id=placement.citizen_id)
    if held.ratings.exists():
        held.ended_on, held.revision = today, held.revision + 1
        held.save()
    else:
        held.delete()


@transaction.atomic
def keep_draft(
    *, placement: Placement, on: date, texts: Mapping[str, str], revision: int, now: datetime, by: Employee
) -> Placement:
    """What is typed of a follow-up so far, by control: kept, and counted nowhere. The first of a sitting is logged.

    Raises `BadInput`, or `ChangedMeanwhile` when somebody else has saved since.
    """
    held = held_placement(placement)
    check_revision(held, revision)
    refuse([*_problems_of_day(held, on, timezone.localdate(now)), *_problems_of_reading(held, on)])
    refuse_cpr(texts)
    written = {"texts": dict(texts), "saved_by": by, "saved_at": now}
    _draft, is_first = FollowUpDraft.objects.update_or_create(placement=held, on=on, defaults=written)
    held.revision += 1
    held.save(update_fields=["revision"])
    if is_first:
        record_change(by=by, action="casework.placement.follow_up_begun", target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def keep_follow_up(
    *,
    placement: Placement,
    on: date,
    said: Mapping[UUID, Said],
    revision: int,
    traces_read: str,
    now: datetime,
    by: Employee,
) -> Placement:
    """What employer and citizen said on a day, by task; what was agreed goes into the plan.

    Raises `BadInput`, also when nothing was said, `TracesFound`, or `ChangedMeanwhile` when somebody else has saved since.
    """
    held, today = held_placement(placement), timezone.localdate(now)
    check_revision(held, revision)
    tasks = {task.uuid: task for task in held.tasks.select_for_update().filter(ended_on__isnull=True)}
    refuse(
        [
            *_problems_of_day(held, on, today),
            *_problems_of_reading(held, on),
            *_problems_of_saying_nothing(said, tasks, on),
            *(
                problem
                for uuid, one in said.items()
                for problem in _of_said(uuid, one, tasks.get(uuid), held, on=on, today=today)
            ),
        ]
    )
    guard_health({f"{name}-{uuid}": text for uuid, one in said.items() for name, text in one.guarded}, read=traces_read)
    kept = [_keep(tasks[uuid], one, on, by) for uuid, one in said.items()]
    for uuid, one in said.items():
        _answer(tasks[uuid], one, on, by)
    _agree([rating for rating in kept if rating], held.citizen, now, by)
    held.drafts.filter(on=on).delete()
    held.followed_up_on = max(on, held.followed_up_on or on)
    held.revision += 1
    held.save()
    record_change(by=by, action="casework.placement.followed_up", target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def plan_talk(
    *, placement: Placement, progress: Progress, now: datetime, by: Employee, key: UUID | None = None
) -> Conversation:
    """A conversation about the placement, once by its `key`, prepared from its template, with a topic for each task that is ready to be paid."""
    held = held_placement(placement)
    before = made_before(Conversation.objects.filter(citizen=held.citizen), key)
    if before is not None:
        return before
    code = "placement-follow-up" if held.followed_up_on else "placement-start"
    made = plan_conversation(
        template=templates()[code], planned_at=suggested_start(now), now=now, by=by, citizen=held.citizen, key=key
    )
    last = made.topics.aggregate(last=Max("order"))["last"] or 0
    Topic.objects.bulk_create(
        Topic(
            conversation=made,
            from_whom=TopicFrom.CASEWORKER,
            text=_("From training to pay: %(task)s, %(minutes)s minutes a week")
            % {"task": ready.task.name, "minutes": ready.minutes},
            minutes=MINUTES_PER_TOPIC,
            order=order,
        )
        for order, ready in enumerate(progress.to_talk_about, start=last + 1)
    )
    record_change(by=by, action="casework.placement.talk_planned", target=held, citizen_id=held.citizen_id)
    return made


def agreed(task: PlacementTask, said: Said) -> TypedAgreement:
    """What comes next in a task, as the plan holds it."""
    return TypedAgreement(
        uuid=uuid4(),
        what=f"{task.name}: {said.agreement}",
        measure=said.measure,
        why=said.why,
        own_control=said.own_control,
        confidence=said.confidence,
        due_on=said.agreement_by,
    )


def held_placement(placement: Placement) -> Placement:
    """As it is now, held with its case. Raises `BadInput` when the case is closed."""
    citizen = held_case(placement.citizen)
    held = Placement.objects.select_related("company").select_for_update(of=("self",)).get(pk=placement.pk)
    held.citizen = citizen
    return held


def _write(placement: Placement, given: GivenPlacement) -> None:
    for name in GivenPlacement.__dataclass_fields__:
        setattr(placement, name, getattr(given, name))
    placement.revision += 1
    placement.save()


def problems_of_days(from_on: date, to_on: date | None, today: date) -> Iterable[Problem]:
    """First and last day of a placement."""
    far = today + LONGEST_TIME
    yield from unless(to_on is None or to_on >= from_on, "to_on", "ends_before_it_begins")
    yield from unless(today - LONGEST_TIME <= from_on <= far, "from_on", "day_unlikely")
    yield from unless(to_on is None or to_on <= far, "to_on", "day_unlikely")


def _problems_of(given: GivenPlacement, today: date) -> Iterable[Problem]:
    yield from problems_of_days(given.from_on, given.to_on, today)
    yield from unless(0 <= given.expected_paid_minutes <= MOST_MINUTES, "expected_hours", "hours_unlikely")


def _of_task(given: GivenTask, placement: Placement) -> Iterator[Problem]:
    is_split = 0 < given.paid_minutes < given.minutes
    yield from unless(given.name, "name", "task_name_missing")
    yield from too_long({"name": given.name}, LONGEST_TITLE)
    yield from too_long({"learning_goal": given.learning_goal}, LONGEST_LINE)
    paid, minutes = given.paid_minutes, given.minutes
    yield from unless(0 <= minutes <= MOST_MINUTES, "minutes", "minutes_unlikely", most=MOST_MINUTES)
    yield from unless(0 <= paid <= minutes, "paid_minutes", "more_paid_than_there_is", str(paid), minutes=minutes)
    yield from unless(given.learning_goal or not is_split, "learning_goal", "split_without_goal")
    yield from unless(given.ready_by or not is_split, "ready_by", "split_without_day")
    after = given.ready_by is None or given.ready_by >= placement.from_on
    yield from unless(after, "ready_by", "ready_before_it_begins")


CONTROLS: Final = {"minutes": "minutes", "paid_minutes": "paid", "learning_goal": "goal", "ready_by": "ready"}
"""What the parts of a task are called in a follow-up."""


def _problems_of_day(placement: Placement, on: date, today: date) -> Iterator[Problem]:
    return unless(placement.from_on <= on <= today, "on", "follow_up_outside")


def _problems_of_reading(placement: Placement, on: date) -> Iterator[Problem]:
    """Nobody writes over a draft that cannot be read."""
    return unless(not unread_in(placement.drafts.filter(on=on).first()), "on", "unread")


def _problems_of_saying_nothing(
    said: Mapping[UUID, Said], tasks: Mapping[UUID, PlacementTask], on: date
) -> Iterator[Problem]:
    """A follow-up in which nothing was said has not been held: no number, no agreement, no note, no task divided otherwise."""
    is_said = any(
        one.has_rating
        or uuid not in tasks
        or _says_how_it_went(one, _agreed_before(tasks[uuid], on))
        or _is_divided_otherwise(tasks[uuid], one)
        for uuid, one in said.items()
    )
    yield from unless(is_said, f"employer-{next(iter(said), '')}", "nothing_was_said")


def _of_said(
    uuid: UUID, said: Said, task: PlacementTask | None, placement: Placement, *, on: date, today: date
) -> Iterator[Problem]:
    if task is None:
        yield from unless(False, "on", "task_gone")
        return
    yield from problems_of_follow_up(said.went, f"note-{uuid}") if said.went else ()
    for name in ("employer", "citizen", "new_hire", "confidence"):
        value = getattr(said, name)
        yield from unless(value is None or LOWEST <= value <= HIGHEST, f"{name}-{uuid}", "outside_the_scale")
    for problem in _of_task(_divided(task, said), placement):
        column = f"{CONTROLS.get(problem.place.column or '', 'minutes')}-{uuid}"
        yield replace(problem, place=Place(column=column))
    texts = {"agreement": said.agreement, "measure": said.measure, "why": said.why}
    yield from too_long({f"{name}-{uuid}": text for name, text in texts.items()}, LONGEST_LINE)
    day, field = said.agreement_by, f"agreement_by-{uuid}"
    yield from unless(day is None or day >= on, field, "agreed_before_the_day")
    is_begun = said.agreement or not (said.measure or said.why or day)
    yield from unless(is_begun, f"agreement-{uuid}", "agreement_without_what")
    if said.agreement:
        yield from unless(day, field, "agreed_without_day")
        in_plan = task.ratings.filter(on=on, agreed__isnull=False).first()
        yield from unless(day is None or day >= today or in_plan, field, "agreed_day_past")
        is_same = in_plan is None or all(getattr(in_plan, name) == getattr(said, name) for name in NEXT)
        yield from unless(is_same, f"agreement-{uuid}", "agreed_already")


def _divided(task: PlacementTask, said: Said) -> GivenTask:
    """The task as it is after the follow-up."""
    before = task.paid_minutes + task.training_minutes
    return GivenTask(
        name=task.name,
        minutes=before if said.minutes is None else said.minutes,
        paid_minutes=task.paid_minutes if said.paid_minutes is None else said.paid_minutes,
        learning_goal=task.learning_goal if said.learning_goal is None else said.learning_goal,
        ready_by=task.ready_by if said.learning_goal is None else said.ready_by,
    )


def _is_divided_otherwise(task: PlacementTask, said: Said) -> bool:
    return any(getattr(task, name) != value for name, value in _divided(task, said).columns.items())


def _keep(task: PlacementTask, said: Said, on: date, by: Employee) -> TaskRating | None:
    """How the task is divided, and its rating of the day; None where nothing was said."""
    if _is_divided_otherwise(task, said):
        for name, value in _divided(task, said).columns.items():
            setattr(task, name, value)
        task.revision += 1
        task.save()
    rating = task.ratings.filter(on=on).first()
    if not said.has_rating and rating is None:
        return None
    rating = rating or TaskRating(task=task, on=on)
    for name in RATINGS if rating.agreed_id else KEPT:
        setattr(rating, name, getattr(said, name))
    rating.recorded_by = by
    rating.save()
    return rating


def _agreed_before(task: PlacementTask, on: date) -> Agreement | None:
    """What is followed up that day: the last agreement from before it."""
    before = task.ratings.filter(on__lt=on, agreed__isnull=False).select_related("agreed").order_by("on").last()
    return before.agreed if before else None


def _says_how_it_went(said: Said, agreement: Agreement | None) -> bool:
    went = said.went
    return agreement is not None and went is not None and bool(went.state or went.note != agreement.note)


def _answer(task: PlacementTask, said: Said, on: date, by: Employee) -> None:
    """How the last agreement went, said that day. Raises `ChangedMeanwhile` where somebody has said so elsewhere since it was asked."""
    agreement = _agreed_before(task, on)
    if agreement is not None and said.went is not None and _says_how_it_went(said, agreement):
        revision = agreement.revision if said.asked is None else said.asked
        follow_up(agreement=agreement, revision=revision, said=said.went, today=on, by=by)


def _agree(ratings: Sequence[TaskRating], citizen: Citizen, now: datetime, by: Employee) -> None:
    """What comes next goes into the plan, each once."""
    for rating in ratings:
        if rating.agreement and rating.agreement_by and rating.agreed_id is None:
            typed = agreed(rating.task, Said(**{name: getattr(rating, name) for name in NEXT}))
            today = timezone.localdate(now)
            rating.agreed = make_agreement(typed=typed, today=today, now=now, by=by, citizen=citizen)
            rating.save(update_fields=["agreed"])
