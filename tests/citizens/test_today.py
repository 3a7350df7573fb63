"""The first page and the search: nobody is told of whom one may no longer open, and whoever is shown is noted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import withdraw_role
from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.casework.actions.status import refresh_status
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.today import today_items
from tests.citizens.making import make_citizen, make_handover
from tests.people import People, make_unit

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


def seen() -> list[tuple[int | None, int | None]]:
    """Who has seen whom, oldest first."""
    reads = Event.objects.filter(action="citizens.list.read").order_by("pk")
    return list(reads.values_list("actor_id", "citizen_id"))


def test_whom_the_first_page_names_is_noted_once_a_day(people: People, client_for: As) -> None:
    one = make_citizen(people)
    make_handover(one, to=people.erik, from_employee=people.alma)
    client = client_for(people.erik)
    for _look in range(3):
        assert one.name in client.get("/").content.decode()
    assert seen() == [(people.erik.pk, one.pk)]
    other = make_citizen(people, name="Anden Opdigtet")
    make_handover(other, to=people.erik, from_employee=people.alma)
    client.get("/")
    assert seen() == [(people.erik.pk, one.pk), (people.erik.pk, other.pk)]


def test_yesterdays_look_does_not_count_for_today(people: People, client_for: As) -> None:
    one = make_citizen(people)
    make_handover(one, to=people.erik, from_employee=people.alma)
    client = client_for(people.erik)
    client.get("/")
    (event,) = Event.objects.filter(action="citizens.list.read")
    with connection.cursor() as cursor:
        yesterday = timezone.now() - timedelta(days=1)
        cursor.execute("UPDATE audit_event SET at = %s WHERE id = %s", [yesterday, event.pk])
    client.get("/")
    assert seen() == [(people.erik.pk, one.pk)] * 2


def test_what_the_check_says_is_read_by_nobody_whose_role_is_gone(people: People, client_for: As) -> None:
    one = make_citizen(people)
    make_handover(one, to=people.erik, from_employee=people.alma)
    refresh_status(citizens=[one.pk], now=timezone.now())
    assert one.name in client_for(people.erik).get("/").content.decode()
    today = timezone.localdate()
    RoleHeld.objects.create(employee=people.erik, role=Role.CASEWORKER, unit=people.south, since=today)
    withdraw_role(held=people.erik.roles.get(unit=people.north, role=Role.CASEWORKER), by=people.ida)
    erik = Employee.objects.get(pk=people.erik.pk)
    page = client_for(erik).get("/").content.decode()
    assert one.name not in page
    assert "Planlæg den næste samtale" not in page


def test_the_manager_is_told_of_cases_in_a_closed_unit(people: People, client_for: As) -> None:
    team = make_unit("Team", people.north)
    one = make_citizen(people, unit=team, caseworker=people.erik)
    assert not today_items(people.alma)
    team.retired_on = timezone.localdate()
    team.save()
    (item,) = today_items(people.alma)
    assert item.what == "Flyt borgerne i Team"
    assert one.name in client_for(people.alma).get(item.url).content.decode()
    Citizen.objects.update(unit=people.north)
    assert not today_items(people.alma)


def test_citizens_are_looked_for_once_the_words_are_sent(people: People, client_for: As) -> None:
    one = make_citizen(people, name="Åse Opdigtet")
    client, address = client_for(people.erik), reverse("search")
    for words in ("Ås", "Åse", "Åse Op"):
        typing = client.post(address, {"words": words}, headers={"HX-Request": "true"}).content.decode()
        assert one.name not in typing
        assert "Tryk på Enter" in typing
    assert seen() == []
    assert one.name in client.post(address, {"words": "Åse Op"}).content.decode()
    assert seen() == [(people.erik.pk, one.pk)]
    assert (
        "Tryk på Enter"
        not in client_for(people.bo).post(address, {"words": "Åse"}, headers={"HX-Request": "true"}).content.decode()
    )


@pytest.mark.parametrize(
    "name",
    ["citizens:citizen", "citizens:contact", "casework:plan", "casework:tracks", "casework:cv", "casework:job_log"],
)
def test_the_browsers_title_has_initials_and_no_name(people: People, client_for: As, name: str) -> None:
    one = make_citizen(people, name="Prøve von Person")
    page = client_for(people.erik).get(reverse(name, args=[one.uuid])).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "P.V.P." in title
    assert "Person" not in title
    assert "Prøve von Person" in page
