"""Learning plans on the overview: those of the units that the person manages."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.learning.panels import Panel, PanelRow, Place
from fagkompas.learning.permissions.plans import plans_led_by
from fagkompas.learning.wording.plan_pages import seats_in_words, state_in_words
from fagkompas.toolkit.pages import Link

NEWEST: Final = 2


def panels(person: Employee, _today: date) -> list[Panel]:
    """One panel with the newest plans. Two queries."""
    units = list(dict.fromkeys(units_with_role(person, Role.MANAGER)))
    if not units:
        return []
    rows = tuple(
        PanelRow(
            name=plan.name,
            says=", ".join(part for part in (plan.unit.name, state_in_words(plan), seats_in_words(plan)) if part),
            url=reverse("learning:plan", args=[plan.uuid]),
        )
        for plan in plans_led_by(person).order_by("-created_at", "-pk")[:NEWEST]
    )
    new = [
        Link(label=_("New plan for %(unit)s") % {"unit": unit.name}, url=reverse("learning:plan_new", args=[unit.uuid]))
        for unit in units
    ]
    return [
        Panel(
            place=Place.UNIT,
            rows=rows,
            links=(
                *new,
                Link(label=_("Learning plans"), url=reverse("learning:plans")),
                Link(label=_("Recruitment"), url=reverse("learning:recruitments")),
            ),
        )
    ]
