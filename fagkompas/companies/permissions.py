"""Who may see the companies that the municipality works with.

| | companies of the municipality | others |
|---|---|---|
| caseworker, company consultant | read and change | no |
| manager | read | no |
| everybody else | no | no |

A company is the municipality's, not a unit's: whoever has the role anywhere in it sees all of them.
"""

from typing import TypeVar
from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, units_with_role
from fagkompas.companies.models import (
    Company,
    CompanyContact,
    CompanyQuerySet,
    JobOrder,
    OrderTask,
    PartnershipAgreement,
    Position,
    PositionTask,
)

Row = TypeVar("Row")

WRITING = (Role.CASEWORKER, Role.COMPANY_CONSULTANT)
READING = (*WRITING, Role.MANAGER)


def reads_companies(person: Employee) -> bool:
    """Whether the person sees companies at all."""
    return has_role(person, *READING)


def writes_companies(person: Employee) -> bool:
    """Whether the person may add and change them."""
    return has_role(person, *WRITING)


def may_set_limit(person: Employee) -> bool:
    """Whether the person says how often a month a company may be contacted: a manager of the whole municipality."""
    return person.root in units_with_role(person, Role.MANAGER)


def companies_of(person: Employee) -> CompanyQuerySet:
    """Every company that the person may see, closed ones too; one that was merged with another is that one."""
    companies = Company.objects.of_root(person.root_id).not_merged()
    return companies if reads_companies(person) else companies.none()


def load_company(person: Employee, uuid: UUID) -> Company:
    """A company that the person may see; otherwise not found."""
    found = companies_of(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def merged_with(person: Employee, uuid: UUID) -> Company | None:
    """What a company that the person may see has gone into; None for one that has not."""
    return companies_of(person).filter(merged_from__uuid=uuid).first()


def load_company_to_change(person: Employee, uuid: UUID) -> Company:
    """A company that the person may change; otherwise not found."""
    if not writes_companies(person):
        raise Http404
    return load_company(person, uuid)


def load_contact_to_change(person: Employee, uuid: UUID) -> CompanyContact:
    """A contact of a company that the person may change; otherwise not found."""
    found = CompanyContact.objects.select_related("company").filter(uuid=uuid, company__root_id=person.root_id).first()
    if found is None or not writes_companies(person):
        raise Http404
    return found


def load_agreement_to_change(person: Employee, uuid: UUID) -> PartnershipAgreement:
    """A partnership agreement with a company that the person may change; otherwise not found."""
    found = PartnershipAgreement.objects.select_related("company").filter(uuid=uuid, company__root_id=person.root_id)
    agreement = found.first()
    if agreement is None or not writes_companies(person):
        raise Http404
    return agreement


def load_order(person: Employee, uuid: UUID, *, to_change: bool = False) -> JobOrder:
    """A job order of a company that the person may see, or change; otherwise not found."""
    _check(person, to_change=to_change)
    found = JobOrder.objects.of_root(person.root_id).filter(uuid=uuid)
    return _one(found.select_related("company", "contact", "consultant", "occupation", "of_position").first())


def load_order_task_to_change(person: Employee, uuid: UUID) -> OrderTask:
    """A task of such an order; otherwise not found."""
    _check(person, to_change=True)
    found = OrderTask.objects.filter(uuid=uuid, order__company__root_id=person.root_id)
    return _one(found.select_related("order__company").first())


def load_position(person: Employee, uuid: UUID, *, to_change: bool = False) -> Position:
    """A position of a company that the person may see, or change; otherwise not found."""
    _check(person, to_change=to_change)
    found = Position.objects.filter(uuid=uuid, company__root_id=person.root_id)
    return _one(found.select_related("company", "contact", "occupation", "consultant").first())


def load_position_task_to_change(person: Employee, uuid: UUID) -> PositionTask:
    """A task of such a position; otherwise not found."""
    _check(person, to_change=True)
    found = PositionTask.objects.filter(uuid=uuid, of_position__company__root_id=person.root_id)
    return _one(found.select_related("of_position__company").first())


def _check(person: Employee, *, to_change: bool) -> None:
    if not (writes_companies(person) if to_change else reads_companies(person)):
        raise Http404


def _one(found: Row | None) -> Row:
    if found is None:
        raise Http404
    return found
