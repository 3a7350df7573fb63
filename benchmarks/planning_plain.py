"""The plan's model as plainly as the rules say it, row for row, in HiGHS; and a textbook greedy. Ours stands beside them."""

from itertools import combinations

import highspy
import numpy as np

from fagkompas.engine.planning.seating import may_be_proposed, value
from fagkompas.engine.planning.tables import NONE, Flags, Tables


class PlainModel:
    """``seat`` has a variable for each person and session."""

    def __init__(self, t: Tables) -> None:
        self.t = t
        self.h = highspy.Highs()
        self.h.setOptionValue("output_flag", False)
        self.h.setOptionValue("threads", 2)
        krone = t.planning.rules.worth_of_krone
        self.sessions_of = [np.flatnonzero(row).tolist() for row in t.allowed]
        self.seat = {
            (e, s): self.h.addBinary(obj=-krone * t.seat_price[t.offering_of[s]])
            for e, mine in enumerate(self.sessions_of)
            for s in mine
        }
        self.open = [self.h.addBinary(obj=-krone * t.fixed_price[o]) for o in t.offering_of]
        self.developed = {(e, f): self.h.addBinary() for e in range(len(t.hours)) for f in range(t.fields)}
        for e in range(len(t.hours)):
            self._add_learning(e)
            self._add_person(e)
        self._add_sessions()
        self._add_away()
        for pool in set(t.pool[t.pool != NONE].tolist()):
            unit, f = divmod(pool, t.fields)
            members = [self.developed[e, f] for e in np.flatnonzero(t.unit_of == unit).tolist()]
            self.h.addConstr(self.h.qsum(members) <= int(t.vacancies[pool]))
        self.h.setMaximize()

    def _add_learning(self, e: int) -> None:
        t, h = self.t, self.h
        for c in range(t.room.shape[1]):
            gains = [
                t.gain[e, t.offering_of[s], k] * self.seat[e, s]
                for s in self.sessions_of[e]
                for k in np.flatnonzero(t.covers[t.offering_of[s]] == c)
                if t.gain[e, t.offering_of[s], k] > 0
            ]
            if not gains:
                continue
            counted = h.addVariable(ub=t.room[e, c], obj=t.worth[e, c])
            h.addConstr(counted <= h.qsum(gains))
            if t.specialised[c]:
                h.addConstr(counted <= t.room[e, c] * self.developed[e, t.field_of[c]])

    def _add_person(self, e: int) -> None:
        t, h = self.t, self.h
        mine = self.sessions_of[e]
        if mine:
            h.addConstr(h.qsum(t.offering_hours[t.offering_of[s]] * self.seat[e, s] for s in mine) <= t.hours[e])
        for s, other in combinations(mine, 2):
            if (t.days[s] & t.days[other]).any():
                h.addConstr(self.seat[e, s] + self.seat[e, other] <= 1)
        for o in range(len(t.offering_hours)):
            times = [self.seat[e, s] for s in mine if t.offering_of[s] == o]
            if times:
                h.addConstr(h.qsum(times) <= 1)
        for s in mine:
            for required in np.flatnonzero(t.requires[t.offering_of[s]] & ~t.done[e]):
                earlier = [self.seat[e, q] for q in mine if t.offering_of[q] == required and t.before[q, s]]
                h.addConstr(self.seat[e, s] <= h.qsum(earlier))
            if not t.useful[e, s]:
                later = [
                    self.seat[e, q] for q in mine if t.requires[t.offering_of[q], t.offering_of[s]] and t.before[s, q]
                ]
                h.addConstr(self.seat[e, s] <= h.qsum(later))

    def _add_sessions(self) -> None:
        t, h = self.t, self.h
        for s, opened in enumerate(self.open):
            seats = [self.seat[e, s] for e in range(len(t.hours)) if (e, s) in self.seat]
            h.addConstr(h.qsum(seats) <= int(t.max_seats[s]) * opened)
            h.addConstr(h.qsum(seats) >= int(t.min_seats[s]) * opened)
        prices = [t.seat_price[t.offering_of[s]] * seat for (_, s), seat in self.seat.items()]
        prices += [t.fixed_price[t.offering_of[s]] * opened for s, opened in enumerate(self.open)]
        h.addConstr(h.qsum(prices) <= t.planning.budget)

    def _add_away(self) -> None:
        t, h = self.t, self.h
        for week in range(t.weeks.shape[1]):
            for unit in range(len(t.most_away)):
                away = []
                for e in np.flatnonzero(t.unit_of == unit).tolist():
                    is_away = h.addBinary()
                    away.append(is_away)
                    for s in np.flatnonzero(t.allowed[e] & t.weeks[:, week]).tolist():
                        h.addConstr(self.seat[e, s] <= is_away)
                h.addConstr(h.qsum(away) <= int(t.most_away[unit]))

    def solve(self, seconds: float) -> float:
        """The value of the plan found; 0 when none is."""
        self.h.setOptionValue("time_limit", seconds)
        self.h.run()
        found = self.h.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return float(self.h.getInfo().objective_function_value) if found else 0.0


def textbook_greedy(t: Tables) -> Flags:
    """Seats one by one by gain for each krone; a session that is not held yet begins with its least number of people."""
    seats = np.zeros(t.allowed.shape, dtype=bool)
    real = t.covers != NONE
    competency = np.where(real, t.covers, 0)
    counts = real & ~t.specialised[competency]
    gain = (t.gain * t.worth[:, competency] * counts).sum(axis=2)
    price = t.seat_price + t.fixed_price / 12 + 1
    for s in np.argsort(-(gain.mean(axis=0) / price)[t.offering_of], kind="stable"):
        by_gain = np.argsort(-gain[:, t.offering_of[s]], kind="stable")
        group: list[int] = []
        for e in by_gain[(t.allowed & t.useful)[by_gain, s]]:
            trial = seats.copy()
            trial[[*group, e], s] = True
            if len(group) + 1 < t.min_seats[s] or may_be_proposed(t, trial):
                group.append(int(e))
        trial = seats.copy()
        trial[group, s] = True
        if may_be_proposed(t, trial) and value(t, trial) > value(t, seats):
            seats = trial
    return seats
