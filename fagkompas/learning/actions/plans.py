"""Writes about learning plans: made, worked out, changed by hand, approved, and deleted when their time is up.

    start_working_out ──> SOLVING ──store_proposal, store_clash──> PROPOSED ──approve_seats──> APPROVED
                             │ tell_progress, ask_to_stop              │ add_seat, take_out, let_go

The plan is held first, then people and sessions by number, then participations. A plan's `revision` counts every change of it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Round
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.catalogue.actions.seats import hold_session, keep_seats
from fagkompas.catalogue.models import Offering, Session
from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.learning.actions import participation as participations
from fagkompas.learning.approving import Questions, questions_of
from fagkompas.learning.models import (
    Participation,
    ParticipationState,
    Plan,
    PlanRule,
    PlanState,
    RuleKind,
    Seat,
    SeatState,
)
from fagkompas.learning.proposing import (
    FORMAT,
    Stored,
    digest_of,
    explained_by,
    is_clash_outdated,
    people_in,
    place_of,
    stored_change,
    stored_clash,
    stored_plan,
    with_prices,
    without_people,
)
from fagkompas.learning.to_engine import PlanProblem, planning_problem, seats_now
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

KEPT_AFTER: Final = timedelta(days=365)
"""How long a plan is kept after its last day; never longer than the ratings that it comes from."""

MOST_RULES: Final = 200
LARGEST_BUDGET: Final = 100_000_000
MOST_HOURS: Final = 1_000
LONGEST_PERIOD: Final = timedelta(days=731)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRule:
    """A person must, or must not, take an offering."""

    kind: RuleKind
    employee: Employee
    offering: Offering


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """What a plan is worked out from; what a manager can move. Whole kroner; `away_share` 0-1; `seconds` to search."""

    name: str
    round: Round
    starts_on: date
    ends_on: date
    budget: int
    hours_per_person: Decimal
    away_share: Decimal
    seconds: int
    rules: tuple[GivenRule, ...] = ()


# Making one


@transaction.atomic
def make_plan(*, unit: Unit, levers: Levers, by: Employee, now: datetime, scenario_of: Plan | None = None) -> Plan:
    """A new plan, or a scenario beside another, that is worked out at once; what was changed by hand goes along.

    Raises `BadInput`.
    """
    refuse(_problems_of(levers, timezone.localdate(now)))
    plan = Plan(
        root=by.root,
        unit=unit,
        scenario_of=(scenario_of.scenario_of or scenario_of) if scenario_of else None,
        created_by=by,
        created_at=now,
    )
    _pull(plan, levers)
    plan.save()
    _store_rules(plan, levers.rules)
    if scenario_of is not None:
        _take_along(scenario_of, plan)
    record_change(by=by, action="learning.plan.made", target=plan, unit=str(unit.uuid))
    _start(plan, now)
    return plan


@transaction.atomic
def work_out_again(*, plan: Plan, by: Employee, now: datetime) -> Plan:
    """From the same levers, with people, ratings and sessions as they are now. Raises `BadInput`: it is under way."""
    held = held_plan(plan)
    refuse(unless(held.state != PlanState.SOLVING or is_stuck(held, now), "state", "plan_under_way"))
    _start(held, now)
    record_change(by=by, action="learning.plan.worked_out_again", target=held)
    return held


@transaction.atomic
def give_way(*, plan: Plan, way: int, revision: int, by: Employee, now: datetime) -> Plan:
    """Let what must give in one of the ways out, and work the plan out anew.

    Raises `ChangedMeanwhile`, and `BadInput` where it is not the plan that can give, or the way out is of something else
    than what there is now.
    """
    held = held_plan(plan, revision=revision)
    stored = held.proposal.get("ways_out", [])
    refuse(
        [
            *unless(0 <= way < len(stored) and can_give(stored[way]), "way", "way_not_the_plans"),
            *unless(not is_clash_outdated(held, timezone.localdate(now)), "way", "way_outdated"),
        ]
    )
    for give in stored[way]["gives"]:
        _give(held, give, now)
    held.save()
    record_change(by=by, action="learning.plan.gave_way", target=held)
    _start(held, now)
    return held


def as_uuid(text: str) -> UUID | None:
    """A UUID out of an address or a code, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def can_give(way: Mapping[str, Any]) -> bool:
    """Whether the plan's own levers, rules and seats put in by hand are enough; the number of seats is the catalogue's."""
    others = (engine.Limit.MOST_SEATS, engine.Limit.LEAST_SEATS, engine.Limit.GIVEN)
    return all(one["limit"] not in others for one in way["gives"])


def _give(plan: Plan, give: Mapping[str, Any], now: datetime) -> None:
    to = Decimal(str(give["now"])) + Decimal(str(give["amount"]))
    match give["limit"]:
        case engine.Limit.BUDGET:
            plan.budget = max(plan.budget or 0, int(to.to_integral_value(rounding="ROUND_CEILING")))
        case engine.Limit.HOURS:
            enough = to.quantize(Decimal("0.1"), rounding="ROUND_CEILING")
            plan.hours_per_person = max(plan.hours_per_person or Decimal(0), enough)
        case engine.Limit.AWAY:
            plan.away_share = max(plan.away_share, _share_for(plan, give["unit"], int(to), timezone.localdate(now)))
        case engine.Limit.PUT_IN:
            put_in = plan.seats.filter(state=SeatState.PROPOSED, by_hand=True)
            put_in.filter(employee__uuid=give["person"], session__uuid=give["session"]).delete()
        case engine.Limit.MUST:
            of = PlanRule.objects.filter(plan=plan, kind=RuleKind.MUST)
            of.filter(employee__uuid=give["person"], offering__uuid=give["offering"]).delete()


def _share_for(plan: Plan, unit: str, away: int, today: date) -> Decimal:
    """The share with which so many of a unit may be away."""
    people = [one for one in planning_problem(plan, today=today).planning.people if one.unit == unit]
    return min(Decimal(1), (Decimal(away) / max(1, len(people))).quantize(Decimal("0.001"), rounding="ROUND_CEILING"))


def _problems_of(levers: Levers, today: date) -> list[Problem]:
    round_, pairs = levers.round, {(rule.employee.pk, rule.offering.pk) for rule in levers.rules}
    return [
        *unless(levers.name.strip(), "name", "plan_name_missing"),
        *unless(levers.ends_on >= levers.starts_on, "ends_on", "plan_ends_before"),
        *unless(levers.ends_on >= today, "ends_on", "plan_is_past"),
        *unless(levers.ends_on - levers.starts_on <= LONGEST_PERIOD, "ends_on", "plan_too_long"),
        *unless(levers.ends_on < round_.deletes_on, "ends_on", "plan_outlives_round", day=str(round_.deletes_on)),
        *unless(0 <= levers.budget <= LARGEST_BUDGET, "budget", "budget_out_of_range"),
        *unless(0 <= levers.hours_per_person <= MOST_HOURS, "hours_per_person", "hours_out_of_range"),
        *unless(0 < levers.away_share <= 1, "away", "away_out_of_range"),
        *unless(len(pairs) == len(levers.rules), "rules", "rule_twice"),
        *unless(len(pairs) <= MOST_RULES, "rules", "too_many_rules", most=MOST_RULES),
    ]


def _pull(plan: Plan, levers: Levers) -> None:
    for name in ("round", "starts_on", "ends_on", "budget", "hours_per_person", "away_share", "seconds"):
        setattr(plan, name, getattr(levers, name))
    plan.name = " ".join(levers.name.split())
    plan.deletes_on = min(levers.ends_on + KEPT_AFTER, levers.round.deletes_on)


def _store_rules(plan: Plan, rules: Sequence[GivenRule]) -> None:
    PlanRule.objects.bulk_create(
        PlanRule(plan=plan, kind=rule.kind, employee=rule.employee, offering=rule.offering) for rule in rules
    )


def _take_along(before: Plan, plan: Plan) -> None:
    """What was changed by hand, as far as the plan reaches."""
    rows = before.seats.changed_by_hand().filter(
        session__starts_on__gte=plan.starts_on, session__ends_on__lte=plan.ends_on
    )
    Seat.objects.bulk_create(
        Seat(
            plan=plan,
            employee_id=row.employee_id,
            session_id=row.session_id,
            by_hand=row.by_hand,
            state=row.state,
            decided_by_id=row.decided_by_id,
            decided_at=row.decided_at,
        )
        for row in rows.order_by("pk")
    )


# Working it out


def _start(plan: Plan, now: datetime) -> None:
    from fagkompas.learning.tasks import begin_working_out  # tasks call actions, so not at the top

    plan.state, plan.stop_asked, plan.progress = PlanState.SOLVING, False, {"at": now.isoformat()}
    plan.revision += 1
    plan.save()
    plan.seats.lost().filter(state=SeatState.PROPOSED).delete()
    transaction.on_commit(partial(begin_working_out, plan.pk, plan.revision))


STUCK_AFTER: Final = timedelta(seconds=45)
"""The work tells how far it is every second or so; after this long without a word it is taken to have ended."""

WAITS_AT_MOST: Final = timedelta(minutes=30)
"""A plan that waits for a worker to be free tells nothing meanwhile; after this long its task is taken to be lost."""


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
def take_turn(*, plan_id: int, revision: int, limit: float, now: datetime) -> bool | None:
    """Whether the search for this plan may begin; None when the plan is gone or was started anew.

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
    return not before


def _take_over(plan: Plan, now: datetime) -> None:
    """Begin a search whose process died again, at the end of the line; where it has died twice, it has failed."""
    from fagkompas.learning.tasks import begin_working_out  # tasks call actions, so not at the top

    held = _running(plan.pk, plan.revision)
    if held is None or not is_silent(held, now):
        return
    if held.progress.get("again"):
        _end(held, FAILED, now)
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


@transaction.atomic
def store_proposal(
    *, plan_id: int, revision: int, found: engine.Plan, problem: PlanProblem, more: Sequence[engine.More], now: datetime
) -> None:
    """What the work found takes the place of what was proposed; approved seats stand, and what was changed by hand."""
    held = _running(plan_id, revision)
    if held is not None:
        _store_seats(held, found.reasons, problem)
        _end(held, stored_plan(found, problem, more), now)


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
    held = _running(plan_id, revision)
    if held is not None:
        _unproposed(held)
        _end(held, stored_clash(found, problem), now)


@transaction.atomic
def store_refusal(*, plan_id: int, revision: int, problems: Sequence[Problem], now: datetime) -> None:
    """What the plan would be made from contradicts itself."""
    held = _running(plan_id, revision)
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
        _end(held, {"format": FORMAT, "impossible": True, "problems": told}, now)


FAILED: Final[Mapping[str, Any]] = {"format": FORMAT, "impossible": True, "failed": True}
"""What is stored where the work broke down: nothing is known of the plan."""


@transaction.atomic
def store_failure(*, plan_id: int, revision: int, now: datetime) -> None:
    """The work broke down, so that nobody waits for it; whoever wants to can start it again."""
    held = _running(plan_id, revision)
    if held is not None:
        _end(held, FAILED, now)


def _titles(codes: Iterable[str]) -> dict[str, str]:
    """What offerings, and the offerings of sessions, are called in Danish; of codes that are either."""
    known = [code for code in codes if as_uuid(code)]
    offerings = Offering.objects.filter(uuid__in=known).order_by("pk").values_list("uuid", "title_da")
    sessions = Session.objects.filter(uuid__in=known).order_by("pk").values_list("uuid", "offering__title_da")
    return {str(uuid): title for uuid, title in [*offerings, *sessions]}


def _running(plan_id: int, revision: int) -> Plan | None:
    """The plan that this piece of work is for; None when it is deleted or has been started anew."""
    rows = Plan.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=plan_id, revision=revision, state=PlanState.SOLVING).first()


def _end(plan: Plan, proposal: Mapping[str, Any], now: datetime) -> None:
    approved = plan.seats.approved().exists()
    plan.state = PlanState.APPROVED if approved else PlanState.PROPOSED
    plan.proposal, plan.progress, plan.stop_asked = dict(proposal), {}, False
    plan.solved_at, plan.engine_version = now, ENGINE_VERSION
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


# By hand


@transaction.atomic
def add_seat(*, plan: Plan, employee: Employee, session: Session, revision: int, by: Employee, now: datetime) -> Plan:
    """One more seat in the proposal, which stays until somebody lets go of it; what it breaks is named, not refused.

    Raises `ChangedMeanwhile`, and `BadInput`: the person or the session is not there to be planned.
    """
    held = held_plan(plan, revision=revision)
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


def _change(plan: Plan, now: datetime) -> None:
    """Work out at once what the seats amount to as they are now."""
    if not plan.proposal.get("impossible"):
        _explain(plan, planning_problem(plan, today=timezone.localdate(now)))
    plan.revision += 1
    plan.save()


def _explain(plan: Plan, problem: PlanProblem) -> None:
    """The reason of every seat that counts, and what they all amount to."""
    explained = explained_by(problem, seats_now(plan, problem))
    reasons = {(one.seat.person, one.seat.session): asdict(one) for one in explained.reasons}
    rows = list(_seats(plan).exclude(state=SeatState.REJECTED))
    for row in rows:
        row.reason = reasons.get(place_of(row), {})
    Seat.objects.bulk_update(rows, ["reason"])
    plan.proposal = stored_change(plan.proposal, explained, problem)


# Approving


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
            *unless(not held.proposal.get("impossible"), "state", "plan_impossible"),
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
        _explain(plan, after)
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
            *unless(_works_in(row.employee, row.plan.unit), "person", "person_not_in_plan"),
            *unless(row.employee_id != by.pk, "person", "own_seat"),
            *unless(not session.is_cancelled, "session", "session_is_cancelled"),
            *unless(session.takes_enrolments_on(today) and session.starts_on >= today, "session", "enrolment_is_over"),
            *unless(not seated, "session", "has_seat_already"),
        ]
    )
    refuse(_broken(row, problem, standing))
    Participation.objects.filter(seat=row).update(seat=None)
    one = under_way[0] if under_way else _new_participation(row, now)
    one.session, one.state, one.seat, one.since = session, ParticipationState.APPROVED, row, now
    one.cost, row.session_price = row.session.offering.price_per_seat, row.session.offering.fixed_price
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


ASKED_OR_COUNTED: Final = (engine.Breach.TOO_FEW, engine.Breach.TOO_MANY)
"""Too few is asked about; the seats of a session are counted as they are now when somebody takes one."""


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


def _works_in(person: Employee, unit: Unit) -> bool:
    return person.is_active and person.unit.lineage.startswith(unit.lineage)


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


# Deleting


@transaction.atomic
def delete_plan(*, plan: Plan, by: Employee) -> None:
    """Raises `BadInput`: somebody has a seat by it, or by a scenario of it, or it is being worked out."""
    held = held_plan(plan)
    family = Plan.objects.filter(pk=held.pk) | Plan.objects.filter(scenario_of=held)
    has_approved = Seat.objects.approved().filter(plan__in=family).exists()
    refuse(
        [
            *unless(not family.filter(state=PlanState.SOLVING).exists(), "state", "plan_under_way"),
            *unless(not has_approved, "state", "plan_has_approved"),
        ]
    )
    record_change(by=by, action="learning.plan.deleted", target=held, unit=str(held.unit.uuid))
    held.delete()


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete plans whose time is up, and those whose ratings are deleted; forget people who are deleted in the others."""
    old = Plan.objects.filter(deletes_on__lt=today) | Plan.objects.filter(round__isnull=True)
    rows = old.count()
    if rows and not dry_run:
        Plan.objects.filter(pk__in=list(old.order_by("pk").values_list("pk", flat=True))).delete()
        record_change(by=None, action="learning.plan.expired", rows=rows)
    if not dry_run:
        _forget_deleted()
    return [RetentionLine(what=_("learning plans whose time is up"), rows=rows)]


def _forget_deleted() -> None:
    """What a proposal keeps of people by their UUID goes when they do; their seats went with them."""
    known = {str(uuid) for uuid in Employee.objects.order_by().values_list("uuid", flat=True)}
    for plan in Plan.objects.exclude(proposal={}).order_by("pk"):
        if people_in(plan.proposal) - known:
            _forget(plan, known)


@transaction.atomic
def _forget(plan: Plan, known: Collection[str]) -> None:
    held = Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).first()
    if held is not None:
        held.proposal = without_people(held.proposal, people_in(held.proposal).difference(known))
        held.save(update_fields=["proposal"])


def held_plan(plan: Plan, *, revision: int | None = None) -> Plan:
    """The plan as it is now, kept from other writes until the transaction ends; the first lock of each of them.

    Raises `ChangedMeanwhile` when it is not at the revision that the page showed.
    """
    rows = Plan.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("unit", "root", "round__version__framework").get(pk=plan.pk)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile
    return held
