"""The first page: what needs me today."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.today import asks as competence_asks
from fagkompas.assessments.today import today_items as competence_items
from fagkompas.audit.actions import read_today, record_reads_of_citizens
from fagkompas.casework.today import today_items as casework_items
from fagkompas.catalogue.today import today_items as catalogue_items
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.today import today_items as citizen_items
from fagkompas.companies.today import asks as company_asks
from fagkompas.conversations.today import today_items as conversation_items
from fagkompas.learning.today import asks as learning_asks
from fagkompas.learning.today import today_items as learning_items
from fagkompas.matching.today import asks as match_asks
from fagkompas.surveys.today import asks as survey_asks
from fagkompas.surveys.today import today_items as survey_items
from fagkompas.toolkit.today import Asks, TodayItem, grouped, items_of

ON_A_LIST: Final = "citizens.list.read"
"""The first page is a list of those who need the person, among others."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Today's list; when nothing needs the person, what comes next."""
    person, today = signed_in(request), timezone.localdate()
    items = today_items(person, today)
    now = [item for item in items if not item.is_next]
    later = [item for item in items if item.is_next]
    _note_seen(person, now or later)
    return render(
        request,
        "website/home.html",
        {"now": grouped(now, today), "count": len(now), "later": grouped(later, today), "today": today},
    )


def _note_seen(person: Employee, shown: Iterable[TodayItem]) -> None:
    """That the person saw of whom something is to be done. At most once a day of each; two queries."""
    of_citizens = {item.citizen_id for item in shown if item.citizen_id is not None}
    new = of_citizens - read_today(by=person, action=ON_A_LIST, of_citizens=of_citizens)
    if new:
        seen = Citizen.objects.filter(pk__in=new).only("uuid").order_by("pk")
        record_reads_of_citizens(by=person, action=ON_A_LIST, seen=((one.pk, one) for one in seen))


def asks(person: Employee, today: date) -> list[Asks[Any]]:
    """What the apps may ask of anybody."""
    return [
        *company_asks(person, today),
        *match_asks(person, today),
        *competence_asks(person, today),
        *learning_asks(person, today),
        *survey_asks(person, today),
    ]


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """What all apps ask of the person: what they may ask of anybody at once, then what they ask of some."""
    return [
        *items_of(person, today, asks(person, today)),
        *citizen_items(person),
        *casework_items(person, today),
        *conversation_items(person, today),
        *competence_items(person, today),
        *learning_items(person, today),
        *catalogue_items(person, today),
        *survey_items(person, today),
    ]
