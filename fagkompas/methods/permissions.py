"""Who may: everyone reads the library, keeps favourites and practises; colleagues of a municipality read each other's
experience; competence consultants of the municipality write its own words and methods.
"""

from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.methods.in_use import Kept, library_of
from fagkompas.methods.models import Experience
from fagkompas.toolkit.languages import said


def can_adapt_methods(person: Employee) -> bool:
    """A competence consultant somewhere in the municipality: its library belongs to all of it."""
    return any(unit.root_id == person.root_id for unit in units_with_role(person, Role.CONSULTANT))


def check_adapts_methods(person: Employee) -> None:
    """Otherwise not found."""
    if not can_adapt_methods(person):
        raise Http404


def load_method(person: Employee, code: str) -> Kept:
    """A method of the person's library, also a retired one; otherwise not found."""
    found = library_of(person.root_id).get(code)
    if found is None:
        raise Http404
    return found


def load_written(person: Employee, code: str) -> tuple[Kept | None, str]:
    """A method and its name, as whoever writes it needs it: one of the municipality's own that cannot be read any more is
    None. Otherwise not found.
    """
    library = library_of(person.root_id)
    found = library.get(code)
    if found is None and code not in library.left_out:
        raise Http404
    return found, said(found.method.name) if found else library.left_out[code]


def load_own_experience(person: Employee, uuid: UUID) -> Experience:
    """An experience that the person has written; otherwise not found."""
    found = Experience.objects.filter(uuid=uuid, employee=person).first()
    if found is None:
        raise Http404
    return found
