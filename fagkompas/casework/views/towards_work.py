"""What stands of a citizen towards work, on one page, and the list of citizens that leads there (ADR 14)."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.accounts.tree import in_tree_order
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.casework.forms.towards_work import NameSearch, TowardsWorkFilter
from fagkompas.casework.towards_work import listed_towards_work, read_towards_work, running_placements
from fagkompas.casework.views.opening import TOWARDS_WORK_READ, opened_towards_work
from fagkompas.citizens.models import WITH_CITIZENS, Citizen
from fagkompas.citizens.permissions import (
    citizens_of,
    colleagues_of,
    may_change_towards_work,
    may_say_why,
    units_with_citizens,
    works_with_cases,
    works_with_citizens,
)
from fagkompas.citizens.views.frame import case_frame
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import panel_url

SORTS: Final = {
    "navn": ("name", "pk"),
    "enhed": ("unit__path", "name", "pk"),
    "sagsbehandler": ("caseworker__name", "name", "pk"),
}


@require_safe
def towards_work(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the match needs and no more; those who open the case see here what a company consultant sees."""
    person, citizen = opened_towards_work(request, uuid, TOWARDS_WORK_READ)
    today = timezone.localdate()
    shown = {
        "read": read_towards_work(citizen, get_language() or "da"),
        "placements": [
            (one, one.is_over_on(today))
            for one in citizen.placements.select_related("company").order_by("-from_on", "-pk")
        ],
        "may_write": may_change_towards_work(person, citizen) and not citizen.is_closed,
        "conversations_url": panel_url("conversations:panel", citizen.uuid),
    }
    frame = case_frame(person, citizen, "casework:towards_work")
    open_url = reverse("citizens:open", args=[uuid]) if not frame["opens_case"] and may_say_why(person, citizen) else ""
    return render(request, "casework/towards_work.html", frame | shown | {"open_url": open_url})


@require_http_methods(["GET", "POST"])
def towards_work_list(request: HttpRequest) -> HttpResponse:
    """Names, with the placements that are under way. Words to find somebody by are posted."""
    person, today = signed_in(request), timezone.localdate()
    if not works_with_citizens(person):
        raise Http404
    search = NameSearch(posted(request))
    found = citizens_of(person).named(search.cleaned_data["words"]) if search.is_valid() else None
    filters = _filters(request, person)
    rows = listed_towards_work(person, filters, today) if found is None else found
    listing = list_page(request, rows.for_lists(), sorts=SORTS, default="navn")
    shown = {
        "listing": listing,
        "rows": _rows(list(listing.page), today),
        "filters": filters,
        "search": search,
        "is_found": found is not None,
        "works_with_cases": works_with_cases(person),
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
    }
    record_reads_of_citizens(by=person, action="citizens.list.read", seen=((one.pk, one) for one in listing.page))
    return render(request, "casework/towards_work_list.html", shown, status=422 if search.errors else 200)


def _filters(request: HttpRequest, person: Employee) -> TowardsWorkFilter:
    units = in_tree_order(units_with_citizens(person).order_by("pk"))
    return TowardsWorkFilter(request.GET, units=units, caseworkers=colleagues_of(person, roles=WITH_CITIZENS))


def _rows(citizens: list[Citizen], today: date) -> list[dict[str, Any]]:
    placements = running_placements(citizens, today)
    return [{"citizen": one, "placements": placements.get(one.pk, [])} for one in citizens]
