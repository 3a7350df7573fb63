"""What comes out of a conversation: minutes, a letter in plain language, a calendar entry."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.conversations.actions.reopening import may_reopen
from fagkompas.conversations.calendars import calendar_of
from fagkompas.conversations.documents import Minutes, letter_of, minutes_of
from fagkompas.conversations.models import Conversation
from fagkompas.conversations.permissions import load_conversation, may_write
from fagkompas.conversations.views.reading import note_reading, tracks_url
from fagkompas.toolkit.documents import PdfUnavailable, pdf
from fagkompas.toolkit.pages import file_name, file_response

LETTER = "conversations/pdf/letter.html"


@require_safe
def minutes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The minutes: what was said and agreed; on the way there, as far as one has come."""
    person = signed_in(request)
    found = _read(person, uuid)
    one = found.conversation
    may = may_write(person, one)
    context = {
        "minutes": found,
        "one": one,
        "may_write": may,
        "may_reopen": may and may_reopen(one, by=person, today=timezone.localdate()),
        "tracks_url": tracks_url(one) if may and found.agreements else "",
    }
    return render(request, "conversations/minutes.html", context)


@require_safe
def printed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same on paper."""
    found = _read(signed_in(request), uuid)
    return render(request, "conversations/minutes_print.html", {"minutes": found, "one": found.conversation})


@require_safe
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The letter as a file, in the citizen's language, to be sent by hand."""
    person = signed_in(request)
    one = _ended(load_conversation(person, uuid))
    language = one.citizen.language if one.citizen else translation.get_language()
    try:
        with translation.override(language):
            content = pdf(LETTER, {"letter": letter_of(one, writer=person)})
            name = file_name(_("After our conversation"), f"{timezone.localdate()}", kind="pdf")
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("conversations:minutes", one.uuid)
    record_read(by=person, action="conversations.letter.made", citizen_id=one.citizen_id, target=one)
    return file_response(content, name)


@require_safe
def letter_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the letter says, before it is made."""
    person = signed_in(request)
    one = _ended(load_conversation(person, uuid))
    note_reading(person, one)
    with translation.override(one.citizen.language if one.citizen else translation.get_language()):
        body = render_to_string("conversations/_letter_body.html", {"letter": letter_of(one, writer=person)})
    return render(request, "conversations/letter_preview.html", {"body": body, "one": one})


@require_safe
def calendar(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The time that is planned, for any calendar program: nothing in it says with whom, or about what."""
    one = load_conversation(signed_in(request), uuid)
    if not one.is_planned:
        raise Http404
    content = calendar_of(one, now=timezone.now())
    return file_response(content, file_name(_("Conversation"), f"{timezone.localdate(one.planned_at)}", kind="ics"))


def _read(person: Employee, uuid: UUID) -> Minutes:
    one = load_conversation(person, uuid)
    note_reading(person, one)
    return minutes_of(one, person)


def _ended(one: Conversation) -> Conversation:
    if not one.has_ended:
        raise Http404
    return one
