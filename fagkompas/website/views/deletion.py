"""For auditors: what is deleted of citizens' records tonight, and what earlier nights have deleted."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.website.citizen_data.deletion import deleted_next, earlier_runs
from fagkompas.website.citizen_data.finding import citizens_audited_by
from fagkompas.website.views.citizen_data import auditing


@require_safe
def deletion(request: HttpRequest) -> HttpResponse:
    """Counts for the municipality, and the cases of the auditor's own units by number, without names."""
    person = auditing(request)
    tomorrow = timezone.localdate() + timedelta(days=1)
    closed = citizens_audited_by(person).filter(closed_on__isnull=False).order_by("closed_on", "pk")
    cases = closed.past_keeping(tomorrow).select_related("unit")
    shown = {
        "kinds": deleted_next(person.root_id, tomorrow),
        "cases": cases.only("uuid", "closed_on", "unit__name"),
        "next_case": closed.filter(~Q(pk__in=cases.values("pk"))).first(),
        "runs": earlier_runs(person.root_id),
    }
    return render(request, "website/deletion.html", shown)
