"""What a company needs: block by block what it has told, and a need that becomes a next step."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import needs as actions
from fagkompas.companies.circle_reading import consultants_in
from fagkompas.companies.forms.needs import BlockForm, NeedForm
from fagkompas.companies.models import Company, KnownBlock
from fagkompas.companies.needs_reading import expected_of
from fagkompas.companies.permissions import load_company, load_company_to_change, writes_companies
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.engine.errors import BadInput
from fagkompas.methods.document import Audience, ModelPart
from fagkompas.methods.in_use import library_of
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.together import ChangedMeanwhile

METHOD: Final = "question-guide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block with its questions, what the company has told about it (nothing, not saved, where it has not), and the form."""

    part: ModelPart
    questions: tuple[Text, ...]
    known: KnownBlock
    form: BlockForm
    is_open: bool = False
    is_meanwhile: bool = False


@require_safe
def needs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is known on top, then the questions that nobody has asked."""
    person = signed_in(request)
    company = load_company(person, uuid)
    return _page(request, company, person)


@require_POST
def need_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Note a need, the two yeses and the next step."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    form = NeedForm(request.POST, staff=consultants_in(person.root_id))
    if form.is_valid():
        try:
            actions.record_need(
                company=company,
                said=form.said(),
                at=timezone.now(),
                by=person,
                traces_read=form.cleaned_data["traces_read"],
                key=form.cleaned_data["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("companies:needs", company.uuid)
    return _page(request, company, person, form=form)


@require_http_methods(["POST"])
def block(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Note what the company has told about one block."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    if code not in {part.code for part in _parts(person)}:
        raise Http404
    known = company.known.filter(block=code).first()
    form = BlockForm(posted(request), saved={"text": known.text if known else ""})
    is_meanwhile = False
    if form.is_valid():
        try:
            actions.tell_block(
                company=company,
                block=code,
                text=form.cleaned_data["text"],
                revision=form.seen_revision,
                today=timezone.localdate(),
                by=person,
                traces_read=form.cleaned_data["traces_read"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('companies:needs', args=[company.uuid])}#{code}")
    return _page(request, company, person, of_block=(code, form, is_meanwhile))


def _parts(person: Employee) -> tuple[ModelPart, ...]:
    kept = library_of(person.root_id).get(METHOD)
    return kept.method.parts if kept else ()


def _page(
    request: HttpRequest,
    company: Company,
    person: Employee,
    *,
    form: NeedForm | None = None,
    of_block: tuple[str, BlockForm, bool] | None = None,
) -> HttpResponse:
    known = {one.block: one for one in company.known.select_related("by")}
    talks = list(company.need_talks.select_related("by", "step_by")[:10])
    note_opening(person, company, part_of=OPENED)
    shown: dict[str, Any] = {
        "company": company,
        "may_write": writes_companies(person) and company.closed_on is None,
        "talks": [(talk, expected_of(talk)) for talk in talks],
        "form": form or NeedForm(staff=consultants_in(person.root_id)),
        "is_form_open": form is not None,
        "blocks": [
            _block(part, known.get(part.code) or KnownBlock(company=company, block=part.code), of_block)
            for part in _parts(person)
        ],
    }
    return render(request, "companies/needs.html", shown, status=422 if form or of_block else 200)


def _block(part: ModelPart, known: KnownBlock, of_block: tuple[str, BlockForm, bool] | None) -> Block:
    questions = part.said_to(Audience.COMPANY)
    if of_block is not None and of_block[0] == part.code:
        _code, form, is_meanwhile = of_block
        return Block(part=part, questions=questions, known=known, form=form, is_open=True, is_meanwhile=is_meanwhile)
    form = BlockForm(initial={"text": known.text}, auto_id=f"{part.code}-%s")
    return Block(part=part, questions=questions, known=known, form=form)
