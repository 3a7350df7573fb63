"""A unit's two-week lift as its page and the page of today read it: which step is when, done, due, and for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fagkompas.learning.models import LiftStepDone, RuleLift
from fagkompas.learning.models.rule_changes import RuleChange
from fagkompas.learning.rule_lifts import LiftActor, LiftStep, lift_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """One step on its date; `done` is the tick, None without one."""

    step: LiftStep
    on: date
    done: LiftStepDone | None
    is_due: bool


@dataclass(frozen=True, kw_only=True)
class ShownLift:
    """A lift on one day."""

    lift: RuleLift
    steps: tuple[ShownStep, ...]
    today: date

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return lift_plan().ends_on(self.lift.starts_on)

    @property
    def has_begun(self) -> bool:
        """Whether the first day has come."""
        return self.lift.starts_on <= self.today

    @property
    def is_over(self) -> bool:
        """It ends by itself, on its last day."""
        return self.today > self.ends_on

    @property
    def is_under_way(self) -> bool:
        """Begun and not over."""
        return self.has_begun and not self.is_over

    @property
    def done(self) -> int:
        """How many steps are ticked off."""
        return sum(one.done is not None for one in self.steps)

    def next_for(self, actors: Iterable[LiftActor]) -> ShownStep | None:
        """The first step not ticked off that is for any of them; None when nothing is left."""
        wanted = set(actors)
        return next((one for one in self.steps if one.done is None and wanted & set(one.step.who)), None)


def shown_lift(lift: RuleLift, today: date) -> ShownLift:
    """With its ticks; `steps_done` may be fetched beforehand."""
    ticks = {one.code: one for one in lift.steps_done.all()}
    steps = tuple(
        ShownStep(
            step=step,
            on=step.on(lift.starts_on),
            done=ticks.get(step.code),
            is_due=step.code not in ticks and step.on(lift.starts_on) <= today,
        )
        for step in lift_plan().steps
    )
    return ShownLift(lift=lift, steps=steps, today=today)


def is_near(change: RuleChange, today: date, days: int) -> bool:
    """Whether it comes, or came, into force within so many days."""
    return abs((change.in_force_on - today).days) <= days
