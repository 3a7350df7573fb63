"""Dated sheets: a page that was left open overnight, and who wrote on a day's sheet."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.models import Sheet, SheetKind
from fagkompas.casework.sheet_fields import codes_of
from tests.casework.making import make_sheet
from tests.citizens.making import make_citizen
from tests.conversations.test_pages import autosave, shown
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


def test_a_page_left_open_overnight_loses_nothing(people: People, client_for: As) -> None:
    citizen, client = make_citizen(people), client_for(people.erik)
    first, second, *_rest = codes_of(SheetKind.FOUR_R)
    make_sheet(citizen, SheetKind.FOUR_R, days_ago=1, **{first: "A", second: "B"})
    here = reverse("casework:sheet_today", args=[citizen.uuid, "4r"])
    of_yesterday = {first: "A", second: "B og mere", f"opened-{first}": "A", f"opened-{second}": "B"}
    assert "saved" in autosave(client, here, of_yesterday)
    assert client.post(here, of_yesterday).status_code == 302
    assert Sheet.objects.get(on=timezone.localdate()).texts == {first: "A", second: "B og mere"}


def test_a_page_left_open_overnight_is_put_together_with_what_a_colleague_wrote_in_the_morning(
    people: People, client_for: As
) -> None:
    citizen = make_citizen(people)
    first, second, *_rest = codes_of(SheetKind.FOUR_R)
    make_sheet(citizen, SheetKind.FOUR_R, days_ago=1, **{first: "A", second: "B"})
    here = reverse("casework:sheet_today", args=[citizen.uuid, "4r"])
    client, other = client_for(people.erik), client_for(people.alma)
    of_yesterday = shown(client, here)
    other.post(here, shown(other, here) | {first: "A fra i morges"})
    client.post(here, of_yesterday | {second: "B og mere"})
    assert Sheet.objects.get(on=timezone.localdate()).texts == {first: "A fra i morges", second: "B og mere"}


def test_everybody_who_writes_on_a_days_sheet_is_in_the_log(people: People, client_for: As) -> None:
    citizen, code = make_citizen(people), codes_of(SheetKind.FOUR_R)[0]
    here = reverse("casework:sheet_today", args=[citizen.uuid, "4r"])
    for person, text in ((people.erik, "Et"), (people.erik, "To"), (people.alma, "Tre")):
        client = client_for(person)
        client.post(here, shown(client, here) | {code: text})
    written = Event.objects.filter(action="casework.sheet.written").order_by("pk")
    assert list(written.values_list("actor_name", flat=True)) == ["Erik", "Alma"]
