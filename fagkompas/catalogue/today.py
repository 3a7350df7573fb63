"""What the catalogue asks of a competence consultant today: sessions that need a few more, or a yes."""

from datetime import date, timedelta
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session, SessionState
from fagkompas.catalogue.permissions import can_edit_catalogue
from fagkompas.toolkit.today import TodayItem

DECIDE_BEFORE: Final = timedelta(days=14)
"""A session that is not sure to run is on the list so long before the last day to enrol."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """The rows of the home page that come from the catalogue; none for those who only read it."""
    if not can_edit_catalogue(person):
        return []
    planned = Session.objects.of_root(person.root_id).still_to_come(today).filter(state=SessionState.PLANNED)
    soon = planned.annotate(last_day=Coalesce(F("enrol_by"), F("starts_on"))).filter(
        Q(last_day__lte=today + DECIDE_BEFORE)
    )
    return [_item(session) for session in soon.select_related("offering")]


def _item(session: Session) -> TodayItem:
    missing = session.seats_missing
    needs_more = _("It needs %(count)s more to run. Ask around, open it to others, or cancel it.") % {"count": missing}
    enough = _("Enough have a seat. Confirm it, so that people can plan.")
    return TodayItem(
        kind=_("Sessions"),
        what=session.offering.title,
        why_now=needs_more if missing else enough,
        url=reverse("catalogue:session", args=[session.uuid]),
        button=_("See the session"),
        due=session.enrol_by or session.starts_on,
    )
