"""Writes about plans that are changed by hand: seats put in, taken out, let go of, and put in place of others."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.models import Session
from fagkompas.learning.actions.plan_holding import held_plan
from fagkompas.learning.actions.plan_results import explain
from fagkompas.learning.models import Plan, PlanState, Seat, SeatState
from fagkompas.learning.to_engine import planning_problem
from fagkompas.toolkit.refusing import refuse, unless


@transaction.atomic
def add_seat(*, plan: Plan, employee: Employee, session: Session, revision: int, by: Employee, now: datetime) -> Plan:
    """One more seat in the proposal, which stays until somebody lets go of it; what it breaks is named, not refused.

    Raises `ChangedMeanwhile`, and `BadInput`: the person or the session is not there to be planned.
    """
    held = held_plan(plan, revision=revision)
    refuse(unless(held.round, "state", "plan_without_ratings"))
    problem = planning_problem(held, today=timezone.localdate(now))
    place = (str(employee.uuid), str(session.uuid))
    stands = held.seats.approved().filter(employee=employee, session=session)
    refuse(
        [
            *unless(held.state != PlanState.SOLVING, "state", "plan_under_way"),
            *unless(place[0] in {one.code for one in problem.people}, "person", "person_not_in_plan"),
            *unless(place[1] in problem.open, "session", "session_not_in_plan"),
            *unless(place not in {(one.person, one.session) for one in problem.given}, "session", "has_seat_already"),
            *unless(not stands.exists(), "session", "has_seat_already"),
        ]
    )
    seat, is_new = Seat.objects.get_or_create(plan=held, employee=employee, session=session, defaults={"by_hand": True})
    if not is_new:
        seat.state, seat.by_hand, seat.decided_by, seat.decided_at = SeatState.PROPOSED, True, None, None
        seat.save()
    record_change(by=by, action="learning.plan.seat_added", target=held, subject_id=employee.pk)
    _change(held, now)
    return held


@transaction.atomic
def take_out(*, seat: Seat, revision: int, by: Employee, now: datetime) -> Plan:
    """The seat is not proposed any more, until it is put back or let go of.

    Raises `ChangedMeanwhile`, and `BadInput` for approved seats that are not lost.
    """
    held = held_plan(seat.plan, revision=revision)
    row = held.seats.select_related("session", "employee").get(pk=seat.pk)
    is_free = not held.seats.approved().filter(pk=row.pk).exists()
    refuse(
        [
            *unless(held.state != PlanState.SOLVING, "state", "plan_under_way"),
            *unless(held.round, "state", "plan_without_ratings"),
            *unless(is_free, "state", "seat_is_approved"),
        ]
    )
    row.state, row.by_hand, row.decided_by, row.decided_at = SeatState.REJECTED, False, by, now
    row.save()
    record_change(by=by, action="learning.plan.seat_taken_out", target=held, subject_id=row.employee_id)
    _change(held, now)
    return held


@transaction.atomic
def let_go(*, seat: Seat, revision: int, by: Employee, now: datetime) -> Plan:
    """What was changed by hand may be otherwise when the plan is worked out again; until then the seats are the same.

    Raises `ChangedMeanwhile`, and `BadInput`: it was not changed by hand, or the plan is being worked out.
    """
    held = held_plan(seat.plan, revision=revision)
    row = held.seats.changed_by_hand().filter(pk=seat.pk).first()
    refuse(
        [
            *unless(held.state != PlanState.SOLVING, "state", "plan_under_way"),
            *unless(held.round, "state", "plan_without_ratings"),
            *unless(row, "state", "not_by_hand"),
        ]
    )
    if row is not None and row.state == SeatState.REJECTED:
        row.delete()
    elif row is not None:
        row.by_hand = False
        row.save()
    record_change(by=by, action="learning.plan.seat_let_go", target=held, subject_id=seat.employee_id)
    _change(held, now)
    return held


@transaction.atomic
def replace_lost(*, seat: Seat, session: Session, revision: int, by: Employee, now: datetime) -> Plan:
    """Another seat for somebody who has lost one. Raises as `add_seat` and `take_out` do."""
    held = take_out(seat=seat, revision=revision, by=by, now=now)
    return add_seat(plan=held, employee=seat.employee, session=session, revision=held.revision, by=by, now=now)


@transaction.atomic
def move_lost(*, seats: Iterable[Seat], session: Session, revision: int, by: Employee, now: datetime) -> Plan:
    """The same session instead for several who have lost a seat in one plan. Raises as `replace_lost` does."""
    held = None
    for seat in seats:
        held = replace_lost(seat=seat, session=session, revision=held.revision if held else revision, by=by, now=now)
    if held is None:
        raise ValueError("Nobody is to be moved.")
    return held


def _change(plan: Plan, now: datetime) -> None:
    """Work out at once what the seats amount to as they are now."""
    if not plan.proposal.get("impossible"):
        explain(plan, planning_problem(plan, today=timezone.localdate(now)))
    plan.revision += 1
    plan.save()
