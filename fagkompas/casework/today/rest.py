"""Of each kind the first few have a row of their own, and one row leads to the rest."""

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.toolkit.today import TodayItem

SHOWN: Final = 3
"""So many rows of a kind, before one that leads to all."""


def rest(kind: str, what: str, shows: str, *, due: date | None = None) -> TodayItem:
    """To the caseload, filtered by `shows`; `due` is the first day of those that have no row."""
    return TodayItem(
        kind=kind,
        what=what,
        why_now=_("The list has them all."),
        url=f"{reverse('casework:caseload')}?viser={shows}",
        button=_("See who"),
        due=due,
    )
