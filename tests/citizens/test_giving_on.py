"""One right to hand a citizen over, move her to another unit, close and open the case: by page and by file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import withdraw_role
from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.citizens.actions.handovers import move_citizen
from fagkompas.citizens.actions.imports import import_citizens
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.actions.record import CitizenFacts, facts_of, reopen_case
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.citizens.permissions import citizens_to_hand_over, may_hand_over
from fagkompas.citizens.today import today_items
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import Unread
from tests.citizens.making import CPR, TODAY, make_citizen
from tests.citizens.test_file import checked, problems, saved
from tests.people import People, make_employee, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("freja_has_cases")]

As = Callable[[Employee], Client]


@pytest.fixture
def hans(people: People) -> Employee:
    """A caseworker of Nord beside Erik."""
    return make_employee("Hans", people.north, Role.CASEWORKER)


@pytest.mark.parametrize("name", ["hand_over", "move", "close", "reopen"])
def test_a_colleague_gives_nobody_elses_citizen_on(people: People, hans: Employee, client_for: As, name: str) -> None:
    citizen = make_citizen(people)
    if name == "reopen":
        Citizen.objects.update(closed_on=TODAY, closed_why="job")
    address = reverse(f"citizens:{name}", args=[citizen.uuid])
    for person, status in ((hans, 404), (people.erik, 200), (people.alma, 200)):
        client = client_for(person)
        answer = client.post(address, follow=True) if name == "reopen" else client.get(address)
        assert answer.status_code == status, person.name
    shown = client_for(hans).get(reverse("citizens:citizen", args=[citizen.uuid])).content.decode()
    assert "/flyt/" not in shown
    assert "/luk/" not in shown


def test_a_file_hands_over_only_what_one_may_hand_over(people: People, hans: Employee) -> None:
    citizen = make_citizen(people, cpr=CPR)
    below = make_unit("Team", people.north)
    assert problems(people, ";7001901234;;;;;;Hans;;;", by=hans) == [(2, "sagsbehandler", "not_yours_to_give")]
    assert problems(people, ";7001901234;;;;;Team;;;;", by=hans) == [(2, "enhed", "not_yours_to_give")]
    assert problems(people, ";7001901234;11223344;;;;;Erik;;;", by=hans) == []
    assert problems(people, ";7001901234;;;;;;Hans;;;", by=people.erik) == []
    saved(people, ";7001901234;;;;;Team;Hans;;;", by=people.alma)
    citizen.refresh_from_db()
    assert (citizen.unit, citizen.caseworker) == (below, hans)


def test_somebody_without_the_role_counts_as_nobody(people: People, hans: Employee, client_for: As) -> None:
    citizen = make_citizen(people)
    assert not may_hand_over(hans, citizen)
    for held in people.erik.roles.all():
        withdraw_role(held=held, by=people.ida)
    citizen = Citizen.objects.get(pk=citizen.pk)
    assert list(Citizen.objects.without_caseworker()) == [citizen]
    assert may_hand_over(hans, citizen)
    assert list(citizens_to_hand_over(hans)) == [citizen]
    assert [item.what for item in today_items(people.alma)] == ["Vælg en sagsbehandler i Nord"]
    shown = client_for(people.alma).get(reverse("citizens:list") + "?sagsbehandler=ingen").content.decode()
    assert citizen.name in shown
    assert citizen.name in client_for(hans).get(reverse("citizens:hand_over_many")).content.decode()


def test_a_role_above_counts_and_one_beside_does_not(people: People) -> None:
    below = make_unit("Team", people.north)
    make_citizen(people, unit=below, caseworker=people.erik)
    assert not Citizen.objects.without_caseworker().exists()
    moved = make_citizen(people, unit=people.south, caseworker=people.erik)
    assert list(Citizen.objects.without_caseworker()) == [moved]


def test_a_closed_case_leaves_a_unit_that_is_closed(people: People) -> None:
    citizen = make_citizen(people, closed_on=TODAY, closed_why="job")
    people.north.retired_on = TODAY
    people.north.save()
    with pytest.raises(BadInput, match="unit_is_retired"):
        reopen_case(citizen=citizen, by=people.alma)
    move_citizen(citizen=citizen, to=people.south, caseworker=None, on=TODAY, note="", today=TODAY, by=people.alma)
    assert not reopen_case(citizen=citizen, by=people.freja).is_closed


def test_what_one_gives_to_oneself_is_read(people: People, hans: Employee) -> None:
    one = make_citizen(people, cpr=CPR, has_caseworker=False)
    saved(people, ";7001901234;;;;;;Hans;;;", by=hans)
    one.refresh_from_db()
    RoleHeld.objects.create(employee=people.freja, role=Role.MANAGER, unit=people.north, since=TODAY)
    move_citizen(citizen=one, to=people.south, caseworker=people.freja, on=TODAY, note="", today=TODAY, by=people.freja)
    assert Handover.objects.count() == 2
    assert not Handover.objects.filter(read_at__isnull=True).exists()


def broken(citizen: Citizen) -> Citizen:
    """With an address that was stored under a key that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE citizens_citizen SET address = 'gAAAAAbroken' WHERE id = %s", [citizen.pk])
    return Citizen.objects.get(pk=citizen.pk)


def test_a_file_changes_nobody_of_whom_something_cannot_be_read(people: People) -> None:
    citizen = broken(make_citizen(people, cpr=CPR, address="Vej 1"))
    assert problems(people, "Nyt Navn;7001901234;;;;;;;;;") == [(2, None, "unread")]
    make_citizen(people, name="Anden", cpr="7101901234")
    (row,) = checked(people, "Nyt Navn;7101901234;;;;;;;;;").to_save
    with pytest.raises(BadInput, match="unread"):
        import_citizens(
            rows=[replace(row, citizen_id=citizen.pk, revision=citizen.revision)],
            kept=None,
            today=TODAY,
            by=people.erik,
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM citizens_citizen WHERE id = %s", [citizen.pk])
        assert cursor.fetchone() == ("gAAAAAbroken",)


def test_tidying_up_never_makes_a_text_of_what_cannot_be_read(people: People) -> None:
    citizen = broken(make_citizen(people, address="Vej 1"))
    facts: CitizenFacts = facts_of(citizen).as_stored()
    assert isinstance(facts.address, Unread)
    assert facts.began_on == date(2026, 9, 1)


def test_a_number_that_another_has_changed_meanwhile_is_not_written_over(people: People, client_for: As) -> None:
    citizen = make_citizen(people, cpr=CPR)
    client, address = client_for(people.erik), reverse("citizens:edit", args=[citizen.uuid])
    seen = client.get(address).context["form"].initial["number_seen"]
    typed = {"name": citizen.name, "target_group": "job-ready", "language": "da", "began_on": "2026-09-01"}
    typed["number_seen"] = seen
    assert client.post(address, typed | {"cpr": "710190-1234"}).status_code == 302
    late = client.post(address, typed | {"cpr": "720190-1234"})
    assert late.status_code == 422
    assert "har ændret nummeret imens" in late.content.decode()
    assert client.post(address, typed | {"no_cpr": "on"}).status_code == 422
    assert Citizen.objects.get().cpr == "7101901234"


def test_a_new_number_and_no_number_is_a_question(people: People, client_for: As) -> None:
    citizen = make_citizen(people, cpr=CPR)
    client, address = client_for(people.erik), reverse("citizens:edit", args=[citizen.uuid])
    typed = {"name": citizen.name, "target_group": "job-ready", "language": "da", "began_on": "2026-09-01"}
    typed["number_seen"] = client.get(address).context["form"].initial["number_seen"]
    answer = client.post(address, typed | {"cpr": "710190-1234", "no_cpr": "on"})
    assert answer.status_code == 422
    assert "ikke begge dele" in answer.content.decode()
    assert Citizen.objects.get().cpr == CPR


def test_a_new_case_is_its_caseworkers_and_not_the_managers_by_itself(people: People, client_for: As) -> None:
    for person, chosen in ((people.erik, people.erik.uuid), (people.alma, "")):
        form = client_for(person).get(reverse("citizens:new")).context["form"]
        assert form["caseworker"].value() == chosen, person.name


def test_the_number_is_shown_to_those_who_may_change_it(people: People, client_for: As) -> None:
    citizen = make_citizen(people, cpr=CPR)
    open_with_reason(citizen=citizen, reason="Vikar i Nord i dag", today=timezone.localdate(), by=people.freja)
    client = client_for(people.freja)
    shown = client.get(reverse("citizens:contact", args=[citizen.uuid]))
    assert shown.status_code == 200
    assert "/cpr/" not in shown.content.decode()
    assert client.post(reverse("citizens:show_cpr", args=[citizen.uuid])).status_code == 404
