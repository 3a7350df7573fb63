"""Writes about taking part: wishes, and what people have learned."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.models import Offering, Session
from fagkompas.engine.errors import Problem
from fagkompas.learning.models import EndedBy, Participation, ParticipationState, Source
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine

KEPT_YEARS: Final = 5
LONGEST_TEXT: Final = 500

UNDER_WAY: Final = (
    ParticipationState.WISHED,
    ParticipationState.APPROVED,
    ParticipationState.WAITING,
    ParticipationState.ENROLLED,
)
"""Neither over nor ended."""


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the 28th for a leap day that the year does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def kept_until(offering: Offering | None, day: date) -> date:
    """The last day on which something that ended on `day` stands; a programme's modules outlive its limit."""
    programme = offering.programme if offering else None
    return years_after(day, max(KEPT_YEARS, programme.years + 1) if programme else KEPT_YEARS)


@transaction.atomic
def wish(
    *, person: Employee, offering: Offering, session: Session | None, sentence: str, now: datetime
) -> Participation:
    """The person would like to take part, in a session or whenever there is one.

    Raises `BadInput`: it is under way already, the session is another offering's or takes no enrolments, the
    offering is retired, or the sentence holds what looks like a CPR number.
    """
    Employee.objects.select_for_update().get(pk=person.pk)
    today = timezone.localdate(now)
    under_way = Participation.objects.filter(employee=person, offering=offering, state__in=UNDER_WAY)
    refuse(
        [
            *unless(not under_way.exists(), "sentence", "wished_already"),
            *unless(offering.retired_on is None, "session", "offering_retired", offering.code),
            *unless(session is None or session.offering_id == offering.pk, "session", "session_of_another"),
            *unless(session is None or session.takes_enrolments_on(today), "session", "enrolment_is_over"),
            *unless(len(sentence) <= LONGEST_TEXT, "sentence", "text_too_long", longest=LONGEST_TEXT),
            *unless(not cpr_like(sentence), "sentence", "cpr_number"),
        ]
    )
    participation = Participation.objects.create(
        root=person.root,
        employee=person,
        offering=offering,
        session=session,
        state=ParticipationState.WISHED,
        wish=sentence,
        since=now,
        hours=offering.hours,
        ects=offering.ects,
        accredited=offering.accredited,
        internal=offering.internal,
    )
    record_change(by=person, action="learning.participation.wished", target=participation, subject_id=person.pk)
    return participation


@transaction.atomic
def take_back(*, participation: Participation, because: str, now: datetime) -> Participation:
    """The person does not want to after all; a reason is needed. Raises `BadInput`."""
    held = Participation.objects.select_for_update().get(pk=participation.pk)
    refuse(
        [
            *unless(held.state in UNDER_WAY, "because", "not_under_way"),
            *_problems_of_reason(because),
        ]
    )
    person = held.employee
    _end(held, ParticipationState.CANCELLED, EndedBy.PERSON, because, now)
    record_change(by=person, action="learning.participation.taken_back", target=held, subject_id=person.pk)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What somebody has learned elsewhere. `module` is the module of a programme that it was, if any."""

    title: str
    completed_on: date
    hours: Decimal | None = None
    ects: Decimal | None = None
    certificate: str = ""
    accredited: bool = False
    internal: bool = False
    module: Offering | None = None


@transaction.atomic
def register_learned(*, person: Employee, learned: Learned, now: datetime) -> Participation:
    """Write into one's own record what was learned outside the catalogue; with a certificate it is passed.

    Raises `BadInput`: no title, a day to come, or a number that looks like a CPR number.
    """
    module = learned.module
    refuse(
        [
            *unless(learned.title or module, "title", "learned_what"),
            *unless(learned.completed_on <= timezone.localdate(now), "completed_on", "learned_in_future"),
            *unless(not cpr_like(learned.title), "title", "cpr_number"),
            *unless(not cpr_like(learned.certificate), "certificate", "cpr_number"),
        ]
    )
    participation = Participation.objects.create(
        root=person.root,
        employee=person,
        offering=module,
        source=Source.OWN,
        title=learned.title,
        state=ParticipationState.PASSED if learned.certificate else ParticipationState.ATTENDED,
        since=now,
        hours=learned.hours,
        ects=learned.ects,
        certificate=learned.certificate,
        accredited=learned.accredited,
        internal=learned.internal,
        completed_on=learned.completed_on,
        deletes_on=kept_until(module, learned.completed_on),
    )
    record_change(by=person, action="learning.participation.registered", target=participation, subject_id=person.pk)
    return participation


@transaction.atomic
def remove_learned(*, participation: Participation) -> None:
    """Take something that one registered oneself out of the record again. Raises `BadInput` for anything else."""
    refuse(unless(participation.source == Source.OWN, "source", "not_registered_by_oneself"))
    person = participation.employee
    record_change(by=person, action="learning.participation.removed", target=participation, subject_id=person.pk)
    participation.delete()


def _problems_of_reason(because: str) -> list[Problem]:
    return [
        *unless(because, "because", "why_missing"),
        *unless(len(because) <= LONGEST_TEXT, "because", "text_too_long", longest=LONGEST_TEXT),
        *unless(not cpr_like(because), "because", "cpr_number"),
    ]


def _end(held: Participation, state: ParticipationState, ended_by: EndedBy, because: str, now: datetime) -> None:
    held.state, held.ended_by, held.ended_because = state, ended_by, because
    held.since, held.deletes_on = now, kept_until(held.offering, timezone.localdate(now))
    held.revision += 1
    held.save()


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete participations whose time is up."""
    old = Participation.objects.past_keeping(today)
    rows = old.count()
    if rows and not dry_run:
        old.delete()
        record_change(by=None, action="learning.participation.deleted", rows=rows)
    return [RetentionLine(what=_("participations that ended some years ago"), rows=rows)]
