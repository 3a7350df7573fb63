"""Sessions: plan, change, open to others, confirm, cancel."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.actions.seats import hold_session
from fagkompas.catalogue.facts import (
    MeetingFacts,
    SessionFacts,
    Standing,
    problems_of_reason,
    problems_of_session,
)
from fagkompas.catalogue.models import CancelledBy, Meeting, Offering, Session, SessionState
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile


@transaction.atomic
def plan_session(*, offering: Offering, root: Unit, facts: SessionFacts, today: date, by: Employee | None) -> Session:
    """A new time that one of the municipality's own offerings is held. Raises `BadInput`."""
    refuse(
        [
            *unless(offering.root_id == root.pk, "offering", "offering_not_own", offering.code),
            *unless(offering.retired_on is None, "offering", "offering_retired", offering.code),
            *problems_of_session(facts, today=today),
        ]
    )
    session = Session(root=root, offering=offering)
    _fill(session, facts)
    session.save()
    _store_meetings(session, facts)
    record_change(
        by=by, action="catalogue.session.planned", target=session, root_id=root.pk, starts=str(session.starts_on)
    )
    return session


@transaction.atomic
def edit_session(*, session: Session, facts: SessionFacts, revision: int, today: date, by: Employee) -> Session:
    """Other days, seats or place. `revision` is the one that the form showed.

    Raises `ChangedMeanwhile` when somebody else has changed it since, and `BadInput`: also where it would get fewer
    seats than are taken.
    """
    held = hold_session(session)
    if held.revision != revision:
        raise ChangedMeanwhile
    standing = standing_of(held)
    refuse(
        [
            *unless(not held.is_cancelled, "state", "session_is_cancelled"),
            *problems_of_session(facts, today=today, standing=standing),
        ]
    )
    _note_move(held, facts, today)
    _fill(held, facts)
    held.revision += 1
    held.save()
    _store_meetings(held, facts)
    record_change(by=by, action="catalogue.session.edited", target=held, starts=str(held.starts_on))
    return held


@transaction.atomic
def confirm_session(*, session: Session, by: Employee | None) -> Session:
    """It is sure that it runs, also with fewer than the least: that is for people to say. Raises `BadInput`."""
    held = hold_session(session)
    refuse(unless(not held.is_cancelled, "state", "session_is_cancelled"))
    held.state = SessionState.CONFIRMED
    held.revision += 1
    held.save(update_fields=["state", "revision"])
    record_change(by=by, action="catalogue.session.confirmed", target=held, root_id=held.root_id)
    return held


@transaction.atomic
def take_confirmation_back(*, session: Session, today: date, by: Employee) -> Session:
    """It is planned again, and not sure to run. Raises `BadInput`: it is not confirmed, or it has begun."""
    held = hold_session(session)
    refuse(
        [
            *unless(held.state == SessionState.CONFIRMED, "state", "session_not_confirmed"),
            *unless(held.starts_on > today, "state", "session_has_begun"),
        ]
    )
    held.state = SessionState.PLANNED
    held.revision += 1
    held.save(update_fields=["state", "revision"])
    record_change(by=by, action="catalogue.session.unconfirmed", target=held, root_id=held.root_id)
    return held


@transaction.atomic
def open_to_others(*, session: Session, today: date, by: Employee) -> Session:
    """Other units and municipalities may promise seats. Raises `BadInput`."""
    held = hold_session(session)
    facts = replace(session_facts_of(held), is_joint=True)
    return edit_session(session=held, facts=facts, revision=held.revision, today=today, by=by)


@transaction.atomic
def cancel_session(
    *, session: Session, cancelled_by: CancelledBy, because: str, today: date, by: Employee | None
) -> Session:
    """It is not held: by whom and why is kept, for those who lose a seat. Raises `BadInput`."""
    held = hold_session(session)
    reason = " ".join(because.split())
    refuse(
        [
            *unless(not held.is_cancelled, "state", "session_is_cancelled"),
            *unless(held.ends_on >= today, "state", "session_is_over"),
            *problems_of_reason(reason),
        ]
    )
    held.state, held.cancelled_by = SessionState.CANCELLED, cancelled_by
    held.cancelled_because, held.cancelled_on = reason, today
    held.revision += 1
    held.save(update_fields=["state", "cancelled_by", "cancelled_because", "cancelled_on", "revision"])
    record_change(
        by=by, action="catalogue.session.cancelled", target=held, root_id=held.root_id, cancelled_by=str(cancelled_by)
    )
    return held


def standing_of(session: Session) -> Standing:
    """What a session holds already. Reads its promises."""
    return Standing(
        starts_on=session.starts_on,
        enrol_by=session.enrol_by,
        seats_taken=session.seats_taken,
        seats_promised=session.seats_promised,
        has_promises=any(one.withdrawn_on is None for one in session.shared_seats.all()),
    )


def session_facts_of(session: Session) -> SessionFacts:
    """A session as one would plan it anew. Reads its meetings."""
    return SessionFacts(
        meetings=tuple(
            MeetingFacts(day=meeting.day, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
            for meeting in session.meetings.all()
        ),
        place=session.place,
        is_online=session.is_online,
        least_seats=session.least_seats,
        most_seats=session.most_seats,
        enrol_by=session.enrol_by,
        is_joint=session.is_joint,
    )


def _note_move(session: Session, facts: SessionFacts, today: date) -> None:
    """Remember what those who count on the session were told, until it has that day and that place again."""
    before = session_facts_of(session)
    if (before.in_order, _place(before)) == (facts.in_order, _place(facts)):
        return
    told = (session.moved_from, session.moved_from_place) if session.is_moved else (before.starts_on, _place(before))
    is_back = told == (facts.starts_on, _place(facts)) != (before.starts_on, _place(before))
    session.moved_on = None if is_back else today
    session.moved_from, session.moved_from_place = (None, "") if is_back else told


def _place(facts: SessionFacts) -> str:
    return "" if facts.is_online else facts.place


def _fill(session: Session, facts: SessionFacts) -> None:
    session.starts_on, session.ends_on = facts.starts_on, facts.ends_on
    for name in ("place", "is_online", "least_seats", "most_seats", "enrol_by", "is_joint"):
        setattr(session, name, getattr(facts, name))


def _store_meetings(session: Session, facts: SessionFacts) -> None:
    session.meetings.all().delete()
    Meeting.objects.bulk_create(
        Meeting(session=session, day=one.day, starts_at=one.starts_at, ends_at=one.ends_at) for one in facts.in_order
    )
