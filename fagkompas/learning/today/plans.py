"""Learning plans that wait for somebody, or lost a session."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import managers_by_place, nearest, units_with_role
from fagkompas.catalogue.wording import moved_in_words
from fagkompas.learning.actions.participation import UNDER_WAY
from fagkompas.learning.links import wish_url
from fagkompas.learning.models import Participation, Plan, PlanState, Seat, SeatState
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """For the units that the person manages herself: seats that are lost, and those of a plan in which some are approved
    and some not yet; sessions that are moved. Of units below too: own seats of those who lead them. Six queries.
    """
    managed = list(dict.fromkeys(units_with_role(person, Role.MANAGER)))
    if not managed:
        return []
    return [
        *_lost(managed, today),
        *_moved(managed, today),
        *_half_approved(person, managed, today),
        *_own_of_leaders(person, managed, today),
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
        .select_related("plan__unit", "session__offering", "employee__unit")
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
    return said % {"n": number(len(lost), 0), "who": ", ".join(map(_whose, lost))}


def _whose(seat: Seat) -> str:
    """Of somebody who does not work here any more only at what: the rest is for where she works now."""
    values = {"person": seat.employee.name, "offering": seat.session.offering.title}
    return (_("%(person)s, “%(offering)s”") if seat.works_here else _("“%(offering)s”")) % values


def _own_of_leaders(person: Employee, managed: list[Unit], today: date) -> list[TodayItem]:
    """Nobody approves her own seat. Once the others in the plan are being approved, that of somebody who leads its unit is
    told to the nearest who may; where there is nobody, to herself.
    """
    below = Q()
    for unit in managed:
        below |= Q(plan__unit__lineage__startswith=unit.lineage)
    waiting = Seat.objects.open_on(today).exclude(plan__proposal__has_key="impossible").exclude(plan__proposal={})
    others = waiting.filter(plan=OuterRef("plan")).exclude(employee=OuterRef("employee"))
    approved = Seat.objects.filter(plan=OuterRef("plan"), state=SeatState.APPROVED)
    asked = Participation.objects.filter(offering=OuterRef("session__offering"), state__in=UNDER_WAY)
    leaders = managers_by_place(person.root_id)
    seats = (
        waiting.filter(below, employee__in=set().union(*leaders.values()))
        .filter(Exists(approved) | ~Exists(others))
        .annotate(is_half=Exists(approved), is_asked=Exists(asked.filter(employee=OuterRef("employee"))))
        .select_related("plan__unit", "session__offering", "employee")
        .order_by("session__starts_on", "pk")
    )
    return [item for seat in seats for item in _own_of_leader(seat, person, leaders)]


def _own_of_leader(seat: Seat, person: Employee, leaders: Mapping[str, set[int]]) -> list[TodayItem]:
    """The row about it, where it is for this person to read: none for whoever has the plan among the half approved."""
    place, plan_url = seat.plan.unit.lineage, reverse("learning:plan", args=[seat.plan.uuid])
    nearest_others = nearest(leaders, place, leaving_out=seat.employee_id)
    is_own, is_half, is_asked = seat.employee_id == person.pk, seat.is_half, seat.is_asked  # type: ignore[attr-defined]  # annotated
    if is_own and not nearest_others and not is_asked:
        words = _("Nobody else can approve your own seat at “%(offering)s”. Wish for it, and the consultant decides.")
        return [_own_item(seat, words, wish_url(seat.session), _("Wish for it"))]
    leads = any(place.startswith(one) for one, who in leaders.items() if seat.employee_id in who)
    is_told = is_half and person.pk in leaders.get(place, ())
    if leads and person.pk in nearest_others and not is_told:
        words = _("%(person)s leads the unit and cannot approve her own seat at “%(offering)s”.")
        return [_own_item(seat, words, plan_url, _("Approve"))]
    return []


def _own_item(seat: Seat, words: str, url: str, button: str) -> TodayItem:
    return TodayItem(
        kind=_("Learning plans"),
        what=f"{seat.plan.name}, {seat.plan.unit.name}",
        why_now=words % {"person": seat.employee.name, "offering": seat.session.offering.title},
        url=url,
        button=button,
        due=seat.session.starts_on,
    )


def _half_approved(person: Employee, managed: list[Unit], today: date) -> list[TodayItem]:
    waiting = Seat.objects.open_on(today).exclude(employee=person).order_by().values("pk")
    approved = Seat.objects.filter(plan=OuterRef("pk"), state=SeatState.APPROVED)
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
