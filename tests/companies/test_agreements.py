"""Partnership agreements: made, followed up in the circle, counted against what was promised, and ended."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions import agreements as actions
from fagkompas.companies.actions.agreements import AgreementFacts, FollowedUp
from fagkompas.companies.actions.circle import circle_of
from fagkompas.companies.agreements_reading import agreements_of, due_agreements, year_began
from fagkompas.companies.models import (
    AgreementFollowUp,
    Circle,
    Company,
    JobOrder,
    Mediation,
    MediationStep,
    OrderState,
    PartnershipAgreement,
)
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound
from tests.companies.making import make_company, make_contact
from tests.people import People

ClientFor = Callable[[Employee], Client]
TODAY = timezone.localdate


def make(company: Company, by: Employee, **differs: Any) -> PartnershipAgreement:
    """Two a year, followed up in twelve weeks."""
    facts: dict[str, Any] = {
        "name": "To praktikanter om året",
        "we_do": "Finder to, der vil",
        "they_do": "Tager imod to",
        "starts_on": TODAY() - timedelta(days=400),
        "ends_on": None,
        "promised": 2,
        "contact": None,
        "every_weeks": 12,
        "next_on": TODAY() + timedelta(weeks=12),
        **differs,
    }
    return actions.make_agreement(company=company, facts=AgreementFacts(**facts), today=TODAY(), by=by, key=uuid4())


def follow(agreement: PartnershipAgreement, by: Employee, **differs: Any) -> AgreementFollowUp:
    came: dict[str, Any] = {"kept": "En praktikant", "not_kept": "", "next_on": None, **differs}
    agreement.refresh_from_db()
    return actions.follow_up(
        agreement=agreement,
        came=FollowedUp(**came),
        revision=agreement.revision,
        today=TODAY(),
        by=by,
        key=uuid4(),
    )


def test_the_follow_up_becomes_the_next_contact_unless_that_is_sooner(people: People) -> None:
    company, sooner = make_company(people), make_company(people, name="Andet prøvefirma")
    Circle.objects.create(company=sooner, next_on=TODAY() + timedelta(days=3), next_what="Ring om tilbuddet")
    for one in (company, sooner):
        make(one, people.freja)
    assert circle_of(company).next_on == TODAY() + timedelta(weeks=12)
    assert circle_of(company).next_what == "To praktikanter om året"
    assert circle_of(company).consultant == people.freja
    assert circle_of(sooner).next_what == "Ring om tilbuddet"


def test_a_follow_up_says_what_was_kept_and_when_next(people: People) -> None:
    agreement = make(make_company(people), people.freja)
    PartnershipAgreement.objects.update(next_on=TODAY())
    assert list(due_agreements(people.freja, TODAY())) == [agreement]
    follow(agreement, people.freja, not_kept="Den anden")
    agreement.refresh_from_db()
    assert agreement.next_on == TODAY() + timedelta(weeks=12)
    assert not due_agreements(people.freja, TODAY()).exists()
    assert agreements_of(agreement.company, TODAY())[0].last == AgreementFollowUp.objects.get()


def test_one_follow_up_however_often_it_is_sent(people: People) -> None:
    agreement, key = make(make_company(people), people.freja), uuid4()
    for _time in range(2):
        actions.follow_up(
            agreement=agreement,
            came=FollowedUp(kept="En praktikant", not_kept="", next_on=None),
            revision=0,
            today=TODAY(),
            by=people.freja,
            key=key,
        )
    assert AgreementFollowUp.objects.count() == 1


def test_what_came_of_it_is_counted_in_its_present_year(people: People) -> None:
    company = make_company(people)
    agreement = make(company, people.freja)
    for days, positions in ((10, 2), (390, 5)):
        order = JobOrder.objects.create(
            company=company,
            title="Hjælper",
            state=OrderState.OPEN,
            unit=people.testkommune,
            positions=positions,
            created_at=timezone.now(),
            opened_on=TODAY() - timedelta(days=days),
        )
        Mediation.objects.create(
            order=order, step=MediationStep.HIRED, on=TODAY() - timedelta(days=days), at=timezone.now()
        )
    shown = agreements_of(company, TODAY())[0]
    assert (shown.row, shown.asked, shown.hired) == (agreement, 2, 1)


@pytest.mark.parametrize(
    ("starts", "today", "began"),
    [
        (date(2024, 3, 1), date(2026, 2, 28), date(2025, 3, 1)),
        (date(2024, 3, 1), date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 1, 1), date(2026, 3, 1)),
        (date(2024, 2, 29), date(2025, 12, 1), date(2025, 2, 28)),
    ],
)
def test_each_year_begins_on_the_day_of_the_first(starts: date, today: date, began: date) -> None:
    assert year_began(starts, today) == began


@pytest.mark.parametrize(
    ("differs", "code"),
    [
        ({"name": " "}, "partnership_name_missing"),
        ({"we_do": ""}, "we_do_missing"),
        ({"they_do": ""}, "they_do_missing"),
        ({"ends_on": date(2000, 1, 1)}, "ends_before_start"),
        ({"promised": 501}, "promised_range"),
        ({"every_weeks": 0}, "weeks_range"),
        ({"next_on": TODAY() - timedelta(days=1)}, "next_is_past"),
        ({"they_do": "Tager 010190-1234"}, "cpr_number"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(people: People, differs: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        make(make_company(people), people.freja, **differs)
    assert [one.message_code for one in refused.value.problems] == [code]
    assert not PartnershipAgreement.objects.exists()


def test_health_is_told_before_it_is_saved(people: People) -> None:
    agreement = make(make_company(people), people.freja)
    with pytest.raises(TracesFound):
        follow(agreement, people.freja, not_kept="Han har en depression")


def test_who_is_second_is_told(people: People) -> None:
    agreement = make(make_company(people), people.freja)
    follow(agreement, people.erik)
    with pytest.raises(ChangedMeanwhile):
        actions.end_agreement(agreement=agreement, why="Lukker", revision=0, today=TODAY(), by=people.freja)


def test_it_ends_with_a_reason_and_asks_for_nothing_more(people: People, client_for: ClientFor) -> None:
    company = make_company(people)
    agreement, client = make(company, people.freja), client_for(people.freja)
    url = reverse("companies:agreement_end", args=[agreement.uuid])
    assert client.post(url, {"why": "", "revision": "0"}).status_code == 422
    assert client.post(url, {"why": "Flytter til Jylland", "revision": "0"}).status_code == 302
    page = client.get(reverse("companies:company", args=[company.uuid])).content.decode()
    assert "Flytter til Jylland" in page
    assert not PartnershipAgreement.objects.running().exists()
    with pytest.raises(BadInput):
        follow(agreement, people.freja)


def test_pages_make_change_and_follow_up(people: People, client_for: ClientFor) -> None:
    company, client = make_company(people), client_for(people.freja)
    contact = make_contact(company)
    sent = {
        "name": "To praktikanter om året",
        "we_do": "Finder to",
        "they_do": "Tager imod to",
        "promised": "2",
        "starts_on": f"{TODAY():%d-%m-%Y}",
        "every_weeks": "8",
        "next_on": f"{TODAY():%d-%m-%Y}",
        "contact": str(contact.uuid),
        "key": str(uuid4()),
    }
    new = reverse("companies:agreement_new", args=[company.uuid])
    assert client.get(new).status_code == 200
    for _time in range(2):
        assert client.post(new, sent).status_code == 302
    agreement = PartnershipAgreement.objects.get()
    assert agreement.contact == contact
    edit = reverse("companies:agreement_edit", args=[agreement.uuid])
    assert client.post(edit, sent | {"promised": "3", "revision": "0"}).status_code == 302
    assert client.post(edit, sent | {"promised": "4", "revision": "0"}).status_code == 422
    url = reverse("companies:agreement_follow_up", args=[agreement.uuid])
    assert "Finder to" in client.get(url).content.decode()
    assert client.post(url, {"revision": "1"}).status_code == 422
    page = client.get(reverse("companies:agreements"))
    assert (page.context["due"], page.context["rows"][0].is_due, page.context["rows"][0].row.promised) == (1, True, 3)
    assert client.post(url, {"revision": "1", "kept": "Begge to"}).status_code == 302
    assert client.get(reverse("companies:agreements")).context["due"] == 0


def test_the_list_asks_as_often_for_many(
    people: People, client_for: ClientFor, django_assert_max_num_queries: object
) -> None:
    client = client_for(people.alma)
    for number in range(12):
        follow(make(make_company(people, name=f"Firma {number}"), people.freja), people.freja)
    client.get(reverse("companies:agreements"))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        page = client.get(reverse("companies:agreements"))
    assert len(page.context["rows"]) == 12


def test_today_asks_for_what_is_due(people: People, client_for: ClientFor) -> None:
    agreement = make(make_company(people), people.freja, next_on=TODAY())
    page = client_for(people.freja).get("/").content.decode()
    assert reverse("companies:agreement_follow_up", args=[agreement.uuid]) in page
