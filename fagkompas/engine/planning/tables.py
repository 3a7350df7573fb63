"""The same as arrays: who can gain what from which offering, what clashes with what, who may attend.

Axes are people (e), sessions (s), offerings (o), competencies (c), fields (f), pools (a unit in a field, q), weeks (w).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fagkompas.engine.scales import Level

from .problem import Choice, Planning

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NONE: Final = -1
"""An index that points nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tables:
    """A ``Planning`` as arrays; see ``tables_of``.

    ``room`` (e, c) is how far a rating is from its target, in points, 0 where nothing is wanted; ``worth`` (e, c) what a
    point is worth. ``covers`` (o, k) are the competencies of an offering, padded with ``NONE``, and ``gain`` (e, o, k) what
    each adds, never more than the room. ``pool`` (e, c) is the pool whose specialists are counted, ``NONE`` for
    basic competencies; ``vacancies`` (q) how many of a pool may be developed.

    Three tables say who may have which seat (e, s): ``ruled_out`` nobody may have by the rules; ``possible`` a person could
    have, with the hours there are and what is required within reach; ``allowed`` the search thinks of, see ``_allowed``.
    ``useful`` is what gives a person some gain by itself, or must be. ``given`` are those of ``must_sessions`` that are
    approved already.
    """

    planning: Planning
    room: Floats
    worth: Floats
    unrated: Flags
    ruled_out: Flags
    possible: Flags
    useful: Flags
    field_names: tuple[str, ...]
    covers: Ints
    gain: Floats
    pool: Ints
    vacancies: Ints
    field_of: Ints
    specialised: Flags
    offering_of: Ints
    allowed: Flags
    must_sessions: Flags
    given: Flags
    must_offerings: Flags
    done: Flags
    requires: Flags
    before: Flags
    hours: Floats
    offering_hours: Floats
    seat_price: Floats
    fixed_price: Floats
    min_seats: Ints
    max_seats: Ints
    days: Flags
    weeks: Flags
    week_of_day: Ints
    unit_of: Ints
    most_away: Ints
    units: tuple[str, ...]
    week_names: tuple[tuple[int, int], ...]

    @property
    def fields(self) -> int:
        return len(self.field_names)


def seats_at(t: Tables, seats: Iterable[tuple[str, str]]) -> Flags:
    """(e, s) from pairs of person and session. Raises ``KeyError`` for a code that the plan does not have."""
    people, sessions = _index(each.code for each in t.planning.people), _index(s.code for s in t.planning.sessions)
    table = np.zeros((len(people), len(sessions)), dtype=bool)
    for person, session in seats:
        table[people[person], sessions[session]] = True
    return table


def tables_of(planning: Planning) -> Tables:
    people, sessions, offerings = planning.people, planning.sessions, planning.offerings
    unit_index = _index(person.unit for person in people)
    field_index = _index(each.field for each in planning.competencies)
    offering_index = _index(each.code for each in offerings)
    unit_of = np.array([unit_index[person.unit] for person in people], dtype=np.int64)
    field_of = np.array([field_index[each.field] for each in planning.competencies], dtype=np.int64)
    specialised = np.array([each.level is Level.SPECIALISED for each in planning.competencies], dtype=bool)

    weight = np.zeros((len(unit_index), len(field_index)))
    vacancies = np.zeros((len(unit_index), len(field_index)), dtype=np.int64)
    for need in planning.needs:
        if need.unit in unit_index and need.field in field_index:
            weight[unit_index[need.unit], field_index[need.field]] = need.weight
            vacancies[unit_index[need.unit], field_index[need.field]] = need.missing_specialists
    worth = weight[unit_of][:, field_of]
    pool = np.where(specialised, unit_of[:, np.newaxis] * len(field_index) + field_of, NONE)
    wanted = (worth > 0) & (~specialised | (vacancies[unit_of][:, field_of] > 0))

    rating = _ratings(planning)
    target = np.array([planning.rules.target(each.level) for each in planning.competencies])
    room = np.where(wanted & ~np.isnan(rating), np.maximum(target - np.nan_to_num(rating), 0.0), 0.0)
    irrelevant = np.array([[c.code in p.not_relevant for c in planning.competencies] for p in people], dtype=bool)
    covers, gain = _gains(planning, rating, room)

    offering_of = np.array([offering_index[each.offering] for each in sessions], dtype=np.int64)
    all_days = sorted({day for session in sessions for day in session.days})
    all_weeks = sorted({day.isocalendar()[:2] for day in all_days})
    days = np.array([[day in each.days for day in all_days] for each in sessions], dtype=bool)
    weeks_of_days = np.array([[day.isocalendar()[:2] == week for week in all_weeks] for day in all_days], dtype=bool)
    days = days.reshape(len(sessions), len(all_days))
    weeks = days @ weeks_of_days.reshape(len(all_days), len(all_weeks))
    members = np.bincount(unit_of, minlength=len(unit_index))
    offering_hours = np.array([each.hours for each in offerings], dtype=float)
    done = np.array([[each.code in person.completed for each in offerings] for person in people], dtype=bool)
    done = done.reshape(len(people), len(offerings))
    requires = np.array([[other.code in each.requires for other in offerings] for each in offerings], dtype=bool)
    requires = requires.reshape(len(offerings), len(offerings))
    must_sessions, must_offerings = _chosen(planning, planning.must)
    not_sessions, not_offerings = _chosen(planning, planning.must_not)
    given, _of_offerings = _chosen(planning, planning.given)
    before = _before(planning)
    hours = np.array([person.hours for person in people], dtype=float)

    musts = must_sessions | must_offerings[:, offering_of]
    ruled_out = not_sessions | not_offerings[:, offering_of] | done[:, offering_of]
    within_limits = (
        ~ruled_out
        & (np.array([each.max_seats for each in sessions], dtype=np.int64) > 0)
        & ((offering_hours[offering_of] <= hours[:, np.newaxis]) | musts)
    )
    possible = _possible(within_limits, done, requires, before, offering_of)
    useful = (gain.sum(axis=2) > 0)[:, offering_of] | musts
    allowed = _allowed(possible, (useful & possible) | (musts & within_limits), done, requires, before, offering_of)
    return Tables(
        planning=planning,
        room=room,
        worth=worth,
        unrated=wanted & np.isnan(rating) & ~irrelevant.reshape(rating.shape),
        ruled_out=ruled_out,
        possible=possible,
        useful=useful,
        field_names=tuple(field_index),
        covers=covers,
        gain=gain,
        pool=pool,
        vacancies=vacancies.reshape(-1),
        field_of=field_of,
        specialised=specialised,
        offering_of=offering_of,
        allowed=allowed,
        must_sessions=must_sessions,
        given=given & must_sessions,
        must_offerings=must_offerings,
        done=done,
        requires=requires,
        before=before,
        hours=hours,
        offering_hours=offering_hours,
        seat_price=np.array([each.seat_price for each in offerings], dtype=float),
        fixed_price=np.array([each.fixed_price for each in offerings], dtype=float),
        min_seats=np.array([each.min_seats for each in sessions], dtype=np.int64),
        max_seats=np.array([each.max_seats for each in sessions], dtype=np.int64),
        days=days,
        weeks=weeks,
        week_of_day=weeks_of_days.reshape(len(all_days), len(all_weeks)).nonzero()[1],
        unit_of=unit_of,
        units=tuple(unit_index),
        week_names=tuple(all_weeks),
        most_away=np.maximum(1, np.floor(planning.away_share * members + 1e-9)).astype(np.int64),
    )


def _index(codes: Iterable[str]) -> Mapping[str, int]:
    return {code: place for place, code in enumerate(dict.fromkeys(codes))}


def _ratings(planning: Planning) -> Floats:
    """(e, c); NaN where there is no rating."""
    table = [[person.ratings.get(each.code, np.nan) for each in planning.competencies] for person in planning.people]
    return np.array(table, dtype=float).reshape(len(planning.people), len(planning.competencies))


def _gains(planning: Planning, rating: Floats, room: Floats) -> tuple[Ints, Floats]:
    """``covers`` and ``gain``: max(r, min(u, r + lift * fit)) - r, at most the room."""
    competencies = {each.code: place for place, each in enumerate(planning.competencies)}
    width = max((len(each.lifts) for each in planning.offerings), default=0)
    covers = np.full((len(planning.offerings), width), NONE, dtype=np.int64)
    gain = np.zeros((len(planning.people), len(planning.offerings), width))
    for o, offering in enumerate(planning.offerings):
        for k, lift in enumerate(offering.lifts):
            c = covers[o, k] = competencies[lift.competency]
            suits = planning.competencies[c].dimension in offering.dimensions
            points = lift.points * (1.0 if suits else planning.rules.unsuited_fit)
            raised = np.maximum(rating[:, c], np.minimum(lift.up_to, rating[:, c] + points)) - rating[:, c]
            gain[:, o, k] = np.minimum(np.nan_to_num(raised), room[:, c])
    return covers, gain


def _chosen(planning: Planning, choices: Iterable[Choice]) -> tuple[Flags, Flags]:
    """(e, s) for choices of a session, (e, o) for choices of any session of an offering."""
    people = {each.code: place for place, each in enumerate(planning.people)}
    sessions = {each.code: place for place, each in enumerate(planning.sessions)}
    offerings = {each.code: place for place, each in enumerate(planning.offerings)}
    of_sessions = np.zeros((len(people), len(sessions)), dtype=bool)
    of_offerings = np.zeros((len(people), len(offerings)), dtype=bool)
    for choice in choices:
        if choice.session is None:
            of_offerings[people[choice.person], offerings[choice.offering]] = True
        else:
            of_sessions[people[choice.person], sessions[choice.session]] = True
    return of_sessions, of_offerings


def _before(planning: Planning) -> Flags:
    """(s, t): s is over when t begins. What is done in one's own time can be done before anything."""
    count = len(planning.sessions)
    ends = [max(each.days).toordinal() if each.days else 0 for each in planning.sessions]
    begins = [min(each.days).toordinal() if each.days else 10**7 for each in planning.sessions]
    over = np.array(ends, dtype=np.int64)[:, np.newaxis] < np.array(begins, dtype=np.int64)
    return over.reshape(count, count)


def _possible(within_limits: Flags, done: Flags, requires: Flags, before: Flags, offering_of: Ints) -> Flags:
    """(e, s): of the seats within their limits those with what they require within reach."""
    reachable = within_limits.copy()
    while True:
        lacking = np.zeros_like(reachable)
        for s, o in enumerate(offering_of):
            for required in np.flatnonzero(requires[o]):
                earlier = (offering_of == required) & before[:, s]
                lacking[:, s] |= ~done[:, required] & ~reachable[:, earlier].any(axis=1)
        narrowed = reachable & ~lacking
        if (narrowed == reachable).all():
            return reachable
        reachable = narrowed


def _allowed(possible: Flags, good: Flags, done: Flags, requires: Flags, before: Flags, offering_of: Ints) -> Flags:
    """(e, s): seats that the search thinks of: the ``good`` ones, and what these require."""
    while True:
        wider = good.copy()
        for s, o in enumerate(offering_of):
            for required in np.flatnonzero(requires[o]):
                earlier = (offering_of == required) & before[:, s]
                wider[:, earlier] |= good[:, [s]] & ~done[:, [required]] & possible[:, earlier]
        if (wider == good).all():
            return good
        good = wider
