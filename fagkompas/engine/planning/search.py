"""Finding a good plan, and proving how good it is.

::

    greedy ──> relaxation (bound, guide) ──> which sessions ──> who ──> neighbourhoods ──> proof
      2 s          until no link breaks       whole numbers      one part of the plan     "better than this
                                              for sessions only  at a time, the rest      by so much: none"
                                                                 held fast

Every step hands on the best plan so far, so the search can be stopped anywhere. Large neighbourhood search: Shaw, P.
(1998), "Using constraint programming and local search methods to solve vehicle routing problems", CP-98. Guiding it by the
relaxation: Danna, E., Rothberg, E. and Le Pape, C. (2005), "Exploring relaxation induced neighborhoods", Mathematical
Programming 102.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fagkompas.engine.mip import ALL_LOOKS, ALL_NODES, INFINITY, Limits, Mip, Outcome, run

from .greedy import Greedy
from .model import Model, model_of
from .relaxation import Relaxed, in_parts, relaxations
from .seating import may_be_proposed, value, without_idle, worth_of_seats
from .tables import NONE, Flags, Floats, Tables

# How the time is spent; found by trying, see benchmarks/README.md.
HOUR_WEIGHTS: Final = (2.0, 1.0, 0.5, 4.0)
GUIDE_LEAST: Final = (0.1, 0.3)
GREEDY_SECONDS: Final = 1.0
GREEDY_SHARE: Final = 0.05
RELAXATION_SHARE: Final = 0.4
PARTS_SHARE: Final = 0.7
CHOICE_SHARE: Final = 0.4
TINY: Final = 150
SMALL: Final = 1_500
WHOLE: Final = 20_000
SMALL_SHARE: Final = 0.3
END_SHARE: Final = (0.03, 0.2)
END_WORK: Final = 2.0
MOST_GUIDED: Final = 1_500
PATIENCE: Final = 30
USED: Final = 0.001
FIRST_SIZE: Final = 350.0
NEIGHBOURHOOD_NODES: Final = 60
NEIGHBOURHOOD_LOOKS: Final = 200
LEAST_WORK: Final = 300
WORK: Final = (1_500, 4_000)
GOALS: Final = (0.02, 0.005, 0.0)
LEAST_BETTER: Final = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the log: after ``seconds`` the best plan is worth ``value`` and no plan more than ``bound``."""

    seconds: float
    stage: str
    value: float
    bound: float


class Search:
    """The best plan so far of one problem, and the bound."""

    def __init__(
        self,
        tables: Tables,
        *,
        seconds: Callable[[], float],
        begin: float,
        time_limit: float,
        seed: int,
        most_steps: int | None,
        tell: Callable[[Step, Flags], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self.t = tables
        self._seconds = seconds
        self._begin = begin
        self._limit = time_limit
        self._chance = np.random.Generator(np.random.PCG64(seed))
        self._seed = seed
        self._most_steps = most_steps
        self._tell = tell
        self._stop = should_stop
        self._kept_back = END_SHARE[0] * time_limit
        self.cut_short = False
        self.steps = 0
        self.log: list[Step] = []
        self.seats = np.zeros(tables.allowed.shape, dtype=bool)
        self.value = -INFINITY
        self.bound = INFINITY

    # What time there is

    def elapsed(self) -> float:
        return self._seconds() - self._begin

    def left(self, share: float = 1.0) -> float:
        """Seconds until this share of the time for the search is used."""
        return (self._limit - self._kept_back) * share - self.elapsed()

    def stopped(self, share: float = 1.0) -> bool:
        """Whether a step must end or be left out; then the search is cut short."""
        if self.left(share) <= 0 or self._stop():
            self.cut_short = True
            return True
        return False

    def keep_back(self, seconds: float) -> None:
        """Keep time for the end (filling up, reasons), by how long the first greedy took: busy machines need more."""
        least, most = (share * self._limit for share in END_SHARE)
        self._kept_back = min(max(least, END_WORK * seconds), most)

    def is_up(self) -> bool:
        """Whether all the time is used, or somebody stops it."""
        self.cut_short |= (is_up := self.elapsed() >= self._limit or self._stop())
        return is_up

    def run(
        self,
        mip: Mip,
        *,
        share: float = 1.0,
        gap: float,
        nodes: int = ALL_NODES,
        looks: int = ALL_LOOKS,
        heuristics: bool = True,
        start: Floats | None = None,
    ) -> Outcome:
        limits = Limits(
            seconds=self.left(share),
            nodes=nodes,
            looks=looks,
            gap=gap,
            heuristics=heuristics,
            seed=self._seed,
            should_stop=self._stop,
        )
        outcome = run(mip, limits, start=start)
        self.cut_short |= outcome.cut_short
        return outcome

    # What is known

    def offer(self, seats: Flags, stage: str) -> bool:
        """Keep these seats when they are allowed and no worse; tell when they are better."""
        worth = value(self.t, seats)
        if worth < self.value - 1e-9 or not may_be_proposed(self.t, seats):
            return False
        better = worth > self.value + 1e-9
        self.seats, self.value = seats, max(worth, self.value)
        if better:
            self.note(stage)
        return better

    def lower(self, bound: float, stage: str) -> None:
        if bound < self.bound - 1e-9:
            self.bound = max(bound, self.value)
            self.note(stage)

    def note(self, stage: str) -> None:
        step = Step(seconds=self.elapsed(), stage=stage, value=self.value, bound=self.bound)
        self.log.append(step)
        self._tell(step, self.seats)

    def gap(self) -> float:
        return (self.bound - self.value) / max(abs(self.value), 1e-9)

    # The stages

    def go(self, start: Flags) -> None:
        """``start`` keeps every rule. Afterwards ``seats`` are the best plan found."""
        self.offer(start, "start")
        self.be_greedy(start)
        if not self.t.allowed.any():
            self.lower(self.value, "nothing to choose")
            return
        if not self.stopped():
            self.improve_and_prove(start)
        self.offer(self.greedy(1.0, self.seats), "filled up")
        self.tidy()
        self.note("end")

    def improve_and_prove(self, start: Flags) -> None:
        seats = int(self.t.allowed.sum())
        model = model_of(self.t)
        if seats > TINY:
            relaxed = self.relax(model)
            if relaxed is not None and not self.stopped():
                self.be_greedy(start, relaxed_seats(model, relaxed.x))
                self.choose_sessions(model, relaxed)
            if seats > SMALL:
                self.improve(model, relaxed, share=1.0, patience=10 * PATIENCE)
            else:
                self.improve(model, relaxed, share=SMALL_SHARE, patience=PATIENCE)
        if seats <= SMALL:
            self.prove(model)

    def tidy(self) -> None:
        """Give back seats that add nothing and that nothing needs."""
        for e, s in np.argwhere(self.seats & (worth_of_seats(self.t, self.seats) <= 1e-9)):
            if self.is_up():
                return
            without = self.seats.copy()
            without[e, s] = False
            without = without_idle(self.t, without)
            if value(self.t, without) >= self.value - 1e-9:
                self.offer(without, "tidied")

    def be_greedy(self, start: Flags, guide: Floats | None = None) -> None:
        """The first one may take ``GREEDY_SECONDS`` whatever the time: it makes the plan usable."""
        share = GREEDY_SHARE if guide is None else 1.0
        tries = [(weight, least) for weight in HOUR_WEIGHTS for least in ((0.0,) if guide is None else GUIDE_LEAST)]
        for place, (weight, least) in enumerate(tries):
            if (place or guide is not None) and self.stopped(share):
                return
            begin = self.elapsed()
            self.offer(self.greedy(weight, start, guide, least), "greedy")
            self.keep_back(self.elapsed() - begin)

    def greedy(self, weight: float, start: Flags, guide: Floats | None = None, least: float = 0.0) -> Flags:
        """``weight``: what the share of all hours that a seat takes counts beside the share of the budget."""
        t = self.t

        def is_over() -> bool:
            return self.elapsed() > GREEDY_SECONDS and self.is_up()

        price, hour = 1 / max(t.planning.budget, 1), weight / max(float(t.hours.sum()), 1.0)
        return Greedy(t, price=price, hour=hour, start=start, guide=guide, least=least, is_over=is_over).run()

    def relax(self, model: Model) -> Relaxed | None:
        """The bound in parts gets more of the time: cut short, it says nothing at all."""
        last = None
        if self.t.allowed.sum() <= WHOLE:
            found = relaxations(model.mip, model.links, lambda: self.left(RELAXATION_SHARE), self._stop)
        else:
            units = [self.t.unit_of == unit for unit in range(len(self.t.most_away))]
            found = in_parts(model, units, lambda: self.left(PARTS_SHARE), self._stop)
        for relaxed in found:
            last = relaxed
            self.lower(relaxed.bound, "relaxation")
        self.cut_short |= last is None or not last.is_last
        return last

    def choose_sessions(self, model: Model, relaxed: Relaxed) -> None:
        """Whole numbers for sessions only, among the seats that the relaxation or the plan uses; then who attends."""
        free = ((relaxed_seats(model, relaxed.x) > USED) | self.seats) & self.t.allowed
        if free.sum() > MOST_GUIDED or self.stopped(CHOICE_SHARE):
            return
        start = model.solution(self.seats)
        columns = model.columns_for(free, developed=True)
        there = model.open != NONE
        whole = np.zeros(len(model.mip.cost), dtype=bool)
        whole[model.open[there]] = True
        part = replace(model.mip.restricted(columns, start), integer=whole[columns])
        outcome = self.run(part, share=CHOICE_SHARE, gap=0.01, start=start[columns])
        if outcome.x is None or self.stopped():
            return
        x = start.copy()
        x[columns] = outcome.x
        held = np.zeros(len(there), dtype=bool)
        held[there] = x[model.open[there]] > 0.5
        columns = model.columns_for(self.t.allowed & held, developed=True)
        columns[model.open[there]] = False
        x = np.zeros(len(model.mip.cost))
        x[model.open[there]] = held[there]
        outcome = self.run(model.mip.restricted(columns, x), share=2 * CHOICE_SHARE, gap=0.002)
        if outcome.x is not None:
            x[columns] = outcome.x
            self.offer(model.seats_of(x), "sessions chosen")

    def improve(self, model: Model, relaxed: Relaxed | None, *, share: float, patience: int) -> None:
        """One neighbourhood after the other, the kind that gave more for its work more often; sized to the work it makes.

        Ends when the last ``patience`` of them gave nothing.
        """
        guide = None if relaxed is None else relaxed_seats(model, relaxed.x)
        kinds = (self.some_people, self.some_sessions)
        sizes = [FIRST_SIZE, FIRST_SIZE]
        merits = [1.0, 1.0]
        idle = 0
        while idle < patience and self.steps != self._most_steps and not self.stopped(share):
            self.steps += 1
            odds = np.array(merits) + 0.1 * max(merits) + 1e-12
            kind = int(self._chance.choice(len(kinds), p=odds / odds.sum()))
            before = self.value
            free = kinds[kind](sizes[kind], guide)
            outcome = self.reconsider(model, free, developed=kind == 0)
            idle = 0 if self.value > before else idle + 1
            work = max(outcome.work, LEAST_WORK)
            gained = self.value - before if before > -INFINITY else 0.0
            merits[kind] = 0.8 * merits[kind] + 0.2 * gained / work
            if work < WORK[0]:
                sizes[kind] = min(sizes[kind] * 1.15, float(self.t.allowed.sum()))
            elif work > WORK[1]:
                sizes[kind] *= 0.8

    def reconsider(self, model: Model, free: Flags, *, developed: bool) -> Outcome:
        """The best for the ``free`` seats with all others as they are."""
        x = model.solution(self.seats)
        columns = model.columns_for(free, developed=developed)
        part = model.mip.restricted(columns, x)
        outcome = self.run(
            part,
            gap=0.001,
            nodes=NEIGHBOURHOOD_NODES,
            looks=NEIGHBOURHOOD_LOOKS,
            heuristics=False,
            start=x[columns],
        )
        if outcome.x is not None:
            x[columns] = outcome.x
            self.offer(model.seats_of(x), "neighbourhood")
        return outcome

    def some_people(self, size: float, guide: Floats | None) -> Flags:
        """People of one unit or of all, in the sessions that are held."""
        t = self.t
        held = self.seats.any(axis=0)
        people = np.arange(len(t.hours))
        if self._chance.uniform() < 0.5:
            people = np.flatnonzero(t.unit_of == self._chance.integers(len(t.most_away)))
        order = self._chance.permutation(people)
        within = np.cumsum((t.allowed[order] & held).sum(axis=1)) <= max(size, 1)
        within[:2] = True
        free = np.zeros_like(t.allowed)
        free[order[within]] = t.allowed[order[within]] & held
        return free

    def some_sessions(self, size: float, guide: Floats | None) -> Flags:
        """Some sessions that are held and some that are not; of people only those who seem to fit, if that is known."""
        t = self.t
        fits = t.allowed.copy()
        held = self.seats.any(axis=0)
        odds = np.where(held, 1.0, 0.5)
        if guide is not None:
            share = guide.sum(axis=0) / np.maximum(t.max_seats, 1)
            odds = np.where(held, 1.0, 0.05 + np.minimum(share * 2, 1.0))
            fits &= (guide > USED) | self.seats | (self._chance.uniform(size=fits.shape) < 0.15)
        odds = np.where(fits.any(axis=0), odds, 0.0)
        free = np.zeros_like(fits)
        if not (count := int((odds > 0).sum())):
            return free
        order = self._chance.choice(len(odds), size=count, replace=False, p=odds / odds.sum())
        within = np.cumsum(fits[:, order].sum(axis=0)) <= max(size, 1)
        within[:2] = True
        free[:, order[within]] = fits[:, order[within]]
        return free

    def prove(self, model: Model) -> None:
        """Ask for a plan that is better by so much: finding none is a proof, finding one is a better plan."""
        for goal in GOALS:
            while self.gap() > goal and not self.stopped():
                target = self.value + max(goal * abs(self.value), LEAST_BETTER)
                outcome = self.run(model.mip.at_least(target), gap=0.001, heuristics=False)
                before = self.value
                if outcome.x is not None:
                    self.offer(model.seats_of(outcome.x), "proof")
                self.lower(max(target, outcome.bound), "proof")
                if outcome.infeasible:
                    break
                if self.value <= before:
                    return


def relaxed_seats(model: Model, x: Floats) -> Floats:
    """(e, s): how far the relaxation uses each seat."""
    seats = np.zeros(model.seat.shape)
    there = model.seat != NONE
    seats[there] = x[model.seat[there]]
    return seats
