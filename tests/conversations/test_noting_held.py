"""A talk that nobody had planned, noted afterwards."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Conversation, ConversationState
from fagkompas.conversations.today import today_items
from fagkompas.conversations.when import local
from tests.citizens.making import make_citizen
from tests.conversations.making import plan
from tests.conversations.test_pages import address, shown
from tests.people import People

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def lilly(people: People) -> Citizen:
    """Her case was opened ten days ago."""
    made = make_citizen(people, name="Lilly Prøve")
    made.began_on = timezone.localdate() - timedelta(days=10)
    made.save(update_fields=["began_on"])
    return made


def note(client: Client, citizen: Citizen, on: date, **typed: str) -> Any:
    url = reverse("conversations:note_held", args=[citizen.uuid])
    sent = {**shown(client, url), "held_on": on.isoformat(), "held_time": "00:00", "meeting": "telephone", **typed}
    return client.post(url, sent)


def test_a_talk_of_yesterday_is_noted_and_closed_at_once(people: People, client_for: ClientFor, lilly: Citizen) -> None:
    client, yesterday = client_for(people.erik), timezone.localdate() - timedelta(days=1)
    page = client.get(reverse("conversations:of_citizen", args=[lilly.uuid])).content.decode()
    assert reverse("conversations:note_held", args=[lilly.uuid]) in page
    answer = note(client, lilly, yesterday)
    one = Conversation.objects.get()
    assert (local(one.held_at).date(), one.meeting, one.topics.count()) == (yesterday, "telephone", 0)
    assert answer.headers["Location"] == f"{address('close', one)}?afholdt=1"
    assert Event.objects.filter(action="conversations.conversation.noted_held", citizen_id=lilly.pk).count() == 1
    typed = shown(client, answer.headers["Location"])
    assert typed["ending"] == ConversationState.HELD
    client.post(address("close", one), typed | {"own_summary": "Jeg ringer selv.", "why_no_agreement": "Det er nok."})
    client.post(address("close_summary", one), shown(client, address("close_summary", one)))
    one.refresh_from_db()
    assert (one.state, one.held_by, local(one.held_at).date()) == (ConversationState.HELD, people.erik, yesterday)


def test_sent_twice_it_is_one(people: People, client_for: ClientFor, lilly: Citizen) -> None:
    client = client_for(people.erik)
    url = reverse("conversations:note_held", args=[lilly.uuid])
    sent = shown(client, url) | {"held_on": timezone.localdate().isoformat(), "held_time": "0.00", "meeting": "place"}
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Conversation.objects.count() == 1


def test_not_a_day_to_come_nor_one_before_the_case(people: People, client_for: ClientFor, lilly: Citizen) -> None:
    client, today = client_for(people.erik), timezone.localdate()
    for on, time, field in (
        (today + timedelta(days=1), "09:00", "held_on"),
        (today - timedelta(days=11), "09:00", "held_on"),
    ):
        answer = note(client, lilly, on, held_time=time)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    assert not Conversation.objects.exists()
    assert note(client, lilly, today - timedelta(days=10)).status_code == 302


def test_in_a_closed_case_none_is_noted(people: People, client_for: ClientFor, lilly: Citizen) -> None:
    client = client_for(people.erik)
    client.post(reverse("citizens:close", args=[lilly.uuid]), {"on": timezone.localdate().isoformat(), "why": "job"})
    assert client.get(reverse("conversations:note_held", args=[lilly.uuid])).status_code == 404


def test_one_that_waits_is_offered_to_be_closed(people: People, client_for: ClientFor, lilly: Citizen) -> None:
    client = client_for(people.erik)
    note(client, lilly, timezone.localdate())
    page = client.get(reverse("conversations:note_held", args=[lilly.uuid])).content.decode()
    assert address("close", Conversation.objects.get()) in page


def test_what_nobody_has_closed_is_asked_for_at_once_and_says_how_it_came(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    today, then = timezone.localdate(), timezone.now() - timedelta(hours=3)
    for number in range(3):
        plan(people.erik, citizen=make_citizen(people, name=f"Prøve {number}"), at=then)
    Conversation.objects.update(created_at=then - timedelta(days=2))
    planned = Conversation.objects.first()
    assert planned is not None
    Conversation.objects.filter(pk=planned.pk).update(created_at=timezone.now())
    today_items(people.erik, today)
    with django_assert_num_queries(2):
        rows = today_items(people.erik, today)
    assert len(rows) == 3
    assert sorted(row.why_now.split()[-1] for row in rows) == ["den.", "gik.", "gik."]
