"""Learning: what is mine, what my units need, and the way to the catalogue."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.learning.panels import (
    Audience,
    Panel,
    catalogue,
    colleagues,
    decisions,
    needs,
    orders,
    own,
    plans,
    reviews,
    rule_changes,
    sparring,
)

SUBJECTS: Final[tuple[Callable[[Employee, date], list[Panel]], ...]] = (
    own.panels,
    reviews.panels,
    needs.panels,
    plans.panels,
    decisions.panels,
    catalogue.panels,
    colleagues.panels,
    orders.panels,
    sparring.panels,
    rule_changes.panels,
)
"""Each in a module of its own, such as `panels/needs.py`; the order is that of the page within each audience."""

HEADINGS: Final = {
    Audience.MINE: _("Yours"),
    Audience.UNIT: _("Your units"),
    Audience.CATALOGUE: _("Catalogue and requests"),
}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that learning has for the person, most personal first."""
    person, today = signed_in(request), timezone.localdate()
    panels = [panel for subject in SUBJECTS for panel in subject(person, today)]
    groups = [(HEADINGS[one], [panel for panel in panels if panel.audience is one]) for one in Audience]
    return render(request, "learning/overview.html", {"groups": [group for group in groups if group[1]]})
