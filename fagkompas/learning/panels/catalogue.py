"""The catalogue on the overview of learning: for everyone."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.permissions import can_edit_catalogue
from fagkompas.learning.panels import Panel, Place
from fagkompas.toolkit.pages import Link


def panels(person: Employee, _today: date) -> list[Panel]:
    """The ways into the catalogue. No query but for the person's roles."""
    links = [
        Link(label=_("The whole catalogue"), url=reverse("catalogue:list")),
        Link(label=_("How to run each learning form"), url=reverse("catalogue:forms")),
    ]
    if can_edit_catalogue(person):
        links.append(Link(label=_("Add an offering"), url=reverse("catalogue:offering_new")))
    return [Panel(place=Place.CATALOGUE, links=tuple(links))]
