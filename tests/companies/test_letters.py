"""Texts ready to send to a company, from what was written, and what is missing is told."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.companies.letters import KINDS, letter_to
from fagkompas.companies.models import Circle, OrderKind
from fagkompas.companies.models.needs import NeedTalk
from tests.companies.making import make_company, make_contact
from tests.matching.making import make_order
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def test_an_invitation_has_the_day_the_reason_and_whom_to_answer(people: People) -> None:
    company = make_contact(make_company(people), name="Kit Kontakt").company
    Circle.objects.create(company=company, next_on=date(2026, 12, 3), next_what="Morgenholdet på lageret")
    made = letter_to(company, "indkaldelse", people.freja)
    assert made.text.startswith("Kære Kit Kontakt")
    assert "3. december 2026" in made.text
    assert "Vi aftalte: Morgenholdet på lageret" in made.text
    assert made.text.endswith(f"{people.freja.name}\n{people.freja.email}")
    assert made.lacks == ()


def test_a_summary_says_what_was_heard_and_what_is_missing(people: People) -> None:
    company = make_company(people)
    NeedTalk.objects.create(
        company=company, need="en til opvasken", solution="", by=people.freja, at=timezone.now() - timedelta(days=1)
    )
    made = letter_to(company, "opsamling", people.freja)
    assert "I har brug for: en til opvasken" in made.text
    assert len(made.lacks) == 2


def test_tasks_stand_with_their_hours_and_few_hours_only_of_such_orders(people: People) -> None:
    order = make_order(people)
    assert "- Vaske op: 10 timer om ugen" in letter_to(order.company, "opgavekort", people.freja).text
    assert "Vaske op" not in letter_to(order.company, "faa-timer", people.freja).text
    make_order(people, company=order.company, kind=OrderKind.FEW_HOURS, frees="kokken laver mad")
    made = letter_to(order.company, "faa-timer", people.freja)
    assert "kokken laver mad" in made.text
    assert made.lacks == ()


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_page_opens_and_sending_is_noted(people: People, client_for: ClientFor, kind: str) -> None:
    company = make_company(people)
    client, url = client_for(people.freja), reverse("companies:letter", args=[company.uuid, kind])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    assert Event.objects.get(action="companies.letter.sent").details == {"letter": kind}
    assert client.get(reverse("companies:letter", args=[company.uuid, "andet"])).status_code == 404
