"""Citizens go on: to a colleague, many at a time, to another unit; the note, and who waits on the page of today."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import retire_employee
from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.handovers import hand_over, move_citizen
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.citizens.permissions import citizens_of
from fagkompas.citizens.today import today_items
from fagkompas.engine.errors import BadInput
from tests.citizens.making import BEGAN, TODAY, make_citizen
from tests.conversations.test_pages import shown as form_of
from tests.people import People, make_employee
from tests.sent_twice import makes_one

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("freja_has_cases")]

As = Callable[[Employee], Client]
MANY = "citizens:hand_over_many"
NOTE = "Ring om fredagen; lov hende en plads i køkkenet."


@pytest.fixture
def hans(people: People) -> Employee:
    """A colleague of Erik's."""
    return make_employee("Hans", people.north, Role.CASEWORKER)


def page(citizen: Citizen, name: str = "citizen") -> str:
    return reverse(f"citizens:{name}", args=[citizen.uuid])


def test_citizens_go_to_a_colleague_with_a_note(people: People, hans: Employee) -> None:
    first, second = make_citizen(people), make_citizen(people, name="Anden Person")
    done = hand_over(citizens=[first, second], to=hans, note=NOTE, today=TODAY, by=people.erik)
    assert (done.moved, done.stayed) == (2, 0)
    assert set(Citizen.objects.values_list("caseworker_id", "revision")) == {(hans.pk, 1)}
    assert [
        (one.from_employee, one.to_employee, one.from_unit, one.to_unit, one.on, one.note, one.by)
        for one in Handover.objects.all()
    ] == [(people.erik, hans, people.north, people.north, TODAY, NOTE, people.erik)] * 2
    events = Event.objects.filter(action="citizens.citizen.handed_over")
    assert set(events.values_list("citizen_id", flat=True)) == {first.pk, second.pk}


def test_the_note_cannot_be_read_in_the_database(people: People, hans: Employee) -> None:
    hand_over(citizens=[make_citizen(people)], to=hans, note=NOTE, today=TODAY, by=people.erik)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM citizens_handover")
        assert "fredag" not in cursor.fetchone()[0]


def test_queries_hardly_grow_with_the_citizens(people: People, hans: Employee) -> None:
    def queries(number: int) -> int:
        citizens = [make_citizen(people, name=f"Person {n}") for n in range(number)]
        with CaptureQueriesContext(connection) as captured:
            hand_over(citizens=citizens, to=hans, note="", today=TODAY, by=people.erik)
        return len(captured)

    few = queries(2)
    assert queries(25) == few


def test_all_go_or_none(people: People, hans: Employee) -> None:
    here, away = make_citizen(people), make_citizen(people, name="Anden", unit=people.south)
    closed = make_citizen(people, name="Lukket", closed_on=TODAY, closed_why="job")
    for citizens, code in (
        ([here, away], "caseworker_elsewhere"),
        ([here, closed], "case_is_closed"),
        ([], "nobody_chosen"),
    ):
        with pytest.raises(BadInput) as refused:
            hand_over(citizens=citizens, to=hans, note="", today=TODAY, by=None)
        assert [problem.message_code for problem in refused.value.problems] == [code]
    with pytest.raises(BadInput) as refused:
        hand_over(citizens=[here], to=hans, note="Se 700190-1234", today=TODAY, by=people.alma)
    assert refused.value.problems[0].message_code == "cpr_number"
    assert not Handover.objects.exists()


def test_who_has_the_citizen_already_keeps_it(people: People, hans: Employee) -> None:
    citizens = [make_citizen(people), make_citizen(people, name="Anden", caseworker=hans)]
    done = hand_over(citizens=citizens, to=hans, note="", today=TODAY, by=people.alma)
    assert (done.moved, done.stayed, Handover.objects.count()) == (1, 1, 1)


def test_the_next_one_sees_it_until_it_is_read(people: People, hans: Employee, client_for: As) -> None:
    citizen = make_citizen(people)
    client_for(people.erik).post(page(citizen, "hand_over"), {"to": hans.uuid, "note": NOTE})
    (item,) = today_items(hans)
    assert (item.what, item.url) == ("Prøve Person", page(citizen))
    assert today_items(people.erik) == []
    client = client_for(hans)
    assert "Ring om fredagen" in client.get(page(citizen)).content.decode()
    client_for(people.alma).post(page(citizen, "handover_read"))
    assert today_items(hans)
    client.post(page(citizen, "handover_read"))
    assert today_items(hans) == []
    assert "Jeg har læst det" not in client.get(page(citizen)).content.decode()
    assert "Ring om fredagen" in client.get(page(citizen, "history")).content.decode()


def test_somebody_leaves_and_the_manager_hands_over_all_of_it(people: People, hans: Employee, client_for: As) -> None:
    first, second = make_citizen(people), make_citizen(people, name="Anden Person")
    mine = make_citizen(people, name="Min Person", caseworker=people.alma)
    retire_employee(employee=people.erik, on=TODAY, by=people.ida)
    (waiting,) = today_items(people.alma)
    assert waiting.why_now == "2 borgere har ingen sagsbehandler, der arbejder her."
    client = client_for(people.alma)
    listed = client.get(waiting.url).context["listing"].page
    assert {one.pk for one in listed} == {first.pk, second.pk}
    address = f"{reverse(MANY)}?fra={people.erik.uuid}"
    shown = client.get(address)
    assert "Erik, som er fratrådt (2)" in shown.content.decode()
    assert mine.name not in shown.content.decode()
    client.post(address, {"citizens": [first.uuid, second.uuid], "to": hans.uuid, "note": NOTE})
    assert set(hans.citizens.all()) == {first, second}
    assert today_items(people.alma) == []
    assert len(today_items(hans)) == 2


def test_one_hands_over_ones_own_only_unless_one_manages(people: People, hans: Employee, client_for: As) -> None:
    theirs, mine = make_citizen(people, caseworker=hans), make_citizen(people, name="Min Person")
    client = client_for(people.erik)
    assert client.get(f"{reverse(MANY)}?fra={hans.uuid}").status_code == 404
    assert client.get(page(theirs, "hand_over")).status_code == 404
    refused = client.post(reverse(MANY), {"citizens": [theirs.uuid], "to": people.alma.uuid})
    assert refused.status_code == 422
    client.post(reverse(MANY), {"citizens": [mine.uuid], "to": hans.uuid})
    assert set(hans.citizens.all()) == {theirs, mine}


def test_a_citizen_moves_to_another_unit(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    made = move_citizen(
        citizen=citizen, to=people.south, caseworker=people.freja, on=BEGAN, note=NOTE, today=TODAY, by=people.erik
    )
    citizen.refresh_from_db()
    assert (citizen.unit, citizen.caseworker) == (people.south, people.freja)
    assert (made.from_unit, made.to_unit, made.on, made.from_employee) == (
        people.north,
        people.south,
        BEGAN,
        people.erik,
    )
    assert list(citizens_of(people.freja)) == [citizen]
    assert len(today_items(people.freja)) == 1
    assert client_for(people.erik).get(page(citizen)).status_code == 302
    waiting = move_citizen(
        citizen=citizen, to=people.north, caseworker=None, on=TODAY, note="", today=TODAY, by=people.freja
    )
    history = client_for(people.erik).get(page(waiting.citizen, "history")).content.decode()
    assert "Freja (Syd) → Ingen endnu (Nord)" in history


def test_a_move_is_refused_with_every_reason(people: People) -> None:
    citizen = make_citizen(people)
    with pytest.raises(BadInput) as refused:
        move_citizen(
            citizen=citizen,
            to=people.south,
            caseworker=people.erik,
            on=TODAY + timedelta(days=1),
            note="Se 700190-1234",
            today=TODAY,
            by=people.erik,
        )
    codes = [problem.message_code for problem in refused.value.problems]
    assert codes == ["caseworker_elsewhere", "day_in_future", "cpr_number"]
    for unit, code in ((people.north, "same_unit"), (people.andenkommune, "other_municipality")):
        with pytest.raises(BadInput) as refused:
            move_citizen(citizen=citizen, to=unit, caseworker=None, on=TODAY, note="", today=TODAY, by=people.erik)
        assert [problem.message_code for problem in refused.value.problems] == [code]


def test_who_may_no_longer_is_told_so_and_nothing_is_done(people: People, hans: Employee) -> None:
    mine, gone = make_citizen(people), make_citizen(people, name="Anden Person")
    Citizen.objects.filter(pk=gone.pk).update(caseworker=hans)
    for citizens, code in (([gone], "not_yours_now"), ([mine, gone], "one_given_on_meanwhile")):
        with pytest.raises(BadInput) as refused:
            hand_over(citizens=citizens, to=people.alma, note="", today=TODAY, by=people.erik)
        assert [problem.message_code for problem in refused.value.problems] == [code]
    assert people.erik.held_roles
    RoleHeld.objects.filter(employee=people.erik).delete()
    with pytest.raises(BadInput, match="not_yours_now"):
        move_citizen(citizen=mine, to=people.south, caseworker=None, on=TODAY, note="", today=TODAY, by=people.erik)
    assert not Handover.objects.exists()
    assert not Event.objects.filter(action__startswith="citizens.citizen.").exists()


def test_one_who_has_gone_on_meanwhile_is_not_given_on_from_there(people: People, hans: Employee) -> None:
    one, other = make_citizen(people), make_citizen(people, name="Anden Person")
    Citizen.objects.filter(pk=one.pk).update(caseworker=hans)
    for citizens, code in (([one], "given_on_meanwhile"), ([one, other], "one_given_on_meanwhile")):
        with pytest.raises(BadInput) as refused:
            hand_over(citizens=citizens, to=people.alma, note="", today=TODAY, by=people.alma)
        assert [problem.message_code for problem in refused.value.problems] == [code]
    with pytest.raises(BadInput, match="given_on_meanwhile"):
        move_citizen(citizen=one, to=people.south, caseworker=None, on=TODAY, note="", today=TODAY, by=people.alma)
    assert not Handover.objects.exists()


@pytest.mark.parametrize("name", ["hand_over", "move"])
def test_a_page_of_before_says_where_the_citizen_is_and_can_be_sent_again(
    people: People, hans: Employee, client_for: As, name: str
) -> None:
    citizen, client = make_citizen(people), client_for(people.alma)
    today = timezone.localdate().isoformat()
    given = {"to": people.alma.uuid, "unit": people.south.uuid, "on": today, "note": NOTE}
    typed = {**form_of(client, page(citizen, name)), **given}
    Citizen.objects.update(caseworker=hans)
    answer = client.post(page(citizen, name), typed)
    assert answer.status_code == 422
    assert "En anden har imens overdraget eller flyttet borgeren" in answer.content.decode()
    assert not Handover.objects.exists()
    form = answer.context["form"]
    again = client.post(page(citizen, name), {**typed, "seen": form["seen"].value()})
    assert again.status_code == 302
    assert Handover.objects.get().from_employee == hans


@pytest.mark.parametrize("name", ["hand_over", "move"])
def test_whose_right_is_gone_when_the_button_is_pressed_is_told_so(
    people: People, hans: Employee, client_for: As, name: str
) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    today = timezone.localdate().isoformat()
    given = {"to": people.alma.uuid, "unit": people.south.uuid, "on": today}
    typed = {**form_of(client, page(citizen, name)), **given}
    Citizen.objects.update(caseworker=hans)
    said = "Du kan ikke længere overdrage eller flytte borgeren"
    assert said in client.post(page(citizen, name), typed, follow=True).content.decode()
    Citizen.objects.update(unit=people.south)
    answer = client.post(page(citizen, name), typed, follow=True)
    assert answer.redirect_chain == [(reverse("citizens:list"), 302)]
    assert said in answer.content.decode()
    assert not Handover.objects.exists()


def test_a_list_of_which_nobody_is_left_says_so(people: People, hans: Employee, client_for: As) -> None:
    citizen, client = make_citizen(people), client_for(people.alma)
    address = f"{reverse(MANY)}?fra={people.erik.uuid}"
    typed = {**form_of(client, address), "citizens": [citizen.uuid], "to": people.alma.uuid}
    Citizen.objects.update(caseworker=hans)
    answer = client.post(address, typed, follow=True)
    assert answer.redirect_chain == [(reverse(MANY), 302)]
    assert "En anden har overdraget en af dem" in answer.content.decode()


def test_handed_over_twice_it_is_done_once_and_leads_to_the_same_page(
    people: People, hans: Employee, client_for: As
) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    makes_one(client, page(citizen, "hand_over"), Handover, {"to": hans.uuid, "note": NOTE}, anew=False)
    assert "1 borger har nu Hans." in client.get(page(citizen)).content.decode()


def test_moved_twice_it_is_done_once_and_leads_to_the_same_page(people: People, client_for: As) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    today = timezone.localdate().isoformat()
    makes_one(client, page(citizen, "move"), Handover, {"unit": people.south.uuid, "on": today}, anew=False)
    assert "Borgeren er flyttet til Syd." in client.get(reverse("citizens:list")).content.decode()


def test_many_handed_over_twice_go_once(people: People, hans: Employee, client_for: As) -> None:
    several = [make_citizen(people, name=f"Prøve {n}") for n in range(2)]
    client, address = client_for(people.alma), f"{reverse(MANY)}?fra={people.erik.uuid}"
    typed = {**form_of(client, address), "citizens": [one.uuid for one in several], "to": hans.uuid}
    for _press in range(2):
        answer = client.post(address, typed, follow=True)
        assert answer.redirect_chain == [(reverse("citizens:list"), 302)]
        assert "2 borgere har nu Hans." in answer.content.decode()
    assert Handover.objects.count() == 2


def test_two_presses_at_once_do_it_once(people: People, hans: Employee) -> None:
    """The second was let in before the first had saved, and waits for it."""
    one, other, key = make_citizen(people), make_citizen(people, name="Anden Person"), uuid4()
    for _press in range(2):
        done = hand_over(citizens=[one, other], to=hans, note="", today=TODAY, by=people.erik, key=key)
        assert (done.moved, done.stayed) == (2, 0)
    assert Handover.objects.count() == 2
    third, key = make_citizen(people), uuid4()
    made = [
        move_citizen(
            citizen=third, to=people.south, caseworker=None, on=TODAY, note="", today=TODAY, by=people.erik, key=key
        )
        for _press in range(2)
    ]
    assert made[0] == made[1]


def test_a_citizen_whom_nobody_had_has_a_history_too(people: People, client_for: As) -> None:
    citizen = make_citizen(people, has_caseworker=False)
    client = client_for(people.erik)
    client.post(page(citizen, "hand_over"), {"to": people.erik.uuid, "note": ""})
    assert "Ingen (Nord) → Erik (Nord)" in client.get(page(citizen, "history")).content.decode()
    assert today_items(people.erik) == []


def test_the_page_moves_and_leads_back_to_the_list(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    client = client_for(people.erik)
    typed = {"unit": people.south.uuid, "on": timezone.localdate().isoformat(), "note": NOTE, "caseworker": ""}
    answer = client.post(page(citizen, "move"), typed)
    assert answer.headers["Location"] == reverse("citizens:list")
    citizen.refresh_from_db()
    assert (citizen.unit, citizen.caseworker) == (people.south, None)


def test_who_closes_a_unit_is_told_how_many_open_cases_lie_there(people: People, client_for: As) -> None:
    today, client = timezone.localdate(), client_for(people.ida)
    asked = client.get(reverse("accounts:unit_close", args=[people.north.uuid])).content.decode()
    address = reverse("citizens:open_in_unit", args=[people.north.uuid])
    assert f'hx-get="{address}"' in asked
    make_citizen(people, began_on=today, closed_on=today, closed_why="job")
    assert not client.get(address).content.strip()
    for name in ("Prøve Et", "Prøve To"):
        make_citizen(people, name=name)
    told = client.get(address).content.decode()
    assert "Her ligger 2 åbne sager" in told
    assert "Prøve" not in told
    assert client_for(people.alma).get(address).status_code == 404


def test_all_of_a_unit_moves_at_once_when_it_closes(people: People, client_for: As) -> None:
    several = [make_citizen(people, name=f"Prøve {n}") for n in range(3)]
    elsewhere = make_citizen(people, unit=people.south)
    client = client_for(people.alma)
    address = f"{reverse(MANY)}?fra=enhed-{people.north.uuid}"
    assert "Alle i Nord (3)" in client.get(address).content.decode()
    chosen = [one.uuid for one in several]
    for typed, said in (
        ({"unit": "", "to": ""}, "Vælg en sagsbehandler, eller en enhed"),
        ({"unit": people.south.uuid, "to": people.erik.uuid}, "Erik har ingen rolle i Syd"),
    ):
        assert said in client.post(address, {"citizens": chosen, **typed}).content.decode()
    answer = client.post(address, {"citizens": chosen, "unit": people.south.uuid, "to": "", "note": NOTE}, follow=True)
    assert "3 borgere er flyttet til Syd." in answer.content.decode()
    assert set(Citizen.objects.filter(unit=people.south, caseworker=None)) == {*several, elsewhere}
    assert {(one.from_unit, one.to_unit, one.note) for one in Handover.objects.all()} == {
        (people.north, people.south, NOTE)
    }
    assert Event.objects.filter(action="citizens.citizen.moved").count() == 3


def test_only_what_one_may_hand_over_of_a_unit_is_offered(people: People, hans: Employee, client_for: As) -> None:
    make_citizen(people, caseworker=hans)
    client = client_for(people.erik)
    assert client.get(f"{reverse(MANY)}?fra=enhed-{people.north.uuid}").status_code == 404
    assert client_for(people.alma).get(f"{reverse(MANY)}?fra=enhed-{people.south.uuid}").status_code == 404


def test_a_closed_unit_with_open_cases_leads_its_manager_to_moving_them(people: People, client_for: As) -> None:
    make_citizen(people)
    people.north.retired_on = TODAY
    people.north.save(update_fields=["retired_on"])
    (item,) = today_items(people.alma)
    assert "Prøve Person" in client_for(people.alma).get(item.url).content.decode()
