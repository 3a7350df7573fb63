"""What the catalogue asks of a competence consultant today: sessions that need a few more or a yes, and seats taken back."""

from datetime import date, timedelta
from typing import Final

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session, SessionState, SharedSeats
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
    taken_back = SharedSeats.objects.withdrawn().filter(
        session__root_id=person.root_id, session__starts_on__gte=today, session__cancelled_on__isnull=True
    )
    relied_on = taken_back.exclude(withdrawn_by=person).select_related("session__offering", "unit")
    return [
        *(_item(session) for session in soon.select_related("offering")),
        *(_taken_back(one) for one in relied_on.order_by("session__starts_on", "pk")),
    ]


def _taken_back(one: SharedSeats) -> TodayItem:
    session, missing = one.session, one.session.seats_missing
    said = ngettext(
        "%(unit)s has taken %(seats)s promised seat back: %(why)s",
        "%(unit)s has taken %(seats)s promised seats back: %(why)s",
        one.seats,
    ) % {"unit": one.unit.path, "seats": one.seats, "why": one.withdrawn_because}
    short = _("The session needs %(count)s more to reach its least number.") % {"count": missing} if missing else ""
    return TodayItem(
        kind=_("Sessions"),
        what=session.offering.title,
        why_now=f"{said} {short}".strip(),
        url=reverse("catalogue:session", args=[session.uuid]),
        button=_("See the session"),
        due=session.starts_on,
    )


def _item(session: Session) -> TodayItem:
    missing = session.seats_missing
    needs_more = _("It needs %(count)s more to run. Find them, open it to others, or cancel it.") % {"count": missing}
    enough = _("Enough have a seat. Confirm it, so that people can plan.")
    return TodayItem(
        kind=_("Sessions"),
        what=session.offering.title,
        why_now=needs_more if missing else enough,
        url=reverse("catalogue:session", args=[session.uuid]),
        button=_("See the session"),
        due=session.enrol_by or session.starts_on,
    )
