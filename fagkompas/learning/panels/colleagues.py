"""Learning from each other on the overview."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.panels import Panel, PanelRow, Place
from fagkompas.learning.today.side_by_side import asks
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.today import items_of


def panels(person: Employee, today: date) -> list[Panel]:
    """What side-by-side training the person has, and the way to resource persons and onboarding. Few queries."""
    asked = items_of(person, today, asks(person, today))
    rows = tuple(PanelRow(name=item.what, says=item.why_now, url=item.url) for item in asked)
    links = (
        Link(label=_("Resource persons"), url=reverse("learning:colleagues")),
        Link(label=_("Side-by-side training"), url=reverse("learning:side_by_sides")),
        Link(label=_("Onboarding"), url=reverse("learning:onboarding")),
    )
    return [Panel(place=Place.MINE, rows=rows), Panel(place=Place.TOGETHER, links=links)]
