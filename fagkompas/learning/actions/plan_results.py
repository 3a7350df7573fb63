"""Writes of what the working out of a plan came to: a proposal, a clash, a refusal, or that it broke down."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Offering, Session
from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import Problem
from fagkompas.learning.actions.plan_holding import running_plan
from fagkompas.learning.models import Plan, PlanState, Seat, SeatState
from fagkompas.learning.proposing import (
    FORMAT,
    Stored,
    explained_by,
    place_of,
    stored_change,
    stored_clash,
    stored_plan,
    with_prices,
)
from fagkompas.learning.to_engine import PlanProblem, seats_now
from fagkompas.toolkit.uuids import as_uuid


@transaction.atomic
def store_proposal(
    *, plan_id: int, revision: int, found: engine.Plan, problem: PlanProblem, more: Sequence[engine.More], now: datetime
) -> None:
    """What the work found takes the place of what was proposed; approved seats stand, and what was changed by hand."""
    held = running_plan(plan_id, revision)
    if held is not None:
        _store_seats(held, found.reasons, problem)
        _propose(held, stored_plan(found, problem, more), now)


@transaction.atomic
def store_clash(
    *,
    plan_id: int,
    revision: int,
    found: engine.NoPlan | engine.NotKnownInTime,
    problem: PlanProblem,
    now: datetime,
) -> None:
    """What must be cannot be, or there was no time to find that out: nothing is proposed."""
    held = running_plan(plan_id, revision)
    if held is not None:
        _unproposed(held)
        _propose(held, stored_clash(found, problem), now)


@transaction.atomic
def store_refusal(*, plan_id: int, revision: int, problems: Sequence[Problem], now: datetime) -> None:
    """What the plan would be made from contradicts itself."""
    held = running_plan(plan_id, revision)
    if held is not None:
        codes = {str(one.values.get("code", "")).split(" ")[0] for one in problems}
        titles = _titles(codes)
        told = [
            {
                "column": one.place.column,
                "found": one.found,
                "name": titles.get(str(one.values.get("code", "")).split(" ")[0], ""),
            }
            for one in problems
        ]
        _propose(held, {"format": FORMAT, "impossible": True, "problems": told}, now)


@transaction.atomic
def store_failure(*, plan_id: int, revision: int) -> None:
    """The work broke down, so that nobody waits for it; whoever wants to can start it again."""
    held = running_plan(plan_id, revision)
    if held is not None:
        fail(held)


def _titles(codes: Iterable[str]) -> dict[str, str]:
    """What offerings, and the offerings of sessions, are called in Danish; of codes that are either."""
    known = [code for code in codes if as_uuid(code)]
    offerings = Offering.objects.filter(uuid__in=known).order_by("pk").values_list("uuid", "title_da")
    sessions = Session.objects.filter(uuid__in=known).order_by("pk").values_list("uuid", "offering__title_da")
    return {str(uuid): title for uuid, title in [*offerings, *sessions]}


def fail(plan: Plan) -> None:
    """Working the plan out broke down: what was proposed before stands."""
    _end(plan, {"failed": True})


def _propose(plan: Plan, proposal: Stored, now: datetime) -> None:
    """What there is of the plan from now on; what it comes from was read at `now`."""
    plan.proposal, plan.solved_at, plan.engine_version = proposal, now, ENGINE_VERSION
    _end(plan, {})


def _end(plan: Plan, progress: Stored) -> None:
    """It is not being worked out any more; a draft still where nothing was ever found."""
    approved = plan.seats.approved().exists()
    plan.state = PlanState.APPROVED if approved else PlanState.PROPOSED if plan.proposal else PlanState.DRAFT
    plan.progress, plan.stop_asked = progress, False
    plan.revision += 1
    plan.save()


def _store_seats(plan: Plan, reasons: Sequence[engine.SeatReason], problem: PlanProblem) -> None:
    """Seats that are proposed get a row; those that stood before the plan have none of their own."""
    _unproposed(plan)
    standing = {place_of(seat): seat for seat in _seats(plan)}
    given = {(seat.person, seat.session) for seat in problem.given}
    new = []
    for reason in with_prices(reasons, problem):
        place = (reason.seat.person, reason.seat.session)
        if place in standing:
            standing[place].reason = asdict(reason)
        elif place not in given:
            new.append(reason)
    Seat.objects.bulk_update(standing.values(), ["reason"])
    people = _by_uuid(Employee.objects.filter(uuid__in={one.seat.person for one in new}).order_by("pk"))
    sessions = _by_uuid(Session.objects.filter(uuid__in={one.seat.session for one in new}).order_by("pk"))
    Seat.objects.bulk_create(
        Seat(plan=plan, employee=people[one.seat.person], session=sessions[one.seat.session], reason=asdict(one))
        for one in new
    )


def _unproposed(plan: Plan) -> None:
    """Without what was proposed last, unless somebody put it in."""
    plan.seats.filter(state=SeatState.PROPOSED, by_hand=False).delete()


def _by_uuid(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(row.uuid): row for row in rows}


def _seats(plan: Plan) -> Any:
    return plan.seats.select_related("employee", "session__offering").order_by("pk")


def explain(plan: Plan, problem: PlanProblem) -> None:
    """The reason of every seat that counts, and what they all amount to."""
    explained = explained_by(problem, seats_now(plan, problem))
    reasons = {(one.seat.person, one.seat.session): asdict(one) for one in explained.reasons}
    rows = list(_seats(plan).exclude(state=SeatState.REJECTED))
    for row in rows:
        row.reason = reasons.get(place_of(row), {})
    Seat.objects.bulk_update(rows, ["reason"])
    plan.proposal = stored_change(plan.proposal, explained, problem)
