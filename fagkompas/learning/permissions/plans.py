"""Who may open learning plans: managers over the unit. Reasons hold ratings, so nobody else."""

from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role
from fagkompas.accounts.permissions import has_role, managers_by_place, nearest, units_under
from fagkompas.learning.models import Plan, Seat, SeatState
from fagkompas.learning.permissions import can_lead_learning
from fagkompas.toolkit.alphabet import Alphabetical


def check_leads(person: Employee) -> None:
    """Managers have plans; for others there are none."""
    if not has_role(person, Role.MANAGER):
        raise Http404


def plans_led_by(person: Employee) -> QuerySet[Plan]:
    """Plans of the units that the person manages, and all below.

    `approved` counts the seats of each that are, `lost` the approved ones that were lost since it was worked out, and
    `proposed` those that nobody has decided on.
    """
    units = units_under(person, Role.MANAGER).order_by().values("pk")
    lost = Seat.objects.newly_lost().filter(state=SeatState.APPROVED)
    plans = Plan.objects.filter(unit__in=units).annotate(
        approved=_count(Seat.objects.approved()), lost=_count(lost), proposed=_count(Seat.objects.undecided())
    )
    return plans.select_related("unit", "created_by", "scenario_of")


def _count(seats: QuerySet[Seat]) -> Coalesce:
    """How many of these seats are a plan's."""
    of_plan = seats.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(of_plan.annotate(n=Count("pk")).values("n")), 0)


def load_plan(person: Employee, uuid: UUID) -> Plan:
    """A plan of a unit that the person manages; otherwise not found."""
    rows = Plan.objects.filter(root=person.root_id)
    plan = rows.select_related("unit", "root", "scenario_of", "created_by", "round__version__framework").filter(
        uuid=uuid
    )
    found = plan.first()
    if found is None or not can_lead_learning(person, found.unit):
        raise Http404
    return found


def approvers_of_own(person: Employee, plan: Plan) -> EmployeeQuerySet:
    """Who approves the person's own seat in the plan: the nearest others who lead its unit; nobody where there are none.

    Two queries.
    """
    found = nearest(managers_by_place(plan.root_id), plan.unit.lineage, leaving_out=person.pk)
    return Employee.objects.of_root(plan.root_id).filter(pk__in=found).order_by(Alphabetical("name"), "pk")


def load_seat(person: Employee, plan: Plan, uuid: UUID) -> Seat:
    """A seat of a plan that the person may see; otherwise not found."""
    rows = plan.seats.select_related("plan", "employee__unit", "session__offering", "decided_by")
    found = rows.filter(uuid=uuid).first()
    if found is None or not can_lead_learning(person, plan.unit):
        raise Http404
    return found
