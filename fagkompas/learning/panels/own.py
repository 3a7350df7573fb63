"""Own learning on the overview."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.own_learning import record_of
from fagkompas.learning.panels import Panel, PanelRow, Place
from fagkompas.learning.wording.participation import title_of
from fagkompas.toolkit.formats import short_date
from fagkompas.toolkit.pages import Link


def panels(person: Employee, _today: date) -> list[Panel]:
    """What is under way, and the way to one's own learning. One query."""
    rows = tuple(
        PanelRow(
            name=title_of(one),
            url=reverse("catalogue:session", args=[one.session.uuid]) if one.session else reverse("learning:own"),
            says=f"{one.get_state_display()}, {short_date(one.session.starts_on)}"
            if one.session
            else one.get_state_display(),
        )
        for one in record_of(person).under_way
    )
    return [
        Panel(
            place=Place.MINE,
            rows=rows,
            links=(Link(label=_("My learning"), url=reverse("learning:own")),),
        )
    ]
