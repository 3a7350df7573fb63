"""Companies of tests. Their names say that they are made up; the numbers are nobody's."""

from django.utils import timezone

from fagkompas.accounts.models import Unit
from fagkompas.companies.models import Company, CompanyContact
from tests.people import People

CVR = "00001234"
P_NUMBER = "0000012345"


def make_company(people: People, *, name: str = "Prøvefirma", root: Unit | None = None, **columns: object) -> Company:
    """A company that the municipality works with, without numbers and contacts unless told otherwise."""
    return Company.objects.create(
        root=root or people.testkommune, name=name, **{"created_at": timezone.now(), **columns}
    )


def make_contact(company: Company, *, name: str = "Kit Kontakt", **columns: object) -> CompanyContact:
    """Somebody there who decides on hiring unless told otherwise."""
    return CompanyContact.objects.create(
        company=company, name=name, **{"title": "Daglig leder", "is_decision_maker": True, **columns}
    )
