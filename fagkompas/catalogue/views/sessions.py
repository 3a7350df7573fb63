"""All sessions in the order of their days."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.listing import SessionFilter, listed_sessions
from fagkompas.catalogue.views.shown import catalogue_tabs, shown_session
from fagkompas.toolkit.lists import list_page

SORTS: Final = {
    "dato": ("starts_on", "pk"),
    "titel": ("offering__title_da", "starts_on", "pk"),
    "frist": ("enrol_by", "starts_on", "pk"),
}


@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """When something is held, and whether there is room."""
    person, today = signed_in(request), timezone.localdate()
    chosen = SessionFilter(request.GET)
    listing = list_page(request, listed_sessions(person, chosen, today), sorts=SORTS, default="dato", per_page=25)
    shown = {
        "filter": chosen,
        "listing": listing,
        "rows": [shown_session(session) for session in listing.page],
        "root": person.root_id,
        "tabs": catalogue_tabs("catalogue:sessions"),
    }
    return render(request, "catalogue/sessions.html", shown)
