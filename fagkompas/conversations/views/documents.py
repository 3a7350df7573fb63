"""What comes out of a conversation: minutes, a letter in plain language, a calendar entry."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.conversations.actions.letters import word_letter
from fagkompas.conversations.actions.reopening import may_reopen
from fagkompas.conversations.calendars import calendar_of
from fagkompas.conversations.documents import Minutes, minutes_of
from fagkompas.conversations.letter import letter_of, own_words, shipped, unread_of, words_by
from fagkompas.conversations.models import Conversation
from fagkompas.conversations.permissions import load_conversation, load_to_write, may_write
from fagkompas.conversations.views.reading import note_reading, tracks_url
from fagkompas.conversations.views.sheets import LetterSheet
from fagkompas.conversations.wording import sentences
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.documents import PdfUnavailable, pdf
from fagkompas.toolkit.pages import file_name, file_response
from fagkompas.toolkit.together import autosaved, on_page, opened_twins, save_together

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
        "tracks_url": tracks_url(person, one) if may and found.agreements else "",
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
    if unread_of(one):
        return redirect("conversations:letter_preview", one.uuid)
    try:
        with translation.override(_language_of(one)):
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
    with translation.override(_language_of(one)):
        parts = letter_of(one, writer=person)
        body = render_to_string("conversations/_letter_body.html", {"letter": parts})
    shown = {
        "body": body,
        "one": one,
        "unread": unread_of(one),
        "may_word": _may_word(person, one),
        "is_own": bool(own_words(one, person)),
    }
    return render(request, "conversations/letter_preview.html", shown)


@require_http_methods(["GET", "POST"])
def letter_words(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The letter's words, part by part, to be changed before it is sent; or as they come by themselves again."""
    person = signed_in(request)
    one = _ended(load_to_write(person, uuid))
    with translation.override(_language_of(one)):
        by_itself = shipped(one, writer=person)
    words = {code: by_itself[code] for code in words_by(person, one)}
    preview_url = reverse("conversations:letter_preview", args=[one.uuid])
    if "shipped" in request.POST:
        return _worded_as_shipped(request, one, words)
    if request.method == "GET" and not _may_word(person, one):
        return redirect(preview_url)
    sheet = LetterSheet(conversation=one, person=person, shipped=words)
    if "X-Autosave" in request.headers:
        return autosaved(save_together(request, sheet), sheet)
    page = on_page(request, sheet, done=_("The letter is saved."), save_url=request.path, next_url=preview_url)
    if isinstance(page, HttpResponse):
        return page
    note_reading(person, one)
    shown = {"one": one, "form": page.form, "opened": opened_twins(page.texts), "back_url": preview_url}
    return render(request, "conversations/letter_words.html", shown, status=422 if page.form.errors else 200)


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


def _language_of(one: Conversation) -> str:
    """That of the citizen; a company's letter is in the reader's."""
    return one.citizen.language if one.citizen else translation.get_language() or "da"


def _may_word(person: Employee, one: Conversation) -> bool:
    return may_write(person, one) and not (one.citizen and one.citizen.is_closed)


def _worded_as_shipped(request: HttpRequest, one: Conversation, words: Mapping[str, str]) -> HttpResponse:
    try:
        word_letter(conversation=one, revision=None, typed=words, shipped=words, by=signed_in(request))
    except BadInput as refused:
        messages.error(request, " ".join(sentences(refused)))
    else:
        messages.success(request, _("The letter says what it says by itself again."))
    return redirect("conversations:letter_preview", one.uuid)


def _ended(one: Conversation) -> Conversation:
    if not one.has_ended:
        raise Http404
    return one
