"""Whoever a CPR number leads to is noted where the answer is given, and nobody may try numbers by the hundred."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.looking_up import AN_HOUR, look_ups_left, refusal_of_look_up
from fagkompas.citizens.models import Citizen, CitizenImport
from fagkompas.toolkit.attempts import note_in_the_hour
from tests.citizens.making import CPR, make_citizen
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]
HEAD = "navn;cpr;enhed;målgruppe"
NEW = {"target_group": "job-ready", "language": "da", "began_on": "2026-09-01"}


def read(client: Client, *rows: str) -> str:
    file = SimpleUploadedFile("borgere.csv", "\n".join((HEAD, *rows)).encode())
    return client.post(reverse("citizens:import"), {"file": file}, follow=True).content.decode()


def looked_up() -> list[tuple[int | None, int | None]]:
    rows = Event.objects.filter(action="citizens.number.looked_up").order_by("pk")
    return list(rows.values_list("actor_id", "citizen_id"))


def test_a_file_tells_that_a_citizen_is_elsewhere_and_not_where_and_everyone_it_led_to_is_noted(
    people: People, client_for: As
) -> None:
    away = make_citizen(people, name="Sigurd Syd", unit=people.south, cpr=CPR)
    mine = make_citizen(people, name="Nora Nord", cpr="7101901234")
    make_citizen(people, name="Anden Kommune", unit=people.andenkommune, cpr="6601901234")
    said = read(
        client_for(people.erik), "X;700190-1234;Nord;job-ready", "Y;710190-1234;;", "Z;660190-1234;Nord;job-ready"
    )
    assert "en anden enhed" in said
    assert "Syd" not in said
    assert sorted(looked_up()) == sorted([(people.erik.pk, away.pk), (people.erik.pk, mine.pk)])


def test_a_file_of_other_units_numbers_is_not_read_at_all(people: People, client_for: As) -> None:
    make_citizen(people, unit=people.south, cpr=CPR)
    note_in_the_hour(people.erik.pk, "citizens.number.looked_up", times=AN_HOUR)
    said = read(client_for(people.erik), "X;700190-1234;Nord;job-ready", "Ny;710190-1234;Nord;job-ready")
    assert "1 numre på borgere i enheder" in said
    assert not CitizenImport.objects.exists()
    assert not looked_up(), "nothing was told"
    assert look_ups_left(people.freja) == AN_HOUR, "the hour is one person's"


def test_a_number_typed_for_a_new_case_is_noted_when_somebody_has_it(people: People, client_for: As) -> None:
    away = make_citizen(people, unit=people.south, cpr=CPR)
    typed = NEW | {"name": "X", "cpr": "700190-1234", "unit": people.north.uuid, "caseworker": people.erik.uuid}
    answer = client_for(people.erik).post(reverse("citizens:new"), typed)
    assert answer.status_code == 422
    assert "allerede en sag i Syd" in answer.content.decode()
    assert looked_up() == [(people.erik.pk, away.pk)]


def test_a_number_typed_for_somebody_known_is_noted_too(people: People, client_for: As) -> None:
    away, mine = make_citizen(people, unit=people.south, cpr=CPR), make_citizen(people)
    typed = NEW | {"name": "Prøve Person", "cpr": "700190-1234", "opened-name": "Prøve Person"}
    answer = client_for(people.erik).post(reverse("citizens:edit", args=[mine.uuid]), typed)
    assert answer.status_code == 422
    assert looked_up() == [(people.erik.pk, away.pk)]


@pytest.mark.parametrize("name", ["list", "new", "edit"])
def test_after_many_numbers_in_an_hour_no_more_is_told(people: People, client_for: As, name: str) -> None:
    mine = make_citizen(people)
    make_citizen(people, unit=people.south, cpr=CPR)
    client = client_for(people.erik)
    for _number in range(AN_HOUR):
        assert not refusal_of_look_up(people.erik, "7201901234")
    address = reverse(f"citizens:{name}", args=[mine.uuid] if name == "edit" else [])
    typed = NEW | {"name": "Prøve", "opened-name": "Prøve Person", "cpr": CPR, "unit": people.north.uuid, "words": CPR}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "slået mange CPR-numre op" in answer.content.decode()
    assert "Syd" not in answer.content.decode()
    assert not looked_up()
    assert Citizen.objects.count() == 2


def test_a_name_is_not_a_look_up(people: People, client_for: As) -> None:
    make_citizen(people)
    client_for(people.erik).post(reverse("citizens:list"), {"words": "Prøve"})
    assert look_ups_left(people.erik) == AN_HOUR
