"""Texts ready to send to a company: read through, copied out, and noted as sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions.letters import note_sent
from fagkompas.companies.letters import KINDS, letter_to
from fagkompas.companies.permissions import load_company_to_change
from fagkompas.companies.views.company import OPENED, note_opening


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """What was written, as a text; nothing of the text is kept here."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    if kind not in KINDS:
        raise Http404
    if request.method == "POST":
        note_sent(company=company, kind=kind, by=person)
        messages.success(request, _("Noted as sent."))
        return redirect("companies:company", uuid)
    note_opening(person, company, part_of=OPENED)
    shown = {
        "company": company,
        "letter": letter_to(company, kind, person),
        "kind": kind,
        "name": KINDS[kind],
        "kinds": KINDS.items(),
        "back_url": reverse("companies:company", args=[uuid]),
    }
    return render(request, "companies/letter.html", shown)
