"""Agreements as the plan and its check see them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event, EventKind
from fagkompas.casework.case_reading import read_tracks
from fagkompas.casework.checking import check_case
from fagkompas.casework.models import CasePlan, TrackAgreement
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.actions.agreements import FollowUp, follow_up
from fagkompas.conversations.models import Agreement, AgreementBy, AgreementState
from fagkompas.conversations.smart_findings import findings_of
from fagkompas.engine.consistency import Rule
from tests.casework.making import make_plan, make_track
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, under_way
from tests.conversations.test_pages import address, closing_data
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def rules_of(citizen: Citizen) -> list[Rule]:
    """What the check finds today."""
    return [one.rule for one in check_case(citizen, timezone.localdate()).open]


@pytest.mark.parametrize(
    "said", [FollowUp(state=AgreementState.OPEN), FollowUp(state=None, note="Talte om den; den løber videre.")]
)
def test_an_agreement_that_was_talked_about_and_runs_on_is_followed_up(people: People, said: FollowUp) -> None:
    citizen, today = make_citizen(people), timezone.localdate()
    made = agreement(people.erik, citizen=citizen, due_on=today)
    Agreement.objects.update(created_at=timezone.now() - timedelta(days=10))
    held_conversation(people.erik, citizen=citizen)
    assert Rule.AGREEMENT_NOT_FOLLOWED_UP in rules_of(citizen)
    follow_up(agreement=made, revision=made.revision, said=said, today=today, by=people.erik)
    assert Rule.AGREEMENT_NOT_FOLLOWED_UP not in rules_of(citizen)
    made.refresh_from_db()
    assert made.is_open


# Which job track


def track_url(made: Agreement) -> str:
    assert made.citizen is not None
    return reverse("casework:agreement_track", args=[made.citizen.uuid, made.uuid])


def test_an_agreement_is_tied_to_a_job_track_on_its_own_page(people: People, client_for: ClientFor) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    made, track = agreement(people.erik, citizen=plan.citizen), make_track(plan)
    assert Rule.TRACK_WITHOUT_AGREEMENT in rules_of(plan.citizen)
    assert f'hx-get="{track_url(made)}"' in client.get(address("agreement", made)).content.decode()
    assert "<html" in client.get(track_url(made)).content.decode()
    part = client.get(track_url(made), headers={"HX-Request": "true"}).content.decode()
    assert "Lagermedarbejder" in part
    assert "<html" not in part
    reads = Event.objects.filter(kind=EventKind.READ, citizen_id=plan.citizen.pk).values_list("action", flat=True)
    assert list(reads) == ["conversations.agreement.read"]
    told = client.post(track_url(made), {"track": str(track.uuid)}, headers={"HX-Request": "true"})
    assert "Gemt" in told.content.decode()
    assert Rule.TRACK_WITHOUT_AGREEMENT not in rules_of(plan.citizen)
    assert client.post(track_url(made), {"track": ""}).headers["Location"] == address("agreement", made)
    assert not TrackAgreement.objects.exists()
    assert client.post(track_url(made), {"track": str(uuid4())}).status_code == 422


def test_what_is_agreed_in_a_talk_is_tied_to_a_job_track_before_it_counts_and_after(
    people: People, client_for: ClientFor
) -> None:
    plan, client = make_plan(make_citizen(people)), client_for(people.erik)
    one, row, track = under_way(people.erik, citizen=plan.citizen), uuid4(), make_track(plan)
    due = (timezone.localdate() + timedelta(days=7)).isoformat()
    typed = {f"agreement-{row}-what": "Ring til tre lagre", f"agreement-{row}-due": due}
    client.post(address("close", one), closing_data(client, one) | typed)
    part = reverse("casework:talk_tracks", args=[plan.citizen.uuid, one.uuid])
    assert f'hx-get="{part}"' in client.get(address("close_summary", one)).content.decode()
    draft = Agreement.objects.get()
    assert track_url(draft) in client.get(part, headers={"HX-Request": "true"}).content.decode()
    client.post(track_url(draft), {"track": str(track.uuid)}, headers={"HX-Request": "true"})
    one.refresh_from_db()
    client.post(address("close_summary", one), {"revision": one.revision})
    assert Rule.TRACK_WITHOUT_AGREEMENT not in rules_of(plan.citizen)
    assert f'hx-get="{part}"' in client.get(address("minutes", one)).content.decode()
    assert "selected" in client.get(part).content.decode()


def test_without_a_plan_nobody_is_asked_for_a_job_track(people: People, client_for: ClientFor) -> None:
    made = agreement(people.erik, citizen=make_citizen(people))
    assert client_for(people.erik).get(track_url(made)).content == b""


@pytest.mark.parametrize("state", [AgreementState.OPEN, AgreementState.KEPT, AgreementState.DROPPED])
def test_the_evidence_of_a_track_and_the_check_count_the_same_agreements(people: People, state: AgreementState) -> None:
    plan, today = make_plan(make_citizen(people)), timezone.localdate()
    made, track = agreement(people.erik, citizen=plan.citizen), make_track(plan)
    TrackAgreement.objects.create(agreement=made, track=track)
    said = FollowUp(state=state)
    follow_up(agreement=made, revision=made.revision, said=said, today=today, by=people.erik)
    (read,) = read_tracks(CasePlan.objects.get(), today).tracks
    (has_piece,) = [piece.is_there for leg in read.legs for piece in leg.pieces if piece.code == "agreement"]
    assert has_piece == (Rule.TRACK_WITHOUT_AGREEMENT not in rules_of(plan.citizen)) == (state == AgreementState.OPEN)


# What is vague

SENDS: dict[str, Any] = {"what": "Jeg sender skemaet til lægen", "measure": "En kopi i sagen"}
RINGS: dict[str, Any] = {
    "what": "I call three warehouses and ask whether they need people",
    "measure": "Three names on a list",
    "why": "I want to be among people again",
    "own_control": True,
    "confidence": 8,
}


def test_what_the_caseworker_does_is_asked_what_how_and_when(people: People) -> None:
    citizen, today = make_citizen(people), timezone.localdate()
    made = agreement(people.erik, citizen=citizen, **SENDS, who=AgreementBy.CASEWORKER)
    assert not findings_of(made, today)
    assert Rule.AGREEMENT_NOT_SMART not in rules_of(citizen)
    Agreement.objects.update(who=AgreementBy.CITIZEN)
    assert len({one.criterion for one in findings_of(Agreement.objects.get(), today)}) == 2
    assert Rule.AGREEMENT_NOT_SMART in rules_of(citizen)


def test_an_agreement_in_english_is_read_in_english_by_pages_and_check(people: People) -> None:
    citizen, today = make_citizen(people, language="en"), timezone.localdate()
    made = agreement(people.erik, citizen=citizen, **RINGS)
    for language in ("da", "en"):
        with translation.override(language):
            assert not findings_of(made, today)
    assert Rule.AGREEMENT_NOT_SMART not in rules_of(citizen)
