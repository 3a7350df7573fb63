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
from fagkompas.conversations.models import Closing, Conversation
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, plan, under_way
from tests.conversations.test_pages import address, autosave, shown
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


def test_what_may_have_been_held_stays_with_what_is_written_of_it(people: People, client_for: ClientFor) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    forgotten = plan(people.erik, citizen=citizen, at=timezone.now() - timedelta(days=1))
    written = plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(hours=1))
    url = address("close", written)
    autosave(client, url, shown(client, url) | {"own_summary": "Jeg ringer selv."})
    told = client.get(reverse("conversations:planned_in_case", args=[citizen.uuid])).content.decode()
    assert all(reverse("conversations:close", args=[one.uuid]) in told for one in (forgotten, written))
    assert "Bliver aflyst" not in told
    close_the_case(client, citizen)
    assert set(Conversation.objects.all()) == {forgotten, written}
    assert Closing.objects.get().own_summary == "Jeg ringer selv."
    written.refresh_from_db()
    refused = client.post(address("call_off", written), {"revision": written.revision}, follow=True)
    assert "Afslut den i stedet." in refused.content.decode()
    assert Conversation.objects.filter(pk=written.pk).exists()


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
