"""What a company consultant is told of a citizen: what the match needs, and no word more (ADR 14)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.casework.models import TaskRating
from fagkompas.casework.tasks import renew
from fagkompas.casework.today import today_items
from fagkompas.citizens.models import Citizen, Consent
from tests.casework.making import make_plan, make_track
from tests.casework.work import make_placement, make_task, say
from tests.citizens.making import CPR, make_citizen, make_consent
from tests.companies.making import make_company
from tests.conversations.making import agreement, held_conversation
from tests.conversations.making import plan as plan_talk
from tests.people import People
from tests.website.whole_citizen import WholeCitizen, make_whole

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]

TOLD = {
    "casework.CasePlan.goal_title",
    "casework.Consideration.text",
    "casework.CvSection.entries",
    "casework.PlacementTask.learning_goal",
    "casework.PlacementTask.name",
    "casework.Track.can",
    "casework.Track.wants",
    "citizens.Consent.about",
    "conversations.Agreement.what",
}
"""The columns of texts whose words stand on some page of hers; the agreement is that of a task of the placement."""


@pytest.fixture
def consultant(people: People) -> Employee:
    """Freja, as company consultant of Nord."""
    RoleHeld.objects.filter(employee=people.freja).update(unit=people.north)
    return Employee.objects.get(pk=people.freja.pk)


def pages_of(whole: WholeCitizen) -> list[str]:
    """Every page of a citizen that she opens, and the parts that they fetch."""
    uuid, placement = whole.citizen.uuid, whole.rows["casework.Placement"]
    of_placement = [uuid, placement.uuid]  # type: ignore[attr-defined]
    return [
        reverse("casework:towards_work_list"),
        reverse("casework:towards_work", args=[uuid]),
        reverse("conversations:panel", args=[uuid]),
        reverse("casework:placements", args=[uuid]),
        *(
            reverse(f"casework:{name}", args=of_placement)
            for name in ("placement", "placement_print", "placement_edit", "placement_follow_up", "placement_task_new")
        ),
        reverse("conversations:new", args=[uuid]),
        reverse("home"),
    ]


def test_every_word_that_she_reads_is_one_of_these(people: People, consultant: Employee, client_for: ClientFor) -> None:
    whole = make_whole(people, target_group="sick-leave")
    Consent.objects.filter(citizen=whole.citizen).update(kind="company", withdrawn_on=None)
    for label in ("casework.CasePlan", "casework.Track", "casework.PlacementTask"):
        type(whole.rows[label])._default_manager.update(ended_on=None)
    type(whole.rows["casework.Consideration"])._default_manager.update(withdrawn_on=None)
    type(whole.rows["casework.CasePlan"])._default_manager.update(occupation=None)
    client = client_for(consultant)
    answers = [client.get(address) for address in pages_of(whole)]
    assert {answer.status_code for answer in answers} == {200}
    text = " ".join(answer.content.decode() for answer in answers)
    told = {name for name, mark in whole.marks.items() if mark in text}
    assert told <= TOLD | {"casework.TaskRating.measure", "casework.TaskRating.why", "casework.TaskRating.agreement"}
    assert told >= {"casework.Track.can", "casework.Consideration.text", "casework.CvSection.entries"}
    for hidden in (CPR, whole.citizen.shown_cpr, whole.citizen.group_name):
        assert hidden not in text, hidden


def test_her_list_tells_name_unit_caseworker_and_placement(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    citizen = make_citizen(people, cpr=CPR, target_group="sick-leave")
    make_placement(citizen, make_company(people, name="Demo Lager"))
    make_citizen(people, name="Uden Forløb")
    client = client_for(consultant)
    answer = client.get(reverse("citizens:list"), follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [(reverse("casework:towards_work_list"), 302)]
    heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r"<th scope=\"col\".*?</th>", html, re.S)]
    assert [head.partition(" Sortér")[0] for head in heads] == ["Navn", "Enhed", "Sagsbehandler", "Forløb i gang"]
    assert ("Demo Lager" in html, "Uden Forløb" in html, "Sygemeldt" in html) == (True, True, False)
    under_way = client.get(reverse("casework:towards_work_list"), {"forloeb": "i-gang"}).content.decode()
    assert ("Demo Lager" in under_way, "Uden Forløb" in under_way) == (True, False)
    seen = Event.objects.filter(action="citizens.list.read", actor_id=consultant.pk).values_list(
        "citizen_id", flat=True
    )
    assert citizen.pk in set(seen)


def test_a_filter_leaves_the_placements_that_are_to_be_followed_up(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    late, other = make_citizen(people, name="Forfalden Person"), make_citizen(people, name="Fulgt Person")
    company = make_company(people)
    make_placement(late, company)
    make_placement(other, company, from_on=timezone.localdate())
    renew([late.pk, other.pk])
    html = (
        client_for(consultant).get(reverse("casework:towards_work_list"), {"forloeb": "opfoelgning"}).content.decode()
    )
    assert ("Forfalden Person" in html, "Fulgt Person" in html) == (True, False)


def test_she_finds_by_name_in_own_units_and_never_by_number(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    make_citizen(people, name="Prøve Nord", cpr=CPR)
    make_citizen(people, name="Prøve Syd", unit=people.south)
    client, address = client_for(consultant), reverse("casework:towards_work_list")
    found = client.post(address, {"words": "prøve"}).content.decode()
    assert ("Prøve Nord" in found, "Prøve Syd" in found) == (True, False)
    by_number = client.post(address, {"words": CPR}).content.decode()
    assert ("Prøve Nord" in by_number, "Ingen fundet" in by_number) == (False, True)
    assert client.post(reverse("citizens:list"), {"words": CPR}).status_code == 404


def test_the_page_tells_which_companies_may_have_the_name(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    citizen = make_citizen(people)
    address, client = reverse("casework:towards_work", args=[citizen.uuid]), client_for(consultant)
    assert "ikke sagt ja til, at nogen virksomhed får navnet" in client.get(address).content.decode()
    make_consent(citizen, about="Prøvefirma ApS")
    told = client.get(address).content.decode()
    assert ("Prøvefirma ApS" in told, "alle virksomheder" in told) == (True, False)


def test_another_unit_is_seen_towards_work_after_saying_why(people: People, client_for: ClientFor) -> None:
    citizen, client = make_citizen(people), client_for(people.freja)
    make_track(make_plan(citizen), can="Kan køre truck")
    address = reverse("casework:towards_work", args=[citizen.uuid])
    asked = client.get(reverse("citizens:citizen", args=[citizen.uuid]), follow=True)
    assert "Kan køre truck" not in asked.content.decode()
    why = {"reason": "Virksomheden spurgte efter borgeren", "videre": address}
    opened = client.post(reverse("citizens:open", args=[citizen.uuid]), why, follow=True)
    assert (opened.redirect_chain[-1][0], "Kan køre truck" in opened.content.decode()) == (address, True)
    assert client.get(reverse("casework:plan", args=[citizen.uuid])).status_code == 404
    assert client.get(reverse("casework:placement_new", args=[citizen.uuid])).status_code == 404


def test_of_conversations_her_own_are_there_and_the_others_are_said_to_be_hidden(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    citizen, client = make_citizen(people), client_for(consultant)
    held_conversation(people.erik, citizen=citizen)
    address = reverse("conversations:panel", args=[citizen.uuid])
    before = client.get(address).content.decode()
    assert "Ingen samtale er planlagt" not in before
    assert "Sagsbehandlerens samtaler kan du ikke se" in before
    own = plan_talk(consultant, citizen=citizen)
    assert reverse("conversations:hold", args=[own.uuid]) in client.get(address).content.decode()


def test_she_follows_up_what_she_agreed_and_nothing_else(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    citizen, client = make_citizen(people), client_for(consultant)
    of_erik, own = (
        agreement(people.erik, citizen=citizen, what="Ring til lægen"),
        agreement(consultant, citizen=citizen),
    )
    assert client.get(reverse("conversations:agreement", args=[of_erik.uuid])).status_code == 404
    page = client.get(reverse("conversations:agreement", args=[own.uuid])).content.decode()
    assert reverse("casework:towards_work", args=[citizen.uuid]) in page
    talk = plan_talk(consultant, citizen=citizen)
    prepared = client.get(reverse("conversations:prepare", args=[talk.uuid])).content.decode()
    assert (own.what in prepared, "Ring til lægen" in prepared) == (True, False)


def test_who_opens_the_case_sees_what_she_sees(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    page = client_for(people.erik).get(reverse("casework:towards_work", args=[citizen.uuid]))
    assert "Det her ser en virksomhedskonsulent" in page.content.decode()


def test_a_role_that_opens_cases_is_enough(people: People, consultant: Employee, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    RoleHeld.objects.create(employee=consultant, role=Role.CASEWORKER, unit=people.north, since=timezone.localdate())
    both = client_for(Employee.objects.get(pk=consultant.pk))
    assert both.get(reverse("citizens:citizen", args=[citizen.uuid])).status_code == 200
    lists = [reverse("citizens:list"), reverse("casework:towards_work_list")]
    assert f'href="{lists[1]}"' in both.get(lists[0]).content.decode()
    assert f'href="{lists[0]}">Tilbage til sagerne' in both.get(lists[1]).content.decode()
    assert both.get(reverse("casework:plan", args=[citizen.uuid])).status_code == 200


def test_her_today_has_placements_that_are_due_those_she_followed_up_first(
    people: People, consultant: Employee, client_for: ClientFor
) -> None:
    company = make_company(people)
    citizens = [make_citizen(people, name=f"Prøve Nummer{number}") for number in range(5)]
    for citizen in citizens:
        make_placement(citizen, company)
    hers = make_task(make_placement(citizens[4], company))
    say(hers, on=timezone.localdate() - timedelta(weeks=7), employer=4)
    TaskRating.objects.update(recorded_by=consultant)
    make_placement(make_citizen(people, name="Prøve Syd", unit=people.south, caseworker=people.alma), company)
    renew([one.pk for one in Citizen.objects.all()])
    items = today_items(consultant, timezone.localdate())
    assert [item.what for item in items][0::3] == ["Prøve Nummer4", "Flere forløb at følge op på"]
    assert items[-1].url == f"{reverse('casework:towards_work_list')}?forloeb=opfoelgning"
    client = client_for(consultant)
    assert {client.get(item.url).status_code for item in items} == {200}
    assert today_items(people.carla, timezone.localdate()) == []
