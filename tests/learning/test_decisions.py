"""Wishes decided, seats and waiting lists, and who took part."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fagkompas.accounts.actions import retire_employee
from fagkompas.accounts.models import Employee, Letter, LetterKind, Unit
from fagkompas.audit.models import Event
from fagkompas.catalogue.actions.seats import promise_seats
from fagkompas.catalogue.models import CancelledBy, Session, SessionState
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import leavers
from fagkompas.learning.actions import participation as actions
from fagkompas.learning.actions.leavers import end_what_leavers_had
from fagkompas.learning.actions.participation import (
    Attendance,
    approve,
    cancel_session,
    enrol,
    give_free_seats,
    put_on_waiting_list,
    save_attendance,
    take_back,
)
from fagkompas.learning.models import (
    EndedBy,
    Participation,
    ParticipationState,
    Plan,
    PlanState,
    SideBySideState,
)
from fagkompas.learning.own_learning import record_of
from fagkompas.toolkit.together import OPENED, ChangedMeanwhile
from tests.assessments.test_at_the_same_moment import at_once
from tests.catalogue.making import make_offering, make_session, today
from tests.learning.colleagues import make_resource, make_side_by_side
from tests.learning.effects import law_course, round_on
from tests.learning.participation import make_wish
from tests.learning.test_own_learning import refused
from tests.people import People, make_employee, make_people
from tests.today import learning_items

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
    assert [item.url for item in learning_items(people.alma, today()) if item.url == URL] == [URL]
    assert [item.url for item in learning_items(people.bo, today()) if item.url == URL] == []


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


def test_all_approved_in_a_session_are_enrolled_at_once(people: People, dorte_s: Client) -> None:
    session = make_session(people)
    rows = [
        approve(participation=make_wish(person, session), session=session, now=timezone.now(), by=people.dorte)
        for person in (people.bo, people.erik)
    ]
    address = f"{URL}hold/{session.uuid}/"
    assert "Mark all 2 approved as enrolled" in dorte_s.get(address).content.decode()
    assert "2 people are enrolled." in dorte_s.post(f"{address}tilmeld/", follow=True).content.decode()
    assert states(*rows) == [ParticipationState.ENROLLED] * 2
    assert "approved as enrolled" not in dorte_s.get(address).content.decode()


def test_a_refusal_needs_a_reason_that_the_person_sees(people: People, client_for: ClientFor, dorte_s: Client) -> None:
    one = make_wish(people.bo, make_session(people))
    assert "Write why" in decided(dorte_s, one, "refuse", status=422)
    decided(dorte_s, one, "refuse", "Der er ikke penge i år.")
    assert (one.state, one.ended_by) == (ParticipationState.REFUSED, EndedBy.CONSULTANT)
    assert "Der er ikke penge i år." in client_for(people.bo).get("/laering/mit/").content.decode()
    (item,) = learning_items(people.bo, today())
    assert "Der er ikke penge i år." in item.why_now
    assert not learning_items(people.bo, today() + timedelta(days=15))


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
    assert Session.objects.get().seats_taken == 1
    assert states(second, third) == [ParticipationState.APPROVED, ParticipationState.WAITING]


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
    assert refused(lambda: enrol(participation=one, session=None, now=now, by=by)) == ["session_not_to_come"]


def test_approved_without_a_session_waits_for_one_to_be_planned(people: People, dorte_s: Client) -> None:
    one = make_wish(people.bo, make_session(people))
    session = one.session
    assert session is not None
    seatless = dorte_s.post(f"{URL}{one.uuid}/", {"decision": "approve", "session": "", "because": ""})
    assert seatless.status_code == 422
    assert "Choose the session in which it is a seat." in seatless.content.decode()
    response = dorte_s.post(f"{URL}{one.uuid}/", {"decision": "later", "session": session.uuid, "because": ""})
    assert response.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.session) == (ParticipationState.APPROVED, None)
    (item,) = learning_items(people.bo, today())
    assert item.due is None
    (found,) = [one for one in learning_items(people.dorte, today()) if "uden-hold" in one.url]
    assert "1" in found.why_now
    assert not [one for one in learning_items(people.alma, today()) if "uden-hold" in one.url]
    assert "Bo" in dorte_s.get(found.url).content.decode().split("<main")[1]
    panel = dorte_s.get(f"{URL}hold/{session.uuid}/felt/").content.decode()
    assert "1 person is approved and has no session" in panel
    assert dorte_s.post(f"{URL}{one.uuid}/", {"decision": "approve", "session": session.uuid}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.session) == (ParticipationState.APPROVED, session)
    assert Session.objects.get().seats_taken == 1
    assert not [one for one in learning_items(people.dorte, today()) if "uden-hold" in one.url]


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
    data = opened(dorte_s, session) | {
        f"{rows[people.bo].uuid}-tilstand": "passed",
        f"{rows[people.bo].uuid}-bevis": "Bevis 9",
        f"{rows[people.erik].uuid}-tilstand": "attended",
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


def opened(client: Client, session: Session) -> dict[str, str]:
    """What the page of participants sends when nothing is changed on it."""
    form = client.get(f"{URL}hold/{session.uuid}/").context["form"]
    saved = {name: str(text) for name, text in form.initial.items()}
    return saved | {f"{OPENED}{name}": text for name, text in saved.items()}


def seated_and_over(people: People, *persons: Employee) -> tuple[Session, list[Participation]]:
    """They have a seat in a session that is over today."""
    session = make_session(people, is_joint=True)
    rows = [
        approve(participation=make_wish(person, session), session=session, now=timezone.now(), by=people.dorte)
        for person in persons
    ]
    return begun(session), rows


def test_two_who_register_at_once_lose_nothing_of_each_other(people: People, dorte_s: Client) -> None:
    session, (bo_s, erik_s) = seated_and_over(people, people.bo, people.erik)
    url, was = f"{URL}hold/{session.uuid}/", opened(dorte_s, session)
    colleague = was | {f"{bo_s.uuid}-tilstand": "passed", f"{bo_s.uuid}-bevis": "Bevis 77"}
    assert dorte_s.post(url, colleague).status_code == 302
    page = dorte_s.post(url, was | {f"{erik_s.uuid}-tilstand": "attended"}, follow=True).content.decode()
    assert "A colleague has registered something too" in page
    assert states(bo_s, erik_s) == [ParticipationState.PASSED, ParticipationState.ATTENDED]
    assert (bo_s.certificate, bo_s.completed_on) == ("Bevis 77", today())
    both = dorte_s.post(url, was | {f"{bo_s.uuid}-bevis": "Bevis 78"})
    assert both.status_code == 409
    assert "Bevis 77" in both.content.decode()
    assert "Bevis 78" in both.content.decode()
    assert states(bo_s) == [ParticipationState.PASSED]
    again = opened(dorte_s, session) | {f"{bo_s.uuid}-bevis": "Bevis 78"}
    assert dorte_s.post(url, again).status_code == 302
    assert states(bo_s) == [ParticipationState.PASSED]
    assert bo_s.certificate == "Bevis 78"


def test_a_row_that_somebody_else_changed_is_not_written_over(people: People) -> None:
    session, (one,) = seated_and_over(people, people.bo)
    Participation.objects.filter(pk=one.pk).update(certificate="Bevis 77", revision=one.revision + 1)
    given = [Attendance(participation=one, state=ParticipationState.ATTENDED)]
    with pytest.raises(ChangedMeanwhile):
        save_attendance(session=session, given=given, now=timezone.now(), by=people.dorte)


def test_who_lost_the_seat_meanwhile_is_told_of(people: People, dorte_s: Client) -> None:
    session, (bo_s, erik_s) = seated_and_over(people, people.bo, people.erik)
    was = opened(dorte_s, session)
    take_back(participation=bo_s, because="Syg.", now=timezone.now())
    sent = was | {f"{bo_s.uuid}-tilstand": "attended", f"{erik_s.uuid}-tilstand": "attended"}
    page = dorte_s.post(f"{URL}hold/{session.uuid}/", sent, follow=True).content.decode()
    assert "Somebody has no seat any more and was left out." in page
    assert states(bo_s, erik_s) == [ParticipationState.CANCELLED, ParticipationState.ATTENDED]


def test_guests_are_registered_by_their_own_municipality(
    people: People, dorte_s: Client, client_for: ClientFor
) -> None:
    session, (bo_s, guest_s) = seated_and_over(people, people.bo, people.outsider)
    url = f"{URL}hold/{session.uuid}/"
    outsider_s = client_for(people.outsider)
    page = outsider_s.get(url).content.decode()
    assert people.outsider.name in page
    assert str(bo_s.uuid) not in page
    assert str(guest_s.uuid) not in dorte_s.get(url).content.decode()
    sent = opened(outsider_s, session) | {f"{guest_s.uuid}-tilstand": "attended", f"{bo_s.uuid}-tilstand": "passed"}
    assert outsider_s.post(url, sent).status_code == 302
    assert states(bo_s, guest_s) == [ParticipationState.APPROVED, ParticipationState.ATTENDED]
    assert guest_s.completed_on == today()
    assert guest_s.deletes_on is not None
    with pytest.raises(BadInput):
        save_attendance(
            session=session,
            given=[Attendance(participation=bo_s, state=ParticipationState.PASSED)],
            now=timezone.now(),
            by=people.outsider,
        )


def test_without_guests_a_session_of_others_has_no_page(people: People, client_for: ClientFor) -> None:
    session, _rows = seated_and_over(people, people.bo)
    assert client_for(people.outsider).get(f"{URL}hold/{session.uuid}/").status_code == 404


def test_what_is_to_enrol_stands_session_by_session_with_a_button(people: People, dorte_s: Client) -> None:
    session = make_session(people)
    rows = [
        approve(participation=make_wish(person, session), session=session, now=timezone.now(), by=people.dorte)
        for person in (people.bo, people.erik)
    ]
    (item,) = [one for one in learning_items(people.dorte, today()) if "godkendt" in one.url]
    assert item.why_now == "2 personer har fået en plads og skal tilmeldes. De er på 1 hold."
    page = dorte_s.get(item.url).content.decode()
    assert "Mark all 2 approved as enrolled" in page
    done = dorte_s.post(f"{URL}hold/{session.uuid}/tilmeld/", {"list": "1"})
    assert done.headers["Location"] == f"{URL}?vis=godkendt"
    assert states(*rows) == [ParticipationState.ENROLLED] * 2
    assert not [one for one in learning_items(people.dorte, today()) if "godkendt" in one.url]


def test_what_is_over_and_not_registered_stands_on_the_list(people: People, dorte_s: Client) -> None:
    session, _rows = seated_and_over(people, people.bo)
    heading = "nobody has written who took part"
    assert heading not in dorte_s.get(f"{URL}?vis=godkendt").content.decode()
    Session.objects.filter(pk=session.pk).update(ends_on=today() - timedelta(days=1))
    assert heading in dorte_s.get(f"{URL}?vis=godkendt").content.decode()


def plan_with_budget(unit: Unit, budget: int, state: PlanState) -> None:
    """One that is under way, without seats."""
    Plan.objects.create(
        root=unit.root or unit,
        unit=unit,
        name="Forår",
        starts_on=today(),
        ends_on=today() + timedelta(days=90),
        deletes_on=today() + timedelta(days=400),
        budget=budget,
        state=state,
        created_at=timezone.now(),
    )


def test_a_manager_decides_on_price_gap_and_budget_and_a_consultant_sees_no_ratings(
    people: People, dorte_s: Client, client_for: ClientFor
) -> None:
    offering = law_course(people)
    round_on(people.north, 30, {people.bo: {"LM": 1}})
    plan_with_budget(people.north, 60_000, PlanState.PROPOSED)
    plan_with_budget(people.testkommune, 987_654, PlanState.APPROVED)
    one = make_wish(people.bo, make_session(people, offering))
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    seen, consultant = (
        " ".join(client.get(f"{URL}{one.uuid}/").content.decode().split())
        for client in (client_for(people.alma), dorte_s)
    )
    for page in (seen, consultant):
        assert "Jeg vil skrive bedre." in page
        assert "a seat" in page
        assert "Why not (" not in page
    assert "3 competencies where Bo is below what it lifts to." in seen
    assert "DKK 60,000" in seen
    assert "987,654" not in seen
    assert "is below what it lifts to" not in consultant
    assert "60,000" not in consultant


# Who has left


def test_the_seat_of_who_has_left_goes_to_the_next_at_night(people: People, dorte_s: Client) -> None:
    seated, (erik_s,) = full(people, people.erik)
    wished = make_wish(people.bo, make_session(people, make_offering(people, title_da="Andet")))
    retire_employee(employee=people.bo, on=today(), by=None)
    call_command("keep_learning", stdout=StringIO())
    assert states(seated, wished, erik_s) == [
        ParticipationState.CANCELLED,
        ParticipationState.CANCELLED,
        ParticipationState.APPROVED,
    ]
    told = [one for one in learning_items(people.dorte, today()) if "Bo" in one.why_now]
    assert [dorte_s.get(one.url).status_code for one in told] == [200, 200]


def test_the_guests_own_municipality_is_told_of_one_who_has_left(people: People, client_for: ClientFor) -> None:
    session = make_session(people, is_joint=True)
    guest = make_employee("Gerda", people.outsider.unit)
    seat = make_wish(guest, session)
    approve(participation=seat, session=session, now=timezone.now(), by=people.outsider)
    retire_employee(employee=guest, on=today(), by=None)
    call_command("keep_learning", stdout=StringIO())
    assert states(seat) == [ParticipationState.CANCELLED]
    (told,) = [one for one in learning_items(people.outsider, today()) if "Gerda" in one.why_now]
    assert client_for(people.outsider).get(told.url).status_code == 200
    assert not [one for one in learning_items(people.dorte, today()) if "Gerda" in one.why_now]


def test_what_who_has_left_took_part_in_stands(people: People) -> None:
    _session, (one,) = seated_and_over(people, people.bo)
    retire_employee(employee=people.bo, on=today(), by=None)
    assert end_what_leavers_had(now=timezone.now()) == 0
    assert states(one) == [ParticipationState.APPROVED]


def test_what_somebody_else_ended_meanwhile_stops_nobody_elses(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    wishes = [make_wish(one, make_session(people, make_offering(people))) for one in (people.bo, people.erik)]
    for one in (people.bo, people.erik):
        retire_employee(employee=one, on=today(), by=None)
    ended: list[Participation] = []

    def cancelled_meanwhile(participation: Participation, **given: Any) -> Participation:
        if not ended:
            actions.cancel_seat(participation=participation, **given)
        ended.append(participation)
        return actions.cancel_seat(participation=participation, **given)

    monkeypatch.setattr(leavers, "cancel_seat", cancelled_meanwhile)
    assert end_what_leavers_had(now=timezone.now()) == 1
    assert states(*wishes) == [ParticipationState.CANCELLED] * 2


def test_who_asked_somebody_who_leaves_is_told(people: People) -> None:
    one = make_side_by_side(people.bo, make_resource(people.carla))
    retire_employee(employee=people.carla, on=today(), by=None)
    assert end_what_leavers_had(now=timezone.now()) == 1
    one.refresh_from_db()
    assert one.state == SideBySideState.CANCELLED
    (item,) = [item for item in learning_items(people.bo, today()) if str(one.uuid) in item.url]
    assert "Carla" in item.why_now


def states(*rows: Participation) -> list[str]:
    for one in rows:
        one.refresh_from_db()
    return [one.state for one in rows]


# Moving up


def full(people: People, *waiting: Employee, **facts: object) -> tuple[Participation, list[Participation]]:
    """Bo has the only seat in a session, and others wait for it in this order."""
    session = make_session(people, **({"least_seats": 1, "most_seats": 1} | facts))  # type: ignore[arg-type]  # by name
    by, now = people.dorte, timezone.now()
    seated = approve(participation=make_wish(people.bo, session), session=session, now=now, by=by)
    rows = [
        put_on_waiting_list(
            participation=make_wish(person, session), session=session, now=now + timedelta(minutes=place), by=by
        )
        for place, person in enumerate(waiting)
    ]
    return seated, rows


def test_who_moves_up_is_told_and_it_is_in_the_log(people: People, dorte_s: Client) -> None:
    seated, (first, second) = full(people, people.erik, people.carla)
    assert not learning_items(people.erik, today())
    decided(dorte_s, seated, "cancel", "Holdet er kun for nye.")
    assert states(first, second) == [ParticipationState.APPROVED, ParticipationState.WAITING]
    (item,) = learning_items(people.erik, today())
    assert (item.what, item.url) == ("Lov for nye", "/laering/mit/#i-gang")
    event = Event.objects.get(action="learning.participation.moved_up")
    assert (event.subject_id, event.actor_id, event.root_id) == (people.erik.pk, None, people.testkommune.pk)
    assert not learning_items(people.erik, today() + timedelta(days=15))


def test_who_waits_sees_the_place_in_line(people: People, client_for: ClientFor) -> None:
    full(people, people.erik, people.carla)
    for person, place in ((people.erik, 1), (people.carla, 2)):
        assert f"Nummer {place} på ventelisten." in client_for(person).get("/laering/mit/").content.decode()
    assert "på ventelisten" not in client_for(people.bo).get("/laering/mit/").content.decode()


def test_whoever_waits_where_there_is_room_gets_the_seat_at_once(people: People) -> None:
    _seated, (one,) = full(people, people.erik, most_seats=2)
    assert one.state == ParticipationState.APPROVED


def test_after_the_last_day_to_enrol_nobody_moves_up_by_itself(people: People, dorte_s: Client) -> None:
    seated, (one,) = full(people, people.erik, enrol_by=today())
    Session.objects.update(enrol_by=today() - timedelta(days=1))
    take_back(participation=seated, because="Syg.", now=timezone.now())
    assert states(one) == [ParticipationState.WAITING]
    assert seated.session is not None
    (item,) = [one for one in learning_items(people.dorte, today()) if str(seated.session.uuid) in one.url]
    assert item.due == seated.session.starts_on
    assert "has passed" in dorte_s.get(item.url).content.decode()
    decided(dorte_s, one, "approve")
    assert one.state == ParticipationState.APPROVED


def test_a_session_with_more_seats_gives_them_by_a_button_or_at_night(people: People, dorte_s: Client) -> None:
    seated, (first, second, third) = full(people, people.erik, people.carla, people.freja)
    session = seated.session
    assert session is not None
    url = f"{URL}hold/{session.uuid}/pladser/"
    assert "No seat is free" in dorte_s.post(url, follow=True).content.decode()
    Session.objects.update(most_seats=2)
    assert "Give the free seats" in dorte_s.get(f"{URL}hold/{session.uuid}/felt/").content.decode()
    assert "1 person got a seat" in dorte_s.post(url, follow=True).content.decode()
    assert states(first, second) == [ParticipationState.APPROVED, ParticipationState.WAITING]
    Session.objects.update(most_seats=3)
    said = StringIO()
    call_command("keep_learning", stdout=said)
    assert "       1  " in said.getvalue().splitlines()[0]
    assert states(second, third) == [ParticipationState.APPROVED, ParticipationState.WAITING]


def test_a_seat_promised_to_a_unit_goes_to_the_first_who_works_there(people: People) -> None:
    seated, (erik_s, carla_s) = full(people, people.erik, people.carla, is_joint=True)
    assert seated.session is not None
    Session.objects.update(most_seats=2)
    promise_seats(session=seated.session, unit=people.south, seats=1, today=today(), by=people.dorte)
    given = give_free_seats(session=seated.session, now=timezone.now())
    assert [one.employee for one in given] == [people.carla]
    assert states(erik_s, carla_s) == [ParticipationState.WAITING, ParticipationState.APPROVED]


def test_who_moves_to_another_session_leaves_the_seat_to_the_next(people: People) -> None:
    seated, (one,) = full(people, people.erik)
    assert seated.offering is not None
    other = make_session(people, seated.offering, days=60)
    enrol(participation=seated, session=other, now=timezone.now(), by=people.dorte)
    assert states(one) == [ParticipationState.APPROVED]


# Cancelled


def test_a_cancelled_session_ends_everyone_s_way_to_it_with_who_and_why(people: People, dorte_s: Client) -> None:
    seated, (waiting,) = full(people, people.erik)
    session = seated.session
    assert session is not None
    wished = make_wish(people.carla, session)
    url, why = f"{URL}hold/{session.uuid}/aflys/", "Underviseren er syg."
    page = dorte_s.get(url).content.decode()
    assert "1 person loses a seat." in page
    assert "2 more wait for it or have wished for it." in page
    assert dorte_s.post(url, {"cancelled_by": "provider", "because": ""}).status_code == 422
    assert states(seated) == [ParticipationState.APPROVED]
    sent = {"cancelled_by": "provider", "because": why}
    assert "3 people are told" in dorte_s.post(url, sent, follow=True).content.decode()
    assert states(seated, waiting, wished) == [ParticipationState.CANCELLED] * 3
    assert {(one.ended_by, one.ended_because) for one in (seated, waiting, wished)} == {(EndedBy.PROVIDER, why)}
    session.refresh_from_db()
    assert (session.state, session.seats_taken) == (SessionState.CANCELLED, 0)
    for person in (people.bo, people.erik, people.carla):
        (item,) = learning_items(person, today())
        assert item.why_now.startswith(f"{session.offering.provider} har aflyst holdet")
        assert why in item.why_now
        letter = Letter.objects.get(employee=person)
        assert (letter.kind, letter.to) == (LetterKind.LEARNING, person.email)
        assert f"{session.offering.provider} har aflyst holdet" in letter.text
        assert why in letter.text
        assert not learning_items(person, today() + timedelta(days=15))
        assert Event.objects.filter(action="learning.participation.cancelled", subject_id=person.pk).count() == 1
    assert dorte_s.post(url, sent).status_code == 422


def test_a_manager_is_told_of_a_cancelled_session_that_her_people_were_to_be_in(people: People) -> None:
    seated, _waiting = full(people, people.erik)
    session, why = seated.session, "Underviseren er syg."
    assert session is not None

    def told() -> list[str]:
        return [item.why_now for item in learning_items(people.alma, today()) if "vis=afslaaet" in item.url]

    assert told() == []
    cancel_session(session=session, cancelled_by=CancelledBy.PROVIDER, because=why, now=timezone.now(), by=people.dorte)
    (words,) = told()
    assert why in words
    assert "Bo, Erik" in words
    assert not [item for item in learning_items(people.bo, today()) if "vis=afslaaet" in item.url]


def test_others_with_a_seat_in_a_joint_session_are_told_too(people: People, client_for: ClientFor) -> None:
    session = make_session(people, is_joint=True)
    one = make_wish(people.outsider, session)
    cancel_session(
        session=session,
        cancelled_by=CancelledBy.MUNICIPALITY,
        because="Lokalet er lukket.",
        now=timezone.now(),
        by=people.dorte,
    )
    assert states(one) == [ParticipationState.CANCELLED]
    assert one.ended_by == EndedBy.PROVIDER
    event = Event.objects.get(action="learning.participation.cancelled")
    assert (event.root_id, event.subject_id) == (people.andenkommune.pk, people.outsider.pk)
    (item,) = [item for item in learning_items(people.outsider, today()) if "Lokalet er lukket." in item.why_now]
    assert item.why_now.startswith("Testkommune har aflyst holdet")
    assert "Lokalet er lukket." in client_for(people.outsider).get("/laering/mit/").content.decode()


def test_after_a_cancellation_one_wishes_for_another_session(people: People, client_for: ClientFor) -> None:
    session = make_session(people)
    make_wish(people.bo, session)
    cancel_session(
        session=session,
        cancelled_by=CancelledBy.PROVIDER,
        because="Underviseren er syg.",
        now=timezone.now(),
        by=people.dorte,
    )
    assert "Underviseren er syg." in client_for(people.bo).get("/laering/mit/").content.decode()
    make_wish(people.bo, make_session(people, session.offering, days=60))


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_up_seats_at_once_each_seat_goes_to_the_next_in_line() -> None:
    people = make_people()
    session = make_session(people, least_seats=1, most_seats=2)
    seated = [
        approve(participation=make_wish(person, session), session=session, now=timezone.now(), by=people.dorte)
        for person in (people.bo, people.alma)
    ]
    waiting = [
        put_on_waiting_list(
            participation=make_wish(person, session),
            session=session,
            now=timezone.now() + timedelta(minutes=place),
            by=people.dorte,
        )
        for place, person in enumerate((people.erik, people.carla, people.freja))
    ]

    def give_up(one: Participation) -> Callable[[], object]:
        return lambda: take_back(participation=one, because="Syg.", now=timezone.now())

    assert at_once(*(give_up(one) for one in seated)) == ["done", "done"]
    assert states(*waiting) == [ParticipationState.APPROVED, ParticipationState.APPROVED, ParticipationState.WAITING]
    assert Session.objects.get().seats_taken == 2


@pytest.mark.django_db(transaction=True)
def test_a_seat_given_up_while_the_session_is_cancelled_stops_nobody() -> None:
    people = make_people()
    seated, (waiting,) = full(people, people.erik)
    session = seated.session
    assert session is not None
    ended = at_once(
        lambda: take_back(participation=seated, because="Syg.", now=timezone.now()),
        lambda: cancel_session(
            session=session,
            cancelled_by=CancelledBy.PROVIDER,
            because="Underviseren er syg.",
            now=timezone.now(),
            by=people.dorte,
        ),
    )
    assert ended in (["done", "done"], ["BadInput", "done"])
    assert states(seated, waiting) == [ParticipationState.CANCELLED] * 2
    assert Session.objects.get().seats_taken == 0


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
