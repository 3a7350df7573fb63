"""Needs on the overview of learning: the units that the person leads or advises."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.learning.models import Need
from fagkompas.learning.needs import EVERYONE
from fagkompas.learning.panels import Panel, PanelRow, Place
from fagkompas.toolkit.pages import Link


def panels(person: Employee, _today: date) -> list[Panel]:
    """One panel with the four steps for each unit in which the person holds a role. Two queries."""
    units = list(dict.fromkeys(units_with_role(person, Role.MANAGER, Role.CONSULTANT)))
    if not units:
        return []
    described = set(Need.objects.filter(unit__in=units, role=EVERYONE).order_by("pk").values_list("unit_id", flat=True))
    rows = tuple(
        PanelRow(
            name=unit.name,
            says=_("Needs are described. See where that leaves you.")
            if unit.pk in described
            else _("Nobody has said what the unit needs. Start from a suggestion."),
            url=reverse("learning:needs_gaps" if unit.pk in described else "learning:needs", args=[unit.uuid]),
        )
        for unit in units
    )
    return [
        Panel(
            place=Place.UNIT,
            rows=rows,
            links=(Link(label=_("What all units need"), url=reverse("learning:needs_units")),),
        )
    ]
