"""Figures and lists by unit, never about one employee, and small units are not told of."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.companies.actions.mediation import note_mediation
from fagkompas.companies.models import Channel, MediationStep, Outreach
from fagkompas.matching.report import counted, lists_of, months_until
from tests.casework.work import make_placement, make_task
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.matching.making import make_order
from tests.matching.permission_rows import make_shortlisted
from tests.people import People, make_employee

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def test_months_go_back_over_a_new_year() -> None:
    assert months_until(date(2026, 2, 20), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_figures_are_counted_by_unit_and_month(people: People) -> None:
    """Two orders with three positions; one has two referred and one hired; a placement with two paid hours."""
    today = timezone.localdate()
    first = make_order(people, opened_on=today, positions=2)
    make_order(people, company=first.company, opened_on=today - timedelta(days=800))
    make_order(people, company=first.company, opened_on=today)
    for step in (MediationStep.REFERRED, MediationStep.REFERRED, MediationStep.HIRED):
        note_mediation(order=first, step=step, on=today, at=timezone.now(), by=people.erik, key=uuid4())
    citizen = make_citizen(people)
    make_task(make_placement(citizen, first.company, from_on=today), minutes=120, paid=120)
    months = months_until(today, 12)
    found = counted(people.testkommune.pk, months[0])
    whole, south = found.of(people.testkommune, months), found.of(people.south, months)
    assert (whole.orders, whole.positions, whole.referred, whole.hired, whole.paid_hours) == (2, 3, 1, 1, 2)
    assert (whole.referred_share, whole.hired_share) == (1 / 2, 1 / 3)
    assert (south.orders, south.hired, south.referred_share) == (0, 0, None)
    assert found.of(people.north, months[:-1]).orders == 0


def test_contacts_of_a_unit_where_few_work_are_left_out(people: People) -> None:
    company, today = make_company(people), timezone.localdate()
    Outreach.objects.create(
        company=company, channel=Channel.TELEPHONE, outcome="talked", at=timezone.now(), by=people.erik
    )
    months = months_until(today, 1)
    found = counted(people.testkommune.pk, months[0])
    assert found.of(people.north, months).contacts is None
    assert found.of(people.testkommune, months).contacts == 1
    for n in range(3):
        make_employee(f"Prøve {n}", people.north, Role.CASEWORKER)
    assert counted(people.testkommune.pk, months[0]).of(people.north, months).contacts == 1


def test_who_comes_on_lists_is_told_of_units_with_enough_cases(people: People, client_for: ClientFor) -> None:
    make_shortlisted(people)
    since = timezone.localdate().replace(day=1)
    few, none = lists_of([people.north, people.south], people.testkommune.pk, since)
    assert (few.cases, few.listed, none.cases) == (None, None, None)
    for n in range(4):
        make_citizen(people, name=f"Prøve {n}")
    enough = lists_of([people.north], people.testkommune.pk, since)[0]
    assert (enough.cases, enough.asked, enough.listed, enough.agreed, enough.listed_share) == (5, 0, 1, 0, 1 / 5)
    text = client_for(people.alma).get(reverse("matching:report")).content.decode()
    assert "1 (20 %)" in text or "1 (20 %)" in text


def test_the_file_has_a_row_for_each_unit(people: People, client_for: ClientFor) -> None:
    answer = client_for(people.alma).get(reverse("matching:report_export", args=["csv"]))
    assert answer.status_code == 200
    assert "Nord" in answer.content.decode("utf-8-sig")
