"""Who attends what, as an array (e, s), and what follows from it exactly: value, cost, who is developed, what is broken."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from .tables import NONE, Flags, Floats, Ints, Tables

TOLERANCE = 1e-9


class Breach(StrEnum):
    """What a plan may not do."""

    NOT_POSSIBLE = "not_possible"
    BUDGET = "budget"
    HOURS = "hours"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    OVERLAP = "overlap"
    TWICE = "twice"
    AWAY = "away"
    REQUIREMENT = "requirement"
    MUST = "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule that is broken, by whom and where, as codes; ``over`` is by how much (kroner, hours, days, people or seats)."""

    breach: Breach
    person: str | None = None
    unit: str | None = None
    session: str | None = None
    offering: str | None = None
    week: tuple[int, int] | None = None
    over: float = 0.0


def worsened(before: Iterable[Violation], after: Iterable[Violation]) -> tuple[Violation, ...]:
    """The rules that are broken after, and were not before, or by less."""
    over = {replace(one, over=0.0): one.over for one in before}
    return tuple(one for one in after if one.over > over.get(replace(one, over=0.0), -1.0) + TOLERANCE)


def attended(t: Tables, seats: Flags) -> Flags:
    """(e, o)."""
    held = np.zeros((seats.shape[0], len(t.offering_hours)), dtype=bool)
    e, s = np.nonzero(seats)
    held[e, t.offering_of[s]] = True
    return held


def points(t: Tables, seats: Flags) -> Floats:
    """(e, c): what the seats add, before it is cut off at the room there is."""
    added = np.zeros_like(t.room)
    e, o = np.nonzero(attended(t, seats))
    for k in range(t.covers.shape[1]):
        real = t.covers[o, k] != NONE
        np.add.at(added, (e[real], t.covers[o[real], k]), t.gain[e[real], o[real], k])
    return added


def worth_by_field(t: Tables, added: Floats, of: Flags) -> Floats:
    """(e, f): points up to the room, times their worth, over the competencies in ``of``."""
    counted = np.minimum(added, t.room) * t.worth
    by_field = np.zeros((len(counted), t.fields))
    for f in range(t.fields):
        by_field[:, f] = counted[:, of & (t.field_of == f)].sum(axis=1)
    return by_field


def developed(t: Tables, worth: Floats) -> Flags:
    """(e, f): in every pool those whose specialised learning counts for most, as many as there are vacancies.

    ``worth`` (e, f) is what it would count for; at ties the first in order. Nobody without any.
    """
    order = np.argsort(-worth, axis=0, kind="stable")
    units = t.unit_of[order]
    chosen = np.zeros_like(worth, dtype=bool)
    for unit in range(len(t.most_away)):
        mine = units == unit
        place = np.cumsum(mine, axis=0)
        best = mine & (place <= t.vacancies.reshape(-1, t.fields)[unit])
        for f in range(t.fields):
            chosen[order[best[:, f], f], f] = True
    return chosen & (worth > 0)


def counted_points(t: Tables, seats: Flags) -> Floats:
    """(e, c): the points that count: up to the room, specialised ones only of those who are developed."""
    added = points(t, seats)
    chosen = developed(t, worth_by_field(t, added, t.specialised))
    return np.where(~t.specialised | chosen[:, t.field_of], np.minimum(added, t.room), 0.0)


def worth_of_seats(t: Tables, seats: Flags) -> Floats:
    """(e, s): what would no longer count without each seat, all others as they are and the same people developed."""
    added = points(t, seats)
    chosen = developed(t, worth_by_field(t, added, t.specialised))
    worth = np.where(~t.specialised | chosen[:, t.field_of], t.worth, 0.0)
    lost = np.zeros(seats.shape)
    e, s = np.nonzero(seats)
    o = t.offering_of[s]
    for k in range(t.covers.shape[1]):
        c = t.covers[o, k]
        room, have, gain = t.room[e, c], added[e, c], t.gain[e, o, k]
        counted = np.minimum(room, have) - np.minimum(room, have - gain)
        lost[e, s] += np.where(c == NONE, 0.0, counted * worth[e, c])
    return lost


def cost(t: Tables, seats: Flags) -> float:
    """Kroner."""
    held = seats.any(axis=0)
    return float(seats.sum(axis=0) @ t.seat_price[t.offering_of]) + float(t.fixed_price[t.offering_of[held]].sum())


def value(t: Tables, seats: Flags) -> float:
    """Weighted points that count, less a hair's weight of the cost."""
    return float((counted_points(t, seats) * t.worth).sum()) - t.planning.rules.worth_of_krone * cost(t, seats)


def hours(t: Tables, seats: Flags) -> Floats:
    """(e)."""
    return np.asarray(seats @ t.offering_hours[t.offering_of], dtype=float)


def away(t: Tables, seats: Flags) -> Ints:
    """(u, w): how many people of a unit are away in a week."""
    in_week = times_on(seats, t.weeks) > 0
    count = np.zeros((len(t.most_away), t.weeks.shape[1]), dtype=np.int64)
    np.add.at(count, t.unit_of, in_week.astype(np.int64))
    return count


def times_on(seats: Flags, when: Flags) -> Floats:
    """How many of the seats (e, s) of each person are on each of the days or weeks ``when`` (s, d): (e, d)."""
    return np.asarray(seats.astype(np.float32) @ when.astype(np.float32), dtype=float)


def idle(t: Tables, seats: Flags) -> Flags:
    """(e, s): seats that give their person nothing: no gain by itself, no must, and nothing else of hers requires it."""
    required = (attended(t, seats).astype(np.float32) @ t.requires.astype(np.float32)) > 0
    return np.asarray(seats & ~t.useful & ~required[:, t.offering_of])


def without_idle(t: Tables, seats: Flags) -> Flags:
    """The same without them, and without those that give nothing then."""
    while (nothing := idle(t, seats)).any():
        seats = seats & ~nothing
    return seats


def may_be_proposed(t: Tables, seats: Flags) -> bool:
    """Whether every rule holds, and every seat gives its person something."""
    return not idle(t, seats).any() and not violations(t, seats)


def violations(t: Tables, seats: Flags, about: int | None = None) -> tuple[Violation, ...]:
    """Every rule that is broken; with ``about``, a person's place, only those that a seat of that person has a part in."""
    who = np.arange(len(seats)) if about is None else np.array([about])
    return tuple(_of_all(t, seats, who)) + tuple(_of_people(t, seats, who))


def _of_all(t: Tables, seats: Flags, who: Ints) -> Iterator[Violation]:
    """Budget, seats of each session, and how many of a unit are away: of the units of these people."""
    plan = t.planning
    if (over := cost(t, seats) - plan.budget) > TOLERANCE:
        yield Violation(breach=Breach.BUDGET, over=over)
    count = seats.sum(axis=0)
    for breach, over_seats in (
        (Breach.TOO_MANY, count - t.max_seats),
        (Breach.TOO_FEW, np.where(count > 0, t.min_seats - count, 0)),
    ):
        for s in np.flatnonzero(over_seats > 0):
            yield Violation(breach=breach, session=plan.sessions[s].code, over=float(over_seats[s]))
    for u in np.unique(t.unit_of[who]):
        over_away = (times_on(seats[t.unit_of == u], t.weeks) > 0).sum(axis=0) - t.most_away[u]
        for w in np.flatnonzero(over_away > 0):
            yield Violation(breach=Breach.AWAY, unit=t.units[u], week=t.week_names[w], over=float(over_away[w]))


def _of_people(t: Tables, seats: Flags, who: Ints) -> Iterator[Violation]:
    """What holds for each of these people alone."""
    plan = t.planning
    people = [plan.people[e].code for e in who]
    mine = seats[who]
    for e, s in np.argwhere(mine & t.ruled_out[who]):
        yield Violation(breach=Breach.NOT_POSSIBLE, person=people[e], session=plan.sessions[s].code)
    over_hours = mine @ t.offering_hours[t.offering_of] - t.hours[who]
    for e in np.flatnonzero(over_hours > TOLERANCE):
        yield Violation(breach=Breach.HOURS, person=people[e], over=float(over_hours[e]))
    double = np.maximum(times_on(mine, t.days) - 1, 0).sum(axis=1)
    for e in np.flatnonzero(double):
        yield Violation(breach=Breach.OVERLAP, person=people[e], over=float(double[e]))
    times = np.zeros((len(who), len(t.offering_hours)), dtype=np.int64)
    e, s = np.nonzero(mine)
    np.add.at(times, (e, t.offering_of[s]), 1)
    for e, o in np.argwhere(times > 1):
        yield Violation(breach=Breach.TWICE, person=people[e], offering=plan.offerings[o].code)
    for s in np.flatnonzero(np.asarray(t.requires.any(axis=1))[t.offering_of] & mine.any(axis=0)):
        for e, o in np.argwhere(lacking(t, seats, int(s), who) & mine[:, [s]]):
            yield Violation(
                breach=Breach.REQUIREMENT,
                person=people[e],
                session=plan.sessions[s].code,
                offering=plan.offerings[o].code,
            )
    missing = (t.must_offerings[who] & (times == 0)) | attended(t, t.must_sessions[who] & ~mine)
    for e, o in np.argwhere(missing):
        yield Violation(breach=Breach.MUST, person=people[e], offering=plan.offerings[o].code)


def lacking(t: Tables, seats: Flags, s: int, who: Ints | None = None) -> Flags:
    """(e, o): what a seat in ``s`` would lack: required, not passed, and not attended in a session over by then.

    Of everybody, or of the people at the places ``who``.
    """
    rows = np.arange(len(seats)) if who is None else who
    lacks = np.zeros((len(rows), len(t.offering_hours)), dtype=bool)
    for required in np.flatnonzero(t.requires[t.offering_of[s]]):
        earlier = np.flatnonzero((t.offering_of == required) & t.before[:, s])
        lacks[:, required] = ~t.done[rows, required] & ~seats[np.ix_(rows, earlier)].any(axis=1)
    return lacks
