"""Who may: everyone reads the municipality's catalogue and what others have opened; competence consultants write.

| | own catalogue, examples | joint sessions of others | change | promise seats in a joint session |
|---|---|---|---|---|
| everyone | reads | reads | no | no |
| manager | reads | reads | no | for the units that are managed |
| competence consultant | reads | reads | yes | for the units where the role is held |

Of another municipality's catalogue only the joint sessions that are still to come are seen, and their offerings.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from fagkompas.accounts.models import Employee, Role, UnitQuerySet
from fagkompas.accounts.permissions import has_role, units_under, units_with_role
from fagkompas.catalogue.models import (
    CatalogueImport,
    Offering,
    OfferingQuerySet,
    Programme,
    Session,
    SessionQuerySet,
    SharedSeats,
)


def can_edit_catalogue(person: Employee) -> bool:
    """A competence consultant somewhere in the municipality: its catalogue belongs to all of it."""
    return any(unit.root_id == person.root_id for unit in units_with_role(person, Role.CONSULTANT))


def check_edits_catalogue(person: Employee) -> None:
    """Otherwise not found."""
    if not can_edit_catalogue(person):
        raise Http404


def visible_offerings(person: Employee, today: date) -> OfferingQuerySet:
    """Own ones, examples not taken over, and those that another municipality holds a joint session of."""
    joint = Session.objects.still_to_come(today).filter(offering=OuterRef("pk"), is_joint=True).order_by()
    seen = Offering.objects.seen_by(person.root_id).order_by().values("pk")
    opened = Q(root__isnull=False) & Exists(joint)
    offerings = Offering.objects.filter(Q(pk__in=seen) | opened)
    return offerings if can_edit_catalogue(person) else offerings.exclude(retired_on__isnull=False)


def load_offering(person: Employee, uuid: UUID, today: date) -> Offering:
    """An offering that the person may read, also an own one that is retired; otherwise not found."""
    own = Q(root_id=person.root_id)
    seen = visible_offerings(person, today).order_by().values("pk")
    rows = Offering.objects.filter(own | Q(root__isnull=True) | Q(pk__in=seen))
    found = rows.select_related("form", "programme", "root", "example").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_own_offering(person: Employee, uuid: UUID) -> Offering:
    """An offering of the municipality's own that the person may change; otherwise not found."""
    check_edits_catalogue(person)
    rows = Offering.objects.of_root(person.root_id).select_related("form", "programme", "root")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_example(person: Employee, uuid: UUID) -> Offering:
    """An example that the person may take over; otherwise not found."""
    check_edits_catalogue(person)
    found = Offering.objects.filter(root__isnull=True, uuid=uuid).select_related("form", "programme").first()
    if found is None:
        raise Http404
    return found


def visible_sessions(person: Employee, today: date) -> SessionQuerySet:
    """Own ones of any time, and joint ones of others that are still to come."""
    joint = Session.objects.still_to_come(today).filter(is_joint=True).order_by().values("pk")
    return Session.objects.filter(Q(root_id=person.root_id) | Q(pk__in=joint))


def load_session(person: Employee, uuid: UUID, today: date) -> Session:
    """A session that the person may see; one of others that is cancelled stays for those who promised seats."""
    promised = SharedSeats.objects.filter(unit__root_id=person.root_id).order_by().values("session_id")
    seen = visible_sessions(person, today).order_by().values("pk")
    rows = Session.objects.filter(Q(pk__in=seen) | Q(pk__in=promised))
    found = rows.select_related("offering__form", "offering__root", "root").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_own_session(person: Employee, uuid: UUID) -> Session:
    """A session of the municipality's own that the person may change; otherwise not found."""
    check_edits_catalogue(person)
    rows = Session.objects.of_root(person.root_id).select_related("offering__form", "offering__root", "root")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def units_to_promise_for(person: Employee) -> UnitQuerySet:
    """Units in use whose managers and competence consultants the person is one of, as a tree."""
    return units_under(person, Role.MANAGER, Role.CONSULTANT).filter(retired_on__isnull=True).in_tree_order()


def may_promise(person: Employee) -> bool:
    """Whether there is a unit that the person may promise seats for."""
    return has_role(person, Role.MANAGER, Role.CONSULTANT)


def load_session_to_share(person: Employee, uuid: UUID, today: date) -> Session:
    """A joint session in which the person may promise seats; otherwise not found."""
    session = load_session(person, uuid, today)
    if not session.is_joint or not may_promise(person):
        raise Http404
    return session


def load_shared_seats(person: Employee, uuid: UUID) -> SharedSeats:
    """A promise that the person may take back: for an own unit, or in an own session; otherwise not found."""
    found = SharedSeats.objects.select_related("session", "unit").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    holds = found.session.root_id == person.root_id and can_edit_catalogue(person)
    if not holds and not units_to_promise_for(person).filter(pk=found.unit_id).exists():
        raise Http404
    return found


def load_own_programme(person: Employee, uuid: UUID) -> Programme:
    """A programme of the municipality's own that the person may change; otherwise not found."""
    check_edits_catalogue(person)
    found = Programme.objects.filter(root_id=person.root_id, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_waiting_import(person: Employee, uuid: UUID, *, now: datetime) -> CatalogueImport:
    """The person's own file that waits to be saved; after an hour not found."""
    check_edits_catalogue(person)
    found = CatalogueImport.waiting(now).filter(uuid=uuid, author=person).first()
    if found is None:
        raise Http404
    return found
