"""How good a plan can be at most: the model without whole numbers, its links added as they are needed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from threading import Event
from typing import Final

import highspy
import numpy as np

from fagkompas.engine.mip import INFINITY, Flags, Floats, Ints, Limits, Mip, solver_of

from .model import Limit, Model
from .tables import NONE

BROKEN: Final = 1e-4
"""A link is added when its small column is above the big ones by more than this."""

SIDE_BY_SIDE: Final = 2
"""How many parts are solved at once; each gives the same however many there are."""

LOOK_EVERY: Final = 0.1
"""Seconds between two looks at whether somebody wants it to stop."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """No plan is worth more than ``bound``. ``x`` has every column of the model, as the last finished run left them.

    ``prices`` has one for each row. ``is_last``: nothing would make it tighter; what ends without one was ended by time or a stop.
    """

    bound: float
    x: Floats
    prices: Floats
    is_last: bool


def relaxations(
    mip: Mip, links: Ints, seconds_left: Callable[[], float], should_stop: Callable[[], bool]
) -> Iterator[Relaxed]:
    """Tighter and tighter, until no link is broken or the time is up.

    Each bound is worked out from the prices of the rows, and holds whatever HiGHS rounds (``Mip.certain_bound``).
    """
    others = np.setdiff1d(np.arange(len(mip.row_lower)), links)
    h = solver_of(mip.without_rows(links), Limits(should_stop=should_stop), relaxed=True)
    added: Ints = links[:0]
    x = np.zeros(len(mip.cost))
    while (seconds := seconds_left()) > 0:
        h.setOptionValue("time_limit", h.getRunTime() + seconds)
        h.run()
        solution = h.getSolution()
        finished = h.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if finished:
            x = np.array(solution.col_value)
        prices = np.zeros(len(mip.row_lower))
        if len(solution.row_dual):  # Any prices give a bound, also those of a run that was cut short.
            prices[np.concatenate([others, added])] = solution.row_dual
        broken = np.setdiff1d(links[mip.activity(x)[links] > BROKEN], added)
        is_cut = h.getModelStatus() in (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)
        goes_on = finished and len(broken) > 0
        yield Relaxed(bound=mip.certain_bound(prices), x=x, prices=prices, is_last=not goes_on and not is_cut)
        if not goes_on:
            return
        _add_rows(h, mip, broken)
        added = np.concatenate([added, broken])


def _add_rows(h: highspy.Highs, mip: Mip, rows: Ints) -> None:
    chosen: Flags = np.isin(mip.index, rows)
    order = np.argsort(mip.index[chosen], kind="stable")
    lengths = np.bincount(np.searchsorted(rows, mip.index[chosen]), minlength=len(rows))
    h.addRows(
        len(rows),
        np.full(len(rows), -INFINITY),
        np.zeros(len(rows)),
        int(lengths.sum()),
        (np.cumsum(lengths) - lengths).astype(np.int32),
        mip.columns[chosen][order].astype(np.int32),
        mip.value[chosen][order],
    )


def in_parts(
    model: Model, groups: Sequence[Flags], seconds_left: Callable[[], float], should_stop: Callable[[], bool]
) -> Iterator[Relaxed]:
    """The relaxation of a large problem, some people at a time; ``groups`` (e) share them out.

    First each group has its share of the budget and of every session: what they use is a guide, and the mean of their
    prices says what money and seats are worth. Then each group pays these prices and may take what it wants: what they
    gain, and what all there is would cost, is a bound (Lagrange), since dropping a limit at a price, and letting each group
    have a session of its own, only widens what is allowed. Ends early when the time is up.
    """
    mip = model.mip
    everyone = float(model.tables.allowed.sum())
    shares = [float(model.tables.allowed[group].sum()) / everyone for group in groups]
    parts = []
    for group, share in zip(groups, shares, strict=True):
        if seconds_left() <= 0 or should_stop():
            return
        if share:
            free = model.tables.allowed & group[:, np.newaxis]
            parts.append(_part(model, model.columns_for(free, developed=True), share))
    shares = [share for share in shares if share]
    x, prices = np.zeros(len(mip.cost)), np.zeros(len(mip.row_lower))
    found = _tightest_of_each(((part.mip, part.links) for part in parts), seconds_left, should_stop)
    if found is None:
        return
    for part, share, relaxed in zip(parts, shares, found, strict=True):
        x[part.columns] += relaxed.x
        prices[part.rows] += np.where(part.shared, share, 1.0) * relaxed.prices
    yield Relaxed(bound=mip.certain_bound(prices), x=x, prices=prices, is_last=False)
    dear = np.zeros(len(mip.row_lower))
    shared = _shared(model)
    dear[shared] = prices[shared]
    bound = float(np.sum(np.maximum(dear[shared], 0) * np.nan_to_num(mip.row_upper[shared], posinf=0.0)))
    paying = ((part.paying(dear[part.rows]), part.links_when_paying) for part in parts)
    found = _tightest_of_each(paying, seconds_left, should_stop)
    if found is not None:
        yield Relaxed(bound=bound + sum(one.bound for one in found), x=x, prices=prices, is_last=True)


def _tightest_of_each(
    parts: Iterable[tuple[Mip, Ints]], seconds_left: Callable[[], float], should_stop: Callable[[], bool]
) -> list[Relaxed] | None:
    """Of models with their links, in their order; None when time or a stop ended one. ``should_stop`` is asked from here only."""
    stopped = Event()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        try:
            runs = [threads.submit(_tightest, mip, links, seconds_left, stopped.is_set) for mip, links in parts]
            while wait(runs, LOOK_EVERY).not_done:
                if should_stop():
                    break
        finally:
            stopped.set()
    found = [run.result() for run in runs]
    whole = [one for one in found if one is not None]
    return whole if len(whole) == len(found) else None


def _tightest(
    mip: Mip, links: Ints, seconds_left: Callable[[], float], should_stop: Callable[[], bool]
) -> Relaxed | None:
    """The last of the relaxations; None when it was ended before."""
    if seconds_left() <= 0 or should_stop():
        return None
    last = None
    for relaxed in relaxations(mip, links, seconds_left, should_stop):
        last = relaxed
    return last if last is not None and last.is_last else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """A group's columns and rows of the whole model, as places there, and its own model of them.

    A session is open for the group up to its share; who attends still needs the whole of that.
    """

    mip: Mip
    columns: Flags
    rows: Ints
    shared: Flags
    links: Ints

    def paying(self, prices: Floats) -> Mip:
        """Without the shared limits, which have prices instead."""
        cost = self.mip.cost - np.bincount(
            self.mip.columns, weights=self.mip.value * prices[self.mip.index], minlength=len(self.mip.cost)
        )
        return replace(self.mip, cost=cost).without_rows(np.flatnonzero(self.shared))

    @property
    def links_when_paying(self) -> Ints:
        return (np.cumsum(~self.shared) - 1)[self.links]


def _part(model: Model, columns: Flags, share: float) -> _Part:
    mip = model.mip
    rows = np.unique(mip.index[columns[mip.columns]])
    part = mip.restricted(columns, np.zeros(len(mip.cost)))
    is_open = np.zeros(len(mip.cost), dtype=bool)
    is_open[model.open[model.open != NONE]] = True
    is_open = is_open[columns]
    shared = np.isin(rows, _shared(model))
    budget = np.isin(rows, [row for row, _ in model.limits[Limit.BUDGET]])
    scaled = is_open[part.columns] & ~shared[part.index]
    return _Part(
        mip=replace(
            part,
            upper=np.where(is_open, share, part.upper),
            value=np.where(scaled, part.value / share, part.value),
            row_upper=np.where(budget, part.row_upper * share, part.row_upper),
        ),
        columns=columns,
        rows=rows,
        shared=shared,
        links=np.flatnonzero(np.isin(rows, model.links)),
    )


def _shared(model: Model) -> Ints:
    """The rows that groups of people share: budget, most and least seats."""
    limits = (Limit.BUDGET, Limit.MOST_SEATS, Limit.LEAST_SEATS)
    return np.array([row for limit in limits for row, _ in model.limits[limit]], dtype=np.int64)
