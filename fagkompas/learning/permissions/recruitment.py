"""Recruitment profiles: managers over the unit."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_under
from fagkompas.learning.models import Plan, RecruitmentProfile
from fagkompas.learning.permissions import can_lead_learning


def profiles_led_by(person: Employee) -> QuerySet[RecruitmentProfile]:
    """Profiles of the units that the person manages, and all below."""
    units = units_under(person, Role.MANAGER).order_by().values("pk")
    return RecruitmentProfile.objects.filter(unit__in=units).select_related("unit", "plan", "created_by")


def load_profile(person: Employee, uuid: UUID) -> RecruitmentProfile:
    """A profile of a unit that the person manages; otherwise not found."""
    found = profiles_led_by(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def plan_to_recruit_after(person: Employee, unit_id: int, asked: str) -> Plan | None:
    """The plan of the unit that the address names, with a proposal and a round; None for any other."""
    try:
        uuid = UUID(asked)
    except ValueError:
        return None
    rows = Plan.objects.filter(uuid=uuid, unit_id=unit_id, round__isnull=False).exclude(proposal={})
    found = rows.select_related("unit", "root", "round__version__framework").first()
    return found if found and can_lead_learning(person, found.unit) else None
