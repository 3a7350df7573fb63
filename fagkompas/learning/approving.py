"""What is asked before seats of a plan are approved: sessions with too few, and another plan for the same time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from fagkompas.catalogue.models import Session, SessionState
from fagkompas.engine import planning as engine
from fagkompas.learning.models import Plan, Seat
from fagkompas.learning.to_engine import PlanProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Thin:
    """A session that too few go to, also when everybody of the plan does: how many are missing for it to be held."""

    session: Session
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another plan of the unit for the same time, with so many seats that are approved."""

    plan: Plan
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """`cost` (whole kroner) and `hours` are of what is approved by the rivals and of this plan together."""

    thin: tuple[Thin, ...]
    rivals: tuple[Rival, ...]
    cost: int
    hours: float


def questions_of(plan: Plan, rows: Sequence[Seat], problem: PlanProblem, today: date) -> Questions | None:
    """What to ask before these proposed seats are approved; None when there is nothing. About rivals only the first time."""
    could = set(Seat.objects.open_on(today).filter(plan=plan).order_by().values_list("pk", flat=True))
    thin = tuple(thin_sessions(plan, {row.session for row in rows if row.pk in could}, today))
    own = _places(Seat.objects.approved().filter(plan=plan))
    rivals = rivals_of(plan) if rows and not own else ()
    if not thin and not rivals:
        return None
    theirs = _places(Seat.objects.approved().filter(plan__in=[one.plan for one in rivals]))
    people = {one.code for one in problem.planning.people}
    sessions = {one.code for one in problem.planning.sessions}
    places = {*own, *theirs, *((str(row.employee.uuid), str(row.session.uuid)) for row in rows)}
    seats = [
        engine.Seat(person=who, session=what) for who, what in sorted(places) if who in people and what in sessions
    ]
    hours = engine.evaluate(problem.planning, seats).hours
    return Questions(thin=thin, rivals=rivals, cost=problem.cost_of(seats), hours=sum(hours.values()))


def thin_sessions(plan: Plan, sessions: set[Session], today: date) -> list[Thin]:
    """Of these sessions those that get too few with everybody whom the plan has proposed and who could come. Two queries."""
    pks = [one.pk for one in sessions]
    proposed = Seat.objects.open_on(today).filter(plan=plan, session__in=pks)
    coming = Counter(proposed.order_by().values_list("session_id", flat=True))
    found = []
    rows = Session.objects.filter(pk__in=pks, state=SessionState.PLANNED).select_related("offering")
    for session in rows.prefetch_related("shared_seats__unit").order_by("starts_on", "pk"):
        promised = sum(one.seats_open for one in session.shared_seats.all() if one.unit.contains(plan.unit))
        missing = session.least_seats - session.seats_counted - max(0, coming[session.pk] - promised)
        if missing > 0:
            found.append(Thin(session=session, missing=missing))
    return found


def rivals_of(plan: Plan) -> tuple[Rival, ...]:
    """Other plans of the unit whose dates overlap, and by which somebody has a seat. Two queries."""
    approved = Seat.objects.approved().filter(plan=OuterRef("pk"))
    plans = (
        Plan.objects.filter(Exists(approved), unit=plan.unit, starts_on__lte=plan.ends_on, ends_on__gte=plan.starts_on)
        .exclude(pk=plan.pk)
        .order_by("pk")
    )
    seats = Seat.objects.approved().filter(plan__in=plans)
    count = Counter(seats.order_by().values_list("plan_id", flat=True))
    return tuple(Rival(plan=one, seats=count[one.pk]) for one in plans)


def _places(rows: QuerySet[Seat]) -> list[tuple[str, str]]:
    """The person and session of each. One query."""
    return [(str(who), str(what)) for who, what in rows.order_by("pk").values_list("employee__uuid", "session__uuid")]
