"""The catalogue as a list, and taken out as a file."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.listing import OfferingFilter, listed_offerings
from fagkompas.catalogue.permissions import can_edit_catalogue, visible_sessions
from fagkompas.catalogue.views.shown import catalogue_tabs
from fagkompas.catalogue.wording import dimensions_in_words, price_in_words
from fagkompas.catalogue.workbooks import offerings_table, sessions_table
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, file_response
from fagkompas.toolkit.workbooks import csv_bytes, workbook_bytes

SORTS: Final = {
    "titel": ("title_da", "pk"),
    "form": ("form__position", "title_da", "pk"),
    "timer": ("hours", "pk"),
    "pris": ("price_per_seat", "fixed_price", "pk"),
    "start": ("next_on", "pk"),
}


@require_safe
def offerings(request: HttpRequest) -> HttpResponse:
    """What can be learned from, and when."""
    person, today = signed_in(request), timezone.localdate()
    chosen = OfferingFilter(request.GET)
    listing = list_page(request, listed_offerings(person, chosen, today), sorts=SORTS, default="titel", per_page=25)
    rows = [(one, dimensions_in_words(one.dimensions), price_in_words(one)) for one in listing.page]
    shown = {
        "filter": chosen,
        "listing": listing,
        "rows": rows,
        "root": person.root_id,
        "may_edit": can_edit_catalogue(person),
        "downloads": _downloads(request),
        "tabs": catalogue_tabs("catalogue:list"),
    }
    return render(request, "catalogue/offerings.html", shown)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows that the list shows, with the sessions that the person sees of them, in the layout of the import."""
    if kind not in {"xlsx", "csv"}:
        raise Http404
    person, today = signed_in(request), timezone.localdate()
    found = listed_offerings(person, OfferingFilter(request.GET), today)
    rows = (
        found.select_related("form", "programme").prefetch_related("lifts", "prerequisites").order_by("title_da", "pk")
    )
    if kind == "csv":
        return file_response(csv_bytes(offerings_table(rows)), "katalog.csv")
    sessions = visible_sessions(person, today).filter(offering__in=found.order_by().values("pk"))
    held = sessions.select_related("offering").prefetch_related("meetings").order_by("starts_on", "pk")
    tables = [offerings_table(rows), sessions_table(held)]
    return file_response(workbook_bytes(tables, title=_("Catalogue")), "katalog.xlsx")


def _downloads(request: HttpRequest) -> list[Link]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [Link(label=kind.upper(), url=reverse("catalogue:export", args=[kind]) + query) for kind in ("xlsx", "csv")]
