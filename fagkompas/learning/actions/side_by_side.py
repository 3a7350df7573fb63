"""Writes about side-by-side training: ask, accept with a day, decline, cancel, and what was held, or was not after all.

The resource person's row is held first, so that the hours of a month are given away once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import Problem
from fagkompas.learning.actions.participation import kept_until, years_after
from fagkompas.learning.actions.resource_persons import KEPT_YEARS, held_resource, is_available
from fagkompas.learning.models import (
    Participation,
    ParticipationState,
    ResourcePerson,
    SideBySide,
    SideBySideState,
    Source,
)
from fagkompas.learning.resource_persons import field_names, with_hours_left
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine

LONGEST_TEXT: Final = 500
LEAST_HOURS: Final = Decimal("0.5")
MOST_HOURS: Final = 12
"""Hours of one time together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the learner would like to sit beside somebody for; both may be left out."""

    sentence: str = ""
    competency: str = ""


@transaction.atomic
def ask_side_by_side(
    *, learner: Employee, resource: ResourcePerson, wish: Wish, today: date, by: Employee
) -> SideBySide:
    """The learner, or a manager for the learner, asks a resource person.

    Raises `BadInput`: no resource person now, asked already, oneself, or a text that cannot stand.
    """
    held = held_resource(resource)
    under_way = SideBySide.objects.filter(learner=learner, resource=held).under_way()
    refuse(
        [
            *unless(is_available(held, today) and held.employee.is_active, "learner", "not_one_now"),
            *unless(learner.pk != held.employee_id, "learner", "beside_oneself"),
            *unless(learner.is_active, "learner", "has_left"),
            *unless(not under_way.exists(), "learner", "asked_side_by_side_already"),
            *_problems_of_text(wish.sentence, "sentence"),
        ]
    )
    asked = SideBySide.objects.create(
        learner=learner,
        resource=held,
        competency=wish.competency,
        asked_by=by,
        asked_on=today,
        wish=wish.sentence,
        since=today,
    )
    record_change(by=by, action="learning.side_by_side.asked", target=asked, subject_id=learner.pk)
    return asked


@transaction.atomic
def accept(*, side_by_side: SideBySide, day: date, hours: Decimal, answer: str, today: date) -> SideBySide:
    """The resource person says when and for how long.

    Raises `BadInput`: answered or cancelled meanwhile, a day that has passed or lies after her last, or more hours than are left
    of that month.
    """
    resource, held = _held(side_by_side)
    left = with_hours_left([resource], day)[0].left
    refuse(
        [
            *unless(held.state == SideBySideState.ASKED, "decision", "answered_side_by_side"),
            *unless(is_available(resource, today), "decision", "you_are_not_one_now"),
            *unless(day >= today, "day", "day_has_passed"),
            *unless(resource.until is None or day <= resource.until, "day", "after_the_last_day"),
            *_problems_of_hours(hours),
            *unless(hours <= left, "hours", "month_is_full", left=number(left)),
            *_problems_of_text(answer, "answer"),
        ]
    )
    held.planned_on, held.hours, held.answer = day, hours, answer
    _stand(held, SideBySideState.ACCEPTED, today)
    record_change(
        by=resource.employee, action="learning.side_by_side.accepted", target=held, subject_id=held.learner_id
    )
    return held


@transaction.atomic
def decline(*, side_by_side: SideBySide, answer: str, today: date) -> SideBySide:
    """The resource person says no, with a word that the learner reads. Raises `BadInput`."""
    resource, held = _held(side_by_side)
    refuse(
        [
            *unless(held.state == SideBySideState.ASKED, "decision", "answered_side_by_side"),
            *unless(answer, "answer", "why_missing"),
            *_problems_of_text(answer, "answer"),
        ]
    )
    held.answer = answer
    _stand(held, SideBySideState.DECLINED, today)
    record_change(
        by=resource.employee, action="learning.side_by_side.declined", target=held, subject_id=held.learner_id
    )
    return held


@transaction.atomic
def cancel(*, side_by_side: SideBySide, because: str, today: date, by: Employee) -> SideBySide:
    """Either of the two, or whoever asked, calls it off; once there is a day, with a word. Raises `BadInput`."""
    _resource, held = _held(side_by_side)
    refuse(
        [
            *unless(held.state in (SideBySideState.ASKED, SideBySideState.ACCEPTED), "because", "over_already"),
            *unless(because or held.state == SideBySideState.ASKED, "because", "why_missing"),
            *_problems_of_text(because, "because"),
        ]
    )
    held.answer, held.cancelled_by = because, by
    _stand(held, SideBySideState.CANCELLED, today)
    record_change(by=by, action="learning.side_by_side.cancelled", target=held, subject_id=held.learner_id)
    return held


@transaction.atomic
def mark_held(*, side_by_side: SideBySide, day: date, hours: Decimal, now: datetime, by: Employee) -> Participation:
    """Both have met: it stands in the learner's record and counts against the resource person's month.

    What was held counts also where it took longer than was left. Raises `BadInput`: not agreed, registered already, a day to come or
    before it was asked for, or hours out of range.
    """
    today = timezone.localdate(now)
    _resource, held = _held(side_by_side)
    refuse(
        [
            *unless(held.state != SideBySideState.HELD, "day", "held_already"),
            *unless(held.state in (SideBySideState.ACCEPTED, SideBySideState.HELD), "day", "no_day_agreed"),
            *unless(day <= today, "day", "held_in_future"),
            *unless(day >= held.asked_on, "day", "held_before_asked"),
            *_problems_of_hours(hours),
        ]
    )
    held.held_on, held.hours = day, hours
    _stand(held, SideBySideState.HELD, today)
    record_change(by=by, action="learning.side_by_side.held", target=held, subject_id=held.learner_id)
    return _participation(held, day, hours, now)


@transaction.atomic
def undo_held(*, side_by_side: SideBySide, today: date, by: Employee) -> SideBySide:
    """Either of the two says that they have not met: it is out of the learner's record, and the day is as it was agreed.

    Raises `BadInput` when it is not registered as held.
    """
    _resource, held = _held(side_by_side)
    refuse(unless(held.state == SideBySideState.HELD, "day", "not_held"))
    for row in Participation.objects.filter(side_by_side=held):
        record_change(by=by, action="learning.side_by_side.uncounted", target=row, subject_id=held.learner_id)
        row.delete()
    held.held_on = None
    _stand(held, SideBySideState.ACCEPTED, today)
    return held


def _participation(held: SideBySide, day: date, hours: Decimal, now: datetime) -> Participation:
    learner = held.learner
    with override(learner.language):
        title = field_names(learner.root_id).of(held.resource)
    return Participation.objects.create(
        root_id=learner.root_id,
        employee=learner,
        side_by_side=held,
        source=Source.SIDE_BY_SIDE,
        title=title,
        state=ParticipationState.ATTENDED,
        since=now,
        hours=hours,
        internal=True,
        completed_on=day,
        deletes_on=kept_until(None, day),
    )


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete what ended a year ago; what was held stands in the learner's record on its own terms."""
    old = SideBySide.objects.past_keeping(years_after(today, -KEPT_YEARS))
    rows = old.count()
    if rows and not dry_run:
        old.delete()
        record_change(by=None, action="learning.side_by_side.deleted", rows=rows)
    return [RetentionLine(what=_("side-by-side training that ended a year ago"), rows=rows)]


def _held(side_by_side: SideBySide) -> tuple[ResourcePerson, SideBySide]:
    """Both rows as they are now, the resource person's first; others who want to change them wait."""
    resource = held_resource(side_by_side.resource)
    rows = SideBySide.objects.select_related("learner__unit", "resource__framework").select_for_update(of=("self",))
    return resource, rows.get(pk=side_by_side.pk)


def _stand(held: SideBySide, state: SideBySideState, today: date) -> None:
    held.state, held.since = state, today
    held.save()


def _problems_of_hours(hours: Decimal) -> list[Problem]:
    return list(unless(LEAST_HOURS <= hours <= MOST_HOURS, "hours", "time_out_of_range"))


def _problems_of_text(text: str, field: str) -> list[Problem]:
    return [
        *unless(len(text) <= LONGEST_TEXT, field, "text_too_long", longest=LONGEST_TEXT),
        *unless(not cpr_like(text), field, "cpr_number"),
    ]
