"""What onboarding asks for: the next step of one's own path, steps one helps with, and a path that falls behind or ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.learning.models import OnboardingPath, OnboardingStep
from fagkompas.learning.onboarding import ShownPath, shown_paths, shown_step
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.today import Asks, TodayItem

AHEAD: Final = timedelta(days=3)
"""How long before its day a step of one's own shows up; until then it is what comes next."""

HELP_AHEAD: Final = timedelta(days=7)
"""How long before its day somebody is told of a step that she helps with."""

BEHIND: Final = timedelta(days=7)
"""How late a step may be before the manager is told."""

TOLD_FOR: Final = timedelta(days=14)
"""How long the manager is told that a path has ended."""


def asks(person: Employee, today: date) -> tuple[Asks[OnboardingPath], Asks[OnboardingStep]]:
    """For the new colleague and for managers of the unit, and for whoever helps."""
    return (
        Asks(rows=_paths, items=partial(_items, person, today)),
        Asks(rows=_helped, items=lambda steps: [_helps(step) for step in steps]),
    )


def _paths(person: Employee, today: date) -> QuerySet[OnboardingPath]:
    managed = units_with_role(person, Role.MANAGER)
    whose = Q(employee=person) | Q(employee__unit__in=managed) | Q(made_by=person)
    rows = OnboardingPath.objects.filter(
        whose, ends_on__gte=today - TOLD_FOR, employee__root_id=person.root_id, employee__is_active=True
    )
    return rows.select_related("employee").order_by("starts_on", "pk")


def _helped(person: Employee, today: date) -> QuerySet[OnboardingStep]:
    rows = OnboardingStep.objects.filter(
        with_person=person,
        done_on__isnull=True,
        due_on__lte=today + HELP_AHEAD,
        path__ends_on__gte=today,
        path__employee__is_active=True,
    )
    return rows.select_related("path__employee").order_by("due_on", "pk")


def _items(person: Employee, today: date, paths: list[OnboardingPath]) -> Iterator[TodayItem]:
    for one in shown_paths(paths, today):
        yield from _own(one, today) if one.path.employee_id == person.pk else _led(one, today)


def _own(one: ShownPath, today: date) -> Iterator[TodayItem]:
    """One row: the next step, with how many wait."""
    step = one.next
    if step is None:
        return
    late = len(one.late)
    said = _("It is for %(day)s.") % {"day": long_date(step.row.due_on)}
    if late > 1:
        said = ngettext("%(count)s step waits to be ticked.", "%(count)s steps wait to be ticked.", late) % {
            "count": late
        }
    yield TodayItem(
        kind=_("Your first ninety days"),
        what=step.title,
        why_now=said,
        url=f"{reverse('learning:onboarding_path', args=[one.path.uuid])}#trin-{step.row.uuid}",
        button=_("Go to the step"),
        due=step.row.due_on,
        is_next=step.row.due_on > today + AHEAD,
    )


def _helps(row: OnboardingStep) -> TodayItem:
    step = shown_step(row)
    return TodayItem(
        kind=_("Onboarding"),
        what=_("%(name)s: %(title)s") % {"name": row.path.employee.name, "title": step.title},
        why_now=_("You help with this step on %(day)s.") % {"day": long_date(row.due_on)},
        url=reverse("learning:onboarding_step", args=[row.uuid]),
        button=_("Go to the step"),
        due=row.due_on,
    )


def _led(one: ShownPath, today: date) -> Iterator[TodayItem]:
    name, url = one.path.employee.name, reverse("learning:onboarding_path", args=[one.path.uuid])
    behind = [step for step in one.late if step.row.due_on < today - BEHIND]
    if one.is_over:
        said = _("The path ended on %(day)s: %(done)s of %(count)s steps are ticked.")
        words = {"day": long_date(one.path.ends_on), "done": one.done, "count": len(one.steps)}
        why_now = said % words
    elif behind:
        said = ngettext(
            "%(count)s step is more than a week late.", "%(count)s steps are more than a week late.", len(behind)
        )
        why_now = said % {"count": len(behind)}
    else:
        return
    yield TodayItem(
        kind=_("Onboarding"),
        what=_("The first ninety days of %(name)s") % {"name": name},
        why_now=why_now,
        url=url,
        button=_("See the path"),
    )
