"""Who may see and do what with learning. Loading is authorising.

| | own learning | needs and gaps of a unit | plans, reviews | catalogue, orders, participation |
|---|---|---|---|---|
| the person | yes | | own review | reads the catalogue |
| manager in the unit or above | yes | yes, with the individuals, and sets them | yes | yes |
| competence consultant | yes | yes, small groups hidden | no | yes |
| auditor, administrator | yes | no | no | no |
"""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from fagkompas.accounts.models import Employee, Role, Unit, UnitQuerySet
from fagkompas.accounts.permissions import has_role, has_role_in, load_unit, people_under, units_under
from fagkompas.catalogue.models import Session, SessionQuerySet, SessionState
from fagkompas.catalogue.permissions import check_edits_catalogue
from fagkompas.learning.models import EndedBy, Participation, ParticipationState
from fagkompas.learning.models.participation import ParticipationQuerySet


def load_own_participation(person: Employee, uuid: UUID) -> Participation:
    """Something that the person takes, or took, part in; otherwise not found."""
    rows = Participation.objects.filter(employee=person).select_related("offering__programme", "session", "employee")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def advised_participations(person: Employee) -> ParticipationQuerySet:
    """Participations of everyone whom the person manages or advises, own ones too where that is so."""
    whose = people_under(person, Role.MANAGER, Role.CONSULTANT).order_by().values("pk")
    rows = Participation.objects.filter(employee__in=whose)
    return rows.select_related("employee__unit", "offering__programme", "session")


def decidable(person: Employee) -> ParticipationQuerySet:
    """The same without own ones, which somebody else decides on."""
    return advised_participations(person).exclude(employee=person)


def load_decidable(person: Employee, uuid: UUID) -> Participation:
    """A participation that the person may decide on; otherwise not found."""
    found = decidable(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def load_session_to_register(person: Employee, uuid: UUID) -> Session:
    """A session whose participants the person registers: an own one, or one of others in which somebody of the own
    municipality has or had a seat; otherwise not found.
    """
    check_edits_catalogue(person)
    guests = Participation.objects.filter(root_id=person.root_id, session__isnull=False).taking_a_seat().order_by()
    rows = Session.objects.filter(Q(root_id=person.root_id) | Q(pk__in=guests.values("session_id")))
    found = rows.select_related("offering__form", "offering__root", "root").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def sessions_to_enrol(person: Employee, today: date) -> SessionQuerySet:
    """Sessions to come in which people of the municipality have a seat and are not enrolled yet; `people` says how many.

    For those who keep the catalogue.
    """
    approved = Q(participations__state=ParticipationState.APPROVED, participations__root_id=person.root_id)
    to_come = Session.objects.still_to_come(today).annotate(people=Count("participations", filter=approved))
    return to_come.filter(people__gt=0).select_related("offering", "root").order_by("starts_on", "pk")


def sessions_to_register(person: Employee, today: date) -> SessionQuerySet:
    """Sessions that are over and of which nobody has said yet who of the municipality took part; `people` had a seat."""
    own = Q(participations__root_id=person.root_id)
    seated = own & Q(participations__state__in=[ParticipationState.APPROVED, ParticipationState.ENROLLED])
    done = own & Q(participations__state__in=[ParticipationState.ATTENDED, ParticipationState.PASSED])
    over = (
        Session.objects.filter(ends_on__lt=today)
        .exclude(state=SessionState.CANCELLED)
        .annotate(people=Count("participations", filter=seated), done=Count("participations", filter=done))
    )
    return over.filter(people__gt=0, done=0).select_related("offering", "root").order_by("-starts_on", "pk")


def decides_as(person: Employee, participation: Participation) -> EndedBy:
    """Whether the person decides as a manager or as a competence consultant."""
    is_manager = has_role_in(person, participation.employee.unit, Role.MANAGER)
    return EndedBy.MANAGER if is_manager else EndedBy.CONSULTANT


def can_lead_learning(person: Employee, unit: Unit) -> bool:
    """Say what the unit needs, plan its learning, and see who can what: its managers."""
    return has_role_in(person, unit, Role.MANAGER)


def check_advises(person: Employee) -> None:
    """Managers and competence consultants have pages about units; for others there are none."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        raise Http404


def load_led_unit(person: Employee, uuid: UUID) -> Unit:
    """A unit whose learning the person leads; otherwise not found."""
    return load_unit(person, uuid, Role.MANAGER)


def load_advised_unit(person: Employee, uuid: UUID) -> Unit:
    """A unit that the person manages or advises, so that needs and gaps may be seen; otherwise not found."""
    return load_unit(person, uuid, Role.MANAGER, Role.CONSULTANT)


def advised_units(person: Employee) -> UnitQuerySet:
    """Units in use that the person manages or advises, as a tree."""
    return units_under(person, Role.MANAGER, Role.CONSULTANT).filter(retired_on__isnull=True).in_tree_order()
