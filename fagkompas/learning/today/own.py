"""What one's own learning asks for: a programme whose limit comes near, and answers to wishes."""

from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import EndedBy, Participation, ParticipationState
from fagkompas.learning.own_learning import Progress, programmes_of, record_of
from fagkompas.learning.wording.participation import title_of
from fagkompas.toolkit.formats import long_date, number
from fagkompas.toolkit.today import TodayItem

TOLD_FOR: Final = timedelta(days=14)
"""How long somebody is told that a wish was refused, or a seat lost."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """Programmes with less than a year left, and what others have ended lately. One query."""
    record = record_of(person)
    close = [one for one in programmes_of(record, today) if one.is_close(today)]
    lately = [one for one in record.ended if one.ended_by != EndedBy.PERSON and one.since.date() >= today - TOLD_FOR]
    lost = [
        one
        for one in record.under_way
        if one.session and one.session.cancelled_on and one.session.cancelled_on >= today - TOLD_FOR
    ]
    return [*(_cancelled(one) for one in lost), *(_limit(one) for one in close), *(_ended(one) for one in lately)]


def _limit(one: Progress) -> TodayItem:
    return TodayItem(
        kind=_("Your learning"),
        what=one.programme.name,
        why_now=_("You lack %(missing)s ECTS points, and the programme must be finished by %(day)s.")
        % {"missing": number(one.missing), "day": long_date(one.limit)},
        url=f"{reverse('learning:own')}#uddannelser",
        button=_("See the programme"),
        due=one.limit,
    )


def _cancelled(one: Participation) -> TodayItem:
    """The whole session is cancelled."""
    return TodayItem(
        kind=_("Your learning"),
        what=title_of(one),
        why_now=_("The session is cancelled: %(why)s") % {"why": one.session.cancelled_because if one.session else ""},
        url=reverse("catalogue:offering", args=[one.offering.uuid]) if one.offering else reverse("learning:own"),
        button=_("Choose another session"),
    )


def _ended(one: Participation) -> TodayItem:
    words = {
        ParticipationState.REFUSED: _("Your wish was refused: %(why)s"),
        ParticipationState.CANCELLED: _("You have lost your seat: %(why)s"),
    }
    return TodayItem(
        kind=_("Your learning"),
        what=title_of(one),
        why_now=words[ParticipationState(one.state)] % {"why": one.ended_because},
        url=f"{reverse('learning:own')}#afsluttet",
        button=_("See other ways to learn it"),
    )
