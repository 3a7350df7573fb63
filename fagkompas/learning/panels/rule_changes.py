"""New rules on the overview."""

from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.panels import Panel, PanelRow, Place
from fagkompas.learning.permissions.rule_changes import can_register_changes, visible_changes
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.pages import Link

NEW_FOR: Final = timedelta(days=90)
SHOWN: Final = 3


def panels(person: Employee, today: date) -> list[Panel]:
    """Rules that come into force, or have within three months; nothing for those who have none and register none."""
    new = visible_changes(person).in_use().filter(in_force_on__gte=today - NEW_FOR)
    rows = tuple(
        PanelRow(
            name=one.title,
            says=_("In force on %(day)s") % {"day": long_date(one.in_force_on)},
            url=reverse("learning:rule_change", args=[one.uuid]),
        )
        for one in new.order_by("in_force_on", "pk")[:SHOWN]
    )
    may_register = can_register_changes(person)
    if not rows and not may_register:
        return []
    links = [Link(label=_("New rules"), url=reverse("learning:rule_changes"))]
    if may_register:
        links.append(Link(label=_("Register a new rule"), url=reverse("learning:rule_change_new")))
    return [Panel(place=Place.MINE, rows=rows), Panel(place=Place.TOGETHER, links=tuple(links))]
