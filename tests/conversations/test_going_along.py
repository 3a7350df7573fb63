"""What is planned with citizens who get another caseworker, or none: it is told before, and to the one who chooses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.handovers import hand_over
from fagkompas.conversations.today import SHOWN, today_items
from tests.citizens.making import make_citizen
from tests.conversations.making import plan
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def test_it_is_told_before_several_are_handed_over(people: People, client_for: ClientFor) -> None:
    citizen, other = make_citizen(people), make_citizen(people, name="Anden Prøve", caseworker=people.alma)
    at = timezone.now() + timedelta(days=3)
    coming, elsewhere = plan(people.erik, citizen=citizen, at=at), plan(people.alma, citizen=other, at=at)
    named = plan(people.alma, citizen=citizen, at=at + timedelta(days=1))
    client, part = client_for(people.erik), reverse("conversations:planned_to_give_on")
    page = client.get(reverse("citizens:hand_over_many"), {"fra": str(people.erik.uuid)}).content.decode()
    source = f"?fra={people.erik.uuid}"
    assert page.index(reverse("casework:handover_panel") + source) < page.index('type="submit">Overdrag')
    assert page.index(part + source) < page.index('type="submit">Overdrag')
    told = client.get(part + source).content.decode()
    assert str(coming.uuid) in told
    assert str(elsewhere.uuid) not in told
    assert str(named.uuid) not in told  # Alma holds it whoever has the citizen.
    seen = Event.objects.filter(action="conversations.list.read")
    assert list(seen.values_list("citizen_id", flat=True)) == [citizen.pk]


def test_it_is_told_before_one_is_moved(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    coming = plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=3))
    client, part = client_for(people.erik), reverse("conversations:planned_to_move", args=[citizen.uuid])
    assert f'hx-get="{part}"' in client.get(reverse("citizens:move", args=[citizen.uuid])).content.decode()
    assert str(coming.uuid) in client.get(part).content.decode()


def test_the_manager_is_told_of_each_that_nobody_is_to_hold(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    coming = plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=3))
    plan(people.alma, citizen=citizen, at=timezone.now() + timedelta(days=4))
    today = timezone.localdate()
    assert not today_items(people.alma, today)
    hand_over(citizens=[citizen], to=None, unit=people.north, note="", today=today, by=people.erik)
    (item,) = today_items(people.alma, today)
    assert item.due == timezone.localdate(coming.planned_at)
    assert (item.citizen_id, citizen.name in item.what) == (citizen.pk, True)
    assert client_for(people.alma).get(item.url).status_code == 200
    assert not today_items(people.erik, today)
    citizen.refresh_from_db()
    hand_over(citizens=[citizen], to=people.erik, note="", today=today, by=people.alma)
    assert not today_items(people.alma, today)


def test_of_many_the_soonest_are_told_and_a_row_leads_to_the_rest(people: People, client_for: ClientFor) -> None:
    for number in range(SHOWN + 2):
        citizen = make_citizen(people, name=f"Prøve {number}")
        plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=3 + number))
        hand_over(citizens=[citizen], to=None, unit=people.north, note="", today=timezone.localdate(), by=people.erik)
    *soonest, rest = today_items(people.alma, timezone.localdate())
    assert len(soonest) == SHOWN
    assert rest.citizen_id is None
    page = client_for(people.alma).get(rest.url).content.decode()
    assert all(f"Prøve {number}" in page for number in range(SHOWN + 2))
