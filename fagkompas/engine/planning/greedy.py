"""A first plan at once: session by session, the group that gives most for what it takes.

What a group gives is worked out exactly beside what is already taken; gains only shrink as seats are taken, so a session is
looked at again only when it comes first in line (lazy evaluation: Minoux, M. (1978), "Accelerated greedy algorithms for
maximizing submodular set functions").
"""

import heapq
from collections.abc import Callable
from typing import Final

import numpy as np

from .tables import NONE, Flags, Floats, Ints, Tables

UNGUIDED: Final = 0.3
"""What a seat that the guide does not use still counts for, beside the guide's own share of 0 to 1."""

_NOBODY: Final = np.zeros(0, dtype=np.int64)


class Greedy:
    """Takes seats until none is worth it.

    ``price`` and ``hour`` say what a krone and an hour cost beside each other. ``start`` are seats taken already, by the
    rules. ``guide`` (e, s) says how much of each seat a relaxed plan uses: sessions that it fills less than ``least`` of
    are left out. Ends early, with what is taken so far, when ``is_over``.
    """

    def __init__(
        self,
        t: Tables,
        *,
        price: float,
        hour: float,
        start: Flags,
        guide: Floats | None = None,
        least: float = 0.0,
        is_over: Callable[[], bool] = lambda: False,
    ) -> None:
        self.t = t
        self._price, self._hour = price, hour
        self._guide = guide
        self._is_over = is_over
        self._closed = np.zeros(t.allowed.shape[1], dtype=bool)
        if guide is not None:
            self._closed = guide.sum(axis=0) < least * np.maximum(t.max_seats, 1)
        self.seats = np.zeros(t.allowed.shape, dtype=bool)
        self._attended = np.zeros((len(t.hours), len(t.offering_hours)), dtype=bool)
        self._added = np.zeros_like(t.room)
        self._hours_left = t.hours.copy()
        self._money_left = float(t.planning.budget)
        self._busy = np.zeros((len(t.hours), t.days.shape[1]), dtype=bool)
        self._away = np.zeros((len(t.hours), t.weeks.shape[1]), dtype=bool)
        self._away_left = np.repeat(t.most_away[:, np.newaxis], t.weeks.shape[1], axis=1)
        self._special = np.zeros((len(t.hours), t.fields))
        vacancies = t.vacancies.reshape(-1, t.fields)
        self._least_developed = np.where(vacancies > 0, 0.0, np.inf)
        for s in np.flatnonzero(start.any(axis=0)):
            self._take(int(s), np.flatnonzero(start[:, s]))

    def run(self) -> Flags:
        """(e, s)."""
        line = []
        for s in range(len(self.t.offering_of)):
            if self._is_over():
                return self.seats
            if (score := self._offer(s)[0]) > 0:
                line.append((-score, s))
        heapq.heapify(line)
        while line and not self._is_over():
            _, s = heapq.heappop(line)
            score, people = self._offer(s)
            if score <= 0:
                continue
            if line and -line[0][0] > score * (1 + 1e-9):
                heapq.heappush(line, (-score, s))
                continue
            self._take(s, people)
            for again in (s, *self._opened_up_by(s)):
                if (score := self._offer(again)[0]) > 0:
                    heapq.heappush(line, (-score, again))
        return self.seats

    def _opened_up_by(self, s: int) -> list[int]:
        """Sessions of offerings that require this one: they may be possible now."""
        requiring = self.t.requires[self.t.offering_of, self.t.offering_of[s]]
        return [int(q) for q in np.flatnonzero(requiring)]

    def _offer(self, s: int) -> tuple[float, Ints]:
        """The best group to add to a session, and what it gives for what it takes; below 0 when there is none."""
        t = self.t
        o = t.offering_of[s]
        taken = int(self.seats[:, s].sum())
        people = _NOBODY if self._closed[s] else self._candidates(s)
        people = self._within_away(s, people[np.argsort(-self._gives(s, people), kind="stable")])
        people = people[: t.max_seats[s] - taken]
        if not len(people):
            return -1.0, _NOBODY
        number = np.arange(1, len(people) + 1)
        money = number * t.seat_price[o] + (0.0 if taken else t.fixed_price[o])
        gives = np.cumsum(self._gives(s, people))
        score = gives / (self._price * money + self._hour * number * t.offering_hours[o] + 1e-9)
        score[(money > self._money_left) | (number + taken < t.min_seats[s]) | (gives <= 1e-9)] = -1.0
        best = int(np.argmax(score))
        return float(score[best]), people[: best + 1]

    def _candidates(self, s: int) -> Ints:
        t = self.t
        o = t.offering_of[s]
        can = (
            t.allowed[:, s] & t.useful[:, s] & ~self._attended[:, o] & (self._hours_left >= t.offering_hours[o] - 1e-9)
        )
        can &= ~(self._busy & t.days[s]).any(axis=1)
        for required in np.flatnonzero(t.requires[o]):
            earlier = (t.offering_of == required) & t.before[:, s]
            can &= t.done[:, required] | self.seats[:, earlier].any(axis=1)
        full = (self._away_left <= 0)[t.unit_of] & ~self._away
        can &= ~(full & t.weeks[s]).any(axis=1)
        return np.flatnonzero(can)

    def _within_away(self, s: int, people: Ints) -> Ints:
        """The first of each unit, as many as may still be away in the weeks of the session."""
        t = self.t
        weeks = t.weeks[s]
        if not weeks.any():
            return people
        left = self._away_left[:, weeks].min(axis=1)
        kept = self._away[np.ix_(people, weeks)].all(axis=1)
        for unit in np.unique(t.unit_of[people]):
            new = np.flatnonzero((t.unit_of[people] == unit) & ~kept)
            kept[new[: left[unit]]] = True
        return np.asarray(people[kept])

    def _gives(self, s: int, people: Ints) -> Floats:
        """What each of these people would add to the value, one at a time."""
        t = self.t
        o = t.offering_of[s]
        covers = t.covers[o][t.covers[o] != NONE]
        at = np.ix_(people, covers)
        room, have = t.room[at], self._added[at]
        more = (np.minimum(room, have + t.gain[people, o, : len(covers)]) - np.minimum(room, have)) * t.worth[at]
        special = t.specialised[covers]
        gives = np.asarray(more[:, ~special].sum(axis=1))
        for f in np.unique(t.field_of[covers[special]]):
            plus = more[:, special & (t.field_of[covers] == f)].sum(axis=1)
            least = self._least_developed[t.unit_of[people], f]
            was = self._special[people, f]
            gives += np.maximum(was + plus - least, 0.0) - np.maximum(was - least, 0.0)
        return gives if self._guide is None else gives * (UNGUIDED + self._guide[people, s])

    def _take(self, s: int, people: Ints) -> None:
        t = self.t
        o = t.offering_of[s]
        self._money_left -= t.seat_price[o] * len(people) + (0.0 if self.seats[:, s].any() else t.fixed_price[o])
        self._hours_left[people] -= t.offering_hours[o]
        self.seats[people, s] = True
        self._attended[people, o] = True
        self._busy[people] |= t.days[s]
        newly = t.weeks[s] & ~self._away[people]
        np.subtract.at(self._away_left, t.unit_of[people], newly.astype(np.int64))
        self._away[people] |= t.weeks[s]
        covers = t.covers[o][t.covers[o] != NONE]
        self._added[np.ix_(people, covers)] += t.gain[people, o, : len(covers)]
        for f in np.unique(t.field_of[covers[t.specialised[covers]]]):
            self._count_special(int(f), people)

    def _count_special(self, f: int, people: Ints) -> None:
        """What specialised learning is worth now, and from what on one is among those developed."""
        t = self.t
        at = np.ix_(people, np.flatnonzero(t.specialised & (t.field_of == f)))
        self._special[people, f] = (np.minimum(self._added[at], t.room[at]) * t.worth[at]).sum(axis=1)
        for unit in np.unique(t.unit_of[people]):
            vacancies = t.vacancies[unit * t.fields + f]
            values = np.sort(self._special[t.unit_of == unit, f])[::-1]
            if vacancies > 0:
                self._least_developed[unit, f] = values[vacancies - 1] if vacancies <= len(values) else 0.0
