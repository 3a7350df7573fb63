"""Wishes that wait for an answer."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.learning.models import ParticipationState
from fagkompas.learning.permissions import decidable
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, _today: date) -> list[TodayItem]:
    """One row for all wishes that the person may decide on. One query."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    waiting = decidable(person).filter(state=ParticipationState.WISHED).count()
    if not waiting:
        return []
    said = ngettext("%(count)s wish waits for an answer.", "%(count)s wishes wait for an answer.", waiting)
    return [
        TodayItem(
            kind=_("Participation"),
            what=_("Wishes to decide"),
            why_now=said % {"count": waiting},
            url=reverse("learning:decisions"),
            button=_("Decide"),
        )
    ]
