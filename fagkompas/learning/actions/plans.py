"""Writes about learning plans: made, worked out, changed by hand, approved, and deleted when their time is up.

    start_working_out ──> SOLVING ──store_proposal, store_clash──> PROPOSED ──approve_seats──> APPROVED
                             │ tell_progress, ask_to_stop              │ add_seat, take_out, put_back

The plan is held first, then sessions by number, then participations. A plan's `revision` counts every change of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

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
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.learning.actions import participation as participations
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
from fagkompas.learning.proposing import FORMAT, Stored, stored_change, stored_clash, stored_plan
from fagkompas.learning.to_engine import PlanProblem, planning_problem
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
    """A new plan, or a scenario beside another, that is worked out at once. Raises `BadInput`."""
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

    Raises `ChangedMeanwhile`, and `BadInput` where it is not the plan that can give.
    """
    held = held_plan(plan, revision=revision)
    stored = held.proposal.get("ways_out", [])
    refuse(unless(0 <= way < len(stored) and can_give(stored[way]), "way", "way_not_the_plans"))
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
    """Whether the plan's own levers and rules are enough; seats of a session are the catalogue's, and some are approved."""
    seats = (engine.Limit.MOST_SEATS, engine.Limit.LEAST_SEATS)
    return not way["is_decided"] and all(one["limit"] not in seats for one in way["gives"])


def _give(plan: Plan, give: Mapping[str, Any], now: datetime) -> None:
    amount = Decimal(str(give["amount"]))
    match give["limit"]:
        case engine.Limit.BUDGET:
            plan.budget = (plan.budget or 0) + int(amount.to_integral_value(rounding="ROUND_CEILING"))
        case engine.Limit.HOURS:
            enough = (Decimal(str(give["now"])) + amount).quantize(Decimal("0.1"), rounding="ROUND_CEILING")
            plan.hours_per_person = max(plan.hours_per_person or Decimal(0), enough)
        case engine.Limit.AWAY:
            plan.away_share = max(plan.away_share, _share_for(plan, give["unit"], int(amount), timezone.localdate(now)))
        case engine.Limit.MUST:
            of = PlanRule.objects.filter(plan=plan, kind=RuleKind.MUST)
            of.filter(employee__uuid=give["person"], offering__uuid=give["offering"]).delete()


def _share_for(plan: Plan, unit: str, more: int, today: date) -> Decimal:
    """The share with which so many more of a unit may be away."""
    people = [one for one in planning_problem(plan, today=today).planning.people if one.unit == unit]
    away = max(1, int(plan.away_share * len(people))) + more
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


# Working it out


def _start(plan: Plan, now: datetime) -> None:
    from fagkompas.learning.tasks import begin_working_out  # tasks call actions, so not at the top

    plan.state, plan.stop_asked, plan.progress = PlanState.SOLVING, False, {"at": now.isoformat()}
    plan.revision += 1
    plan.save()
    transaction.on_commit(partial(begin_working_out, plan.pk, plan.revision))


STUCK_AFTER: Final = timedelta(seconds=45)
"""The work tells how far it is every second or so; after this long without a word it is taken to have ended."""


def is_stuck(plan: Plan, now: datetime) -> bool:
    """Whether the plan has been said to be worked out for long without a word of how far it is."""
    told = plan.progress.get("at")
    return plan.state == PlanState.SOLVING and bool(told) and now - datetime.fromisoformat(told) > STUCK_AFTER


def tell_progress(*, plan_id: int, revision: int, progress: Stored, now: datetime) -> bool:
    """Say how far the work is; whether it should go on. Not logged: nothing of the plan changes."""
    running = Plan.objects.filter(pk=plan_id, revision=revision, state=PlanState.SOLVING)
    told = running.update(progress={**progress, "at": now.isoformat()})
    return bool(told) and not running.filter(stop_asked=True).exists()


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
    """What the work found takes the place of what was proposed; approved seats stand."""
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
        held.seats.exclude(state=SeatState.APPROVED).delete()
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


def _titles(codes: Iterable[str]) -> dict[str, str]:
    """What offerings, and the offerings of sessions, are called in Danish; of codes that are either."""
    known = [code for code in codes if as_uuid(code)]
    offerings = Offering.objects.filter(uuid__in=known).order_by("pk").values_list("uuid", "title_da")
    sessions = Session.objects.filter(uuid__in=known).order_by("pk").values_list("uuid", "offering__title_da")
    return {str(uuid): title for uuid, title in [*offerings, *sessions]}


def _running(plan_id: int, revision: int) -> Plan | None:
    """The plan that this piece of work is for; None when it is deleted or has been started anew."""
    rows = Plan.objects.select_for_update(of=("self",))
    return rows.filter(pk=plan_id, revision=revision, state=PlanState.SOLVING).first()


def _end(plan: Plan, proposal: Stored, now: datetime) -> None:
    approved = plan.seats.filter(state=SeatState.APPROVED).exists()
    plan.state = PlanState.APPROVED if approved else PlanState.PROPOSED
    plan.proposal, plan.progress, plan.stop_asked = proposal, {}, False
    plan.solved_at, plan.engine_version = now, ENGINE_VERSION
    plan.revision += 1
    plan.save()


def _store_seats(plan: Plan, reasons: Sequence[engine.SeatReason], problem: PlanProblem) -> None:
    """Seats that are proposed get a row; those that stood before the plan have none of their own."""
    standing = {_place(seat): seat for seat in _seats(plan).filter(state=SeatState.APPROVED)}
    plan.seats.exclude(state=SeatState.APPROVED).delete()
    given = {(seat.person, seat.session) for seat in problem.given}
    new = []
    for reason in reasons:
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


def _by_uuid(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(row.uuid): row for row in rows}


def _seats(plan: Plan) -> Any:
    return plan.seats.select_related("employee", "session__offering").order_by("pk")


def _place(seat: Seat) -> tuple[str, str]:
    return str(seat.employee.uuid), str(seat.session.uuid)


# By hand


@transaction.atomic
def add_seat(*, plan: Plan, employee: Employee, session: Session, revision: int, by: Employee, now: datetime) -> Plan:
    """One more seat in the proposal; what it breaks is named, not refused.

    Raises `ChangedMeanwhile`, and `BadInput`: the person or the session is not there to be planned.
    """
    held = held_plan(plan, revision=revision)
    problem = planning_problem(held, today=timezone.localdate(now))
    place = (str(employee.uuid), str(session.uuid))
    refuse(
        [
            *unless(held.state != PlanState.SOLVING, "state", "plan_under_way"),
            *unless(place[0] in {one.code for one in problem.planning.people}, "person", "person_not_in_plan"),
            *unless(place[1] in {one.code for one in problem.planning.sessions}, "session", "session_not_in_plan"),
            *unless(place not in {(one.person, one.session) for one in problem.given}, "session", "has_seat_already"),
        ]
    )
    seat, is_new = Seat.objects.get_or_create(plan=held, employee=employee, session=session, defaults={"by_hand": True})
    if not is_new and seat.state == SeatState.REJECTED:
        seat.state, seat.by_hand = SeatState.PROPOSED, True
        seat.save()
    record_change(by=by, action="learning.plan.seat_added", target=held, subject_id=employee.pk)
    _change(held, problem)
    return held


@transaction.atomic
def take_out(*, seat: Seat, revision: int, by: Employee, now: datetime) -> Plan:
    """The seat is not proposed any more; it can be put back. Raises `ChangedMeanwhile`, and `BadInput` for approved ones."""
    held = held_plan(seat.plan, revision=revision)
    row = held.seats.select_related("session").get(pk=seat.pk)
    is_free = row.state != SeatState.APPROVED or row.session.is_cancelled
    refuse(
        [
            *unless(held.state != PlanState.SOLVING, "state", "plan_under_way"),
            *unless(is_free, "state", "seat_is_approved"),
        ]
    )
    row.state, row.decided_by, row.decided_at = SeatState.REJECTED, by, now
    row.save()
    record_change(by=by, action="learning.plan.seat_taken_out", target=held, subject_id=row.employee_id)
    _change(held, planning_problem(held, today=timezone.localdate(now)))
    return held


@transaction.atomic
def replace_lost(*, seat: Seat, session: Session, revision: int, by: Employee, now: datetime) -> Plan:
    """Another seat for somebody whose session was cancelled. Raises as `add_seat` and `take_out` do."""
    held = take_out(seat=seat, revision=revision, by=by, now=now)
    return add_seat(plan=held, employee=seat.employee, session=session, revision=held.revision, by=by, now=now)


def _change(plan: Plan, problem: PlanProblem) -> None:
    """Work out at once what the seats amount to as they are now."""
    standing = _seats(plan).exclude(state=SeatState.REJECTED)
    rows = {_place(seat): seat for seat in standing}
    known = standing_seats(rows, problem)
    explained = engine.explain(problem.planning, known)
    for row in rows.values():
        row.reason = {}
    for reason in explained.reasons:
        row = rows.get((reason.seat.person, reason.seat.session))
        if row is not None:
            row.reason = asdict(reason)
    Seat.objects.bulk_update(rows.values(), ["reason"])
    plan.proposal = stored_change(plan.proposal, explained, problem)
    plan.revision += 1
    plan.save()


def standing_seats(places: Iterable[tuple[str, str]], problem: PlanProblem) -> list[engine.Seat]:
    """Of these seats by person and session those that can be planned now, with those that are given."""
    people = {one.code for one in problem.planning.people}
    sessions = {one.code for one in problem.planning.sessions}
    given = {(one.person, one.session) for one in problem.given}
    found = {place for place in places if place[0] in people and place[1] in sessions} | given
    return [engine.Seat(person=person, session=session) for person, session in sorted(found)]


# Approving


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """How an approval went: seats that are approved by it, those that somebody approved before, and those refused."""

    seats: tuple[Seat, ...]
    before: tuple[Seat, ...]
    refused: tuple[tuple[Seat, Problem], ...]


@transaction.atomic
def approve_seats(*, plan: Plan, seats: Sequence[Seat], by: Employee, now: datetime) -> Approved:
    """Each person gets the seat, as if she had wished for it and it was approved.

    Two people may do it at once, by two plans too: the second is told who was first, and nobody gets two seats. A
    session that is full, cancelled or begun refuses its seats and no others, and so does a person who has left the
    unit. Raises `BadInput` while the plan is being worked out.
    """
    held = held_plan(plan)
    refuse(unless(held.state != PlanState.SOLVING, "state", "plan_under_way"))
    who = Employee.objects.filter(pk__in=[seat.employee_id for seat in seats]).order_by("pk")
    list(who.select_for_update(no_key=True))
    rows = list(
        held.seats.filter(pk__in=[seat.pk for seat in seats])
        .select_related("employee__unit", "session__offering", "decided_by")
        .order_by("session_id", "pk")
    )
    done, before, refused = [], [], []
    for row in rows:
        if row.state != SeatState.PROPOSED:
            before.append(row)
            continue
        try:
            refuse(unless(_works_in(row.employee, held.unit), "person", "person_not_in_plan"))
            with transaction.atomic():
                _approve(row, by, now)
        except BadInput as refusal:
            refused.append((row, refusal.problems[0]))
        else:
            done.append(row)
    if done:
        held.state = PlanState.APPROVED
        held.revision += 1
        held.save()
        record_changes(by=by, action="learning.plan.seat_approved", changed=[(row.employee_id, row) for row in done])
    return Approved(seats=tuple(done), before=tuple(before), refused=tuple(refused))


def _approve(row: Seat, by: Employee, now: datetime) -> None:
    """Raises `BadInput`."""
    session = hold_session(row.session)
    own = Participation.objects.filter(employee=row.employee, offering=row.session.offering)
    under_way = list(own.filter(state__in=participations.UNDER_WAY).select_for_update(of=("self",)).order_by("pk"))
    seated = [one for one in under_way if one.state == ParticipationState.ENROLLED or _has_seat(one)]
    today = timezone.localdate(now)
    refuse(
        [
            *unless(not session.is_cancelled, "session", "session_is_cancelled"),
            *unless(session.takes_enrolments_on(today) and session.starts_on >= today, "session", "enrolment_is_over"),
            *unless(not seated, "session", "has_seat_already"),
        ]
    )
    one = under_way[0] if under_way else _new_participation(row, now)
    one.session, one.state, one.seat, one.since = session, ParticipationState.APPROVED, row, now
    one.revision += 1
    one.save()
    places = session.participations.taking_a_seat().order_by("pk")
    keep_seats(session=session, places=places.values_list("employee__unit__lineage", flat=True))
    row.state, row.decided_by, row.decided_at = SeatState.APPROVED, by, now
    row.save()


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
        cost=offering.price_per_seat,
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
    has_approved = Seat.objects.filter(plan__in=family, state=SeatState.APPROVED).exists()
    refuse(
        [
            *unless(not family.filter(state=PlanState.SOLVING).exists(), "state", "plan_under_way"),
            *unless(not has_approved, "state", "plan_has_approved"),
        ]
    )
    record_change(by=by, action="learning.plan.deleted", target=held, unit=str(held.unit.uuid))
    held.delete()


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete plans whose time is up, and those whose ratings are deleted."""
    old = Plan.objects.filter(deletes_on__lt=today) | Plan.objects.filter(round__isnull=True)
    rows = old.count()
    if rows and not dry_run:
        Plan.objects.filter(pk__in=list(old.order_by("pk").values_list("pk", flat=True))).delete()
        record_change(by=None, action="learning.plan.expired", rows=rows)
    return [RetentionLine(what=_("learning plans whose time is up"), rows=rows)]


def held_plan(plan: Plan, *, revision: int | None = None) -> Plan:
    """The plan as it is now, kept from other writes until the transaction ends; the first lock of each of them.

    Raises `ChangedMeanwhile` when it is not at the revision that the page showed.
    """
    rows = Plan.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("unit", "root", "round__version__framework").get(pk=plan.pk)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile
    return held
