"""Job orders: the list, one order with its sections, tasks and log, and on paper."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import orders as actions
from fagkompas.companies.actions.few_hours import sketch_few_hours
from fagkompas.companies.actions.mediation import note_mediation
from fagkompas.companies.advert_reading import advice_on
from fagkompas.companies.forms.few_hours import FewHoursForm
from fagkompas.companies.forms.orders import (
    FORMS,
    AdvertSection,
    EndForm,
    MediationForm,
    NewOrderForm,
    OrderFilter,
    OrderTaskForm,
    SectionForm,
    initial_of_task,
)
from fagkompas.companies.models import JobOrder, MediationStep, OrderKind, OrderState
from fagkompas.companies.models.orders import LONGEST_ADVERT
from fagkompas.companies.needs_reading import title_from_need
from fagkompas.companies.order_reading import chosen_orders, findings_of, numbers_of, span, words_of
from fagkompas.companies.permissions import (
    load_company_to_change,
    load_order,
    load_order_task_to_change,
    reads_companies,
    writes_companies,
)
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.companies.views.form_page import PLAIN, saved_beside, seen_revision
from fagkompas.companies.wording import hours, sentence
from fagkompas.companies.workbooks import orders_table
from fagkompas.engine.errors import BadInput
from fagkompas.methods.document import ModelPart
from fagkompas.methods.in_use import library_of
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, file_name, file_response, panel_url
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.workbooks import csv_bytes, workbook_bytes

SORTS: Final = {
    "titel": ("title", "pk"),
    "virksomhed": ("company__name", "pk"),
    "tilstand": ("state", "pk"),
    "aabnet": ("opened_on", "pk"),
    "oprettet": ("created_at", "pk"),
}
KINDS: Final = {OrderState.DRAFT: "info", OrderState.OPEN: "success", OrderState.FILLED: "", OrderState.CLOSED: ""}


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """All orders of the municipality's companies."""
    person = signed_in(request)
    if not reads_companies(person):
        raise Http404
    filters, today = OrderFilter(request.GET), timezone.localdate()
    listing = list_page(request, chosen_orders(person, filters), sorts=SORTS, default="-oprettet")
    shown = {
        "listing": listing,
        "rows": [(one, one.days(today, one.hired_on), KINDS[OrderState(one.state)]) for one in listing.page],
        "filters": filters,
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
        "downloads": [
            Link(label=label, url=f"{reverse('companies:orders_export', args=[kind])}?{request.GET.urlencode()}")
            for kind, label in (("xlsx", _("Excel")), ("csv", _("CSV")))
        ],
    }
    return render(request, "companies/orders.html", shown)


@require_safe
def orders_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered list as a file, without contacts."""
    person, today = signed_in(request), timezone.localdate()
    if not reads_companies(person) or kind not in {"xlsx", "csv"}:
        raise Http404
    table = orders_table(chosen_orders(person, OrderFilter(request.GET)).order_by("-created_at", "pk"), today)
    content = csv_bytes(table) if kind == "csv" else workbook_bytes([table], title=_("Job orders"))
    return file_response(content, file_name(_("Job orders"), f"{today}", kind=kind))


@require_http_methods(["GET", "POST"])
def order_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A draft for a company."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    form = NewOrderForm(posted(request), initial={"title": title_from_need(company, request.GET.get("behov", ""))})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            made = actions.create_order(
                company=company,
                title=clean["title"],
                kind=OrderKind(clean["kind"]),
                occupation=clean["occupation"],
                traces_read=clean["traces_read"],
                at=timezone.now(),
                by=person,
                key=clean["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The draft is made. Write the tasks first."))
            return redirect("companies:order", made.uuid)
    note_opening(person, company, part_of=OPENED)
    back_url = reverse("companies:company", args=[company.uuid])
    shown = PLAIN | {"company": company, "form": form, "heading": _("New job order"), "back_url": back_url}
    return render(request, "companies/form_page.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def few_hours_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A job of few hours, sketched on one page and made a draft."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    form = FewHoursForm(posted(request), company=company)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            made = sketch_few_hours(
                company=company,
                sketch=form.sketch(),
                at=timezone.now(),
                by=person,
                traces_read=clean["traces_read"],
                key=clean["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The draft is made, with an advert to read through."))
            return redirect("companies:order", made.uuid)
    note_opening(person, company, part_of=OPENED)
    back_url = reverse("companies:company", args=[company.uuid])
    heading, part = _("A job of few hours"), _parts(person).get("few-hours")
    shown = PLAIN | {"company": company, "form": form, "heading": heading, "part": part, "back_url": back_url}
    return render(request, "companies/few_hours.html", shown, status=422 if form.errors else 200)


@require_safe
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The order: what is worth putting right, four numbers, seven sections, tasks, and the log."""
    person = signed_in(request)
    one = load_order(person, uuid)
    note_opening(person, one.company)
    form = MediationForm(initial={"on": timezone.localdate(), "step": MediationStep.REFERRED})
    return render(request, "companies/order.html", _shown(person, one) | {"mediation_form": form})


@require_safe
def order_print(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The order on A4."""
    person = signed_in(request)
    one = load_order(person, uuid)
    note_opening(person, one.company, part_of=OPENED)
    back_url = reverse("companies:order", args=[one.uuid])
    return render(request, "companies/order_print.html", _shown(person, one) | {"back_url": back_url})


@require_http_methods(["GET", "POST"])
def order_section(request: HttpRequest, uuid: UUID, section: str) -> HttpResponse:
    """One section, with the questions of the handbook beside it."""
    person = signed_in(request)
    one = load_order(person, uuid, to_change=True)
    if section not in FORMS:
        raise Http404
    form = FORMS[section](posted(request), order=one)
    back_url, is_meanwhile = reverse("companies:order", args=[one.uuid]), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_section(
                order=one,
                section=section,
                values=form.values(),
                revision=seen_revision(request),
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
            return redirect(back_url)
    note_opening(person, one.company, part_of=OPENED)
    part = _parts(person).get(section)
    shown = PLAIN | {
        "company": one.company,
        "form": form,
        "heading": part.name.in_language(get_language() or "da") if part else _("Advert"),
        "part": part,
        "revision": one.revision,
        "is_meanwhile": is_meanwhile,
        "saved_now": saved_beside(form, FORMS[section](order=one)) if is_meanwhile else (),
        "back_url": back_url,
    }
    page = "companies/form_page.html"
    if section == AdvertSection.section:
        page, shown = "companies/order_advert.html", shown | _advice(one, form)
    return render(request, page, shown, status=422 if form.errors or is_meanwhile else 200)


@require_POST
def order_advert_check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What may be better in the advert as it is typed; nothing is saved."""
    one = load_order(signed_in(request), uuid, to_change=True)
    return render(request, "companies/_advert_advice.html", _advice(one, AdvertSection(request.POST, order=one)))


@require_http_methods(["GET", "POST"])
def order_task_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One more task."""
    person = signed_in(request)
    one = load_order(person, uuid, to_change=True)
    form = OrderTaskForm(posted(request))
    back_url = reverse("companies:order", args=[one.uuid])
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            actions.add_order_task(
                order=one, task=form.task(), by=person, traces_read=clean["traces_read"], key=clean["key"]
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The task is added."))
            return redirect(back_url)
    note_opening(person, one.company, part_of=OPENED)
    shown = PLAIN | {"company": one.company, "form": form, "heading": _("Add a task"), "back_url": back_url}
    return render(request, "companies/form_page.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def order_task(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say a task otherwise."""
    person = signed_in(request)
    task = load_order_task_to_change(person, uuid)
    form = OrderTaskForm(posted(request), initial=initial_of_task(task))
    back_url, is_meanwhile = reverse("companies:order", args=[task.order.uuid]), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_order_task(
                task=task,
                facts=form.task(),
                revision=seen_revision(request),
                by=person,
                traces_read=form.cleaned_data["traces_read"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("Saved."))
            return redirect(back_url)
    note_opening(person, task.order.company, part_of=OPENED)
    shown = PLAIN | {
        "company": task.order.company,
        "form": form,
        "heading": _("Change the task"),
        "revision": task.order.revision,
        "is_meanwhile": is_meanwhile,
        "saved_now": saved_beside(form, OrderTaskForm(initial=initial_of_task(task))) if is_meanwhile else (),
        "back_url": back_url,
    }
    return render(request, "companies/form_page.html", shown, status=422 if form.errors or is_meanwhile else 200)


@require_POST
def order_task_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The order does not ask for it."""
    person = signed_in(request)
    task = load_order_task_to_change(person, uuid)
    actions.remove_order_task(task=task, by=person)
    messages.success(request, _("The task is removed."))
    return redirect("companies:order", task.order.uuid)


@require_POST
def order_open(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look for somebody now."""
    person = signed_in(request)
    one = load_order(person, uuid, to_change=True)
    said = _("The order is open. Colleagues see it from now on.")
    today = timezone.localdate()
    told(request, lambda: actions.open_order(order=one, today=today, by=person), said, sentence=sentence)
    return redirect("companies:order", one.uuid)


@require_http_methods(["GET", "POST"])
def order_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Filled, or closed with the reason."""
    person = signed_in(request)
    one, today = load_order(person, uuid, to_change=True), timezone.localdate()
    form = EndForm(posted(request), initial={"on": today})
    back_url = reverse("companies:order", args=[one.uuid])
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            actions.end_order(
                order=one,
                state=OrderState(clean["state"]),
                why=clean["why"],
                on=clean["on"],
                today=today,
                by=person,
                traces_read=clean["traces_read"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The order has ended. You can open it again."))
            return redirect(back_url)
    note_opening(person, one.company, part_of=OPENED)
    shown = PLAIN | {"company": one.company, "form": form, "heading": _("End the order"), "back_url": back_url}
    return render(request, "companies/form_page.html", shown, status=422 if form.errors else 200)


@require_POST
def order_log(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A line of the log."""
    person = signed_in(request)
    one = load_order(person, uuid, to_change=True)
    form = MediationForm(request.POST)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            note_mediation(
                order=one,
                step=MediationStep(clean["step"]),
                on=clean["on"],
                note=clean["note"],
                at=timezone.now(),
                by=person,
                key=clean["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("Noted."))
            return redirect("companies:order", one.uuid)
    note_opening(person, one.company, part_of=OPENED)
    shown = _shown(person, one) | {"mediation_form": form}
    return render(request, "companies/order.html", shown, status=422)


def _parts(person: Employee) -> dict[str, ModelPart]:
    """The seven sections, and a job of few hours, as the municipality's library has them, by code."""
    kept = library_of(person.root_id).get("job-order")
    return {part.code: part for part in kept.method.parts} if kept else {}


def _advice(one: JobOrder, form: SectionForm) -> dict[str, Any]:
    """On what stands in the form of the advert, saved or not."""
    heading, text = (str(form[name].value() or "") for name in actions.SECTIONS[AdvertSection.section])
    return {"order": one, "advice": advice_on(one, list(one.tasks.all()), heading=heading, text=text[:LONGEST_ADVERT])}


def _shown(person: Employee, one: JobOrder) -> dict[str, Any]:
    tasks, log, today = list(one.tasks.all()), list(one.mediation.select_related("by")), timezone.localdate()
    findings = findings_of(one, tasks, today)
    return {
        "order": one,
        "company": one.company,
        "kind": KINDS[OrderState(one.state)],
        "tasks": [(task, hours(task.minutes)) for task in tasks],
        "all_hours": hours(sum(task.minutes for task in tasks)),
        "hours": span(one),
        "words": words_of(one),
        "log": log,
        "numbers": numbers_of(one, log, today),
        "findings": [] if one.ended_on else findings,
        "advice": advice_on(one, tasks, heading=one.advert_heading, text=one.advert_text),
        "is_ready": not any(found.hinders for found in findings),
        "may_write": writes_companies(person),
        "today": today,
        "match_url": panel_url("matching:order", one.uuid) if one.is_open else "",
    }
