"""Who took part in what, by name: for managers and competence consultants. Every row that is seen is logged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads
from fagkompas.learning.permissions import check_advises
from fagkompas.learning.taken_part import NEWEST, SORTS, TakenPartFilter, taken_part, taken_part_table, totals_of
from fagkompas.learning.views.decisions import participation_tabs
from fagkompas.learning.wording.participation import STATE_KINDS, title_of
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, file_response
from fagkompas.toolkit.workbooks import workbook_bytes


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The newest first; what has been taken part in unless something else is chosen."""
    person, today = signed_in(request), timezone.localdate()
    check_advises(person)
    chosen = TakenPartFilter(request.GET, viewer=person, today=today)
    rows = taken_part(person, chosen)
    listing = list_page(request, rows, sorts=SORTS, default="-dag", per_page=25)
    found = list(listing.page)
    record_reads(by=person, action="learning.participation.read", seen=[(one.employee_id, one) for one in found])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    shown = {
        "filter": chosen,
        "listing": listing,
        "rows": [(one, title_of(one), STATE_KINDS[one.state], one.employee_id == person.pk) for one in found],
        "totals": totals_of(rows),
        "tabs": participation_tabs("learning:taken_part"),
        "exports": [Link(label=_("Workbook"), url=reverse("learning:taken_part_file") + query)],
    }
    return render(request, "learning/taken_part.html", shown)


@require_safe
def overview_file(request: HttpRequest) -> HttpResponse:
    """All rows that fit, as a workbook."""
    person, today = signed_in(request), timezone.localdate()
    check_advises(person)
    chosen = TakenPartFilter(request.GET, viewer=person, today=today)
    found = list(taken_part(person, chosen).order_by(*NEWEST))
    record_reads(by=person, action="learning.participation.read", seen=[(one.employee_id, one) for one in found])
    return file_response(workbook_bytes([taken_part_table(found)], title=_("Who took part in what")), "deltagelse.xlsx")
