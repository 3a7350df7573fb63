"""What a person could get instead of a seat that was lost, or beside the seats there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.engine import planning as engine
from fagkompas.learning.models import Plan
from fagkompas.learning.plan_pages import PlanView
from fagkompas.learning.proposing import PlannedSeat, place_of, problem_now
from fagkompas.learning.to_engine import planning_problem, seats_now

LEAST_WORTH = 0.05
"""What adds less than this is no replacement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBest:
    """A seat that is lost, and the session that would add most for the person; None where nothing would, or where that
    is not known.
    """

    lost: PlannedSeat
    session: Session | None = None
    worth: float = 0.0
    is_known: bool = True


def next_bests(view: PlanView, today: date) -> list[NextBest]:
    """For everyone who has lost a seat what breaks nothing, one after the other. A constant number of queries."""
    if not view.proposal.lost or view.plan.round is None:
        return []
    problem = problem_now(view.plan, today)
    if problem is None:
        return [NextBest(lost=lost, is_known=False) for lost in view.proposal.lost]
    seats, found = seats_now(view.plan, problem), []
    people = {one.code for one in problem.people}
    gone = {place_of(lost.row) for lost in view.proposal.lost}
    for lost in view.proposal.lost:
        person = str(lost.row.employee.uuid)
        best = _best(problem.decided, seats, person, gone) if person in people else None
        seats = [*seats, best.seat] if best else seats
        found.append((lost, best))
    sessions = _sessions(best.seat.session for _lost, best in found if best)
    return [
        NextBest(lost=lost, session=sessions[best.seat.session], worth=best.worth) if best else NextBest(lost=lost)
        for lost, best in found
    ]


def _best(
    planning: engine.Planning, seats: Sequence[engine.Seat], person: str, gone: Collection[tuple[str, str]]
) -> engine.Addition | None:
    """What breaks nothing and gives most; never what the person has just lost."""
    added = engine.additions(planning, seats, person)
    best = next((one for one in added if (person, one.seat.session) not in gone), None)
    return best if best and not best.violations and best.worth > LEAST_WORTH else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleSeat:
    """A session that a person could be given a seat in by hand, what it would add, and what it would break."""

    session: Session
    worth: float
    violations: tuple[engine.Violation, ...]
    is_completed: bool


def possible_seats(plan: Plan, employee: Employee, today: date) -> list[PossibleSeat]:
    """Every session of the plan's that the person has no seat in, the best first."""
    problem = planning_problem(plan, today=today)
    seats = seats_now(plan, problem)
    person = next((one for one in problem.people if one.code == str(employee.uuid)), None)
    if person is None:
        return []
    added = engine.additions(problem.planning, seats, person.code)
    added = tuple(one for one in added if one.seat.session in problem.open)
    sessions = _sessions(one.seat.session for one in added)
    return [
        PossibleSeat(
            session=sessions[one.seat.session],
            worth=one.worth,
            violations=one.violations,
            is_completed=str(sessions[one.seat.session].offering.uuid) in person.completed,
        )
        for one in added
    ]


def _sessions(codes: Iterable[str]) -> dict[str, Session]:
    rows = Session.objects.filter(uuid__in=list(codes)).select_related("offering__form").order_by("pk")
    return {str(row.uuid): row for row in rows}
