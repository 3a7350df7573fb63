"""Two who save the needs of a unit at the same moment: one of them waits, is told, and nothing is half done."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from fagkompas.engine.scales import Band, Level
from fagkompas.learning.actions import needs as actions
from fagkompas.learning.models import Need, ProfileBand, TaskType, WorkingHours, WorkRole
from tests.assessments.test_at_the_same_moment import at_once
from tests.frameworks.making import shipped_version
from tests.learning.needs import need
from tests.people import make_people

Save = Callable[[], object]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_something_for_the_first_time_one_is_told() -> None:
    people = make_people()
    unit, framework, today = people.north, shipped_version().framework, timezone.localdate()
    staff = [people.bo, people.erik]

    def needs(specialists: int) -> Save:
        stand = actions.stand_of_needs(unit, framework)
        given = [need(field, specialists=specialists) for field in ("AU", "LM")]
        return lambda: actions.save_needs(
            unit=unit, framework=framework, given=given, by=people.alma, today=today, stand=stand
        )

    def bands(band: Band) -> Save:
        stand = actions.stand_of_bands(unit)
        given = [actions.GivenBand(profile=profile, now=band, ideal=None) for profile in ("PV", "PK")]
        return lambda: actions.save_bands(
            unit=unit, framework=framework, given=given, staff=2, by=people.alma, today=today, stand=stand
        )

    def tasks(hours: int) -> Save:
        stand = actions.stand_of_tasks(unit, framework)
        given = [actions.GivenTask(name="Samtaler", field="BM", level=Level.BASIC, weekly_hours=Decimal(hours))]
        return lambda: actions.save_tasks(unit=unit, framework=framework, given=given, by=people.alma, stand=stand)

    def roles(role: str) -> Save:
        stand = actions.stand_of_roles(staff)
        return lambda: actions.save_work_roles(
            roles={person: frozenset({"SA", role}) for person in staff}, by=people.alma, stand=stand
        )

    def hours(weekly: int) -> Save:
        stand = actions.stand_of_hours(staff)
        return lambda: actions.save_working_hours(
            hours={person: Decimal(weekly) for person in staff}, by=people.alma, stand=stand
        )

    assert at_once(needs(1), needs(2)) == ["ChangedMeanwhile", "done"]
    assert at_once(bands(Band.FROM_5), bands(Band.FROM_10)) == ["ChangedMeanwhile", "done"]
    assert at_once(tasks(1), tasks(2)) == ["ChangedMeanwhile", "done"]
    assert at_once(roles("MY"), roles("GF")) == ["ChangedMeanwhile", "done"]
    assert at_once(hours(20), hours(30)) == ["ChangedMeanwhile", "done"]
    assert (Need.objects.count(), ProfileBand.objects.count(), TaskType.objects.count()) == (2, 2, 1)
    assert (WorkRole.objects.count(), WorkingHours.objects.count()) == (4, 2)
    assert len(set(Need.objects.order_by("pk").values_list("specialists", flat=True))) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_what_is_there_the_later_one_is_told_too() -> None:
    people = make_people()
    unit, framework, today = people.north, shipped_version().framework, timezone.localdate()

    def save(specialists: int, stand: int | None) -> Save:
        given = [need("LM", specialists=specialists)]
        return lambda: actions.save_needs(
            unit=unit, framework=framework, given=given, by=people.alma, today=today, stand=stand
        )

    save(1, None)()
    stand = actions.stand_of_needs(unit, framework)
    assert at_once(save(2, stand), save(3, stand)) == ["ChangedMeanwhile", "done"]
