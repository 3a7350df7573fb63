"""The placements on a company's page: names of one's own citizens only, and each name is logged."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from tests.casework.work import make_placement
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.conversations.making import agreement, plan
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


def test_the_page_of_a_company_loads_its_placements(people: People, client_for: As) -> None:
    company = make_company(people)
    page = client_for(people.erik).get(reverse("companies:company", args=[company.uuid])).content.decode()
    address = reverse("casework:placements_of_company", args=[company.uuid])
    assert f'hx-get="{address}"' in page
    assert "Ingen er eller har været i et forløb her." in client_for(people.erik).get(address).content.decode()


def test_names_are_of_ones_own_units_and_logged(people: People, client_for: As) -> None:
    company, today = make_company(people), timezone.localdate()
    citizen = make_citizen(people, name="Prøve Person")
    make_placement(citizen, company)
    make_placement(citizen, company, from_on=today - timedelta(days=200), to_on=today - timedelta(days=100))
    make_placement(make_citizen(people, name="Anden Steds", cpr=""), make_company(people, name="Et andet firma"))
    address = reverse("casework:placements_of_company", args=[company.uuid])
    own = client_for(people.erik).get(address).content.decode()
    assert own.count("Prøve Person") == 2
    assert own.count("badge") == 1
    assert "Anden Steds" not in own
    event = Event.objects.get(action="casework.placements.read")
    assert (event.actor_id, event.citizen_id) == (people.erik.pk, citizen.pk)
    others = client_for(people.freja).get(address).content.decode()
    assert "Prøve Person" not in others
    assert others.count("En borger i en anden enhed") == 2
    assert Event.objects.filter(action="casework.placements.read").count() == 1


def test_queries_do_not_grow_with_the_placements(people: People, client_for: As) -> None:
    company, client = make_company(people), client_for(people.erik)
    address = reverse("casework:placements_of_company", args=[company.uuid])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    make_placement(make_citizen(people), company)
    client.get(address)
    before = queries()
    for number in range(25):
        make_placement(make_citizen(people, name=f"Borger {number}", cpr=""), company)
    assert queries() == before
    assert "6 ældre vises ikke." in client.get(address).content.decode()


def test_who_closes_a_company_is_told_of_what_is_under_way(people: People, client_for: As) -> None:
    company, client, today = make_company(people), client_for(people.freja), timezone.localdate()
    address = reverse("casework:under_way_in_company", args=[company.uuid])
    page = client.get(reverse("companies:close", args=[company.uuid])).content.decode()
    assert f'hx-get="{address}"' in page
    assert not client.get(address).content.strip()
    citizen = make_citizen(people, name="Prøve Person")
    make_placement(citizen, company)
    make_placement(citizen, company, from_on=today - timedelta(days=200), to_on=today - timedelta(days=100))
    assert "1 forløb, der ikke er slut" in client.get(address).content.decode()
    plan(people.freja, company=company)
    plan(people.freja, company=company)
    agreement(people.freja, company=company)
    shown = client.get(address).content.decode()
    assert "2 planlagte samtaler" in shown
    assert "1 åben aftale" in shown
    assert "Prøve Person" not in shown
    assert client_for(people.alma).get(address).status_code == 404
