"""Writes about changes of rules: registered, changed, retired; a unit's two-week lift started, its steps ticked off.

change ──start_lift──> a lift in a unit ──tick_step──> ... ──its last day──> over by itself
  └──retire──> stands two years more, and its lifts are over
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.frameworks.models import Framework
from fagkompas.learning.models import LiftStepDone, RuleChange, RuleLift
from fagkompas.learning.rule_lifts import lift_plan
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

LONGEST_TITLE: Final = 200
LONGEST_WHAT: Final = 4000
LONGEST_SOURCE: Final = 300
FARTHEST: Final = timedelta(days=5 * 365)
"""How far from today a rule may come into force, either way."""
LATEST_START: Final = timedelta(days=365)
MONDAY: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenChange:
    """A change of a rule as somebody registers it; `competencies` are codes of the framework."""

    framework: Framework
    title: str
    what: str
    source: str
    in_force_on: date
    competencies: Sequence[str]


@transaction.atomic
def register_change(*, given: GivenChange, today: date, by: Employee) -> RuleChange:
    """Write down that a rule changes. Raises `BadInput`."""
    _check(given, today)
    change = RuleChange.objects.create(
        root=by.root,
        framework=given.framework,
        title=given.title,
        what=given.what,
        source=given.source,
        in_force_on=given.in_force_on,
        competencies=list(given.competencies),
        made_by=by,
    )
    record_change(by=by, action="learning.rule_change.registered", target=change)
    return change


@transaction.atomic
def edit_change(*, change: RuleChange, given: GivenChange, revision: int, today: date, by: Employee) -> RuleChange:
    """Other words, another day or other competencies. Raises `BadInput` or `ChangedMeanwhile`."""
    held = _held(change)
    if held.revision != revision:
        raise ChangedMeanwhile
    refuse(unless(held.retired_on is None, "title", "change_is_retired"))
    _check(given, today)
    held.title, held.what, held.source = given.title, given.what, given.source
    held.in_force_on, held.framework = given.in_force_on, given.framework
    held.competencies = list(given.competencies)
    held.revision += 1
    held.save()
    record_change(by=by, action="learning.rule_change.edited", target=held)
    return held


@transaction.atomic
def retire_change(*, change: RuleChange, today: date, by: Employee) -> None:
    """Everyone knows it by now, or it never came: it and its lifts ask nothing of anybody any more."""
    held = _held(change)
    if held.retired_on is None:
        held.retired_on = today
        held.revision += 1
        held.save()
        record_change(by=by, action="learning.rule_change.retired", target=held)


@transaction.atomic
def start_lift(
    *, change: RuleChange, unit: Unit, starts_on: date, seen: date | None, today: date, by: Employee
) -> RuleLift:
    """Start the unit's two weeks on a Monday, or move them as long as no step is ticked off.

    `seen` is the day that the page showed, None for none. Raises `BadInput`, and `ChangedMeanwhile` when somebody else
    has chosen a day since.
    """
    held = _held(change)
    refuse(
        [
            *unless(held.retired_on is None, "starts_on", "change_is_retired"),
            *unless(starts_on.weekday() == MONDAY, "starts_on", "not_a_monday"),
            *unless(starts_on >= today - timedelta(days=today.weekday()), "starts_on", "week_has_passed"),
            *unless(starts_on <= today + LATEST_START, "starts_on", "start_too_far"),
        ]
    )
    lift = RuleLift.objects.filter(change=held, unit=unit).first()
    if (lift.starts_on if lift else None) != seen:
        raise ChangedMeanwhile
    if lift is None:
        lift = RuleLift.objects.create(change=held, unit=unit, starts_on=starts_on, started_by=by)
    else:
        refuse(unless(not lift.steps_done.exists(), "starts_on", "lift_has_steps"))
        lift.starts_on, lift.started_by = starts_on, by
        lift.save()
    record_change(by=by, action="learning.rule_change.lift_started", target=lift)
    return lift


@transaction.atomic
def tick_step(*, lift: RuleLift, code: str, is_done: bool, today: date, by: Employee) -> None:
    """The unit has been through a step, or has not after all. Two who tick the same at once tick it once.

    Raises `BadInput`: the lift is over or to come, or there is no such step.
    """
    held = RuleLift.objects.select_related("change").select_for_update(of=("self",)).get(pk=lift.pk)
    refuse(
        [
            *unless(any(step.code == code for step in lift_plan().steps), "code", "step_unknown"),
            *unless(held.change.retired_on is None, "code", "change_is_retired"),
            *unless(held.starts_on <= today, "code", "lift_not_begun"),
            *unless(today <= lift_plan().ends_on(held.starts_on), "code", "lift_is_over"),
        ]
    )
    if is_done:
        _row, changed = LiftStepDone.objects.get_or_create(
            lift=held, code=code, defaults={"done_on": today, "done_by": by}
        )
    else:
        changed = bool(held.steps_done.filter(code=code).delete()[0])
    if changed:
        action = "learning.rule_change.step_done" if is_done else "learning.rule_change.step_undone"
        record_change(by=by, action=action, target=held, step=code)


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete changes that were retired some years ago, with their lifts."""
    old = RuleChange.objects.past_keeping(today)
    rows = old.count()
    if rows and not dry_run:
        with transaction.atomic():
            old.delete()
            record_change(by=None, action="learning.rule_change.deleted", rows=rows)
    return [RetentionLine(what=_("changes of rules that were retired two years ago"), rows=rows)]


def _held(change: RuleChange) -> RuleChange:
    """The change as it is now; others who want to change it wait."""
    return RuleChange.objects.select_for_update().get(pk=change.pk)


def _check(given: GivenChange, today: date) -> None:
    texts = {"title": (given.title, LONGEST_TITLE), "what": (given.what, LONGEST_WHAT)}
    texts["source"] = (given.source, LONGEST_SOURCE)
    refuse(
        [
            *(problem for name, (text, _most) in texts.items() for problem in unless(text, name, "text_missing")),
            *(
                problem
                for name, (text, most) in texts.items()
                for problem in unless(len(text) <= most, name, "text_too_long", longest=most)
            ),
            *(
                problem
                for name, (text, _most) in texts.items()
                for problem in unless(not cpr_like(text), name, "cpr_number")
            ),
            *unless(abs(given.in_force_on - today) <= FARTHEST, "in_force_on", "day_too_far"),
            *unless(given.competencies, "competencies", "competencies_missing"),
        ]
    )
