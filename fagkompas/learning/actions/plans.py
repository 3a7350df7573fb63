"""Writes about learning plans: made, let give way, worked out again, and deleted when their time is up.

    start_working_out ──> SOLVING ──store_proposal, store_clash──> PROPOSED ──approve_seats──> APPROVED
       (plan_queue)          │ tell_progress, ask_to_stop  (plan_results) │ add_seat, take_out, let_go   (plan_approving)
                             │                                            │ (plan_changes)

A plan's `revision` counts every change of it. What is held first: `plan_holding`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Round
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.models import Offering
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import Problem
from fagkompas.learning.actions.plan_holding import held_plan
from fagkompas.learning.actions.plan_queue import is_stuck, start_working_out
from fagkompas.learning.models import Plan, PlanRule, PlanState, RuleKind, Seat, SeatState
from fagkompas.learning.proposing import is_clash_outdated, people_in, without_people
from fagkompas.learning.to_engine import planning_problem
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine

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
    start_working_out(plan, now)
    return plan


@transaction.atomic
def work_out_again(*, plan: Plan, by: Employee, now: datetime) -> Plan:
    """From the same levers, with people, ratings and sessions as they are now.

    Raises `BadInput`: it is under way, or its ratings are deleted.
    """
    held = held_plan(plan)
    refuse(
        [
            *unless(held.state != PlanState.SOLVING or is_stuck(held, now), "state", "plan_under_way"),
            *unless(held.round, "state", "plan_without_ratings"),
        ]
    )
    start_working_out(held, now)
    record_change(by=by, action="learning.plan.worked_out_again", target=held)
    return held


@transaction.atomic
def give_way(*, plan: Plan, way: int, revision: int, by: Employee, now: datetime) -> Plan:
    """Let what must give in one of the ways out, and work the plan out anew.

    Raises `ChangedMeanwhile`, and `BadInput` where it is not the plan that can give, the way out is of something else than
    what there is now, or the ratings are deleted.
    """
    held = held_plan(plan, revision=revision)
    stored = held.proposal.get("ways_out", [])
    refuse(
        [
            *unless(held.round, "state", "plan_without_ratings"),
            *unless(0 <= way < len(stored) and can_give(stored[way]), "way", "way_not_the_plans"),
            *unless(not is_clash_outdated(held, timezone.localdate(now)), "way", "way_outdated"),
        ]
    )
    for give in stored[way]["gives"]:
        _give(held, give, now)
    held.save()
    record_change(by=by, action="learning.plan.gave_way", target=held)
    start_working_out(held, now)
    return held


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
    for pk in Plan.objects.exclude(proposal={}).order_by("pk").values_list("pk", flat=True):
        _forget(pk)


@transaction.atomic
def _forget(pk: int) -> None:
    """Who is known is asked while the plan is held: whoever was hired and planned meanwhile is not forgotten."""
    held = Plan.objects.select_for_update(no_key=True).filter(pk=pk).first()
    named = people_in(held.proposal) if held is not None else set()
    known = Employee.objects.filter(uuid__in=named).order_by().values_list("uuid", flat=True)
    gone = named.difference(map(str, known))
    if held is not None and gone:
        held.proposal = without_people(held.proposal, gone)
        held.save(update_fields=["proposal"])
