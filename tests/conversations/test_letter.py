"""The letter: what it says by itself, and in words of one's own."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import set_phone
from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.models import Event
from fagkompas.conversations.actions.agreements import TypedAgreement
from fagkompas.conversations.models import AgreementBy, Conversation, LetterPart, Meeting
from fagkompas.conversations.views import documents
from fagkompas.toolkit.formats import long_date
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, plan
from tests.conversations.test_pages import CPR_IN_TEXT, address, autosave, shown
from tests.people import People, make_employee

ClientFor = Callable[[Employee], Client]


def agreed(what: str, *, who: AgreementBy = AgreementBy.CITIZEN, measure: str = "") -> TypedAgreement:
    due = timezone.localdate() + timedelta(days=4)
    return TypedAgreement(uuid=uuid4(), what=what, measure=measure, due_on=due, who=who)


@pytest.fixture
def talk(people: People) -> Conversation:
    """Held with Lilly, with an agreement of hers."""
    citizen = make_citizen(people, name="Lilly Prøve")
    made = agreed("Lilly ringer til lageret", measure="tre navne på en liste")
    return held_conversation(people.erik, citizen=citizen, agreements=[made], why_no_agreement="")


def letter(client: Client, one: Conversation) -> str:
    return client.get(address("letter_preview", one)).content.decode()


def test_it_says_whom_to_write_to_what_runs_on_and_what_others_do_with_its_measure(
    people: People, client_for: ClientFor
) -> None:
    citizen = make_citizen(people)
    before = agreement(people.erik, citizen=citizen, what="Mød på biblioteket", measure="Et kort")
    made = agreed("Erik spørger på lageret", who=AgreementBy.CASEWORKER, measure="en mail")
    one = held_conversation(people.erik, citizen=citizen, agreements=[made], why_no_agreement="")
    page = letter(client_for(people.erik), one)
    assert people.erik.email in page
    assert "Man kan se, at det er gjort: en mail." in page
    assert "Mød på biblioteket" in page
    assert "Borgeren" not in page  # who reads it is no third person
    assert f"Senest {long_date(before.due_on)}. Man kan se, at det er gjort: Et kort." in page
    held_conversation(people.erik, citizen=make_citizen(people, name="Anden Prøve"))
    assert "Det løber videre fra før" not in letter(client_for(people.erik), Conversation.objects.latest("pk"))


def test_the_number_of_whoever_held_the_talk_stands_under_the_name(
    people: People, client_for: ClientFor, talk: Conversation
) -> None:
    client = client_for(people.alma)
    assert "Telefon" not in letter(client, talk)
    set_phone(person=people.erik, phone="12 34 56 78")
    page = letter(client, talk)
    assert "Ring til Erik, Nord, på 12 34 56 78" in page
    assert re.search(r"Erik\s*(<br>)?\s*Telefon 12 34 56 78", page)


def test_a_reason_in_two_paragraphs_stays_with_its_agreement(people: People, client_for: ClientFor) -> None:
    made = agreed("Ring til lageret", measure="en mail\n\nog et svar")
    one = held_conversation(people.erik, citizen=make_citizen(people), agreements=[made], why_no_agreement="")
    assert "Man kan se, at det er gjort: en mail og et svar." in letter(client_for(people.erik), one)


def test_an_agreement_in_two_paragraphs_is_one(people: People, client_for: ClientFor) -> None:
    made = agreed("Ring til lageret\n\nog til butikken")
    one = held_conversation(people.erik, citizen=make_citizen(people), agreements=[made], why_no_agreement="")
    assert "Ring til lageret og til butikken" in letter(client_for(people.erik), one)


def test_it_names_no_next_talk_that_is_over_and_no_agreement_that_was_not_made(
    people: People, client_for: ClientFor, talk: Conversation
) -> None:
    client, now = client_for(people.erik), timezone.now()
    assert "Her er det, vi blev enige om." in letter(client, talk)
    Conversation.objects.filter(pk=talk.pk).update(began_at=now - timedelta(days=5), ended_at=now - timedelta(days=5))
    forgotten = plan(people.erik, citizen=talk.citizen, at=now - timedelta(days=2))
    page = letter(client, talk)
    assert "Vi har ikke aftalt en ny samtale endnu." in page
    assert long_date(forgotten.planned_at) not in page
    page = letter(client, held_conversation(people.erik, citizen=make_citizen(people)))
    assert "Tak for samtalen den" in page
    assert "enige" not in page


def test_how_one_meets_is_said_where_there_is_something_to_say(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    one = held_conversation(people.erik, citizen=citizen)
    plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=9))
    client = client_for(people.erik)
    assert "Ved et møde" not in letter(client, one)
    Conversation.objects.planned().update(place="Lokale 2")
    assert "Ved et møde: Lokale 2." in letter(client, one)
    Conversation.objects.planned().update(place="", meeting=Meeting.TELEPHONE)
    assert "telefon." in letter(client, one)


def test_its_words_are_changed_kept_encrypted_and_printed_and_come_back_with_one_click(
    people: People, client_for: ClientFor, talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(people.erik)
    url = address("letter_words", talk)
    data = shown(client, url)
    assert data["yours"].startswith("Lilly ringer til lageret\nSenest ")
    typed = {"yours": data["yours"].replace("Lilly ringer", "Du ringer"), "summary": ""}
    assert autosave(client, url, data | typed)["saved"].startswith("Gemt kl.")
    assert {one.part for one in LetterPart.objects.all()} == {"yours", "summary"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM conversations_letterpart")
        assert not any("Du ringer" in str(row) for row in cursor.fetchall())
    page = letter(client, talk)
    assert "Du ringer til lageret" in page
    assert "Jeg ringer selv videre." not in page
    monkeypatch.setattr(documents, "pdf", lambda template, shown: render_to_string(template, shown).encode())
    assert "Du ringer til lageret" in client.get(address("letter", talk)).content.decode()
    assert Event.objects.filter(action="conversations.letter.worded", citizen_id=talk.citizen_id).count() == 1
    assert client.post(url, {"shipped": "1"}).headers["Location"] == address("letter_preview", talk)
    assert not LetterPart.objects.exists()
    assert "Lilly ringer til lageret" in letter(client, talk)


def test_a_number_is_refused_and_nothing_typed_is_lost(
    people: People, client_for: ClientFor, talk: Conversation
) -> None:
    client = client_for(people.erik)
    url = address("letter_words", talk)
    response = client.post(url, shown(client, url) | {"opening": f"Kære {CPR_IN_TEXT}", "end": "Hilsen Erik"})
    assert response.status_code == 422
    assert f"Kære {CPR_IN_TEXT}" in response.content.decode()
    assert "Hilsen Erik" in response.content.decode()
    assert not LetterPart.objects.exists()


def test_words_of_two_windows_are_put_together(people: People, client_for: ClientFor, talk: Conversation) -> None:
    client, colleague = client_for(people.erik), client_for(people.alma)
    url = address("letter_words", talk)
    mine, theirs = shown(client, url), shown(colleague, url)
    autosave(colleague, url, theirs | {"end": "Hilsen Alma"})
    autosave(client, url, mine | {"opening": "Hej Lilly"})
    assert {one.part: one.text for one in LetterPart.objects.all()} == {"opening": "Hej Lilly", "end": "Hilsen Alma"}
    assert client.post(url, mine | {"end": "Hilsen Erik"}).status_code == 409


def test_a_colleagues_words_are_told_and_those_of_ones_other_window_are_not(
    people: People, client_for: ClientFor, talk: Conversation
) -> None:
    client, colleague, url = client_for(people.erik), client_for(people.alma), address("letter_words", talk)
    first, second = shown(client, url), shown(client, url)
    autosave(client, url, first | {"end": "Hilsen Erik"})
    assert "En anden" not in autosave(client, url, second | {"opening": "Hej Lilly"})["saved"]
    mine, theirs = shown(client, url), shown(colleague, url)
    autosave(colleague, url, theirs | {"end": "Hilsen Alma"})
    assert "En anden har også ændret noget" in autosave(client, url, mine | {"opening": "Kære Lilly"})["saved"]
    parts = LetterPart.objects.values_list("part", "saved_by__name")
    assert set(parts) == {("end", "Alma"), ("opening", "Erik")}


def test_a_part_that_is_long_by_itself_stops_no_other(
    people: People, client_for: ClientFor, talk: Conversation
) -> None:
    client, url = client_for(people.erik), address("letter_words", talk)
    for _one in range(18):
        made = agreement(people.erik, citizen=talk.citizen, what="Ring til lageret igen. " * 21)
        type(made).objects.filter(pk=made.pk).update(created_at=talk.ended_at)
    data = shown(client, url)
    assert len(data["before"]) > 8000
    assert "saved" in autosave(client, url, data | {"opening": "Hej Lilly"})
    assert "problem" in autosave(client, url, data | {"before": data["before"] + " Og lidt til."})


def test_a_talk_that_is_opened_again_has_its_letter_written_anew(
    people: People, client_for: ClientFor, talk: Conversation
) -> None:
    client = client_for(people.erik)
    url = address("letter_words", talk)
    assert "i brevet" not in client.get(address("minutes", talk)).content.decode()
    autosave(client, url, shown(client, url) | {"opening": "Hej Lilly"})
    assert "Tag alle ændringer tilbage" in letter(client, talk)
    assert "Det, der er ændret i brevet, bliver så slettet." in client.get(address("minutes", talk)).content.decode()
    client.post(address("reopen", talk))
    assert not LetterPart.objects.exists()
    assert client.get(url).status_code == 404


def test_in_a_closed_case_no_word_is_changed(people: People, client_for: ClientFor, talk: Conversation) -> None:
    assert talk.citizen is not None
    client = client_for(people.erik)
    data = shown(client, address("letter_words", talk))
    sent = {"on": timezone.localdate().isoformat(), "why": "job"}
    client.post(reverse("citizens:close", args=[talk.citizen.uuid]), sent)
    assert client.post(address("letter_words", talk), data | {"opening": "Hej"}).status_code == 422
    assert "Ret ordene" not in letter(client, talk)
    assert not LetterPart.objects.exists()


def test_what_was_agreed_after_the_talk_does_not_run_on_from_before(
    talk: Conversation, people: People, client_for: ClientFor
) -> None:
    agreement(people.erik, citizen=talk.citizen, what="Aftalt bagefter")
    assert "Aftalt bagefter" not in client_for(people.erik).get(address("letter_preview", talk)).content.decode()


def test_a_letter_that_cannot_be_read_says_so_and_is_no_file(
    talk: Conversation, people: People, client_for: ClientFor
) -> None:
    client, url = client_for(people.erik), address("letter_words", talk)
    assert client.post(url, shown(client, url) | {"opening": "Kære du"}).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("UPDATE conversations_letterpart SET text = 'gAAAA-nonsense'")
    page = client.get(address("letter_preview", talk)).content.decode()
    assert "Noget her kan ikke læses" in page
    assert "Hent som PDF" not in page
    assert client.get(address("letter", talk)).status_code == 302


def test_what_a_caseworker_words_of_other_talks_is_not_the_consultants_to_read_or_to_change(
    people: People, client_for: ClientFor
) -> None:
    """ADR 14: of conversations and agreements she has her own."""
    citizen, gitte = make_citizen(people), make_employee("Gitte", people.north, Role.COMPANY_CONSULTANT)
    agreement(people.erik, citizen=citizen, what="Mød på biblioteket")
    talk = held_conversation(gitte, citizen=citizen)
    caseworkers, hers, url = client_for(people.erik), client_for(gitte), address("letter_words", talk)
    data = shown(caseworkers, url)
    assert "Mød på biblioteket" in data["before"]
    autosave(caseworkers, url, data | {"before": "Lægen skriver", "opening": "Kære du"})
    page, typed = letter(hers, talk), shown(hers, url)
    assert "Lægen skriver" not in page
    assert "Kære du" in page
    assert "before" not in typed
    assert "saved" in autosave(hers, url, typed | {"opening": "Hej", "before": "Intet"})
    assert {one.part: one.text for one in LetterPart.objects.all()} == {"opening": "Hej", "before": "Lægen skriver"}
    hers.post(url, {"shipped": ""})
    assert [one.part for one in LetterPart.objects.all()] == ["before"]
    assert "Lægen skriver" in letter(caseworkers, talk)
