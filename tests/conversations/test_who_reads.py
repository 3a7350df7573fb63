"""What was said and noted is for caseworkers and managers, and for whoever holds that conversation."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fagkompas.accounts.models import Employee, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.actions.closing import TypedEvaluation
from fagkompas.conversations.models import AskedOf
from tests.citizens.making import make_citizen
from tests.conversations.making import held_conversation
from tests.conversations.making import plan as plan_talk
from tests.conversations.test_pages import address
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def consultant(people: People) -> Employee:
    """Freja, as company consultant of Nord."""
    RoleHeld.objects.filter(employee=people.freja).update(unit=people.north)
    return Employee.objects.get(pk=people.freja.pk)


def test_a_company_consultant_reads_what_she_holds_and_no_other_talk(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    citizen, client = make_citizen(people), client_for(consultant)
    of_erik = held_conversation(people.erik, citizen=citizen, own_summary="Sagt til Erik alene")
    own = plan_talk(consultant, citizen=citizen)
    for page in ("minutes", "minutes_print", "letter_preview", "hold"):
        assert client.get(address(page, of_erik)).status_code == 404
    prepared = client.get(address("prepare", own))
    assert (prepared.status_code, "Sagt til Erik" in prepared.content.decode()) == (200, False)
    listed = client.get(reverse("conversations:panel", args=[citizen.uuid])).content.decode()
    assert (address("hold", own) in listed, address("hold", of_erik) in listed) == (True, False)


def test_what_the_citizen_thought_of_it_is_told_to_who_held_it_alone(people: People, client_for: ClientFor) -> None:
    said = {AskedOf.CITIZEN: TypedEvaluation(benefit=2, word="Det gik for stærkt")}
    one = held_conversation(people.erik, citizen=make_citizen(people), evaluations=said)
    for page in ("minutes", "minutes_print"):
        assert "Det gik for stærkt" in client_for(people.erik).get(address(page, one)).content.decode()
        assert "Det gik for stærkt" not in client_for(people.alma).get(address(page, one)).content.decode()


@pytest.mark.parametrize("name", ["new", "note_held"])
def test_who_plans_or_notes_a_talk_has_seen_the_others(people: People, client_for: ClientFor, name: str) -> None:
    citizen = make_citizen(people)
    plan_talk(people.alma, citizen=citizen)
    client_for(people.erik).get(reverse(f"conversations:{name}", args=[citizen.uuid]))
    read = Event.objects.get(action="conversations.list.read", citizen_id=citizen.pk)
    assert read.actor_id == people.erik.pk


@pytest.mark.parametrize("name", ["begin", "call_off"])
def test_what_was_prepared_is_not_seen_unnoted(people: People, client_for: ClientFor, name: str) -> None:
    one = plan_talk(people.erik, citizen=make_citizen(people))
    client_for(people.alma).get(address(name, one))
    assert Event.objects.filter(action="conversations.conversation.read", target_uuid=one.uuid).exists()


def test_a_company_consultant_reads_her_own_of_another_unit_after_saying_why(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    citizen = make_citizen(people)
    own, others = plan_talk(consultant, citizen=citizen), plan_talk(people.erik, citizen=citizen)
    Citizen.objects.update(unit=people.south, caseworker=None)
    client = client_for(consultant)
    asked = client.get(address("minutes", own))
    assert asked.status_code == 302
    assert asked["Location"].startswith(reverse("citizens:open", args=[citizen.uuid]))
    assert client.get(address("minutes", others)).status_code == 404
