"""A learning plan's proposal: what the engine found, as the plan's rows keep it, and as pages and files read it.

::

    engine Plan ──stored──> Plan.proposal (JSON), Seat.reason ──proposal_of──> Proposal
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from math import isfinite
from typing import Any, Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Session
from fagkompas.engine import planning as engine
from fagkompas.engine.scales import Level
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.models import Plan, Seat, SeatState
from fagkompas.learning.to_engine import LeftOut, LeftOutWhy, PlanProblem
from fagkompas.learning.wording.plans import Names
from fagkompas.toolkit.formats import long_date

FORMAT: Final = 2
"""Of the JSON in `Plan.proposal`."""

Stored = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSeat:
    """A seat of the plan, with its person, session and offering loaded. `reason` is None where it is not known any more:
    the session is cancelled, or the person has left the unit.
    """

    row: Seat
    reason: engine.SeatReason | None

    @property
    def is_lost(self) -> bool:
        """Whether the session is not held after all."""
        return self.row.session.is_cancelled


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a plan proposes, as it was worked out last: by the search, or after a change by hand.

    `seats` are all but the rejected ones; `given` are seats that stood already before the plan, by reason: their hours
    are in `hours`, what they cost is not in `cost`. `bound` is
    None where nothing is proven. `specialists_missing` is by field, over all parts of the unit. `ways_out` are there when what must be cannot be,
    `musts` when there was no time to find that out; then nothing else is.
    """

    plan: Plan
    seats: tuple[PlannedSeat, ...]
    rejected: tuple[PlannedSeat, ...]
    given: tuple[engine.SeatReason, ...]
    value: float
    bound: float | None
    cut_short: bool
    seconds: float
    cost: int
    hours: Mapping[str, float]
    coverage: tuple[engine.FieldCoverage, ...]
    developed: tuple[engine.Development, ...]
    specialists_missing: Mapping[str, int]
    uncovered: tuple[engine.Uncovered, ...]
    violations: tuple[engine.Violation, ...]
    more: tuple[engine.More, ...]
    ways_out: tuple[engine.WayOut, ...]
    conflicts: tuple[engine.Conflict, ...]
    musts: tuple[engine.Choice, ...]
    is_impossible: bool
    left_out: tuple[LeftOut, ...]
    waiting: tuple[str, ...]
    dropped_rules: int

    @property
    def missing(self) -> float:
        """Points to the targets at basic level before the plan."""
        return sum(one.missing for one in self.coverage if one.level is Level.BASIC)

    @property
    def gained(self) -> float:
        """How many of them it gains."""
        return sum(one.gained for one in self.coverage if one.level is Level.BASIC)

    @property
    def closed(self) -> float | None:
        """The same as a share (0-1); None when nothing is missing."""
        return self.gained / self.missing if self.missing else None

    @property
    def points(self) -> float:
        """All points that the plan gains, those of people developed to specialised too."""
        return sum(one.gained for one in self.coverage)

    @property
    def specialists_missing_in_all(self) -> int:
        """People to be developed to specialised, over all fields."""
        return sum(self.specialists_missing.values())

    @property
    def hours_in_all(self) -> float:
        """Of everyone."""
        return sum(self.hours.values())

    @property
    def lost(self) -> tuple[PlannedSeat, ...]:
        """Seats in sessions that were cancelled."""
        return tuple(one for one in self.seats if one.is_lost)

    @property
    def standing(self) -> tuple[PlannedSeat, ...]:
        """The others."""
        return tuple(one for one in self.seats if not one.is_lost)

    @cached_property
    def texts(self) -> FrameworkTexts | None:
        """Of the framework, in the reader's language; None where the round is deleted."""
        return texts_of(self.plan.round.version) if self.plan.round else None


# From the engine to the rows


def stored_plan(found: engine.Plan, problem: PlanProblem, more: Iterable[engine.More]) -> Stored:
    """What the search found."""
    return {
        **_stored(found.evaluation, found.uncovered, found.reasons, problem),
        "bound": found.bound if isfinite(found.bound) else None,
        "cut_short": found.cut_short,
        "seconds": found.log[-1].seconds if found.log else 0.0,
        "more": [asdict(one) for one in more],
    }


def stored_change(before: Stored, explained: engine.Explained, problem: PlanProblem) -> Stored:
    """After a change by hand: the bound still holds; what more would give was said of the plan before."""
    return {
        **before,
        **_stored(explained.evaluation, explained.uncovered, explained.reasons, problem),
        "more": [],
    }


def stored_clash(found: engine.NoPlan | engine.NotKnownInTime, problem: PlanProblem) -> Stored:
    """What must be cannot be, or there was no time to find out whether it can."""
    if isinstance(found, engine.NoPlan):
        own = {(one.person, one.session) for one in problem.given}
        told = {
            "ways_out": [
                {
                    **asdict(_of_the_plan(way, problem)),
                    "is_decided": any((give.person, give.session) in own for give in way.gives),
                }
                for way in found.ways_out
            ],
            "conflicts": [asdict(_conflict_of_the_plan(one, problem)) for one in found.conflicts],
            "cut_short": found.cut_short,
        }
    else:
        told = {"musts": [asdict(one) for one in found.musts], "cut_short": True}
    return {"format": FORMAT, "impossible": True, **told, **_stored_around(problem)}


def _of_the_plan(way: engine.WayOut, problem: PlanProblem) -> engine.WayOut:
    """Beside the plan's own budget, without what is paid elsewhere."""
    return replace(way, gives=tuple(_give_of_the_plan(one, problem) for one in way.gives))


def _conflict_of_the_plan(one: engine.Conflict, problem: PlanProblem) -> engine.Conflict:
    if any(must.session for must in one.musts):  # what is paid elsewhere is not in its numbers
        return one
    because = tuple(tuple(_give_of_the_plan(give, problem) for give in gives) for gives in one.because)
    return replace(one, because=because)


def _give_of_the_plan(one: engine.Give, problem: PlanProblem) -> engine.Give:
    return replace(one, now=one.now - problem.spent) if one.limit is engine.Limit.BUDGET else one


def _stored(
    evaluation: engine.Evaluation,
    uncovered: Iterable[engine.Uncovered],
    reasons: Iterable[engine.SeatReason],
    problem: PlanProblem,
) -> Stored:
    given = set(problem.given)
    return {
        "format": FORMAT,
        "value": evaluation.value,
        "cost": evaluation.cost - problem.spent,
        "hours": dict(evaluation.hours),
        "coverage": [asdict(one) for one in evaluation.coverage],
        "developed": [asdict(one) for one in evaluation.developed],
        "specialists_missing": _specialists_missing(problem),
        "uncovered": [asdict(one) for one in uncovered],
        "violations": [asdict(one) for one in evaluation.violations],
        "given": [asdict(one) for one in reasons if one.seat in given],
        **_stored_around(problem),
    }


def _specialists_missing(problem: PlanProblem) -> dict[str, int]:
    """By field; no more of a unit than there are people in it."""
    people = Counter(person.unit for person in problem.planning.people)
    missing: Counter[str] = Counter()
    for need in problem.planning.needs:
        if need.weight:
            missing[need.field] += min(need.missing_specialists, people[need.unit])
    return {field: count for field, count in missing.items() if count}


def _stored_around(problem: PlanProblem) -> Stored:
    return {
        "left_out": [asdict(one) for one in problem.left_out],
        "waiting": list(problem.waiting),
        "dropped_rules": problem.dropped_rules,
    }


# From the rows to the page


def proposal_of(plan: Plan) -> Proposal | None:
    """The plan's proposal; None before there is one. `plan` needs `round__version__framework` loaded. Two queries."""
    stored: Stored = plan.proposal
    if stored.get("format") != FORMAT:
        return None
    rows = plan.seats.select_related("employee__unit", "session__offering__form", "decided_by", "participation")
    seats = [
        PlannedSeat(row=row, reason=reason_from(row.reason) if row.reason else None)
        for row in rows.order_by("session__starts_on", "session_id", "employee__name", "pk")
    ]
    return Proposal(
        plan=plan,
        seats=tuple(one for one in seats if one.row.state != SeatState.REJECTED),
        rejected=tuple(one for one in seats if one.row.state == SeatState.REJECTED),
        given=tuple(reason_from(one) for one in stored.get("given", ())),
        value=stored.get("value", 0.0),
        bound=stored.get("bound"),
        cut_short=stored.get("cut_short", False),
        seconds=stored.get("seconds", 0.0),
        cost=stored.get("cost", 0),
        hours=stored.get("hours", {}),
        coverage=tuple(
            engine.FieldCoverage(**{**one, "level": Level(one["level"])}) for one in stored.get("coverage", ())
        ),
        developed=tuple(engine.Development(**one) for one in stored.get("developed", ())),
        specialists_missing=stored.get("specialists_missing", {}),
        uncovered=tuple(
            engine.Uncovered(**{**one, "why": engine.Why(one["why"])}) for one in stored.get("uncovered", ())
        ),
        violations=tuple(violation_from(one) for one in stored.get("violations", ())),
        more=tuple(engine.More(**one) for one in stored.get("more", ())),
        ways_out=tuple(_way_out_from(one) for one in stored.get("ways_out", ())),
        conflicts=tuple(_conflict_from(one) for one in stored.get("conflicts", ())),
        musts=tuple(engine.Choice(**one) for one in stored.get("musts", ())),
        is_impossible=stored.get("impossible", False),
        left_out=tuple(
            LeftOut(session=one["session"], why=LeftOutWhy(one["why"])) for one in stored.get("left_out", ())
        ),
        waiting=tuple(stored.get("waiting", ())),
        dropped_rules=stored.get("dropped_rules", 0),
    )


def reason_from(data: Mapping[str, Any]) -> engine.SeatReason:
    """A seat's reason as it was stored."""
    return engine.SeatReason(
        **{
            **data,
            "seat": engine.Seat(**data["seat"]),
            "gains": tuple(engine.Gain(**one) for one in data["gains"]),
            "alternatives": engine.Alternatives(data["alternatives"]),
            "kept_for": tuple(engine.KeptFor(one) for one in data["kept_for"]),
        }
    )


def violation_from(data: Mapping[str, Any]) -> engine.Violation:
    """A broken rule as it was stored."""
    return engine.Violation(**{**data, "breach": engine.Breach(data["breach"]), "week": _week(data["week"])})


def _way_out_from(data: Mapping[str, Any]) -> engine.WayOut:
    return engine.WayOut(
        gives=tuple(_give_from(one) for one in data["gives"]),
        is_least=data["is_least"],
    )


def _conflict_from(data: Mapping[str, Any]) -> engine.Conflict:
    return engine.Conflict(
        musts=tuple(engine.Choice(**one) for one in data["musts"]),
        because=tuple(tuple(_give_from(one) for one in gives) for gives in data["because"]),
        never=engine.Never(data["never"]) if data["never"] else None,
    )


def _give_from(data: Mapping[str, Any]) -> engine.Give:
    never = engine.Never(data["never"]) if data["never"] else None
    return engine.Give(**{**data, "limit": engine.Limit(data["limit"]), "week": _week(data["week"]), "never": never})


def _week(data: Sequence[int] | None) -> tuple[int, int] | None:
    return (data[0], data[1]) if data else None


# Names


def names_of(proposal: Proposal) -> Names:
    """What everything in a plan is called, in the reader's language. Four queries."""
    plan, texts = proposal.plan, proposal.texts
    people = Employee.objects.filter(uuid__in=_people_in(proposal)).order_by("pk").values_list("uuid", "name")
    units = Unit.objects.below(plan.unit).order_by("pk").values_list("uuid", "name")
    sessions = list(Session.objects.filter(uuid__in=_sessions_in(proposal)).select_related("offering").order_by("pk"))
    rules = plan.rules.select_related("offering").order_by("pk")
    offerings = [*(rule.offering for rule in rules), *(session.offering for session in sessions)]
    return Names(
        people={str(uuid): name for uuid, name in people},
        units={str(uuid): name for uuid, name in units},
        offerings={str(offering.uuid): offering.title for offering in offerings},
        sessions={str(one.uuid): session_name(one) for one in sessions},
        competencies={code: item.title for code, item in texts.items().items()} if texts else {},
        fields={field.code: field.name for field in texts.fields} if texts else {},
    )


def session_name(session: Session) -> str:
    """When and where: "3. marts 2027, Rådhuset"."""
    return ", ".join(part for part in (long_date(session.starts_on), session.place) if part)


def _people_in(proposal: Proposal) -> set[str]:
    gives = _gives_in(proposal)
    return {
        *proposal.hours,
        *proposal.waiting,
        *(one.seat.person for one in proposal.given),
        *(one.person for one in proposal.uncovered),
        *(one.person for one in proposal.violations if one.person),
        *(one.person for one in gives if one.person),
        *(one.person for one in _choices_in(proposal)),
    }


def _sessions_in(proposal: Proposal) -> set[str]:
    gives = _gives_in(proposal)
    return {
        *(str(one.row.session.uuid) for one in (*proposal.seats, *proposal.rejected)),
        *(one.seat.session for one in proposal.given),
        *(one.session for one in proposal.left_out),
        *(one.session for one in proposal.violations if one.session),
        *(one.session for one in gives if one.session),
        *(one.session for one in _choices_in(proposal) if one.session),
    }


def _gives_in(proposal: Proposal) -> list[engine.Give]:
    because = [give for one in proposal.conflicts for gives in one.because for give in gives]
    return [*because, *(give for way in proposal.ways_out for give in way.gives)]


def _choices_in(proposal: Proposal) -> list[engine.Choice]:
    return [*proposal.musts, *(must for one in proposal.conflicts for must in one.musts)]
