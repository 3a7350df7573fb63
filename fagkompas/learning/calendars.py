"""Days of learning as iCalendar (RFC 5545), for any calendar program. All-day events: times stand with the session."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import get_language
from icalendar import Calendar, Event

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.learning.models import Participation, ParticipationState
from fagkompas.learning.plan_sheets import PlanSheet, session_days, spans_of
from fagkompas.learning.wording.participation import title_of
from fagkompas.toolkit.formats import long_date, time_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """Something that takes these days. `key` never changes, so that a calendar that reads it again moves it."""

    key: str
    title: str
    days: tuple[date, ...]
    place: str = ""
    text: str = ""
    is_sure: bool = True


def calendar_of(booked: Iterable[Booked], *, name: str, now: datetime) -> bytes:
    """An event for each run of days; what takes no days is left out."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Fagkompas//{(get_language() or 'da').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in booked:
        for event in _events(one, now):
            calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _events(booked: Booked, now: datetime) -> Iterator[Event]:
    for place, (first, last) in enumerate(spans_of(booked.days), start=1):
        event = Event()
        event.add("uid", f"{booked.key}-{place}@fagkompas")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        event.add("summary", booked.title)
        event.add("status", "CONFIRMED" if booked.is_sure else "TENTATIVE")
        event.add("transp", "OPAQUE")
        if booked.place:
            event.add("location", booked.place)
        if booked.text:
            event.add("description", booked.text)
        yield event


def calendar_of_plan(sheet: PlanSheet, *, now: datetime) -> bytes:
    """Who is away when: a manager's view, with names and without reasons."""
    booked = (
        Booked(
            key=one.key,
            title=f"{one.person}: {one.offering}",
            days=one.days,
            place=one.place,
            is_sure=one.is_sure,
        )
        for one in sheet.seats
    )
    return calendar_of(booked, name=sheet.title, now=now)


def own_seats(person: Employee) -> list[Booked]:
    """Sessions that the person is approved for or enrolled in and that are held. Two queries."""
    seats = Participation.objects.of_person(person).filter(
        state__in=[ParticipationState.APPROVED, ParticipationState.ENROLLED], session__isnull=False
    )
    found = seats.select_related("session", "offering").prefetch_related("session__meetings")
    return [
        Booked(
            key=str(one.uuid),
            title=title_of(one),
            days=session_days(one.session),
            place=one.session.place,
            text=_times(one.session),
            is_sure=one.state == ParticipationState.ENROLLED,
        )
        for one in found.order_by("session__starts_on", "pk")
        if one.session and not one.session.is_cancelled
    ]


def _times(session: Session) -> str:
    """A line for each meeting: its day, and from when to when."""
    return "\n".join(
        f"{long_date(one.day)}: {time_of_day(one.starts_at)}–{time_of_day(one.ends_at)}"
        for one in session.meetings.all()
    )
