"""How much a citizen's job tracks are asked for, beside the orders; and which companies are worth a call first."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from fagkompas.accounts.models import Employee
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import OrderState
from fagkompas.engine.scales import Demand
from fagkompas.matching.around import read_for_citizen
from fagkompas.occupations.models import Balance, Occupation, Vacancies
from tests.casework.making import make_plan, make_track
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.matching.making import know, make_order
from tests.occupations.making import make_occupation
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]
DAY, READ_ON = date(2026, 1, 1), date(2026, 2, 9)


def assess(occupation: Occupation, level: Demand) -> None:
    Balance.objects.create(
        occupation=occupation,
        region="Øst",
        period="1. halvår 2026",
        begins_on=DAY,
        level=level,
        words="Vurderet",
        source="Prøvebalancen",
        read_on=READ_ON,
    )


def on_the_way_to(people: People, *occupations: Occupation) -> Citizen:
    citizen = make_citizen(people)
    plan = make_plan(citizen)
    for occupation in occupations:
        make_track(plan, occupation=occupation)
    know(people, citizen, words={"can": "Opvask i kantine"})
    return citizen


def test_each_job_track_tells_how_much_it_is_asked_for_with_source_and_date(
    people: People, client_for: ClientFor
) -> None:
    first, second = make_occupation("havfruetæmmer", isco4="5161"), make_occupation("tritonplejer", isco4="5162")
    assess(first, Demand.LOW)
    Vacancies.objects.create(
        code="5161", region="Hele landet", month=DAY, number=7, source="Prøvebanken", read_on=READ_ON
    )
    citizen = on_the_way_to(people, second, first)
    (track,) = read_for_citizen(people.erik, citizen).tracks
    assert track.title == "havfruetæmmer", "nothing is known of the other"
    assert track.lines == (
        "Lav: Vurderet, Øst, 1. halvår 2026",
        "7 ledige stillinger, Hele landet, januar 2026 (5161)",
    )
    assert track.sources == (("Prøvebalancen", READ_ON), ("Prøvebanken", READ_ON))
    page = client_for(people.erik).get(reverse("matching:citizen", args=[citizen.uuid])).content.decode()
    assert "Hvor efterspurgte jobsporene er" in page
    assert "Kilde: Prøvebanken, indlæst 9. februar 2026" in page


def test_a_company_that_looked_for_a_title_in_high_demand_comes_first(people: People, client_for: ClientFor) -> None:
    wanted, other = make_occupation("havfruetæmmer", isco4="5161"), make_occupation("tritonplejer", isco4="5162")
    citizen = on_the_way_to(people, other)
    for name, occupation, opened in (("Første", other, date(2026, 10, 9)), ("Anden", wanted, date(2026, 10, 2))):
        order = make_order(people, company=make_company(people, name=name), occupation=occupation, opened_on=opened)
        order.state, order.ended_on = OrderState.FILLED, opened
        order.save()
    assert [one.company.name for one in read_for_citizen(people.erik, citizen).companies] == ["Første", "Anden"]
    assess(wanted, Demand.HIGH)
    assess(other, Demand.MEDIUM)
    shown = read_for_citizen(people.erik, citizen).companies
    assert [(one.company.name, one.is_wanted) for one in shown] == [("Anden", True), ("Første", False)]
    assert (
        "meget efterspurgt"
        in client_for(people.erik).get(reverse("matching:citizen", args=[citizen.uuid])).content.decode()
    )


def test_what_is_asked_for_adds_no_points(people: People) -> None:
    occupation = make_occupation("havfruetæmmer", isco4="5161")
    make_order(people, occupation=occupation)
    citizen = on_the_way_to(people, occupation)
    before = [one.points for one in read_for_citizen(people.erik, citizen).fitting]
    assess(occupation, Demand.HIGH)
    assert [one.points for one in read_for_citizen(people.erik, citizen).fitting] == before
    assert before
