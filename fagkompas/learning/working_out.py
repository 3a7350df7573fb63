"""Working a learning plan out: rows in, the search with its progress, and what it found stored.

Long, so not within a page; see `tasks.py`.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from logging import getLogger
from time import monotonic, sleep
from traceback import format_tb
from typing import Final, TypeVar

from django.db import Error, OperationalError, connection
from django.utils import timezone

from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import plan_queue, plan_results
from fagkompas.learning.models import Plan
from fagkompas.learning.to_engine import PlanProblem, planning_problem, seats_now

LOG: Final = getLogger(__name__)

Told = TypeVar("Told")

TOLD_EVERY: Final = 1.0
"""Seconds between two words of how far it is, and between two looks at whether somebody wants it to stop."""

TRIED_AGAIN_AFTER: Final = (1.0, 3.0, 9.0)
"""Seconds between two tries to read or store what a busy database does not give or take; a search is not lost for that."""


def work_out(
    plan_id: int, revision: int, *, at_most: float | None = None, put_back: Callable[[], object] | None = None
) -> bool:
    """Search for the plan's proposal and store it; whether that is done. Nothing when the plan is gone or was started anew.

    False where its turn has not come: one plan of a municipality is worked out at a time. Ask again later, or let
    `put_back` see to it. `at_most` is in seconds, in place of the plan's own. What breaks down is told on the plan's page
    and in the log: there only where it was, since what an error says may be about somebody.
    """
    try:
        return _worked_out(plan_id, revision, at_most, put_back)
    except Exception as wrong:
        where = "".join(format_tb(wrong.__traceback__))
        LOG.error("Plan %s could not be worked out: %s\n%s", plan_id, type(wrong).__name__, where)
    with suppress(Error):  # Where the database is gone too, the page hears nothing more and offers to begin again.
        _leave_broken_connection()
        _patiently(partial(plan_results.store_failure, plan_id=plan_id, revision=revision))
    return True


def _worked_out(plan_id: int, revision: int, at_most: float | None, put_back: Callable[[], object] | None) -> bool:
    plan = (
        Plan.objects.select_related("unit", "round__version__framework").filter(pk=plan_id, revision=revision).first()
    )
    if plan is None:
        return True
    now, ids = timezone.now, {"plan_id": plan_id, "revision": revision}
    limit = float(at_most or plan.seconds)
    turn = _patiently(partial(plan_queue.take_turn, **ids, limit=limit, now=now(), put_back=put_back))
    if not turn:
        return turn is None
    read_at = now()
    try:
        problem = _patiently(partial(planning_problem, plan, today=timezone.localdate()))
    except BadInput as refusal:
        _patiently(partial(plan_results.store_refusal, **ids, problems=refusal.problems, now=now()))
        return True
    watch = Watch(plan_id=plan_id, revision=revision, limit=limit)
    try:
        found = engine.solve(
            problem.decided,
            seconds=monotonic,
            time_limit=limit,
            start=seats_now(plan, problem),
            on_progress=watch.keep,
            should_stop=watch.should_stop,
        )
    except (engine.NoPlan, engine.NotKnownInTime) as clash:
        _patiently(partial(plan_results.store_clash, **ids, found=clash, problem=problem, now=read_at))
        return True
    more = [] if watch.is_stopped else _more(plan, problem, found, limit * engine.MORE_SHARE, watch.should_stop)
    _patiently(partial(plan_results.store_proposal, **ids, found=found, problem=problem, more=more, now=read_at))
    return True


def _patiently(work: Callable[[], Told]) -> Told:
    """Tried again where the database is busy. Raises `OperationalError` when it still is the last time."""
    for seconds in TRIED_AGAIN_AFTER:
        try:
            return work()
        except OperationalError:
            _leave_broken_connection()
            sleep(seconds)
    return work()


def _leave_broken_connection() -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _more(
    plan: Plan, problem: PlanProblem, found: engine.Plan, limit: float, should_stop: Callable[[], bool]
) -> list[engine.More]:
    """What a little more money, and an hour more for each, would give, searched for `limit` seconds each."""
    given: Sequence[tuple[int, float]] = [
        *([(engine.MORE_BUDGET, 0.0)] if plan.budget is not None else []),
        *([(0, engine.MORE_HOURS)] if plan.hours_per_person is not None else []),
    ]
    return [
        engine.what_more_gives(
            problem.decided,
            found,
            seconds=monotonic,
            time_limit=limit,
            budget=budget,
            hours=hours,
            should_stop=should_stop,
        )
        for budget, hours in given
    ]


@dataclass(kw_only=True)
class Watch:
    """Between the search and the page: tells how far it is, and hears when somebody wants it to stop."""

    plan_id: int
    revision: int
    limit: float
    is_stopped: bool = False
    _began: float = field(default_factory=monotonic)
    _told_at: float = 0.0
    _step: engine.Step | None = None
    _seats: int = 0

    def keep(self, step: engine.Step, seats: tuple[engine.Seat, ...]) -> None:
        """A better plan or bound was found."""
        self._step, self._seats = step, len(seats)
        self._tell()

    def should_stop(self) -> bool:
        """Asked often, also from within the solver."""
        self._tell()
        return self.is_stopped

    def _tell(self) -> None:
        at = monotonic()
        if self.is_stopped or at - self._told_at < TOLD_EVERY:
            return
        self._told_at = at
        progress: dict[str, float | None] = {
            "seconds": round(at - self._began, 1),
            "limit": self.limit,
            "seats": self._seats,
        }
        if self._step is not None:
            bound = self._step.bound
            progress |= {"value": self._step.value, "bound": bound if bound < float("inf") else None}
        try:
            goes_on = plan_queue.tell_progress(
                plan_id=self.plan_id, revision=self.revision, progress=progress, now=timezone.now()
            )
        except OperationalError:  # The database is busy; the next word comes in a second.
            return
        self.is_stopped = not goes_on
