"""Who holds a conversation: the citizen's caseworker of the day, or somebody who is named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.citizens.actions.handovers import hand_over
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Conversation
from fagkompas.conversations.permissions import conversations_seen_by
from tests.citizens.making import make_citizen
from tests.conversations.making import held_conversation, make_company, under_way
from tests.conversations.making import plan as plan_talk
from tests.conversations.test_pages import address, shown
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def handed_over(citizen: Citizen, people: People) -> None:
    """From Erik to Alma."""
    hand_over(citizens=[citizen], to=people.alma, note="", today=timezone.localdate(), by=people.alma)


def seen_by(person: Employee) -> set[Conversation]:
    """On the person's list, on Today, and in the calendar."""
    return set(conversations_seen_by(person))


def test_what_is_planned_and_under_way_goes_along_and_what_was_held_stays(people: People) -> None:
    citizen = make_citizen(people)
    before = held_conversation(people.erik, citizen=citizen)
    planned = plan_talk(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=1))
    going_on = under_way(people.erik, citizen=citizen)
    assert seen_by(people.erik) == {before, planned, going_on}
    handed_over(citizen, people)
    assert (seen_by(people.erik), seen_by(people.alma)) == ({before}, {planned, going_on})
    planned = Conversation.objects.get(pk=planned.pk)
    assert (before.holder, planned.holder) == (people.erik, people.alma)


def test_one_that_another_was_to_hold_stays_with_the_one_who_was_named(people: People) -> None:
    citizen = make_citizen(people)
    planned = plan_talk(people.freja, citizen=citizen, at=timezone.now() + timedelta(days=1))
    assert planned not in seen_by(people.erik)
    handed_over(citizen, people)
    assert planned.holder == people.freja
    assert planned not in seen_by(people.alma)


def test_who_holds_it_is_chosen_where_it_is_prepared(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    planned = plan_talk(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=1))
    client, url = client_for(people.erik), address("prepare", planned)
    assert "Sagsbehandleren (Erik)" in client.get(url).content.decode()
    client.post(url, shown(client, url) | {"holder": str(people.alma.uuid)})
    assert seen_by(people.alma) == {planned}
    assert seen_by(people.erik) == set()
    client.post(url, shown(client, url) | {"holder": ""})
    assert seen_by(people.erik) == {planned}
    client.post(url, shown(client, url) | {"holder": str(people.freja.uuid)})
    assert seen_by(people.erik) == {planned}  # Freja works in Syd.


def test_a_talk_with_a_company_is_always_somebodys(people: People, client_for: ClientFor) -> None:
    planned = plan_talk(people.erik, company=make_company(people.testkommune))
    client, url = client_for(people.erik), address("prepare", planned)
    client.post(url, shown(client, url) | {"holder": str(people.freja.uuid)})
    assert (seen_by(people.erik), seen_by(people.freja)) == (set(), {planned})
    client.post(url, shown(client, url) | {"holder": ""})
    assert seen_by(people.freja) == {planned}
