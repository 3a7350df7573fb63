"""What hangs on a plan, loaded through it; what is of another plan is not found."""

from uuid import UUID

from django.http import Http404

from fagkompas.casework.models import Activity, CasePlan, Consideration, PlanVersion
from fagkompas.citizens.models import Citizen


def load_consideration(plan: CasePlan, uuid: UUID) -> Consideration:
    """One of the plan's considerations."""
    found = plan.considerations.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_activity(plan: CasePlan, uuid: UUID) -> Activity:
    """One of the plan's activities."""
    found = plan.activities.filter(uuid=uuid).select_related("track").first()
    if found is None:
        raise Http404
    return found


def load_earlier(citizen: Citizen, uuid: UUID) -> CasePlan:
    """A plan of the citizen that has ended."""
    found = CasePlan.objects.ended().filter(citizen=citizen, uuid=uuid).select_related("occupation").first()
    if found is None:
        raise Http404
    found.citizen = citizen
    return found


def load_version(plan: CasePlan, number: int) -> PlanVersion:
    """A version that was published."""
    found = plan.versions.filter(number=number).select_related("by").first()
    if found is None:
        raise Http404
    return found
