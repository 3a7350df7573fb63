"""The yearly review on the overview of learning."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.panels import Panel, PanelRow, Place
from fagkompas.learning.permissions.reviews import agreements_of, can_plan_reviews, reviews_of
from fagkompas.learning.today.reviews import TEXTS
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.pages import Link


def panels(person: Employee, _today: date) -> list[Panel]:
    """One's own review and agreements, and for managers the way to those they hold. Two queries."""
    own = reviews_of(person).defer(*TEXTS).filter(employee=person).order_by("-planned_on", "-pk").first()
    rows = []
    if own is not None:
        says = _("Signed by both.") if own.is_signed else _("Planned for %(day)s.") % {"day": long_date(own.planned_on)}
        name = _("Your yearly review with %(name)s") % {"name": own.manager} if own.manager else _("Your yearly review")
        rows.append(PanelRow(name=name, says=says, url=reverse("learning:review", args=[own.uuid])))
        rows += [
            PanelRow(
                name=one.text,
                says=_("By %(day)s") % {"day": long_date(one.due_on)},
                url=reverse("learning:review_agreement", args=[one.uuid]),
            )
            for one in agreements_of(person).filter(review=own, done_on__isnull=True)
        ]
    links = [Link(label=_("Yearly reviews"), url=reverse("learning:reviews"))]
    if can_plan_reviews(person):
        links.append(Link(label=_("Plan reviews"), url=reverse("learning:review_plan")))
    return [
        Panel(
            place=Place.MINE,
            rows=tuple(rows),
            links=tuple(links),
        )
    ]
