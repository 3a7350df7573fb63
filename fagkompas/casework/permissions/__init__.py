"""Who may work in a case: whoever may open it reads, those of the citizen's units write (`citizens.permissions`).

Placements, and the page of what stands towards work, are for company consultants too.

A file a subject loads what its pages are about; what is not of this citizen is not found.
"""

from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import CasePlan
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import (
    load_citizen,
    load_citizen_to_change,
    load_citizen_to_change_towards_work,
    load_citizen_towards_work,
)


def load_case(person: Employee, uuid: UUID) -> Citizen:
    """A citizen whose case the person may open; otherwise not found, or a reason is asked for."""
    return load_citizen(person, uuid)


def load_case_to_change(person: Employee, uuid: UUID) -> Citizen:
    """A citizen of the person's own units; otherwise not found. A closed case is found, and the actions refuse."""
    return load_citizen_to_change(person, uuid)


def load_towards_work(person: Employee, uuid: UUID) -> Citizen:
    """A citizen whom the person sees towards work; otherwise not found, or a reason is asked for."""
    return load_citizen_towards_work(person, uuid)


def load_towards_work_to_change(person: Employee, uuid: UUID) -> Citizen:
    """A citizen of the units where the person works with citizens; otherwise not found."""
    return load_citizen_to_change_towards_work(person, uuid)


def active_plan(citizen: Citizen) -> CasePlan | None:
    """The plan that holds now; None before one is written."""
    return CasePlan.objects.active().filter(citizen=citizen).select_related("occupation", "saved_by").first()


def load_plan(citizen: Citizen) -> CasePlan:
    """The same; not found before one is written."""
    plan = active_plan(citizen)
    if plan is None:
        raise Http404
    plan.citizen = citizen
    return plan
