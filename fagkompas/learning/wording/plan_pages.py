"""What the pages about learning plans say besides the engine's reasons: refusals, levers, differences, how far it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.engine.errors import Problem
from fagkompas.learning.approving import Questions, Rival, Thin
from fagkompas.learning.models import Plan, PlanState, Seat, SeatState
from fagkompas.learning.proposing import LostWhy, PlannedSeat, Proposal, SeatNote
from fagkompas.learning.to_engine import LeftOutWhy
from fagkompas.learning.wording import participation
from fagkompas.learning.wording.plans import DECIDED, OUTDATED, SMALLEST, gap_in_words, hours, points
from fagkompas.toolkit.formats import kroner, long_date, number, percent, short_date
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
    "way_outdated": gettext_lazy("Something that the plan is made from has changed. Work it out again first."),
    "plan_impossible": gettext_lazy("Nothing in the plan can be approved until it is worked out and can be."),
    "person_not_in_plan": gettext_lazy("The person does not work in the unit any more."),
    "session_not_in_plan": gettext_lazy("The session has begun, is cancelled or outside the plan's dates."),
    "has_seat_already": gettext_lazy("There is a seat already, in this session or another of the same offering."),
    "seat_was_given_back": gettext_lazy(
        "The same seat was approved by another version of the plan and has ended. Put it in by hand first, if it is wanted"
        " again."
    ),
    "seat_is_approved": gettext_lazy("The seat is approved. Cancel it under “Who learns what”, with a reason."),
    "plan_has_approved": gettext_lazy("Seats of the plan or its scenarios are approved, so it cannot be deleted."),
    "enrolment_is_over": gettext_lazy("The session does not take enrolments any more."),
    "session_is_cancelled": gettext_lazy("The session is cancelled."),
    "session_full": gettext_lazy("The session is full by now."),
    "own_seat": gettext_lazy("You cannot approve your own seat. The plan's page says who can."),
    "not_by_hand": gettext_lazy("It was not changed by hand, or somebody has let go of it already."),
    "plan_without_ratings": gettext_lazy("The ratings that the plan was made from are deleted. Make a new plan."),
    "breaks_not_possible": gettext_lazy("It is ruled out in this plan, or has been completed already."),
    "breaks_budget": gettext_lazy("It would cost DKK %(over)s more than the budget has left."),
    "breaks_hours": gettext_lazy("It would take %(over)s hours more than there are, with the seats there are already."),
    "breaks_overlap": gettext_lazy("There is a seat already in something else on the same day."),
    "breaks_twice": gettext_lazy("There is a seat already, in this session or another of the same offering."),
    "breaks_away": gettext_lazy("More from the unit would be away in one week than you allow."),
    "breaks_requirement": gettext_lazy(
        "Something that it requires is neither completed nor approved before it begins."
    ),
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


LOST: Final[Mapping[LostWhy, StrPromise]] = {
    LostWhy.SESSION_CANCELLED: gettext_lazy("The session is cancelled."),
    LostWhy.ENDED: gettext_lazy("The seat was given back."),
    LostWhy.LEFT: gettext_lazy("Does not work in the unit any more."),
    LostWhy.TOO_LATE: gettext_lazy("The session has begun, takes no more, or lies outside the plan's dates."),
}

NOTES: Final[Mapping[SeatNote, StrPromise]] = {
    SeatNote.LEFT: gettext_lazy(
        "Does not work here any more. The seat keeps its money and hours, and closes nothing. The competence consultant"
        " can cancel it."
    ),
    SeatNote.OUTSIDE: gettext_lazy("The session lies outside the plan's dates now. The seat counts all the same."),
}


def lost_in_words(lost: PlannedSeat) -> str:
    """Why a seat does not count any more; who ended it and why, where somebody did and works here."""
    came = lost.participation
    if lost.lost is LostWhy.SESSION_CANCELLED:
        return cancelled_in_words(lost.row.session)
    if lost.lost is LostWhy.ENDED and came is not None and lost.row.works_here:
        values = {"who": came.get_ended_by_display(), "because": came.ended_because}
        return _("The seat was given back. %(who)s: “%(because)s”") % values
    return str(LOST[lost.lost]) if lost.lost else ""


def cancelled_in_words(session: Session) -> str:
    """That it is cancelled, by whom and why."""
    values = {"who": session.get_cancelled_by_display(), "because": session.cancelled_because}
    return _("The session is cancelled. %(who)s: “%(because)s”") % values


def thin_in_words(thin: Thin) -> str:
    """ "“Supervision” on 3. marts 2027 lacks 2 to be held."."""
    said = ngettext(
        "“%(offering)s” on %(day)s needs %(n)s more participant to be held.",
        "“%(offering)s” on %(day)s needs %(n)s more participants to be held.",
        thin.missing,
    )
    session = thin.session
    return said % {
        "offering": session.offering.title,
        "day": long_date(session.starts_on),
        "n": number(thin.missing, 0),
    }


def rival_in_words(rival: Rival) -> str:
    """That another plan for the same time has seats that are approved."""
    said = ngettext(
        "“%(plan)s” is for the same time, and %(n)s seat in it is approved.",
        "“%(plan)s” is for the same time, and %(n)s seats in it are approved.",
        rival.seats,
    )
    return said % {"plan": rival.plan.name, "n": number(rival.seats, 0)}


def approvers_in_words(people: Iterable[Employee]) -> str:
    """ "Karen", "Karen or Poul"; "" where there is nobody."""
    *names, last = [one.name for one in people] or [""]
    return _("%(names)s or %(last)s") % {"names": ", ".join(names), "last": last} if names else last


def together_in_words(asks: Questions, plan: Plan) -> str:
    """What all of it together costs and takes, beside the budget and the hours of this plan."""
    values = {"cost": kroner(asks.cost), "hours": hours(asks.hours)}
    said = _("Together they cost %(cost)s and take %(hours)s.") % values
    if plan.budget is not None:
        said = f"{said} {_('The budget of this plan is %(budget)s.') % {'budget': kroner(plan.budget)}}"
    return said


MOST_NAMED: Final = 4
"""People named in the sentence about those who got no seat for one reason."""


def refused_in_words(refused: Sequence[tuple[Seat, Problem]]) -> list[str]:
    """One sentence for each reason why somebody got no seat, with who."""
    by_reason: dict[str, list[str]] = {}
    for seat, problem in refused:
        by_reason.setdefault(sentence(problem), []).append(seat.employee.name)
    return [
        ngettext("%(who)s got no seat. %(why)s", "%(n)s seats were not given: %(who)s. %(why)s", len(names))
        % {"n": number(len(names), 0), "who": _some_of(list(dict.fromkeys(names))), "why": why}
        for why, names in by_reason.items()
    ]


def _some_of(names: Sequence[str]) -> str:
    shown, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return _("%(names)s and %(n)s more") % {"names": shown, "n": number(more, 0)} if more > 0 else shown


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(problem, SENTENCES)
    return participation.sentence(problem)


def state_kind(plan: Plan) -> str:
    """How the state looks: what cannot be is no success, though seats of the plan are approved."""
    has_none = plan.proposal.get("impossible") or (plan.has_failed and not plan.proposal)
    return "warning" if has_none and plan.state != PlanState.SOLVING else STATE_KINDS[plan.state]


def state_in_words(plan: Plan) -> str:
    """The plan's state; with nothing to propose it says so."""
    if plan.state == PlanState.SOLVING:
        return plan.get_state_display()
    if plan.proposal.get("musts") or (plan.has_failed and not plan.proposal):
        return _("Not found out")
    if plan.proposal.get("impossible"):
        return _("Cannot be")
    return plan.get_state_display()


def levers_in_words(plan: Plan) -> list[tuple[str, str]]:
    """The levers by name."""
    return [
        (_("Dates"), f"{short_date(plan.starts_on)} – {short_date(plan.ends_on)}"),
        (_("Budget"), kroner(plan.budget) if plan.budget is not None else _("no limit")),
        (_("Hours for each"), number(plan.hours_per_person) if plan.hours_per_person is not None else _("no limit")),
        (_("Away at once"), percent(float(plan.away_share))),
    ]


def levers_in_a_line(plan: Plan) -> str:
    """ "60.000 kr. · 24 timer til hver · 40 % væk på én gang"."""
    said = [kroner(plan.budget) if plan.budget is not None else _("no limit of money")]
    if plan.hours_per_person is not None:
        said.append(_("%(hours)s for each") % {"hours": hours(float(plan.hours_per_person))})
    said.append(_("%(share)s away at once") % {"share": percent(float(plan.away_share))})
    return " · ".join(said)


def progress_in_words(plan: Plan) -> list[str]:
    """How far the work is: time, what was found, how good it is known to be."""
    told: Mapping[str, Any] = plan.progress
    if told.get("waits"):
        in_line = ngettext(
            "It waits in line: %(n)s other plan of the municipality is worked out first.",
            "It waits in line: %(n)s other plans of the municipality are worked out first.",
            told["waits"],
        )
        return [in_line % {"n": number(told["waits"], 0)}]
    if "seconds" not in told:
        return [_("It waits for the machine to be free. You need do nothing.")]
    if not told["seconds"]:
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


BREAKS_RULES: Final = gettext_lazy(
    "It breaks a rule, so it cannot be compared with the best of the plans that keep them all."
)
"""In place of how good it is: a plan that breaks rules may be worth more than any that keeps them."""


def quality_in_words(proposal: Proposal) -> str:
    """How good the plan is known to be."""
    if proposal.is_outdated:
        return str(OUTDATED if any(one.row.state == SeatState.PROPOSED for one in proposal.standing) else DECIDED)
    if proposal.violations:
        return str(BREAKS_RULES)
    return gap_in_words(proposal.value, float("inf") if proposal.bound is None else proposal.bound)


def seats_in_words(plan: Plan) -> str:
    """How many seats are approved, how many lost since the plan was worked out, and how many proposed, in a line, as
    `plans_led_by` has counted them; "" where none are.

    What a plan closes and costs is worked out on its own page, from people, seats and prices as they are then.
    """
    approved, lost, proposed = (getattr(plan, what, 0) for what in ("approved", "lost", "proposed"))
    said = []
    if approved:
        words = ngettext("%(n)s seat is approved", "%(n)s seats are approved", approved)
        said.append(words % {"n": number(approved, 0)})
    if lost:
        words = ngettext("%(n)s seat is lost since", "%(n)s seats are lost since", lost)
        said.append(words % {"n": number(lost, 0)})
    if proposed and plan.state not in (PlanState.SOLVING, PlanState.DRAFT) and not plan.proposal.get("impossible"):
        words = ngettext("%(n)s seat is proposed", "%(n)s seats are proposed", proposed)
        said.append(words % {"n": number(proposed, 0)})
    return ", ".join(said)


def effect_in_words(worth: float) -> str:
    """What one more seat adds to what the plan is worth."""
    if worth < SMALLEST:
        return _("adds nothing that counts")
    return _("adds %(points)s") % {"points": points(worth)}


def not_known_in_words(person: Employee, proposal: Proposal) -> str:
    """Why it is not known what the person would get out of a session; "" where it is."""
    code = str(person.uuid)
    if code in proposal.unrated:
        return _("%(name)s is not rated yet, so it is not known what a session would give.") % {"name": person.name}
    if code in proposal.waiting:
        words = _("%(name)s waits for a manager to rate, so it is not known what a session would give.")
        return words % {"name": person.name}
    return ""


def change_in_words(before: Proposal, after: Proposal) -> str:
    """What a change by hand did to what the plan closes and costs; basic level and towards specialised apart, as the
    plan's figures are.
    """
    basic, towards = after.gained - before.gained, after.towards_specialised - before.towards_specialised
    cost = after.cost - before.cost
    closes = [*_moved(basic, BASIC_MOVED), *_moved(towards, SPECIALISED_MOVED)]
    if not closes and not cost:
        return _("The plan is changed. It closes and costs the same as before.")
    costs = (_("%(cost)s less") if cost < 0 else _("%(cost)s more")) % {"cost": kroner(abs(cost))}
    return _("The plan is changed. It closes %(closes)s, and costs %(costs)s.") % {
        "closes": _(" and ").join(closes) or _("the same as before"),
        "costs": costs if cost else _("the same as before"),
    }


BASIC_MOVED: Final = (
    gettext_lazy("%(points)s less at basic level"),
    gettext_lazy("%(points)s more at basic level"),
)
SPECIALISED_MOVED: Final = (
    gettext_lazy("%(points)s less towards specialised"),
    gettext_lazy("%(points)s more towards specialised"),
)
"""Less, and more."""


def _moved(by: float, words: tuple[StrPromise, StrPromise]) -> list[str]:
    """Points less or more; nothing where they are the same as they are shown."""
    return [str(words[by > 0]) % {"points": points(abs(by))}] if abs(by) >= SMALLEST else []


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
    """Something that a plan cannot be made from, as `actions.plan_results.store_refusal` keeps it."""
    what = COLUMNS.get(stored["column"], stored["column"])
    values = {"what": what, "found": stored["found"], "name": stored["name"]}
    if stored["name"]:
        return _("“%(name)s”: %(what)s cannot be %(found)s.") % values
    return _("Somewhere %(what)s is %(found)s, which cannot be.") % values
