"""What one's own learning asks for: a programme whose limit comes near, answers to wishes, and seats won and lost."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session, SharedSeats
from fagkompas.catalogue.wording import moved_in_words
from fagkompas.learning.models import EndedBy, Participation, ParticipationState
from fagkompas.learning.own_learning import Progress, participations_of, programmes_of, record_from
from fagkompas.learning.wording.participation import title_of, who_ended
from fagkompas.toolkit.formats import long_date, number
from fagkompas.toolkit.today import Asks, TodayItem

TOLD_FOR: Final = timedelta(days=14)
"""How long somebody is told about a seat, that a wish was refused, or a seat lost."""


def asks(_person: Employee, today: date) -> tuple[Asks[Participation]]:
    """Programmes with less than a year left, and what others have decided lately."""
    return (Asks(rows=_own, items=partial(_items, today)),)


def _own(person: Employee, _today: date) -> QuerySet[Participation]:
    return participations_of(person)


def _items(today: date, participations: list[Participation]) -> list[TodayItem]:
    record = record_from(participations)
    close = [one for one in programmes_of(record, today) if one.is_close(today)]
    seats = [one for one in record.under_way if _is_news(one, today) and one.state == ParticipationState.APPROVED]
    lost = [one for one in record.ended if _is_news(one, today) and one.ended_by != EndedBy.PERSON]
    return [
        *(_ended(one) for one in lost),
        *_changed(record.under_way, today),
        *(_limit(one) for one in close),
        *(_seat(one) for one in seats),
    ]


def _changed(under_way: Sequence[Participation], today: date) -> Iterator[TodayItem]:
    """Sessions in which the person has a seat and that are moved, or lack others who had promised to come."""
    seated = [one for one in under_way if one.state in (ParticipationState.APPROVED, ParticipationState.ENROLLED)]
    sessions = [one.session for one in seated if one.session and one.session.ends_on >= today]
    if not sessions:
        return
    left = set(SharedSeats.objects.withdrawn().filter(session__in=sessions).values_list("session_id", flat=True))
    for one in seated:
        session = one.session
        if session not in sessions or session is None:
            continue
        if words := moved_in_words(session):
            yield _told(one, session, words)
        if session.pk in left and session.seats_missing:
            yield _told(one, session, _("Others have taken promised seats back. It may be that it does not run."))


def _told(one: Participation, session: Session, words: str) -> TodayItem:
    return TodayItem(
        kind=_("Your learning"),
        what=title_of(one),
        why_now=words,
        url=reverse("catalogue:session", args=[session.uuid]),
        button=_("See the session"),
        due=session.starts_on,
    )


def _is_news(one: Participation, today: date) -> bool:
    return timezone.localdate(one.since) >= today - TOLD_FOR and (one.session is None or one.session.ends_on >= today)


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


def _seat(one: Participation) -> TodayItem:
    """Approved, or moved up from a waiting list."""
    planned = _("You have a seat. It starts on %(day)s.")
    session = one.session
    return TodayItem(
        kind=_("Your learning"),
        what=title_of(one),
        why_now=planned % {"day": long_date(session.starts_on)}
        if session
        else _("Your wish is approved. The competence consultant finds a session."),
        url=f"{reverse('learning:own')}#i-gang",
        button=_("See the seat"),
    )


def _ended(one: Participation) -> TodayItem:
    session = one.session
    words = _("%(who)s has cancelled your seat: %(why)s")
    if one.state == ParticipationState.REFUSED:
        words = _("%(who)s has said no to your wish: %(why)s")
    elif session and session.is_cancelled:
        words = _("%(who)s has cancelled the session on %(day)s: %(why)s")
    return TodayItem(
        kind=_("Your learning"),
        what=title_of(one),
        why_now=words
        % {
            "who": who_ended(one),
            "why": one.ended_because,
            "day": long_date(session.starts_on if session else None),
        },
        url=f"{reverse('learning:own')}#afsluttet",
        button=_("See other ways to learn it"),
    )
