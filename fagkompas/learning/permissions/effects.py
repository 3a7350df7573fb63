"""The effect of offerings: managers and competence consultants of the municipality, aggregates only."""

from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Offering, OfferingQuerySet
from fagkompas.learning.models import Participation
from fagkompas.learning.permissions import check_advises


def held_offerings(person: Employee) -> OfferingQuerySet:
    """What anybody of the municipality has been through. The person manages or advises somewhere; otherwise not found."""
    check_advises(person)
    completed = Participation.objects.filter(root_id=person.root_id, completed_on__isnull=False).completed()
    return Offering.objects.filter(pk__in=completed.order_by().values("offering_id")).select_related("form")


def load_held_offering(person: Employee, uuid: UUID) -> Offering:
    """One of them; otherwise not found."""
    found = held_offerings(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
