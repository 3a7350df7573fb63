"""A case that should never have been opened is erased by a manager, as long as nobody has worked in it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.actions.status import refresh_status
from fagkompas.citizens.models import Citizen, Consent
from tests.citizens.making import CPR, make_citizen, make_consent, make_handover
from tests.conversations.making import plan
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


def test_a_manager_erases_what_was_opened_by_mistake(people: People, client_for: As) -> None:
    one = make_citizen(people, cpr=CPR)
    make_consent(one)
    make_handover(one, to=people.erik)
    refresh_status(citizens=[one.pk], now=timezone.now())
    client, address = client_for(people.alma), reverse("citizens:erase", args=[one.uuid])
    assert address in client.get(reverse("citizens:citizen", args=[one.uuid])).content.decode()
    assert client.post(address, {"why": "whatever"}).status_code == 422
    assert client.post(address, {"why": "mistake"}).status_code == 302
    assert not Citizen.objects.exists()
    assert not Consent.objects.exists()
    event = Event.objects.get(action="citizens.case.erased")
    assert (event.actor_id, event.citizen_id, event.details) == (people.alma.pk, one.pk, {"why": "mistake"})
    again = make_citizen(people, name="Den Rette", cpr=CPR)
    assert again.pk, "the number is free"


def test_a_caseworker_does_not(people: People, client_for: As) -> None:
    one = make_citizen(people)
    address = reverse("citizens:erase", args=[one.uuid])
    client = client_for(people.erik)
    assert client.post(address, {"why": "mistake"}).status_code == 404
    assert address not in client.get(reverse("citizens:citizen", args=[one.uuid])).content.decode()


def test_a_case_in_which_somebody_has_worked_is_closed_instead(people: People, client_for: As) -> None:
    one = make_citizen(people)
    plan(people.erik, citizen=one)
    client, address = client_for(people.alma), reverse("citizens:erase", args=[one.uuid])
    page = client.get(address).content.decode()
    assert "Nogen har arbejdet i sagen" in page
    assert 'name="why"' not in page
    assert client.post(address, {"why": "mistake"}).status_code == 422
    assert Citizen.objects.exists()
