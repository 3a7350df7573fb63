"""Writes about taking part: wishes and what is decided, seats, attendance, and what people have learned.

Every change of a seat counts the seats of its session anew in the same transaction, so that the last one is given once.
Sessions are held before participations, so that two people never wait for each other. A seat that comes free goes to
whoever has waited longest, as long as one may enrol (`give_free_seats`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.catalogue.actions import sessions as catalogue
from fagkompas.catalogue.actions.seats import hold_session, keep_seats
from fagkompas.catalogue.models import CancelledBy, Offering, Session
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.learning.actions.session_prices import hand_on_price, session_price
from fagkompas.learning.models import EndedBy, Participation, ParticipationState, Source
from fagkompas.learning.models.participation import ParticipationQuerySet
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

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


def kept_years(offering: Offering | None) -> int:
    """How many years something stands after it ended; a programme's modules outlive its limit."""
    programme = offering.programme if offering else None
    return max(KEPT_YEARS, programme.years + 1) if programme else KEPT_YEARS


def kept_until(offering: Offering | None, day: date) -> date:
    """The last day on which something that ended on `day` stands."""
    return years_after(day, kept_years(offering))


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
    held = _held(participation)
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

    Raises `BadInput`: no title, a day to come or longer ago than the record goes back, hours or points below nought, or a
    number that looks like a CPR number.
    """
    module, today = learned.module, timezone.localdate(now)
    kept = kept_years(module)
    refuse(
        [
            *unless(learned.title or module, "title", "learned_what"),
            *unless(learned.completed_on <= today, "completed_on", "learned_in_future"),
            *unless(
                kept_until(module, learned.completed_on) >= today, "completed_on", "learned_too_long_ago", years=kept
            ),
            *unless(learned.hours is None or learned.hours >= 0, "hours", "below_nought"),
            *unless(learned.ects is None or learned.ects >= 0, "ects", "below_nought"),
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
    hand_on_price(held)
    _stop(held, state, ended_by, because, now)
    _count_seats(held.session)
    if held.session is not None:
        give_free_seats(session=held.session, now=now)


def _stop(held: Participation, state: ParticipationState, ended_by: EndedBy, because: str, now: datetime) -> None:
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


# Decided and kept by others


@transaction.atomic
def approve(*, participation: Participation, session: Session | None, now: datetime, by: Employee) -> Participation:
    """Give a seat in the session; without one the wish is approved and waits for a session, in which this gives the seat.

    Raises `BadInput`: it is decided, or the session is another's, begun, cancelled or full.
    """
    held = _held(participation, session)
    lacks_session = held.state == ParticipationState.APPROVED and held.session is None and session is not None
    undecided = held.state in (ParticipationState.WISHED, ParticipationState.WAITING)
    refuse(
        [
            *unless(undecided or lacks_session, "decision", "decided_already"),
            *_problems_of_session(held, session, now),
        ]
    )
    _stand(held, ParticipationState.APPROVED, session, now)
    record_change(by=by, action="learning.participation.approved", target=held, subject_id=held.employee_id)
    return held


@transaction.atomic
def put_on_waiting_list(
    *, participation: Participation, session: Session, now: datetime, by: Employee
) -> Participation:
    """Approved as soon as a seat is free; those who were put there first come first. Raises `BadInput`."""
    held = _held(participation, session)
    refuse(
        [
            *unless(held.state == ParticipationState.WISHED, "decision", "decided_already"),
            *_problems_of_session(held, session, now),
        ]
    )
    _stand(held, ParticipationState.WAITING, session, now)
    record_change(by=by, action="learning.participation.waiting", target=held, subject_id=held.employee_id)
    given = give_free_seats(session=session, now=now)
    return next((one for one in given if one.pk == held.pk), held)


@transaction.atomic
def give_free_seats(*, session: Session, now: datetime) -> list[Participation]:
    """Who waits for the session and gets a seat now: who was put on the list first comes first.

    Nobody once the last day to enrol has passed: then people decide. Somebody from a unit that has promised seats may
    get one of those when all others are taken, also before somebody else who has waited longer.
    """
    held, given = hold_session(session), []
    if not held.takes_enrolments_on(timezone.localdate(now)):
        return []
    waiting = _rows().filter(session=held, state=ParticipationState.WAITING).order_by("since", "pk")
    for one in waiting.select_for_update(of=("self",)):
        if held.free_seats <= 0 and not held.seats_promised:
            break
        try:
            with transaction.atomic():
                held = _stand(one, ParticipationState.APPROVED, held, now) or held
        except BadInput:  # The seats that are left are promised to another unit.
            continue
        record_change(
            by=None,
            action="learning.participation.moved_up",
            target=one,
            subject_id=one.employee_id,
            root_id=one.root_id,
        )
        given.append(one)
    return given


def give_free_seats_everywhere(*, now: datetime) -> int:
    """The same for every session that somebody waits for; how many got a seat."""
    waited_for = Participation.objects.filter(state=ParticipationState.WAITING).order_by().values("session_id")
    sessions = Session.objects.still_to_come(timezone.localdate(now)).filter(pk__in=waited_for)
    return sum(len(give_free_seats(session=session, now=now)) for session in sessions)


@transaction.atomic
def refuse_wish(
    *, participation: Participation, because: str, ended_by: EndedBy, now: datetime, by: Employee
) -> Participation:
    """No, with a reason that the person reads. Raises `BadInput`."""
    held = _held(participation)
    refuse(
        [
            *unless(
                held.state in (ParticipationState.WISHED, ParticipationState.WAITING), "decision", "decided_already"
            ),
            *_problems_of_reason(because),
        ]
    )
    _end(held, ParticipationState.REFUSED, ended_by, because, now)
    record_change(by=by, action="learning.participation.refused", target=held, subject_id=held.employee_id)
    return held


@transaction.atomic
def enrol(*, participation: Participation, session: Session | None, now: datetime, by: Employee) -> Participation:
    """Whoever keeps the session has enrolled the person. Raises `BadInput`: not approved, or without a session."""
    held = _held(participation, session)
    before, chosen = held.session, session or held.session
    refuse(
        [
            *unless(held.state == ParticipationState.APPROVED, "decision", "not_approved"),
            *unless(chosen, "session", "session_needed"),
            *_problems_of_session(held, chosen, now),
        ]
    )
    if before is not None and before != chosen:
        hand_on_price(held)
    _stand(held, ParticipationState.ENROLLED, chosen, now)
    if before is not None and before != chosen:
        _count_seats(before)
        give_free_seats(session=before, now=now)
    record_change(by=by, action="learning.participation.enrolled", target=held, subject_id=held.employee_id)
    return held


@transaction.atomic
def enrol_all(*, session: Session, now: datetime, by: Employee) -> int:
    """The same for everyone of the own municipality who is approved for the session; how many. Raises `BadInput`."""
    hold_session(session)
    approved = session.participations.filter(root_id=by.root_id, state=ParticipationState.APPROVED).order_by("pk")
    return len([enrol(participation=one, session=None, now=now, by=by) for one in approved])


@transaction.atomic
def cancel_seat(
    *, participation: Participation, because: str, ended_by: EndedBy, now: datetime, by: Employee | None
) -> Participation:
    """Somebody other than the person ends it, with a reason that the person reads; `by` None is the nightly run.

    Raises `BadInput`.
    """
    held = _held(participation)
    refuse([*unless(held.state in UNDER_WAY, "because", "not_under_way"), *_problems_of_reason(because)])
    _end(held, ParticipationState.CANCELLED, ended_by, because, now)
    record_change(
        by=by,
        action="learning.participation.cancelled",
        target=held,
        subject_id=held.employee_id,
        root_id=held.root_id,
    )
    return held


@transaction.atomic
def cancel_session(
    *, session: Session, cancelled_by: CancelledBy, because: str, now: datetime, by: Employee
) -> list[Participation]:
    """The whole session is not held: everyone's way to it ends with who and why, and they are told; who it was.

    Raises `BadInput`: it is cancelled or over, or there is no reason that those who lose a seat can use.
    """
    held = catalogue.cancel_session(
        session=session, cancelled_by=cancelled_by, because=because, today=timezone.localdate(now), by=by
    )
    rows = list(_rows().filter(session=held, state__in=UNDER_WAY).order_by("pk").select_for_update(of=("self",)))
    for one in rows:
        is_own = cancelled_by is CancelledBy.MUNICIPALITY and one.root_id == held.root_id
        ended_by = EndedBy.CONSULTANT if is_own else EndedBy.PROVIDER
        _stop(one, ParticipationState.CANCELLED, ended_by, held.cancelled_because, now)
    for root in sorted({one.root_id for one in rows}):
        changed = [(one.employee_id, one) for one in rows if one.root_id == root]
        record_changes(by=by, action="learning.participation.cancelled", changed=changed, root_id=root)
    _count_seats(held)
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """How it went for one person in a session: attended, passed, or None for absent, and the certificate if there is one.

    `participation` is the row as it was when the answer was given.
    """

    participation: Participation
    state: ParticipationState | None
    certificate: str = ""


@transaction.atomic
def save_attendance(*, session: Session, given: Sequence[Attendance], now: datetime, by: Employee) -> int:
    """Write down who of the own municipality took part in a session and who passed; how many rows it changed.

    Whoever was absent keeps the seat as it was before. Raises `BadInput`: the session is cancelled or has not begun, or
    somebody has no seat in it; and `ChangedMeanwhile` when somebody else has changed one of the rows that this changes.
    """
    today = timezone.localdate(now)
    session = hold_session(session)
    seated = session.participations.filter(root_id=by.root_id).taking_a_seat()
    rows = {one.pk: one for one in seated.select_for_update().order_by("pk")}
    refuse(
        [
            *unless(not session.is_cancelled, "session", "session_is_cancelled"),
            *unless(session.starts_on <= today, "session", "session_not_begun"),
            *unless(all(one.participation.pk in rows for one in given), "session", "no_seat"),
            *unless(not any(cpr_like(one.certificate) for one in given), "session", "cpr_number"),
        ]
    )
    changed = []
    for one in given:
        held = rows[one.participation.pk]
        was_done = held.state in (ParticipationState.ATTENDED, ParticipationState.PASSED)
        state = one.state or (ParticipationState.ENROLLED if was_done else ParticipationState(held.state))
        if (held.state, held.certificate) == (state, one.certificate):
            continue
        if held.revision != one.participation.revision:
            raise ChangedMeanwhile
        held.state, held.certificate, held.since = state, one.certificate, now
        held.completed_on = min(session.ends_on, today) if one.state else None
        held.deletes_on = kept_until(session.offering, held.completed_on) if held.completed_on else None
        held.revision += 1
        held.save()
        changed.append((held.employee_id, held))
    record_changes(by=by, action="learning.participation.attendance_saved", changed=changed)
    return len(changed)


def _rows() -> ParticipationQuerySet:
    return Participation.objects.select_related("employee__unit", "offering__programme", "session")


def _held(participation: Participation, session: Session | None = None) -> Participation:
    """The participation as it is now, after its session and the one given; others who want to change them wait."""
    while True:
        of = Participation.objects.filter(pk=participation.pk).values_list("session_id", flat=True).get()
        sessions = {pk for pk in (of, session.pk if session else None) if pk}
        list(Session.objects.filter(pk__in=sessions).order_by("pk").select_for_update(no_key=True))
        held = _rows().select_for_update(of=("self",)).get(pk=participation.pk)
        if held.session_id is None or held.session_id in sessions:
            return held


def _problems_of_session(held: Participation, session: Session | None, now: datetime) -> list[Problem]:
    if session is None:
        return []
    today = timezone.localdate(now)
    return [
        *unless(session.offering_id == held.offering_id, "session", "session_of_another"),
        *unless(not session.is_cancelled and session.starts_on >= today, "session", "session_not_to_come"),
    ]


def _stand(held: Participation, state: ParticipationState, session: Session | None, now: datetime) -> Session | None:
    has_seat = held.session == session and held.state in (ParticipationState.APPROVED, ParticipationState.ENROLLED)
    if session is not None and state != ParticipationState.WAITING and not has_seat:
        held.session_price = session_price(held, session)
    held.state, held.session, held.since = state, session, now
    held.revision += 1
    held.save()
    return _count_seats(session)


def _count_seats(session: Session | None) -> Session | None:
    """The session as it is then. Raises `BadInput` (`session_full`) where there are more than it has."""
    if session is None:
        return None
    hold_session(session)
    seated = session.participations.taking_a_seat().order_by("pk")
    return keep_seats(session=session, places=seated.values_list("employee__unit__lineage", flat=True))
