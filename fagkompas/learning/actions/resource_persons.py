"""Writes about resource persons: ask, yes, no, change, end.

"Specialised" is asked at the yes, and when the last day is moved out. A later round that says otherwise ends nothing: what was promised
stands until its last day, and the managers are told (`today/resource_persons.py`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.engine.errors import Problem
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.participation import years_after
from fagkompas.learning.models import ResourcePerson, SideBySideState
from fagkompas.learning.resource_persons import candidates, is_specialised
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine

LONGEST_TEXT: Final = 300
LEAST_HOURS: Final = Decimal("0.5")
MOST_HOURS: Final = 40
"""Hours a month that one can be a resource person."""
MOST_YEARS: Final = 2
"""How far ahead one can say yes."""
KEPT_YEARS: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a resource person says yes to: hours a month, the last day, and what she offers."""

    hours_per_month: Decimal
    until: date
    offers: str = ""


@transaction.atomic
def ask_to_be_resource_person(
    *, person: Employee, framework: Framework, field: str, today: date, by: Employee
) -> ResourcePerson:
    """Ask somebody specialised; whoever has said no, or has ended, may be asked again.

    Raises `BadInput`: not among the `candidates` of `by`, asked already, or a resource person now.
    """
    Employee.objects.select_for_update().get(pk=person.pk)
    row = ResourcePerson.objects.filter(employee=person, framework=framework, field=field).first()
    refuse(
        [
            *unless(person.is_active, "person", "has_left"),
            *unless(row is None or not _is_asked(row), "person", "asked_to_be_already"),
            *unless(row is None or not is_available(row, today), "person", "is_one_already"),
            *unless(candidates(by, framework, today).has(person, field), "person", "not_specialised"),
        ]
    )
    row = row or ResourcePerson(employee=person, framework=framework, field=field)
    row.asked_by, row.asked_on = by, today
    row.said_yes_on = row.said_no_on = row.until = row.ended_on = None
    row.answer = ""
    row.save()
    record_change(by=by, action="learning.resource_person.asked", target=row, subject_id=person.pk, field=field)
    return row


@transaction.atomic
def withdraw_ask(*, resource: ResourcePerson, by: Employee) -> None:
    """Ask no more, while there is no answer. Raises `BadInput`."""
    held = held_resource(resource)
    refuse(unless(_is_asked(held), "person", "answered_already"))
    record_change(by=by, action="learning.resource_person.ask_withdrawn", target=held, subject_id=held.employee_id)
    if held.side_by_side.exists():
        held.said_no_on = held.asked_on
        held.save()
    else:
        held.delete()


@transaction.atomic
def say_yes(*, resource: ResourcePerson, promise: Promise, today: date) -> ResourcePerson:
    """The person will. Raises `BadInput`: answered or taken back meanwhile, not specialised, or hours or day out of range."""
    held = held_resource(resource)
    person = held.employee
    refuse(
        [
            *unless(_is_asked(held), "decision", "answered_already"),
            *unless(is_specialised(person, held.framework, held.field, person, today), "decision", "not_specialised"),
            *_problems_of(promise, today),
        ]
    )
    held.said_yes_on = today
    _fill(held, promise)
    record_change(by=person, action="learning.resource_person.said_yes", target=held, subject_id=person.pk)
    return held


@transaction.atomic
def say_no(*, resource: ResourcePerson, answer: str, today: date) -> ResourcePerson:
    """The person will not; a word is welcome, and whoever asked reads it. Raises `BadInput`."""
    held = held_resource(resource)
    refuse(
        [
            *unless(_is_asked(held), "decision", "answered_already"),
            *_problems_of_text(answer, "answer"),
        ]
    )
    held.said_no_on, held.answer = today, answer
    held.save()
    record_change(by=held.employee, action="learning.resource_person.said_no", target=held, subject_id=held.employee_id)
    return held


@transaction.atomic
def change_promise(*, resource: ResourcePerson, promise: Promise, today: date) -> ResourcePerson:
    """The person changes own hours, last day or offer; what is set aside already stands.

    Raises `BadInput`: ended, out of range, or a later last day without being specialised by now.
    """
    held = held_resource(resource)
    person = held.employee
    goes_on = held.until is not None and promise.until > held.until
    refuse(
        [
            *unless(is_available(held, today), "until", "not_one_now"),
            *_problems_of(promise, today),
            *unless(
                not goes_on or is_specialised(person, held.framework, held.field, person, today),
                "until",
                "not_specialised_longer",
            ),
        ]
    )
    _fill(held, promise)
    record_change(by=person, action="learning.resource_person.changed", target=held, subject_id=person.pk)
    return held


@transaction.atomic
def end_being_resource_person(*, resource: ResourcePerson, today: date) -> ResourcePerson:
    """The person stops today: days that are agreed stand, and what is only asked for is cancelled. Raises `BadInput`."""
    held = held_resource(resource)
    refuse(unless(is_available(held, today), "person", "not_one_now"))
    held.ended_on = today
    held.save()
    asked = list(held.side_by_side.filter(state=SideBySideState.ASKED).order_by("pk"))
    for one in asked:
        one.state, one.cancelled_by, one.since = SideBySideState.CANCELLED, held.employee, today
        one.save()
    record_changes(
        by=held.employee, action="learning.side_by_side.cancelled", changed=[(one.learner_id, one) for one in asked]
    )
    record_change(by=held.employee, action="learning.resource_person.ended", target=held, subject_id=held.employee_id)
    return held


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete those that ended a year ago, with the side-by-side training that hangs on them."""
    old = ResourcePerson.objects.past_keeping(years_after(today, -KEPT_YEARS))
    rows = old.count()
    if rows and not dry_run:
        old.delete()
        record_change(by=None, action="learning.resource_person.deleted", rows=rows)
    return [RetentionLine(what=_("resource persons whose time ended a year ago"), rows=rows)]


def held_resource(resource: ResourcePerson) -> ResourcePerson:
    """The row as it is now; others who want to change it wait."""
    rows = ResourcePerson.objects.select_related("employee__unit", "framework").select_for_update(of=("self",))
    found = rows.filter(pk=resource.pk).first()
    refuse(unless(found, "person", "ask_withdrawn"))
    return found or resource


def is_available(row: ResourcePerson, day: date) -> bool:
    """Whether the person has said yes and the time has not run out; the last day itself counts."""
    return row.said_yes_on is not None and row.ended_on is None and row.until is not None and row.until >= day


def _is_asked(row: ResourcePerson) -> bool:
    return row.said_yes_on is None and row.said_no_on is None


def _fill(row: ResourcePerson, promise: Promise) -> None:
    row.hours_per_month, row.until, row.offers = promise.hours_per_month, promise.until, promise.offers
    row.save()


def _problems_of(promise: Promise, today: date) -> list[Problem]:
    return [
        *unless(LEAST_HOURS <= promise.hours_per_month <= MOST_HOURS, "hours_per_month", "hours_a_month_out_of_range"),
        *unless(promise.until >= today, "until", "day_has_passed"),
        *unless(promise.until <= years_after(today, MOST_YEARS), "until", "too_far_ahead", years=MOST_YEARS),
        *_problems_of_text(promise.offers, "offers"),
    ]


def _problems_of_text(text: str, field: str) -> list[Problem]:
    return [
        *unless(len(text) <= LONGEST_TEXT, field, "text_too_long", longest=LONGEST_TEXT),
        *unless(not cpr_like(text), field, "cpr_number"),
    ]
