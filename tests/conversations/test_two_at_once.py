"""Two who have the same conversation open: what is refused stops nothing else, and nobody overwrites what they have not seen."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.conversations.actions.agreements import FollowUp, follow_up
from fagkompas.conversations.models import Agreement, AgreementState, Conversation
from fagkompas.conversations.views import sheets
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, plan, under_way
from tests.conversations.test_pages import CPR_IN_TEXT, ClientFor, address, autosave, shown
from tests.people import People


def answered(one: Agreement, by: Employee, state: AgreementState | None, note: str = "") -> None:
    one.refresh_from_db()
    said = FollowUp(state=state, note=note)
    follow_up(agreement=one, revision=one.revision, said=said, today=timezone.localdate(), by=by)


# While one types


def test_a_colleagues_change_beside_what_is_refused_stays(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    client, colleague, url = client_for(people.erik), client_for(people.alma), address("prepare", one)
    topic = one.topics.all()[0]
    text, minutes = f"topic-{topic.uuid}-text", f"topic-{topic.uuid}-minutes"
    mine = shown(client, url)
    autosave(colleague, url, shown(colleague, url) | {minutes: "33"})
    mine |= {text: f"Om {CPR_IN_TEXT}", "place": "Lokale 2"}
    told = autosave(client, url, mine)
    assert "men ikke »Emne«" in told["problem"]
    assert "En anden har også ændret noget" in told["problem"]
    mine |= told["opened"]
    assert f"opened-{minutes}" not in told["opened"]
    told = autosave(client, url, mine | {text: "Om bilen"})
    # What was told while something was refused is told until the page is opened anew.
    assert "En anden har også ændret noget" in told["saved"]
    topic.refresh_from_db()
    assert (topic.text, topic.minutes) == ("Om bilen", 33)


def test_everything_that_is_refused_is_told(people: People, client_for: ClientFor) -> None:
    """The form finds one thing, and the action another once the first is left out."""
    one = plan(people.erik, citizen=make_citizen(people))
    client, url = client_for(people.erik), address("prepare", one)
    typed = {"planned_time": "abc", "roles": f"Hun har {CPR_IN_TEXT}", "place": "Lokale 2"}
    problem = autosave(client, url, shown(client, url) | typed)["problem"]
    assert "men ikke »Tid, Hvem laver hvad«" in problem
    assert "CPR-nummer" in problem
    assert "klokkeslæt" in problem
    one.refresh_from_db()
    assert (one.place, CPR_IN_TEXT in one.roles) == ("Lokale 2", False)


def test_what_stops_the_whole_is_told_with_what_is_refused_before_it(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    client, url = client_for(people.erik), address("prepare", one)
    typed = shown(client, url) | {"planned_time": "abc"}
    client.post(address("begin", one))
    problem = autosave(client, url, typed)["problem"]
    assert problem.startswith("Ikke gemt.")
    assert "begyndt" in problem


# A colleague has said elsewhere how an agreement went


def page_of(one: Conversation, where: str) -> tuple[str, str]:
    """Where the form is shown, and where it is sent."""
    if where == "hold":
        assert one.topic is not None
        return address("hold", one), address("save", one, one.topic.uuid)
    return address(where, one), address(where, one)


@pytest.mark.parametrize("before", ["", "Vi talte om bussen"])
@pytest.mark.parametrize("where", ["prepare", "hold", "close"])
def test_an_answer_to_what_a_colleague_answered_is_shown_beside_theirs(
    people: People, client_for: ClientFor, where: str, before: str
) -> None:
    citizen = make_citizen(people)
    agreed = agreement(people.erik, citizen=citizen)
    if before:
        answered(agreed, people.erik, None, before)
    one = plan(people.erik, citizen=citizen) if where == "prepare" else under_way(people.erik, citizen=citizen)
    client = client_for(people.erik)
    page_url, url = page_of(one, where)
    state, note = f"earlier-{agreed.uuid}-state", f"earlier-{agreed.uuid}-note"
    typed = shown(client, page_url) | {state: "partly", note: "Eriks ord"}
    answered(agreed, people.alma, AgreementState.KEPT, "Almas ord")
    assert "En anden har ændret det samme" in autosave(client, url, typed)["problem"]
    both = client.post(url, typed)
    assert both.status_code == 409
    page = both.content.decode()
    assert agreed.what[:20] in page
    assert all(words in page for words in ("Delvis", "Holdt", "Eriks ord", "Almas ord"))
    agreed.refresh_from_db()
    assert (agreed.state, agreed.note) == ("kept", "Almas ord")
    # What the person chooses counts, also against the answer that stands.
    seen = {f"opened-{state}": "kept", f"opened-{note}": "Almas ord"}
    assert client.post(url, typed | seen | {"more": "1"}).status_code == 302
    agreed.refresh_from_db()
    assert (agreed.state, agreed.note) == ("partly", "Eriks ord")


def test_a_note_goes_beside_an_answer_that_came_meanwhile(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    agreed = agreement(people.erik, citizen=citizen)
    one = plan(people.erik, citizen=citizen)
    client, url = client_for(people.erik), address("prepare", one)
    typed = shown(client, url) | {f"earlier-{agreed.uuid}-note": "Eriks ord"}
    answered(agreed, people.alma, AgreementState.KEPT)
    assert "En anden har også ændret noget" in autosave(client, url, typed)["saved"]
    agreed.refresh_from_db()
    assert (agreed.state, agreed.note, agreed.followed_up_by) == ("kept", "Eriks ord", people.alma)


def test_nobody_answers_by_its_number_what_another_case_agreed_on(people: People, client_for: ClientFor) -> None:
    other = agreement(people.erik, citizen=make_citizen(people))
    answered(other, people.erik, AgreementState.KEPT, "En andens")
    one = plan(people.erik, citizen=make_citizen(people))
    client, url = client_for(people.erik), address("prepare", one)
    sent = {f"earlier-{other.uuid}-state": "partly", f"earlier-{other.uuid}-note": "Over i en anden sag"}
    page = client.post(url, shown(client, url) | sent)
    assert page.status_code == 422
    assert "En andens" not in page.content.decode()
    other.refresh_from_db()
    assert (other.state, other.note) == ("kept", "En andens")


@pytest.mark.parametrize(
    ("where", "save"), [("prepare", "save_preparation"), ("hold", "save_talk"), ("close", "save_closing")]
)
def test_an_answer_that_comes_while_something_else_is_saved_stays(
    people: People, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, where: str, save: str
) -> None:
    """It comes after the page has read what is saved, and before its own texts are."""
    citizen = make_citizen(people)
    agreed = agreement(people.erik, citizen=citizen)
    one = plan(people.erik, citizen=citizen) if where == "prepare" else under_way(people.erik, citizen=citizen)
    client = client_for(people.erik)
    page_url, url = page_of(one, where)
    other = {"prepare": "place", "hold": "explore", "close": "own_summary"}[where]
    typed = shown(client, page_url) | {other: "Noget andet"}
    keep = getattr(sheets, save)

    def answered_first(**options: Any) -> Conversation:
        answered(agreed, people.alma, AgreementState.KEPT, "Almas ord")
        saved: Conversation = keep(**options)
        return saved

    monkeypatch.setattr(sheets, save, answered_first)
    assert "saved" in autosave(client, url, typed)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.note, agreed.followed_up_by) == ("kept", "Almas ord", people.alma)


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="one writer at a time, and nothing to hold")
def test_the_agreements_that_are_answered_are_held(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    agreed = agreement(people.erik, citizen=citizen)
    one = plan(people.erik, citizen=citizen)
    client, url = client_for(people.erik), address("prepare", one)
    typed = shown(client, url) | {f"earlier-{agreed.uuid}-state": "kept"}
    with CaptureQueriesContext(connection) as queries:
        autosave(client, url, typed)
    assert any('FOR UPDATE OF "conversations_agreement"' in query["sql"] for query in queries)


def test_a_save_whose_answer_was_lost_is_no_change_of_somebody_else(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client, page_url = client_for(people.erik), address("hold", one)
    url = page_of(one, "hold")[1]
    typed = shown(client, page_url)
    autosave(client, url, typed | {"explore": "Hun savner"})
    lost = {"unanswered": json.dumps([[["explore", "Hun savner"]], [["explore", "Hun savner kolle"]]])}
    more = typed | {"explore": "Hun savner kollegerne"}
    assert autosave(client, url, more)["both"]
    assert "saved" in autosave(client, url, more | lost)
    # What somebody else wrote since then still stands beside it.
    autosave(client_for(people.alma), url, shown(client, page_url) | {"explore": "Almas ord"})
    assert autosave(client, url, more | lost | {"explore": "Hun savner dem alle"})["both"]


@pytest.mark.parametrize("bad", ["", "{", "3", "[3]", "[[3]]", "[[[1, 2, 3]]]", "null", "[" * 100_000])
def test_a_list_of_lost_saves_that_is_none_counts_for_nothing(people: People, client_for: ClientFor, bad: str) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client, url = client_for(people.erik), page_of(one, "hold")[1]
    assert "saved" in autosave(client, url, shown(client, address("hold", one)) | {"explore": "Ord", "unanswered": bad})


def test_which_agreement_is_told_where_its_note_is_not_saved(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    agreed = agreement(people.erik, citizen=citizen, what="Ring til lageret")
    one = plan(people.erik, citizen=citizen)
    client, url = client_for(people.erik), address("prepare", one)
    typed = shown(client, url)
    assert '<legend class="earlier-what">Ring til lageret</legend>' in client.get(url).content.decode()
    told = autosave(client, url, typed | {f"earlier-{agreed.uuid}-note": f"Om {CPR_IN_TEXT}", "place": "Lokale 2"})
    assert "men ikke »Ring til lageret: Hvad der hjalp eller kom i vejen«" in told["problem"]
