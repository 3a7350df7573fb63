"""Wishes and participation of others on the overview."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.learning.panels import Panel, Place
from fagkompas.toolkit.pages import Link


def panels(person: Employee, _today: date) -> list[Panel]:
    """The way to wishes and participation, for managers and competence consultants. No query but for the roles."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    links = (
        Link(label=_("Wishes, waiting lists and participants"), url=reverse("learning:decisions")),
        Link(label=_("Who took part in what"), url=reverse("learning:taken_part")),
        Link(label=_("The share trained in a year"), url=reverse("learning:trained")),
    )
    return [Panel(place=Place.FOLLOWED_UP, links=links)]
