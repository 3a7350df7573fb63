"""What Today asks of everybody is put together once a day and kept: it follows from who asks and the day alone."""

from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import Exists
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from fagkompas.accounts import actions
from fagkompas.accounts.models import Employee, Role
from fagkompas.learning.models import OnboardingPath
from fagkompas.toolkit import today as toolkit_today
from fagkompas.website.views.home import asks
from tests.people import NAMES, People

DAY = date(2026, 3, 29)  # The day on which the clocks change.


def questions(person: Employee, day: date) -> list[str]:
    """Each in SQL, with what stands in for its places."""
    asked = (ask.rows(person, day) for ask in asks(person, day))
    return [str(Employee.objects.values_list(Exists(rows)).query) for rows in asked]


def fresh(person: Employee) -> Employee:
    """As a request loads whoever asks."""
    return Employee.objects.select_related("unit").get(pk=person.pk)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_follows_from_the_person_and_the_day_alone(people: People, name: str) -> None:
    person = fresh(getattr(people, name))
    assert person.held_roles is not None  # Read once a request.
    midnight = datetime.combine(DAY, time.min, tzinfo=timezone.get_default_timezone())
    seen = set()
    with CaptureQueriesContext(connection) as captured:
        for now in (midnight + timedelta(minutes=1), midnight + timedelta(hours=22, minutes=58)):
            for language in ("da", "en"):
                with patch("django.utils.timezone.now", return_value=now), translation.override(language):
                    seen.add(tuple(questions(person, DAY)))
    assert len(seen) == 1
    assert len(captured) == 0, captured.captured_queries
    assert questions(person, DAY + timedelta(days=40)) != questions(person, DAY)


@pytest.mark.parametrize("name", NAMES)
def test_each_question_has_a_name_of_its_own(people: People, name: str) -> None:
    person = getattr(people, name)
    again = [ask.rows for ask in asks(person, DAY)]
    assert [ask.rows for ask in asks(person, DAY)] == again  # The same functions, not new ones.
    assert len(set(again)) == len(again)


def test_a_new_role_is_seen_by_the_next_request(people: People, client: Client) -> None:
    today = timezone.localdate()
    OnboardingPath.objects.create(
        employee=people.carla,
        made_by=people.freja,
        starts_on=today - timedelta(days=100),
        ends_on=today - timedelta(days=1),
    )
    client.force_login(people.bo)
    assert people.carla.name not in client.get("/").content.decode()
    actions.grant_role(employee=people.bo, role=Role.MANAGER, unit=people.south, on=today, by=None)
    assert people.carla.name in client.get("/").content.decode()


def test_a_unit_that_moves_is_another_question(people: People) -> None:
    before = fresh(people.bo).standing
    actions.move_unit(unit=people.north, to=people.south, by=None)
    assert fresh(people.bo).standing != before


def test_not_more_is_kept_than_has_room(people: People) -> None:
    for days in range(toolkit_today.MOST_KEPT + 5):
        toolkit_today.items_of(people.bo, DAY + timedelta(days=days), asks(people.bo, DAY)[-1:])
    assert len(toolkit_today._kept) <= toolkit_today.MOST_KEPT
