"""A form that makes a row, sent twice, makes one."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event, EventKind
from fagkompas.casework.models import Consideration, CvReview, DemandNote, JobLogEntry, Placement
from fagkompas.conversations.models import Agreement, Conversation
from tests.casework.making import make_plan, make_track
from tests.casework.work import make_placement
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.conversations.test_pages import shown
from tests.people import People

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate().isoformat()
DUE = (timezone.localdate() + timedelta(days=7)).isoformat()
FORMS: Mapping[str, tuple[type[Model], dict[str, str]]] = {
    "agreement_new": (Agreement, {"what": "Ring til to lagre", "due": DUE}),
    "job_log": (JobLogEntry, {"title": "Kok"}),
    "job_log_new": (JobLogEntry, {"title": "Kok"}),
    "consideration_new": (Consideration, {"text": "En pause hver time", "how": "Ved samtalen", "approved_on": TODAY}),
    "cv_review": (CvReview, {"on": TODAY, "note": "Fint"}),
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


def makes_one(
    client: Client, url: str, model: type[Model], typed: dict[str, str], *, seen: str = "", events: int = 1
) -> None:
    """What `url` (shown on `seen`) makes when it is sent twice, and when its page is opened anew."""
    seen = seen or url
    sent = shown(client, seen) | typed
    before = Event.objects.filter(kind=EventKind.CHANGE).count()
    first, second = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    rows = model._default_manager.all()
    assert (rows.count(), Event.objects.filter(kind=EventKind.CHANGE).count() - before) == (1, events)
    client.post(url, shown(client, seen) | typed)
    client.post(url, {**sent, "key": "ingen nøgle"})
    assert rows.count() == 3
