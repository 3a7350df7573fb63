"""The list of citizens: one's own, the unit's, those found by words; and the list as a file."""

from typing import Final

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.accounts.tree import in_tree_order
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.citizens.forms.lists import CLOSED, EVERYBODY, CitizenFilter, CitizenSearch
from fagkompas.citizens.looking_up import note_found, refusal_of_look_up
from fagkompas.citizens.models import CitizenQuerySet
from fagkompas.citizens.permissions import (
    cases_of,
    colleagues_of,
    units_with_cases,
    works_with_cases,
    works_with_citizens,
)
from fagkompas.citizens.reading import Found, chosen, found
from fagkompas.citizens.workbooks import citizens_table
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.cpr import as_cpr
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import ListPage, list_page
from fagkompas.toolkit.pages import Link, file_name, file_response, panel_url
from fagkompas.toolkit.workbooks import workbook_bytes

SORTS: Final = {
    "navn": ("name", "pk"),
    "enhed": ("unit__path", "name", "pk"),
    "sagsbehandler": ("caseworker__name", "name", "pk"),
    "gruppe": ("target_group", "name", "pk"),
    "samtale": ("next_on", "name", "pk"),
    "lukket": ("closed_on", "name", "pk"),
}


@require_http_methods(["GET", "POST"])
def citizens(request: HttpRequest) -> HttpResponse:
    """The list. Words to find a citizen by are posted, so that no name or number stands in an address.

    Company consultants have a list of their own.
    """
    person = signed_in(request)
    if request.method != "POST" and works_with_citizens(person) and not works_with_cases(person):
        return redirect(panel_url("casework:towards_work_list"))
    person = _working(request)
    search = CitizenSearch(posted(request))
    if request.method == "POST" and search.is_valid():
        return _found_page(request, person, search)
    has_own = _has_own(person)
    filters = _filters(request, person, has_own=has_own)
    listing = _listed(request, person, chosen(person, filters, has_own=has_own))
    own = has_own and not request.GET.get("sagsbehandler")
    shown = {
        "listing": listing,
        "filters": filters,
        "search": search,
        "own": own,
        "shows_closed": filters.cleaned_data.get("tilstand") == CLOSED,
        "today": timezone.localdate(),
        "tabs": _tabs(filters, own=own) if has_own else [],
        "export_url": f"{reverse('citizens:export')}?{request.GET.urlencode()}",
        "due_url": panel_url("casework:caseload_panel") if own or not has_own else "",
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
        "towards_work_url": panel_url("casework:towards_work_list")
        if has_role(person, Role.COMPANY_CONSULTANT)
        else "",
        "may_hand_over": has_own or has_role(person, Role.MANAGER),
    }
    return render(request, "citizens/list.html", shown, status=422 if search.errors else 200)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as a file, without numbers and addresses; that each of them was taken out is noted."""
    person = _working(request)
    has_own = _has_own(person)
    rows = chosen(person, _filters(request, person, has_own=has_own), has_own=has_own)
    citizens = list(rows.for_lists().order_by(Alphabetical("name"), "pk"))
    record_reads_of_citizens(by=person, action="citizens.list.exported", seen=((one.pk, one) for one in citizens))
    content = workbook_bytes([citizens_table(citizens)], title=_("Citizens"))
    return file_response(content, file_name(_("Citizens"), f"{timezone.localdate()}", kind="xlsx"))


def _found_page(request: HttpRequest, person: Employee, search: CitizenSearch) -> HttpResponse:
    words = search.cleaned_data["words"]
    if refusal := refusal_of_look_up(person, as_cpr(words)):
        search.add_error("words", refusal)
        return render(request, "citizens/found.html", {"search": search, "refused": True}, status=422)
    what: Found = found(person, words)
    listing = _listed(request, person, what.citizens)
    if what.elsewhere is not None:
        note_found(person, [what.elsewhere])
    shown = {"listing": listing, "search": search, "elsewhere": what.elsewhere, "today": timezone.localdate()}
    return render(request, "citizens/found.html", shown)


def _listed(request: HttpRequest, person: Employee, rows: CitizenQuerySet) -> ListPage:
    """A page of the list, each with the day of the next conversation that the case knows; who was seen is noted at once."""
    with_next = rows.for_lists().annotate(next_on=F("status__next_conversation_on"))
    listing = list_page(request, with_next, sorts=SORTS, default="navn")
    record_reads_of_citizens(by=person, action="citizens.list.read", seen=((one.pk, one) for one in listing.page))
    return listing


def _working(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not works_with_cases(person):
        raise Http404
    return person


def _has_own(person: Employee) -> bool:
    own: CitizenQuerySet = cases_of(person).with_caseworker(person).active()
    return own.exists()


def _filters(request: HttpRequest, person: Employee, *, has_own: bool) -> CitizenFilter:
    units = in_tree_order(units_with_cases(person).order_by("pk"))
    colleagues = colleagues_of(person).exclude(pk=person.pk) if has_own else colleagues_of(person)
    return CitizenFilter(request.GET, units=units, colleagues=colleagues, has_own=has_own)


def _tabs(filters: CitizenFilter, *, own: bool) -> list[Link]:
    address = reverse("citizens:list")
    everybody = filters.cleaned_data.get("sagsbehandler") == EVERYBODY
    return [
        Link(label=_("My citizens"), url=address, is_current=own),
        Link(label=_("The unit's citizens"), url=f"{address}?sagsbehandler={EVERYBODY}", is_current=everybody),
    ]
