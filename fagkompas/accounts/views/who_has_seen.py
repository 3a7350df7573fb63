"""Everybody may see who opened their data, and when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.models import Event
from fagkompas.audit.wording import what_happened
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.timeline import TimelineEntry


def who_has_seen(request: HttpRequest) -> HttpResponse:
    """The reads of one's own data, newest first."""
    person = signed_in(request)
    listing = list_page(request, Event.objects.about(person.pk).reads(), sorts={"tid": ("at", "pk")}, default="-tid")
    entries = [
        TimelineEntry(at=event.at, what=what_happened(event), who=event.actor_name, is_read=True)
        for event in listing.page
    ]
    return render(request, "accounts/who_has_seen.html", {"listing": listing, "entries": entries})
