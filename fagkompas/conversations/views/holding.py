"""The conversation while it is held: one calm page, a save that loses nothing, and the time-out."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.conversations.actions import holding as actions
from fagkompas.conversations.around import at_hand, clock_of, is_about_agreements
from fagkompas.conversations.forms.earlier import asked_about
from fagkompas.conversations.forms.holding import TalkForm, is_of_talk
from fagkompas.conversations.models import Conversation, Topic
from fagkompas.conversations.permissions import load_conversation, load_to_write, may_write
from fagkompas.conversations.views.reading import note_reading
from fagkompas.conversations.views.sheets import TalkSheet, TimeOutSheet
from fagkompas.conversations.wording import name_of, sentences
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.together import (
    Saved,
    SheetForm,
    autosaved,
    choice_of_control,
    conflict_page,
    opened_twins,
    save_together,
)

MOVES = ("next", "timeout", "finish")
"""Buttons that save and then go on, also after a page with what two have changed."""


@require_safe
def hold(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The topic that is talked about, and the others beside it."""
    person = signed_in(request)
    one = load_conversation(person, uuid)
    if one.has_ended or not may_write(person, one):
        return redirect("conversations:minutes", one.uuid)
    if one.is_planned:
        return redirect("conversations:prepare", one.uuid)
    note_reading(person, one)
    if one.topic is None:
        return _page(request, one, None, None, {})
    sheet = TalkSheet(conversation=one, topic=one.topic, person=person)
    now = sheet.now()
    return _page(request, one, one.topic, sheet.form({}, now), dict(now.texts))


@require_POST
def save(request: HttpRequest, uuid: UUID, topic: UUID) -> HttpResponse:
    """Keep what was noted on a topic, and go where the pressed button leads."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    about = next((each for each in one.topics.all() if each.uuid == topic), None)
    if about is None:
        return _taken_out(request, one)
    sheet = TalkSheet(conversation=one, topic=about, person=person, asked=asked_about(request.POST))
    saved = save_together(request, sheet)
    if "X-Autosave" in request.headers:
        return autosaved(saved, sheet)
    if saved.merged.conflicts:
        save_url = reverse("conversations:save", args=[one.uuid, about.uuid])
        return _conflict_page(
            request, saved, save_url=save_url, back_url=reverse("conversations:hold", args=[one.uuid])
        )
    if saved.form.errors or saved.revision is None:
        return _page(request, one, about, saved.form, dict(saved.texts), status=422)
    if saved.by_others:
        messages.info(request, _("Somebody else has changed something in the meantime. You see all of it here."))
    return _moved(request, one, about, person)


@require_http_methods(["GET", "POST"])
def time_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop for a moment: back to what was agreed, agree anew, or park the topic."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    here = reverse("conversations:time_out", args=[one.uuid])
    if request.method == "GET" and not one.is_under_way:
        return redirect("conversations:hold", one.uuid)
    sheet = TimeOutSheet(conversation=one, person=person)
    now = sheet.now()
    form, texts = sheet.form({}, now), now.texts
    if request.method == "POST":
        saved = save_together(request, sheet)
        if saved.merged.conflicts:
            return _conflict_page(request, saved, save_url=here, back_url=here)
        if saved.revision is not None:
            return redirect("conversations:hold", one.uuid)
        form, texts = saved.form, saved.texts
    topics = list(one.topics.all())
    context = {
        "one": one,
        "form": form,
        "opened": opened_twins(texts),
        "clock": clock_of(one, topics, timezone.now()),
        "sum": sum(topic.minutes for topic in topics),
    }
    return render(request, "conversations/time_out.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest, one: Conversation, topic: Topic, person: Employee) -> HttpResponse:
    """Where the pressed button leads, once everything is saved."""
    now = timezone.now()
    try:
        if "next" in request.POST:
            following = actions.next_topic(conversation=one, topic=topic, now=now, by=person)
            return redirect("conversations:hold" if following else "conversations:close", one.uuid)
        if "goto" in request.POST:
            other = next((each for each in one.topics.all() if str(each.uuid) == request.POST["goto"]), None)
            if other is None:
                raise Http404
            actions.go_to(conversation=one, topic=other, now=now, by=person)
    except BadInput as refused:
        messages.error(request, " ".join(sentences(refused)))
    if "timeout" in request.POST:
        return redirect("conversations:time_out", one.uuid)
    return redirect("conversations:close" if "finish" in request.POST else "conversations:hold", one.uuid)


def _taken_out(request: HttpRequest, one: Conversation) -> HttpResponse:
    """What was noted on a topic that is in the talk no more: shown, so that it can be written where it belongs."""
    words = _("The topic was taken out of the conversation meanwhile. Copy what you wrote to another topic.")
    if "X-Autosave" in request.headers:
        return JsonResponse({"problem": words}, status=422)
    sent = request.POST.dict()
    typed = [text for name, text in sent.items() if is_of_talk(name) and text.strip() not in {"", "on"}]
    context = {"one": one, "words": words, "typed": typed}
    return render(request, "conversations/topic_taken_out.html", context, status=422)


def _page(
    request: HttpRequest,
    one: Conversation,
    topic: Topic | None,
    form: TalkForm | None,
    texts: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    topics: Sequence[Topic] = list(one.topics.all())
    context = {
        "one": one,
        "name": name_of(one),
        "topic": topic,
        "form": form,
        "opened": opened_twins(texts),
        "clock": clock_of(one, topics, timezone.now()),
        "hand": at_hand(one),
        "is_about_agreements": topic is not None and is_about_agreements(topic, one.template),
        "parties": list(one.parties.all()),
        "is_last": not any(each.is_open and (topic is None or each.pk != topic.pk) for each in topics),
        "unread": unread_in(one, *topics),
    }
    return render(request, "conversations/hold.html", context, status=status)


def _conflict_page(request: HttpRequest, saved: Saved[SheetForm], *, save_url: str, back_url: str) -> HttpResponse:
    """What was written in two windows, to choose between; the pressed button goes along."""
    return conflict_page(
        request,
        saved,
        lead=_("Somebody wrote here after you opened the page, or you did in another window. Choose what to keep."),
        choice=lambda conflict: choice_of_control(saved.form, conflict),
        save_url=save_url,
        back_url=back_url,
        buttons=MOVES,
    )
