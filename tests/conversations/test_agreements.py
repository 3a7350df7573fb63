"""What is agreed: which days, and how it is followed up."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.conversations.actions.agreements import FollowUp, follow_up
from fagkompas.conversations.models import Agreement, AgreementState, Conversation
from fagkompas.engine.errors import BadInput
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, plan, under_way
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
