"""The catalogue on the overview of learning: for everyone, with what starts next."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.permissions import can_edit_catalogue, visible_sessions
from fagkompas.catalogue.wording import seats_in_words
from fagkompas.learning.panels import Audience, Panel, PanelRow
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.pages import Link

NEXT: Final = 3


def panels(person: Employee, today: date) -> list[Panel]:
    """One panel with the next sessions. One query."""
    sessions = visible_sessions(person, today).still_to_come(today).select_related("offering")[:NEXT]
    rows = tuple(
        PanelRow(
            name=session.offering.title,
            says=_("%(day)s, %(seats)s") % {"day": long_date(session.starts_on), "seats": seats_in_words(session)},
            url=reverse("catalogue:session", args=[session.uuid]),
        )
        for session in sessions
    )
    links = [
        Link(label=_("The whole catalogue"), url=reverse("catalogue:list")),
        Link(label=_("How to run each learning form"), url=reverse("catalogue:forms")),
    ]
    if can_edit_catalogue(person):
        links.append(Link(label=_("Add an offering"), url=reverse("catalogue:offering_new")))
    says = _("These start next.") if rows else _("No session is planned. See what there is to learn from.")
    return [Panel(audience=Audience.CATALOGUE, heading=_("Catalogue"), says=says, rows=rows, links=tuple(links))]
