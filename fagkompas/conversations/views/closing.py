"""The last topic: what the other person takes along, agreements, next time, evaluation; and the summary before it counts."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.conversations.actions import closing as actions
from fagkompas.conversations.actions import reopening
from fagkompas.conversations.around import next_start, planned_with
from fagkompas.conversations.forms.agreements import typed_agreement
from fagkompas.conversations.forms.closing import AGREEMENTS, OF_AGREEMENT, ClosingForm
from fagkompas.conversations.forms.earlier import asked_about
from fagkompas.conversations.models import AgreementState, Closing, Conversation, ConversationState
from fagkompas.conversations.permissions import load_to_write
from fagkompas.conversations.smart_findings import findings_of
from fagkompas.conversations.views.reading import note_reading, tracks_url
from fagkompas.conversations.views.sheets import ClosingSheet
from fagkompas.conversations.views.smart import smart_answer
from fagkompas.conversations.wording import SENTENCES, name_of, sentence, sentences
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import (
    ChangedMeanwhile,
    autosaved,
    on_page,
    opened_twins,
    save_together,
)
from fagkompas.toolkit.traces import TracesFound, health_in, words_in


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the end; saved while one types, and nothing counts before the summary."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    if one.has_ended and request.method == "GET":
        return redirect("conversations:minutes", one.uuid)
    if one.is_to_come and request.method == "GET":
        messages.warning(request, str(SENTENCES["not_yet"]))
        return redirect("conversations:prepare", one.uuid)
    sheet = ClosingSheet(
        conversation=one, person=person, suggestions=_suggestions(request, one), asked=asked_about(request.POST)
    )
    if "X-Autosave" in request.headers:
        return autosaved(save_together(request, sheet), sheet)
    here = reverse("conversations:close", args=[one.uuid])
    goes_on = "more" not in request.POST
    next_url = reverse("conversations:close_summary", args=[one.uuid]) if goes_on else f"{here}#agreements"
    page = on_page(request, sheet, done=_("It is saved."), save_url=here, next_url=next_url)
    if isinstance(page, HttpResponse):
        form = _with_what_is_missing(one, sheet) if goes_on and page.status_code == HTTPStatus.FOUND else None
        return page if form is None else _close_page(request, one, form, dict(sheet.now().texts))
    note_reading(person, one)
    return _close_page(request, one, page.form, dict(page.texts))


@require_POST
def smart(request: HttpRequest, uuid: UUID, row: UUID) -> HttpResponse:
    """What is vague in the agreement as it is typed, and how to say it."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    sheet = ClosingSheet(conversation=one, person=person, suggestions={})
    form = sheet.form({AGREEMENTS.control(str(row), "what"): "", **sheet.posted(request)}, sheet.now())
    form.is_valid()
    typed = typed_agreement(
        str(row), {name: form.cleaned_data.get(AGREEMENTS.control(str(row), name)) for name in OF_AGREEMENT}
    )
    return smart_answer(request, typed)


@require_http_methods(["GET", "POST"])
def close_summary(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All of it once more, with what is missing; then it counts."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    if one.has_ended:
        return redirect("conversations:minutes", one.uuid)
    if request.method == "POST":
        return _closed(request, one, person)
    note_reading(person, one)
    return _summary_page(request, one)


@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a wrong click back."""
    person = signed_in(request)
    one = load_to_write(person, uuid)
    try:
        reopening.reopen(conversation=one, by=person, now=timezone.now())
    except BadInput as refused:
        messages.error(request, " ".join(sentences(refused)))
        return redirect("conversations:minutes", one.uuid)
    messages.success(request, _("The conversation is open again. Its agreements count when you close it."))
    return redirect("conversations:close", one.uuid)


def _closed(request: HttpRequest, one: Conversation, person: Employee) -> HttpResponse:
    revision = request.POST.get("revision", "")
    try:
        planned = actions.close(
            conversation=one,
            revision=int(revision) if revision.isdecimal() else -1,
            traces_read=request.POST.get("traces_read", ""),
            by=person,
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        messages.warning(request, _("Something has changed since you opened the page. Read it again before you close."))
        return redirect("conversations:close_summary", one.uuid)
    except TracesFound:  # the summary tells which
        return redirect("conversations:close_summary", one.uuid)
    except BadInput as refused:
        messages.error(request, " ".join(sentences(refused)))
        return redirect("conversations:close_summary", one.uuid)
    next_is_planned = _("The conversation is closed. The next one is planned.")
    messages.success(request, next_is_planned if planned else _("The conversation is closed."))
    return redirect("conversations:minutes", one.uuid)


def _summary_page(request: HttpRequest, one: Conversation) -> HttpResponse:
    closing = Closing.objects.filter(conversation=one).first() or Closing(conversation=one)
    drafts = actions.drafts_of(one)
    health = health_in(actions.guarded_in(drafts))
    context = {
        "one": one,
        "closing": closing,
        "health": health,
        "health_words": dict.fromkeys(words_in(health)),
        "tracks_url": tracks_url(signed_in(request), one) if drafts else "",
        "agreements": [(draft, findings_of(draft, timezone.localdate())) for draft in drafts],
        "evaluations": list(one.evaluations.all()),
        "followed_up": list(one.followed_up.order_by("due_on", "pk")),
        "problems": [sentence(problem) for problem in actions.problems_before_closing(one, closing, timezone.now())],
    }
    return render(request, "conversations/close_summary.html", context)


def _with_what_is_missing(one: Conversation, sheet: ClosingSheet) -> ClosingForm | None:
    """The form as it is saved by now, with what it lacks before it may count; None when that is nothing."""
    closing = Closing.objects.filter(conversation=one).first() or Closing(conversation=one)
    problems = actions.problems_before_closing(one, closing, timezone.now())
    if not problems:
        return None
    now = sheet.now()
    as_shown = {name: str(text) for name, text in sheet.form({}, now).initial.items()}
    form = sheet.form({"ending": "", **as_shown}, now)
    form.is_valid()
    form.refused(BadInput(tuple(problems)))
    return form


def _close_page(request: HttpRequest, one: Conversation, form: ClosingForm, texts: Mapping[str, str]) -> HttpResponse:
    drafts = {str(draft.uuid): draft for draft in one.agreements.filter(state=AgreementState.DRAFT)}
    rows = [
        {**row, "findings": findings_of(drafts[row["id"]], timezone.localdate()) if row["id"] in drafts else ()}
        for row in form.agreement_rows()
    ]
    context = {
        "one": one,
        "name": name_of(one),
        "form": form,
        "rows": rows,
        "opened": opened_twins(texts),
        "planned": planned_with(one, signed_in(request), timezone.now()).first(),
        "suggested": next_start(one, timezone.now()),
    }
    return render(request, "conversations/close.html", context, status=422 if form.errors else 200)


def _suggestions(request: HttpRequest, one: Conversation) -> dict[str, str]:
    """How long the next one takes, and how it ended when somebody said so.

    `?udeblev=1` comes from where it is prepared, `?afholdt=1` from where one is noted afterwards.
    """
    said = {"udeblev": ConversationState.NO_SHOW, "afholdt": ConversationState.HELD}
    endings = [state.value for name, state in said.items() if name in request.GET]
    return {**({"ending": endings[0]} if endings else {}), "next_minutes": str(one.minutes)}
