"""The caseload: next conversation, what is due, and what does not hang together, case by case. And one's own calendar."""

from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.accounts.tree import in_tree_order
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.casework.calendars import own_events
from fagkompas.casework.caseload import SORTS, asks_for_findings, handed_over_from, is_due, own_cases, without_date
from fagkompas.casework.caseload import caseload as cases_shown
from fagkompas.casework.forms.caseload import CaseloadFilter
from fagkompas.casework.wording.consistency import counts_in_words
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import (
    cases_of,
    colleagues_of,
    units_with_cases,
    works_with_cases,
    works_with_citizens,
)
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import file_response

LIST_READ: Final = "citizens.list.read"

PER_PAGE: Final = 15
"""What is first fits on a screen or two; the rest is a page further."""

IN_PANEL: Final = 5
"""So many cases stand above the list of citizens."""


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """One's own cases first, what is due soonest on top."""
    person, today = _opening_cases(request), timezone.localdate()
    has_own = cases_of(person).active().with_caseworker(person).exists()
    filters = _filters(request, person, has_own=has_own)
    filters.is_valid()  # what it cannot read asks for nothing
    is_of_findings = asks_for_findings(filters, request.GET.get("sortering", ""))
    cases = cases_shown(person, filters, today, has_own=has_own, is_of_findings=is_of_findings)
    listing = list_page(request, cases, sorts=SORTS, default="frist", per_page=PER_PAGE)
    _noted(person, listing.page)
    shown = {
        "listing": listing,
        "rows": [_row(one, today) for one in listing.page],
        "filters": filters,
        "is_of_findings": is_of_findings,
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
    }
    return render(request, "casework/caseload.html", shown)


@require_safe
def caseload_panel(request: HttpRequest) -> HttpResponse:
    """Above the list of one's own citizens: where something is due, and with whom nobody has talked or is going to."""
    person, today = _opening_cases(request), timezone.localdate()
    cases = own_cases(person)
    waits = Q(status__last_held_on__isnull=True) & without_date(today)
    due = list(cases.filter(is_due(today) | waits).order_by(*SORTS["frist"])[:IN_PANEL])
    _noted(person, due)
    shown = {"rows": [_row(one, today) for one in due]}
    return render(request, "casework/_caseload_panel.html", shown)


@require_safe
def handover_panel(request: HttpRequest) -> HttpResponse:
    """Beside the form that hands several citizens over (`?fra=`): what stands open in each case."""
    person, today = _opening_cases(request), timezone.localdate()
    cases = handed_over_from(person, request.GET.get("fra", ""))
    rows = [_row(one, today) for one in cases.order_by(Alphabetical("name"), "pk")]
    _noted(person, (row["citizen"] for row in rows))
    return render(request, "casework/_handover_panel.html", {"rows": rows})


@require_safe
def own_calendar(request: HttpRequest) -> HttpResponse:
    """One's own conversations, and the days on which agreements are to be followed up. No citizen is named."""
    person = _working(request)
    made = own_events(
        person,
        name=_("My conversations"),
        now=timezone.now(),
        whole=request.build_absolute_uri,
        names_companies=True,
    )
    return file_response(made, "mine-samtaler.ics")


def _working(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not works_with_citizens(person):
        raise Http404
    return person


def _opening_cases(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not works_with_cases(person):
        raise Http404
    return person


def _filters(request: HttpRequest, person: Employee, *, has_own: bool) -> CaseloadFilter:
    units = in_tree_order(units_with_cases(person).order_by("pk"))
    colleagues = colleagues_of(person).exclude(pk=person.pk) if has_own else colleagues_of(person)
    return CaseloadFilter(request.GET, units=units, colleagues=colleagues, has_own=has_own)


def _row(citizen: Citizen, today: date) -> dict[str, Any]:
    """What stands of a case in a list; a conversation that has been planned for another day is none."""
    status = getattr(citizen, "status", None)
    next_on, unclosed_on = (status.next_conversation_on, status.unclosed_on) if status else (None, None)
    due_on = min(filter(None, (status.due_on, unclosed_on)), default=None) if status else None
    return {
        "citizen": citizen,
        "next_on": next_on if next_on and next_on >= today else None,
        "due_on": due_on,
        "is_unclosed": due_on is not None and due_on == unclosed_on,
        "is_late": due_on is not None and due_on < today,
        "counts": counts_in_words(status.musts, status.shoulds, status.considers) if status else [],
        "is_looked_at": status is not None,
    }


def _noted(person: Employee, citizens: Any) -> None:
    """That everyone on it was seen is noted at once."""
    record_reads_of_citizens(by=person, action=LIST_READ, seen=((one.pk, one) for one in citizens))
