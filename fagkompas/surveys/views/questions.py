"""One question of an own instrument: add, change, move, remove. Two who work on it at once lose nothing."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions import instruments as actions
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.document import Kind
from fagkompas.surveys.editing import with_question_moved, without_question
from fagkompas.surveys.forms.instruments import QuestionForm
from fagkompas.surveys.models import Instrument
from fagkompas.surveys.permissions import load_own_instrument
from fagkompas.surveys.views.saving import save
from fagkompas.surveys.views.sheets import QuestionSheet, sheet_page
from fagkompas.surveys.views.shown import editable
from fagkompas.surveys.wording import KINDS
from fagkompas.toolkit.forms import posted

TEMPLATE: Final = "surveys/instrument_task.html"
STEPS = {"op": -1, "ned": 1}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """One more question, at the end."""
    found = _load(request, uuid)
    if kind not in set(Kind):
        raise Http404
    form = QuestionForm(posted(request), kind=Kind(kind), initial={"dont_know": True})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_question(instrument=found, typed=form.question, by=signed_in(request))
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:instrument", found.uuid)
    shown = {**_frame(found, form.kind), "form": form, "title": _("New question")}
    return render(request, TEMPLATE, shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Change a question."""
    found = _load(request, uuid)
    question = document_of(found).question(code)
    if question is None:
        return _taken_out(request, found)
    sheet = QuestionSheet(instrument=found, person=signed_in(request), code=code, kind=question.kind)
    shown = {**_frame(found, question.kind), "title": _("Change the question")}
    return sheet_page(request, sheet, TEMPLATE, shown, back_url=reverse("surveys:instrument", args=[found.uuid]))


@require_POST
def move(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """One place up or down."""
    found = _load(request, uuid)
    steps = STEPS.get(request.POST.get("hvorhen", ""), 0)
    return save(request, found, with_question_moved(document_of(found), code, steps))


@require_POST
def remove(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Take a question out."""
    found = _load(request, uuid)
    return save(request, found, without_question(document_of(found), code))


def _load(request: HttpRequest, uuid: UUID) -> Instrument:
    """One that may be changed. What is sent is let in and refused by the action, so that what was typed is not lost."""
    found = load_own_instrument(signed_in(request), uuid)
    if not editable(found) and request.method != "POST":
        raise Http404
    return found


def _taken_out(request: HttpRequest, found: Instrument) -> HttpResponse:
    """Somebody has taken the question out since it was opened: what was typed can be put in as a new one."""
    kind = request.POST.get("kind", "")
    if kind not in set(Kind):
        raise Http404
    shown = {
        **_frame(found, Kind(kind)),
        "form": QuestionForm(request.POST, kind=Kind(kind)),
        "title": _("New question"),
        "is_taken_out": True,
        "save_url": reverse("surveys:question_new", args=[found.uuid, kind]),
    }
    return render(request, TEMPLATE, shown, status=409)


def _frame(found: Instrument, kind: Kind) -> dict[str, object]:
    return {"instrument": found, "kind": kind.value, "lead": KINDS[kind], "submit": _("Save the question")}
