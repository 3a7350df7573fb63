"""The plan as a value: seats with their reasons, what it costs and covers, what stays open and why, and how good it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from fagkompas.engine.scales import Level

from .musts import NoPlan, NotKnownInTime, first_plan
from .problem import Planning
from .search import Search, Step
from .seating import (
    TOLERANCE,
    Breach,
    Violation,
    attended,
    away,
    cost,
    counted_points,
    developed,
    hours,
    lacking,
    points,
    value,
    violations,
    without_idle,
    worsened,
    worth_by_field,
)
from .tables import NONE, Flags, Floats, Ints, Tables, seats_at, tables_of

MORE_BUDGET: Final = 10_000
MORE_HOURS: Final = 1.0
"""A little more money, and a little more time for each: what ``what_more_gives`` is asked of a plan."""

MORE_SHARE: Final = 0.15
"""How much of the time for a plan is spent on each of them."""


class KeptFor(StrEnum):
    """Why a seat is in the plan beside what it gains."""

    MUST = "must"
    REQUIRED = "required"
    KEEPS_SESSION = "keeps_session"


class Alternatives(StrEnum):
    """Why this session and not another of the same offering; the first of these that is so.

    No other is possible for the person; a must names this one; no other is held; another that is held would break no rule
    that is not broken already; the only rule that such a move breaks is the least number of this one; every move breaks
    something else: full, same day, week or order.
    """

    ONLY_ONE = "only_one"
    DECIDED = "decided"
    NOT_HELD = "others_not_held"
    FREE_CHOICE = "free_choice"
    KEEPS_THIS = "keeps_this_one"
    BLOCKED = "others_blocked"


class Why(StrEnum):
    """Why something stays open. The order is that in which blocks are named."""

    RATE_FIRST = "rate_first"
    NOTHING_MORE = "nothing_more"
    RULED_OUT = "ruled_out"
    REQUIREMENT = "requirement"
    NO_HOURS = "no_hours"
    OVERLAP = "overlap"
    AWAY = "away"
    NO_SEAT = "no_seat"
    NO_BUDGET = "no_budget"
    NOT_HELD = "not_held"
    OTHERS_DEVELOPED = "others_developed"
    NOT_WORTH = "not_worth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    person: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a seat does to a competency: the rating before, ``after`` this seat alone, and the points that would no longer
    count without the seat, the others as they are."""

    competency: str
    before: int
    after: float
    counted: float
    worth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReason:
    """Why a seat is in the plan.

    ``worth``: what the plan's value would lose without it, the same people developed. ``rank`` of ``candidates``: the
    person's place among all who have a use for the session, by what it would give them by itself. ``kept_for`` may be empty.
    """

    seat: Seat
    offering: str
    gains: tuple[Gain, ...]
    worth: float
    rank: int
    candidates: int
    alternatives: Alternatives
    kept_for: tuple[KeptFor, ...]
    price: int
    hours: float

    @property
    def gives_nothing(self) -> bool:
        """Whether nothing of what the seat gives counts in this plan."""
        return self.worth <= TOLERANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """A person who is developed towards specialised in a field, and the points that count for it."""

    person: str
    field: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """Points that a person still lacks of a competency after the plan, and why. ``points`` is None when unrated."""

    person: str
    competency: str
    points: float | None
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCoverage:
    """A unit in a field at a level: the points to the target before, and how many of them the plan gains."""

    unit: str
    field: str
    level: Level
    missing: float
    gained: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What any seats amount to, allowed or not."""

    seats: tuple[Seat, ...]
    value: float
    cost: int
    hours: Mapping[str, float]
    opened: tuple[str, ...]
    developed: tuple[Development, ...]
    coverage: tuple[FieldCoverage, ...]
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A proposal. No plan is worth more than ``bound``; ``gap`` is how much more that is, as a share of the value.

    ``cut_short``: time or the caller ended a step, so another run may get further.
    """

    evaluation: Evaluation
    reasons: tuple[SeatReason, ...]
    uncovered: tuple[Uncovered, ...]
    bound: float
    gap: float | None
    log: tuple[Step, ...]
    cut_short: bool

    @property
    def seats(self) -> tuple[Seat, ...]:
        return self.evaluation.seats

    @property
    def value(self) -> float:
        return self.evaluation.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Any seats, allowed or not, with the reason of each and what stays open."""

    evaluation: Evaluation
    reasons: tuple[SeatReason, ...]
    uncovered: tuple[Uncovered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What one more seat would add to a plan's value, and the rules that it would break beside those broken before."""

    seat: Seat
    worth: float
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The same of several seats that are added at once: a session that lacks three is held when three come."""

    worth: float
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverHeld:
    """Sessions that no plan can hold, since each needs more people than all units together may send at once.

    ``most`` is how many they may; ``least`` how many the smallest of the ``sessions`` needs.
    """

    sessions: tuple[str, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """What more of something gives. A plan worth ``at_least`` more was found; how much more there could be is not said."""

    budget: int
    hours: float
    at_least: float


def solve(
    planning: Planning,
    *,
    seconds: Callable[[], float],
    time_limit: float,
    seed: int = 0,
    steps: int | None = None,
    start: Iterable[Seat] = (),
    on_progress: Callable[[Step, tuple[Seat, ...]], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found within ``time_limit`` by the clock ``seconds``. It keeps every rule.

    Raises ``NoPlan`` when what must be cannot be, and ``NotKnownInTime`` when time or a stop came before that was known.

    The same input and seed take the same steps; only how many of them fit in the time depends on the machine. So a plan
    that is not ``cut_short`` is the same everywhere; ``steps`` bounds the search in that way. ``on_progress`` gets
    every better plan or bound; when ``should_stop`` says so, the best so far is returned. ``start`` is a plan to begin
    with, as far as it may be proposed.
    """
    begin = seconds()
    t = tables_of(planning)
    stop = should_stop or (lambda: False)
    first = without_idle(t, seats_at(t, ((seat.person, seat.session) for seat in start)))
    cut_short = False
    if not first.any() or violations(t, first):
        found = first_plan(t, left=lambda: begin + time_limit - seconds(), should_stop=stop)
        first, cut_short = found.seats, found.cut_short

    def tell(step: Step, seats: Flags) -> None:
        if on_progress is not None:
            on_progress(step, _seats(t, seats))

    search = Search(
        t,
        seconds=seconds,
        begin=begin,
        time_limit=time_limit,
        seed=seed,
        most_steps=steps,
        tell=tell,
        should_stop=stop,
    )
    search.cut_short = cut_short
    search.go(first)
    if not np.isfinite(search.value):
        raise NotKnownInTime(planning.must)
    return _plan(t, search)


def evaluate(planning: Planning, seats: Iterable[Seat]) -> Evaluation:
    """What these seats amount to, at once. Raises ``KeyError`` for a code that is not in the planning."""
    t = tables_of(planning)
    return _evaluation(t, seats_at(t, ((seat.person, seat.session) for seat in seats)))


def explain(planning: Planning, seats: Iterable[Seat]) -> Explained:
    """The same with reasons. Raises ``KeyError`` for a code that is not in the planning."""
    t = tables_of(planning)
    table = seats_at(t, ((seat.person, seat.session) for seat in seats))
    return Explained(
        evaluation=_evaluation(t, table), reasons=tuple(_reasons(t, table)), uncovered=tuple(_uncovered(t, table))
    )


def additions(planning: Planning, seats: Iterable[Seat], person: str) -> tuple[Addition, ...]:
    """Every seat that a person does not have: first those that break least, of these the ones worth most.

    Raises ``KeyError`` for a code that is not in the planning.
    """
    t = tables_of(planning)
    table = seats_at(t, ((seat.person, seat.session) for seat in seats))
    before, broken = value(t, table), violations(t, table)
    e = {each.code: place for place, each in enumerate(planning.people)}[person]
    found = []
    for s in np.flatnonzero(~table[e]):
        table[e, s] = True
        new = worsened(broken, violations(t, table))
        seat = Seat(person=person, session=planning.sessions[s].code)
        found.append(Addition(seat=seat, worth=value(t, table) - before, violations=new))
        table[e, s] = False
    return tuple(sorted(found, key=lambda one: (len(one.violations), -one.worth)))


def together(planning: Planning, seats: Iterable[Seat], more: Iterable[Seat]) -> Together:
    """What ``more`` seats would add when they come at once. Raises ``KeyError`` for a code that is not in the planning."""
    t = tables_of(planning)
    before = seats_at(t, ((seat.person, seat.session) for seat in seats))
    after = before | seats_at(t, ((seat.person, seat.session) for seat in more))
    return Together(
        worth=value(t, after) - value(t, before), violations=worsened(violations(t, before), violations(t, after))
    )


def never_held(planning: Planning) -> NeverHeld | None:
    """The sessions that are too large for how many may be away; None when there are none. Own time keeps nobody away."""
    t = tables_of(planning)
    most = int(t.most_away.sum())
    large = [session for session in planning.sessions if session.days and session.min_seats > most]
    if not large:
        return None
    return NeverHeld(
        sessions=tuple(session.code for session in large), least=min(one.min_seats for one in large), most=most
    )


class Standing:
    """Seats that stand, and others that are taken along one by one.

    Raises ``KeyError`` for a code that is not in the planning.
    """

    def __init__(self, planning: Planning, seats: Iterable[Seat]) -> None:
        self._t = tables_of(planning)
        self._seats = seats_at(self._t, ((seat.person, seat.session) for seat in seats))

    def with_seat(self, seat: Seat) -> tuple[Violation, ...]:
        """Take one more along, and say which rules are broken that were not before, or were broken by less."""
        before = violations(self._t, self._seats)
        self._seats |= seats_at(self._t, [(seat.person, seat.session)])
        return worsened(before, violations(self._t, self._seats))

    def without_seat(self, seat: Seat) -> None:
        """Leave one out again."""
        self._seats &= ~seats_at(self._t, [(seat.person, seat.session)])


def clashes(planning: Planning, *, seconds: Callable[[], float], time_limit: float = 10.0) -> NoPlan | None:
    """None when what must be can be; else what clashes, and the ways out. Raises ``NotKnownInTime``."""
    begin = seconds()
    try:
        first_plan(tables_of(planning), left=lambda: begin + time_limit - seconds(), should_stop=lambda: False)
    except NoPlan as clash:
        return clash
    return None


def what_more_gives(
    planning: Planning,
    plan: Plan,
    *,
    seconds: Callable[[], float],
    time_limit: float,
    budget: int = 0,
    hours: float = 0.0,
    seed: int = 0,
    steps: int | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> More:
    """Search on from the plan with so much more money, or so many more hours for each."""
    wider = replace(
        planning,
        budget=planning.budget + budget,
        people=tuple(replace(person, hours=person.hours + hours) for person in planning.people),
    )
    found = solve(
        wider,
        seconds=seconds,
        time_limit=time_limit,
        seed=seed,
        steps=steps,
        start=plan.seats,
        should_stop=should_stop,
    )
    return More(budget=budget, hours=hours, at_least=max(0.0, found.value - plan.value))


# From arrays to values


def _plan(t: Tables, search: Search) -> Plan:
    seats = search.seats
    worth = search.value
    return Plan(
        evaluation=_evaluation(t, seats),
        reasons=tuple(_reasons(t, seats)),
        uncovered=tuple(_uncovered(t, seats)),
        bound=search.bound,
        gap=search.gap() if worth > 0 and np.isfinite(search.bound) else None,
        log=tuple(search.log),
        cut_short=search.cut_short,
    )


def _seats(t: Tables, seats: Flags) -> tuple[Seat, ...]:
    people, sessions = t.planning.people, t.planning.sessions
    return tuple(Seat(person=people[e].code, session=sessions[s].code) for e, s in np.argwhere(seats))


def _evaluation(t: Tables, seats: Flags) -> Evaluation:
    plan = t.planning
    counted = counted_points(t, seats)
    of_field = np.array(t.field_names)
    special = np.where(t.specialised, counted, 0.0)
    used = hours(t, seats)
    return Evaluation(
        seats=_seats(t, seats),
        value=value(t, seats),
        cost=round(cost(t, seats)),
        hours={person.code: float(used[e]) for e, person in enumerate(plan.people)},
        opened=tuple(plan.sessions[s].code for s in np.flatnonzero(seats.any(axis=0))),
        developed=tuple(
            Development(
                person=plan.people[e].code,
                field=str(of_field[f]),
                points=float(special[e, t.field_of == f].sum()),
            )
            for e, f in np.argwhere(developed(t, worth_by_field(t, points(t, seats), t.specialised)))
        ),
        coverage=tuple(_coverage(t, counted)),
        violations=violations(t, seats),
    )


def _coverage(t: Tables, counted: Floats) -> Iterator[FieldCoverage]:
    for u, unit in enumerate(t.units):
        for f, field in enumerate(t.field_names):
            for level in Level:
                within = np.ix_(t.unit_of == u, (t.field_of == f) & (t.specialised == (level is Level.SPECIALISED)))
                missing = float(t.room[within].sum())
                if missing > 0:
                    yield FieldCoverage(
                        unit=unit, field=field, level=level, missing=missing, gained=float(counted[within].sum())
                    )


def _reasons(t: Tables, seats: Flags) -> Iterator[SeatReason]:
    plan = t.planning
    added = points(t, seats)
    chosen = developed(t, worth_by_field(t, added, t.specialised))
    counts = (~t.specialised | chosen[:, t.field_of]) & (t.worth > 0)
    alone = _alone(t, counts)
    sizes = seats.sum(axis=0)
    for e, s in np.argwhere(seats):
        o = int(t.offering_of[s])
        with_use = t.allowed[:, s].copy()
        with_use[e] = True
        rival = alone[with_use, o]
        gains = tuple(_gains_of_seat(t, added, counts, int(e), o))
        yield SeatReason(
            seat=Seat(person=plan.people[e].code, session=plan.sessions[s].code),
            offering=plan.offerings[o].code,
            gains=gains,
            worth=sum(gain.worth for gain in gains),
            rank=1 + int((rival > alone[e, o] + 1e-9).sum()),
            candidates=len(rival),
            alternatives=_alternatives(t, seats, int(e), int(s)),
            kept_for=tuple(_kept_for(t, seats, sizes, int(e), int(s))),
            price=plan.offerings[o].seat_price,
            hours=plan.offerings[o].hours,
        )


def _alone(t: Tables, counts: Flags) -> Floats:
    """(e, o): what an offering by itself would count for with a person."""
    real = t.covers != NONE
    competency = np.where(real, t.covers, 0)
    worth = np.where(counts, t.worth, 0.0)
    return np.asarray((t.gain * worth[:, competency] * real).sum(axis=2))


def _gains_of_seat(t: Tables, added: Floats, counts: Flags, e: int, o: int) -> Iterator[Gain]:
    plan = t.planning
    for k, c in enumerate(t.covers[o]):
        gain = float(t.gain[e, o, k])
        if c == NONE or gain <= 0:
            continue
        room = float(t.room[e, c])
        counted = min(room, added[e, c]) - min(room, added[e, c] - gain) if counts[e, c] else 0.0
        before = plan.people[e].ratings[plan.competencies[c].code]
        yield Gain(
            competency=plan.competencies[c].code,
            before=before,
            after=before + gain,
            counted=float(counted),
            worth=float(counted * t.worth[e, c]),
        )


def _kept_for(t: Tables, seats: Flags, sizes: Ints, e: int, s: int) -> Iterator[KeptFor]:
    o = t.offering_of[s]
    if t.must_sessions[e, s] or t.must_offerings[e, o]:
        yield KeptFor.MUST
    later = seats[e] & t.requires[t.offering_of, o] & t.before[s]
    if later.any():
        yield KeptFor.REQUIRED
    if sizes[s] == t.min_seats[s]:
        yield KeptFor.KEEPS_SESSION


def _alternatives(t: Tables, seats: Flags, e: int, s: int) -> Alternatives:
    others = np.flatnonzero((t.offering_of == t.offering_of[s]) & t.possible[e])
    others = others[others != s]
    if not len(others):
        return Alternatives.ONLY_ONE
    if t.must_sessions[e, s]:
        return Alternatives.DECIDED
    held = others[seats[:, others].any(axis=0)]
    if not len(held):
        return Alternatives.NOT_HELD
    broken = violations(t, seats, about=e)
    keeps_this = False
    for q in held[~seats[e, held]]:
        moved = seats.copy()
        moved[e, [s, q]] = [False, True]
        new = worsened(broken, violations(t, moved, about=e))
        if not new:
            return Alternatives.FREE_CHOICE
        keeps_this |= {one.breach for one in new} == {Breach.TOO_FEW}
    return Alternatives.KEEPS_THIS if keeps_this else Alternatives.BLOCKED


# What stays open


def _uncovered(t: Tables, seats: Flags) -> Iterator[Uncovered]:
    plan = t.planning
    codes = [each.code for each in plan.competencies]
    for e, c in np.argwhere(t.unrated):
        yield Uncovered(person=plan.people[e].code, competency=codes[c], points=None, why=Why.RATE_FIRST)
    counted = counted_points(t, seats)
    left = t.room - counted
    chosen = developed(t, worth_by_field(t, points(t, seats), t.specialised))
    full = chosen_in_pools(t, chosen) >= t.vacancies.reshape(-1, t.fields)
    first, number = _blocks(t, seats)
    taken = attended(t, seats)
    for c in range(len(codes)):
        offers = np.zeros(t.allowed.shape, dtype=bool)
        for k in range(t.covers.shape[1]):
            here = t.covers[t.offering_of, k] == c
            offers[:, here] |= t.gain[:, t.offering_of[here], k] > 0
        offers &= ~taken[:, t.offering_of]
        field = t.field_of[c]
        for e in np.flatnonzero(left[:, c] > 1e-9):
            if t.specialised[c] and not chosen[e, field] and full[t.unit_of[e], field]:
                why = Why.OTHERS_DEVELOPED
            elif not offers[e].any():
                why = Why.NOTHING_MORE
            else:
                at = np.flatnonzero(offers[e])
                why = BLOCKS[first[e, at[np.argmin(number[e, at])]]]
            yield Uncovered(person=plan.people[e].code, competency=codes[c], points=float(left[e, c]), why=why)


def chosen_in_pools(t: Tables, chosen: Flags) -> Ints:
    """(u, f): how many are developed."""
    count = np.zeros((len(t.most_away), t.fields), dtype=np.int64)
    np.add.at(count, t.unit_of, chosen.astype(np.int64))
    return count


BLOCKS: Final = (
    Why.RULED_OUT,
    Why.REQUIREMENT,
    Why.NO_HOURS,
    Why.OVERLAP,
    Why.AWAY,
    Why.NO_SEAT,
    Why.NO_BUDGET,
    Why.NOT_HELD,
    Why.NOT_WORTH,
)


def _blocks(t: Tables, seats: Flags) -> tuple[Ints, Ints]:
    """(e, s): the first thing in ``BLOCKS`` that keeps a person from one more seat, and how many things do."""
    opened = seats.any(axis=0)
    price = t.seat_price[t.offering_of] + np.where(opened, 0.0, t.fixed_price[t.offering_of])
    own_weeks = seats @ t.weeks
    full_weeks = away(t, seats)[t.unit_of] >= t.most_away[t.unit_of][:, np.newaxis]
    needs_hours = t.offering_hours[t.offering_of]
    lacks = np.zeros(seats.shape, dtype=bool)
    for s in range(len(t.offering_of)):
        lacks[:, s] = lacking(t, seats, s).any(axis=1)
    flags = np.stack(
        [
            t.ruled_out,
            lacks,
            (t.hours - hours(t, seats))[:, np.newaxis] < needs_hours - 1e-9,
            (seats @ t.days) @ t.days.T,
            (full_weeks & ~own_weeks) @ t.weeks.T,
            np.broadcast_to(seats.sum(axis=0) >= t.max_seats, seats.shape),
            np.broadcast_to(cost(t, seats) + price > t.planning.budget + 1e-9, seats.shape),
            np.broadcast_to(~opened & (t.min_seats > 1), seats.shape),
            np.ones(seats.shape, dtype=bool),
        ]
    )
    return flags.argmax(axis=0), flags.sum(axis=0)
