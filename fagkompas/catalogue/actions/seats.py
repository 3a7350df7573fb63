"""Seats of a session: taken by people whom another app knows, and promised by units and municipalities.

Whoever knows the people (the catalogue does not) holds the session, changes them, and tells where everyone stands who
now takes a seat; all of it in one transaction, so that the last seat is given once:

    with transaction.atomic():
        session = hold_session(session)
        ...                                                    # make or end participations
        keep_seats(session=session, places=[...])              # BadInput: session_full, and all of it is undone
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.facts import problems_of_reason
from fagkompas.catalogue.models import Session, SessionState, SharedSeats
from fagkompas.catalogue.shipped import MOST_SEATS
from fagkompas.toolkit.refusing import refuse, unless


def hold_session(session: Session) -> Session:
    """The session as it is now; others who want to change it wait until the transaction ends, but not those who refer to it."""
    return Session.objects.select_for_update(no_key=True).get(pk=session.pk)


@transaction.atomic
def keep_seats(*, session: Session, places: Iterable[str]) -> Session:
    """Count the seats anew. `places` is the lineage of the unit of everyone who takes a seat, one for each.

    Somebody from a unit that has promised seats fills one of those. Raises `BadInput` (`session_full`) where there
    are more than the session has.
    """
    held = hold_session(session)
    standing = list(places)
    shared = _deepest_first(held)
    used = Counter(next((one.pk for one in shared if place.startswith(one.unit.lineage)), None) for place in standing)
    for one in shared:
        if one.seats_used != used[one.pk]:
            one.seats_used = used[one.pk]
            one.save(update_fields=["seats_used"])
    return _count(held, shared, taken=len(standing))


@transaction.atomic
def promise_seats(*, session: Session, unit: Unit, seats: int, today: date, by: Employee) -> SharedSeats:
    """A unit promises to fill so many seats in a joint session; once more means another number.

    Raises `BadInput`: the session is not joint or does not take enrolments, there is no room, more people than that have
    a seat already, or the session would not run with so few (`withdraw_seats` says why).
    """
    held = hold_session(session)
    refuse(
        [
            *unless(held.is_joint, "session", "session_not_joint"),
            *unless(held.takes_enrolments_on(today), "session", "enrolment_is_over"),
            *unless(1 <= seats <= MOST_SEATS, "seats", "seats_out_of_range", str(seats), most=MOST_SEATS),
        ]
    )
    shared = _deepest_first(held)
    before = next((one for one in shared if one.unit_id == unit.pk), None)
    promised = before or held.shared_seats.filter(unit=unit).first() or SharedSeats(session=held, unit=unit)
    lost = (before.seats_open - max(0, seats - before.seats_used)) if before else 0
    refuse(
        [
            *unless(seats >= promised.seats_used, "seats", "promise_below_used", str(seats), used=promised.seats_used),
            *unless(lost <= 0 or not _relies_on(held, lost), "seats", "promise_relied_on"),
        ]
    )
    promised.seats, promised.promised_by, promised.promised_on = seats, by, today
    promised.withdrawn_by, promised.withdrawn_on, promised.withdrawn_because = None, None, ""
    promised.save()
    _count(held, shared if before else [*shared, promised], taken=held.seats_taken)
    record_change(by=by, action="catalogue.seats.promised", target=held, seats=seats, unit=str(unit.uuid))
    return promised


@transaction.atomic
def withdraw_seats(*, shared: SharedSeats, today: date, by: Employee, because: str = "") -> None:
    """The unit does not promise the seats any more; people who have one keep it.

    Raises `BadInput` where it says no reason and others relied on the seats (`needs_reason`): they are told who took them
    back and why. Nothing is taken back once the session is cancelled or has begun.
    """
    held = hold_session(shared.session)
    promise = held.shared_seats.standing().select_related("unit").filter(pk=shared.pk).first()
    reason = " ".join(because.split())
    refuse(unless(promise and not held.is_cancelled and held.starts_on >= today, "because", "promise_over"))
    if promise is None:
        return
    if needs_reason(held, promise, today):
        refuse(problems_of_reason(reason))
        promise.withdrawn_by, promise.withdrawn_on, promise.withdrawn_because = by, today, reason
        promise.seats_used = 0
        promise.save(update_fields=["withdrawn_by", "withdrawn_on", "withdrawn_because", "seats_used"])
    else:
        promise.delete()
    _count(held, _deepest_first(held), taken=held.seats_taken)
    record_change(by=by, action="catalogue.seats.withdrawn", target=held, unit=str(promise.unit.uuid))


def needs_reason(session: Session, shared: SharedSeats, today: date) -> bool:
    """Whether others rely on the promised seats: the last day to enrol has passed, or the session is confirmed and would
    not reach its least number without them.
    """
    if not shared.seats_open:
        return False
    return not session.takes_enrolments_on(today) or _relies_on(session, shared.seats_open)


def _relies_on(session: Session, seats: int) -> bool:
    is_sure = session.state == SessionState.CONFIRMED
    return is_sure and session.seats_counted - seats < session.least_seats


def _deepest_first(session: Session) -> list[SharedSeats]:
    """Promises of the session that stand, a unit's before that of the one above it."""
    promises = session.shared_seats.standing().select_related("unit").order_by("pk")
    return sorted(promises, key=lambda one: one.unit.lineage.count("/"), reverse=True)


def _count(session: Session, shared: Sequence[SharedSeats], *, taken: int) -> Session:
    promised = sum(one.seats_open for one in shared)
    if not session.is_cancelled:
        room = session.most_seats - taken - promised
        refuse(unless(room >= 0, "seats", "session_full", str(session.most_seats), missing=-room))
    if (session.seats_taken, session.seats_promised) != (taken, promised):
        session.seats_taken, session.seats_promised = taken, promised
        session.save(update_fields=["seats_taken", "seats_promised"])
    return session
