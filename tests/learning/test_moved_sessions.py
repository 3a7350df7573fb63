"""A session that is moved, and one that others leave: whoever counts on it is told."""

from datetime import timedelta

from django.utils import timezone, translation

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.actions import seats, sessions
from fagkompas.catalogue.models import Session
from fagkompas.learning.actions.participation import approve
from fagkompas.learning.models import Seat
from fagkompas.learning.today import own, plans
from fagkompas.toolkit.formats import long_date
from tests.catalogue.making import make_session, session_facts, today
from tests.learning.participation import make_wish
from tests.learning.plans import plan_with_seats
from tests.people import People
from tests.today import asked


def move(session: Session, by: Employee, days: int) -> Session:
    held = Session.objects.get(pk=session.pk)
    facts = session_facts(days, least_seats=held.least_seats, most_seats=held.most_seats, is_joint=held.is_joint)
    return sessions.edit_session(session=held, facts=facts, revision=held.revision, today=today(), by=by)


def told(person: Employee) -> list[str]:
    """What one's own learning says in Danish about sessions that have changed."""
    with translation.override("da"):
        items = asked(own, person, today())
    return [item.why_now for item in items if "/hold/" in item.url]


def test_whoever_has_a_seat_is_told_from_what_to_what(people: People) -> None:
    session = make_session(people)
    approve(participation=make_wish(people.bo, session), session=session, now=timezone.now(), by=people.dorte)
    make_wish(people.erik, session)
    assert told(people.bo) == []
    move(session, people.dorte, 60)
    with translation.override("da"):
        first, now = (long_date(today() + timedelta(days=days)) for days in (30, 60))
    assert told(people.bo) == [f"Holdet er flyttet fra {first} til {now}."]
    assert told(people.erik) == []  # He wishes, and has no seat.
    move(session, people.dorte, 30)
    assert told(people.bo) == []


def test_a_moved_session_is_forgotten_once_it_is_over(people: People) -> None:
    session = make_session(people)
    approve(participation=make_wish(people.bo, session), session=session, now=timezone.now(), by=people.dorte)
    move(session, people.dorte, 60)
    assert not [item for item in asked(own, people.bo, today() + timedelta(days=61)) if "/hold/" in item.url]


def test_managers_of_plans_with_a_seat_in_it_are_told_once_a_session(people: People) -> None:
    plan = plan_with_seats(people)
    session = Seat.objects.filter(plan=plan).first().session  # type: ignore[union-attr]  # there are two
    assert Seat.objects.filter(plan=plan, session=session).count() == 2
    with translation.override("da"):
        assert [item for item in plans.today_items(people.alma, today()) if "flyttet" in item.why_now] == []
        move(session, people.dorte, 60)
        (item,) = [item for item in plans.today_items(people.alma, today()) if "flyttet" in item.why_now]
        assert item.url.endswith(f"{plan.uuid}/")
        assert plans.today_items(people.bo, today()) == []


def test_whoever_has_a_seat_is_told_that_others_leave_and_it_may_not_run(people: People) -> None:
    session = make_session(people, is_joint=True)
    promise = seats.promise_seats(session=session, unit=people.south, seats=3, today=today(), by=people.dorte)
    approve(participation=make_wish(people.bo, session), session=session, now=timezone.now(), by=people.dorte)
    sessions.confirm_session(session=session, by=people.dorte)
    seats.withdraw_seats(shared=promise, today=today(), by=people.dorte, because="Vi kan ikke undvære dem.")
    assert told(people.bo) == [
        "Andre har trukket deres tilsagn om pladser. Det kan være, at holdet ikke bliver til noget."
    ]
