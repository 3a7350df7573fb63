"""The first page: what needs me today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.today import today_items
from fagkompas.toolkit.today import grouped


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today's list; when nothing needs the person, what comes next."""
    items = today_items(signed_in(request), timezone.localdate())
    now = [item for item in items if not item.is_next]
    later = [item for item in items if item.is_next]
    return render(
        request,
        "website/home.html",
        {"now": grouped(now), "count": len(now), "later": grouped(later), "today": timezone.localdate()},
    )
