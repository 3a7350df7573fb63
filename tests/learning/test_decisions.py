"""Wishes decided, seats and waiting lists, and who took part."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.catalogue.actions.sessions import cancel_session
from fagkompas.catalogue.models import CancelledBy, Session
from fagkompas.learning.actions.participation import approve, enrol, put_on_waiting_list, save_attendance, take_back
from fagkompas.learning.models import EndedBy, Participation, ParticipationState
from fagkompas.learning.own_learning import record_of
from fagkompas.learning.today import today_items
from tests.catalogue.making import make_offering, make_session, today
from tests.learning.participation import make_wish
from tests.learning.test_own_learning import refused
from tests.people import People, make_employee

ClientFor = Callable[[Employee], Client]
URL = "/laering/deltagelse/"


@pytest.fixture
def dorte_s(people: People, client_for: ClientFor) -> Client:
    people.dorte.language = "en"
    people.dorte.save(update_fields=["language"])
    return client_for(people.dorte)


def decided(client: Client, one: Participation, decision: str, because: str = "", status: int = 302) -> str:
    session = one.session.uuid if one.session else ""
    response = client.post(f"{URL}{one.uuid}/", {"decision": decision, "session": session, "because": because})
    assert response.status_code == status
    one.refresh_from_db()
    return response.content.decode()


def begun(session: Session) -> Session:
    """It began yesterday and is over today."""
    day = today() - timedelta(days=1)
    Session.objects.filter(pk=session.pk).update(starts_on=day, ends_on=today(), enrol_by=None)
    session.refresh_from_db()
    return session


def test_a_wish_is_on_the_list_and_reading_it_is_logged(people: People, dorte_s: Client) -> None:
    one = make_wish(people.bo, make_session(people))
    assert "Bo" in dorte_s.get(URL).content.decode()
    assert Event.objects.filter(action="learning.participation.read", subject_id=people.bo.pk).count() == 1
    assert "Jeg vil skrive bedre." in dorte_s.get(f"{URL}{one.uuid}/").content.decode()
    assert "Bo" not in dorte_s.get(f"{URL}?vis=venter").content.decode().split("<main")[1]
    assert [item.url for item in today_items(people.alma, today()) if item.url == URL] == [URL]
    assert [item.url for item in today_items(people.bo, today()) if item.url == URL] == []


def test_nobody_decides_on_own_wishes(people: People, client_for: ClientFor) -> None:
    one = make_wish(people.alma, make_session(people))
    assert client_for(people.alma).get(f"{URL}{one.uuid}/").status_code == 404


def test_an_approved_wish_takes_a_seat_and_is_enrolled(people: People, dorte_s: Client) -> None:
    one = make_wish(people.bo, make_session(people))
    decided(dorte_s, one, "approve")
    assert one.state == ParticipationState.APPROVED
    assert Session.objects.get().seats_taken == 1
    decided(dorte_s, one, "enrol")
    assert one.state == ParticipationState.ENROLLED
    assert Session.objects.get().seats_taken == 1
    assert Event.objects.filter(action="learning.participation.enrolled", subject_id=people.bo.pk).exists()


def test_a_refusal_needs_a_reason_that_the_person_sees(people: People, client_for: ClientFor, dorte_s: Client) -> None:
    one = make_wish(people.bo, make_session(people))
    assert "Write why" in decided(dorte_s, one, "refuse", status=422)
    decided(dorte_s, one, "refuse", "Der er ikke penge i år.")
    assert (one.state, one.ended_by) == (ParticipationState.REFUSED, EndedBy.CONSULTANT)
    assert "Der er ikke penge i år." in client_for(people.bo).get("/laering/mit/").content.decode()
    (item,) = today_items(people.bo, today())
    assert "Der er ikke penge i år." in item.why_now
    assert not today_items(people.bo, today() + timedelta(days=15))


def test_a_manager_refuses_as_a_manager(people: People, client_for: ClientFor) -> None:
    one = make_wish(people.bo, make_session(people))
    decided(client_for(people.alma), one, "refuse", "Vi er for få den uge.")
    assert one.ended_by == EndedBy.MANAGER


def test_the_last_seat_is_given_once_and_the_waiting_list_has_an_order(people: People, dorte_s: Client) -> None:
    session = make_session(people, least_seats=1, most_seats=1)
    first, second, third = (make_wish(person, session) for person in (people.bo, people.erik, people.carla))
    decided(dorte_s, first, "approve")
    assert "The session is full." in decided(dorte_s, second, "approve", status=422)
    assert second.state == ParticipationState.WISHED
    decided(dorte_s, second, "wait")
    decided(dorte_s, third, "wait")
    assert "Number 2 on the waiting list." in dorte_s.get(f"{URL}{third.uuid}/").content.decode()
    panel = dorte_s.get(f"{URL}hold/{session.uuid}/felt/").content.decode()
    assert "2 people wait for a seat." in panel
    take_back(participation=first, because="Orlov.", now=timezone.now())
    assert Session.objects.get().seats_taken == 0
    decided(dorte_s, second, "approve")
    assert Session.objects.get().seats_taken == 1


def test_decisions_that_cannot_be_are_refused(people: People, dorte_s: Client) -> None:
    session, now = make_session(people), timezone.now()
    other = make_session(people, make_offering(people, title_da="Andet"))
    one = make_wish(people.bo, session)
    by = people.dorte
    assert refused(lambda: enrol(participation=one, session=session, now=now, by=by)) == ["not_approved"]
    assert refused(lambda: approve(participation=one, session=other, now=now, by=by)) == ["session_of_another"]
    decided(dorte_s, one, "nonsense", status=422)
    approve(participation=one, session=session, now=now, by=by)
    again = refused(lambda: put_on_waiting_list(participation=one, session=session, now=now, by=by))
    assert again == ["decided_already"]
    late = make_wish(people.erik, session)
    begun(session)
    assert refused(lambda: approve(participation=late, session=session, now=now, by=by)) == ["session_not_to_come"]


def test_the_waiting_list_is_a_session_s(people: People, dorte_s: Client) -> None:
    one = make_wish(people.bo, make_session(people))
    response = dorte_s.post(f"{URL}{one.uuid}/", {"decision": "wait", "session": ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["session"]


def test_attendance_of_a_whole_session_comes_into_the_records(people: People, dorte_s: Client) -> None:
    session = make_session(people)
    for person in (people.bo, people.erik, people.carla):
        approve(participation=make_wish(person, session), session=session, now=timezone.now(), by=people.dorte)
    rows = {one.employee: one for one in Participation.objects.select_related("employee").order_by("pk")}
    url = f"{URL}hold/{session.uuid}/"
    data = {
        f"{rows[people.bo].uuid}-tilstand": "passed",
        f"{rows[people.bo].uuid}-bevis": "Bevis 9",
        f"{rows[people.erik].uuid}-tilstand": "attended",
        f"{rows[people.carla].uuid}-tilstand": "approved",
    }
    assert "has not begun" in dorte_s.post(url, data).content.decode()
    begun(session)
    assert "Bo" in dorte_s.get(url).content.decode()
    assert dorte_s.post(url, data).status_code == 302
    (passed,) = record_of(people.bo).completed
    assert (passed.state, passed.certificate, passed.completed_on) == (ParticipationState.PASSED, "Bevis 9", today())
    assert record_of(people.erik).completed[0].state == ParticipationState.ATTENDED
    assert not record_of(people.carla).completed
    assert Event.objects.filter(action="learning.participation.attendance_saved").count() == 2
    nothing = save_attendance(session=session, given=[], now=timezone.now(), by=people.dorte)
    assert nothing == 0
    assert "Bo" in dorte_s.get(f"{URL}?vis=gennemfoert").content.decode()


def test_a_cancelled_session_is_told_to_those_who_lose_a_seat(people: People, client_for: ClientFor) -> None:
    session = make_session(people)
    approve(participation=make_wish(people.bo, session), session=session, now=timezone.now(), by=people.dorte)
    why = "Underviseren er syg."
    cancel_session(session=session, cancelled_by=CancelledBy.PROVIDER, because=why, today=today(), by=people.dorte)
    (item,) = today_items(people.bo, today())
    assert why in item.why_now
    assert not today_items(people.bo, today() + timedelta(days=15))
    page = client_for(people.bo).get("/laering/mit/").content.decode()
    assert "Holdet er aflyst" in page
    make_wish(people.bo, make_session(people, session.offering, days=60))


def test_the_overview_leads_managers_and_consultants_here(people: People, client_for: ClientFor) -> None:
    for person, leads in ((people.dorte, True), (people.alma, True), (people.bo, False)):
        assert (URL in client_for(person).get("/laering/").content.decode()) is leads


def test_a_manager_sees_nothing_of_participants_on_a_session(people: People, client_for: ClientFor) -> None:
    session = make_session(people)
    assert client_for(people.alma).get(f"{URL}hold/{session.uuid}/felt/").status_code == 204


@pytest.mark.parametrize("vis", ["", "?vis=venter"])
def test_the_queries_stay_as_many_as_wishes_grow(people: People, dorte_s: Client, vis: str) -> None:
    session = make_session(people)

    def wished(person: Employee) -> None:
        one = make_wish(person, session)
        if vis:
            put_on_waiting_list(participation=one, session=session, now=timezone.now(), by=people.dorte)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert dorte_s.get(URL + vis).status_code == 200
        return len(captured)

    wished(people.bo)
    dorte_s.get(URL + vis)
    few = queries()
    for number in range(4):
        wished(make_employee(f"Kollega {number}", people.north))
    assert queries() == few
