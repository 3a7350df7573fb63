"""The consultant's day, a contact that was made, and where a company is in the contact circle."""

from datetime import timedelta
from typing import Final
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
from fagkompas.audit.actions import record_read
from fagkompas.companies.actions import circle as actions
from fagkompas.companies.actions.calls import calls_begun
from fagkompas.companies.circle_reading import consultants_in, day_of, with_last_outreach
from fagkompas.companies.forms.circle import CircleForm, LimitForm, OutreachForm, initial_of
from fagkompas.companies.models import Company
from fagkompas.companies.permissions import (
    load_company_to_change,
    may_set_limit,
    reads_companies,
    writes_companies,
)
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.companies.wording import OUTCOMES
from fagkompas.engine.contact_circle import Outcome, next_contact
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.together import ChangedMeanwhile

SORTS: Final = {"dag": ("next_on", "pk")}
DAY_OPENED: Final = "companies.day.opened"
DAYS: Final = {"dagen": "", "alle": "?viser=alle"}
"""Which day one comes from, in the address of a contact that is logged."""

AHEAD: Final = timedelta(days=14)


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Whom to contact, why now, and who talked to them last: one's own and those that nobody has, or everybody's."""
    person = signed_in(request)
    if not reads_companies(person):
        raise Http404
    today, is_all = timezone.localdate(), request.GET.get("viser") == "alle"
    circles = day_of(person, until=today + AHEAD, is_all=is_all)
    listing = list_page(request, circles, sorts=SORTS, default="dag")
    most = actions.most_a_month(person.root_id)
    rows = with_last_outreach(listing.page, today, person=person, most=most)
    if rows:
        record_read(by=person, action=DAY_OPENED, target=person.root, part_of=DAY_OPENED)
    shown = {
        "listing": listing,
        "rows": rows,
        "is_all": is_all,
        "source": "alle" if is_all else "dagen",
        "begun": calls_begun(person),
        "today": today,
        "most": most,
        "may_write": writes_companies(person),
        "limit_form": LimitForm(initial={"most": most}) if may_set_limit(person) else None,
    }
    return render(request, "companies/day.html", shown)


@require_POST
def limit(request: HttpRequest) -> HttpResponse:
    """How often a month a company may be contacted; for whoever leads all of the municipality."""
    person = signed_in(request)
    if not may_set_limit(person):
        raise Http404
    form = LimitForm(request.POST)
    if form.is_valid():
        actions.set_limit(by=person, most=form.cleaned_data["most"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("companies:day")


@require_http_methods(["GET", "POST"])
def outreach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Log a contact: what came of it, and the next one."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    circle, today = actions.circle_of(company), timezone.localdate()
    is_full = actions.is_full(company, today)
    form = OutreachForm(
        posted(request),
        company=company,
        is_full=is_full,
        initial={"revision": circle.revision, "next_what": circle.next_what},
    )
    is_meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            return _logged(request, company, form, person)
        except BadInput as refusal:
            form.refused(refusal)
        except ChangedMeanwhile:
            is_meanwhile = True
    note_opening(person, company, part_of=OPENED)
    every = circle.every_weeks
    shown = {
        "company": company,
        "circle": circle,
        "form": form,
        "is_meanwhile": is_meanwhile,
        "latest": company.outreach.select_related("by", "contact").first(),
        "outcomes": [(value, label, next_contact(Outcome(value), today, every)) for value, label in OUTCOMES.items()],
        "is_full": is_full,
        "is_called": circle.is_called_by_another(person),
        "back_url": day_url(request) or reverse("companies:company", args=[company.uuid]),
        "source": request.GET.get("fra", ""),
    }
    is_in_card = request.method == "GET" and "HX-Request" in request.headers
    template = "companies/_log_short.html" if is_in_card else "companies/outreach.html"
    return render(request, template, shown, status=422 if form.errors or is_meanwhile else 200)


def day_url(request: HttpRequest) -> str:
    """The day that one comes from; "" for anywhere else."""
    query = DAYS.get(request.GET.get("fra", ""))
    return "" if query is None else f"{reverse('companies:day')}{query}"


def _logged(request: HttpRequest, company: Company, form: OutreachForm, person: Employee) -> HttpResponse:
    clean, now = form.cleaned_data, timezone.now()
    circle = actions.circle_of(company)
    made = form.made(proposed=next_contact(Outcome(clean["outcome"]), timezone.localdate(now), circle.every_weeks))
    actions.log_outreach(
        company=company,
        made=made,
        revision=form.seen_revision,
        at=now,
        by=person,
        traces_read=clean["traces_read"],
        key=form.key_given,
    )
    if made.next_on:
        messages.success(request, _("Noted. Next contact: %(day)s.") % {"day": long_date(made.next_on)})
    else:
        messages.success(request, _("Noted. There is no next contact."))
    if back := day_url(request):
        return redirect(f"{back}#naeste")
    return redirect("companies:company", company.uuid)


@require_http_methods(["GET", "POST"])
def circle_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where the company is, how often one is in touch, and who has it."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    circle, staff = actions.circle_of(company), consultants_in(person.root_id)
    form = CircleForm(posted(request), staff=staff, initial=initial_of(circle))
    is_meanwhile = False
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("revision")
        try:
            actions.plan_circle(
                company=company,
                plan=form.plan(),
                revision=-1 if seen is None else seen,
                today=timezone.localdate(),
                by=person,
            )
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
        "circle": circle,
        "form": form,
        "is_meanwhile": is_meanwhile,
        "back_url": reverse("companies:company", args=[company.uuid]),
    }
    return render(request, "companies/circle_edit.html", shown, status=422 if form.errors or is_meanwhile else 200)


@require_POST
def call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin to call: colleagues see it, and who is second is told before she calls too."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    if not actions.begin_call(company=company, at=timezone.now(), by=person, is_told="anyway" in request.POST):
        return redirect("companies:company", company.uuid)
    return redirect("companies:call_guide", company.uuid)
