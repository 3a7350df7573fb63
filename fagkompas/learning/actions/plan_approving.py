"""Writes about seats of plans that somebody approves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_changes
from fagkompas.catalogue.actions.seats import hold_session, keep_seats
from fagkompas.catalogue.models import Session
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.learning.actions import participation as participations
from fagkompas.learning.actions.plan_holding import held_plan
from fagkompas.learning.actions.plan_results import explain
from fagkompas.learning.actions.session_prices import session_price
from fagkompas.learning.approving import Questions, questions_of
from fagkompas.learning.models import Participation, ParticipationState, Plan, PlanState, Seat, SeatState
from fagkompas.learning.proposing import digest_of, place_of
from fagkompas.learning.to_engine import PlanProblem, planning_problem
from fagkompas.toolkit.refusing import refuse, unless

ASKED_OR_COUNTED: Final = (engine.Breach.TOO_FEW, engine.Breach.TOO_MANY)
"""Too few is asked about; the seats of a session are counted as they are now when somebody takes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """How an approval went: seats that are approved by it, those that somebody approved before, and those refused.

    Where `asks` is not None nothing is done: what it asks has to be answered first.
    """

    seats: tuple[Seat, ...] = ()
    before: tuple[Seat, ...] = ()
    refused: tuple[tuple[Seat, Problem], ...] = ()
    asks: Questions | None = None


@transaction.atomic
def approve_seats(
    *,
    plan: Plan,
    seats: Sequence[Seat],
    by: Employee,
    now: datetime,
    revision: int | None = None,
    anyway: bool = False,
) -> Approved:
    """Each person gets the seat, as if she had wished for it and it was approved.

    What would break a rule of the plan, with all that its people have by now, is refused, and the others approved. Too
    few in a session, and another plan for the same time with approved seats, is asked about first, unless `anyway`.
    Two people may do it at once, by two plans too: the second is told who was first, and nobody gets two seats. A
    session that is full, cancelled or begun refuses its seats and no others, and so does a person who has left the
    unit; one's own seat waits for somebody else. Raises `ChangedMeanwhile`, and `BadInput` while the plan is being worked
    out.
    """
    held = held_plan(plan, revision=revision)
    refuse(
        [
            *unless(held.state != PlanState.SOLVING, "state", "plan_under_way"),
            *unless(held.round, "state", "plan_without_ratings"),
            *unless(held.proposal and not held.proposal.get("impossible"), "state", "plan_impossible"),
        ]
    )
    who = Employee.objects.filter(pk__in=[seat.employee_id for seat in seats]).order_by("pk")
    list(who.select_for_update(no_key=True))
    sessions = Session.objects.filter(pk__in=[seat.session_id for seat in seats]).order_by("pk")
    list(sessions.select_for_update(no_key=True))
    rows = list(
        held.seats.filter(pk__in=[seat.pk for seat in seats])
        .select_related("employee__unit", "session__offering", "decided_by")
        .order_by("session__starts_on", "session_id", "pk")
    )
    proposed = [row for row in rows if row.state == SeatState.PROPOSED]
    problem = planning_problem(held, today=timezone.localdate(now))
    asks = questions_of(held, proposed, problem, timezone.localdate(now))
    if asks is not None and not anyway:
        return Approved(asks=asks)
    standing, done, refused = engine.Standing(problem.planning, problem.given), [], []
    for row in proposed:
        try:
            with transaction.atomic():
                _approve(row, problem, standing, by, now)
        except BadInput as refusal:
            refused.append((row, refusal.problems[0]))
        else:
            done.append(row)
    if done:
        _keep_approved(held, problem, now)
        record_changes(by=by, action="learning.plan.seat_approved", changed=[(row.employee_id, row) for row in done])
    before = tuple(row for row in rows if row not in proposed)
    return Approved(seats=tuple(done), before=before, refused=tuple(refused))


def _keep_approved(plan: Plan, before: PlanProblem, now: datetime) -> None:
    """What was proven still is, unless a session is held for fewer now that it has an approved seat: more is possible."""
    after = planning_problem(plan, today=timezone.localdate(now))
    sure = Counter(seat.session for seat in after.given)
    is_wider = any(session.min_seats > sure[session.code] for session in before.planning.sessions if sure[session.code])
    if plan.proposal.get("searched") == digest_of(before.planning) and not is_wider:
        still = [one for one in plan.proposal["by_hand"] if one in after.by_hand or one not in before.by_hand]
        plan.proposal |= {"searched": digest_of(after.planning), "by_hand": still}
    if not plan.proposal.get("impossible"):
        explain(plan, after)
    plan.state = PlanState.APPROVED
    plan.revision += 1
    plan.save()


def _approve(row: Seat, problem: PlanProblem, standing: engine.Standing, by: Employee, now: datetime) -> None:
    """Raises `BadInput`."""
    session = hold_session(row.session)
    own = Participation.objects.filter(employee=row.employee, offering=row.session.offering)
    under_way = list(own.filter(state__in=participations.UNDER_WAY).select_for_update(of=("self",)).order_by("pk"))
    seated = [one for one in under_way if one.state == ParticipationState.ENROLLED or _has_seat(one)]
    today = timezone.localdate(now)
    refuse(
        [
            *unless(row.works_here, "person", "person_not_in_plan"),
            *unless(row.employee_id != by.pk, "person", "own_seat"),
            *unless(not session.is_cancelled, "session", "session_is_cancelled"),
            *unless(session.takes_enrolments_on(today) and session.starts_on >= today, "session", "enrolment_is_over"),
            *unless(not seated, "session", "has_seat_already"),
            *unless(not Seat.objects.lost().filter(pk=row.pk).exists(), "session", "seat_was_given_back"),
        ]
    )
    refuse(_broken(row, problem, standing))
    Participation.objects.filter(seat=row).update(seat=None)
    one = under_way[0] if under_way else _new_participation(row, now)
    one.session, one.state, one.seat, one.since = session, ParticipationState.APPROVED, row, now
    one.cost, one.session_price = row.session.offering.price_per_seat, session_price(one, row.session)
    one.revision += 1
    one.save()
    places = session.participations.taking_a_seat().order_by("pk")
    try:
        keep_seats(session=session, places=places.values_list("employee__unit__lineage", flat=True))
    except BadInput:
        standing.without_seat(_seat(row))
        raise
    row.state, row.decided_by, row.decided_at = SeatState.APPROVED, by, now
    row.save()


def _broken(row: Seat, problem: PlanProblem, standing: engine.Standing) -> list[Problem]:
    """The rules that the seat would break; it stands when there are none."""
    seat = _seat(row)
    if seat.session not in {one.code for one in problem.planning.sessions}:
        return list(unless(False, "session", "session_not_in_plan"))
    broken = [one for one in standing.with_seat(seat) if one.breach not in ASKED_OR_COUNTED]
    if broken:
        standing.without_seat(seat)
    return [
        Problem(place=Place(column="session"), found="", message_code=f"breaks_{one.breach}", values={"over": one.over})
        for one in broken
    ]


def _seat(row: Seat) -> engine.Seat:
    person, session = place_of(row)
    return engine.Seat(person=person, session=session)


def _has_seat(one: Participation) -> bool:
    return one.state == ParticipationState.APPROVED and one.session_id is not None


def _new_participation(row: Seat, now: datetime) -> Participation:
    offering = row.session.offering
    return Participation(
        root_id=row.employee.root_id,
        employee=row.employee,
        offering=offering,
        hours=offering.hours,
        ects=offering.ects,
        accredited=offering.accredited,
        internal=offering.internal,
        since=now,
    )
