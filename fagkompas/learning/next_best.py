"""What a person could get instead of a seat that was lost, or beside the seats there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.engine import planning as engine
from fagkompas.learning.models import Plan
from fagkompas.learning.plan_pages import PlanView
from fagkompas.learning.proposing import LostWhy, PlannedSeat, place_of, problem_now
from fagkompas.learning.to_engine import PlanProblem, planning_problem, seats_now

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Another session of the same offering for those who were to attend one that is cancelled: all of them, or as many as
    can, with `left` who cannot. What it adds is for all together.
    """

    cancelled: Session
    session: Session
    lost: tuple[PlannedSeat, ...]
    left: int
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What there is for those who have lost a seat: for several together, and for each."""

    moves: tuple[Move, ...] = ()
    each: tuple[NextBest, ...] = ()


def instead(view: PlanView, today: date) -> Instead:
    """What breaks nothing for everyone who has lost a seat. A constant number of queries."""
    if not view.proposal.lost or view.plan.round is None:
        return Instead()
    problem = problem_now(view.plan, today)
    if problem is None:
        return Instead(each=tuple(NextBest(lost=lost, is_known=False) for lost in view.proposal.lost))
    seats = seats_now(view.plan, problem)
    return Instead(moves=_moves(view, problem, seats), each=_each(view, problem, seats))


def _each(view: PlanView, problem: PlanProblem, seats: list[engine.Seat]) -> tuple[NextBest, ...]:
    """One after the other."""
    people = {one.code for one in problem.people}
    gone = {place_of(lost.row) for lost in view.proposal.lost}
    found = []
    for lost in view.proposal.lost:
        person = str(lost.row.employee.uuid)
        best = _best(problem.decided, seats, person, gone) if person in people else None
        seats = [*seats, best.seat] if best else seats
        found.append((lost, best))
    sessions = _sessions(best.seat.session for _lost, best in found if best)
    return tuple(
        NextBest(lost=lost, session=sessions[best.seat.session], worth=best.worth) if best else NextBest(lost=lost)
        for lost, best in found
    )


def _moves(view: PlanView, problem: PlanProblem, seats: list[engine.Seat]) -> tuple[Move, ...]:
    """For each cancelled session that several were to attend: one by one they would be too few for another to be held."""
    groups: dict[Session, list[PlannedSeat]] = defaultdict(list)
    for lost in view.proposal.lost:
        if lost.lost is LostWhy.SESSION_CANCELLED:
            groups[lost.row.session].append(lost)
    found = []
    for cancelled, those in groups.items():
        best = max(_others(problem, seats, cancelled, those), key=lambda one: (len(one[1]), one[2]), default=None)
        if best is not None:
            code, goes, worth = best
            seats = [*seats, *(_seat(one, code) for one in goes)]
            found.append((cancelled, code, goes, len(those) - len(goes), worth))
    sessions = _sessions(code for _cancelled, code, *_rest in found)
    return tuple(
        Move(cancelled=cancelled, session=sessions[code], lost=goes, left=left, worth=worth)
        for cancelled, code, goes, left, worth in found
    )


def _others(
    problem: PlanProblem, seats: Sequence[engine.Seat], cancelled: Session, lost: Sequence[PlannedSeat]
) -> Iterator[tuple[str, tuple[PlannedSeat, ...], float]]:
    """Sessions of the offering with those who can go there together, two at least."""
    people = {one.code for one in problem.people}
    able = [one for one in lost if str(one.row.employee.uuid) in people]
    for session in problem.decided.sessions:
        if session.offering != str(cancelled.offering.uuid) or session.code not in problem.open:
            continue
        goes, result = _who_can(problem.decided, seats, session.code, able)
        if len(goes) > 1 and not result.violations and result.worth > LEAST_WORTH:
            yield session.code, goes, result.worth


def _who_can(
    planning: engine.Planning, seats: Sequence[engine.Seat], session: str, able: Sequence[PlannedSeat]
) -> tuple[tuple[PlannedSeat, ...], engine.Together]:
    """All but those of whom a rule would be broken by name: who is away that day, or out of hours."""

    result = engine.together(planning, seats, [_seat(one, session) for one in able])
    hindered = {broken.person for broken in result.violations}
    goes = tuple(one for one in able if str(one.row.employee.uuid) not in hindered)
    if len(goes) < len(able):
        result = engine.together(planning, seats, [_seat(one, session) for one in goes])
    return goes, result


def _seat(lost: PlannedSeat, session: str) -> engine.Seat:
    """The same person in another session."""
    return engine.Seat(person=str(lost.row.employee.uuid), session=session)


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
