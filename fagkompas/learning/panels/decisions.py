"""Wishes and participation of others on the overview."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.learning.panels import Audience, Panel
from fagkompas.learning.today.decisions import wishes
from fagkompas.toolkit.pages import Link


def panels(person: Employee, _today: date) -> list[Panel]:
    """The way to wishes and participation, for managers and competence consultants. One query."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    waiting = next((item.why_now for item in wishes(person)), _("No wish waits for an answer."))
    return [
        Panel(
            audience=Audience.CATALOGUE,
            heading=_("Who learns what"),
            says=waiting,
            links=(
                Link(label=_("Wishes, waiting lists and participants"), url=reverse("learning:decisions")),
                Link(label=_("Who took part in what"), url=reverse("learning:taken_part")),
                Link(label=_("The share trained in a year"), url=reverse("learning:trained")),
            ),
        )
    ]
