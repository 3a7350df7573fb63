"""The companies of the demo: made up, marked, and different enough to try everything on."""

from datetime import date

import pytest

from fagkompas.companies.models import Company, CompanyContact
from fagkompas.website.demo.companies import CLOSED, build_companies
from fagkompas.website.demo.job_orders import build_more_companies
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
