"""The match from the citizen's side: orders and companies for this person."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.citizens.permissions import load_citizen_towards_work, may_change_towards_work
from fagkompas.citizens.views.frame import case_frame
from fagkompas.matching.actions.facts import facts_of
from fagkompas.matching.around import read_for_citizen
from fagkompas.matching.permissions import matches
from fagkompas.matching.wording import profile_in_words
from fagkompas.toolkit.lists import page_of

CITIZEN_READ: Final = "matching.citizen.read"
PER_PAGE: Final = 10


@require_safe
def citizen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open orders, best first; what the match knows; and companies worth a call."""
    person = signed_in(request)
    whose = load_citizen_towards_work(person, uuid)
    record_read(by=person, action=CITIZEN_READ, citizen_id=whose.pk, target=whose)
    read = read_for_citizen(person, whose) if matches(person) and not whose.is_closed else None
    shown = {
        "read": read,
        "listing": page_of(request, read.fitting if read else [], per_page=PER_PAGE),
        "known": list(profile_in_words(read.profile)) if read else [],
        "facts": facts_of(whose),
        "may_write": may_change_towards_work(person, whose) and not whose.is_closed,
    }
    return render(request, "matching/citizen.html", case_frame(person, whose, "matching:citizen") | shown)
