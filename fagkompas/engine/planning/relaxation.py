"""How good a plan can be at most: the model without whole numbers, its links added as they are needed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np

from .mip import INFINITY, Flags, Floats, Ints, Limits, Mip, solver_of
from .model import Model

BROKEN: Final = 1e-4
"""A link is added when its small column is above the big ones by more than this."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relaxed:
    """No plan is worth more than ``bound``. ``x`` has every column of the model."""

    bound: float
    x: Floats


def relaxations(model: Model, seconds_left: Callable[[], float], should_stop: Callable[[], bool]) -> Iterator[Relaxed]:
    """Tighter and tighter, until no link is broken or the time is up.

    Each bound is worked out from the prices of the rows, and holds whatever HiGHS rounds (``Mip.certain_bound``).
    """
    mip, links = model.mip, model.links
    others = np.setdiff1d(np.arange(len(mip.row_lower)), links)
    h = solver_of(mip.without_rows(links), Limits(should_stop=should_stop), relaxed=True)
    added: Ints = links[:0]
    while (seconds := seconds_left()) > 0:
        h.setOptionValue("time_limit", h.getRunTime() + seconds)
        h.run()
        if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return
        solution = h.getSolution()
        x = np.array(solution.col_value)
        prices = np.zeros(len(mip.row_lower))
        prices[np.concatenate([others, added])] = solution.row_dual
        yield Relaxed(bound=mip.certain_bound(prices), x=x)
        broken = np.setdiff1d(links[mip.activity(x)[links] > BROKEN], added)
        if not len(broken):
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
