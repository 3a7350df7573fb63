"""Whose case one may open: own units at once, another unit's after saying why, another municipality's never."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import move_unit, rename_unit
from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.models import Event
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.models import Consent, Handover, Opening
from fagkompas.citizens.permissions import (
    ReasonNeededError,
    citizens_of,
    load_citizen,
    may_hand_over,
    may_see_address,
)
from tests.citizens.making import CPR, make_citizen
from tests.people import People, make_employee, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("freja_has_cases")]

WHY = "Jeg er vikar i Nord i dag"
As = Callable[[Employee], Client]


def page(citizen: object, name: str = "citizen") -> str:
    return reverse(f"citizens:{name}", args=[getattr(citizen, "uuid", None)])


def test_a_case_of_another_unit_asks_why_and_then_leads_on(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    client = client_for(people.freja)
    asked = client.get(page(citizen, "history"), follow=True)
    wanted = urlencode({"videre": page(citizen, "history")})
    assert asked.redirect_chain == [(f"{page(citizen, 'open')}?{wanted}", 302)]
    assert citizen.name not in asked.content.decode()
    assert "Nord" in asked.content.decode()
    done = client.post(page(citizen, "open"), {"reason": WHY, "videre": page(citizen, "history")})
    assert done.headers["Location"] == page(citizen, "history")
    assert client.get(page(citizen, "history")).status_code == 200
    opening = Opening.objects.get()
    assert (opening.employee, opening.reason, opening.on) == (people.freja, WHY, timezone.localdate())
    event = Event.objects.get(action="citizens.case.opened_with_reason")
    assert (event.citizen_id, event.actor_id, event.details) == (citizen.pk, people.freja.pk, {})


def test_a_reason_holds_that_day(people: People) -> None:
    citizen = make_citizen(people)
    yesterday = timezone.localdate() - timedelta(days=1)
    Opening.objects.create(citizen=citizen, employee=people.freja, reason=WHY, on=yesterday, at=timezone.now())
    with pytest.raises(ReasonNeededError):
        load_citizen(people.freja, citizen.uuid)


def test_a_reason_is_one_persons_and_one_cases(people: People) -> None:
    citizen, other = make_citizen(people), make_citizen(people, name="Anden Person")
    today = timezone.localdate()
    Opening.objects.create(citizen=citizen, employee=people.freja, reason=WHY, on=today, at=timezone.now())
    assert load_citizen(people.freja, citizen.uuid) == citizen
    with pytest.raises(ReasonNeededError):
        load_citizen(people.freja, other.uuid)
    colleague = make_employee("Hans", people.south, Role.CASEWORKER)
    with pytest.raises(ReasonNeededError):
        load_citizen(colleague, citizen.uuid)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("", "Udfyld »Begrundelse«."),
        ("abc", "Der skal stå mindst 5 tegn i »Begrundelse«"),
        ("x" * 301, "Gør teksten kortere"),
        ("Hun ringede om 700190-1234", "Det ligner et CPR-nummer"),
    ],
)
def test_a_reason_is_a_sentence_without_a_number(people: People, client_for: As, reason: str, said: str) -> None:
    citizen = make_citizen(people)
    answer = client_for(people.freja).post(page(citizen, "open"), {"reason": reason})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Opening.objects.exists()


@pytest.mark.parametrize("name", ["open", "consent_new", "hand_over", "move", "hand_over_many"])
def test_words_about_health_are_told_before_anything_is_saved(people: People, client_for: As, name: str) -> None:
    citizen, hans = make_citizen(people), make_employee("Hans", people.north, Role.CASEWORKER)
    person = people.freja if name == "open" else people.erik
    text = "Hun har kræft og er sygemeldt"
    today = f"{timezone.localdate()}"
    of_form: dict[str, dict[str, object]] = {
        "open": {"reason": text},
        "consent_new": {"kind": "parties", "about": text, "given_on": today},
        "hand_over": {"to": f"{hans.uuid}", "note": text},
        "hand_over_many": {"to": f"{hans.uuid}", "note": text, "citizens": [f"{citizen.uuid}"]},
        "move": {"unit": f"{people.south.uuid}", "on": today, "note": text},
    }
    typed = of_form[name]
    client = client_for(person)
    address = reverse("citizens:hand_over_many") if name == "hand_over_many" else page(citizen, name)
    warned = client.post(address, typed)
    assert warned.status_code == 422
    sent = [line for line in warned.content.decode().splitlines() if 'name="traces_read"' in line]
    assert len(sent) == 1, "an empty one beside the button's would count instead"
    assert 'type="submit"' in sent[0]
    assert not Opening.objects.exists()
    assert not Consent.objects.exists()
    assert not Handover.objects.exists()
    saved = client.post(address, typed | {"traces_read": warned.context["form"].stamp})
    assert saved.status_code == 302
    assert Opening.objects.count() + Consent.objects.count() + Handover.objects.count() == 1


def test_a_reason_cannot_be_read_in_the_database(people: People) -> None:
    open_with_reason(citizen=make_citizen(people), reason=WHY, today=timezone.localdate(), by=people.freja)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM citizens_opening")
        (stored,) = cursor.fetchone()
    assert WHY not in stored
    assert Opening.objects.get().reason == WHY


def test_one_is_led_on_within_the_site_only(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    for wanted in ("https://example.com/", "//example.com/", "javascript:1"):
        done = client_for(people.freja).post(page(citizen, "open"), {"reason": WHY, "videre": wanted})
        assert done.headers["Location"] == page(citizen)


def test_who_may_open_it_already_is_led_on(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    assert client_for(people.erik).get(page(citizen, "open")).headers["Location"] == page(citizen)


def test_a_case_opened_with_a_reason_is_read_and_not_changed(people: People, client_for: As) -> None:
    citizen = make_citizen(people)
    client = client_for(people.freja)
    client.post(page(citizen, "open"), {"reason": WHY})
    shown = client.get(page(citizen, "contact")).content.decode()
    assert page(citizen, "edit") not in shown
    assert client.get(page(citizen, "edit")).status_code == 404


def test_a_unit_that_is_renamed_or_moved_takes_its_citizens_along(people: People) -> None:
    team = make_unit("Team 1", people.north)
    citizen = make_citizen(people, unit=team, caseworker=people.erik)
    rename_unit(unit=team, name="Team Ny", by=people.ida)
    assert load_citizen(people.erik, citizen.uuid).unit.path == "Testkommune / Nord / Team Ny"
    move_unit(unit=team, to=people.south, by=people.ida)
    assert list(citizens_of(people.freja)) == [citizen]
    assert not citizens_of(people.erik).exists()
    with pytest.raises(ReasonNeededError):
        load_citizen(people.erik, citizen.uuid)


def test_a_protected_address_asks_for_its_own_role(people: People, client_for: As) -> None:
    citizen = make_citizen(people, address="Hemmelig Vej 1", is_protected=True, cpr=CPR)
    assert not may_see_address(people.erik, citizen)
    sees = make_employee("Karen", people.north, Role.CASEWORKER, Role.PROTECTED_ADDRESSES)
    for person, is_shown in ((people.erik, False), (people.alma, False), (sees, True)):
        client = client_for(person)
        found = client.post(reverse("citizens:list"), {"words": "Prøve"}).content.decode()
        assert citizen.name in found
        assert "Hemmelig Vej" not in found
        for name in ("contact", "citizen", "history"):
            shown = "Hemmelig Vej" in client.get(page(citizen, name)).content.decode()
            assert shown is (is_shown and name == "contact"), (person, name)
    assert "Hemmelig" in client_for(sees).get(page(citizen, "edit")).content.decode()


def test_whom_to_ask_for_a_protected_address_is_told_by_name(people: People, client_for: As) -> None:
    citizen = make_citizen(people, address="Hemmelig Vej 1", is_protected=True)
    client = client_for(people.erik)
    assert "Ingen må se den endnu. Spørg Ida, der kan give" in client.get(page(citizen, "contact")).content.decode()
    make_employee("Karen", people.north, Role.PROTECTED_ADDRESSES)
    make_employee("Sofus", people.south, Role.PROTECTED_ADDRESSES)
    assert "Beskyttet. Spørg Karen, der må se den." in client.get(page(citizen, "contact")).content.decode()


def test_the_language_of_letters_is_told_in_the_readers_language(people: People, client_for: As) -> None:
    citizen = make_citizen(people, language="en")
    assert "<dd>Engelsk</dd>" in client_for(people.erik).get(page(citizen, "contact")).content.decode()


def test_without_the_role_a_protected_address_is_neither_shown_nor_changed(people: People, client_for: As) -> None:
    citizen = make_citizen(people, address="Hemmelig Vej 1", is_protected=True)
    client = client_for(people.erik)
    shown = client.get(page(citizen, "edit")).content.decode()
    assert "Hemmelig" not in shown
    assert 'name="is_protected"' not in shown
    typed = {"name": "Prøve Person", "target_group": "job-ready", "language": "da", "began_on": "2026-09-01"}
    client.post(page(citizen, "edit"), {**typed, "phone": "12345678", "address": "Andet Sted 2", "is_protected": ""})
    citizen.refresh_from_db()
    assert (citizen.phone, citizen.address, citizen.is_protected) == ("12345678", "Hemmelig Vej 1", True)


def test_who_hands_a_citizen_over(people: People) -> None:
    colleague = make_employee("Hans", people.north, Role.CASEWORKER)
    hers = make_citizen(people)
    assert may_hand_over(people.erik, hers)
    assert may_hand_over(people.alma, hers)
    assert not may_hand_over(colleague, hers)
    assert not may_hand_over(people.freja, hers)
    assert may_hand_over(colleague, make_citizen(people, has_caseworker=False))
