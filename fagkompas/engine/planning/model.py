"""The plan as a mixed-integer model.

Columns, each 0 to 1 unless said otherwise: ``seat`` (e, s) and ``open`` (s) and ``developed`` (e, f) are whole numbers;
``credit`` (e, o, f) is a seat's specialised learning as far as the person is developed in f; ``counted`` (e, c), in points,
is learning that is cut off at the room there is, only where more is on offer than there is room; ``away`` (e, w).
Rows marked as links say that one column is at most another; they are what makes the model strong. Why each kind of row is
there, and what it gained, is told in ``docs/algorithms/learning-plan.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fagkompas.engine.mip import INFINITY, Builder, Mip

from .seating import attended, developed, points, times_on, worth_by_field
from .tables import NONE, Flags, Floats, Ints, Tables


class Limit(StrEnum):
    """What holds a plan back, and might give: a number, a rule that somebody must, a seat put in by hand, or one given already."""

    BUDGET = "budget"
    HOURS = "hours"
    AWAY = "away"
    MOST_SEATS = "most_seats"
    LEAST_SEATS = "least_seats"
    MUST = "must"
    PUT_IN = "put_in"
    GIVEN = "given"


THOUSAND = 1_000.0
"""The budget's row is in thousands of kroner, so that its numbers are of the size of the others'."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """The model and where its columns are: a column's place, or ``NONE``.

    ``limits`` are the rows that may have to give: a row's place, and whom it is about, as places of people, units, weeks,
    sessions or offerings.
    """

    tables: Tables
    mip: Mip
    links: Ints
    seat: Ints
    open: Ints
    developed: Ints
    credit: Ints
    counted: Ints
    away: Ints
    limits: Mapping[Limit, Sequence[tuple[int, tuple[int, ...]]]]

    def seats_of(self, x: Floats) -> Flags:
        """(e, s)."""
        seats = np.zeros(self.seat.shape, dtype=bool)
        there = self.seat != NONE
        seats[there] = x[self.seat[there]] > 0.5
        return seats

    def solution(self, seats: Flags) -> Floats:
        """All columns for these seats, the best of those that are not seats."""
        t = self.tables
        x = np.zeros(len(self.mip.cost))
        added = points(t, seats)
        chosen = developed(t, worth_by_field(t, added, t.specialised))
        held = attended(t, seats)
        credited = held[:, :, np.newaxis] & chosen[:, np.newaxis, :]
        counts = ~t.specialised | chosen[:, t.field_of]
        counted = np.where(counts, np.minimum(added, t.room), 0.0)
        weeks = times_on(seats, t.weeks) > 0
        for places, values in (
            (self.seat, seats),
            (self.open, np.asarray(seats.any(axis=0))),
            (self.developed, chosen),
            (self.credit, credited),
            (self.counted, counted),
            (self.away, weeks),
        ):
            there = places != NONE
            x[places[there]] = values[there]
        return x

    def columns_for(self, free: Flags, *, developed: bool) -> Flags:
        """Which columns may change when the seats ``free`` (e, s) may, with all that follows for these people and sessions.

        ``developed``: also who is developed, and with it all credit of these people.
        """
        t = self.tables
        people = free.any(axis=1)
        learning = self.credit[people].ravel()
        who = self.developed[people].ravel()
        if not developed:
            taken = attended(t, free)
            learning, who = self.credit[taken].ravel(), who[:0]
        chosen = np.zeros(len(self.mip.cost), dtype=bool)
        for places in (
            self.seat[free],
            self.open[free.any(axis=0)],
            learning,
            who,
            self.counted[people].ravel(),
            self.away[people].ravel(),
        ):
            chosen[places[places != NONE]] = True
        return chosen


def model_of(tables: Tables, *, tightened: bool = True) -> Model:
    """``tightened`` adds rows that follow from the others when these must hold; leave them out when some may give."""
    return _Construction(tables, tightened=tightened).model()


class _Construction:
    """Adds columns, then rows, kind by kind."""

    def __init__(self, t: Tables, *, tightened: bool) -> None:
        self.t = t
        self.tightened = tightened
        self.b = Builder()
        self.people, self.sessions = np.nonzero(t.allowed)
        self.offerings = t.offering_of[self.sessions]
        self.links: list[Ints] = []
        self.limits: dict[Limit, list[tuple[int, tuple[int, ...]]]] = {limit: [] for limit in Limit}
        covered = t.covers != NONE
        competency = np.where(covered, t.covers, 0)
        taken = np.zeros((len(t.hours), len(t.offering_hours)), dtype=bool)
        taken[self.people, self.offerings] = True
        gain = np.where(taken[:, :, np.newaxis], t.gain, 0.0)
        on_offer = np.zeros_like(t.room)
        for o, k in zip(*np.nonzero(covered), strict=True):
            on_offer[:, competency[o, k]] += gain[:, o, k]
        self.competency = competency
        self.gain = gain
        self.cut_off = on_offer > t.room + 1e-9
        self.is_cut = self.cut_off[:, competency] & covered
        self.special = t.specialised[competency] & covered
        self.straight = np.where(self.is_cut, 0.0, gain * t.worth[:, competency])

    def model(self) -> Model:
        self._add_columns()
        self._add_sessions()
        self._add_person_limits()
        self._add_budget()
        self._add_away()
        self._add_requirements()
        self._add_use()
        self._add_learning()
        return Model(
            tables=self.t,
            mip=self.b.mip(),
            links=np.concatenate([*self.links, np.zeros(0, dtype=np.int64)]),
            seat=self.seat,
            open=self.open,
            developed=self.developed,
            credit=self.credit,
            counted=self.counted,
            away=self.away,
            limits=self.limits,
        )

    # Columns

    def _add_columns(self) -> None:
        t = self.t
        krone = t.planning.rules.worth_of_krone
        basic = np.where(self.special[np.newaxis], 0.0, self.straight).sum(axis=2)
        worth = basic[self.people, self.offerings] - krone * t.seat_price[self.offerings]
        self.seat = self._placed(t.allowed.shape, (self.people, self.sessions), worth, integer=True)
        held = np.unique(self.sessions)
        self.open = self._placed(
            (t.allowed.shape[1],), (held,), -krone * t.fixed_price[t.offering_of[held]], integer=True
        )
        e, o, k = np.nonzero(self.special[np.newaxis] & (self.gain > 0))
        f = t.field_of[self.competency[o, k]]
        straight = np.zeros((len(t.hours), len(t.offering_hours), self.t.fields))
        np.add.at(straight, (e, o, f), self.straight[e, o, k])
        shape = straight.shape
        ce, co, cf = np.unravel_index(np.unique(np.ravel_multi_index((e, o, f), shape)), shape)
        self.credit = self._placed(shape, (ce, co, cf), straight[ce, co, cf], integer=False)
        ze, zf = np.nonzero((self.credit != NONE).any(axis=1))
        self.developed = self._placed((len(t.hours), self.t.fields), (ze, zf), np.zeros(len(ze)), integer=True)
        ye, yc = np.nonzero(self.cut_off)
        self.counted = self._placed(t.room.shape, (ye, yc), t.worth[ye, yc], upper=t.room[ye, yc], integer=False)

    def _placed(
        self,
        shape: tuple[int, ...],
        where: tuple[Ints, ...],
        cost: Floats,
        *,
        integer: bool,
        upper: Floats | float = 1.0,
    ) -> Ints:
        places = np.full(shape, NONE, dtype=np.int64)
        places[where] = self.b.add_columns(cost, upper=upper, integer=integer)
        return places

    # Rows

    def _sum_rows(
        self, of: Ints, groups: Ints, *, lower: Floats | float = -INFINITY, upper: Floats | float = INFINITY
    ) -> Ints:
        """One row for each group: how many of the columns ``of`` it."""
        count = int(groups.max()) + 1 if len(groups) else 0
        return self.b.add_rows(count, (groups, of, 1.0), lower=lower, upper=upper)

    def _may_give(self, limit: Limit, rows: Ints, *about: Ints) -> None:
        self.limits[limit] += zip(rows.tolist(), zip(*(each.tolist() for each in about), strict=True), strict=True)

    def _add_link(self, small: Ints, *big: tuple[Ints, Ints]) -> None:
        """Each of ``small`` is at most the sum of its ``big``: pairs of which small one, and the column."""
        rows = np.arange(len(small))
        parts = [(which, columns, -1.0) for which, columns in big]
        self.links.append(self.b.add_rows(len(small), (rows, small, 1.0), *parts, upper=0.0))

    def _add_sessions(self) -> None:
        """Seats in open sessions only; most and least seats; no unit sends more than may be away."""
        t = self.t
        seats = self.seat[self.people, self.sessions]
        self._add_link(seats, (np.arange(len(seats)), self.open[self.sessions]))
        held, session = np.unique(self.sessions, return_inverse=True)
        rows, opened = np.arange(len(held)), self.open[held]
        for name, limit, bounds in (
            (Limit.MOST_SEATS, t.max_seats, {"upper": 0.0}),
            (Limit.LEAST_SEATS, t.min_seats, {"lower": 0.0}),
        ):
            entries = (rows, opened, -limit[held].astype(float))
            self._may_give(name, self.b.add_rows(len(held), (session, seats, 1.0), entries, **bounds), held)
        unit_session = t.unit_of[self.people] * t.allowed.shape[1] + self.sessions
        sent, group = np.unique(unit_session, return_inverse=True)
        unit, of = np.divmod(sent, t.allowed.shape[1])
        most = np.where(t.days[of].any(axis=1), np.minimum(t.most_away[unit], t.max_seats[of]), t.max_seats[of])
        rows = np.arange(len(sent))
        if self.tightened:
            self.b.add_rows(len(sent), (group, seats, 1.0), (rows, self.open[of], -most.astype(float)), upper=0.0)

    def _add_person_limits(self) -> None:
        """Hours; one session of each offering, at least one where it must be; one place at a time."""
        t = self.t
        seats = self.seat[self.people, self.sessions]
        used = self.b.add_rows(len(t.hours), (self.people, seats, t.offering_hours[self.offerings]), upper=t.hours)
        self._may_give(Limit.HOURS, used, np.arange(len(t.hours)))
        width = len(t.offering_hours)
        pairs, group = np.unique(self.people * width + self.offerings, return_inverse=True)
        self._sum_rows(seats, group, upper=1.0)
        must = t.must_offerings[self.people, self.offerings]
        chosen, group = np.unique(pairs[group[must]], return_inverse=True)
        self._may_give(Limit.MUST, self._sum_rows(seats[must], group, lower=1.0), chosen // width, chosen % width)
        for limit, places in ((Limit.PUT_IN, t.must_sessions & ~t.given), (Limit.GIVEN, t.given)):
            must = places[self.people, self.sessions]
            rows = self._sum_rows(seats[must], np.arange(int(must.sum())), lower=1.0)
            self._may_give(limit, rows, self.people[must], self.offerings[must], self.sessions[must])
        for together in _cliques(t.days):
            mine = together[self.sessions]
            several = np.bincount(self.people[mine], minlength=len(t.hours)) > 1
            mine &= several[self.people]
            group = np.unique(self.people[mine], return_inverse=True)[1]
            self._sum_rows(seats[mine], group, upper=1.0)

    def _add_budget(self) -> None:
        t = self.t
        held = np.flatnonzero(self.open != NONE)
        seats = self.seat[self.people, self.sessions]
        row = self.b.add_rows(
            1,
            (np.zeros(len(seats), dtype=np.int64), seats, t.seat_price[self.offerings] / THOUSAND),
            (np.zeros(len(held), dtype=np.int64), self.open[held], t.fixed_price[t.offering_of[held]] / THOUSAND),
            upper=t.planning.budget / THOUSAND,
        )
        self.limits[Limit.BUDGET] = [(int(row[0]), ())]

    def _add_away(self) -> None:
        """People away in a week are counted once, and only where a unit could send too many."""
        t = self.t
        self.away = np.full((len(t.hours), t.weeks.shape[1]), NONE, dtype=np.int64)
        for week in range(t.weeks.shape[1]):
            in_week = t.weeks[self.sessions, week]
            possible = np.unique(self.people[in_week])
            crowded = np.bincount(t.unit_of[possible], minlength=len(t.most_away)) > t.most_away
            who = possible[crowded[t.unit_of[possible]]]
            if not len(who):
                continue
            self.away[who, week] = self.b.add_columns(np.zeros(len(who)), integer=False)
            for together in _cliques(t.days[:, t.week_of_day == week]):
                mine = together[self.sessions] & (self.away[self.people, week] != NONE)
                people, group = np.unique(self.people[mine], return_inverse=True)
                rows = np.arange(len(people))
                self.b.add_rows(
                    len(people),
                    (group, self.seat[self.people[mine], self.sessions[mine]], 1.0),
                    (rows, self.away[people, week], -1.0),
                    upper=0.0,
                )
            units, group = np.unique(t.unit_of[who], return_inverse=True)
            rows = self._sum_rows(self.away[who, week], group, upper=t.most_away[units].astype(float))
            self._may_give(Limit.AWAY, rows, units, np.full(len(units), week))

    def _add_requirements(self) -> None:
        """A seat whose offering requires another: that one is passed, or attended in a session that is over by then."""
        t = self.t
        for o, required in zip(*np.nonzero(t.requires), strict=True):
            for s in np.flatnonzero(t.offering_of == o):
                people = np.flatnonzero(t.allowed[:, s] & ~t.done[:, required])
                earlier = np.flatnonzero((t.offering_of == required) & t.before[:, s])
                which, at = np.nonzero(self.seat[np.ix_(people, earlier)] != NONE)
                columns = self.seat[people[which], earlier[at]]
                rows = np.arange(len(people))
                self.b.add_rows(len(people), (rows, self.seat[people, s], 1.0), (which, columns, -1.0), upper=0.0)

    def _add_use(self) -> None:
        """A seat that gives its person nothing by itself: only with a later one that requires it."""
        t = self.t
        for s in np.flatnonzero((t.allowed & ~t.useful).any(axis=0)):
            people = np.flatnonzero(t.allowed[:, s] & ~t.useful[:, s])
            later = np.flatnonzero(t.requires[t.offering_of, t.offering_of[s]] & t.before[s])
            which, at = np.nonzero(self.seat[np.ix_(people, later)] != NONE)
            columns = self.seat[people[which], later[at]]
            rows = np.arange(len(people))
            self.b.add_rows(len(people), (rows, self.seat[people, s], 1.0), (which, columns, -1.0), upper=0.0)

    def _add_learning(self) -> None:
        """What counts: credit for specialised learning, what is cut off, and how many are developed."""
        t = self.t
        e, o, f = np.nonzero(self.credit != NONE)
        credit = self.credit[e, o, f]
        which, seats = self._seats_at(e, o)
        self._add_link(credit, (which, seats))
        self._add_link(credit, (np.arange(len(credit)), self.developed[e, f]))
        ze, zf = np.nonzero(self.developed != NONE)
        pools, group = np.unique(t.unit_of[ze] * self.t.fields + zf, return_inverse=True)
        self._sum_rows(self.developed[ze, zf], group, upper=t.vacancies[pools].astype(float))

        ye, yc = np.nonzero(self.counted != NONE)
        row_of = np.full(t.room.shape, NONE, dtype=np.int64)
        row_of[ye, yc] = rows = np.arange(len(ye))
        e, o, k = np.nonzero(self.is_cut & (self.gain > 0) & ~self.special[np.newaxis])
        which, seats = self._seats_at(e, o)
        basic = (row_of[e, self.competency[o, k]][which], seats, -self.gain[e, o, k][which])
        e, o, k = np.nonzero(self.is_cut & (self.gain > 0) & self.special[np.newaxis])
        c = self.competency[o, k]
        special = (row_of[e, c], self.credit[e, o, t.field_of[c]], -self.gain[e, o, k])
        self.b.add_rows(len(ye), (rows, self.counted[ye, yc], 1.0), basic, special, upper=0.0)
        within = t.specialised[yc]
        ye, yc = ye[within], yc[within]
        rows = np.arange(len(ye))
        self.b.add_rows(
            len(ye),
            (rows, self.counted[ye, yc], 1.0),
            (rows, self.developed[ye, t.field_of[yc]], -t.room[ye, yc]),
            upper=0.0,
        )

    def _seats_at(self, people: Ints, offerings: Ints) -> tuple[Ints, Ints]:
        """The seat columns of each person at any session of each offering: which pair, and the column."""
        matches = self.t.offering_of == offerings[:, np.newaxis]
        which, session = np.nonzero(matches & self.t.allowed[people])
        return which, self.seat[people[which], session]


def _cliques(days: Flags) -> list[Flags]:
    """The largest sets of sessions (flags over s) that share a day."""
    sets = [each for each in np.unique(days.T, axis=0) if each.any()]
    return [
        each for each in sets if not any((each <= other).all() and not np.array_equal(each, other) for other in sets)
    ]
