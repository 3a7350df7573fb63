"""The phone guide: one page for a call, the citizen who is anonymous in it, and what it writes at last."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.models import Consent, ConsentKind
from fagkompas.companies.actions.circle import circle_of
from fagkompas.companies.call_texts import leading_to, pitch
from fagkompas.companies.models import AnswerUse, Company, NeedTalk, Outreach
from fagkompas.companies.objections_reading import bank_of
from tests.citizens.making import make_citizen
from tests.companies.making import make_company, make_contact
from tests.people import People

ClientFor = Callable[[Employee], Client]


def guide(company: Company) -> str:
    return reverse("companies:call_guide", args=[company.uuid])


def sent(**differs: Any) -> dict[str, Any]:
    return {
        "branch": "without-citizen",
        "outcome": "talked",
        "channel": "telephone",
        "revision": "0",
        "key": str(uuid4()),
        **differs,
    }


def test_the_page_has_what_is_known_and_what_can_be_said(people: People, client_for: ClientFor) -> None:
    company = make_company(people, phone="12 34 56 78", is_advertising_protected=True)
    make_contact(company, phone="87 65 43 21")
    words = client_for(people.erik).get(guide(company)).content.decode()
    assert words.index("Reklamebeskyttet") < words.index("Før du ringer") < words.index("Luk samtalen")
    assert 'href="tel:' in words
    assert "Kit Kontakt" in words
    assert "Hvem i branchen har travlt lige nu" in words
    assert "Vi har ikke tid til at lære nogen op" in words


def test_a_call_writes_the_contact_the_need_and_the_answers_together(people: People, client_for: ClientFor) -> None:
    company, answer = make_company(people), bank_of(people.erik)[1]
    data = sent(
        need="En til opvasken fra seks til ni",
        need_accept="yes",
        used=[f"{answer.key}/{answer.answers[0].key}"],
        outcome="meeting",
        meet_on=str(timezone.localdate() + timedelta(days=6)),
        meet_at="10:00",
        meet_minutes="15",
        meet_place="Køkkenet",
    )
    for _press in range(2):
        assert client_for(people.erik).post(guide(company), data).status_code == 302
    assert Outreach.objects.get().outcome == "meeting"
    assert NeedTalk.objects.get().need_accept == "yes"
    assert AnswerUse.objects.get().objection == "no-time"
    circle = circle_of(company)
    assert circle.next_on == timezone.localdate() + timedelta(days=6)
    assert circle.next_what == "Møde kl. 10.00, 15 minutter, Køkkenet"


@pytest.mark.parametrize(
    ("differs", "field"),
    [
        ({"solution": "En fra seks til ni"}, "need"),
        ({"need": "En mere", "solution_accept": "yes"}, "solution"),
        ({"need": "Ring om 010190-1234"}, "need"),
        ({"branch": "with-citizen", "citizen": "Ukendt Navn"}, "citizen"),
        ({"outcome": ""}, "outcome"),
        ({"used": ["no-time/hackerskrift"]}, "used"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    people: People, client_for: ClientFor, differs: dict[str, Any], field: str
) -> None:
    answer = client_for(people.erik).post(guide(make_company(people)), sent(**differs))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Outreach.objects.exists()


def test_the_citizen_is_anonymous_until_she_has_said_yes(people: People, client_for: ClientFor) -> None:
    citizen, company = make_citizen(people, name="Solveig Prøvesen"), make_company(people)
    data = sent(branch="with-citizen", citizen="Solveig Prøvesen", note="Solveig kan pakke varer")
    refused = client_for(people.erik).post(guide(company), data)
    assert refused.status_code == 422
    assert "Det leder til borgeren: solveig" in refused.content.decode()
    assert Event.objects.filter(action="companies.call.citizen", citizen_id=citizen.pk).exists()
    assert not Outreach.objects.exists()
    Consent.objects.create(
        citizen=citizen,
        kind=ConsentKind.COMPANY,
        about=company.name,
        given_on=timezone.localdate(),
        recorded_by=people.erik,
        recorded_at=timezone.now(),
    )
    assert client_for(people.erik).post(guide(company), data).status_code == 302
    assert leading_to(citizen, ["Solveig Prøvesen"], company) == ["solveig", "prøvesen"]


def test_the_proposal_is_shown_as_it_is_said(people: People, client_for: ClientFor) -> None:
    assert pitch("kan køre truck", "ingen skal læres op.", "") == "Kan køre truck. Ingen skal læres op."
    company = make_company(people)
    page = client_for(people.erik).post(
        guide(company), {"preview": "1", "feature": "kan køre truck", "branch": "without-citizen"}
    )
    assert page.status_code == 200
    assert page.context["spoken"] == "Kan køre truck."
    make_citizen(people, name="Solveig Prøvesen")
    named = client_for(people.erik).post(
        guide(make_company(people)),
        {"preview": "1", "feature": "Solveig kan køre", "branch": "with-citizen", "citizen": "Solveig Prøvesen"},
    )
    assert named.context["spoken"] == ""
    assert "feature" in named.context["form"].errors


def test_who_is_second_sees_the_first(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    assert client_for(people.freja).post(guide(company), sent(note="De er lukket i uge 7")).status_code == 302
    second = client_for(people.erik).post(guide(company), sent(note="De vil høre mere"))
    assert second.status_code == 422
    assert "De er lukket i uge 7" in second.content.decode()
    assert "De vil høre mere" in second.content.decode()
    assert Outreach.objects.count() == 1


def test_health_is_told_before_it_is_saved(people: People, client_for: ClientFor) -> None:
    company, data = make_company(people), sent(need="En der kan klare diabetes", note="Chefen har kræft")
    warned = client_for(people.erik).post(guide(company), data)
    assert warned.status_code == 422
    read = warned.context["form"].stamp
    assert client_for(people.erik).post(guide(company), data | {"traces_read": read}).status_code == 302
    assert NeedTalk.objects.count() == Outreach.objects.count() == 1
