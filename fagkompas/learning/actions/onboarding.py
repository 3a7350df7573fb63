"""Writes about onboarding paths: make one, tick steps, move them, leave them out, write own ones, remove the path.

A path is changed by managers while it runs; it ends by itself on its last day and stands for a year.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import Problem
from fagkompas.learning.actions.participation import years_after
from fagkompas.learning.models import OnboardingPath, OnboardingStep
from fagkompas.learning.onboarding import paired
from fagkompas.learning.onboarding_guide import GuideStep, StepWith, onboarding_guide
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

LONGEST_TITLE: Final = 200
KEPT_YEARS: Final = 1
BACK: Final = timedelta(days=92)
AHEAD: Final = timedelta(days=366)
"""How far from today a path may start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """When a step is due, with whom, and of an own step what it is called."""

    due_on: date
    with_person: Employee | None
    title: str = ""


@transaction.atomic
def make_path(
    *, person: Employee, starts_on: date, buddy: Employee | None, codes: Collection[str], today: date, by: Employee
) -> OnboardingPath:
    """A path for a new colleague, with these steps of the guide, paired with resource persons where there are any.

    One that is over is replaced. Raises `BadInput`: on one already, a first day too far off, no steps, or a buddy who is
    not there.
    """
    Employee.objects.select_for_update().get(pk=person.pk)
    before = OnboardingPath.objects.filter(employee=person).first()
    steps = [step for step in onboarding_guide().steps if step.code in codes]
    refuse(
        [
            *unless(person.is_active, "person", "has_left"),
            *unless(before is None or before.ends_on < today, "person", "has_path"),
            *unless(today - BACK <= starts_on <= today + AHEAD, "starts_on", "start_out_of_range"),
            *unless(steps, "starts_on", "no_steps"),
            *_problems_of_helper(buddy, person, "buddy"),
        ]
    )
    if before is not None:
        before.delete()
    ends_on = onboarding_guide().ends_on(starts_on)
    path = OnboardingPath.objects.create(employee=person, starts_on=starts_on, ends_on=ends_on, made_by=by)
    resources = {code: row.employee for code, row in paired(person, steps, starts_on, today).items()}
    OnboardingStep.objects.bulk_create(
        OnboardingStep(
            path=path,
            code=step.code,
            due_on=step.due_on(starts_on),
            with_person=_helper(step, by, buddy, resources.get(step.code)),
        )
        for step in steps
    )
    record_change(by=by, action="learning.onboarding.made", target=path, subject_id=person.pk)
    return path


def _helper(step: GuideStep, manager: Employee, buddy: Employee | None, resource: Employee | None) -> Employee | None:
    people = {StepWith.MANAGER: manager, StepWith.COLLEAGUE: buddy, StepWith.RESOURCE_PERSON: resource}
    return people.get(step.with_whom)


@transaction.atomic
def tick(*, step: OnboardingStep, is_done: bool, today: date, by: Employee) -> OnboardingStep:
    """Say that a step is done, or that it is not after all; saying the same again changes nothing.

    Raises `BadInput`: the path is over, or the step was left out meanwhile.
    """
    held = _held(step)
    refuse(unless(held.path.ends_on >= today, "step", "path_is_over"))
    if is_done != (held.done_on is not None):
        held.done_on = today if is_done else None
        held.save(update_fields=["done_on"])
        record_change(by=by, action="learning.onboarding.ticked", target=held, subject_id=held.path.employee_id)
    return held


@transaction.atomic
def change_step(*, step: OnboardingStep, facts: StepFacts, revision: int, today: date, by: Employee) -> OnboardingStep:
    """Another day or helper, and of an own step another title. `revision` is the one that the form showed.

    Raises `ChangedMeanwhile`, and `BadInput`: outside the path, over, left out meanwhile, or a helper who is not there.
    """
    held = _held(step)
    if held.revision != revision:
        raise ChangedMeanwhile
    refuse([*_problems_of(facts, held.path, today, is_own=not held.code)])
    held.due_on, held.with_person = facts.due_on, facts.with_person
    held.title = "" if held.code else facts.title
    held.revision += 1
    held.save()
    record_change(by=by, action="learning.onboarding.changed", target=held, subject_id=held.path.employee_id)
    return held


@transaction.atomic
def add_step(*, path: OnboardingPath, facts: StepFacts, today: date, by: Employee) -> OnboardingStep:
    """A step of one's own. Raises `BadInput`: without words, outside the path, over, or a helper who is not there."""
    held = _held_path(path)
    refuse(_problems_of(facts, held, today, is_own=True))
    step = OnboardingStep.objects.create(
        path=held, title=facts.title, due_on=facts.due_on, with_person=facts.with_person
    )
    record_change(by=by, action="learning.onboarding.changed", target=held, subject_id=held.employee_id)
    return step


@transaction.atomic
def leave_out(*, step: OnboardingStep, today: date, by: Employee) -> None:
    """Take a step out of the path; one of the guide can be put back. Raises `BadInput`: over, or left out already."""
    held = _held(step)
    refuse(unless(held.path.ends_on >= today, "step", "path_is_over"))
    record_change(by=by, action="learning.onboarding.changed", target=held.path, subject_id=held.path.employee_id)
    held.delete()


@transaction.atomic
def put_back(*, path: OnboardingPath, code: str, today: date, by: Employee) -> OnboardingStep:
    """Take a step of the guide in again, on its usual day. Raises `BadInput`: over, unknown, or there already."""
    held, step = _held_path(path), onboarding_guide().step(code)
    refuse(
        [
            *unless(held.ends_on >= today, "step", "path_is_over"),
            *unless(step, "step", "step_is_gone"),
            *unless(not held.steps.filter(code=code).exists(), "step", "step_is_there"),
        ]
    )
    due_on = step.due_on(held.starts_on) if step else held.starts_on
    made = OnboardingStep.objects.create(path=held, code=code, due_on=due_on)
    record_change(by=by, action="learning.onboarding.changed", target=held, subject_id=held.employee_id)
    return made


@transaction.atomic
def remove_path(*, path: OnboardingPath, by: Employee) -> None:
    """Take the whole path away."""
    held = _held_path(path)
    record_change(by=by, action="learning.onboarding.removed", target=held, subject_id=held.employee_id)
    held.delete()


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete paths that ended a year ago."""
    old = OnboardingPath.objects.filter(ends_on__lte=years_after(today, -KEPT_YEARS))
    rows = old.count()
    if rows and not dry_run:
        old.delete()
        record_change(by=None, action="learning.onboarding.deleted", rows=rows)
    return [RetentionLine(what=_("onboarding paths that ended a year ago"), rows=rows)]


def _held_path(path: OnboardingPath) -> OnboardingPath:
    """The path as it is now; others who want to change it wait."""
    rows = OnboardingPath.objects.select_related("employee").select_for_update(of=("self",))
    found = rows.filter(pk=path.pk).first()
    refuse(unless(found, "step", "path_is_gone"))
    return found or path


def _held(step: OnboardingStep) -> OnboardingStep:
    """The step as it is now, after its path; others who want to change them wait."""
    path = _held_path(step.path)
    found = OnboardingStep.objects.select_for_update(of=("self",)).filter(pk=step.pk).first()
    refuse(unless(found, "step", "step_is_gone"))
    held = found or step
    held.path = path
    return held


def _problems_of(facts: StepFacts, path: OnboardingPath, today: date, *, is_own: bool) -> list[Problem]:
    first, last = long_date(path.starts_on), long_date(path.ends_on)
    return [
        *unless(path.ends_on >= today, "due_on", "path_is_over"),
        *unless(path.starts_on <= facts.due_on <= path.ends_on, "due_on", "step_outside_path", first=first, last=last),
        *unless(facts.title or not is_own, "title", "step_title_missing"),
        *unless(len(facts.title) <= LONGEST_TITLE, "title", "text_too_long", longest=LONGEST_TITLE),
        *unless(not cpr_like(facts.title), "title", "cpr_number"),
        *_problems_of_helper(facts.with_person, path.employee, "with_person"),
    ]


def _problems_of_helper(helper: Employee | None, person: Employee, field: str) -> list[Problem]:
    is_there = helper is None or (helper.is_active and helper.root_id == person.root_id and helper.pk != person.pk)
    return list(unless(is_there, field, "helper_unknown"))
