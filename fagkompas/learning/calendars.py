"""Learning as iCalendar (RFC 5545), for any calendar program: an event for each meeting, all-day where there are no times."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import get_language
from icalendar import Calendar, Event

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import Participation, ParticipationState
from fagkompas.learning.plan_sheets import PlanSheet, session_days, session_times, spans_of
from fagkompas.learning.wording.participation import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """Something that takes these days, or the times of its meetings. `key` never changes, so that a calendar that reads it
    again moves it.
    """

    key: str
    title: str
    days: tuple[date, ...]
    times: tuple[tuple[datetime, datetime], ...] = ()
    place: str = ""
    text: str = ""
    is_sure: bool = True


def calendar_of(booked: Iterable[Booked], *, name: str, now: datetime) -> bytes:
    """An event for each meeting, else for each run of days; what takes no days is left out."""
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
    for place, (starts, ends) in enumerate(_spans(booked), start=1):
        event = Event()
        event.add("uid", f"{booked.key}-{place}@fagkompas")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", starts)
        event.add("dtend", ends)
        event.add("summary", booked.title)
        event.add("status", "CONFIRMED" if booked.is_sure else "TENTATIVE")
        event.add("transp", "OPAQUE")
        if booked.place:
            event.add("location", booked.place)
        if booked.text:
            event.add("description", booked.text)
        yield event


def _spans(booked: Booked) -> Iterator[tuple[date, date]]:
    """Each meeting's start and end in UTC; of whole days the first, and the day after the last."""
    if booked.times:
        yield from ((starts.astimezone(UTC), ends.astimezone(UTC)) for starts, ends in booked.times)
        return
    yield from ((first, last + timedelta(days=1)) for first, last in spans_of(booked.days))


def calendar_of_plan(sheet: PlanSheet, *, now: datetime) -> bytes:
    """Who is away when: a manager's view, with names and without reasons."""
    booked = (
        Booked(
            key=one.key,
            title=f"{one.person}: {one.offering}",
            days=one.days,
            times=one.times,
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
            times=session_times(one.session),
            place=one.session.place,
            is_sure=one.state == ParticipationState.ENROLLED,
        )
        for one in found.order_by("session__starts_on", "pk")
        if one.session and not one.session.is_cancelled
    ]
