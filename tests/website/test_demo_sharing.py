"""Who teaches whom in the demo, on every day of the week."""

from datetime import date, timedelta

import pytest

from fagkompas.accounts.models import Employee, Role
from fagkompas.learning.models import OnboardingPath, ResourcePerson, SideBySide, SideBySideState
from fagkompas.learning.onboarding import shown_path
from fagkompas.website.demo.people import TEAMS
from fagkompas.website.demo.sharing import HELPERS, NEW, build_sharing
from tests.assessments.units import rated_round
from tests.people import make_employee, make_unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("weekday", range(7))
def test_there_is_one_of_every_kind(weekday: int) -> None:
    today = date(2026, 11, 23) + timedelta(days=weekday)
    root = make_unit("Demokommune")
    people: dict[str, Employee] = {}
    for team in TEAMS:
        unit = make_unit(team.name, root)
        people[team.names[0]] = make_employee(team.names[0], unit, Role.MANAGER)
        people |= {name: make_employee(name, unit) for name in team.names[1:]}
    rated_round(root, {people[helper.name]: {helper.field: 4} for helper in HELPERS})
    build_sharing(people=people, today=today)

    assert ResourcePerson.objects.available_on(today).count() == sum(bool(helper.hours) for helper in HELPERS)
    assert ResourcePerson.objects.waiting().count() == 1
    assert ResourcePerson.objects.filter(said_no_on__isnull=False).count() == 1
    assert sorted(SideBySide.objects.values_list("state", flat=True)) == sorted(SideBySideState.values)
    paths = {path.employee.name: shown_path(path, today) for path in OnboardingPath.objects.select_related("employee")}
    assert paths.keys() == {began.name for began in NEW}
    for path in paths.values():
        assert not path.is_over
        assert path.late
        assert path.done > len(path.late)
