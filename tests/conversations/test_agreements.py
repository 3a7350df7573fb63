"""What is agreed: which days, and how it is followed up."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.record import close_case
from fagkompas.citizens.models import ClosedWhy
from fagkompas.conversations.actions.agreements import FollowUp, follow_up
from fagkompas.conversations.models import Agreement, AgreementState, Conversation, ConversationState
from fagkompas.engine.errors import BadInput
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, plan, under_way
from tests.conversations.test_pages import address, autosave, closing_data, shown
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


# Days


def test_a_year_typed_wrong_is_refused_where_it_is_typed(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    with pytest.raises(BadInput):
        agreement(people.erik, citizen=citizen, due_on=date.max)
    one, row = under_way(people.erik, citizen=citizen), uuid4()
    client = client_for(people.erik)
    typed = {f"agreement-{row}-what": "Ring til tre lagre", f"agreement-{row}-due": "9999-12-31"}
    told = autosave(client, address("close", one), closing_data(client, one) | typed)
    assert "mere end fem år væk" in str(told)
    assert not Agreement.objects.exists()


# What others will read


@pytest.mark.parametrize("part", ["what", "measure", "why"])
def test_health_in_an_agreement_is_told_before_the_conversation_counts(
    people: People, client_for: ClientFor, part: str
) -> None:
    one, row, client = under_way(people.erik, citizen=make_citizen(people)), uuid4(), client_for(people.erik)
    said = {
        "what": "Ring til tre lagre",
        "due": timezone.localdate().isoformat(),
        part: "Det skal være trods depression",
    }
    typed = {f"agreement-{row}-{name}": text for name, text in said.items()}
    assert "saved" in autosave(client, address("close", one), closing_data(client, one) | typed)
    summary = address("close_summary", one)
    page = client.get(summary).content.decode()
    assert ("depression" in page, "traces_read" in page) == (True, True)
    unread = {name: text for name, text in shown(client, summary).items() if name != "traces_read"}
    assert client.post(summary, unread).headers["Location"] == summary
    client.post(summary, unread | {"traces_read": "andet"})
    one.refresh_from_db()
    assert (one.has_ended, Agreement.objects.get().state) == (False, AgreementState.DRAFT)
    stamp = client.get(summary).context["health"].stamp
    assert stamp in page
    client.post(summary, unread | {"traces_read": stamp})
    one.refresh_from_db()
    assert (one.has_ended, Agreement.objects.get().state) == (True, AgreementState.OPEN)


@pytest.mark.parametrize("part", ["what", "measure", "why"])
def test_health_and_numbers_in_a_changed_agreement_are_told(people: People, client_for: ClientFor, part: str) -> None:
    made, client = agreement(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("agreement_change", made)
    typed = shown(client, url) | {part: "Ringe når hendes angst er væk"}
    warned = client.post(url, typed)
    made.refresh_from_db()
    assert (warned.status_code, "angst" in getattr(made, part)) == (422, False)
    number = client.post(url, typed | {part: "Ringe til 010190-1234", "traces_read": warned.context["form"].stamp})
    made.refresh_from_db()
    assert (number.status_code, "010190" in getattr(made, part)) == (422, False)
    assert client.post(url, typed | {"traces_read": warned.context["form"].stamp}).status_code == 302
    made.refresh_from_db()
    assert "angst" in getattr(made, part)


def test_no_agreement_is_changed_in_a_closed_case(people: People, client_for: ClientFor) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    made = agreement(people.erik, citizen=citizen)
    url = address("agreement_change", made)
    typed = shown(client, url) | {"what": "Noget andet"}
    today = timezone.localdate()
    close_case(citizen=citizen, on=today, why=ClosedWhy.JOB, today=today, by=people.erik)
    assert client.post(url, typed).status_code == 422
    made.refresh_from_db()
    assert made.what != "Noget andet"


# Saying it sharper

SHARP = {
    "what": "Ring til tre lagre på industrivej",
    "measure": "Tre navne på en liste",
    "why": "Så er jeg ude blandt folk igen",
    "control": "yes",
    "confidence": "8",
}


def test_a_vague_agreement_is_said_sharper_and_given_another_day(people: People, client_for: ClientFor) -> None:
    made, client = agreement(people.erik, citizen=make_citizen(people), what="Kigge på job"), client_for(people.erik)
    url, day = address("agreement_change", made), timezone.localdate() + timedelta(days=9)
    page = client.get(url).content.decode()
    assert "Nemmere at holde" in page or "smart-list" in page
    assert shown(client, url)["what"] == "Kigge på job"
    typed = shown(client, url) | SHARP | {"due": day.isoformat()}
    assert "smart-good" in client.post(address("agreement_smart", made), typed).content.decode()
    assert client.post(url, typed).headers["Location"] == address("agreement", made)
    made.refresh_from_db()
    assert (made.what, made.due_on, made.confidence, made.state) == (SHARP["what"], day, 8, "open")
    assert Event.objects.filter(action="conversations.agreement.changed").count() == 1


def test_what_two_changed_is_kept_and_can_be_saved_once_it_is_read(people: People, client_for: ClientFor) -> None:
    made, client = agreement(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("agreement_change", made)
    mine = shown(client, url) | SHARP
    client_for(people.alma).post(url, mine | {"what": "Almas ord"})
    response = client.post(url, mine)
    page = response.content.decode()
    assert (response.status_code, "Almas ord" in page, SHARP["what"] in page) == (422, True, True)
    again = mine | {"revision": str(Agreement.objects.get().revision)}
    assert f'value="{again["revision"]}"' in page
    assert client.post(url, again).status_code == 302
    made.refresh_from_db()
    assert made.what == SHARP["what"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"what": ""}, "Hvad?"),
        ({"due": ""}, "hvornår"),
        ({"due": "2020-01-01"}, "mere end fem år væk"),
        ({"what": "Ring på 010190-1234"}, "CPR-nummer"),
    ],
)
def test_what_no_agreement_may_be_is_refused(
    people: People, client_for: ClientFor, typed: dict[str, str], says: str
) -> None:
    made, client = agreement(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url = address("agreement_change", made)
    response = client.post(url, shown(client, url) | typed)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_one_that_is_followed_up_is_not_changed(people: People, client_for: ClientFor) -> None:
    made, client = agreement(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    url, today = address("agreement_change", made), timezone.localdate()
    typed = shown(client, url) | SHARP
    made = follow_up(agreement=made, revision=0, said=FollowUp(state=AgreementState.KEPT), today=today, by=people.erik)
    response = client.post(url, typed | {"revision": str(made.revision)})
    assert response.status_code == 422
    assert "fulgt op" in response.content.decode()
    assert url not in client.get(address("agreement", made)).content.decode()


# How it went


def answer(client: Client, one: Conversation, made: Agreement, **said: str) -> Agreement:
    """Said where the conversation is prepared."""
    url = address("prepare", one)
    client.post(url, shown(client, url) | {f"earlier-{made.uuid}-{part}": text for part, text in said.items()})
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("said", [{"state": "open"}, {"note": "Den løber videre; vi ser på den næste gang."}])
def test_what_runs_on_was_talked_about_and_stays_open(
    people: People, client_for: ClientFor, said: dict[str, str]
) -> None:
    citizen = make_citizen(people)
    made, client = agreement(people.erik, citizen=citizen), client_for(people.erik)
    one = plan(people.erik, citizen=citizen)
    answer(client, one, made, **said)
    today = timezone.localdate()
    assert (made.state, made.followed_up_on, made.followed_up_in) == ("open", today, one)
    assert made in Agreement.objects.open()
    page = shown(client, address("prepare", one))
    assert page[f"earlier-{made.uuid}-state"] == "open"
    next_one = plan(people.erik, citizen=citizen)
    assert shown(client, address("prepare", next_one))[f"earlier-{made.uuid}-state"] == ""
    answer(client, next_one, made, state="")
    assert made.followed_up_in == one
    answer(client, next_one, made, state="open")
    assert made.followed_up_in == next_one


def test_that_it_runs_on_can_be_taken_back(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    made, client = agreement(people.erik, citizen=citizen), client_for(people.erik)
    one = plan(people.erik, citizen=citizen)
    answer(client, one, made, state="open")
    answer(client, one, made, state="")
    assert (made.followed_up_on, made.followed_up_in, made.followed_up_by) == (None, None, None)


def test_an_answer_given_before_the_talk_is_of_the_day_of_the_talk(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    made, client = agreement(people.erik, citizen=citizen), client_for(people.erik)
    one = plan(people.erik, citizen=citizen)
    answer(client, one, made, state="open")
    Agreement.objects.update(followed_up_on=timezone.localdate() - timedelta(days=3))
    client.post(address("begin", one))
    url = address("close", one)
    client.post(url, closing_data(client, one, why_no_agreement="Vi tales ved"))
    client.post(address("close_summary", one), shown(client, address("close_summary", one)))
    one.refresh_from_db()
    made.refresh_from_db()
    assert (one.state, made.followed_up_on) == ("held", timezone.localdate())
    assert "Løber videre" in client.get(address("minutes", one)).content.decode()


def test_each_day_it_is_talked_about_anew(people: People) -> None:
    made, today = agreement(people.erik, citizen=make_citizen(people)), timezone.localdate()
    runs_on = FollowUp(state=AgreementState.OPEN)
    for day, revision in ((today - timedelta(days=4), 1), (today, 2), (today, 2)):
        made = follow_up(agreement=made, revision=made.revision, said=runs_on, today=day, by=people.erik)
        assert (made.followed_up_on, made.revision) == (day, revision)
    assert Event.objects.filter(action="conversations.agreement.followed_up").count() == 2


def test_a_new_note_by_itself_is_logged(people: People) -> None:
    made, today = agreement(people.erik, citizen=make_citizen(people)), timezone.localdate()
    for note in ("Gik fint", "Gik rigtig fint"):
        said = FollowUp(state=AgreementState.KEPT, note=note)
        made = follow_up(agreement=made, revision=made.revision, said=said, today=today, by=people.erik)
    assert Event.objects.filter(action="conversations.agreement.followed_up").count() == 2


# The letter


def test_the_letter_to_somebody_who_did_not_turn_up_has_no_summary(people: People, client_for: ClientFor) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    typed: dict[str, Any] = {"own_summary": "Jeg tager noget med", "got_in_touch": False}
    one = held_conversation(people.erik, citizen=citizen, ending=ConversationState.NO_SHOW, **typed)
    assert "Jeg tager noget med" not in client.get(address("letter_preview", one)).content.decode()
    held = held_conversation(people.erik, citizen=citizen, **typed)
    assert "Jeg tager noget med" in client.get(address("letter_preview", held)).content.decode()
