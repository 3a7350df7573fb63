"""The placements in a company, as a part of the company's page, and what is under way there, where it is closed."""

from typing import Final
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.casework.models import Placement
from fagkompas.citizens.permissions import citizens_of
from fagkompas.companies.permissions import load_company, load_company_to_change
from fagkompas.conversations.models import Agreement, Conversation

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
    record_reads_of_citizens(by=person, action="casework.placements.read", seen=list(seen.items()))
    shown = {
        "rows": [(one, one.citizen_id in named, one.is_over_on(today)) for one in placements],
        "more": max(0, found.count() - len(placements)),
    }
    return render(request, "casework/_placements_of_company.html", shown)


@require_safe
def under_way_in_company(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the company is still part of, counted, for who is about to close it. Three queries beside the company's."""
    company = load_company_to_change(signed_in(request), uuid)
    not_over = Q(to_on__isnull=True) | Q(to_on__gte=timezone.localdate())
    shown = {
        "company": company,
        "placements": Placement.objects.filter(not_over, company=company).count(),
        "conversations": Conversation.objects.filter(company=company).planned().count(),
        "agreements": Agreement.objects.filter(company=company).open().count(),
    }
    return render(request, "casework/_under_way_in_company.html", shown)
