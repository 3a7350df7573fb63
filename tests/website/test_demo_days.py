"""The days of the demo: Danish holidays, and that nothing in the catalogue is held on one."""

from datetime import date, datetime

import pytest

from fagkompas.accounts.models import Role
from fagkompas.catalogue.models import Meeting, Session
from fagkompas.frameworks.actions import load_shipped
from fagkompas.website.demo.catalogue import build_catalogue
from fagkompas.website.demo.timing import easter_sunday, working_day, working_day_before
from tests.people import make_employee, make_unit

EASTERS = [(2000, 4, 23), (2008, 3, 23), (2024, 3, 31), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2100, 3, 28)]


@pytest.mark.parametrize(("year", "month", "day"), EASTERS)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2027, 3, 24), date(2027, 3, 24)),
        (date(2027, 3, 25), date(2027, 3, 30)),  # Maundy Thursday, over Easter Monday
        (date(2027, 5, 6), date(2027, 5, 7)),  # Ascension Day
        (date(2027, 5, 15), date(2027, 5, 18)),  # a Saturday, over Whit Monday
        (date(2028, 6, 5), date(2028, 6, 6)),  # Constitution Day
        (date(2026, 12, 21), date(2027, 1, 4)),
        (date(2026, 4, 26), date(2026, 4, 27)),  # a Sunday
        (date(2024, 4, 26), date(2024, 4, 26)),  # what was a holiday until 2023
    ],
)
def test_what_is_no_working_day_moves_to_the_next(day: date, moved: date) -> None:
    assert working_day(day) == moved


def test_or_to_the_last_one_before() -> None:
    assert working_day_before(date(2027, 3, 24)) == date(2027, 3, 24)
    assert working_day_before(date(2027, 3, 29)) == date(2027, 3, 24)  # Easter Monday, over Maundy Thursday
    assert working_day_before(date(2027, 1, 3)) == date(2026, 12, 18)


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 3, 1), date(2028, 5, 20)])
def test_every_session_is_on_working_days_and_takes_the_hours_of_its_offering(today: date) -> None:
    load_shipped()
    root = make_unit("Demokommune")
    build_catalogue(root=root, consultant=make_employee("Mette Vang", root, Role.CONSULTANT), today=today)

    assert Meeting.objects.exists()
    assert all(working_day(one.day) == one.day for one in Meeting.objects.all())
    for session in Session.objects.select_related("offering").prefetch_related("meetings"):
        meetings = session.meetings.all()
        minutes = sum(
            (datetime.combine(one.day, one.ends_at) - datetime.combine(one.day, one.starts_at)).seconds // 60
            for one in meetings
        )
        assert minutes == session.offering.hours * 60, session.offering.code
        assert len({one.day for one in meetings}) == len(meetings)
