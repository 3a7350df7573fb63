"""Team sparring on the overview."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.panels import Panel, PanelRow, Place
from fagkompas.learning.permissions.sparring import visible_sparrings
from fagkompas.learning.sparring_models import sparrings
from fagkompas.learning.wording.sparring import spoken, state_of
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.pages import Link

SHOWN: Final = 3


def panels(person: Employee, today: date) -> list[Panel]:
    """What one's unit has called, and the way to call one. One query."""
    rows = tuple(
        PanelRow(
            name=one.subject,
            says=f"{spoken(sparrings().model(one.model).name)}. {long_date(one.meets_on)}, {one.unit.name}. {state_of(one, today)[0]}",
            url=reverse("learning:sparring_one", args=[one.uuid]),
        )
        for one in visible_sparrings(person).to_come().order_by("meets_on", "pk")[:SHOWN]
    )
    links = (
        Link(label=_("Team sparring"), url=reverse("learning:sparring")),
        Link(label=_("Call a sparring"), url=reverse("learning:sparring_new")),
    )
    return [Panel(place=Place.MINE, rows=rows), Panel(place=Place.TOGETHER, links=links)]
