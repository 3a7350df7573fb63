"""When what must be cannot be: the least that would have to give, for each thing that could give by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .mip import INFINITY, Limits, run
from .model import THOUSAND, Limit, Model, model_of
from .seating import attended
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
    """If all this gives, and nothing else, what must be can be. Nothing less of this kind is enough."""

    gives: tuple[Give, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clashes:
    """``ways_out`` is empty when nothing clashes; else each is one kind of thing that could give by itself.

    ``seats`` is a plan with which all musts that can be are met, when nothing clashes.
    """

    ways_out: tuple[WayOut, ...]
    seats: Flags


def clashes_in(t: Tables, *, seconds: float, should_stop: Callable[[], bool] | None = None) -> Clashes:
    """Looks only at the sessions that the musts touch; ``seconds`` for each kind of limit."""
    empty = np.zeros(t.allowed.shape, dtype=bool)
    musts = t.must_sessions.any() or t.must_offerings.any()
    if not musts:
        return Clashes(ways_out=(), seats=empty)
    if never := _never(t):
        return Clashes(ways_out=(WayOut(gives=tuple(never)),), seats=empty)
    narrowed = replace(t, allowed=t.allowed & _touched(t))
    model = model_of(narrowed, tightened=False)
    limits = Limits(seconds=seconds, should_stop=should_stop)
    outcome = run(replace(model.mip, cost=_cheap(model)), limits)
    if outcome.x is not None:
        return Clashes(ways_out=(), seats=model.seats_of(outcome.x))
    ways = [_way_out(model, limit, limits) for limit in Limit]
    return Clashes(ways_out=tuple(way for way in ways if way is not None), seats=empty)


def _cheap(model: Model) -> Floats:
    """As few seats as possible."""
    cost = np.zeros(len(model.mip.cost))
    cost[model.seat[model.seat >= 0]] = -1.0
    return cost


def _touched(t: Tables) -> Flags:
    """(s): sessions of what must be, and of what that requires."""
    wanted = np.asarray((t.must_offerings | attended(t, t.must_sessions)).any(axis=0))
    while True:
        wider = wanted | t.requires[wanted].any(axis=0)
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


def _way_out(model: Model, limit: Limit, limits: Limits) -> WayOut | None:
    """The least of one kind: every row of it gets a column for how far it gives, and their sum is made small."""
    rows = model.limits[limit]
    if not rows:
        return None
    # A lower side gives downwards, an upper side upwards.
    places = np.array([row for row, _ in rows])
    upward = model.mip.row_upper[places] < INFINITY
    whole = limit not in (Limit.BUDGET, Limit.HOURS)
    count = len(rows)
    mip = model.mip
    elastic = replace(
        mip,
        cost=np.concatenate([np.zeros(len(mip.cost)), np.full(count, -1.0)]),
        lower=np.concatenate([mip.lower, np.zeros(count)]),
        upper=np.concatenate([mip.upper, np.full(count, MOST_GIVEN)]),
        integer=np.concatenate([mip.integer, np.full(count, whole)]),
        start=np.concatenate([mip.start, mip.start[-1] + np.arange(1, count + 1)]),
        index=np.concatenate([mip.index, places]),
        value=np.concatenate([mip.value, np.where(upward, -1.0, 1.0)]),
    )
    outcome = run(elastic, limits)
    if outcome.x is None or not outcome.finished:
        return None
    given = outcome.x[len(mip.cost) :]
    scale = THOUSAND if limit is Limit.BUDGET else 1.0
    return WayOut(
        gives=tuple(
            _give(model.tables, limit, about, round(float(amount) * scale, 6))
            for (_, about), amount in zip(rows, given, strict=True)
            if amount > 1e-6
        )
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
