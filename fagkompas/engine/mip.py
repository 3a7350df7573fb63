"""A mixed-integer model as arrays: building one, fixing most of it, running it in HiGHS, and bounding it for certain.

HiGHS: Huangfu, Q. and Hall, J. A. J. (2018), "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10. The certain bound is that of Neumaier, A. and Shcherbina, O. (2004), "Safe bounds in linear and
mixed-integer linear programming", Mathematical Programming 99.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import highspy
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

INFINITY: Final = float(highspy.kHighsInf)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mip:
    """Maximise ``cost @ x + offset`` with ``row_lower <= A x <= row_upper`` and ``lower <= x <= upper``.

    A is held by columns: the entries of column j are ``start[j]`` to ``start[j + 1]`` of ``index`` (rows) and ``value``.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Flags
    row_lower: Floats
    row_upper: Floats
    start: Ints
    index: Ints
    value: Floats
    offset: float = 0.0

    @property
    def columns(self) -> Ints:
        """The column of each entry."""
        return np.repeat(np.arange(len(self.cost)), np.diff(self.start))

    def activity(self, x: Floats) -> Floats:
        """A x."""
        weights = self.value * x[self.columns]
        return np.bincount(self.index, weights=weights, minlength=len(self.row_lower)).astype(np.float64)

    def objective(self, x: Floats) -> float:
        return float(self.cost @ x) + self.offset

    def restricted(self, free: Flags, x: Floats) -> "Mip":
        """The model of the ``free`` columns, with the others at their value in ``x``."""
        fixed = np.where(free, 0.0, x)
        used = free[self.columns]
        activity = self.activity(fixed)
        new_row = np.zeros(len(self.row_lower), dtype=np.int64)
        kept = np.zeros(len(self.row_lower), dtype=bool)
        kept[self.index[used]] = True
        new_row[kept] = np.arange(int(kept.sum()))
        lengths = np.diff(self.start)[free]
        return Mip(
            cost=self.cost[free],
            lower=self.lower[free],
            upper=self.upper[free],
            integer=self.integer[free],
            row_lower=(self.row_lower - activity)[kept],
            row_upper=(self.row_upper - activity)[kept],
            start=np.concatenate([[0], np.cumsum(lengths)]),
            index=new_row[self.index[used]],
            value=self.value[used],
            offset=self.objective(fixed),
        )

    def without_rows(self, rows: Ints) -> "Mip":
        kept = np.ones(len(self.row_lower), dtype=bool)
        kept[rows] = False
        entries = kept[self.index]
        return replace(
            self,
            row_lower=self.row_lower[kept],
            row_upper=self.row_upper[kept],
            start=np.concatenate([[0], np.cumsum(np.bincount(self.columns[entries], minlength=len(self.cost)))]),
            index=(np.cumsum(kept) - 1)[self.index[entries]],
            value=self.value[entries],
        )

    def at_least(self, objective: float) -> "Mip":
        """The same with a further row: only what is worth ``objective`` or more."""
        worth = np.flatnonzero(self.cost)
        columns = np.concatenate([self.columns, worth])
        order = np.argsort(columns, kind="stable")
        return replace(
            self,
            row_lower=np.append(self.row_lower, objective - self.offset),
            row_upper=np.append(self.row_upper, INFINITY),
            start=np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=len(self.cost)))]),
            index=np.concatenate([self.index, np.full(len(worth), len(self.row_lower))])[order],
            value=np.concatenate([self.value, self.cost[worth]])[order],
        )

    def certain_bound(self, multipliers: Floats) -> float:
        """No feasible x is better than this, whatever the ``multipliers`` of the rows are; good ones give a tight bound.

        Rows are turned so that a positive multiplier prices their upper side and a negative one their lower side.
        """
        prices = np.where((multipliers > 0) & np.isinf(self.row_upper), 0.0, multipliers)
        prices = np.where((prices < 0) & np.isinf(self.row_lower), 0.0, prices)
        side = np.where(prices > 0, self.row_upper, self.row_lower)
        paid = float(np.sum(np.where(prices == 0, 0.0, prices * np.where(prices == 0, 0.0, side))))
        reduced = self.cost - np.bincount(
            self.columns, weights=self.value * prices[self.index], minlength=len(self.cost)
        )
        return paid + float(np.sum(np.where(reduced > 0, reduced * self.upper, reduced * self.lower))) + self.offset


class Builder:
    """Collects columns and rows, many at a time, into a ``Mip``."""

    def __init__(self) -> None:
        self._cost: list[Floats] = []
        self._upper: list[Floats] = []
        self._integer: list[Flags] = []
        self._row_lower: list[Floats] = []
        self._row_upper: list[Floats] = []
        self._rows: list[Ints] = []
        self._columns: list[Ints] = []
        self._values: list[Floats] = []
        self._width = 0
        self._height = 0

    def add_columns(self, cost: Floats, *, upper: Floats | float = 1.0, integer: bool) -> Ints:
        """From 0 to ``upper``. Returns the new columns' places."""
        count = len(cost)
        self._cost.append(np.asarray(cost, dtype=float))
        self._upper.append(np.broadcast_to(np.asarray(upper, dtype=float), count))
        self._integer.append(np.full(count, integer))
        self._width += count
        return np.arange(self._width - count, self._width)

    def add_rows(
        self,
        count: int,
        *parts: tuple[Ints, Ints, Floats | float],
        lower: Floats | float = -INFINITY,
        upper: Floats | float = INFINITY,
    ) -> Ints:
        """``parts`` are entries: row (from 0 among the new ones), column, value. Returns the new rows' places."""
        for rows, columns, values in parts:
            self._rows.append(np.asarray(rows, dtype=np.int64) + self._height)
            self._columns.append(np.asarray(columns, dtype=np.int64))
            self._values.append(np.broadcast_to(np.asarray(values, dtype=float), len(rows)))
        self._row_lower.append(np.broadcast_to(np.asarray(lower, dtype=float), count))
        self._row_upper.append(np.broadcast_to(np.asarray(upper, dtype=float), count))
        self._height += count
        return np.arange(self._height - count, self._height)

    def mip(self) -> Mip:
        rows, columns = _joined(self._rows, np.int64), _joined(self._columns, np.int64)
        values = _joined(self._values, np.float64)
        order = np.lexsort((rows, columns))
        counts = np.bincount(columns, minlength=self._width)
        return Mip(
            cost=_joined(self._cost, np.float64),
            lower=np.zeros(self._width),
            upper=_joined(self._upper, np.float64),
            integer=_joined(self._integer, np.bool_),
            row_lower=_joined(self._row_lower, np.float64),
            row_upper=_joined(self._row_upper, np.float64),
            start=np.concatenate([[0], np.cumsum(counts)]),
            index=rows[order],
            value=values[order],
        )


Number = TypeVar("Number", np.int64, np.float64, np.bool_)


def _joined(parts: Sequence[NDArray[Number]], dtype: type[Number]) -> NDArray[Number]:
    return np.concatenate([*parts, np.zeros(0, dtype=dtype)])


# Running one

ALL_NODES: Final = 2**31 - 1
ALL_LOOKS: Final = 2**31 - 1

_NO_HEURISTICS: Final = (
    ("mip_heuristic_effort", 0.0),
    *((f"mip_heuristic_run_{name}", False) for name in ("feasibility_jump", "rins", "rens", "root_reduced_cost")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a run ends by itself. Nodes and looks are the same on every machine, seconds are not.

    ``looks``: how often HiGHS may look up from a run of whole numbers to ask whether to go on, which it does more often the
    more work a run makes, in the root node too.
    """

    seconds: float = INFINITY
    nodes: int = ALL_NODES
    looks: int = ALL_LOOKS
    gap: float = 0.0
    heuristics: bool = True
    seed: int = 0
    should_stop: Callable[[], bool] | None = None

    def is_stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What a run found. ``x`` is None when it found nothing; no feasible x is better than ``bound``.

    ``finished``: it was not ended by a limit. ``work`` is the number of simplex iterations, the same on every machine.
    """

    x: Floats | None
    bound: float
    finished: bool
    infeasible: bool
    cut_short: bool
    work: int


def run(mip: Mip, limits: Limits, *, start: Floats | None = None) -> Outcome:
    """Maximise, from ``start`` if there is one. One thread, so that the same input gives the same answer."""
    h = solver_of(mip, limits)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.tolist()
        h.setSolution(solution)
    h.run()
    status, info = h.getModelStatus(), h.getInfo()
    infeasible = status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Outcome(
        x=np.array(h.getSolution().col_value) if found else None,
        bound=-INFINITY if infeasible else float(info.mip_dual_bound),
        finished=infeasible or status == highspy.HighsModelStatus.kOptimal,
        infeasible=infeasible,
        cut_short=status == highspy.HighsModelStatus.kTimeLimit or limits.is_stopped(),
        work=max(0, int(info.simplex_iteration_count)),
    )


def solver_of(mip: Mip, limits: Limits, *, relaxed: bool = False) -> highspy.Highs:
    """HiGHS with the model in it."""
    h = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", limits.seed),
        ("time_limit", max(limits.seconds, 0.01)),
        ("mip_max_nodes", limits.nodes),
        ("mip_rel_gap", limits.gap),
        *(() if limits.heuristics else _NO_HEURISTICS),
        ("solve_relaxation", relaxed),
    ):
        h.setOptionValue(option, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(mip.cost), len(mip.row_lower)
    lp.sense_, lp.offset_ = highspy.ObjSense.kMaximize, mip.offset
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = mip.cost, mip.lower, mip.upper
    lp.row_lower_, lp.row_upper_ = mip.row_lower, mip.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = mip.start.astype(np.int32)
    lp.a_matrix_.index_ = mip.index.astype(np.int32)
    lp.a_matrix_.value_ = mip.value
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in mip.integer.tolist()]
    h.passModel(lp)
    _heed(h, limits)
    return h


def _heed(h: highspy.Highs, limits: Limits) -> None:
    """Let the caller end a run, and count the looks of one of whole numbers."""
    looks = 0

    def at_simplex(event: highspy.HighsCallbackEvent) -> None:
        event.interrupt(limits.is_stopped())

    def at_mip(event: highspy.HighsCallbackEvent) -> None:
        nonlocal looks
        looks += 1
        event.interrupt(looks > limits.looks or limits.is_stopped())

    h.cbSimplexInterrupt += at_simplex
    h.cbMipInterrupt += at_mip
