"""A form that makes a row, sent twice, makes one."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.models import (
    Activity,
    Consideration,
    CvReview,
    DemandNote,
    FindingAccepted,
    JobLogEntry,
    Placement,
    PlacementTask,
    PlanVersion,
    Track,
)
from fagkompas.conversations.models import Agreement, Conversation
from tests.casework.making import make_activity, make_plan, make_track
from tests.casework.work import make_placement, make_task
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.people import People
from tests.sent_twice import makes_one

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()
DUE = (timezone.localdate() + timedelta(days=7)).isoformat()
FORMS: Mapping[str, tuple[type[Model], dict[str, str]]] = {
    "agreement_new": (Agreement, {"what": "Ring til to lagre", "due": DUE}),
    "job_log": (JobLogEntry, {"title": "Kok"}),
    "job_log_new": (JobLogEntry, {"title": "Kok"}),
    "consideration_new": (Consideration, {"text": "En pause hver time", "how": "Ved samtalen", "approved_on": TODAY}),
    "cv_review": (CvReview, {"on": TODAY, "note": "Fint"}),
    "activity_new": (Activity, {"kind": "placement", "title": "Praktik på lageret", "from_on": TODAY}),
    "placement_new": (Placement, {"company": "Prøvefirma", "kind": "placement", "expected_hours": "10"}),
}


@pytest.mark.parametrize("name", FORMS)
def test_sent_twice_it_makes_one_and_anew_another(
    people: People, client_for: Callable[[Employee], Client], name: str
) -> None:
    plan = make_plan(make_citizen(people))
    make_company(people, name="Prøvefirma")
    makes_one(client_for(people.erik), reverse(f"casework:{name}", args=[plan.citizen.uuid]), *FORMS[name])


def test_demand_is_noted_once(people: People, client_for: Callable[[Employee], Client]) -> None:
    track = make_track(make_plan(make_citizen(people)))
    url = reverse("casework:track_demand", args=[track.plan.citizen.uuid, track.uuid])
    makes_one(client_for(people.erik), url, DemandNote, {"level": "high", "source": "company", "on": TODAY})


def test_a_conversation_is_planned_once(people: People, client_for: Callable[[Employee], Client]) -> None:
    citizen, company = make_citizen(people), make_company(people, name="Prøvefirma")
    client = client_for(people.erik)
    makes_one(client, reverse("conversations:new", args=[citizen.uuid]), Conversation, {})
    Conversation.objects.all().delete()
    makes_one(client, reverse("conversations:new_with_company", args=[company.uuid]), Conversation, {})


def test_a_talk_about_a_placement_is_planned_once(people: People, client_for: Callable[[Employee], Client]) -> None:
    one = make_placement(make_citizen(people), make_company(people, name="Prøvefirma"))
    args = [one.citizen.uuid, one.uuid]
    talk, seen = reverse("casework:placement_talk", args=args), reverse("casework:placement", args=args)
    makes_one(client_for(people.erik), talk, Conversation, {}, seen=seen, events=2)


def test_a_task_of_a_placement_is_written_once(people: People, client_for: Callable[[Employee], Client]) -> None:
    one = make_placement(make_citizen(people), make_company(people, name="Prøvefirma"))
    url = reverse("casework:placement_task_new", args=[one.citizen.uuid, one.uuid])
    typed = {"name": "Hylder", "minutes": "300", "paid_minutes": "300"}
    makes_one(client_for(people.erik), url, PlacementTask, typed)


def test_a_job_track_is_begun_once(people: People, client_for: Callable[[Employee], Client]) -> None:
    plan = make_plan(make_citizen(people))
    url, client = reverse("casework:track_new", args=[plan.citizen.uuid]), client_for(people.erik)
    makes_one(client, url, Track, {"started_from": "can", "occupation": "", "title": "Kok"}, anew=False)
    assert client.post(url, {"started_from": "can", "title": "Kok"}).status_code == 422


def test_a_plan_is_published_once(people: People, client_for: Callable[[Employee], Client]) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    url = reverse("casework:plan_publish", args=[plan.citizen.uuid])
    makes_one(client, url, PlanVersion, {"why": "Efter samtalen"}, anew=False)
    assert "ændret planen imens" not in client.get(reverse("casework:plan", args=[plan.citizen.uuid])).content.decode()


def test_a_finding_is_let_stand_once(people: People, client_for: Callable[[Employee], Client]) -> None:
    citizen, client = make_plan(make_citizen(people)).citizen, client_for(people.erik)
    url = reverse("casework:finding_accept", args=[citizen.uuid, "goal-not-a-title"])
    makes_one(client, url, FindingAccepted, {"reason": "Findes ikke på listen"}, anew=False)
    assert client.get(url).headers["Location"] == reverse("casework:findings", args=[citizen.uuid])
    assert Event.objects.filter(action="casework.finding.accepted").count() == 1


def test_what_is_ended_by_two_presses_is_ended_and_nothing_is_missing(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    uuid = plan.citizen.uuid
    placement = make_placement(plan.citizen, make_company(people, name="Prøvefirma"))
    activity, task = make_activity(plan), make_task(placement)
    presses = {
        "casework.activity.removed": (
            reverse("casework:activity_remove", args=[uuid, activity.uuid]),
            activity.revision,
        ),
        "casework.placement.task_ended": (
            reverse("casework:placement_task_end", args=[uuid, placement.uuid, task.uuid]),
            task.revision,
        ),
        "casework.plan.ended": (reverse("casework:plan_end", args=[uuid]), plan.revision),
    }
    for action, (url, revision) in presses.items():
        for _press in range(2):
            answer = client.post(url, {"revision": revision, "why": "Målet er nået"})
            assert answer.status_code == 302, action
        assert Event.objects.filter(action=action).count() == 1, action
