"""A refused form shows its page again: that is a read of the case; saving is none, nor is what a script is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.models import Activity, CasePlan
from tests.casework.making import make_activity, make_plan, make_track
from tests.casework.work import make_entry, make_placement, make_task
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.conversations.making import agreement as make_agreement
from tests.conversations.test_pages import shown as form_of
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]
CASE = (
    *("plan_edit", "consideration_new", "activity_new", "agreement_new", "track_new", "plan_end"),
    *("job_log", "job_log_new", "job_log_import", "job_log_requirement", "cv_review", "cv_import", "placement_new"),
)

WRONG = {
    "goal_kind": "nej",
    "started_from": "nej",
    "how": "nej",
    "kind": "nej",
    "on": "i morgen",
    "jobs_per_week": "mange",
    "minutes": "mange",
}


@pytest.fixture
def plan(people: People) -> CasePlan:
    return make_plan(make_citizen(people))


def reads(plan: CasePlan) -> list[str]:
    return list(Event.objects.about_citizen(plan.citizen.pk).reads().order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("name", CASE)
def test_a_refused_form_is_a_read_of_the_case(people: People, client_for: ClientFor, plan: CasePlan, name: str) -> None:
    client, url = client_for(people.erik), reverse(f"casework:{name}", args=[plan.citizen.uuid])
    answer = client.post(url, WRONG)
    assert answer.status_code in {409, 422}
    assert len(reads(plan)) == 1
    client.post(url, WRONG)
    assert len(reads(plan)) == 1, "part of the page that has just been opened"


def test_so_is_one_of_a_part_of_the_case(people: People, client_for: ClientFor, plan: CasePlan) -> None:
    placement = make_placement(plan.citizen, make_company(people))
    parts: dict[str, list[Any]] = {
        "track_name": [make_track(plan).uuid],
        "job_log_entry": [make_entry(plan.citizen).uuid],
        "placement_task_new": [placement.uuid],
        "placement_task": [placement.uuid, make_task(placement).uuid],
        "placement_edit": [placement.uuid],
    }
    for name, uuids in parts.items():
        answer = client_for(people.erik).post(reverse(f"casework:{name}", args=[plan.citizen.uuid, *uuids]), WRONG)
        assert answer.status_code in {409, 422}, name
    assert reads(plan) == ["casework.tracks.read", "casework.job_log.read", "casework.placements.read"]


def test_what_is_saved_is_no_read_and_neither_is_what_a_script_is_told(
    people: People, client_for: ClientFor, plan: CasePlan
) -> None:
    client, here = client_for(people.erik), reverse("casework:plan_edit", args=[plan.citizen.uuid])
    assert client.post(here, {"goal_kind": "nej"}, headers={"X-Autosave": "1"}).status_code == 422
    typed = {"text": "En pause hver time", "how": "Ved samtalen", "approved_on": timezone.localdate().isoformat()}
    saved = client.post(reverse("casework:consideration_new", args=[plan.citizen.uuid]), typed)
    gone = client.post(reverse("casework:activity_edit", args=[plan.citizen.uuid, plan.uuid]), {})
    assert (saved.status_code, gone.status_code) == (302, 404)
    assert reads(plan) == []


def test_what_another_has_changed_meanwhile_is_read(people: People, client_for: ClientFor, plan: CasePlan) -> None:
    activity = make_activity(plan)
    here = reverse("casework:activity_edit", args=[plan.citizen.uuid, activity.uuid])
    typed = {**form_of(client_for(people.erik), here), "title": "Et andet sted"}
    Event.objects.all()._raw_delete(Event.objects.db)
    Activity.objects.update(title="Et tredje sted", revision=7)
    answer = client_for(people.erik).post(here, typed)
    assert (answer.status_code, reads(plan)) == (409, ["casework.plan.read"])


def test_which_track_an_agreement_is_about_is_read_of_it(people: People, client_for: ClientFor, plan: CasePlan) -> None:
    make_track(plan)
    one = make_agreement(people.erik, citizen=plan.citizen)
    here = reverse("casework:agreement_track", args=[plan.citizen.uuid, one.uuid])
    assert client_for(people.erik).post(here, {"track": "intet spor"}).status_code == 422
    assert reads(plan) == ["conversations.agreement.read"]
