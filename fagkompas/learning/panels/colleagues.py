"""Learning from each other on the overview."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.learning.panels import Audience, Panel, PanelRow
from fagkompas.learning.resource_persons import available
from fagkompas.learning.today.side_by_side import today_items
from fagkompas.toolkit.pages import Link


def panels(person: Employee, today: date) -> list[Panel]:
    """What side-by-side training the person has, and the way to resource persons and onboarding. Few queries."""
    there = available(person.root_id, today).order_by().values("employee").distinct().count()
    said = ngettext(
        "%(count)s resource person has said yes to helping others.",
        "%(count)s resource persons have said yes to helping others.",
        there,
    )
    return [
        Panel(
            audience=Audience.MINE,
            heading=_("Learn from each other"),
            says=said % {"count": there} if there else _("Nobody has said yes to being a resource person yet."),
            rows=tuple(
                PanelRow(name=item.what, says=item.why_now, url=item.url) for item in today_items(person, today)
            ),
            links=(
                Link(label=_("Resource persons"), url=reverse("learning:colleagues")),
                Link(label=_("Onboarding"), url=reverse("learning:onboarding")),
                Link(label=_("Side-by-side training"), url=reverse("learning:side_by_sides")),
            ),
        )
    ]
