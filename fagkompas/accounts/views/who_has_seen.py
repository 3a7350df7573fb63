"""Everybody may see who opened their data, and when."""

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.models import Event
from fagkompas.audit.wording import words_of
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.timeline import TimelineEntry


def who_has_seen(request: HttpRequest) -> HttpResponse:
    """The reads of one's own data, newest first; what the same person opened again on the same day is one line."""
    person = signed_in(request)
    reads = Event.objects.about(person.pk).reads()
    by_day = (
        reads.order_by()
        .values("actor_id", "actor_name", "action", day=TruncDate("at"))
        .annotate(last=Max("at"), times=Count("pk"))
    )
    listing = list_page(request, by_day, sorts={"tid": ("last", "actor_id", "action")}, default="-tid")
    entries = [
        TimelineEntry(
            at=read["last"],
            what=words_of(read["action"]),
            who=read["actor_name"],
            times=read["times"],
            is_read=True,
        )
        for read in listing.page
    ]
    context = {"listing": listing, "entries": entries, "times": reads.count()}
    return render(request, "accounts/who_has_seen.html", context)
