"""Write a company down, change what is known, close and open it; two people at once lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import record as actions
from fagkompas.companies.forms.record import CloseForm, CompanyForm, NewCompanyForm, typed_of
from fagkompas.companies.models import Company
from fagkompas.companies.permissions import load_company_to_change, writes_companies
from fagkompas.companies.reading import industries_in
from fagkompas.companies.wording import ODD_CVR, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import SavedNow, Sheet, on_page, opened_twins


@require_http_methods(["GET", "POST"])
def company_new(request: HttpRequest) -> HttpResponse:
    """Somebody new; where the firm is known already, its places are shown and the person says that this is another."""
    person = signed_in(request)
    if not writes_companies(person):
        raise Http404
    form = NewCompanyForm(posted(request))
    places: list[Company] = []
    if request.method == "POST" and form.is_valid():
        facts, is_another_place = form.facts(), form.cleaned_data["is_another_place"]
        try:
            made = actions.create_company(
                root=person.root,
                facts=facts,
                by=person,
                is_another_place=is_another_place,
                key=form.cleaned_data["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
            places = list(Company.objects.of_root(person.root_id).filter(cvr=facts.as_stored().cvr))
        else:
            messages.success(request, _("The company is added. Whom do you talk to there?"))
            if form.is_odd_cvr:
                messages.warning(request, ODD_CVR)
            return redirect("companies:company", made.uuid)
    shown = _around(person, form) | {"places": places}
    return render(request, "companies/new.html", shown, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class CompanySheet(Sheet[CompanyForm]):
    """What is known of a company."""

    company: Company
    person: Employee

    def is_field(self, name: str) -> bool:
        """The controls of the form."""
        return name in CompanyForm.base_fields

    def is_choice(self, name: str) -> bool:
        """Radio buttons."""
        return name == "is_advertising_protected"

    def now(self) -> SavedNow:
        """One query."""
        held = Company.objects.get(pk=self.company.pk)
        return SavedNow(texts=typed_of(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> CompanyForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return CompanyForm(dict(data)) if data else CompanyForm(initial=dict(now.texts))

    def keep(self, form: CompanyForm, revision: int) -> int:
        """All of it."""
        saved = actions.edit_company(
            company=self.company,
            facts=form.facts(),
            revision=revision,
            by=self.person,
            is_looked_up_again=form.cleaned_data["is_looked_up_again"],
        )
        return saved.revision


@require_http_methods(["GET", "POST"])
def company_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what is known."""
    person, one = _loaded(request, uuid)
    next_url = reverse("companies:company", args=[one.uuid])
    sheet = CompanySheet(company=one, person=person)
    page = on_page(request, sheet, done=_("Saved."), save_url=request.path, next_url=next_url)
    if isinstance(page, HttpResponse):
        typed = CompanyForm(request.POST)
        if page.status_code == HTTPStatus.FOUND and typed.is_odd_cvr and typed.typed_cvr != one.cvr:
            messages.warning(request, ODD_CVR)
        return page
    shown = _around(person, page.form) | {"company": one, "opened": opened_twins(page.texts)}
    return render(request, "companies/edit.html", shown, status=422 if page.form.errors else 200)


@require_http_methods(["GET", "POST"])
def company_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """When, and what happens then."""
    person, one = _loaded(request, uuid)
    today = timezone.localdate()
    form = CloseForm(posted(request), initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_company(company=one, on=form.cleaned_data["on"], today=today, by=person)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The company is noted as closed. You can open it again."))
            return redirect("companies:company", one.uuid)
    shown = {"company": one, "form": form, "under_way_url": panel_url("casework:under_way_in_company", one.uuid)}
    return render(request, "companies/close.html", shown, status=422 if form.errors else 200)


@require_POST
def company_reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is there after all."""
    person, one = _loaded(request, uuid)
    said = _("The company is open again.")
    told(request, lambda: actions.reopen_company(company=one, by=person), said, sentence=sentence)
    return redirect("companies:company", one.uuid)


def _loaded(request: HttpRequest, uuid: UUID) -> tuple[Employee, Company]:
    person = signed_in(request)
    return person, load_company_to_change(person, uuid)


def _around(person: Employee, form: CompanyForm) -> dict[str, object]:
    """The form, industries to choose among, and who has the P-number that was refused."""
    refused = str(form["p_number"].value() or "") if "p_number" in form.errors else ""
    return {
        "form": form,
        "odd_cvr": ODD_CVR,
        "industries": industries_in(person.root_id),
        "taken": actions.company_with(refused, root_id=person.root_id),
    }
