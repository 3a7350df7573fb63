"""Who is how far in a programme, the nearest limit first: for managers and competence consultants. It is logged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads
from fagkompas.learning.own_learning import progress_in
from fagkompas.learning.permissions import advised_participations, check_advises
from fagkompas.learning.views.decisions import participation_tabs


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Everyone whom the person manages or advises and who has begun a programme and not finished it."""
    person, today = signed_in(request), timezone.localdate()
    check_advises(person)
    rows = advised_participations(person).filter(offering__programme__isnull=False)
    found = [one for one in progress_in(rows, today) if not one.is_finished]
    seen = [(one.person.pk, one.modules[0]) for one in found]
    record_reads(by=person, action="learning.participation.read", seen=seen)
    shown = {
        "rows": [(one, one.is_over(today), one.is_close(today)) for one in found],
        "tabs": participation_tabs("learning:programmes"),
    }
    return render(request, "learning/programmes.html", shown)
