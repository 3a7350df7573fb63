"""What is planned when a case is closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Conversation
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, plan, under_way
from tests.people import People

ClientFor = Callable[[Employee], Client]


def close_the_case(client: Client, citizen: Citizen) -> None:
    sent = {"on": timezone.localdate().isoformat(), "why": "job"}
    assert client.post(reverse("citizens:close", args=[citizen.uuid]), sent).status_code == 302
    citizen.refresh_from_db()
    assert citizen.is_closed


def test_it_is_told_what_is_planned_and_what_is_under_way(people: People, client_for: ClientFor) -> None:
    citizen, other = make_citizen(people), make_citizen(people, name="Anden Prøve")
    coming = plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=3))
    agreed = agreement(people.erik, citizen=citizen)
    begun, elsewhere = under_way(people.erik, citizen=citizen), plan(people.erik, citizen=other)
    client = client_for(people.erik)
    part = reverse("conversations:planned_in_case", args=[citizen.uuid])
    assert f'hx-get="{part}"' in client.get(reverse("citizens:close", args=[citizen.uuid])).content.decode()
    told = client.get(part).content.decode()
    assert reverse("conversations:prepare", args=[coming.uuid]) in told
    assert reverse("conversations:close", args=[begun.uuid]) in told
    assert reverse("conversations:agreement", args=[agreed.uuid]) in told
    assert str(elsewhere.uuid) not in told


def test_what_is_planned_is_called_off_with_the_case_and_what_was_held_stays(
    people: People, client_for: ClientFor
) -> None:
    citizen, other = make_citizen(people), make_citizen(people, name="Anden Prøve")
    held = held_conversation(people.erik, citizen=citizen)
    plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=3))
    elsewhere = plan(people.erik, citizen=other)
    close_the_case(client_for(people.erik), citizen)
    assert set(Conversation.objects.all()) == {held, elsewhere}
    called_off = Event.objects.get(action="conversations.conversation.called_off")
    assert called_off.citizen_id == citizen.pk


def test_a_case_is_not_closed_where_what_is_planned_cannot_be_called_off(
    people: People, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = make_citizen(people)

    def refuses(**_sent: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("fagkompas.citizens.actions.record.FOLLOWED_BY", [refuses])
    with pytest.raises(RuntimeError):
        close_the_case(client_for(people.erik), citizen)
    citizen.refresh_from_db()
    assert not citizen.is_closed
