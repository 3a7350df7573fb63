"""The list of companies, the list as a file, and suggestions for whoever picks a company in a form."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.forms.lists import OLD_CONTACTS, CompanyFilter
from fagkompas.companies.forms.picking import SHORTEST, suggested
from fagkompas.companies.permissions import reads_companies, writes_companies
from fagkompas.companies.reading import chosen, contacts_to_clear_up, industries_in
from fagkompas.companies.workbooks import companies_table
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, file_name, file_response
from fagkompas.toolkit.workbooks import csv_bytes, workbook_bytes

SORTS: Final = {
    "navn": ("name", "pk"),
    "branche": ("industry", "name", "pk"),
    "adresse": ("address", "name", "pk"),
    "beskyttet": ("is_advertising_protected", "name", "pk"),
    "beslutter": ("knows_who_decides", "name", "pk"),
}


@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    """The list. A company's name stands in the public register, so words to find it by may stand in the address."""
    person = _reading(request)
    filters = _filters(request, person)
    query = request.GET.urlencode()
    shown = {
        "listing": list_page(request, chosen(person, filters), sorts=SORTS, default="navn"),
        "filters": filters,
        "is_of_old_contacts": request.GET.get("kontakter") == OLD_CONTACTS,
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
        "downloads": [
            Link(label=label, url=f"{reverse('companies:export', args=[kind])}?{query}")
            for kind, label in (("xlsx", _("Excel")), ("csv", _("CSV")))
        ],
        "may_write": writes_companies(person),
        "to_clear_up": contacts_to_clear_up(person, timezone.localdate()).count(),
    }
    return render(request, "companies/list.html", shown)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered list as a file, without contacts."""
    person = _reading(request)
    table = companies_table(chosen(person, _filters(request, person)).order_by(Alphabetical("name"), "pk"))
    if kind not in {"xlsx", "csv"}:
        raise Http404
    content = csv_bytes(table) if kind == "csv" else workbook_bytes([table], title=_("Companies"))
    return file_response(content, file_name(_("Companies"), f"{timezone.localdate()}", kind=kind))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options of a picker for `?q=`."""
    person, words = _reading(request), request.GET.get("q", "").strip()
    found = suggested(words, root_id=person.root_id) if len(words) >= SHORTEST else []
    answer = render(request, "companies/_suggestions.html", {"companies": found})
    patch_cache_control(answer, private=True)
    return answer


def _reading(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not reads_companies(person):
        raise Http404
    return person


def _filters(request: HttpRequest, person: Employee) -> CompanyFilter:
    return CompanyFilter(request.GET, industries=industries_in(person.root_id))
