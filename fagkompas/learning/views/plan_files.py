"""A learning plan taken out: as a calendar, a workbook or on paper. And the calendar of one's own learning."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.learning.calendars import calendar_of, calendar_of_plan, own_seats
from fagkompas.learning.documents import plan_pdf
from fagkompas.learning.models import PlanState
from fagkompas.learning.permissions.plans import load_plan
from fagkompas.learning.plan_pages import view_of
from fagkompas.learning.plan_sheets import plan_file_name, plan_tables, sheet_of_proposal
from fagkompas.learning.views.plan import record_opening
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.pages import file_response
from fagkompas.toolkit.workbooks import workbook_bytes

KINDS = ("ics", "xlsx", "pdf")


@require_safe
def plan_file(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The plan as a file: ics, xlsx or pdf. Logged as an opening of it."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    view = view_of(plan)
    if kind not in KINDS or plan.state == PlanState.SOLVING or view is None or view.proposal.is_impossible:
        raise Http404
    sheet = sheet_of_proposal(view.proposal, view.names, made_on=timezone.localdate())
    try:
        if kind == "ics":
            made = calendar_of_plan(sheet, now=timezone.now())
        elif kind == "xlsx":
            made = workbook_bytes(plan_tables(sheet), title=sheet.title)
        else:
            made = plan_pdf(sheet)
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("learning:plan", plan.uuid)
    record_opening(person, plan, view)
    return file_response(made, plan_file_name(plan, kind))


@require_safe
def own_calendar(request: HttpRequest) -> HttpResponse:
    """The days on which one has a seat."""
    person = signed_in(request)
    booked = own_seats(person)
    return file_response(calendar_of(booked, name=_("My learning"), now=timezone.now()), "min-laering.ics")
