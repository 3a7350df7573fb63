"""One question of an own instrument: add, change, move, remove."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.accounts.telling import typed
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.document import InstrumentDocument, Kind
from fagkompas.surveys.editing import with_question, with_question_moved, without_question
from fagkompas.surveys.forms.instruments import QuestionForm
from fagkompas.surveys.models import Instrument
from fagkompas.surveys.permissions import load_own_instrument
from fagkompas.surveys.views.saving import save
from fagkompas.surveys.views.shown import editable
from fagkompas.surveys.wording import KINDS

STEPS = {"op": -1, "ned": 1}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """One more question, at the end."""
    found, document = _load(request, uuid)
    if kind not in set(Kind):
        raise Http404
    form = QuestionForm(typed(request), kind=Kind(kind), initial={"dont_know": True})
    return _page(request, found, document, form, code="", title=_("New question"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Change a question."""
    found, document = _load(request, uuid)
    question = document.question(code)
    if question is None:
        raise Http404
    form = QuestionForm(typed(request), kind=question.kind, initial=QuestionForm.initial_of(question))
    return _page(request, found, document, form, code=code, title=_("Change the question"))


@require_POST
def move(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """One place up or down."""
    found, document = _load(request, uuid)
    return save(request, found, with_question_moved(document, code, STEPS.get(request.POST.get("hvorhen", ""), 0)))


@require_POST
def remove(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Take a question out."""
    found, document = _load(request, uuid)
    return save(request, found, without_question(document, code))


def _load(request: HttpRequest, uuid: UUID) -> tuple[Instrument, InstrumentDocument]:
    found = load_own_instrument(signed_in(request), uuid)
    if not editable(found):
        raise Http404
    return found, document_of(found)


def _page(
    request: HttpRequest, found: Instrument, document: InstrumentDocument, form: QuestionForm, *, code: str, title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            changed = with_question(document, form.question, code=code)
        except BadInput as refused:
            form.refused(refused)
        else:
            return save(request, found, changed)
    shown = {
        "form": form,
        "instrument": found,
        "title": title,
        "lead": KINDS[form.kind],
        "submit": _("Save the question"),
    }
    return render(request, "surveys/instrument_task.html", shown, status=422 if form.errors else 200)
