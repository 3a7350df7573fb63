"""Partnership agreements: all of them for whoever leads, and one to be made, changed, followed up and ended."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import agreements as actions
from fagkompas.companies.agreements_reading import shown as with_what_came
from fagkompas.companies.forms.agreements import AgreementForm, EndAgreementForm, FollowUpForm, initial_of
from fagkompas.companies.models import Company, PartnershipAgreement
from fagkompas.companies.permissions import load_agreement_to_change, load_company_to_change, reads_companies
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import RefusalForm, posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.together import ChangedMeanwhile

SORTS: Final = {
    "dag": ("next_on", "pk"),
    "navn": ("company__name", "pk"),
    "lovet": ("-promised", "pk"),
}


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Every running agreement of the municipality: when it is followed up, and what came of what was promised."""
    person = signed_in(request)
    if not reads_companies(person):
        raise Http404
    today = timezone.localdate()
    rows = PartnershipAgreement.objects.of_root(person.root_id).running().select_related("company__circle__consultant")
    listing = list_page(request, rows, sorts=SORTS, default="dag")
    shown = {
        "listing": listing,
        "rows": with_what_came(listing.page, today),
        "due": rows.due_by(today).count(),
    }
    return render(request, "companies/agreements.html", shown)


@require_http_methods(["GET", "POST"])
def agreement_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write down what is agreed."""
    person = signed_in(request)
    company, today = load_company_to_change(person, uuid), timezone.localdate()
    form = AgreementForm(posted(request), company=company, initial={"starts_on": today})

    def save() -> None:
        actions.make_agreement(
            company=company,
            facts=form.facts(),
            today=today,
            by=person,
            traces_read=form.cleaned_data["traces_read"],
            key=form.key_given,
        )

    return _page(request, company, form, save, title=_("New partnership agreement"))


@require_http_methods(["GET", "POST"])
def agreement_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what is agreed."""
    person = signed_in(request)
    agreement = load_agreement_to_change(person, uuid)
    saved = {name: str(getattr(agreement, name)) for name in actions.GUARDED}
    form = AgreementForm(posted(request), company=agreement.company, initial=initial_of(agreement), saved=saved)

    def save() -> None:
        actions.edit_agreement(
            agreement=agreement,
            facts=form.facts(),
            revision=form.seen_revision,
            today=timezone.localdate(),
            by=person,
            traces_read=form.cleaned_data["traces_read"],
        )

    return _page(request, agreement.company, form, save, title=_("Change the agreement"), agreement=agreement)


@require_http_methods(["GET", "POST"])
def agreement_follow_up(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was kept, what was not, and when next."""
    person = signed_in(request)
    agreement = load_agreement_to_change(person, uuid)
    form = FollowUpForm(posted(request), initial={"revision": agreement.revision})

    def save() -> None:
        actions.follow_up(
            agreement=agreement,
            came=form.came(),
            revision=form.seen_revision,
            today=timezone.localdate(),
            by=person,
            traces_read=form.cleaned_data["traces_read"],
            key=form.key_given,
        )

    earlier = agreement.follow_ups.select_related("by")
    title = _("Follow up the agreement")
    return _page(
        request, agreement.company, form, save, title=title, agreement=agreement, earlier=earlier, is_after=True
    )


@require_http_methods(["GET", "POST"])
def agreement_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is over, with its reason."""
    person = signed_in(request)
    agreement = load_agreement_to_change(person, uuid)
    form = EndAgreementForm(posted(request), initial={"revision": agreement.revision})

    def save() -> None:
        actions.end_agreement(
            agreement=agreement,
            why=form.cleaned_data["why"],
            revision=form.seen_revision,
            today=timezone.localdate(),
            by=person,
        )

    return _page(request, agreement.company, form, save, title=_("End the agreement"), agreement=agreement)


def _page(  # what the page shows
    request: HttpRequest,
    company: Company,
    form: RefusalForm,
    save: Callable[[], None],
    *,
    title: str,
    agreement: PartnershipAgreement | None = None,
    **more: Any,
) -> HttpResponse:
    """The form, until it is saved; then the company."""
    person, is_meanwhile = signed_in(request), False
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except BadInput as refusal:
            form.refused(refusal)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("Saved."))
            return redirect("companies:company", company.uuid)
    note_opening(person, company, part_of=OPENED)
    shown = {
        "company": company,
        "agreement": agreement,
        "form": form,
        "title": title,
        "is_meanwhile": is_meanwhile,
        "back_url": reverse("companies:company", args=[company.uuid]),
        **more,
    }
    return render(request, "companies/agreement.html", shown, status=422 if form.errors or is_meanwhile else 200)
