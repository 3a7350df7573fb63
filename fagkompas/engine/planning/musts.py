"""A first plan with what must be in it; or, when there is none, what would have to give for there to be one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fagkompas.engine.errors import FagkompasError

from .mip import INFINITY, Limits, Mip, run
from .model import THOUSAND, Limit, Model, model_of
from .problem import Choice
from .seating import attended, may_be_proposed, without_idle
from .tables import Flags, Floats, Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Give:
    """One limit that gives by ``amount``: kroner, hours, people away or seats; for a must it is 1.

    The codes say whose limit it is. A must with ``never`` cannot be met whatever gives: it is completed already, ruled
    out by a must-not, held in no session with a seat, or requires what cannot be had.
    """

    limit: Limit
    amount: float
    person: str | None = None
    offering: str | None = None
    session: str | None = None
    unit: str | None = None
    week: tuple[int, int] | None = None
    never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """If all this gives, and nothing else, what must be can be.

    ``is_least``: nothing less of this kind is enough. Else there was no time to find that out, or something less.
    """

    gives: tuple[Give, ...]
    is_least: bool = True


class NoPlan(FagkompasError):
    """What must be cannot be; ``ways_out`` says what could give, each kind of limit by itself.

    ``cut_short``: there was no time to look through all kinds.
    """

    def __init__(self, ways_out: tuple[WayOut, ...], *, cut_short: bool = False) -> None:
        self.ways_out = ways_out
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
"""Every kind of limit is looked at for a sixth of its share of the time before those that need more get it."""

MOST_TELLING: Final = (Limit.MUST, Limit.BUDGET, Limit.HOURS, Limit.AWAY, Limit.MOST_SEATS, Limit.LEAST_SEATS)


def first_plan(t: Tables, *, left: Callable[[], float], should_stop: Callable[[], bool]) -> First:
    """Looks only at the sessions that the musts touch; ``left`` says how many seconds there still are.

    Raises ``NoPlan``, and ``NotKnownInTime`` where time or a stop came before either was known.
    """
    if never := _never(t):
        raise NoPlan((WayOut(gives=tuple(never)),))
    if may_be_proposed(t, t.must_sessions):
        return First(seats=t.must_sessions.copy(), cut_short=False)
    time = _Time(left, should_stop)
    narrowed = replace(t, allowed=t.allowed & _touched(t))
    model = model_of(narrowed, tightened=False)
    outcome = run(replace(model.mip, cost=_cheap(model)), time.limits(1.0, gap=ENOUGH))
    if outcome.x is not None:
        seats = without_idle(t, model.seats_of(outcome.x))
        if may_be_proposed(t, seats):
            return First(seats=seats, cut_short=outcome.cut_short)
    if not outcome.infeasible:
        raise NotKnownInTime(t.planning.must)
    raise _no_plan(model, time)


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


def _no_plan(model: Model, time: _Time) -> NoPlan:
    """The ways out of all kinds within the time that is left, in the order of ``Limit``."""
    open_ = [limit for limit in MOST_TELLING if model.limits[limit]]
    ways: dict[Limit, WayOut] = {}
    for quick in (QUICK, 1):
        unknown = []
        for place, limit in enumerate(open_):
            if time.left() <= 0 or (quick == 1 and time.is_stopped()):
                unknown.append(limit)
                continue
            outcome = run(_elastic(model, limit), time.limits(1 / (len(open_) - place) / quick))
            if outcome.x is not None:
                ways[limit] = _way_out(model, limit, outcome.x, is_least=outcome.finished)
            if not outcome.finished:
                unknown.append(limit)
        open_ = unknown
    return NoPlan(tuple(ways[limit] for limit in Limit if limit in ways), cut_short=bool(open_))


def _cheap(model: Model) -> Floats:
    """As few seats as possible."""
    cost = np.zeros(len(model.mip.cost))
    cost[model.seat[model.seat >= 0]] = -1.0
    return cost


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


def _never(t: Tables) -> list[Give]:
    people = [each.code for each in t.planning.people]
    offerings = [each.code for each in t.planning.offerings]
    sessions = [each.code for each in t.planning.sessions]
    possible = attended(t, t.allowed)
    found = [
        Give(limit=Limit.MUST, amount=1, person=people[e], offering=offerings[o], never=True)
        for e, o in np.argwhere(t.must_offerings & ~possible)
    ]
    return found + [
        Give(
            limit=Limit.MUST,
            amount=1,
            person=people[e],
            offering=offerings[t.offering_of[s]],
            session=sessions[s],
            never=True,
        )
        for e, s in np.argwhere(t.must_sessions & ~t.allowed)
    ]


def _elastic(model: Model, limit: Limit) -> Mip:
    """Every row of one kind gets a column for how far it gives, and their sum is made small."""
    rows = model.limits[limit]
    # A lower side gives downwards, an upper side upwards.
    places = np.array([row for row, _ in rows])
    upward = model.mip.row_upper[places] < INFINITY
    whole = limit not in (Limit.BUDGET, Limit.HOURS)
    count = len(rows)
    mip = model.mip
    return replace(
        mip,
        cost=np.concatenate([np.zeros(len(mip.cost)), np.full(count, -1.0)]),
        lower=np.concatenate([mip.lower, np.zeros(count)]),
        upper=np.concatenate([mip.upper, np.full(count, MOST_GIVEN)]),
        integer=np.concatenate([mip.integer, np.full(count, whole)]),
        start=np.concatenate([mip.start, mip.start[-1] + np.arange(1, count + 1)]),
        index=np.concatenate([mip.index, places]),
        value=np.concatenate([mip.value, np.where(upward, -1.0, 1.0)]),
    )


def _way_out(model: Model, limit: Limit, x: Floats, *, is_least: bool) -> WayOut:
    scale = THOUSAND if limit is Limit.BUDGET else 1.0
    return WayOut(
        gives=tuple(
            _give(model.tables, limit, about, round(float(amount) * scale, 6))
            for (_, about), amount in zip(model.limits[limit], x[len(model.mip.cost) :], strict=True)
            if amount > 1e-6
        ),
        is_least=is_least,
    )


MOST_GIVEN: Final = 1e6
"""No limit gives more: a thousand million kroner, a million hours, people or seats."""


def _give(t: Tables, limit: Limit, about: tuple[int, ...], amount: float) -> Give:
    plan = t.planning
    give = Give(limit=limit, amount=amount)
    match limit, about:
        case Limit.HOURS, (e,):
            return replace(give, person=plan.people[e].code)
        case Limit.AWAY, (u, w):
            return replace(give, unit=t.units[u], week=t.week_names[w])
        case ((Limit.MOST_SEATS | Limit.LEAST_SEATS), (s,)):
            return replace(give, session=plan.sessions[s].code, offering=plan.sessions[s].offering)
        case Limit.MUST, (e, o, *session):
            return replace(
                give,
                person=plan.people[e].code,
                offering=plan.offerings[o].code,
                session=plan.sessions[session[0]].code if session else None,
            )
        case _:
            return give
