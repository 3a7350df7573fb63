"""A track, its demand, and agreements, loaded through the plan; what is of another citizen is not found."""

from uuid import UUID

from django.http import Http404

from fagkompas.casework.models import CasePlan, DemandNote, Track
from fagkompas.conversations.models import Agreement


def load_track(plan: CasePlan, uuid: UUID) -> Track:
    """One of the plan's tracks, ended ones too."""
    found = plan.tracks.filter(uuid=uuid).select_related("occupation").first()
    if found is None:
        raise Http404
    found.plan = plan
    return found


def load_demand(track: Track, uuid: UUID) -> DemandNote:
    """One of the track's notes of demand."""
    found = track.demand.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_agreement(plan: CasePlan, uuid: UUID) -> Agreement:
    """An agreement with the citizen; also a draft, of a conversation that is about to be closed."""
    found = Agreement.objects.filter(citizen_id=plan.citizen_id, uuid=uuid).first()
    if found is None:
        raise Http404
    return found
