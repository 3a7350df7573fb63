"""Wishes that wait for an answer, seats to give away, and approved people to enrol."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, units_with_role
from fagkompas.catalogue.models import Session, SessionState
from fagkompas.catalogue.permissions import can_edit_catalogue
from fagkompas.learning.forms.decisions import WITHOUT_SESSION
from fagkompas.learning.models import Participation, ParticipationState, PlanState, Seat, SeatState
from fagkompas.learning.own_learning import progress_in
from fagkompas.learning.permissions import decidable, sessions_to_enrol
from fagkompas.learning.wording.participation import title_of
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.today import TodayItem

TOLD_FOR: Final = timedelta(days=14)
"""How long one is told about the seat of somebody who has left."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """One row for all wishes that the person may decide on, and what else waits for whoever keeps the catalogue."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    items = [*wishes(person), *_cancelled(person, today), *_limits(person, today)]
    if can_edit_catalogue(person):
        items += [
            *_without_session(person, today),
            *_to_enrol(person, today),
            *_left(person, today),
            *_seats_to_give(person, today),
        ]
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


def _cancelled(person: Employee, today: date) -> list[TodayItem]:
    """Sessions cancelled lately that people of the units that the person manages herself were to be in: a row for each.

    Seats of a learning plan are told with the plan (`today/plans.py`). One query.
    """
    managed = units_with_role(person, Role.MANAGER)
    in_plan = Seat.objects.filter(
        Q(state=SeatState.APPROVED) | Q(plan__state=PlanState.APPROVED),
        plan__unit__in=managed,
        session=OuterRef("session"),
        employee=OuterRef("employee"),
    )
    rows = (
        Participation.objects.filter(
            ~Exists(in_plan.exclude(state=SeatState.REJECTED)),
            employee__unit__in=managed,
            employee__is_active=True,
            state=ParticipationState.CANCELLED,
            since__date__gte=today - TOLD_FOR,
            session__starts_on__gte=today,
            session__state=SessionState.CANCELLED,
            ended_because=F("session__cancelled_because"),
        )
        .exclude(employee=person)
        .select_related("employee", "session__offering")
        .order_by("session__starts_on", "employee__name", "pk")
    )
    people: dict[Session, list[str]] = {}
    for one in rows:
        if one.session:
            people.setdefault(one.session, []).append(one.employee.name)
    return [
        TodayItem(
            kind=_("Participation"),
            what=session.offering.title,
            why_now=_("The session on %(day)s is cancelled: %(why)s It was for %(who)s.")
            % {"day": long_date(session.starts_on), "why": session.cancelled_because, "who": ", ".join(names)},
            url=f"{reverse('learning:decisions')}?vis=afslaaet",
            button=_("See who"),
        )
        for session, names in people.items()
    ]


def _without_session(person: Employee, today: date) -> list[TodayItem]:
    """Those approved for whom somebody is to find a session, or plan one. One query."""
    to_come = Session.objects.open_to(person.root_id).still_to_come(today).filter(offering=OuterRef("offering"))
    rows = decidable(person).filter(state=ParticipationState.APPROVED, session__isnull=True)
    found = rows.annotate(has_session=Exists(to_come.order_by())).order_by()
    counted = found.aggregate(people=Count("pk"), with_session=Count("pk", filter=Q(has_session=True)))
    if not counted["people"]:
        return []
    said = ngettext(
        "%(count)s person is approved and has no session. Give a seat, or plan a session.",
        "%(count)s people are approved and have no session. Give them seats, or plan a session.",
        counted["people"],
    )
    there = ngettext(
        "For %(count)s there is a session to come.",
        "For %(count)s there is a session to come.",
        counted["with_session"],
    )
    words = [said % {"count": counted["people"]}]
    if counted["with_session"]:
        words.append(there % {"count": counted["with_session"]})
    return [
        TodayItem(
            kind=_("Participation"),
            what=_("Approved, and without a session"),
            why_now=" ".join(words),
            url=f"{reverse('learning:decisions')}?vis={WITHOUT_SESSION}",
            button=_("Find a session"),
        )
    ]


def _to_enrol(person: Employee, today: date) -> list[TodayItem]:
    """Those with a seat whom nobody has enrolled at the provider yet. One query."""
    sessions = list(sessions_to_enrol(person, today))
    if not sessions:
        return []
    people = sum(one.people for one in sessions)  # type: ignore[attr-defined]  # annotated
    said = ngettext(
        "%(count)s person has a seat and is to be enrolled.",
        "%(count)s people have a seat and are to be enrolled.",
        people,
    )
    where = ngettext("In %(count)s session.", "In %(count)s sessions.", len(sessions))
    return [
        TodayItem(
            kind=_("Participation"),
            what=_("People to enrol"),
            why_now=f"{said % {'count': people}} {where % {'count': len(sessions)}}",
            url=f"{reverse('learning:decisions')}?vis=godkendt#hold",
            button=_("Enrol them"),
            due=sessions[0].enrol_by or sessions[0].starts_on,
        )
    ]


def _limits(person: Employee, today: date) -> list[TodayItem]:
    """People, not oneself, with less than a year to finish a programme. One query."""
    rows = decidable(person).filter(offering__programme__isnull=False)
    close = [one for one in progress_in(rows, today) if one.is_close(today)]
    if not close:
        return []
    said = ngettext(
        "%(count)s person has less than a year left to finish it.",
        "%(count)s people have less than a year left to finish it.",
        len(close),
    )
    return [
        TodayItem(
            kind=_("Participation"),
            what=_("A programme that must be finished soon"),
            why_now=said % {"count": len(close)},
            url=reverse("learning:programmes"),
            button=_("See who"),
            due=close[0].limit,
        )
    ]


def _left(person: Employee, today: date) -> list[TodayItem]:
    """Seats of those who have left, which the nightly run has ended lately: the provider is to know. One query.

    Also in sessions of other municipalities: each enrols its own people, and so takes them off.
    """
    ended = Participation.objects.filter(
        root_id=person.root_id,
        employee__is_active=False,
        state=ParticipationState.CANCELLED,
        since__date__gte=today - TOLD_FOR,
        session__starts_on__gte=today,
    ).exclude(session__state=SessionState.CANCELLED)
    return [
        TodayItem(
            kind=_("Participation"),
            what=title_of(one),
            why_now=_("%(name)s has left, and the seat is free or given to the next. Tell the provider.")
            % {"name": one.employee.name},
            url=reverse("learning:attendance" if is_own else "catalogue:session", args=[one.session.uuid]),
            button=_("See the participants") if is_own else _("See the session"),
            due=one.session.starts_on,
        )
        for one in ended.select_related("employee", "session", "offering").order_by("session__starts_on", "pk")
        if one.session
        for is_own in [one.session.root_id == person.root_id]
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
