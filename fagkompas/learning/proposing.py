"""A learning plan's proposal: what the engine found, as the plan's rows keep it, and as pages and files read it.

::

    engine Plan ──stored──> Plan.proposal (JSON), Seat.reason ──proposal_of──> Proposal

What is stored holds for the planning that it was made from; where people, seats, ratings, needs or the catalogue are
others now, `proposal_of` works out anew what the seats amount to, and shows no bound.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from math import isfinite
from typing import Any, Final

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Session
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Level
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.models import Participation, ParticipationState, Plan, PlanState, Seat, SeatState
from fagkompas.learning.to_engine import LeftOut, LeftOutWhy, PlanProblem, planning_problem, seats_now
from fagkompas.learning.wording.plans import Names
from fagkompas.toolkit.formats import long_date

FORMAT: Final = 4
"""Of the JSON in `Plan.proposal`."""

Stored = dict[str, Any]


class LostWhy(StrEnum):
    """Why a seat does not count any more; the last two only of a seat that is not approved, which then cannot be had."""

    SESSION_CANCELLED = "session_cancelled"
    ENDED = "ended"
    LEFT = "left"
    TOO_LATE = "too_late"


class SeatNote(StrEnum):
    """What is otherwise with an approved seat than it was; it counts all the same."""

    LEFT = "left"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSeat:
    """A seat of the plan, with its person, session and offering loaded.

    `lost` is why it counts no more: no money, no hours, no lift. `reason` is None where it is not known any more, and
    where the person does not work here any more.
    """

    row: Seat
    reason: engine.SeatReason | None
    lost: LostWhy | None = None
    note: SeatNote | None = None

    @property
    def is_lost(self) -> bool:
        """Whether it does not count any more."""
        return self.lost is not None

    @property
    def participation(self) -> Participation | None:
        """What came of it when it was approved."""
        return participation_of(self.row)

    @property
    def price(self) -> int:
        """Whole kroner: what it cost when it was approved, else what it costs now."""
        came, offering = self.participation, self.row.session.offering
        frozen = came.cost if came is not None and self.row.state == SeatState.APPROVED else None
        return offering.price_per_seat if frozen is None else frozen


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a plan proposes, as it was worked out last: by the search, or after a change by hand.

    `seats` are all but the rejected ones, and those that had ended when the plan was worked out last; `given` are seats that
    stood already before the plan, by reason: their hours are in `hours`. What those of them cost that are `elsewhere` is
    not in `cost`; the others are of another version. `session_prices` are what the plan pays for sessions beside the seats,
    where somebody has a seat already (whole kroner). `bound` is None where nothing is proven; `is_outdated` when something
    was, of people, ratings, needs, seats or sessions as they are not any more. `specialists_missing` is by field, over all parts of the unit. `ways_out` are there when what must be cannot be,
    `musts` when there was no time to find that out; then nothing else is.
    """

    plan: Plan
    seats: tuple[PlannedSeat, ...]
    rejected: tuple[PlannedSeat, ...]
    given: tuple[engine.SeatReason, ...]
    elsewhere: frozenset[engine.Seat]
    session_prices: Mapping[str, int]
    value: float
    bound: float | None
    is_outdated: bool
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
    people: int
    waiting: tuple[str, ...]
    unrated: tuple[str, ...]
    dropped_rules: int
    never_held: engine.NeverHeld | None

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
    def towards_specialised(self) -> float:
        """Points that the plan gains towards specialised, of those who are developed."""
        return sum(one.gained for one in self.coverage if one.level is Level.SPECIALISED)

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
        """Seats that do not count any more."""
        return tuple(one for one in self.seats if one.is_lost)

    @property
    def standing(self) -> tuple[PlannedSeat, ...]:
        """The others, without a proposed one of somebody who has got the very seat otherwise: it is `given`."""
        given = {(one.seat.person, one.seat.session) for one in self.given}
        return tuple(
            one
            for one in self.seats
            if not one.is_lost and (one.row.state == SeatState.APPROVED or place_of(one.row) not in given)
        )

    @cached_property
    def texts(self) -> FrameworkTexts | None:
        """Of the framework, in the reader's language; None where the round is deleted."""
        return texts_of(self.plan.round.version) if self.plan.round else None


# From the engine to the rows


def stored_plan(found: engine.Plan, problem: PlanProblem, more: Iterable[engine.More]) -> Stored:
    """What the search found."""
    return {
        **_stored(found.evaluation, found.uncovered, with_prices(found.reasons, problem), problem),
        "bound": found.bound if isfinite(found.bound) else None,
        "searched": digest_of(problem.planning),
        "by_hand": problem.by_hand,
        "cut_short": found.cut_short,
        "seconds": found.log[-1].seconds if found.log else 0.0,
        "more": [asdict(one) for one in more],
    }


def stored_change(before: Stored, explained: engine.Explained, problem: PlanProblem) -> Stored:
    """What the seats amount to now; the bound is of what was searched, what more would give was said of the plan before."""
    return {
        **before,
        **_stored(explained.evaluation, explained.uncovered, explained.reasons, problem),
        "more": [],
    }


def stored_clash(found: engine.NoPlan | engine.NotKnownInTime, problem: PlanProblem) -> Stored:
    """What must be cannot be, or there was no time to find out whether it can."""
    if isinstance(found, engine.NoPlan):
        told = {
            "ways_out": [asdict(_of_the_plan(way, problem)) for way in found.ways_out],
            "conflicts": [asdict(_conflict_of_the_plan(one, problem)) for one in found.conflicts],
            "cut_short": found.cut_short,
        }
    else:
        told = {"musts": [asdict(one) for one in found.musts], "cut_short": True}
    of = digest_of(problem.decided)
    return {"format": FORMAT, "impossible": True, "of": of, **told, **_stored_around(problem)}


def _of_the_plan(way: engine.WayOut, problem: PlanProblem) -> engine.WayOut:
    """In the plan's own money, without what is paid elsewhere."""
    return replace(way, gives=tuple(_give_of_the_plan(one, problem, problem.spent) for one in way.gives))


def _conflict_of_the_plan(one: engine.Conflict, problem: PlanProblem) -> engine.Conflict:
    """The same. What clashes with nothing but seats that are decided is of those seats alone, without all the others."""
    seats = [engine.Seat(person=one.person, session=one.session) for one in one.musts if one.session]
    unpaid = min(problem.spent, problem.unpaid(seats)) if len(seats) == len(one.musts) else problem.spent
    because = tuple(tuple(_give_of_the_plan(give, problem, unpaid) for give in gives) for gives in one.because)
    return replace(one, because=because)


def _give_of_the_plan(one: engine.Give, problem: PlanProblem, unpaid: int) -> engine.Give:
    """Beside the plan's own budget, and without what of its numbers the plan does not pay."""
    if one.limit is not engine.Limit.BUDGET:
        return one
    return replace(one, now=one.now - problem.spent, amount=one.amount + problem.spent - unpaid)


def _stored(
    evaluation: engine.Evaluation,
    uncovered: Iterable[engine.Uncovered],
    reasons: Iterable[engine.SeatReason],
    problem: PlanProblem,
) -> Stored:
    given = set(problem.given)
    elsewhere = sorted(problem.elsewhere, key=lambda one: (one.person, one.session))
    return {
        "format": FORMAT,
        "of": digest_of(problem.planning, evaluation.seats, problem.by_hand),
        "value": evaluation.value,
        "cost": evaluation.cost - problem.spent,
        "hours": dict(evaluation.hours),
        "coverage": [asdict(one) for one in evaluation.coverage],
        "developed": [asdict(one) for one in evaluation.developed],
        "specialists_missing": _specialists_missing(problem),
        "uncovered": [asdict(one) for one in uncovered],
        "violations": [asdict(one) for one in evaluation.violations],
        "given": [asdict(one) for one in reasons if one.seat in given],
        "elsewhere": [asdict(one) for one in elsewhere],
        "session_prices": dict(problem.session_prices),
        **_stored_around(problem),
    }


def _specialists_missing(problem: PlanProblem) -> dict[str, int]:
    """By field; no more of a unit than there are people in it."""
    people = Counter(person.unit for person in problem.people)
    missing: Counter[str] = Counter()
    for need in problem.planning.needs:
        if need.weight:
            missing[need.field] += min(need.missing_specialists, people[need.unit])
    return {field: count for field, count in missing.items() if count}


def _stored_around(problem: PlanProblem) -> Stored:
    too_large = engine.never_held(problem.decided)
    return {
        "never_held": asdict(too_large) if too_large else None,
        "left_out": [asdict(one) for one in problem.left_out],
        "people": len(problem.people),
        "waiting": list(problem.waiting),
        "unrated": [one.code for one in problem.people if not one.ratings and one.code not in problem.waiting],
        "dropped_rules": problem.dropped_rules,
    }


def explained_by(problem: PlanProblem, seats: Iterable[engine.Seat]) -> engine.Explained:
    """What these seats amount to, and the reason of each, with what approved ones cost when they were approved."""
    explained = engine.explain(problem.decided, seats)
    return replace(explained, reasons=with_prices(explained.reasons, problem))


def with_prices(reasons: Iterable[engine.SeatReason], problem: PlanProblem) -> tuple[engine.SeatReason, ...]:
    """The same reasons, with what approved seats cost when they were approved."""
    return tuple(replace(one, price=problem.prices.get(one.seat, one.price)) for one in reasons)


def digest_of(planning: engine.Planning, *beside: Iterable[Any]) -> str:
    """The same for the same planning, however its parts are ordered; `beside` is what else counts, in any order too."""
    parts = {field.name: getattr(planning, field.name) for field in fields(planning)}
    told = {name: sorted(map(_canonical, part)) if isinstance(part, tuple) else part for name, part in parts.items()}
    return sha256(_canonical([told, [sorted(map(_canonical, part)) for part in beside]]).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, default=_plain, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return {field.name: getattr(value, field.name) for field in fields(value)} if is_dataclass(value) else str(value)


def people_in(stored: Stored) -> set[str]:
    """Everybody whom a stored proposal names, by UUID."""
    return {*stored.get("hours", {}), *stored.get("waiting", []), *stored.get("unrated", []), *_named_in(stored)}


def _named_in(value: Any) -> Iterator[str]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and value.get("person"):
        yield value["person"]
    for part in parts:
        yield from _named_in(part)


def without_people(value: Any, gone: Collection[str]) -> Any:
    """The same without everything about these people."""
    if isinstance(value, dict):
        return {key: without_people(part, gone) for key, part in value.items() if key not in gone}
    if isinstance(value, list):
        return [without_people(part, gone) for part in value if not _is_about(part, gone)]
    return value


def _is_about(part: Any, gone: Collection[str]) -> bool:
    if isinstance(part, str):
        return any(one in part for one in gone)
    return isinstance(part, dict) and (part.get("person") in gone or _is_about(part.get("seat"), gone))


# From the rows to the page


def proposal_of(plan: Plan) -> Proposal | None:
    """The plan's proposal as it counts today; None before there is one.

    `plan` needs `round__version__framework` loaded. A constant number of queries.
    """
    if plan.proposal.get("format") != FORMAT:
        return None
    today, is_impossible = timezone.localdate(), plan.proposal.get("impossible", False)
    problem = None if is_impossible else problem_now(plan, today)
    stored, counted, reasons = _as_it_counts(plan, problem)
    seats = list(_planned_seats(plan, counted, reasons))
    is_searched = problem is not None and _is_searched(stored, problem)
    return Proposal(
        plan=plan,
        seats=tuple(one for one in seats if one.row.state != SeatState.REJECTED),
        rejected=tuple(one for one in seats if one.row.state == SeatState.REJECTED),
        bound=stored.get("bound") if is_searched else None,
        more=tuple(engine.More(**one) for one in stored.get("more", ())) if is_searched else (),
        is_outdated=is_clash_outdated(plan, today) if is_impossible else not is_searched,
        is_impossible=is_impossible,
        **_figures_from(stored),
        **_clash_from(stored),
        **_around_from(stored),
    )


_Places = Collection[tuple[str, str]]
"""Of people and sessions."""


def _as_it_counts(
    plan: Plan, problem: PlanProblem | None
) -> tuple[Stored, _Places | None, Mapping[tuple[str, str], engine.SeatReason]]:
    """What is stored, worked out anew where something has changed; the seats that count; the reasons of these, where they
    are others than those stored. Without a problem what is stored stands, and it is not known which seats count.
    """
    stored: Stored = plan.proposal
    if problem is None:
        return stored, None, {}
    counted = seats_now(plan, problem)
    places = {(one.person, one.session) for one in counted}
    if stored["of"] == digest_of(problem.planning, counted, problem.by_hand):
        return stored, places, {}
    explained = explained_by(problem, counted)
    reasons = {(one.seat.person, one.seat.session): one for one in explained.reasons}
    return stored_change(stored, explained, problem), places, reasons


def _planned_seats(
    plan: Plan, counted: _Places | None, reasons: Mapping[tuple[str, str], engine.SeatReason]
) -> Iterator[PlannedSeat]:
    rows = plan.seats.select_related("employee__unit", "session__offering__form", "decided_by", "participation")
    lost = frozenset(plan.seats.lost().order_by().values_list("pk", flat=True))
    for row in rows.order_by("session__starts_on", "session_id", "employee__name", "pk"):
        if not _has_moved(row) and not _ended_before(row, plan):
            yield _planned(row, reasons.get(place_of(row)), plan, counted, is_lost=row.pk in lost)


def _figures_from(stored: Stored) -> dict[str, Any]:
    """What the seats amount to; as `_stored` keeps it."""
    coverage = ({**one, "level": Level(one["level"])} for one in stored.get("coverage", ()))
    uncovered = ({**one, "why": engine.Why(one["why"])} for one in stored.get("uncovered", ()))
    return {
        "given": tuple(reason_from(one) for one in stored.get("given", ())),
        "elsewhere": frozenset(engine.Seat(**one) for one in stored.get("elsewhere", ())),
        "session_prices": stored.get("session_prices", {}),
        "value": stored.get("value", 0.0),
        "cut_short": stored.get("cut_short", False),
        "seconds": stored.get("seconds", 0.0),
        "cost": stored.get("cost", 0),
        "hours": stored.get("hours", {}),
        "coverage": tuple(engine.FieldCoverage(**one) for one in coverage),
        "developed": tuple(engine.Development(**one) for one in stored.get("developed", ())),
        "specialists_missing": stored.get("specialists_missing", {}),
        "uncovered": tuple(engine.Uncovered(**one) for one in uncovered),
        "violations": tuple(violation_from(one) for one in stored.get("violations", ())),
    }


def _clash_from(stored: Stored) -> dict[str, Any]:
    """What cannot be; as `stored_clash` keeps it."""
    return {
        "ways_out": tuple(_way_out_from(one) for one in stored.get("ways_out", ())),
        "conflicts": tuple(_conflict_from(one) for one in stored.get("conflicts", ())),
        "musts": tuple(engine.Choice(**one) for one in stored.get("musts", ())),
    }


def _around_from(stored: Stored) -> dict[str, Any]:
    """What it was made from and without; as `_stored_around` keeps it."""
    left_out = ((one["session"], LeftOutWhy(one["why"])) for one in stored.get("left_out", ()))
    large = stored.get("never_held")
    return {
        "left_out": tuple(LeftOut(session=session, why=why) for session, why in left_out),
        "people": stored.get("people", 0),
        "waiting": tuple(stored.get("waiting", ())),
        "unrated": tuple(stored.get("unrated", ())),
        "dropped_rules": stored.get("dropped_rules", 0),
        "never_held": engine.NeverHeld(**{**large, "sessions": tuple(large["sessions"])}) if large else None,
    }


def problem_now(plan: Plan, today: date) -> PlanProblem | None:
    """None where the ratings are deleted, or rows contradict each other: then what is stored stands, without its bound.

    So too where reading the rows breaks down and the search has told of that, or will in a moment: its page must be
    there to say so.
    """
    if plan.round is None:
        return None
    try:
        return planning_problem(plan, today=today)
    except BadInput:
        return None
    except Exception:
        if plan.has_failed or plan.state == PlanState.SOLVING:
            return None
        raise


def _is_searched(stored: Stored, problem: PlanProblem) -> bool:
    """Whether the bound is of this planning: with no more decided by hand than is now."""
    return stored.get("searched") == digest_of(problem.planning) and set(stored["by_hand"]) <= set(problem.by_hand)


def is_clash_outdated(plan: Plan, today: date) -> bool:
    """Whether what cannot be was found out of something else than what there is now."""
    problem = problem_now(plan, today)
    return problem is not None and plan.proposal.get("of") != digest_of(problem.decided)


def place_of(row: Seat) -> tuple[str, str]:
    """The person and the session."""
    return str(row.employee.uuid), str(row.session.uuid)


def participation_of(row: Seat) -> Participation | None:
    """What came of a seat; None when nothing has."""
    found: Participation | None = getattr(row, "participation", None)
    return found


def _has_moved(row: Seat) -> bool:
    """Whether the person was enrolled in another session instead: there the seat is given."""
    came = participation_of(row)
    return came is not None and came.state not in ENDED and came.session_id != row.session_id


ENDED: Final = (ParticipationState.CANCELLED, ParticipationState.REFUSED)


def _ended_before(row: Seat, plan: Plan) -> bool:
    """Whether an approved seat had ended when the plan was worked out last: then the plan was made without it."""
    came = participation_of(row)
    is_lost = row.state == SeatState.APPROVED and lost_why(row) is not None
    return bool(is_lost and came and plan.solved_at and came.since <= plan.solved_at)


def _planned(
    row: Seat, reason: engine.SeatReason | None, plan: Plan, places: _Places | None, *, is_lost: bool
) -> PlannedSeat:
    lost = lost_why(row) or (LostWhy.ENDED if is_lost else None)
    if row.state == SeatState.PROPOSED and not lost and places is not None and place_of(row) not in places:
        lost = LostWhy.TOO_LATE if row.works_here else LostWhy.LEFT
    known = reason or (reason_from(row.reason) if row.reason else None)
    return PlannedSeat(
        row=row,
        reason=None if lost or not row.works_here else known,
        lost=lost,
        note=_note_of(row, plan) if row.state == SeatState.APPROVED and not lost else None,
    )


def lost_why(row: Seat) -> LostWhy | None:
    """None where the seat stands, or is proposed and could; the same question as `SeatQuerySet.lost` asks of many, which
    knows too what has ended in another version.
    """
    came = participation_of(row)
    if row.state == SeatState.REJECTED:
        return None
    if row.session.is_cancelled:
        return LostWhy.SESSION_CANCELLED
    is_ended = row.state == SeatState.APPROVED and came is not None and came.state in ENDED
    return LostWhy.ENDED if is_ended else None


def _note_of(row: Seat, plan: Plan) -> SeatNote | None:
    if not row.works_here:
        return SeatNote.LEFT
    is_outside = row.session.starts_on > plan.ends_on or row.session.ends_on < plan.starts_on
    return SeatNote.OUTSIDE if is_outside else None


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
        *proposal.unrated,
        *(str(one.row.employee.uuid) for one in (*proposal.seats, *proposal.rejected)),
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
