"""What the pages about learning plans say besides the engine's reasons: refusals, levers, differences, how far it is."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Level
from fagkompas.learning.models import Plan, PlanState, SeatState
from fagkompas.learning.proposing import Proposal
from fagkompas.learning.to_engine import LeftOutWhy
from fagkompas.learning.wording import participation
from fagkompas.learning.wording.plans import SMALLEST, gap_in_words, kroner, points
from fagkompas.toolkit.formats import number, percent, short_date
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "plan_name_missing": gettext_lazy("Give the plan a name."),
    "plan_ends_before": gettext_lazy("The last day is before the first. Choose a later day."),
    "plan_is_past": gettext_lazy("The last day has passed, so there is nothing to plan. Choose a later day."),
    "plan_too_long": gettext_lazy("A plan covers at most two years. Choose an earlier last day."),
    "plan_outlives_round": gettext_lazy(
        "The ratings are deleted on %(day)s, and the plan with them. Choose an earlier last day or a newer round."
    ),
    "budget_out_of_range": gettext_lazy("The budget is from 0 to 100 million kroner."),
    "hours_out_of_range": gettext_lazy("Hours for each are from 0 to 1000."),
    "away_out_of_range": gettext_lazy("From 1 to 100 percent of the unit may be away at once."),
    "rule_twice": gettext_lazy("There are two rules about the same person and offering. Keep one of them."),
    "too_many_rules": gettext_lazy("A plan has at most %(most)s rules."),
    "plan_under_way": gettext_lazy(
        "The plan is being worked out. Wait until it is done, or stop with the best so far."
    ),
    "way_not_the_plans": gettext_lazy("This is not the plan's to change. Change it in the catalogue."),
    "person_not_in_plan": gettext_lazy("The person does not work in the unit any more."),
    "session_not_in_plan": gettext_lazy("The session has begun, is cancelled or outside the plan's dates."),
    "has_seat_already": gettext_lazy("There is a seat already, in this session or another of the same offering."),
    "seat_is_approved": gettext_lazy("The seat is approved. Cancel it under “Who learns what”, with a reason."),
    "plan_has_approved": gettext_lazy("Seats of the plan or its scenarios are approved, so it cannot be deleted."),
    "enrolment_is_over": gettext_lazy("The session does not take enrolments any more."),
    "session_is_cancelled": gettext_lazy("The session is cancelled."),
    "session_full": gettext_lazy("The session is full by now."),
}

STATE_KINDS: Final[Mapping[str, str]] = {
    PlanState.DRAFT: "",
    PlanState.SOLVING: "info",
    PlanState.PROPOSED: "info",
    PlanState.APPROVED: "success",
}
SEAT_KINDS: Final[Mapping[str, str]] = {
    SeatState.PROPOSED: "info",
    SeatState.APPROVED: "success",
    SeatState.REJECTED: "",
}

LEFT_OUT: Final[Mapping[LeftOutWhy, StrPromise]] = {
    LeftOutWhy.BEGUN: gettext_lazy("it has begun or is past"),
    LeftOutWhy.ENROLMENT_OVER: gettext_lazy("it does not take enrolments any more"),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(problem, SENTENCES)
    return participation.sentence(problem)


def state_in_words(plan: Plan) -> str:
    """The plan's state; with nothing to propose it says so."""
    if plan.proposal.get("impossible") and plan.state != PlanState.SOLVING:
        return _("Not found out") if plan.proposal.get("musts") else _("Cannot be")
    return plan.get_state_display()


def levers_in_words(plan: Plan) -> list[tuple[str, str]]:
    """The levers by name."""
    return [
        (_("Dates"), f"{short_date(plan.starts_on)} – {short_date(plan.ends_on)}"),
        (_("Budget"), kroner(plan.budget) if plan.budget is not None else _("no limit")),
        (_("Hours for each"), number(plan.hours_per_person) if plan.hours_per_person is not None else _("no limit")),
        (_("Away at once"), percent(float(plan.away_share))),
    ]


def progress_in_words(plan: Plan) -> list[str]:
    """How far the work is: time, what was found, how good it is known to be."""
    told: Mapping[str, Any] = plan.progress
    if "seconds" not in told:
        return [_("Reading ratings, needs and sessions.")]
    said = [
        _("%(seconds)s of at most %(limit)s seconds.")
        % {"seconds": number(told["seconds"], 0), "limit": number(told["limit"], 0)}
    ]
    seats = int(told["seats"])
    found = ngettext("The best plan so far has %(n)s seat.", "The best plan so far has %(n)s seats.", seats)
    said.append(found % {"n": number(seats, 0)})
    if "value" in told:
        bound = told["bound"]
        said.append(gap_in_words(told["value"], float("inf") if bound is None else bound))
    return said


def figures_in_words(plan: Plan) -> str:
    """What the proposal closes and costs, in a line; "" before there is one."""
    stored: Mapping[str, Any] = plan.proposal
    if "coverage" not in stored:
        return ""
    basic = [one for one in stored["coverage"] if one["level"] == Level.BASIC]
    missing, gained = sum(one["missing"] for one in basic), sum(one["gained"] for one in basic)
    closed = percent(gained / missing) if missing else _("nothing")
    return _("closes %(closed)s, costs %(cost)s") % {"closed": closed, "cost": kroner(stored["cost"])}


def effect_in_words(worth: float) -> str:
    """What one more seat adds to what the plan is worth."""
    if worth < SMALLEST:
        return _("adds nothing that counts")
    return _("adds %(points)s") % {"points": points(worth)}


def change_in_words(before: Proposal, after: Proposal) -> str:
    """What a change by hand did to what the plan closes and costs."""
    gained, cost = after.points - before.points, after.cost - before.cost
    if abs(gained) < SMALLEST and not cost:
        return _("The plan is changed. It closes and costs the same as before.")
    values = {"points": points(abs(gained)), "cost": kroner(abs(cost))}
    closes = _("It closes %(points)s less") % values if gained < 0 else _("It closes %(points)s more") % values
    costs = _("costs %(cost)s less") % values if cost < 0 else _("costs %(cost)s more") % values
    return _("The plan is changed. %(closes)s and %(costs)s.") % {"closes": closes, "costs": costs}


COLUMNS: Final[Mapping[str, StrPromise]] = {
    "hours": gettext_lazy("the hours"),
    "seat_price": gettext_lazy("the price per seat"),
    "fixed_price": gettext_lazy("the fixed price"),
    "points": gettext_lazy("the lift"),
    "up_to": gettext_lazy("the point that it lifts up to"),
    "requires": gettext_lazy("what it requires"),
    "min_seats": gettext_lazy("the least number of seats"),
    "max_seats": gettext_lazy("the number of seats"),
}


def problem_in_words(stored: Mapping[str, Any]) -> str:
    """Something that a plan cannot be made from, as `actions.plans.store_refusal` keeps it."""
    what = COLUMNS.get(stored["column"], stored["column"])
    values = {"what": what, "found": stored["found"], "name": stored["name"]}
    if stored["name"]:
        return _("“%(name)s”: %(what)s cannot be %(found)s.") % values
    return _("Somewhere %(what)s is %(found)s, which cannot be.") % values
