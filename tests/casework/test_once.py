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
from fagkompas.casework.models import JobLogEntry, Placement
from fagkompas.conversations.models import Agreement
from tests.casework.making import make_plan
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.conversations.test_pages import shown
from tests.people import People

pytestmark = pytest.mark.django_db

DUE = (timezone.localdate() + timedelta(days=7)).isoformat()
FORMS: Mapping[str, tuple[type[Model], dict[str, str]]] = {
    "agreement_new": (Agreement, {"what": "Ring til to lagre", "due": DUE}),
    "job_log": (JobLogEntry, {"title": "Kok"}),
    "job_log_new": (JobLogEntry, {"title": "Kok"}),
    "placement_new": (Placement, {"company": "Prøvefirma", "kind": "placement", "expected_hours": "10"}),
}


@pytest.mark.parametrize("name", FORMS)
def test_sent_twice_it_makes_one_and_anew_another(
    people: People, client_for: Callable[[Employee], Client], name: str
) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    make_company(people, name="Prøvefirma")
    url, (model, typed) = reverse(f"casework:{name}", args=[plan.citizen.uuid]), FORMS[name]
    sent = shown(client, url) | typed
    before = Event.objects.filter(kind=EventKind.CHANGE).count()
    first, second = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    rows = model._default_manager.all()
    assert (rows.count(), Event.objects.filter(kind=EventKind.CHANGE).count() - before) == (1, 1)
    client.post(url, shown(client, url) | typed)
    client.post(url, {**sent, "key": "ingen nøgle"})
    assert rows.count() == 3
