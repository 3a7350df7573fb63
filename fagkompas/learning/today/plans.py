"""Learning plans that wait for somebody, or lost a session."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import units_with_role
from fagkompas.catalogue.models import SessionState
from fagkompas.catalogue.wording import moved_in_words
from fagkompas.learning.models import Plan, PlanState, Seat, SeatState
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """For the units that the person manages herself: seats lost by a cancelled session, and those of a plan in which some
    are approved and some not yet; sessions that are moved. Three queries.
    """
    managed = list(dict.fromkeys(units_with_role(person, Role.MANAGER)))
    if not managed:
        return []
    return [*_lost(managed, today), *_moved(managed, today), *_half_approved(managed, today)]


def _moved(managed: list[Unit], today: date) -> list[TodayItem]:
    """Sessions with a seat of a plan that have got other days or another place; until they begin. One row for each."""
    seats = (
        Seat.objects.filter(plan__unit__in=managed, session__moved_on__isnull=False, session__starts_on__gte=today)
        .exclude(state=SeatState.REJECTED)
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("plan__unit", "session__offering")
        .order_by("session__starts_on", "pk")
    )
    rows = {(seat.plan_id, seat.session_id): seat for seat in seats}
    return [
        TodayItem(
            kind=_("Learning plans"),
            what=f"{seat.plan.name}, {seat.plan.unit.name}",
            why_now=f"{seat.session.offering.title}: {moved_in_words(seat.session)}",
            url=reverse("learning:plan", args=[seat.plan.uuid]),
            button=_("See the plan"),
            due=seat.session.starts_on,
        )
        for seat in rows.values()
    ]


def _lost(managed: list[Unit], today: date) -> list[TodayItem]:
    seats = (
        Seat.objects.filter(plan__unit__in=managed, plan__ends_on__gte=today, session__state=SessionState.CANCELLED)
        .exclude(state=SeatState.REJECTED)
        .filter(Q(state=SeatState.APPROVED) | Q(plan__state=PlanState.APPROVED))
        .select_related("plan__unit", "session__offering")
        .order_by("session__starts_on", "pk")
    )
    by_plan: dict[Plan, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_plan[seat.plan].append(seat)
    return [_item(plan, lost) for plan, lost in by_plan.items()]


def _item(plan: Plan, lost: list[Seat]) -> TodayItem:
    said = ngettext(
        "“%(offering)s” is cancelled, and %(n)s person loses a seat.",
        "“%(offering)s” is cancelled, and %(n)s people lose a seat.",
        len(lost),
    )
    offerings = ", ".join(dict.fromkeys(seat.session.offering.title for seat in lost))
    return TodayItem(
        kind=_("Learning plans"),
        what=f"{plan.name}, {plan.unit.name}",
        why_now=said % {"offering": offerings, "n": number(len(lost), 0)},
        url=reverse("learning:plan", args=[plan.uuid]),
        button=_("See the next best"),
        due=min(seat.session.starts_on for seat in lost),
    )


def _half_approved(managed: list[Unit], today: date) -> list[TodayItem]:
    waiting = Q(seats__state=SeatState.PROPOSED, seats__session__starts_on__gt=today)
    waiting &= ~Q(seats__session__state=SessionState.CANCELLED)
    approved = Seat.objects.filter(plan=OuterRef("pk"), state=SeatState.APPROVED)
    plans = (
        Plan.objects.filter(Exists(approved), unit__in=managed, ends_on__gte=today)
        .annotate(waiting=Count("seats", filter=waiting))
        .filter(waiting__gt=0)
        .select_related("unit")
        .order_by("pk")
    )
    return [
        TodayItem(
            kind=_("Learning plans"),
            what=f"{plan.name}, {plan.unit.name}",
            why_now=ngettext("%(n)s seat is not approved yet.", "%(n)s seats are not approved yet.", plan.waiting)
            % {"n": number(plan.waiting, 0)},
            url=reverse("learning:plan", args=[plan.uuid]),
            button=_("Approve"),
        )
        for plan in plans
    ]
