"""The phone guide: everything for one call on one page, from what is known to what is agreed."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.companies.actions import circle as circles
from fagkompas.companies.actions.calls import draft_of, log_call, problems_of_citizen
from fagkompas.companies.call_texts import pitch
from fagkompas.companies.circle_reading import outreach_shown
from fagkompas.companies.forms.calls import NO_DRAFT, USED, CallForm
from fagkompas.companies.models import CallDraft, Circle, Company, JobOrder
from fagkompas.companies.models.orders import OrderState
from fagkompas.companies.needs_reading import expected_by
from fagkompas.companies.permissions import load_company_to_change
from fagkompas.companies.views.call_drafts import CallSheet, form_options, typed_in_two
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.companies.wording import OUTCOMES
from fagkompas.engine.contact_circle import Outcome, next_contact
from fagkompas.engine.errors import BadInput
from fagkompas.methods.document import Audience, ModelPart
from fagkompas.methods.in_use import library_of
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.together import ChangedMeanwhile, Saved, opened_twins, save_together, ticks_together

IN_MIND: Final = "companies.call.citizen"
"""The action by which it is logged whom a call was about."""

Lines = list[tuple[ModelPart, tuple[Text, ...]]]


@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Prepare, open, find the need, answer, propose a meeting, close: the end of it logs the contact."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    circle, is_preview = circles.circle_of(company), "preview" in request.POST
    options = form_options(company, person)
    sheet = CallSheet(company=company, person=person, options=options)
    data, is_of_two = None, False
    if request.method == "POST":
        kept = save_together(request, sheet)
        if kept.merged.conflicts:
            return typed_in_two(request, company, kept)
        data, is_of_two = _typed(request, kept), bool(kept.merged.changed)
    draft = draft_of(company, person)
    texts = draft.texts if draft else {}
    form = CallForm(data, is_preview=is_preview, initial=_initial(circle, draft), **options)
    is_meanwhile, spoken = False, ""
    if data is not None:
        is_valid = form.is_valid()
        _note_citizen(form, person)
        if is_of_two:
            form.add_error(None, _("You have typed in another window too. Look it through, and save again."))
        elif is_preview:
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
        "draft": draft if request.method == "GET" else None,
        "opened": opened_twins(texts),
        "bank": options["bank"],
        "used": set(form["used"].value() or []),
        "spoken": spoken,
        "is_meanwhile": is_meanwhile,
        "contacts": list(company.contacts.order_by("-is_decision_maker", "name", "pk")),
        "outreach": outreach_shown(company),
        "orders": list(JobOrder.objects.filter(company=company, state=OrderState.OPEN)),
        "needs": list(company.need_talks.all()[:3]),
        "expected": expected_by([company.pk], timezone.localdate()).get(company.pk, []),
        "known": list(company.known.exclude(text="")[:3]),
        "placements_url": panel_url("casework:placements_of_company", company.uuid),
        "guide": lines["phone-guide"],
        "efu": lines["efu"],
        "bala": lines["bala"],
        "outcomes": _outcomes(circle.every_weeks),
        "is_full": options["is_full"],
        "is_called": circle.is_called_by_another(person),
    }
    is_refused = is_meanwhile or (bool(form.errors) and not is_preview)
    return render(request, "companies/call.html", shown, status=422 if is_refused else 200)


def _typed(request: HttpRequest, kept: Saved[CallForm]) -> QueryDict:
    """What was sent, with what was typed in another window since."""
    data = ticks_together(kept.merged.values, [USED])
    for name in NO_DRAFT - {USED}:
        if name in request.POST:
            data[name] = request.POST[name]
    return data


def _initial(circle: Circle, draft: CallDraft | None) -> dict[str, Any]:
    """What was typed before; without anything, what was agreed last."""
    if draft is None:
        return {"revision": circle.revision, "next_what": circle.next_what}
    texts = ticks_together(draft.texts, [USED])
    return {**texts.dict(), USED: texts.getlist(USED), "revision": circle.revision}


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
