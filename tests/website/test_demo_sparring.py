"""The demo's sparring and new rule, on every day of the week."""

from datetime import date, timedelta

import pytest

from fagkompas.accounts.models import Role
from fagkompas.learning.lifting import shown_lift
from fagkompas.learning.models import Participation, RuleLift, Source, Sparring
from fagkompas.website.demo.people import CONSULTANT, TEAMS
from fagkompas.website.demo.sparring import build_sparring
from tests.frameworks.making import shipped_version
from tests.people import make_employee, make_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("weekday", range(7))
def test_one_is_held_one_is_called_and_a_lift_is_under_way(weekday: int) -> None:
    shipped_version()
    today, team = date(2026, 11, 23) + timedelta(days=weekday), TEAMS[0]
    root = make_unit("Demokommune")
    unit = make_unit(team.name, root)
    people = {name: make_employee(name, unit) for name in team.names[1:]}
    people[team.names[0]] = make_employee(team.names[0], unit, Role.MANAGER)
    people[CONSULTANT] = make_employee(CONSULTANT, root, Role.CONSULTANT)
    build_sparring(people=people, units={team.name: unit}, consultant=CONSULTANT, today=today)

    held = Sparring.objects.held().get()
    assert held.situation
    assert held.competencies
    assert Participation.objects.filter(source=Source.SPARRING, hours=1).count() == held.people.count() == 5
    called = Sparring.objects.to_come().get()
    assert called.meets_on > today
    lift = shown_lift(RuleLift.objects.get(), today)
    assert lift.is_under_way
    assert lift.done == 2
