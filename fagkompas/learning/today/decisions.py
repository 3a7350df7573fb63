"""Wishes that wait for an answer, seats to give away, and approved people to enrol."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.catalogue.models import Session
from fagkompas.catalogue.permissions import can_edit_catalogue
from fagkompas.learning.models import ParticipationState
from fagkompas.learning.permissions import decidable
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """One row for all wishes that the person may decide on, and what else waits for whoever keeps the catalogue."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    items = wishes(person)
    if can_edit_catalogue(person):
        items += [*_to_enrol(person, today), *_seats_to_give(person, today)]
    return items


def wishes(person: Employee) -> list[TodayItem]:
    """One query."""
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


def _to_enrol(person: Employee, today: date) -> list[TodayItem]:
    """Those with a seat whom nobody has enrolled at the provider yet. One query."""
    approved = decidable(person).filter(state=ParticipationState.APPROVED, session__starts_on__gte=today)
    count = approved.count()
    if not count:
        return []
    said = ngettext(
        "%(count)s person has got a seat and is to be enrolled.",
        "%(count)s people have got a seat and are to be enrolled.",
        count,
    )
    return [
        TodayItem(
            kind=_("Participation"),
            what=_("People to enrol"),
            why_now=said % {"count": count},
            url=f"{reverse('learning:decisions')}?vis=godkendt",
            button=_("Enrol them"),
        )
    ]


def _seats_to_give(person: Employee, today: date) -> list[TodayItem]:
    """Sessions with free seats for which somebody waits. One query."""
    sessions = Session.objects.of_root(person.root_id).still_to_come(today).filter(most_seats__gt=Session.counted())
    waited_for = sessions.filter(participations__state=ParticipationState.WAITING).distinct()
    return [
        TodayItem(
            kind=_("Participation"),
            what=session.offering.title,
            why_now=_("There are free seats, and people on the waiting list."),
            url=reverse("learning:attendance", args=[session.uuid]),
            button=_("See the waiting list"),
            due=session.starts_on,
        )
        for session in waited_for.select_related("offering")
    ]
