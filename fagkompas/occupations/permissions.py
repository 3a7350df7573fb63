"""Who may see occupations: everybody who is signed in. They are loaded by command; an administrator loads vacancies and
the labour market balance on a page."""

from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.occupations.models import Occupation


def loads_demand(person: Employee) -> bool:
    """Whether the person may load figures of demand, which all municipalities share."""
    return has_role(person, Role.ADMINISTRATOR)


def load_occupation(uuid: UUID) -> Occupation:
    """An occupation, retired ones too, since plans may point to them; otherwise not found."""
    occupation = Occupation.objects.filter(uuid=uuid).first()
    if occupation is None:
        raise Http404
    return occupation
