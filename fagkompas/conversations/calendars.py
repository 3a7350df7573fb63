"""A planned conversation as iCalendar (RFC 5545). It says when and how, and names no citizen."""

from datetime import UTC, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from fagkompas.conversations.models import Conversation


def summary_of(conversation: Conversation, *, names_company: bool = True) -> str:
    """By which one is told from another: with a citizen the end of the case number, with a company its name where it may stand.

    Neither the template, which tells of a target group, nor the place, in which anything can be written.
    """
    how = {"how": conversation.get_meeting_display()}
    if conversation.citizen is None and not names_company:
        return _("Conversation with a company · %(how)s") % how
    if conversation.citizen is None:
        return _("Conversation: %(company)s · %(how)s") % {"company": conversation.with_whom, **how}
    return _("Conversation: case %(end)s · %(how)s") % {"end": conversation.citizen.case_number[-4:], **how}


def calendar_of(conversation: Conversation, *, now: datetime) -> bytes:
    """One event; the same file again moves it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Fagkompas//{(get_language() or 'da').upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{conversation.uuid}@fagkompas")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", conversation.planned_at.astimezone(UTC))
    event.add("dtend", conversation.planned_end.astimezone(UTC))
    event.add("sequence", conversation.revision)
    event.add("summary", summary_of(conversation))
    event.add("class", "PRIVATE")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
