"""Who may see occupations: everybody who is signed in. They are loaded by command only, so nobody changes them on a page."""

from uuid import UUID

from django.http import Http404

from fagkompas.occupations.models import Occupation


def load_occupation(uuid: UUID) -> Occupation:
    """An occupation, retired ones too, since plans may point to them; otherwise not found."""
    occupation = Occupation.objects.filter(uuid=uuid).first()
    if occupation is None:
        raise Http404
    return occupation
