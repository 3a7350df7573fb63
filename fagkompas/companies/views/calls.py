"""The phone guide: everything for one call on one page, from what is known to what is agreed."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.companies.actions import circle as circles
from fagkompas.companies.actions.calls import log_call, problems_of_citizen
from fagkompas.companies.call_texts import pitch
from fagkompas.companies.circle_reading import outreach_shown
from fagkompas.companies.forms.calls import CallForm
from fagkompas.companies.models import Company, JobOrder
from fagkompas.companies.models.orders import OrderState
from fagkompas.companies.objections_reading import bank_of
from fagkompas.companies.permissions import load_company_to_change
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.companies.wording import OUTCOMES
from fagkompas.engine.contact_circle import Outcome, next_contact
from fagkompas.engine.errors import BadInput
from fagkompas.methods.document import Audience, ModelPart
from fagkompas.methods.in_use import library_of
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.together import ChangedMeanwhile

IN_MIND: Final = "companies.call.citizen"
"""The action by which it is logged whom a call was about."""

Lines = list[tuple[ModelPart, tuple[Text, ...]]]


@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Prepare, open, find the need, answer, propose a meeting, close: the end of it logs the contact."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    circle, today, bank = circles.circle_of(company), timezone.localdate(), bank_of(person)
    is_full, is_preview = circles.is_full(company, today), "preview" in request.POST
    form = CallForm(
        posted(request),
        company=company,
        is_full=is_full,
        person=person,
        bank=bank,
        is_preview=is_preview,
        initial={"revision": circle.revision, "next_what": circle.next_what},
    )
    is_meanwhile, spoken = False, ""
    if request.method == "POST":
        is_valid = form.is_valid()
        _note_citizen(form, person)
        if is_preview:
            spoken = _spoken(form, company)
        elif is_valid:
            try:
                return _logged(request, company, form, person)
            except BadInput as refusal:
                form.refused(refusal)
            except ChangedMeanwhile:
                is_meanwhile = True
    note_opening(person, company, part_of=OPENED)
    lines = _lines(person)
    shown: dict[str, Any] = {
        "company": company,
        "circle": circle,
        "form": form,
        "bank": bank,
        "used": set(form["used"].value() or []),
        "spoken": spoken,
        "is_meanwhile": is_meanwhile,
        "contacts": list(company.contacts.order_by("-is_decision_maker", "name", "pk")),
        "outreach": outreach_shown(company),
        "orders": list(JobOrder.objects.filter(company=company, state=OrderState.OPEN)),
        "needs": list(company.need_talks.all()[:3]),
        "known": list(company.known.exclude(text="")[:3]),
        "placements_url": panel_url("casework:placements_of_company", company.uuid),
        "guide": lines["phone-guide"],
        "efu": lines["efu"],
        "bala": lines["bala"],
        "outcomes": _outcomes(circle.every_weeks),
        "is_full": is_full,
        "is_called": circle.is_called_by_another(person),
    }
    is_refused = is_meanwhile or (bool(form.errors) and not is_preview)
    return render(request, "companies/call.html", shown, status=422 if is_refused else 200)


def _outcomes(every: int | None) -> list[tuple[str, object, object]]:
    today = timezone.localdate()
    return [(value, label, next_contact(Outcome(value), today, every)) for value, label in OUTCOMES.items()]


def _lines(person: Employee) -> dict[str, Lines]:
    """What one can say, by method: as the municipality has written it."""
    library = library_of(person.root_id)
    found: dict[str, Lines] = {}
    for code in ("phone-guide", "efu", "bala"):
        kept = library.get(code)
        parts = kept.method.parts if kept else ()
        found[code] = [(part, part.said_to(Audience.COMPANY)) for part in parts]
    return found


def _note_citizen(form: CallForm, person: Employee) -> None:
    if form.found is not None:
        record_read(by=person, action=IN_MIND, citizen_id=form.found.pk, target=form.found)


def _spoken(form: CallForm, company: Company) -> str:
    """The pitch as it is said; "" where it would lead to the citizen, which then stands at its field."""
    problems = problems_of_citizen(form.found, form.said(), company)
    if problems:
        form.refused(BadInput(tuple(problems)))
        return ""
    return pitch(**form.said())


def _logged(request: HttpRequest, company: Company, form: CallForm, person: Employee) -> HttpResponse:
    now = timezone.now()
    circle = circles.circle_of(company)
    proposed = next_contact(Outcome(form.cleaned_data["outcome"]), timezone.localdate(now), circle.every_weeks)
    call = form.call(proposed=proposed)
    log_call(
        company=company,
        call=call,
        revision=form.seen_revision,
        at=now,
        by=person,
        traces_read=form.cleaned_data["traces_read"],
        key=form.key_given,
    )
    if call.made.next_on:
        messages.success(request, _("Noted. Next contact: %(day)s.") % {"day": long_date(call.made.next_on)})
    else:
        messages.success(request, _("Noted. There is no next contact."))
    return redirect("companies:company", company.uuid)
