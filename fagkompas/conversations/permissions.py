"""Who may open a conversation: whoever reads notes of the citizen; with a company, whoever works with citizens or companies.

| | citizen of own unit | citizen of another unit | company of the municipality |
|---|---|---|---|
| caseworker, manager | read and write | read, with a reason, that day | read and write |
| company consultant | read and write what she holds | no | read and write |
| everybody else | no | no | no |
"""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee
from fagkompas.citizens.changing import changing
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import (
    ReasonNeededError,
    in_own_units,
    load_citizen_to_change,
    load_notes,
    may_change,
    may_open,
    may_read_notes,
    works_with_citizens,
)
from fagkompas.companies.models import Company
from fagkompas.conversations.models import Agreement, Conversation, ConversationQuerySet


def conversations_seen_by(person: Employee) -> ConversationQuerySet:
    """The person's own in the municipality, as far as the person may still open them without saying why."""
    if not works_with_citizens(person):
        return Conversation.objects.none()
    own = Conversation.objects.of_root(person.root_id).held_by_person(person)
    return own.filter(in_own_units(person, "citizen__") | Q(citizen__isnull=True))


def load_conversation(person: Employee, uuid: UUID) -> Conversation:
    """One that the person may read; raises `ReasonNeededError` where a reason is asked for, else not found."""
    found = (
        Conversation.objects.of_root(person.root_id)
        .select_related("unit", "citizen__unit", "citizen__caseworker", "company", "contact", "held_by", "topic")
        .filter(uuid=uuid)
        .first()
    )
    if found is None or not works_with_citizens(person):
        raise Http404
    if found.citizen is not None and not _holds(person, found):
        load_notes(person, found.citizen)
    return found


def _holds(person: Employee, one: Conversation) -> bool:
    return one.citizen is not None and one.holder == person and may_open(person, one.citizen)


def conversations_with(person: Employee, citizen: Citizen) -> ConversationQuerySet:
    """Those with a citizen that the person may open."""
    rows = Conversation.objects.filter(citizen=citizen)
    return rows if may_read_notes(person, citizen) else rows.held_by_person(person)


def may_write(person: Employee, conversation: Conversation) -> bool:
    """Prepare, hold and close it."""
    citizen = conversation.citizen
    return works_with_citizens(person) if citizen is None else may_change(person, citizen)


def load_to_write(person: Employee, uuid: UUID) -> Conversation:
    """One that the person may write in; otherwise not found."""
    found = load_conversation(person, uuid)
    if not may_write(person, found):
        raise Http404
    changing([found.citizen_id])
    return found


def load_citizen_to_talk_with(person: Employee, uuid: UUID) -> Citizen:
    """A citizen of the person's own units whose case is open; otherwise not found."""
    citizen = load_citizen_to_change(person, uuid)
    if citizen.is_closed:
        raise Http404
    return citizen


def load_company(person: Employee, uuid: UUID) -> Company:
    """A company that the municipality works with; otherwise not found."""
    found = Company.objects.of_root(person.root_id).filter(uuid=uuid).first()
    if found is None or not works_with_citizens(person):
        raise Http404
    return found


def load_agreement(person: Employee, uuid: UUID) -> Agreement:
    """One that the person may read, drafts never; raises `ReasonNeededError` where a reason is asked for."""
    found = (
        Agreement.objects.agreed()
        .filter(root_id=person.root_id)
        .select_related("citizen__unit", "citizen__caseworker", "company", "conversation", "followed_up_by")
        .filter(uuid=uuid)
        .first()
    )
    if found is None or not works_with_citizens(person):
        raise Http404
    if found.citizen is not None and not may_open(person, found.citizen):
        raise ReasonNeededError(found.citizen)
    return found


def load_agreement_to_write(person: Employee, uuid: UUID) -> Agreement:
    """One of a citizen of the person's own units, or of a company; otherwise not found."""
    found = load_agreement(person, uuid)
    if found.citizen is not None and not may_change(person, found.citizen):
        raise Http404
    changing([found.citizen_id])
    return found
