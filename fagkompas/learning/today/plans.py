"""Learning plans that wait for somebody, or lost a session."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit
from fagkompas.accounts.permissions import units_with_role
from fagkompas.catalogue.models import SessionState
from fagkompas.catalogue.wording import moved_in_words
from fagkompas.learning.models import Plan, PlanState, Seat, SeatState
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """For the units that the person manages herself: seats that are lost, and those of a plan in which some are approved
    and some not yet; sessions that are moved. Of units below: their managers' own seats. Five queries.
    """
    managed = list(dict.fromkeys(units_with_role(person, Role.MANAGER)))
    if not managed:
        return []
    return [
        *_lost(managed, today),
        *_moved(managed, today),
        *_half_approved(person, managed, today),
        *_own_of_managers(person, managed, today),
    ]


def _moved(managed: list[Unit], today: date) -> list[TodayItem]:
    """Sessions with a seat of a plan that have got other days or another place; until they begin. One row for each."""
    seats = (
        Seat.objects.filter(plan__unit__in=managed, session__moved_on__isnull=False, session__starts_on__gte=today)
        .exclude(state=SeatState.REJECTED)
        .exclude(pk__in=Seat.objects.lost().order_by().values("pk"))
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
        Seat.objects.filter(plan__unit__in=managed, plan__ends_on__gte=today)
        .newly_lost()
        .filter(Q(state=SeatState.APPROVED) | Q(plan__state=PlanState.APPROVED))
        .select_related("plan__unit", "session__offering", "employee")
        .order_by("session__starts_on", "pk")
    )
    by_plan: dict[Plan, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_plan[seat.plan].append(seat)
    return [_item(plan, lost) for plan, lost in by_plan.items()]


def _item(plan: Plan, lost: list[Seat]) -> TodayItem:
    cancelled = [seat for seat in lost if seat.session.is_cancelled]
    ended = [seat for seat in lost if not seat.session.is_cancelled]
    return TodayItem(
        kind=_("Learning plans"),
        what=f"{plan.name}, {plan.unit.name}",
        why_now=" ".join([*([_cancelled(cancelled)] if cancelled else []), *([_ended(ended)] if ended else [])]),
        url=reverse("learning:plan", args=[plan.uuid]),
        button=_("See the next best"),
        due=min(seat.session.starts_on for seat in lost),
    )


def _cancelled(lost: list[Seat]) -> str:
    said = ngettext(
        "“%(offering)s” is cancelled, and %(n)s person loses a seat.",
        "“%(offering)s” is cancelled, and %(n)s people lose a seat.",
        len(lost),
    )
    offerings = ", ".join(dict.fromkeys(seat.session.offering.title for seat in lost))
    return said % {"offering": offerings, "n": number(len(lost), 0)}


def _ended(lost: list[Seat]) -> str:
    said = ngettext("A seat was given back: %(who)s.", "%(n)s seats were given back: %(who)s.", len(lost))
    who = ", ".join(f"{seat.employee.name}, “{seat.session.offering.title}”" for seat in lost)
    return said % {"n": number(len(lost), 0), "who": who}


def _own_of_managers(person: Employee, managed: list[Unit], today: date) -> list[TodayItem]:
    """Seats of those who manage a unit below, in its own plan: nobody approves her own."""
    above = Q()
    for unit in managed:
        above |= Q(plan__unit__lineage__startswith=unit.lineage)
    approved = Seat.objects.filter(plan=OuterRef("plan"), state=SeatState.APPROVED)
    leads = RoleHeld.objects.filter(employee=OuterRef("employee"), role=Role.MANAGER, unit=OuterRef("plan__unit"))
    seats = (
        Seat.objects.filter(above, Exists(approved), Exists(leads))
        .filter(state=SeatState.PROPOSED, session__starts_on__gt=today)
        .exclude(session__state=SessionState.CANCELLED)
        .exclude(plan__unit__in=managed)
        .exclude(employee=person)
        .select_related("plan__unit", "session__offering", "employee")
        .order_by("session__starts_on", "pk")
    )
    return [
        TodayItem(
            kind=_("Learning plans"),
            what=f"{seat.plan.name}, {seat.plan.unit.name}",
            why_now=_("%(person)s leads the unit and cannot approve her own seat at “%(offering)s”.")
            % {"person": seat.employee.name, "offering": seat.session.offering.title},
            url=reverse("learning:plan", args=[seat.plan.uuid]),
            button=_("Approve"),
            due=seat.session.starts_on,
        )
        for seat in seats
    ]


def _half_approved(person: Employee, managed: list[Unit], today: date) -> list[TodayItem]:
    waiting = Seat.objects.open_on(today).exclude(employee=person).order_by().values("pk")
    approved = Seat.objects.approved().filter(plan=OuterRef("pk"))
    plans = (
        Plan.objects.filter(Exists(approved), unit__in=managed, ends_on__gte=today)
        .exclude(proposal__has_key="impossible")
        .annotate(waiting=Count("seats", filter=Q(seats__in=waiting)))
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
