"""Learning: what to do now, what is mine, where my units stand, and the ways to the rest."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.learning.panels import (
    Panel,
    PanelRow,
    Place,
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
from fagkompas.learning.today import asks, today_items
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.today import by_urgency, items_of

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
"""Each in a module of its own, such as `panels/needs.py`; the order is that of the page under each heading."""

HEADINGS: Final = {
    Place.MINE: _("Yours"),
    Place.UNIT: _("Your units"),
    Place.TOGETHER: _("Learn from each other"),
    Place.CATALOGUE: _("Find something to learn from"),
    Place.FOLLOWED_UP: _("Follow up"),
}

NOW_AT_MOST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under one heading."""

    place: Place
    heading: StrPromise
    rows: tuple[PanelRow, ...]
    links: tuple[Link, ...]

    @property
    def is_folded(self) -> bool:
        """Whether a phone shows its heading only: it holds ways on, and neither the person's own nor anything that is new."""
        return not self.rows and self.place not in {Place.MINE, Place.UNIT}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """At most three things to do, the most urgent first and the same as under Today; then the rest, most personal first."""
    person, today = signed_in(request), timezone.localdate()
    all_of_learning = [*items_of(person, today, asks(person, today)), *today_items(person, today)]
    asked = by_urgency((item for item in all_of_learning if not item.is_next), today)
    now = asked[:NOW_AT_MOST]
    parts = parts_of(person, today, shown={item.url for item in now})
    return render(
        request, "learning/overview.html", {"now": now, "today": today, "more": len(asked) - len(now), "parts": parts}
    )


def ways_of(person: Employee, today: date) -> list[Link]:
    """The pages that learning leads the person to."""
    return [link for subject in SUBJECTS for panel in subject(person, today) for link in panel.links]


def parts_of(person: Employee, today: date, shown: Collection[str]) -> list[Part]:
    """Everything that learning has for the person by heading, without rows whose page is shown already."""
    panels = [panel for subject in SUBJECTS for panel in subject(person, today)]
    parts = [
        Part(
            place=place,
            heading=heading,
            rows=tuple(row for one in panels if one.place is place for row in one.rows if row.url not in shown),
            links=tuple(link for one in panels if one.place is place for link in one.links),
        )
        for place, heading in HEADINGS.items()
    ]
    return [part for part in parts if part.rows or part.links]
