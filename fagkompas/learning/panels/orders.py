"""The ways to education orders, to effect and to the view across municipalities on the overview."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.learning.panels import Panel, Place
from fagkompas.toolkit.pages import Link


def panels(person: Employee, _today: date) -> list[Panel]:
    """For managers and competence consultants. No query but for the roles."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    ordered = Link(label=_("Education orders"), url=reverse("learning:orders"))
    outcome = (
        Link(label=_("Effect of offerings"), url=reverse("learning:effects")),
        Link(label=_("Across municipalities"), url=reverse("learning:across")),
    )
    return [Panel(place=Place.CATALOGUE, links=(ordered,)), Panel(place=Place.FOLLOWED_UP, links=outcome)]
