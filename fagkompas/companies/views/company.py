"""One company: protection first, then how to reach it, its contacts, what upper apps know, and what has happened."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.companies.agreements_reading import agreements_of
from fagkompas.companies.circle_reading import circle_shown, outreach_shown
from fagkompas.companies.history import changes_of
from fagkompas.companies.merging_reading import merged_from
from fagkompas.companies.models import Company
from fagkompas.companies.permissions import load_company, merged_with, writes_companies
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.pages import panel_url

ORDERS: Final = 8
"""The newest job orders, and positions that were taken apart, on the company's page."""

OPENED: Final = "companies.company.opened"
"""The action by which opening a company is logged; upper apps' panels of the page say `part_of=OPENED`."""


def note_opening(person: Employee, one: Company, *, part_of: str = "") -> None:
    """One line in the log."""
    record_read(by=person, action=OPENED, target=one, part_of=part_of)


@require_safe
def company(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The record. Conversations and placements come from upper apps into places of their own."""
    person = signed_in(request)
    if into := merged_with(person, uuid):
        return redirect("companies:company", into.uuid)
    one = load_company(person, uuid)
    note_opening(person, one)
    circle = circle_shown(one)
    contacts = list(one.contacts.order_by("-is_decision_maker", "name", "pk"))
    shown = {
        "company": one,
        "state": _("Closed") if one.is_closed else "",
        "contacts": contacts,
        "knows_who_decides": any(contact.is_decision_maker for contact in contacts),
        "other_places": list(Company.objects.same_firm(one).order_by(Alphabetical("name"), "pk")),
        "changes": changes_of(one),
        "merged": merged_from(one),
        "conversations_url": panel_url("conversations:of_company", one.uuid),
        "placements_url": panel_url("casework:placements_of_company", one.uuid),
        "may_write": writes_companies(person),
        "circle": circle,
        "is_called": circle.row.is_called_by_another(person),
        "outreach": outreach_shown(one),
        "agreements": agreements_of(one, localdate()),
        "orders": list(one.orders.all()[:ORDERS]),
        "positions": list(one.positions.all()[:ORDERS]),
    }
    return render(request, "companies/company.html", shown)
