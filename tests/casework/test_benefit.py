"""What citizens felt beside results: per unit, from five people, for quarters that are over."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit
from fagkompas.casework.results import Quarter, quarters_over
from fagkompas.citizens.models import Citizen, ClosedWhy
from fagkompas.conversations.actions.closing import TypedEvaluation
from fagkompas.conversations.benefit import Benefit, benefit_by_unit
from fagkompas.conversations.models import AskedOf, Conversation
from tests.citizens.making import make_citizen
from tests.conversations.making import held_conversation
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


def answered(people: People, by: Employee, marks: list[int], *, unit: Unit | None = None) -> None:
    """A citizen for each mark, asked at the end of a conversation."""
    for place, mark in enumerate(marks):
        citizen = make_citizen(people, name=f"Pr\u00f8ve {by.name} {place}", caseworker=by, unit=unit)
        held_conversation(
            by, citizen=citizen, evaluations={AskedOf.CITIZEN: TypedEvaluation(expectation_met=mark, benefit=mark)}
        )


def of_citizens(people: People, lineage: str) -> Benefit:
    today = timezone.localdate()
    return benefit_by_unit(people.testkommune, today, today)[lineage][0]


def test_benefit_is_per_unit_and_hidden_below_five_people(people: People) -> None:
    answered(people, people.erik, [5, 5, 5, 5])
    assert of_citizens(people, people.north.lineage).benefit.count is None
    answered(people, people.erik, [1])
    for unit in (people.north, people.testkommune):
        found = of_citizens(people, unit.lineage)
        assert (found.benefit.count, found.benefit.mean) == (5, 4.2)
    assert of_citizens(people, people.south.lineage).benefit.count is None
    today = timezone.localdate()
    assert benefit_by_unit(people.testkommune, today, today)[people.north.lineage][1].benefit.count is None


def test_one_citizen_who_answers_often_is_no_group(people: People) -> None:
    citizen = make_citizen(people)
    for _time in range(6):
        held_conversation(people.erik, citizen=citizen, evaluations={AskedOf.CITIZEN: TypedEvaluation(benefit=5)})
    assert of_citizens(people, people.north.lineage).benefit.count is None


def test_a_few_cannot_be_worked_out_by_taking_one_unit_from_another(people: People) -> None:
    """Five in Nord and two in Syd: whoever saw seven and five would know the two."""
    answered(people, people.erik, [5] * 5)
    answered(people, people.freja, [1] * 2, unit=people.south)
    shown = [
        of_citizens(people, unit.lineage).benefit.count for unit in (people.testkommune, people.north, people.south)
    ]
    assert shown == [7, None, None]


@pytest.mark.parametrize(
    ("today", "newest"),
    [(date(2026, 11, 22), "2026-3"), (date(2026, 1, 1), "2025-4"), (date(2026, 3, 31), "2025-4")],
)
def test_only_quarters_that_are_over_are_shown(today: date, newest: str) -> None:
    quarters = quarters_over(today)
    assert quarters[0].code == newest
    assert all(one.last < today for one in quarters)
    assert all(later.first - timedelta(days=1) == one.last for later, one in pairwise(quarters))
    assert (Quarter(year=2026, number=4).first, Quarter(year=2026, number=4).last) == (
        date(2026, 10, 1),
        date(2026, 12, 31),
    )


def test_the_page_shows_benefit_beside_jobs(people: People, client_for: As) -> None:
    quarter = quarters_over(timezone.localdate())[0]
    answered(people, people.erik, [4] * 6)
    Conversation.objects.update(
        ended_at=datetime(quarter.year, quarter.last.month, 9, 12, tzinfo=timezone.get_current_timezone())
    )
    one = Citizen.objects.order_by("pk")[0]
    Citizen.objects.filter(pk=one.pk).update(
        began_on=quarter.first, closed_on=quarter.last, closed_why=ClosedWhy.JOB, caseworker=None
    )
    page = client_for(people.erik).get(reverse("casework:benefit"))
    (row,) = [one for one in page.context["results"] if one.unit == people.north]
    assert (row.came_into_work, row.benefits[0].benefit.count) == (1, 6)
    assert "4,0" in page.content.decode()
    earlier = client_for(people.erik).get(reverse("casework:benefit"), {"kvartal": quarter.before.code})
    assert earlier.context["results"][0].benefits[0].benefit.count is None
    assert people.erik.name not in page.content.decode().split("<main", 1)[1]


def test_the_page_asks_as_often_however_many_units_and_answers(people: People, client_for: As) -> None:
    today = timezone.localdate()
    client = client_for(people.erik)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("casework:benefit"))
        return len(caught)

    queries()
    few = queries()
    RoleHeld.objects.create(employee=people.erik, unit=people.testkommune, role=Role.CASEWORKER, since=today)
    answered(people, people.erik, [4] * 6)
    assert queries() == few
