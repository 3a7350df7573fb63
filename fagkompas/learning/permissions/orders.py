"""Education orders: managers and competence consultants of the unit, or above it."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_under
from fagkompas.catalogue.permissions import can_edit_catalogue
from fagkompas.learning.models import EducationOrder, OrderState, Plan, ProviderAnswer
from fagkompas.learning.permissions import can_lead_learning


def orders_of(person: Employee) -> QuerySet[EducationOrder]:
    """The orders of units that the person manages or advises."""
    units = units_under(person, Role.MANAGER, Role.CONSULTANT).order_by().values("pk")
    return EducationOrder.objects.filter(unit__in=units).select_related("unit", "root", "plan", "created_by")


def load_order(person: Employee, uuid: UUID) -> EducationOrder:
    """An order of a unit that the person manages or advises; otherwise not found."""
    found = orders_of(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_provider_answer(person: Employee, uuid: UUID) -> ProviderAnswer:
    """A provider of such an order; otherwise not found."""
    mine = orders_of(person).order_by().values("pk")
    rows = ProviderAnswer.objects.filter(order__in=mine).select_related("order__unit", "order__root", "offering")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_order_for_catalogue(person: Employee, uuid: UUID) -> tuple[EducationOrder, ProviderAnswer]:
    """A settled order whose chosen answer the person may put in the catalogue; otherwise not found."""
    order = load_order(person, uuid)
    chosen = order.answers.filter(is_chosen=True, offering__isnull=True).first()
    if chosen is None or order.state != OrderState.SETTLED or not can_edit_catalogue(person):
        raise Http404
    return order, chosen


def plan_for_order(person: Employee, unit_id: int, uuid: str) -> Plan | None:
    """The plan of the unit that an order comes from; None for any other, and for who may not see plans."""
    try:
        rows = Plan.objects.select_related("unit", "root", "round__version__framework")
        found = rows.filter(uuid=UUID(uuid), unit_id=unit_id).first()
    except ValueError:
        return None
    return found if found and can_lead_learning(person, found.unit) else None
