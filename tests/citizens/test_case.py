"""The pages of one citizen: frame, contact and number, facts by two at once, consents, closing, history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.actions import record_change
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.consents import give_consent, withdraw_consent
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.actions.record import edit_citizen, facts_of
from fagkompas.citizens.consents import has_consent
from fagkompas.citizens.forms.record import number_stamp
from fagkompas.citizens.history import openings_of
from fagkompas.citizens.models import Citizen, Consent, ConsentKind, Opening
from fagkompas.citizens.views.frame import PARTS
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.lists import PER_PAGE
from fagkompas.toolkit.pages import panel_url
from fagkompas.website.citizen_data.access import access_to
from fagkompas.website.citizen_data.masking import Masking
from tests.citizens.making import CPR, TODAY, make_citizen, make_consent, make_handover
from tests.people import People, make_employee
from tests.sent_twice import makes_one

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]
TYPED = {"name": "Prøve Person", "target_group": "job-ready", "language": "da", "began_on": "2026-09-01"}
OPENED = {f"opened-{name}": text for name, text in TYPED.items()}


def page(citizen: Citizen, name: str = "citizen") -> str:
    return reverse(f"citizens:{name}", args=[citizen.uuid])


def shown(client: Client, address: str) -> str:
    """The text of a page."""
    return client.get(address).content.decode()


# The frame, and what is noted


def test_opening_a_case_is_one_line_in_the_log(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    client_for(people.erik).get(page(citizen))
    event = Event.objects.about_citizen(citizen.pk).get()
    assert (event.action, event.actor_id, event.target_uuid) == ("citizens.case.opened", people.erik.pk, citizen.uuid)


def test_the_frame_says_who_it_is_and_leaves_out_what_is_not_there(people: People, client_for: As) -> None:
    text = shown(client_for(people.erik), page(make_citizen(people, is_protected=True)))
    for words in ("Prøve Person", "Jobparat på kontanthjælp", "Nord", "Sagsbehandler: Erik", "Beskyttet adresse"):
        assert words in text


@pytest.mark.parametrize("name", [name for _label, name in PARTS] + ["casework:overview", "conversations:panel"])
def test_every_part_of_a_case_has_its_page(name: str) -> None:
    """A part whose address was renamed would be left out in silence."""
    assert panel_url(name, uuid4())


# The number


def test_the_number_is_hidden_until_it_is_asked_for_and_that_is_noted(people: People, client_for: As) -> None:
    citizen = make_citizen(people, cpr=CPR)
    client = client_for(people.erik)
    assert "••••••-••••" in shown(client, page(citizen, "contact"))
    assert "700190" not in shown(client, page(citizen, "edit"))
    answer = client.post(page(citizen, "show_cpr")).content.decode()
    assert "700190-1234" in answer
    assert "700190" not in shown(client, page(citizen, "contact"))
    noted = Event.objects.get(action="citizens.number.shown")
    assert (noted.citizen_id, noted.actor_id) == (citizen.pk, people.erik.pk)
    assert client.get(page(citizen, "show_cpr")).status_code == 405


# New, and other facts


def test_a_new_case_is_opened_on_the_page(people: People, client_for: As) -> None:
    client = client_for(people.erik)
    form = client.get(reverse("citizens:new")).context["form"]
    assert str(form["unit"].value()) == str(people.north.uuid)
    typed = {**TYPED, "cpr": "700190-1234", "unit": people.north.uuid, "caseworker": people.erik.uuid}
    answer = client.post(reverse("citizens:new"), typed)
    made = Citizen.objects.get()
    assert answer.headers["Location"] == page(made)
    assert (made.name, made.cpr, made.caseworker, made.unit) == ("Prøve Person", CPR, people.erik, people.north)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(people: People, client_for: As) -> None:
    make_citizen(people, name="Første", unit=people.south, cpr=CPR)
    typed = {**TYPED, "cpr": "700190-1234", "unit": people.north.uuid, "phone": "12 34 56 78", "caseworker": ""}
    answer = client_for(people.erik).post(reverse("citizens:new"), typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "En borger med det nummer har allerede en sag i Syd" in text
    assert "Første" not in text
    assert "12 34 56 78" in text
    wrong = client_for(people.erik).post(reverse("citizens:new"), {**typed, "cpr": "300290-1234"})
    assert "Det er ikke et CPR-nummer" in wrong.content.decode()


def test_other_facts_are_saved_and_the_number_stays(people: People, client_for: As) -> None:
    citizen = make_citizen(people, cpr=CPR)
    client = client_for(people.erik)
    assert client.post(page(citizen, "edit"), {**OPENED, **TYPED, "phone": "12345678"}).status_code == 302
    citizen.refresh_from_db()
    assert (citizen.phone, citizen.cpr) == ("12345678", CPR)
    client.post(
        page(citizen, "edit"),
        {**OPENED, **TYPED, "cpr": "710190-1234", "number_seen": number_stamp(citizen), "opened-phone": "12345678"},
    )
    citizen.refresh_from_db()
    assert (citizen.phone, citizen.cpr) == ("", "7101901234")
    client.post(page(citizen, "edit"), {**OPENED, **TYPED, "no_cpr": "on", "number_seen": number_stamp(citizen)})
    citizen.refresh_from_db()
    assert (citizen.cpr, citizen.cpr_hash) == ("", "")


def test_what_two_change_is_put_together(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    facts = facts_of(citizen)
    changed = replace(facts, fund="En a-kasse")
    edit_citizen(citizen=citizen, facts=changed, revision=0, today=TODAY, by=people.alma)
    client_for(people.erik).post(page(citizen, "edit"), {**OPENED, **TYPED, "phone": "12345678"})
    citizen.refresh_from_db()
    assert (citizen.fund, citizen.phone, citizen.revision) == ("En a-kasse", "12345678", 2)


def test_what_two_change_alike_is_shown_to_choose(people: People, client_for: As) -> None:
    citizen = make_citizen(people, phone="11111111")
    client_for(people.alma).post(
        page(citizen, "edit"), {**OPENED, "opened-phone": "11111111", **TYPED, "phone": "22222222"}
    )
    client = client_for(people.erik)
    both = client.post(page(citizen, "edit"), {**OPENED, "opened-phone": "11111111", **TYPED, "phone": "33333333"})
    assert both.status_code == 409
    assert "22222222" in both.content.decode()
    assert "33333333" in both.content.decode()
    citizen.refresh_from_db()
    assert citizen.phone == "22222222"


# Consents


def give(people: People, citizen: Citizen, kind: ConsentKind = ConsentKind.COMPANY, about: str = "") -> Consent:
    """Today, by Erik."""
    return give_consent(
        citizen=citizen, kind=kind, about=about, in_writing=True, given_on=TODAY, today=TODAY, by=people.erik
    )


def test_a_yes_stands_until_it_is_taken_back(people: People) -> None:
    citizen = make_citizen(people)
    assert not has_consent(citizen, ConsentKind.COMPANY)
    consent = give(people, citizen)
    assert has_consent(citizen, ConsentKind.COMPANY)
    assert not has_consent(citizen, ConsentKind.PARTIES)
    withdraw_consent(consent=consent, on=TODAY, today=TODAY, by=people.erik)
    assert not has_consent(citizen, ConsentKind.COMPANY)
    assert Consent.objects.get().withdrawn_on == TODAY
    actions = list(Event.objects.about_citizen(citizen.pk).order_by("pk").values_list("action", "details"))
    assert actions == [
        ("citizens.consent.given", {"consent": "company"}),
        ("citizens.consent.withdrawn", {"consent": "company"}),
    ]


def test_a_yes_to_one_is_not_a_yes_to_all(people: People) -> None:
    citizen = make_citizen(people)
    give(people, citizen, about="Prøvefirma ApS")
    assert has_consent(citizen, ConsentKind.COMPANY, "prøvefirma  aps")
    assert not has_consent(citizen, ConsentKind.COMPANY, "Et andet firma")
    assert not has_consent(citizen, ConsentKind.COMPANY)
    give(people, citizen)
    assert has_consent(citizen, ConsentKind.COMPANY, "Et andet firma")


def test_the_same_yes_is_given_once_and_again_after_it_was_taken_back(people: People) -> None:
    citizen = make_citizen(people)
    first = give(people, citizen, about="Prøvefirma ApS")
    with pytest.raises(BadInput) as refused:
        give(people, citizen, about="PRØVEFIRMA aps")
    assert refused.value.problems[0].message_code == "consent_stands"
    withdraw_consent(consent=first, on=TODAY, today=TODAY, by=people.erik)
    assert give(people, citizen, about="Prøvefirma ApS").pk != first.pk


@pytest.mark.parametrize(("days", "code"), [(1, "day_in_future"), (-1, "day_too_early")])
def test_a_yes_is_taken_back_between_that_day_and_today(people: People, days: int, code: str) -> None:
    consent = give(people, make_citizen(people))
    with pytest.raises(BadInput) as refused:
        withdraw_consent(consent=consent, on=TODAY + timedelta(days=days), today=TODAY, by=people.erik)
    assert refused.value.problems[0].message_code == code


def test_a_consent_is_given_and_taken_back_on_the_pages(people: People, client_for: As) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    assert "ikke sagt ja til noget endnu" in shown(client, page(citizen, "contact"))
    today = timezone.localdate()
    typed = {"kind": "parties", "about": "Min søster", "given_on": today.isoformat(), "in_writing": "on"}
    client.post(page(citizen, "consent_new"), typed)
    consent = Consent.objects.get()
    assert (consent.kind, consent.about, consent.in_writing, consent.recorded_by) == (
        "parties",
        "Min søster",
        True,
        people.erik,
    )
    future = {**typed, "about": "", "given_on": (today + timedelta(days=1)).isoformat()}
    refused = client.post(page(citizen, "consent_new"), future)
    assert (refused.status_code, Consent.objects.count()) == (422, 1)
    client.post(reverse("citizens:consent_withdraw", args=[consent.uuid]), {"on": today.isoformat()})
    text = shown(client, page(citizen, "contact"))
    assert "Trukket tilbage" in text
    assert "Min søster" in text


# Closing, history


@pytest.mark.parametrize("name", ["citizen", "contact", "history"])
def test_queries_do_not_grow_with_what_a_case_holds(people: People, client_for: As, name: str) -> None:
    citizen, client = make_citizen(people), client_for(people.alma)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page(citizen, name))
        return len(captured)

    def more(number: int) -> None:
        make_consent(citizen, about=f"Firma {number}")
        make_handover(citizen, to=people.erik, from_employee=people.alma, by=people.alma)
        day = TODAY - timedelta(days=number)
        Opening.objects.create(citizen=citizen, employee=people.freja, reason="Vikar", on=day, at=timezone.now())

    more(0)
    queries()
    few = queries()
    for number in range(1, 8):
        more(number)
    assert queries() == few


@pytest.mark.parametrize("name", ["edit", "close", "move", "hand_over", "consent_new"])
def test_a_page_that_names_the_citizen_is_noted_once(people: People, client_for: As, name: str) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    client.get(page(citizen, name))
    reads = Event.objects.about_citizen(citizen.pk).reads()
    assert [(read.actor_id, read.kind) for read in reads] == [(people.erik.pk, "read")]


def test_who_opened_a_case_stays_when_the_colleague_is_deleted(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    gone = make_employee("Hans", people.south, Role.CASEWORKER)
    Opening.objects.create(citizen=citizen, employee=gone, reason="Vikar i Nord", on=TODAY, at=timezone.now())
    gone.delete()
    assert "Vikar i Nord" in shown(client_for(people.alma), page(citizen, "history"))


def test_what_happened_long_ago_is_on_a_later_page_of_the_history(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    consent = give(people, citizen)
    for _time in range(PER_PAGE):
        record_change(by=people.erik, action="citizens.citizen.edited", citizen_id=citizen.pk, target=citizen)
    client, address = client_for(people.erik), page(citizen, "history")
    assert consent.pk
    assert "Noterede et samtykke" not in shown(client, address)
    assert "?side=2" in shown(client, address)
    assert "Noterede et samtykke" in shown(client, f"{address}?side=2")


def test_the_name_of_who_opened_a_case_is_told_when_the_colleague_is_deleted(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    gone, key = make_employee("Hans Hansen", people.south, Role.CASEWORKER), "Vikar for Erik i dag"
    today = timezone.localdate()
    open_with_reason(citizen=citizen, reason=key, today=today, by=gone)
    client_for(gone).get(page(citizen, "contact"))
    gone.delete()
    assert [(one.who, one.reason) for one in openings_of(citizen)] == [("Hans Hansen", key)]
    assert "Hans Hansen" in shown(client_for(people.alma), page(citizen, "history"))
    assert ("Hans Hansen", key) in [(look.who, look.reason) for look in access_to(citizen, Masking()).looks]


def test_a_case_is_closed_and_opened_again_on_the_page(people: People, client_for: As) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    assert client.post(page(citizen, "close"), {"on": "2026-10-01"}).status_code == 422
    client.post(page(citizen, "close"), {"on": "2026-10-01", "why": "job"})
    text = shown(client, page(citizen))
    assert "Sagen blev lukket den 1. oktober 2026: Kom i job." in text
    assert page(citizen, "hand_over") not in text
    client.post(page(citizen, "reopen"))
    citizen.refresh_from_db()
    assert not citizen.is_closed


def test_managers_see_who_has_looked_and_others_do_not(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    make_consent(citizen)
    client_for(people.erik).get(page(citizen))
    client_for(people.erik).post(page(citizen, "edit"), {**OPENED, **TYPED, "phone": "1"})
    hers, managers = (client_for(person).get(page(citizen, "history")).context for person in (people.erik, people.alma))
    assert hers["reads"] is None
    assert {(entry.who, entry.what) for entry in managers["reads"]} >= {("Erik", "åbnede borgerens sag")}
    assert [(entry.who, entry.what) for entry in hers["changes"]] == [("Erik", "rettede oplysninger om borgeren")]


def test_a_case_is_opened_once(people: People, client_for: As) -> None:
    typed = {**TYPED, "unit": people.north.uuid, "caseworker": people.erik.uuid}
    makes_one(client_for(people.erik), reverse("citizens:new"), Citizen, typed)


def test_a_case_with_a_number_is_opened_once(people: People, client_for: As) -> None:
    typed = {**TYPED, "cpr": "700190-1234", "unit": people.north.uuid, "caseworker": people.erik.uuid}
    makes_one(client_for(people.erik), reverse("citizens:new"), Citizen, typed, anew=False)


def test_a_consent_is_noted_once(people: People, client_for: As) -> None:
    url = page(make_citizen(people), "consent_new")
    typed = {"kind": "parties", "about": "Min søster", "given_on": timezone.localdate().isoformat()}
    makes_one(client_for(people.erik), url, Consent, typed, anew=False)
