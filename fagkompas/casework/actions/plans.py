"""Writes of the plan: goal, what it says, and what is published.

    no plan ──save──> plan ──publish──> version 1 ──save, publish──> version 2 ... ──end──> earlier plan
       ^                                                                                       │
       └────────────────── a new one is begun, or the last one taken up again ─────────────────┘

A published version is never changed. Saving does not publish: what changed since is told until it is. A plan that ends is
kept as a last version of what it said.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change, record_sitting
from fagkompas.audit.models import Event
from fagkompas.casework.actions.holding import check_revision, held_case, held_plan, too_long
from fagkompas.casework.models import CasePlan, PlanVersion
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE, MOST_A_WEEK
from fagkompas.casework.plan_content import PlanContent, as_text, content_from, content_of, fingerprint, on_day
from fagkompas.citizens.models import Citizen
from fagkompas.engine.scales import GoalKind
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

GOAL_NOTED: Final = "casework.goal.followed_up"
GOAL_TAKEN_BACK: Final = "casework.goal.follow_up_taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPlan:
    """What the plan says. The goal is an occupation, or `goal_title` in words."""

    goal_kind: GoalKind
    occupation: Occupation | None
    goal_title: str
    reason: str
    description: str
    fewer_tracks_reason: str
    search_per_week: int | None

    @property
    def guarded(self) -> dict[str, str]:
        """The texts that others will see."""
        return {
            "goal_title": self.goal_title,
            "reason": self.reason,
            "description": self.description,
            "fewer_tracks_reason": self.fewer_tracks_reason,
        }


@transaction.atomic
def save_plan(
    *, citizen: Citizen, given: GivenPlan, revision: int, traces_read: str, now: datetime, by: Employee
) -> CasePlan:
    """Write the plan, or the first one of the citizen. `revision` is the plan's when the form was shown, 0 before there was one.

    Raises `BadInput`, `TracesFound`, or `ChangedMeanwhile` when somebody else has saved since.
    """
    citizen, today = held_case(citizen), timezone.localdate(now)
    plan = CasePlan.objects.active().filter(citizen=citizen).select_for_update().first()
    if plan is None:
        plan = CasePlan(citizen=citizen, began_on=today, goal_set_on=today, saved_at=now)
    check_revision(plan, revision)
    _check(given)
    guard_health(given.guarded, read=traces_read)
    is_new, changed = plan.pk is None, _changed(plan, given)
    if is_new or changed:
        goal_before = _named(plan)
        for name in changed:
            setattr(plan, name, getattr(given, name))
        if _named(plan) != goal_before:
            plan.goal_set_on, plan.followed_up_on = today, None
        if "search_per_week" in changed:
            plan.search_since = None if plan.search_per_week is None else today
        plan.saved_by, plan.saved_at, plan.revision = by, now, plan.revision + 1
        plan.save()
        record_sitting(by=by, action="casework.plan.saved", target=plan, citizen_id=plan.citizen_id, fields=changed)
    return plan


@transaction.atomic
def follow_up_goal(*, plan: CasePlan, on: date, today: date, by: Employee) -> CasePlan:
    """The goal was talked about that day, and it stands. Raises `BadInput`."""
    held = held_plan(plan)
    refuse(
        [
            *unless(held.has_goal, "goal_title", "goal_missing"),
            *unless(on <= today, "on", "day_in_the_future"),
        ]
    )
    held.followed_up_on = max(on, held.followed_up_on or on)
    held.save(update_fields=["followed_up_on"])
    record_change(by=by, action=GOAL_NOTED, target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def take_goal_follow_up_back(*, plan: CasePlan, on: date, before: date | None, by: Employee) -> CasePlan:
    """It was noted by mistake for the day `on`: the day `before` stands again.

    Raises `BadInput` when another has noted since, of the same day too.
    """
    held = held_plan(plan)
    noted = Event.objects.done_to(held.uuid).filter(action__in=[GOAL_NOTED, GOAL_TAKEN_BACK]).first()
    is_own = noted is not None and (noted.action, noted.actor_id) == (GOAL_NOTED, by.pk)
    refuse(unless(held.followed_up_on == on and is_own, "on", "goal_noted_since"))
    held.followed_up_on = before
    held.save(update_fields=["followed_up_on"])
    record_change(by=by, action=GOAL_TAKEN_BACK, target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def publish_plan(
    *,
    plan: CasePlan,
    why: str,
    shown: str,
    traces_read: str,
    now: datetime,
    by: Employee,
    key: UUID | None = None,
) -> PlanVersion:
    """Keep the plan as it is now as a version, once by the `key`. `shown` is the fingerprint of what was looked at.

    Raises `BadInput`, `TracesFound`, or `ChangedMeanwhile` when anything in the plan is otherwise than was shown.
    """
    held, today = held_plan(plan), timezone.localdate(now)
    before = made_before(held.versions.all(), key)
    if before is not None:
        return before
    content, last = content_of(held, today), held.versions.first()
    if fingerprint(content) != shown:
        raise ChangedMeanwhile
    refuse(
        [
            *unless(not unread_in(*held.considerations.standing()), "why", "cannot_be_read"),
            *unless(held.has_goal, "goal_title", "goal_missing"),
            *too_long({"why": why}, LONGEST_LINE),
            *unless(_is_new(content, last, today), "why", "nothing_changed"),
        ]
    )
    guard_health({"why": why}, read=traces_read)
    version = _keep_version(held, content, last, why=why, now=now, by=by, key=key)
    record_change(
        by=by, action="casework.plan.published", target=held, citizen_id=held.citizen_id, number=version.number
    )
    return version


@transaction.atomic
def end_plan(*, plan: CasePlan, why: str, traces_read: str, now: datetime, by: Employee) -> CasePlan:
    """The goal is reached, or another way is needed. What the plan says is kept as its last version.

    Agreements, job log and placements are the citizen's own, and go on. Raises `BadInput` or `TracesFound`.
    """
    held, today = held_plan(plan), timezone.localdate(now)
    refuse(
        [
            *unless(held.ended_on is None, "why", "plan_is_ended"),
            *unless(not unread_in(*held.considerations.standing()), "why", "cannot_be_read"),
            *unless(why, "why", "plan_end_why_missing"),
            *too_long({"why": why}, LONGEST_LINE),
        ]
    )
    guard_health({"why": why}, read=traces_read)
    content, last = content_of(held, today), held.versions.first()
    if _is_new(content, last, today):
        _keep_version(held, content, last, why=why, now=now, by=by)
    held.ended_on, held.ended_why, held.revision = max(today, held.began_on), why, held.revision + 1
    held.save(update_fields=["ended_on", "ended_why", "revision"])
    record_change(by=by, action="casework.plan.ended", target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def take_up_plan(*, plan: CasePlan, by: Employee) -> CasePlan:
    """It was ended by mistake: it holds again. Raises `BadInput`, also where another holds now."""
    held = held_plan(plan)
    others = CasePlan.objects.active().filter(citizen_id=held.citizen_id)
    refuse(
        [*unless(held.ended_on is not None, "plan", "plan_holds"), *unless(not others.exists(), "plan", "plan_is_new")]
    )
    held.ended_on, held.ended_why, held.revision = None, "", held.revision + 1
    held.save(update_fields=["ended_on", "ended_why", "revision"])
    record_change(by=by, action="casework.plan.taken_up", target=held, citizen_id=held.citizen_id)
    return held


def _keep_version(
    plan: CasePlan,
    content: PlanContent,
    last: PlanVersion | None,
    *,
    why: str,
    now: datetime,
    by: Employee,
    key: UUID | None = None,
) -> PlanVersion:
    plan.published_on = timezone.localdate(now)
    plan.save(update_fields=["published_on"])
    number = last.number + 1 if last else 1
    return PlanVersion.objects.create(
        uuid=key or uuid4(), plan=plan, number=number, snapshot=as_text(content), why=why, at=now, by=by
    )


def _is_new(content: PlanContent, last: PlanVersion | None, today: date) -> bool:
    """Whether it says something else than the last version, or there is none."""
    return last is None or on_day(content_from(last.snapshot), today) != content


def _named(plan: CasePlan) -> tuple[str, str]:
    """What tells a goal from another: its kind, and what it is called, whether it was chosen from the list or typed."""
    return plan.goal_kind, plan.written_goal.casefold()


def _check(given: GivenPlan) -> None:
    refuse(
        [
            *unless(given.occupation is not None or given.goal_title, "goal_title", "goal_missing"),
            *unless(len(given.goal_title) <= LONGEST_TITLE, "goal_title", "text_too_long", longest=LONGEST_TITLE),
            *unless(
                given.search_per_week is None or 0 <= given.search_per_week <= MOST_A_WEEK,
                "search_per_week",
                "search_unlikely",
                most=MOST_A_WEEK,
            ),
            *too_long({name: text for name, text in given.guarded.items() if name != "goal_title"}),
        ]
    )


def _changed(plan: CasePlan, given: GivenPlan) -> list[str]:
    """The columns that are otherwise now."""
    return [name for name in GivenPlan.__dataclass_fields__ if getattr(plan, name) != getattr(given, name)]
