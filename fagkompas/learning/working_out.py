"""Working a learning plan out: rows in, the search with its progress, and what it found stored.

Long, so not within a page; see `tasks.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Final

from django.db import OperationalError
from django.utils import timezone

from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.models import Plan
from fagkompas.learning.to_engine import PlanProblem, planning_problem, seats_now

TOLD_EVERY: Final = 1.0
"""Seconds between two words of how far it is, and between two looks at whether somebody wants it to stop."""


def work_out(plan_id: int, revision: int, *, at_most: float | None = None) -> None:
    """Search for the plan's proposal and store it. Nothing when the plan is gone or was started anew.

    `at_most` is in seconds, in place of the plan's own. One plan of a municipality is worked out at a time; the others
    wait here for their turn.
    """
    plan = (
        Plan.objects.select_related("unit", "round__version__framework").filter(pk=plan_id, revision=revision).first()
    )
    if plan is None or plan.round is None:
        return
    now, ids = timezone.now, {"plan_id": plan_id, "revision": revision}
    limit = float(at_most or plan.seconds)
    if not _turn_came(plan_id, revision, limit):
        return
    try:
        problem = planning_problem(plan, today=timezone.localdate())
    except BadInput as refusal:
        actions.store_refusal(**ids, problems=refusal.problems, now=now())
        return
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
        actions.store_clash(**ids, found=clash, problem=problem, now=now())
        return
    more = [] if watch.is_stopped else _more(plan, problem, found, limit * engine.MORE_SHARE, watch.should_stop)
    actions.store_proposal(**ids, found=found, problem=problem, more=more, now=now())


def _turn_came(plan_id: int, revision: int, limit: float) -> bool:
    """Wait in line; whether the plan is still to be worked out then."""
    while True:
        try:
            turn = actions.take_turn(plan_id=plan_id, revision=revision, limit=limit, now=timezone.now())
        except OperationalError:  # The database is busy.
            turn = False
        if turn is not False:
            return bool(turn)
        sleep(TOLD_EVERY)


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
            goes_on = actions.tell_progress(
                plan_id=self.plan_id, revision=self.revision, progress=progress, now=timezone.now()
            )
        except OperationalError:  # The database is busy; the next word comes in a second.
            return
        self.is_stopped = not goes_on
