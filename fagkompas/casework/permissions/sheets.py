"""Sheets of a citizen."""

from uuid import UUID

from django.http import Http404

from fagkompas.casework.models import Sheet
from fagkompas.citizens.models import Citizen


def load_sheet(citizen: Citizen, kind: str, uuid: UUID) -> Sheet:
    """One day's sheet; that of another citizen is not found."""
    found = Sheet.objects.filter(citizen=citizen, kind=kind, uuid=uuid).select_related("saved_by").first()
    if found is None:
        raise Http404
    return found
