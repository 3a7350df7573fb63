"""Placements and their tasks, loaded through the citizen; what is of another is not found."""

from uuid import UUID

from django.http import Http404

from fagkompas.casework.models import Placement, PlacementTask
from fagkompas.citizens.consents import has_consent
from fagkompas.citizens.models import Citizen, ConsentKind


def load_placement(citizen: Citizen, uuid: UUID) -> Placement:
    """One of the citizen's placements."""
    found = citizen.placements.filter(uuid=uuid).select_related("company").first()
    if found is None:
        raise Http404
    found.citizen = citizen
    return found


def load_task(placement: Placement, uuid: UUID) -> PlacementTask:
    """One of its tasks, ended ones too."""
    found = placement.tasks.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    found.placement = placement
    return found


def may_name_to(placement: Placement) -> bool:
    """Whether the citizen has agreed that the company is given the name: any company, or this one. One query."""
    return has_consent(placement.citizen, ConsentKind.COMPANY, placement.company.name)
