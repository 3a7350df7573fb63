"""Who may match: those who see what stands of citizens towards work, and the companies.

| | orders and lists | citizens beside an order | facts for the match | report by unit, figures |
|---|---|---|---|---|
| caseworker, company consultant | read and decide | those of own units | read and write, own units | no |
| manager | read | those of own units | read and write, own units | own units |
| everybody else | no | no | no | no |

A shortlist shows whoever sees the citizen; of others on it only how many they are.
"""

from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import has_role, units_with_role
from fagkompas.citizens.models import Citizen, CitizenQuerySet
from fagkompas.citizens.permissions import citizens_of, works_with_citizens
from fagkompas.companies.models import JobOrder, JobOrderQuerySet, OrderState
from fagkompas.companies.permissions import reads_companies, writes_companies
from fagkompas.matching.models import Shortlisted


def matches(person: Employee) -> bool:
    """Whether the person sees citizens beside orders at all."""
    return works_with_citizens(person) and reads_companies(person)


def may_decide(person: Employee) -> bool:
    """Whether the person puts somebody on a list, asks and notes what came of it."""
    return matches(person) and writes_companies(person)


def may_see_report(person: Employee) -> bool:
    """Whether the person sees shortlists and figures by unit."""
    return has_role(person, Role.MANAGER)


def units_reported_to(person: Employee) -> list[Unit]:
    """The units whose figures the person sees, with all below them."""
    return units_with_role(person, Role.MANAGER)


def orders_of(person: Employee) -> JobOrderQuerySet:
    """Orders that the person may match, also those that have ended."""
    orders = JobOrder.objects.of_root(person.root_id).exclude(state=OrderState.DRAFT)
    return orders if matches(person) else orders.none()


def load_order(person: Employee, uuid: UUID) -> JobOrder:
    """One of these; otherwise not found."""
    found = orders_of(person).select_related("company", "occupation", "consultant", "contact").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_order_to_decide(person: Employee, uuid: UUID) -> JobOrder:
    """One to put somebody on the list of; otherwise not found."""
    if not may_decide(person):
        raise Http404
    return load_order(person, uuid)


def matched_by(person: Employee) -> CitizenQuerySet:
    """The citizens whom the person may see beside an order: open cases of own units."""
    return citizens_of(person).active()


def load_citizen_to_choose(person: Employee, uuid: UUID) -> Citizen:
    """One whom the person may put on a list: an open case of own units; otherwise not found."""
    found = matched_by(person).select_related("unit", "caseworker").filter(uuid=uuid).first()
    if found is None or not may_decide(person):
        raise Http404
    return found


def load_shortlisted_to_decide(person: Employee, uuid: UUID) -> Shortlisted:
    """Somebody on a list, of the person's own units; not found once the consent is taken back."""
    rows = Shortlisted.objects.standing().filter(order__in=orders_of(person), citizen__in=matched_by(person))
    found = rows.select_related("order__company", "citizen__unit", "consent").filter(uuid=uuid).first()
    if found is None or not may_decide(person):
        raise Http404
    return found
