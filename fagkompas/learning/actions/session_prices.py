"""Who pays the fixed price of a session.

It is paid once: with the first seat in it that somebody of the unit gets, by a plan or by a wish, at the price of that day.
Whatever seat comes later pays nothing of it, and no plan that it is in counts it. When the one that pays is given back,
another of the same plan pays as much, else that of somebody else of the unit who goes.

The unit is that of the plan, with everybody who has a seat by it or a version of it, or that in which whoever wished works.
The session is held before its participations.
"""

from django.db.models import Q

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.learning.models import Participation, Seat
from fagkompas.learning.models.participation import ParticipationQuerySet


def session_price(one: Participation, session: Session) -> int:
    """What somebody who gets a seat in the session now pays of its fixed price; whole kroner."""
    return 0 if _others(one, session).exists() else session.offering.fixed_price


def hand_on_price(one: Participation) -> None:
    """Before somebody leaves a session: what she pays of its fixed price is paid by another who goes. `one` is not saved."""
    if one.session is None or not one.session_price:
        return
    others = _others(one, one.session).order_by("pk")
    same_plan = (
        others.filter(seat__in=Seat.objects.of_versions(one.seat.plan).order_by().values("pk")) if one.seat else others
    )
    heir = same_plan.first() or others.first()
    if heir is not None:
        heir.session_price = one.session_price
        heir.save(update_fields=["session_price"])
    one.session_price = 0


def _others(one: Participation, session: Session) -> ParticipationQuerySet:
    """Who else of the unit has a seat in the session."""
    unit = one.seat.plan.unit if one.seat else one.employee.unit
    who = Q(employee__in=Employee.objects.employed_in(unit).order_by().values("pk"))
    if one.seat:
        who |= Q(seat__in=Seat.objects.of_versions(one.seat.plan).order_by().values("pk"))
    return Participation.objects.filter(who, session=session).taking_a_seat().exclude(pk=one.pk)
