"""The pages: what they show, keep, refuse and lead to."""

from collections.abc import Callable
from datetime import date, time, timedelta
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event, EventKind
from fagkompas.citizens.models import ConsentKind
from fagkompas.companies.models import Company
from fagkompas.conversations.actions.agreements import FollowUp, TypedAgreement, follow_up
from fagkompas.conversations.models import Agreement, AgreementState, Conversation, TopicState
from fagkompas.conversations.today import today_items
from fagkompas.conversations.when import moment_of
from fagkompas.toolkit.formats import moment
from tests.citizens.making import CPR, make_citizen, make_consent
from tests.conversations.making import agreement, held_conversation, make_company, plan, under_way
from tests.people import People

ClientFor = Callable[[Employee], Client]
CPR_IN_TEXT = "010190-1234"


def address(name: str, one: Conversation | Agreement, *more: object) -> str:
    return reverse(f"conversations:{name}", args=[one.uuid, *more])


class Form(HTMLParser):
    """What the forms of a page would send if nothing was changed."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.text = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        name = at.get("name", "")
        if tag == "input":
            self.input(name, at)
        elif tag == "textarea":
            self.text, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in at:
            self.data[self.select] = at.get("value", "")

    def input(self, name: str, at: dict[str, str]) -> None:
        if at.get("type") in {"radio", "checkbox"}:
            self.data |= {name: at.get("value", "on")} if "checked" in at else {}
        elif name:
            self.data[name] = at.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.text = "" if tag == "textarea" else self.text

    def handle_data(self, data: str) -> None:
        if self.text:
            self.data[self.text] += data.removeprefix("\n")


def shown(client: Client, url: str) -> dict[str, str]:
    """What the page's form holds."""
    form = Form()
    form.feed(client.get(url).content.decode())
    return {name: text for name, text in form.data.items() if name not in {"csrfmiddlewaretoken", "q"}}


def autosave(client: Client, url: str, data: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = client.post(url, data, headers={"X-Autosave": "1"}).json()
    return told


# Prepare


def test_a_new_one_is_prepared_in_two_clicks(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people, target_group="sick-leave")
    client = client_for(people.erik)
    url = reverse("conversations:new", args=[citizen.uuid])
    response = client.post(url, shown(client, url))
    one = Conversation.objects.get()
    assert response.url == address("prepare", one)  # type: ignore[attr-defined]
    assert (one.template, one.planned_at > timezone.now()) == ("sick-leave-first", True)
    page = client.get(address("prepare", one)).content.decode()
    assert "Hvad du kan på arbejdet nu, og hvad der må vente" in page


def test_after_the_first_talk_a_follow_up_is_suggested(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    client = client_for(people.erik)
    url = reverse("conversations:new", args=[citizen.uuid])
    assert shown(client, url)["template"] == "first-job-ready"
    held_conversation(people.erik, citizen=citizen)
    assert shown(client, url)["template"] == "agreements-follow-up"


def test_a_preparation_is_saved_and_what_went_is_followed_up(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    earlier = agreement(people.erik, citizen=citizen)
    one = plan(people.erik, citizen=citizen)
    client = client_for(people.erik)
    url = address("prepare", one)
    data = shown(client, url)
    first = str(one.topics.all()[0].uuid)
    data |= {f"topic-{first}-place": "9", "purpose": "Vi ser på det", f"earlier-{earlier.uuid}-state": "partly"}
    assert client.post(url, data).status_code == 302
    one.refresh_from_db()
    earlier.refresh_from_db()
    assert (one.purpose, earlier.state, earlier.followed_up_in) == ("Vi ser på det", "partly", one)
    assert str(list(one.topics.all())[-1].uuid) == first


def test_a_cpr_number_is_refused_kindly_and_nothing_typed_is_lost(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    url = address("prepare", one)
    data = shown(client, url) | {"purpose": f"Hun har {CPR_IN_TEXT}", "place": "Lokale 2"}
    told = autosave(client, url, data)
    assert "ligner et CPR-nummer" in told["problem"]
    response = client.post(url, data)
    assert response.status_code == 422
    assert f"Hun har {CPR_IN_TEXT}" in response.content.decode()
    assert 'value="Lokale 2"' in response.content.decode()
    one.refresh_from_db()
    assert CPR_IN_TEXT not in one.purpose


def test_the_fund_is_offered_to_the_insured_and_others_after_consent(people: People, client_for: ClientFor) -> None:
    insured = make_citizen(people, target_group="insured-job-ready", fund="Prøvekassen")
    client = client_for(people.erik)
    url = address("prepare", plan(people.erik, citizen=insured, code="first-insured"))
    data = shown(client, url)
    assert ("party-unemployment_fund" in data, data["party-unemployment_fund-name"]) == (False, "Prøvekassen")
    assert "party-other-name" not in data
    assert "Borgeren har ikke sagt ja til det." in client.get(url).content.decode()
    make_consent(insured, ConsentKind.PARTIES)
    assert "party-other-name" in shown(client, url)
    assert "Borgeren har ikke sagt ja til det." not in client.get(url).content.decode()
    planned = plan(people.erik, citizen=insured, code="first-insured")
    assert shown(client, address("prepare", planned))["party-unemployment_fund"] == "on"


def test_who_was_there_without_consent_is_told_before_and_after(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people, target_group="insured-job-ready", fund="Prøvekassen")
    one = plan(people.erik, citizen=citizen, code="first-insured")
    client = client_for(people.erik)
    data = shown(client, address("prepare", one))
    client.post(address("prepare", one), data | {"party-unemployment_fund": "on"})
    assert "borgeren har ikke sagt ja til det" in client.get(address("begin", one)).content.decode()
    client.post(address("begin", one))
    assert "borgeren havde ikke sagt ja til det" in client.get(address("minutes", one)).content.decode()
    make_consent(citizen, ConsentKind.PARTIES, about="Prøvekassen")
    assert "borgeren havde ikke sagt ja til det" not in client.get(address("minutes", one)).content.decode()


def test_with_a_company_nobody_is_called_caseworker_and_who_holds_it_stands_there(
    people: People, client_for: ClientFor
) -> None:
    company = make_company(people.testkommune)
    client = client_for(people.freja)
    new = client.get(reverse("conversations:new_with_company", args=[company.uuid])).content.decode()
    assert "Er den reklamebeskyttet?" in new
    one = plan(people.freja, company=company)
    data = shown(client, address("prepare", one))
    page = client.get(address("prepare", one)).content.decode()
    assert data["holder"] == str(people.freja.uuid)
    assert "Sagsbehandleren" not in page + client.get(address("begin", one)).content.decode()
    assert "Kommunen" in page
    assert str(people.alma.uuid) not in page  # of another unit
    Company.objects.update(is_advertising_protected=True, advertising_looked_up_on=date(2026, 3, 2))
    assert "Slået op på virk.dk den 2. marts 2026." in client.get(address("prepare", one)).content.decode()


def test_two_windows_are_put_together_and_a_clash_shows_both(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    client, colleague = client_for(people.erik), client_for(people.alma)
    url = address("prepare", one)
    mine, theirs = shown(client, url), shown(colleague, url)
    assert "saved" in autosave(colleague, url, theirs | {"place": "Lokale 4", "purpose": "Almas formål"})
    told = autosave(client, url, mine | {"roles": "Erik spørger"})
    assert "saved" in told
    one.refresh_from_db()
    assert (one.place, one.purpose, one.roles) == ("Lokale 4", "Almas formål", "Erik spørger")
    clash = client.post(url, mine | {"purpose": "Eriks formål"})
    assert clash.status_code == 409
    assert "Almas formål" in clash.content.decode()
    assert "Eriks formål" in clash.content.decode()


def test_what_is_refused_while_one_types_does_not_stop_the_rest(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    client, row = client_for(people.erik), uuid4()
    url = address("prepare", one)
    data = shown(client, url) | {"purpose": f"Hun har {CPR_IN_TEXT}", "place": "Lokale 2"}
    data |= {f"topic-{row}-text": "Bilen", f"topic-{row}-minutes": "8"}
    told = autosave(client, url, data)
    assert told["problem"].startswith("Gemt kl.")
    assert "men ikke »Formål«. Det ligner et CPR-nummer." in told["problem"]
    assert told["opened"]["opened-place"] == "Lokale 2"
    one.refresh_from_db()
    assert (one.place, CPR_IN_TEXT in one.purpose) == ("Lokale 2", False)
    assert one.topics.filter(uuid=row).exists()
    # It goes on from there: what was saved is not taken for somebody else's change.
    told = autosave(client, url, data | told["opened"] | {"place": "Lokale 3", "purpose": "Et formål"})
    assert told["saved"].startswith("Gemt kl.")
    one.refresh_from_db()
    assert (one.place, one.purpose) == ("Lokale 3", "Et formål")


def test_a_row_that_is_refused_stays_as_it_was(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    url = address("prepare", one)
    first = one.topics.all()[0]
    typed = {f"topic-{first.uuid}-text": f"Om {CPR_IN_TEXT}", f"topic-{first.uuid}-minutes": "9", "place": "Lokale 2"}
    assert "men ikke »Emne«" in autosave(client, url, shown(client, url) | typed)["problem"]
    one.refresh_from_db()
    assert one.place == "Lokale 2"
    assert one.topics.get(pk=first.pk).text == first.text


# Hold


def test_what_is_noted_is_saved_while_one_types(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    assert one.topic is not None
    client = client_for(people.erik)
    data = shown(client, address("hold", one))
    word = uuid4()
    typed = {"explore": "Hun savner kollegerne", f"word-{word}-text": "kolleger", f"word-{word}-mirrored": "on"}
    told = autosave(client, address("save", one, one.topic.uuid), data | typed)
    assert told["saved"].startswith("Gemt kl.")
    assert told["opened"]["opened-explore"] == "Hun savner kollegerne"
    one.topic.refresh_from_db()
    assert one.topic.explore == "Hun savner kollegerne"
    assert [(each.word, each.mirrored) for each in one.topic.key_words.all()] == [("kolleger", True)]


def test_next_topic_saves_and_goes_on_and_the_last_one_leads_to_the_closing(
    people: People, client_for: ClientFor
) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    topics = list(one.topics.all())
    for topic in topics:
        data = shown(client, address("hold", one)) | {"give": f"Råd {topic.order}", "next": "1"}
        response = client.post(address("save", one, topic.uuid), data)
    assert response.url == address("close", one)  # type: ignore[attr-defined]
    assert [(each.state, each.give) for each in one.topics.all()] == [
        (TopicState.DONE, f"Råd {place}") for place in range(1, len(topics) + 1)
    ]
    assert "I har været igennem alle emner" in client.get(address("hold", one)).content.decode()


def test_a_clash_on_a_topic_keeps_both_and_the_button_goes_along(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    assert one.topic is not None
    client = client_for(people.erik)
    url = address("save", one, one.topic.uuid)
    first, second = shown(client, address("hold", one)), shown(client, address("hold", one))
    autosave(client, url, first | {"explore": "Fra det ene vindue"})
    clash = client.post(url, second | {"explore": "Fra det andet", "next": "1"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert "Fra det ene vindue" in page
    assert "Fra det andet" in page
    assert '<input type="hidden" name="next" value="1">' in page


def test_a_time_out_agrees_anew_and_a_bad_one_keeps_what_was_typed(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    url = address("time_out", one)
    data = shown(client, url)
    bad = client.post(url, data | {"note": f"{CPR_IN_TEXT}", "kind": "back"})
    assert (bad.status_code, CPR_IN_TEXT in bad.content.decode()) == (422, True)
    assert one.time_outs.count() == 0
    extra = uuid4()
    data |= {"minutes": "40", f"topic-{extra}-text": "Bilen er gået i stykker", f"topic-{extra}-minutes": "8"}
    assert client.post(url, data | {"kind": "renegotiate", "note": "Bilen fylder"}).status_code == 302
    one.refresh_from_db()
    assert (one.minutes, one.topics.get(uuid=extra).text) == (40, "Bilen er gået i stykker")


def test_agreements_from_before_are_answered_in_the_talk_and_at_its_end(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    kept, runs_on = (agreement(people.erik, citizen=citizen, what=what) for what in ("Ring til lageret", "Skriv et CV"))
    one = under_way(people.erik, citizen=citizen)
    assert one.topic is not None
    client = client_for(people.erik)
    assert "earlier-fold" in client.get(address("hold", one)).content.decode()
    data = shown(client, address("hold", one)) | {f"earlier-{kept.uuid}-state": "kept"}
    assert "saved" in autosave(client, address("save", one, one.topic.uuid), data)
    data = closing_data(client, one)
    assert data[f"earlier-{kept.uuid}-state"] == "kept"
    told = autosave(client, address("close", one), data | {f"earlier-{runs_on.uuid}-note": f"Ring {CPR_IN_TEXT}"})
    assert "ligner et CPR-nummer" in told["problem"]
    data |= {f"earlier-{runs_on.uuid}-state": "open", f"earlier-{runs_on.uuid}-note": "Hun er halvvejs"}
    assert "saved" in autosave(client, address("close", one), data)
    kept.refresh_from_db()
    runs_on.refresh_from_db()
    assert (kept.state, kept.followed_up_in) == ("kept", one)
    assert (runs_on.state, runs_on.note, runs_on.followed_up_in) == ("open", "Hun er halvvejs", one)


def test_agreements_from_before_lie_open_on_the_topic_about_them(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    agreement(people.erik, citizen=citizen)
    one = under_way(people.erik, citizen=citizen)
    client = client_for(people.erik)
    folded, opened = (
        '<details class="details earlier-fold">',
        '<details class="details earlier-fold" open>',
    )
    assert folded in client.get(address("hold", one)).content.decode()
    client.post(address("save", one, one.topics.all()[0].uuid), shown(client, address("hold", one)) | {"next": "1"})
    assert opened in client.get(address("hold", one)).content.decode()


def test_the_page_shows_the_time_and_has_no_navigation(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    page = client_for(people.erik).get(address("hold", one)).content.decode()
    assert "30 minutter tilbage" in page
    assert "mainmenu" not in page
    assert "Hvad gik bedre, end du havde regnet med?" in page  # a question of the template
    assert page.count("data-pace") == 3  # all, topic in the list, topic on a phone


# Close


def closing_data(client: Client, one: Conversation, **typed: str) -> dict[str, str]:
    return shown(client, address("close", one)) | {"ending": "held", "own_summary": "Jeg ringer i morgen", **typed}


def test_nothing_dangerous_is_chosen_beforehand_and_what_is_missing_is_told_in_the_form(
    people: People, client_for: ClientFor
) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    url = address("close", one)
    untouched = shown(client, url)
    assert "ending" not in untouched
    assert (untouched["next_on"], untouched["next_time"]) == ("", "")
    assert "data-take-next_on=" in client.get(url).content.decode()
    response = client.post(url, untouched | {"own_summary": "Jeg ringer i morgen"})
    assert response.status_code == 422
    assert "Vælg, hvordan den sluttede." in response.content.decode()
    refused = Form()
    refused.feed(response.content.decode())
    (day,) = (text for name, text in untouched.items() if name.endswith("-due"))
    assert [text for name, text in refused.data.items() if name.endswith("-due")] == [day]  # as it was suggested
    assert "Jeg ringer i morgen" in response.content.decode()
    response = client.post(url, closing_data(client, one))
    assert response.status_code == 422
    assert "Skriv en aftale, eller hvorfor I ikke lavede nogen." in response.content.decode()
    response = client.post(url, closing_data(client, one, why_no_agreement="Vi tales ved på fredag"))
    assert response.url == address("close_summary", one)  # type: ignore[attr-defined]
    client.post(address("close_summary", one), shown(client, address("close_summary", one)))
    one.refresh_from_db()
    assert one.state == "held"
    assert not Conversation.objects.planned().filter(citizen=one.citizen).exists()


def test_one_that_is_planned_already_is_named_where_one_closes_and_where_one_plans(
    people: People, client_for: ClientFor
) -> None:
    citizen = make_citizen(people)
    one = under_way(people.erik, citizen=citizen)
    later = plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=9))
    client = client_for(people.erik)
    page = client.get(address("close", one)).content.decode()
    assert address("prepare", later) in page
    assert "data-take-next_on=" not in page
    assert address("hold", later) in client.get(reverse("conversations:new", args=[citizen.uuid])).content.decode()


def test_a_day_that_has_passed_is_refused_where_one_plans_and_moves(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    client = client_for(people.erik)
    url = reverse("conversations:new", args=[citizen.uuid])
    response = client.post(url, shown(client, url) | {"planned_on": "2025-01-01"})
    assert response.status_code == 422
    assert "Dagen er gået. Vælg i dag eller en senere dag." in response.content.decode()
    assert not Conversation.objects.exists()
    one = plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=9))
    data = shown(client, address("prepare", one))
    assert client.post(address("prepare", one), data | {"planned_on": "2025-01-01"}).status_code == 422
    today = timezone.localdate().isoformat()
    assert client.post(address("prepare", one), data | {"planned_on": today}).status_code == 302


def test_the_minutes_say_when_it_was_held_and_what_it_was_planned_for(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people), at=timezone.now() + timedelta(days=9))
    client = client_for(people.erik)
    assert "Taler I sammen i dag?" in client.get(address("begin", one)).content.decode()
    client.post(address("begin", one))
    client.post(address("close", one), closing_data(client, one, why_no_agreement="Vi tales ved"))
    client.post(address("close_summary", one), shown(client, address("close_summary", one)))
    one.refresh_from_db()
    page = client.get(address("minutes", one)).content.decode()
    assert "<title>Referat" in page
    assert f", {moment(one.began_at)}" in page
    assert f"Den var planlagt til {moment(one.planned_at)}" in page
    assert f"planlagt til {moment(one.planned_at)}" in client.get(address("minutes_print", one)).content.decode()


def test_a_talk_of_its_own_day_asks_nothing_more_when_it_begins(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people), at=timezone.now())
    assert "Taler I sammen i dag?" not in client_for(people.erik).get(address("begin", one)).content.decode()


def test_an_agreement_is_told_what_is_vague_while_it_is_typed_and_on_save(
    people: People, client_for: ClientFor
) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    row = uuid4()
    typed = {f"agreement-{row}-what": "Prøve at kigge på nogle job", f"agreement-{row}-due": ""}
    page = client.post(address("smart", one, row), closing_data(client, one) | typed).content.decode()
    assert "»Prøve at«" in page
    assert "Tidsbestemt" in page
    client.post(address("close", one), closing_data(client, one) | typed | {"more": "1"})
    assert "»Prøve at«" in client.get(address("close", one)).content.decode()


def test_a_good_agreement_is_told_so(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    row = uuid4()
    parts = {
        "what": "Ring til tre butikker i byen",
        "measure": "Tre navne på en liste",
        "why": "Så er jeg ude blandt folk igen",
        "control": "yes",
        "confidence": "8",
        "due": (timezone.localdate() + timedelta(days=7)).isoformat(),
    }
    data = {f"agreement-{row}-{part}": text for part, text in parts.items()}
    page = client_for(people.erik).post(address("smart", one, row), data).content.decode()
    assert "Den er til at holde og følge op på" in page


def test_what_was_read_before_it_counts_is_what_counts(people: People, client_for: ClientFor) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    client.post(address("close", one), closing_data(client, one, why_no_agreement="Ingen"))
    read = shown(client, address("close_summary", one))
    client.post(address("close", one), closing_data(client, one, own_summary="Noget andet"))
    client.post(address("close_summary", one), read)
    one.refresh_from_db()
    assert one.state == "under_way"


def test_somebody_who_did_not_turn_up(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    data = shown(client, f"{address('close', one)}?udeblev=1")
    assert data["ending"] == "no_show"
    refused = client.post(address("close", one), data)
    assert refused.status_code == 422
    assert "Vælg, om I fik kontakt bagefter." in refused.content.decode()
    client.post(address("close", one), data | {"got_in_touch": "no"})
    assert "Læs det højt" not in client.get(address("close_summary", one)).content.decode()
    client.post(address("close_summary", one), shown(client, address("close_summary", one)))
    one.refresh_from_db()
    assert one.state == "no_show"


# Afterwards


def _agreed(people: People, language: str = "da") -> Conversation:
    citizen = make_citizen(people, cpr=CPR, address="Hemmelig Vej 7", is_protected=True, language=language)
    typed = TypedAgreement(uuid=uuid4(), what="Ring til lageret", due_on=timezone.localdate() + timedelta(days=4))
    return held_conversation(
        people.erik,
        citizen=citizen,
        agreements=[typed],
        why_no_agreement="",
        next_at=timezone.now() + timedelta(days=20),
        next_minutes=30,
    )


def test_the_letter_has_agreements_and_neither_number_nor_address(people: People, client_for: ClientFor) -> None:
    one = _agreed(people)
    client = client_for(people.erik)
    page = client.get(address("letter_preview", one)).content.decode()
    assert "Ring til lageret" in page
    assert "Vi taler sammen igen den" in page
    assert "Hemmelig Vej" not in page
    assert CPR not in page
    assert CPR[:6] not in page
    file = client.get(address("letter", one))
    assert (file.status_code, file.content[:5]) == (200, b"%PDF-")
    assert "Prøve" not in file.headers["Content-Disposition"]
    assert Event.objects.filter(action="conversations.letter.made", citizen_id=one.citizen_id).count() == 1


def test_the_letter_is_in_the_citizens_language(people: People, client_for: ClientFor) -> None:
    one = _agreed(people, language="en")
    page = client_for(people.erik).get(address("letter_preview", one)).content.decode()
    assert "This is what you do" in page
    assert "Hent som PDF" in page  # the page itself is the reader's


def test_the_calendar_says_when_and_names_nobody(people: People, client_for: ClientFor) -> None:
    at = timezone.now() + timedelta(days=3)
    one = plan(people.erik, citizen=make_citizen(people), at=at)
    content = client_for(people.erik).get(address("calendar", one)).content
    (event,) = Calendar.from_ical(BytesIO(content).read()).walk("VEVENT")
    assert one.citizen is not None
    assert event["summary"] == f"Samtale: sag {one.citizen.case_number[-4:]} · Ved et møde"
    assert event.decoded("dtstart") == at.replace(microsecond=0)
    assert b"Person" not in content
    assert "description" not in event
    assert "location" not in event


def test_the_minutes_are_read_and_the_reading_is_logged_once(people: People, client_for: ClientFor) -> None:
    one = _agreed(people)
    client_for(people.alma).get(address("minutes", one))
    reads = Event.objects.filter(kind=EventKind.READ, citizen_id=one.citizen_id, actor_id=people.alma.pk)
    assert [each.action for each in reads] == ["conversations.conversation.read"]


def test_an_agreement_is_followed_up_by_itself(people: People, client_for: ClientFor) -> None:
    one = agreement(people.erik, citizen=make_citizen(people))
    client = client_for(people.erik)
    url = address("agreement", one)
    client.post(url, shown(client, url) | {"state": "kept", "note": "Fik et møde"})
    one.refresh_from_db()
    assert (one.state, one.note, one.followed_up_by) == ("kept", "Fik et møde", people.erik)
    stale = shown(client, url) | {"revision": "0", "state": "dropped", "note": "Min tekst"}
    client.post(url, stale)
    page = client.get(url).content.decode()
    assert "Min tekst" in page
    assert "En anden har noteret det imens" in page
    one.refresh_from_db()
    assert one.state == "kept"


def test_a_colleague_of_another_unit_reads_with_a_reason_and_never_writes(
    people: People, client_for: ClientFor
) -> None:
    from fagkompas.citizens.actions.openings import open_with_reason

    one = under_way(people.erik, citizen=make_citizen(people))
    client = client_for(people.freja)
    assert client.get(address("minutes", one)).status_code == 404  # A company consultant.
    RoleHeld.objects.filter(employee=people.freja).update(role=Role.CASEWORKER)
    freja = Employee.objects.get(pk=people.freja.pk)
    assert "aabn" in client.get(address("minutes", one)).headers["Location"]
    assert one.citizen is not None
    open_with_reason(citizen=one.citizen, reason="Hun ringede", today=timezone.localdate(), by=freja)
    assert client.get(address("minutes", one)).status_code == 200
    assert client.get(address("hold", one)).headers["Location"] == address("minutes", one)
    assert client.get(address("prepare", one)).status_code == 404


# Lists


@pytest.mark.parametrize("name", ["list", "of_citizen", "panel"])
def test_lists_ask_as_many_questions_however_long_they_are(people: People, client_for: ClientFor, name: str) -> None:
    citizen = make_citizen(people)
    url = reverse("conversations:list") if name == "list" else reverse(f"conversations:{name}", args=[citizen.uuid])
    client = client_for(people.erik)
    counts = []
    for _round in range(2):
        for _each in range(2):
            plan(people.erik, citizen=citizen)
            under_way(people.erik, citizen=citizen)
            held_conversation(people.erik, citizen=citizen)
            agreement(people.erik, citizen=citizen)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["hold", "prepare", "close", "minutes"])
def test_pages_ask_as_many_questions_however_much_was_said(people: People, client_for: ClientFor, name: str) -> None:
    citizen = make_citizen(people)
    make = plan if name == "prepare" else under_way
    client = client_for(people.erik)
    counts = []
    for more in range(2):
        one = make(people.erik, citizen=citizen)
        for place in range(1 + 3 * more):
            topic = one.topics.create(from_whom="citizen", text=f"Emne {place}", minutes=1, order=90 + place)
            topic.key_words.create(word="ord")
            agreement(people.erik, citizen=citizen, what=f"Aftale {place}")
        client.get(address(name, one))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, one)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_today_tells_what_is_under_way_what_waits_and_what_comes(people: People) -> None:
    citizen = make_citizen(people)
    plan(people.erik, citizen=citizen)
    plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=1))
    plan(people.erik, citizen=citizen, at=timezone.now() + timedelta(days=9))
    under_way(people.erik, citizen=citizen)
    items = today_items(people.erik, timezone.localdate())
    waiting, coming = Conversation.objects.planned()[:2]
    begun = Conversation.objects.under_way().get()
    assert [item.url for item in items] == [
        address("hold", begun),
        address("close", waiting),
        address("prepare", coming),
    ]
    assert [item.is_next for item in items] == [False, False, True]
    assert today_items(people.bo, timezone.localdate()) == []


def test_the_first_of_today_are_told_of_however_many_come(people: People) -> None:
    """With eight a day, and some from before that nobody closed."""
    citizen, today = make_citizen(people), timezone.localdate()
    days = [*([today - timedelta(days=1)] * 5), *(today + timedelta(days=n) for n in range(3) for _hour in range(8))]
    for place, day in enumerate(days):
        one = plan(people.erik, citizen=citizen)
        Conversation.objects.filter(pk=one.pk).update(planned_at=moment_of(day, time(8 + place % 12)))
    urls = [item.url for item in today_items(people.erik, today)]
    of_today = Conversation.objects.filter(planned_at__gte=moment_of(today, time.min)).order_by("planned_at", "pk")[:8]
    assert {url.split("/")[2] for url in urls} >= {str(one.uuid) for one in of_today}
    assert urls.count(reverse("conversations:list")) == 1
    assert len(urls) == 8 + 3 + 1


def test_only_who_sees_them_all_is_told_that_it_is_the_first(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    RoleHeld.objects.filter(employee=people.freja).update(unit=people.north)
    freja = Employee.objects.get(pk=people.freja.pk)
    mine = plan(freja, citizen=citizen, at=timezone.now() + timedelta(days=1))
    first = "Det er den første samtale"
    assert first in client_for(freja).get(address("prepare", mine)).content.decode()
    held_conversation(people.erik, citizen=citizen)
    page = client_for(freja).get(address("prepare", mine)).content.decode()
    assert first not in page
    assert "Du har ikke selv haft en samtale her før." in page


def test_an_answer_stands_with_who_gave_it_though_a_colleague_writes_the_next_day(
    people: People, client_for: ClientFor
) -> None:
    citizen = make_citizen(people)
    made, one = agreement(people.erik, citizen=citizen), plan(people.erik, citizen=citizen)
    yesterday = timezone.localdate() - timedelta(days=1)
    said = FollowUp(state=AgreementState.OPEN, note="Den løber videre")
    follow_up(agreement=made, revision=made.revision, said=said, today=yesterday, by=people.erik, conversation=one)
    client = client_for(people.alma)
    assert "saved" in autosave(
        client, address("prepare", one), shown(client, address("prepare", one)) | {"place": "L9"}
    )
    made.refresh_from_db()
    assert (made.followed_up_by, made.followed_up_on) == (people.erik, yesterday)


def test_a_company_is_talked_with_the_same_way(people: People, client_for: ClientFor) -> None:
    company = make_company(people.testkommune)
    client = client_for(people.freja)
    url = reverse("conversations:new_with_company", args=[company.uuid])
    client.post(url, shown(client, url))
    one = Conversation.objects.get()
    page = client.get(address("prepare", one)).content.decode()
    assert "Kit Kontakt" in page
    client.post(address("begin", one))
    assert client.get(address("hold", one)).status_code == 200
    assert "company-benefit" in client.get(address("close", one)).content.decode()


def test_what_is_still_to_come_is_not_closed_and_nobody_failed_to_turn_up(
    people: People, client_for: ClientFor
) -> None:
    client, soon = client_for(people.erik), timezone.now() + timedelta(days=3)
    one = plan(people.erik, citizen=make_citizen(people), at=soon)
    assert "udeblev" not in client.get(address("prepare", one)).content.decode()
    answer = client.get(f"{address('close', one)}?udeblev=1", follow=True)
    assert answer.redirect_chain[-1][0] == address("prepare", one)
    assert "Samtalen ligger forude" in answer.content.decode()
    Conversation.objects.update(planned_at=timezone.now() - timedelta(hours=2))
    assert "udeblev" in client.get(address("prepare", one)).content.decode()


def test_what_the_other_hopes_for_is_said_before_it_begins(people: People, client_for: ClientFor) -> None:
    one = plan(people.erik, citizen=make_citizen(people))
    one.expectation = "At finde noget med dyr"
    one.save()
    assert "At finde noget med dyr" in client_for(people.erik).get(address("begin", one)).content.decode()


def test_a_year_typed_wrong_is_one_problem(people: People, client_for: ClientFor) -> None:
    one, client = plan(people.erik, citizen=make_citizen(people)), client_for(people.erik)
    data = shown(client, address("prepare", one)) | {"planned_on": "2016-11-20"}
    page = client.post(address("prepare", one), data)
    assert page.status_code == 422
    assert [len(errors) for name, errors in page.context["form"].errors.items() if name == "planned_on"] == [1]
