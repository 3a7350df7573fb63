"""The bank of objections: the list with what came of each answer, the municipality's own, and practice."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import objections as actions
from fagkompas.companies.forms.objections import AnswerForm, BankSearch, ObjectionForm
from fagkompas.companies.models import OwnAnswer, OwnObjection, Practised
from fagkompas.companies.objections_reading import BankObjection, bank_of
from fagkompas.companies.permissions import reads_companies, writes_companies
from fagkompas.engine.errors import BadInput
from fagkompas.engine.practice import Card, Sat, due
from fagkompas.toolkit.forms import posted

HOW: Final = {one.value for one in Sat}


@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """What companies say, and what can be answered."""
    person = signed_in(request)
    if not reads_companies(person):
        raise Http404
    search = BankSearch(request.GET)
    words = search.cleaned_data["ord"] if search.is_valid() else ""
    bank = bank_of(person, words)
    return render(
        request,
        "companies/objections.html",
        {"bank": bank, "search": search, "words": words, "may_write": writes_companies(person)},
    )


@require_http_methods(["GET", "POST"])
def objection_new(request: HttpRequest) -> HttpResponse:
    """Add what companies say here."""
    person = _writer(request)
    form = ObjectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            actions.add_objection(text=clean["text"], by=person, traces_read=clean["traces_read"], key=clean["key"])
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("companies:objections")
    shown = {"form": form, "title": _("Add an objection"), "lead": ""}
    return render(request, "companies/objection_form.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def answer_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add an answer to an objection, with its evidence."""
    person = _writer(request)
    objection = _objection(person, code)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            actions.add_answer(
                objection=objection.key,
                text=clean["text"],
                evidence=clean["evidence"],
                link=clean["link"],
                by=person,
                traces_read=clean["traces_read"],
                key=clean["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("companies:objections")
    shown = {"form": form, "title": _("Add an answer"), "lead": objection.name}
    return render(request, "companies/objection_form.html", shown, status=422 if form.errors else 200)


@require_POST
def retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take an own objection or an own answer out of what is offered."""
    person = _writer(request)
    for model in (OwnObjection, OwnAnswer):
        row = model.objects.filter(uuid=uuid, root_id=person.root_id).first()
        if row is not None:
            actions.retire(row=row, today=timezone.localdate(), by=person)
            messages.success(request, _("It is not offered any more."))
            return redirect("companies:objections")
    raise Http404


@require_http_methods(["GET", "POST"])
def practise(request: HttpRequest) -> HttpResponse:
    """One objection at a time, as the company says it; the person alone sees how it goes."""
    person, today = signed_in(request), timezone.localdate()
    if not reads_companies(person):
        raise Http404
    if request.method == "POST":
        objection, sat = _objection(person, request.POST.get("objection", "")), request.POST.get("sat", "")
        if sat not in HOW:
            raise Http404
        actions.note_practice(objection=objection.key, sat=Sat(sat), today=today, by=person)
        return redirect("companies:practise")
    bank = {one.key: one for one in bank_of(person) if one.answers}
    at = {row.objection: Card(box=row.box, due_on=row.due_on) for row in Practised.objects.filter(person=person)}
    codes = due(bank, at, today)
    shown = {"card": bank[codes[0]] if codes else None, "left": len(codes), "has_any": bool(bank)}
    return render(request, "companies/practise.html", shown)


def _writer(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not writes_companies(person):
        raise Http404
    return person


def _objection(person: Employee, code: str) -> BankObjection:
    found = next((one for one in bank_of(person) if one.key == code), None)
    if found is None:
        raise Http404
    return found
