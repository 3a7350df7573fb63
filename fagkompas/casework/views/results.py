"""What citizens and companies got out of it, beside what came of it: unit by unit, never by employee."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.casework.results import quarters_over, results
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.engine.framework import SMALLEST_GROUP


@require_safe
def benefit(request: HttpRequest) -> HttpResponse:
    """A quarter that is over: `?kvartal=2026-3`, the last one unless told otherwise."""
    person = signed_in(request)
    if not works_with_citizens(person):
        raise Http404
    quarters = quarters_over(timezone.localdate())
    asked = request.GET.get("kvartal", "")
    chosen = next((one for one in quarters if one.code == asked), quarters[0])
    shown = {
        "quarters": quarters,
        "chosen": chosen,
        "results": results(person, chosen),
        "smallest": SMALLEST_GROUP,
    }
    return render(request, "casework/benefit.html", shown)
