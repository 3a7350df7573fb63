"""Everyone whom the person administers: filter, find, take out."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.forms import StaffFilter, StaffSearch
from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, RoleHeld
from fagkompas.accounts.permissions import has_role, people_under, signed_in, units_under
from fagkompas.accounts.staff_file import staff_table
from fagkompas.accounts.tree import in_tree_order
from fagkompas.audit.actions import record_change
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, as_download, file_name
from fagkompas.toolkit.workbooks import csv_bytes, workbook_bytes

SORTS = {"navn": ("name", "pk"), "enhed": ("unit__path", "name", "pk"), "logget-ind": ("last_login", "pk")}
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def staff(request: HttpRequest) -> HttpResponse:
    """The list. Words to find people by are posted, so that no name stands in an address."""
    person = _administrator(request)
    filters = _filters(request, person)
    search = StaffSearch(posted(request))
    people = _chosen(person, filters)
    if request.method == "POST" and search.is_valid():
        people = people_under(person, Role.ADMINISTRATOR).matching(search.cleaned_data["words"])
    roles = RoleHeld.objects.select_related("unit").order_by("unit__path", "pk")
    listing = list_page(
        request, people.select_related("unit").prefetch_related(Prefetch("roles", roles)), sorts=SORTS, default="navn"
    )
    query = request.GET.urlencode()
    downloads = [
        Link(label=label, url=f"{reverse('accounts:staff_export', args=[format_])}?{query}")
        for format_, label in (("xlsx", "Excel"), ("csv", "CSV"))
    ]
    shown = {"listing": listing, "filters": filters, "search": search, "downloads": downloads}
    return render(request, "accounts/staff.html", shown, status=422 if search.errors else 200)


def staff_export(request: HttpRequest, file_format: str) -> HttpResponse:
    """The filtered list as a file that can be read in again."""
    person = _administrator(request)
    if file_format not in FORMATS:
        raise Http404
    people = list(
        _chosen(person, _filters(request, person)).select_related("unit").order_by(Alphabetical("name"), "pk")
    )
    record_change(by=person, action="accounts.staff.exported", people=len(people))
    table = staff_table(people)
    content = workbook_bytes([table], title=_("Staff")) if file_format == "xlsx" else csv_bytes(table)
    name = file_name(_("Staff"), f"{timezone.localdate()}", kind=file_format)
    return HttpResponse(
        content,
        content_type=FORMATS[file_format],
        headers=as_download(name),
    )


def _administrator(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not has_role(person, Role.ADMINISTRATOR):
        raise Http404
    return person


def _filters(request: HttpRequest, person: Employee) -> StaffFilter:
    return StaffFilter(request.GET, units=in_tree_order(units_under(person, Role.ADMINISTRATOR).order_by("pk")))


def _chosen(person: Employee, filters: StaffFilter) -> EmployeeQuerySet:
    """The people that the filters leave; a filter that makes no sense counts for nothing."""
    filters.is_valid()
    chosen = filters.cleaned_data
    people = people_under(person, Role.ADMINISTRATOR).filter(is_active=chosen.get("tilstand") != StaffFilter.LEFT)
    if unit := chosen.get("enhed"):
        people = people.filter(unit__lineage__startswith=unit.lineage)
    if role := chosen.get("rolle"):
        people = people.filter(pk__in=RoleHeld.objects.filter(role=role).order_by().values("employee_id"))
    return people
