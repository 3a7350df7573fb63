"""Education orders that wait for somebody: answers to choose between, providers who are silent, and the catalogue."""

from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.catalogue.permissions import can_edit_catalogue
from fagkompas.learning.models import EducationOrder, OrderState
from fagkompas.learning.permissions.orders import orders_of
from fagkompas.toolkit.today import TodayItem

SILENT: Final = timedelta(days=21)
"""How long a provider may be silent before one is reminded."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """Own orders that are out, and for whoever keeps the catalogue what has been chosen. Two or three queries."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    mine = orders_of(person).filter(created_by=person, state=OrderState.SENT).prefetch_related("answers")
    items = [item for order in mine if (item := _waiting(order, today))]
    if can_edit_catalogue(person):
        chosen = orders_of(person).filter(
            state=OrderState.SETTLED, answers__is_chosen=True, answers__offering__isnull=True
        )
        items += [_to_catalogue(order) for order in chosen]
    return items


def _waiting(order: EducationOrder, today: date) -> TodayItem | None:
    answers = list(order.answers.all())
    silent = [one for one in answers if one.sent_on and one.answered_on is None]
    if answers and not silent:
        days = [one.valid_until for one in answers if one.valid_until and one.price is not None]
        return TodayItem(
            kind=_("Education orders"),
            what=order.title,
            why_now=_("All who were asked have answered."),
            url=reverse("learning:order", args=[order.uuid]),
            button=_("Compare and choose"),
            due=min(days, default=None),
        )
    late = [one for one in silent if one.sent_on and one.sent_on + SILENT <= today]
    if not late:
        return None
    names = ", ".join(one.provider for one in late)
    return TodayItem(
        kind=_("Education orders"),
        what=order.title,
        why_now=_("%(providers)s has not answered for three weeks. Ask again, or go on without.")
        % {"providers": names},
        url=reverse("learning:order", args=[order.uuid]),
        button=_("See the order"),
    )


def _to_catalogue(order: EducationOrder) -> TodayItem:
    return TodayItem(
        kind=_("Education orders"),
        what=order.title,
        why_now=_("A provider is chosen, and the catalogue does not have it yet."),
        url=reverse("learning:order_to_catalogue", args=[order.uuid]),
        button=_("Put it in the catalogue"),
    )
