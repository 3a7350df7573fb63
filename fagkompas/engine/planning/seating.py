"""Who attends what, as an array (e, s), and what follows from it exactly: value, cost, who is developed, what is broken."""

from dataclasses import dataclass
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
    """One rule that is broken, by whom and where, as codes; ``over`` is by how much (kroner, hours, people or seats)."""

    breach: Breach
    person: str | None = None
    unit: str | None = None
    session: str | None = None
    offering: str | None = None
    week: tuple[int, int] | None = None
    over: float = 0.0


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
    in_week = (seats @ t.weeks) if t.weeks.size else np.zeros((len(seats), t.weeks.shape[1]), dtype=bool)
    count = np.zeros((len(t.most_away), t.weeks.shape[1]), dtype=np.int64)
    np.add.at(count, t.unit_of, in_week.astype(np.int64))
    return count


def is_allowed(t: Tables, seats: Flags) -> bool:
    """Whether every rule holds."""
    return not violations(t, seats)


def violations(t: Tables, seats: Flags) -> tuple[Violation, ...]:
    """Every rule that is broken."""
    plan = t.planning
    people = [each.code for each in plan.people]
    sessions = [each.code for each in plan.sessions]
    offerings = [each.code for each in plan.offerings]
    found = [
        Violation(breach=Breach.NOT_POSSIBLE, person=people[e], session=sessions[s])
        for e, s in np.argwhere(np.asarray(seats & ~t.allowed))
    ]
    if (over := cost(t, seats) - plan.budget) > TOLERANCE:
        found.append(Violation(breach=Breach.BUDGET, over=over))
    over_hours = hours(t, seats) - t.hours
    found += [
        Violation(breach=Breach.HOURS, person=people[e], over=float(over_hours[e]))
        for e in np.flatnonzero(over_hours > TOLERANCE)
    ]
    count = seats.sum(axis=0)
    for breach, over_seats in (
        (Breach.TOO_MANY, count - t.max_seats),
        (Breach.TOO_FEW, np.where(count > 0, t.min_seats - count, 0)),
    ):
        found += [
            Violation(breach=breach, session=sessions[s], over=float(over_seats[s]))
            for s in np.flatnonzero(over_seats > 0)
        ]
    busy = seats.astype(np.int64) @ t.days.astype(np.int64)
    found += [Violation(breach=Breach.OVERLAP, person=people[e]) for e in np.flatnonzero((busy > 1).any(axis=1))]
    times = np.zeros((len(people), len(offerings)), dtype=np.int64)
    e, s = np.nonzero(seats)
    np.add.at(times, (e, t.offering_of[s]), 1)
    found += [
        Violation(breach=Breach.TWICE, person=people[e], offering=offerings[o]) for e, o in np.argwhere(times > 1)
    ]
    over_away = away(t, seats) - t.most_away[:, np.newaxis]
    found += [
        Violation(breach=Breach.AWAY, unit=t.units[u], week=t.week_names[w], over=float(over_away[u, w]))
        for u, w in np.argwhere(over_away > 0)
    ]
    found += [
        Violation(breach=Breach.REQUIREMENT, person=people[e], session=sessions[s], offering=offerings[o])
        for s in np.flatnonzero(np.asarray(t.requires.any(axis=1))[t.offering_of])
        for e, o in np.argwhere(lacking(t, seats, int(s)) & seats[:, [s]])
    ]
    missing = (t.must_offerings & (times == 0)) | attended(t, t.must_sessions & ~seats)
    found += [Violation(breach=Breach.MUST, person=people[e], offering=offerings[o]) for e, o in np.argwhere(missing)]
    return tuple(found)


def lacking(t: Tables, seats: Flags, s: int) -> Flags:
    """(e, o): what a seat in ``s`` would lack: required, not passed, and not attended in a session over by then."""
    lacks = np.zeros((len(seats), len(t.offering_hours)), dtype=bool)
    for required in np.flatnonzero(t.requires[t.offering_of[s]]):
        earlier = (t.offering_of == required) & t.before[:, s]
        lacks[:, required] = ~t.done[:, required] & ~seats[:, earlier].any(axis=1)
    return lacks
