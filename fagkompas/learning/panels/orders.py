"""Education orders on the overview, and the way to effect and the view across municipalities."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.learning.links import url_if_there
from fagkompas.learning.models import OrderState
from fagkompas.learning.panels import Audience, Panel, PanelRow
from fagkompas.learning.permissions.orders import orders_of
from fagkompas.toolkit.pages import Link

SHOWN = 3


def panels(person: Employee, _today: date) -> list[Panel]:
    """Orders that are not settled, newest first, and what came of what was learned. One query."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    rows = tuple(
        PanelRow(
            name=order.title,
            says=f"{order.unit.name}, {order.get_state_display()}",
            url=reverse("learning:order", args=[order.uuid]),
        )
        for order in orders_of(person).exclude(state=OrderState.SETTLED)[:SHOWN]
    )
    return [
        Panel(
            audience=Audience.CATALOGUE,
            heading=_("Education orders"),
            says="" if rows else _("Nothing is ordered now. Start from a gap that the catalogue does not answer."),
            rows=rows,
            links=(Link(label=_("All orders"), url=reverse("learning:orders")),),
        ),
        *_outcome(),
    ]


def _outcome() -> list[Panel]:
    links = [
        Link(label=label, url=url)
        for label, name in (
            (_("Effect of offerings"), "learning:effects"),
            (_("Across municipalities"), "learning:across"),
        )
        if (url := url_if_there(name))
    ]
    if not links:
        return []
    return [
        Panel(
            audience=Audience.CATALOGUE,
            heading=_("What comes of it"),
            says=_("Whether what you learn can be seen in the ratings, and where you stand beside others."),
            links=tuple(links),
        )
    ]
