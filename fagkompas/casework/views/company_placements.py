"""The placements in a company, as a part of the company's page."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.casework.models import Placement
from fagkompas.casework.views.placements import PLACEMENTS_READ
from fagkompas.citizens.permissions import citizens_of
from fagkompas.companies.permissions import load_company

NEWEST: Final = 20


@require_safe
def placements_of_company(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The newest, with the names of citizens of the person's own units; of others only that there is one."""
    person = signed_in(request)
    company = load_company(person, uuid)
    found = Placement.objects.filter(company=company).select_related("citizen").order_by("-from_on", "-pk")
    placements, today = list(found[:NEWEST]), timezone.localdate()
    own = citizens_of(person).filter(pk__in={one.citizen_id for one in placements}).order_by()
    named = set(own.values_list("pk", flat=True))
    seen = {one.citizen_id: one for one in placements if one.citizen_id in named}
    record_reads_of_citizens(by=person, action=PLACEMENTS_READ, seen=list(seen.items()))
    shown = {
        "rows": [(one, one.citizen_id in named, one.is_over_on(today)) for one in placements],
        "more": max(0, found.count() - len(placements)),
    }
    return render(request, "casework/_placements_of_company.html", shown)
