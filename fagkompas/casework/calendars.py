"""One's own conversations and the days of agreements as iCalendar (RFC 5545), for any calendar program. No citizen is named."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fagkompas.accounts.models import Employee
from fagkompas.citizens.permissions import cases_of
from fagkompas.conversations.calendars import summary_of
from fagkompas.conversations.models import Agreement
from fagkompas.conversations.permissions import conversations_seen_by
from fagkompas.conversations.when import local, moment_of


def own_events(
    person: Employee, *, name: str, now: datetime, whole: Callable[[str], str], names_companies: bool
) -> bytes:
    """Conversations planned for today or later, and the open agreements of one's own citizens by their day. Two queries.

    Each has a link to its page, which asks for sign-in; `whole` makes an address of this server out of its path. Companies are
    named to whoever is signed in only: a company of one is a person.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Fagkompas//{(get_language() or 'da').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    own = conversations_seen_by(person).planned().filter(planned_at__gte=moment_of(local(now).date(), time.min))
    for talk in own.select_related("citizen", "company"):
        page = reverse("conversations:hold", args=[talk.uuid])
        starts = talk.planned_at.astimezone(UTC)
        says = summary_of(talk, names_company=names_companies)
        calendar.add_component(
            _event(talk.uuid, says, starts, talk.planned_end, now, revision=talk.revision, url=whole(page))
        )
    cases = cases_of(person).active().with_caseworker(person)
    agreements = Agreement.objects.open().filter(citizen__in=cases).values_list("uuid", "due_on", "revision")
    for uuid, due_on, revision in agreements:
        if due_on is not None:
            after = due_on + timedelta(days=1)
            page = reverse("conversations:agreement", args=[uuid])
            what = _("Agreement to follow up")
            calendar.add_component(_event(uuid, what, due_on, after, now, revision=revision, url=whole(page)))
    made: bytes = calendar.to_ical()
    return made


def _event(key: UUID, summary: str, starts: date, ends: date, now: datetime, *, revision: int, url: str) -> Event:
    """The same again with a higher revision is the same event, moved."""
    event = Event()
    event.add("uid", f"{key}@fagkompas")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends.astimezone(UTC) if isinstance(ends, datetime) else ends)
    event.add("sequence", revision)
    event.add("summary", summary)
    event.add("url", url)
    event.add("class", "PRIVATE")
    return event
