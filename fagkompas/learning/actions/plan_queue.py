"""Writes about plans that are being worked out: begun, in line for their turn, how far they are, stopped.

One plan of a municipality is worked out at a time; see `tasks` for where, and `working_out` for how.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.learning.actions.plan_holding import held_plan, running_plan
from fagkompas.learning.actions.plan_results import fail
from fagkompas.learning.models import Plan, PlanState, SeatState
from fagkompas.learning.proposing import Stored

STUCK_AFTER: Final = timedelta(seconds=45)
"""The work tells how far it is every second or so; after this long without a word it is taken to have ended."""

WAITS_AT_MOST: Final = timedelta(minutes=30)
"""A plan that waits for a worker to be free tells nothing meanwhile; after this long its task is taken to be lost."""


def start_working_out(plan: Plan, now: datetime) -> None:
    """Within the transaction that holds the plan; the search begins when that ends."""
    from fagkompas.learning.tasks import begin_working_out  # tasks call actions, so not at the top

    plan.state, plan.stop_asked, plan.progress = PlanState.SOLVING, False, {"at": now.isoformat()}
    plan.revision += 1
    plan.save()
    plan.seats.lost().filter(state=SeatState.PROPOSED).delete()
    transaction.on_commit(partial(begin_working_out, plan.pk, plan.revision))


def is_stuck(plan: Plan, now: datetime) -> bool:
    """Whether the plan has been said to be worked out for long without a word of how far it is, and nothing is before it."""
    return is_silent(plan, now) and not before_in_line(plan, now)


def is_silent(plan: Plan, now: datetime) -> bool:
    """Whether no word has come for long of a plan that is being worked out, or waits for its turn."""
    told = plan.progress.get("at")
    waits_for_worker = "seconds" not in plan.progress and not settings.WORK_IN_THREADS
    longest = WAITS_AT_MOST if waits_for_worker else STUCK_AFTER
    return plan.state == PlanState.SOLVING and bool(told) and now - datetime.fromisoformat(told) > longest


def before_in_line(plan: Plan, now: datetime) -> int:
    """How many plans of the municipality come before it: one is worked out at a time. One query."""
    others = Plan.objects.filter(root=plan.root_id, state=PlanState.SOLVING).exclude(pk=plan.pk)
    since = plan.progress.get("since")
    return sum(
        1
        for one in others.order_by("pk")
        if not is_silent(one, now)
        and ("seconds" in one.progress or ("since" in one.progress and (not since or one.progress["since"] < since)))
    )


@transaction.atomic
def take_turn(
    *, plan_id: int, revision: int, limit: float, now: datetime, put_back: Callable[[], object] | None = None
) -> bool | None:
    """Whether the search for this plan may begin; None when the plan is gone or was started anew.

    Where it may not yet, `put_back` is called, so that a plan is in line only while something is to ask for it again.

    Until it may, the plan waits in line. Where the process of another search in the municipality has died, that plan
    is begun again here, once. Whoever wants to stop waits for nobody: it takes a moment.
    """
    running = Plan.objects.filter(pk=plan_id, revision=revision, state=PlanState.SOLVING)
    plan = running.first()
    if plan is None:
        return None
    Unit.objects.select_for_update(no_key=True).get(pk=plan.root_id)
    begun = Plan.objects.filter(root=plan.root_id, state=PlanState.SOLVING, progress__has_any_keys=["seconds", "since"])
    for one in begun.exclude(pk=plan_id).order_by("pk"):
        if is_silent(one, now):
            _take_over(one, now)
    before = 0 if plan.stop_asked else before_in_line(plan, now)
    waits = {"waits": before, "since": plan.progress.get("since") or now.isoformat()}
    begins = {"seconds": 0.0, "limit": limit, "seats": 0}
    running.update(progress=_told(plan, waits if before else begins, now))
    if before and put_back is not None:
        put_back()
    return not before


def _take_over(plan: Plan, now: datetime) -> None:
    """Begin a search whose process died again, at the end of the line; where it has died twice, it has failed."""
    from fagkompas.learning.tasks import begin_working_out  # tasks call actions, so not at the top

    held = running_plan(plan.pk, plan.revision)
    if held is None or not is_silent(held, now):
        return
    if held.progress.get("again"):
        fail(held)
        return
    held.progress, held.revision = {"at": now.isoformat(), "again": True}, held.revision + 1
    held.save(update_fields=["progress", "revision"])
    transaction.on_commit(partial(begin_working_out, held.pk, held.revision))


def _told(plan: Plan, progress: Stored, now: datetime) -> Stored:
    """With when it was said, and whether the search was begun again by somebody else's."""
    again = {"again": True} if plan.progress.get("again") else {}
    return {**progress, **again, "at": now.isoformat()}


def tell_progress(*, plan_id: int, revision: int, progress: Stored, now: datetime) -> bool:
    """Say how far the work is; whether it should go on. Not logged: nothing of the plan changes."""
    running = Plan.objects.filter(pk=plan_id, revision=revision, state=PlanState.SOLVING)
    plan = running.only("progress", "stop_asked").first()
    return plan is not None and bool(running.update(progress=_told(plan, progress, now))) and not plan.stop_asked


@transaction.atomic
def ask_to_stop(*, plan: Plan, by: Employee) -> None:
    """End the work with the best so far."""
    held = held_plan(plan)
    if held.state == PlanState.SOLVING:
        held.stop_asked = True
        held.save(update_fields=["stop_asked"])
        record_change(by=by, action="learning.plan.stopped", target=held)
