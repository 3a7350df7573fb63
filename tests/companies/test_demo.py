"""The companies of the demo: made up, marked, and different enough to try everything on."""

from datetime import date

import pytest
from django.utils import timezone

from fagkompas.companies.circle_reading import due_to
from fagkompas.companies.merging_reading import likely_doubles
from fagkompas.companies.models import (
    AnswerUse,
    CallDraft,
    Company,
    CompanyContact,
    NeedTalk,
    Outreach,
    PartnershipAgreement,
)
from fagkompas.companies.needs_reading import expected_by
from fagkompas.website.demo.citizens import COMPANY_CONSULTANTS
from fagkompas.website.demo.companies import CLOSED, build_companies
from fagkompas.website.demo.company_needs import EVERY, build_calls
from fagkompas.website.demo.job_orders import build_more_companies
from fagkompas.website.demo.partnerships import build_partnerships
from tests.people import People

pytestmark = pytest.mark.django_db


def test_the_demo_has_twelve_that_say_so_themselves(people: People) -> None:
    made = build_companies(root=people.testkommune, today=date(2026, 11, 20))
    companies = list(Company.objects.order_by("pk"))
    assert len(companies) == len(made) == 12
    assert all(one.is_demo and "Demo" in one.name and one.cvr.startswith("0000") for one in companies)
    assert all("Demo" in contact.name for contact in CompanyContact.objects.all())
    assert {one.is_advertising_protected for one in companies} == {True, False, None}
    assert [one.name for one in companies if one.is_closed] == [CLOSED]
    assert len({one.cvr for one in companies}) == 11
    deciding = CompanyContact.objects.filter(is_decision_maker=True).values_list("company_id", flat=True)
    assert 0 < len(set(deciding)) < 12


def test_the_other_companies_of_the_demo_say_so_too(people: People) -> None:
    made = build_more_companies(root=people.testkommune, today=date(2026, 11, 20))
    assert len(made) == 48
    assert all(one.is_demo and one.name.startswith("Demo ") and one.cvr.startswith("0000") for one in made.values())


def test_calls_of_the_demo_leave_needs_and_answers_and_begin_nothing(people: People) -> None:
    today, cast = date(2026, 11, 20), dict.fromkeys(COMPANY_CONSULTANTS, people.freja)
    made = build_companies(root=people.testkommune, today=today)
    build_calls(companies=made, people=cast, today=today)
    open_ones = sum(not company.is_closed for company in made.values())
    assert Outreach.objects.count() == -(-open_ones // EVERY)
    assert AnswerUse.objects.count() == Outreach.objects.count()
    assert 0 < NeedTalk.objects.count() <= Outreach.objects.count()
    assert expected_by([company.pk for company in made.values()], today)
    assert not CallDraft.objects.exists()


def test_the_demo_has_an_agreement_to_follow_up_and_a_company_that_is_there_twice(people: People) -> None:
    today = timezone.localdate()
    companies = build_companies(root=people.testkommune, today=today)
    companies |= build_more_companies(root=people.testkommune, today=today)
    build_partnerships(companies=companies, people=dict.fromkeys(COMPANY_CONSULTANTS, people.freja), today=today)
    running = PartnershipAgreement.objects.running()
    assert (running.count(), PartnershipAgreement.objects.count()) == (3, 4)
    later = date.fromordinal(today.toordinal() + 3)  # over a weekend
    assert [one.company.name for one in running.due_by(later)] == ["Demo Café Torvet"]
    assert "Demo Café Torvet" in {one.company.name for one in due_to(people.freja, later)}
    (pair,) = likely_doubles(people.testkommune.pk)
    assert {pair.one.name, pair.other.name} == {"Demo Bageri Nord", "Demo Bageri Nord ApS"}
