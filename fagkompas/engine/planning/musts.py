"""A first plan with what must be in it; or, when there is none, what clashes and what would have to give for one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import Any, Final

import numpy as np

from fagkompas.engine.errors import FagkompasError
from fagkompas.engine.mip import INFINITY, Limits, Mip, run

from .model import Limit, Model, model_of
from .problem import LARGEST, Choice, Planning
from .seating import TOLERANCE, attended, away, cost, hours, may_be_proposed, without_idle
from .tables import Flags, Floats, Ints, Tables, tables_of


class Never(StrEnum):
    """Why something that must be cannot be whatever gives."""

    COMPLETED = "completed"
    RULED_OUT = "ruled_out"
    NO_SESSION = "no_session"
    REQUIREMENT = "requirement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Give:
    """One limit that gives by ``amount``: kroner, hours of each, people away or seats; for a must it is 1.

    ``now`` is the limit as it stands (the least number of a session goes down, all others go up). The codes say whose
    limit it is. Hours are of the one who needs most. A must with ``never`` cannot be met whatever gives.
    """

    limit: Limit
    amount: float
    now: float = 0.0
    person: str | None = None
    offering: str | None = None
    session: str | None = None
    unit: str | None = None
    week: tuple[int, int] | None = None
    never: Never | None = None

    @property
    def to(self) -> float:
        """What the limit would have to be."""
        return self.now - self.amount if self.limit is Limit.LEAST_SEATS else self.now + self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """If all this gives, and nothing else, what must be can be; of no fewer kinds of limits than these is it enough.

    ``is_least``: nothing of it can be less without something else of it being more. Else there was no time to find that
    out, or something less.
    """

    gives: tuple[Give, ...]
    is_least: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """``musts`` that cannot all be, each of them needed for that; with the seats that are decided already (of a session).

    ``because``: each entry is one thing that is in the way by itself: a limit by how much it is too small, or several
    that are only in the way together (each by how much, if the others stand). None: ``never``, or the musts exclude one another by
    days or order.
    """

    musts: tuple[Choice, ...]
    because: tuple[tuple[Give, ...], ...] = ()
    never: Never | None = None


class NoPlan(FagkompasError):
    """What must be cannot be; ``conflicts`` say why, ``ways_out`` what could give: any one of them is enough.

    ``cut_short``: there was no time to look through all of it.
    """

    def __init__(
        self, ways_out: tuple[WayOut, ...], *, conflicts: tuple[Conflict, ...] = (), cut_short: bool = False
    ) -> None:
        self.ways_out = ways_out
        self.conflicts = conflicts
        self.cut_short = cut_short
        super().__init__(ways_out)

    def __str__(self) -> str:
        return f"What must be in the plan cannot be; one of {len(self.ways_out)} things would have to give."


class NotKnownInTime(FagkompasError):
    """Whether all ``musts`` can be was not found out: there is neither a plan nor a proof that there is none."""

    def __init__(self, musts: tuple[Choice, ...]) -> None:
        self.musts = musts
        super().__init__(musts)

    def __str__(self) -> str:
        named = ", ".join(f"{must.person} at {must.session or must.offering}" for must in self.musts[:MOST_NAMED])
        more = len(self.musts) - MOST_NAMED
        return (
            f"There was no time to find out whether what must be can be: {named}{f' and {more} more' if more > 0 else ''}."
            " Give it more time, or ask for fewer."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """A plan (e, s) that keeps every rule, with little beside what must be. ``cut_short``: time chose it."""

    seats: Flags
    cut_short: bool


MOST_NAMED: Final = 5
"""Musts that an error names."""

LEAST_SECONDS: Final = 1.0
"""So long is looked for a first plan even when there is less time or somebody stops: without one there is no answer."""

ENOUGH: Final = 0.5
"""A first plan may have so much more seats than it needs, as a share; the search makes it better anyhow."""

QUICK: Final = 6
"""Everything that could give is looked at for a sixth of its share of the time before those that need more get it."""

GLANCE: Final = 20
"""To look at why something clashes takes at most a twentieth of the time that is left each time."""

KINDS: Final = (Limit.BUDGET, Limit.HOURS, Limit.AWAY, Limit.MOST_SEATS, Limit.LEAST_SEATS)
"""The limits beside the musts themselves."""

MUSTS: Final[Mapping[Limit, float]] = {Limit.MUST: 1.0, Limit.PUT_IN: 1e3, Limit.GIVEN: 1e6}
"""The musts, and what giving one up weighs: where several kinds give, as few as can be of the heaviest."""


def first_plan(t: Tables, *, left: Callable[[], float], should_stop: Callable[[], bool]) -> First:
    """Looks only at the sessions that the musts touch; ``left`` says how many seconds there still are.

    Raises ``NoPlan``, and ``NotKnownInTime`` where time or a stop came before either was known.
    """
    if may_be_proposed(t, t.must_sessions):
        return First(seats=t.must_sessions.copy(), cut_short=False)
    time = _Time(left, should_stop)
    if _out_of_reach(t):
        raise _no_plan(t.planning, time)
    model = _touched_model(t)
    outcome = run(replace(model.mip, cost=_cheap(model)), time.limits(1.0, gap=ENOUGH))
    if outcome.x is not None:
        seats = without_idle(t, model.seats_of(outcome.x))
        if may_be_proposed(t, seats):
            return First(seats=seats, cut_short=outcome.cut_short)
    if not outcome.infeasible:
        raise NotKnownInTime(t.planning.must)
    raise _no_plan(t.planning, time)


class _Time:
    """What is left, at least ``LEAST_SECONDS`` from the beginning; before these nobody stops it."""

    def __init__(self, left: Callable[[], float], should_stop: Callable[[], bool]) -> None:
        self._left, self._stop = left, should_stop
        self._begin = left()
        self._more = max(0.0, LEAST_SECONDS - self._begin)

    def left(self) -> float:
        return self._left() + self._more

    def is_stopped(self) -> bool:
        return self._stop() and self._begin - self._left() >= LEAST_SECONDS

    def limits(self, share: float, *, gap: float = 0.0) -> Limits:
        return Limits(seconds=self.left() * share, gap=gap, should_stop=self.is_stopped)


def _cheap(model: Model) -> Floats:
    """As few seats as possible."""
    cost = np.zeros(len(model.mip.cost))
    cost[model.seat[model.seat >= 0]] = -1.0
    return cost


def _touched_model(t: Tables) -> Model:
    return model_of(replace(t, allowed=t.allowed & _touched(t)), tightened=False)


def _touched(t: Tables) -> Flags:
    """(s): sessions of what must be, of what that requires, and of what somebody needs to have a use for these."""
    wanted = np.asarray((t.must_offerings | attended(t, t.must_sessions)).any(axis=0))
    by_itself_nothing = np.asarray(attended(t, t.allowed & ~t.useful).any(axis=0))
    while True:
        needed = t.requires[:, wanted & by_itself_nothing].any(axis=1)
        wider = wanted | t.requires[wanted].any(axis=0) | needed
        if (wider == wanted).all():
            return np.asarray(wanted[t.offering_of])
        wanted = wider


def _out_of_reach(t: Tables) -> list[Choice]:
    """What must be that no allowed seat is for."""
    possible = attended(t, t.allowed)
    people, sessions = [each.code for each in t.planning.people], t.planning.sessions
    offerings = [each.code for each in t.planning.offerings]
    found = [Choice(person=people[e], offering=offerings[o]) for e, o in np.argwhere(t.must_offerings & ~possible)]
    return found + [
        Choice(person=people[e], offering=sessions[s].offering, session=sessions[s].code)
        for e, s in np.argwhere(t.must_sessions & ~t.allowed)
    ]


# When there is none


def _no_plan(planning: Planning, time: _Time) -> NoPlan:
    """What clashes, and the ways out, within the time that is left."""
    never = tuple(_never(planning))
    impossible = {one.musts[0] for one in never}
    given_up = tuple(_given_up(_kind_of(one.musts[0], planning), one.musts[0], one.never) for one in never)
    rest = tuple(must for must in planning.must if must not in impossible)
    if not rest:
        return NoPlan((WayOut(gives=given_up),), conflicts=never)
    case = _Case(replace(planning, must=rest), time)
    clashing, known = _conflicts(case)
    ways, all_known = _ways_out(case)
    return NoPlan(
        tuple(replace(way, gives=given_up + way.gives) for way in ways),
        conflicts=never + tuple(clashing),
        cut_short=not (known and all_known),
    )


def _never(planning: Planning) -> Iterator[Conflict]:
    """Musts that cannot be whatever gives, each by itself."""
    t = _wide(planning)
    for must in _out_of_reach(replace(t, allowed=t.possible)):
        e = next(place for place, one in enumerate(planning.people) if one.code == must.person)
        o = next(place for place, one in enumerate(planning.offerings) if one.code == must.offering)
        sessions = [
            s
            for s, one in enumerate(planning.sessions)
            if one.offering == must.offering and must.session in (None, one.code)
        ]
        if t.done[e, o]:
            why = Never.COMPLETED
        elif not sessions:
            why = Never.NO_SESSION
        else:
            why = Never.RULED_OUT if t.ruled_out[e, sessions].all() else Never.REQUIREMENT
        yield Conflict(musts=(must,), never=why)


def _kind_of(must: Choice, planning: Planning) -> Limit:
    if must.session is None:
        return Limit.MUST
    return Limit.GIVEN if must in planning.given else Limit.PUT_IN


def _given_up(limit: Limit, must: Choice, never: Never | None = None) -> Give:
    return Give(limit=limit, amount=1, person=must.person, offering=must.offering, session=must.session, never=never)


def _wide(planning: Planning) -> Tables:
    """The tables with every seat that could be had if hours and seats were plenty; the limits are as they are."""
    people = tuple(replace(one, hours=LARGEST) for one in planning.people)
    sessions = tuple(replace(one, max_seats=max(1, one.max_seats)) for one in planning.sessions)
    return replace(
        tables_of(replace(planning, people=people, sessions=sessions)),
        planning=planning,
        hours=np.array([one.hours for one in planning.people], dtype=float),
        max_seats=np.array([one.max_seats for one in planning.sessions], dtype=np.int64),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What gives; None when it is not enough. Not ``known``: time ended it. ``is_least``: no less is enough."""

    gives: tuple[Give, ...] | None
    known: bool
    is_least: bool


class _Case:
    """A model in which what must be and kinds of limits stand, give as little as possible, or are away.

    Whoever must be somewhere may be there also where that is not asked for: a seat that gives nothing needs no other reason.
    """

    def __init__(self, planning: Planning, time: _Time) -> None:
        self.must = planning.must
        self.model = _touched_model(_wide(planning))
        self.time = time
        codes = [one.code for one in planning.people]
        self.row_of: dict[Choice, int] = {}
        for row, (e, o, *session) in (one for limit in MUSTS for one in self.model.limits[limit]):
            at = planning.sessions[session[0]].code if session else None
            self.row_of[Choice(person=codes[e], offering=planning.offerings[o].code, session=at)] = row

    def kinds(self, kinds: Iterable[Limit]) -> list[Limit]:
        return [limit for limit in kinds if self.model.limits[limit]]

    def answer(
        self,
        share: float,
        *,
        must: Collection[Choice] | None = None,
        giving: Collection[Limit] = (),
        without: Collection[Limit] = (),
    ) -> _Answer:
        """``must`` are those of the musts that stand, all unless named."""
        away = [row for limit in without for row, _ in self.model.limits[limit]]
        away += [row for choice, row in self.row_of.items() if must is not None and choice not in must]
        outcome = run(_elastic(self.model, giving, away), self.time.limits(share))
        if outcome.x is None:
            return _Answer(gives=None, known=outcome.infeasible, is_least=False)
        seats = self.model.seats_of(outcome.x)
        t = self.model.tables
        gives = tuple(give for limit in giving for give in _short(t, seats, limit))
        has_one_limit = len(np.unique(t.hours[hours(t, seats) > t.hours + TOLERANCE])) < 2
        return _Answer(gives=gives, known=outcome.finished or not giving, is_least=outcome.finished and has_one_limit)

    def glance(self, **asked: Collection[Any]) -> tuple[Give, ...] | None:
        """What gives, asked as of ``answer``; None where that is not enough. Raises ``_NoTime``."""
        if self.time.left() <= 0 or self.time.is_stopped():
            raise _NoTime
        answer = self.answer(1 / GLANCE, **asked)
        if not answer.known:
            raise _NoTime
        return answer.gives


class _NoTime(Exception):
    """There was no time to know."""


def _ways_out(case: _Case) -> tuple[list[WayOut], bool]:
    """Of every smallest set of kinds that is enough, and whether all is known. One without gives: nothing has to.

    Seats that are given already give only beside all other musts: where these are not enough.
    """
    time, kinds = case.time, case.kinds((*MUSTS, *KINDS))
    before_given = {limit for limit in (Limit.MUST, Limit.PUT_IN) if limit in kinds}
    found: dict[tuple[Limit, ...], WayOut] = {}
    all_known = True
    for size in range(len(kinds) + 1):
        open_ = [one for one in combinations(kinds, size) if Limit.GIVEN not in one or before_given <= set(one)]
        for quick in (QUICK, 1):
            unknown = []
            open_ = [giving for giving in open_ if not any(set(one) < set(giving) for one in found)]
            for place, giving in enumerate(open_):
                if time.left() <= 0 or (quick == 1 and time.is_stopped()):
                    unknown.append(giving)
                    continue
                answer = case.answer(1 / (len(open_) - place) / quick, giving=giving)
                if answer.gives is not None:
                    found[giving] = WayOut(gives=answer.gives, is_least=answer.is_least)
                if not answer.known:
                    unknown.append(giving)
            open_ = unknown
        all_known &= not open_
    return sorted(found.values(), key=_lightest_first), all_known


def _lightest_first(way: WayOut) -> tuple[int, float]:
    kinds = {give.limit for give in way.gives}
    return len(kinds), max((MUSTS.get(kind, 0.0) for kind in kinds), default=0.0)


def _conflicts(case: _Case) -> tuple[list[Conflict], bool]:
    """Smallest sets of musts that cannot be, none of which shares a must with another, and whether those are all.

    Seats that are decided already (of a session) go before what must be in some session.
    """
    found: list[Conflict] = []
    decided = [must for must in case.must if must.session is not None]
    wanted = [must for must in case.must if must.session is None]
    try:
        for candidates, beside in ((decided, []), (wanted, decided)):
            for must in [*candidates]:
                if case.glance(must=[must, *beside]) is None:
                    candidates.remove(must)
                    found.append(Conflict(musts=(must,), because=_because(case, [must, *beside])))
            while case.glance(must=[*candidates, *beside]) is None:
                several = list(candidates)
                for must in candidates:
                    fewer = [one for one in several if one != must]
                    if case.glance(must=[*fewer, *beside]) is None:
                        several = fewer
                candidates[:] = [must for must in candidates if must not in several]
                found.append(Conflict(musts=tuple(several), because=_because(case, [*several, *beside])))
    except _NoTime:
        return found, False
    return found, True


def _because(case: _Case, must: Sequence[Choice]) -> tuple[tuple[Give, ...], ...]:
    """Every smallest set of kinds of limits that these musts cannot be within; () when they cannot be within any."""
    if case.glance(must=must, without=KINDS) is None:
        return ()
    found: dict[tuple[Limit, ...], tuple[Give, ...]] = {}
    for size in range(1, len(KINDS) + 1):
        for standing in combinations(case.kinds(KINDS), size):
            if any(set(one) < set(standing) for one in found):
                continue
            gone = [limit for limit in KINDS if limit not in standing]
            if case.glance(must=must, without=gone) is None:
                short = [case.glance(must=must, giving=(limit,), without=gone) or () for limit in standing]
                found[standing] = tuple(give for gives in short for give in gives)
    return tuple(found.values())


def _elastic(model: Model, giving: Collection[Limit], without: Sequence[int]) -> Mip:
    """The rows of the kinds ``giving`` get columns for how far they give, and the sum of these is made small.

    The rows ``without`` do not hold.

    Hours give alike for all, and so do all weeks of a unit, since that is how they are decided.
    """
    mip = model.mip
    row_lower, row_upper = mip.row_lower.copy(), mip.row_upper.copy()
    row_lower[list(without)], row_upper[list(without)] = -INFINITY, INFINITY
    keys = [
        (limit, *{Limit.HOURS: (), Limit.AWAY: about[:1]}.get(limit, about))
        for limit in giving
        for _, about in model.limits[limit]
    ]
    places = np.array([row for limit in giving for row, _ in model.limits[limit]], dtype=np.int64)
    columns = list(dict.fromkeys(keys))
    which = np.array([columns.index(key) for key in keys], dtype=np.int64)
    order = np.argsort(which, kind="stable")
    # A lower side gives downwards, an upper side upwards.
    upward = mip.row_upper[places] < INFINITY
    count = len(columns)
    weights = [MUSTS.get(Limit(str(key[0])), 1.0) for key in columns]
    return replace(
        mip,
        cost=np.concatenate([np.zeros(len(mip.cost)), -np.array(weights, dtype=np.float64)]),
        lower=np.concatenate([mip.lower, np.zeros(count)]),
        upper=np.concatenate([mip.upper, np.full(count, MOST_GIVEN)]),
        integer=np.concatenate(
            [mip.integer, np.array([key[0] not in (Limit.BUDGET, Limit.HOURS) for key in columns], dtype=bool)]
        ),
        row_lower=row_lower,
        row_upper=row_upper,
        start=np.concatenate([mip.start, mip.start[-1] + np.cumsum(np.bincount(which, minlength=count))]),
        index=np.concatenate([mip.index, places[order]]),
        value=np.concatenate([mip.value, np.where(upward, -1.0, 1.0)[order]]),
        offset=0.0,
    )


MOST_GIVEN: Final = 1e6
"""No limit gives more: a thousand million kroner, a million hours, people or seats."""


def _short(t: Tables, seats: Flags, limit: Limit) -> Iterator[Give]:
    """By how much these seats are beyond a kind of limit, exactly."""
    plan = t.planning
    match limit:
        case Limit.BUDGET:
            if (over := cost(t, seats) - plan.budget) > 0:
                yield Give(limit=limit, amount=over, now=plan.budget)
        case Limit.HOURS:
            used = hours(t, seats)
            over_hours = np.flatnonzero(used > t.hours + TOLERANCE)
            if len(over_hours):
                e = int(over_hours[used[over_hours].argmax()])
                amount = round(float(used[e] - t.hours[e]), 6)
                yield Give(limit=limit, amount=amount, now=float(t.hours[e]), person=plan.people[e].code)
        case Limit.AWAY:
            over_away = away(t, seats) - t.most_away[:, np.newaxis]
            for u in np.flatnonzero((over_away > 0).any(axis=1)):
                w = int(over_away[u].argmax())
                now = float(t.most_away[u])
                amount = float(over_away[u, w])
                yield Give(limit=limit, amount=amount, now=now, unit=t.units[u], week=t.week_names[w])
        case Limit.MOST_SEATS | Limit.LEAST_SEATS:
            yield from _short_of_seats(t, seats.sum(axis=0), limit)
        case Limit.MUST | Limit.PUT_IN | Limit.GIVEN:
            yield from _musts_short(t, seats, limit)


def _musts_short(t: Tables, seats: Flags, limit: Limit) -> Iterator[Give]:
    plan = t.planning
    if limit is Limit.MUST:
        for e, o in np.argwhere(t.must_offerings & ~attended(t, seats)):
            yield _given_up(limit, Choice(person=plan.people[e].code, offering=plan.offerings[o].code))
        return
    for e, s in np.argwhere((t.given if limit is Limit.GIVEN else t.must_sessions & ~t.given) & ~seats):
        at = plan.sessions[s]
        yield _given_up(limit, Choice(person=plan.people[e].code, offering=at.offering, session=at.code))


def _short_of_seats(t: Tables, count: Ints, limit: Limit) -> Iterator[Give]:
    least = limit is Limit.LEAST_SEATS
    bounds = t.min_seats if least else t.max_seats
    over = np.where(count > 0, bounds - count, 0) if least else count - bounds
    for s in np.flatnonzero(over > 0):
        at = t.planning.sessions[s]
        yield Give(limit=limit, amount=float(over[s]), now=float(bounds[s]), session=at.code, offering=at.offering)
