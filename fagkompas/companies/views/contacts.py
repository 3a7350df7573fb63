"""The people whom one talks to in a company: add, change, delete."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import contacts as actions
from fagkompas.companies.forms.contacts import ContactForm, NewContactForm, typed_of
from fagkompas.companies.models import CompanyContact
from fagkompas.companies.permissions import load_company_to_change, load_contact_to_change
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.together import SavedNow, Sheet, on_page, opened_twins


@require_http_methods(["GET", "POST"])
def contact_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Somebody new."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    form = NewContactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_contact(
                company=company,
                facts=form.facts(),
                by=person,
                traces_read=form.cleaned_data["traces_read"],
                key=form.cleaned_data["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The contact is added."))
            return redirect("companies:company", company.uuid)
    shown = {"company": company, "form": form}
    return render(request, "companies/contact_new.html", shown, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class ContactSheet(Sheet[ContactForm]):
    """What is known of a contact; `traces_read` is the warning that the person has read."""

    contact: CompanyContact
    person: Employee
    traces_read: str

    def is_field(self, name: str) -> bool:
        """The controls that are saved."""
        return name in actions.ContactFacts.__dataclass_fields__

    def now(self) -> SavedNow:
        """One query; not found once somebody has deleted the contact."""
        held = CompanyContact.objects.filter(pk=self.contact.pk).first()
        if held is None:
            raise Http404
        return SavedNow(texts=typed_of(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> ContactForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return ContactForm({**data, "traces_read": self.traces_read}) if data else ContactForm(initial=dict(now.texts))

    def keep(self, form: ContactForm, revision: int) -> int:
        """All of it."""
        return actions.edit_contact(
            contact=self.contact,
            facts=form.facts(),
            revision=revision,
            by=self.person,
            traces_read=self.traces_read,
        ).revision


@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what is known."""
    person, contact = _loaded(request, uuid)
    next_url = reverse("companies:company", args=[contact.company.uuid])
    sheet = ContactSheet(contact=contact, person=person, traces_read=request.POST.get("traces_read", ""))
    page = on_page(request, sheet, done=_("Saved."), save_url=request.path, next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    if request.method == "GET":
        note_opening(person, contact.company, part_of=OPENED)
    shown = {"contact": contact, "company": contact.company, "form": page.form, "opened": opened_twins(page.texts)}
    return render(request, "companies/contact_edit.html", shown, status=422 if page.form.errors else 200)


@require_POST
def contact_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Still a contact: not asked about again for two years."""
    person, contact = _loaded(request, uuid)
    actions.confirm_contact(contact=contact, by=person)
    messages.success(request, _("It is noted that %(name)s is still a contact.") % {"name": contact.name})
    return redirect("companies:company", contact.company.uuid)


@require_http_methods(["GET", "POST"])
def contact_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once, then delete for good."""
    person, contact = _loaded(request, uuid)
    company = contact.company
    if request.method == "POST":
        actions.remove_contact(contact=contact, by=person)
        messages.success(request, _("The contact is deleted."))
        return redirect("companies:company", company.uuid)
    note_opening(person, company, part_of=OPENED)
    return render(request, "companies/contact_remove.html", {"contact": contact, "company": company})


def _loaded(request: HttpRequest, uuid: UUID) -> tuple[Employee, CompanyContact]:
    person = signed_in(request)
    return person, load_contact_to_change(person, uuid)
