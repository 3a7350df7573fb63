"""Calendars as RFC 5545 has them: read back by the library, and line by line."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from fagkompas.learning.calendars import Booked, calendar_of
from fagkompas.learning.plan_sheets import days_in_words, spans_of

DENMARK = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def events(content: bytes) -> list[Event]:
    calendar = Calendar.from_ical(content)
    assert calendar.get("version") == "2.0"
    assert str(calendar.get("prodid")).startswith("-//Fagkompas//")
    return list(calendar.events)


def made(*booked: Booked) -> bytes:
    return calendar_of(booked, name="Plan", now=NOW)


def test_a_seat_is_an_all_day_event_that_ends_the_day_after() -> None:
    days = (date(2027, 1, 5), date(2027, 1, 6))
    (event,) = events(made(Booked(key="k", title="Bo: Kursus", days=days, place="Rådhuset", text="9-15")))
    assert (event.start, event.end) == (date(2027, 1, 5), date(2027, 1, 7))
    assert (str(event["summary"]), str(event["location"]), str(event["description"])) == (
        "Bo: Kursus",
        "Rådhuset",
        "9-15",
    )
    assert (str(event["uid"]), str(event["status"])) == ("k-1@fagkompas", "CONFIRMED")
    assert event.DTSTAMP == NOW


def test_a_meeting_is_an_event_with_its_times_and_leaves_the_rest_of_the_day_free() -> None:
    times = tuple(
        (datetime(2027, month, 5, 9, tzinfo=DENMARK), datetime(2027, month, 5, 11, 30, tzinfo=DENMARK))
        for month in (1, 7)
    )
    booked = Booked(key="k", title="K", days=(date(2027, 1, 5), date(2027, 7, 5)), times=times)
    winter, summer = events(made(booked))
    assert (winter.start, winter.end) == (datetime(2027, 1, 5, 8, tzinfo=UTC), datetime(2027, 1, 5, 10, 30, tzinfo=UTC))
    assert (summer.start, summer.end) == (datetime(2027, 7, 5, 7, tzinfo=UTC), datetime(2027, 7, 5, 9, 30, tzinfo=UTC))
    assert b"VALUE=DATE" not in made(booked)
    assert {str(one["uid"]) for one in (winter, summer)} == {"k-1@fagkompas", "k-2@fagkompas"}


def test_days_apart_are_events_of_their_own() -> None:
    days = (date(2027, 1, 5), date(2027, 1, 12), date(2027, 1, 13))
    found = events(made(Booked(key="k", title="K", days=days, is_sure=False)))
    assert [(one.start, one.end) for one in found] == [
        (date(2027, 1, 5), date(2027, 1, 6)),
        (date(2027, 1, 12), date(2027, 1, 14)),
    ]
    assert {str(one["status"]) for one in found} == {"TENTATIVE"}
    assert len({str(one["uid"]) for one in found}) == 2


def test_the_file_keeps_the_rules_of_lines() -> None:
    title = "Kursus, dag 1; åbent \\ “æøå” " + "langt " * 40
    content = made(Booked(key="k", title=title, days=(date(2027, 1, 5),), text="Første linje\nAnden linje"))
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in b"".join(lines)
    assert all(len(line) <= 75 for line in lines)
    assert b"DTSTART;VALUE=DATE:20270105" in lines
    (event,) = events(content)
    assert (str(event["summary"]), str(event["description"])) == (title, "Første linje\nAnden linje")


def test_what_takes_no_days_has_no_event_and_an_empty_calendar_is_one() -> None:
    assert events(made(Booked(key="k", title="Egen tid", days=()))) == []


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 3, 1))))
def test_spans_hold_every_day_once_and_never_touch(days: set[date]) -> None:
    spans = list(spans_of(days))
    assert sorted(_days_in(spans)) == sorted(days)
    for (_first, last), (first, _last) in pairwise(spans):
        assert first - last > timedelta(days=1)


def _days_in(spans: Iterable[tuple[date, date]]) -> list[date]:
    return [first + timedelta(days=place) for first, last in spans for place in range((last - first).days + 1)]


def test_days_in_words() -> None:
    with translation.override("en"):
        assert days_in_words(()) == "in one's own time"
        assert days_in_words((date(2027, 3, 3),)) == "3 March 2027"
        assert (
            days_in_words((date(2027, 3, 3), date(2027, 3, 4), date(2027, 3, 9)))
            == "3 Mar 2027 – 4 Mar 2027, 9 Mar 2027"
        )
