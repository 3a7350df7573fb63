"""Who may open a conversation: whoever opens the citizen's case; with a company, whoever works with citizens or companies.

| | citizen of own unit | citizen of another unit | company of the municipality |
|---|---|---|---|
| caseworker, manager | read and write | read, with a reason, that day | read and write |
| company consultant | read and write what she holds, and its agreements | the same, read only | read and write |
| everybody else | no | no | no |
"""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee
from fagkompas.citizens.changing import changing
from fagkompas.citizens.models import WITH_CITIZENS, Citizen
from fagkompas.citizens.permissions import (
    ReasonNeededError,
    in_own_units,
    load_citizen_to_change_towards_work,
    may_change,
    may_change_towards_work,
    may_open,
    may_see_towards_work,
    works_with_cases,
    works_with_citizens,
)
from fagkompas.companies.models import Company
from fagkompas.conversations.models import Agreement, AgreementQuerySet, Conversation, ConversationQuerySet


def conversations_seen_by(person: Employee) -> ConversationQuerySet:
    """The person's own in the municipality, as far as the person may still open them without saying why."""
    if not works_with_citizens(person):
        return Conversation.objects.none()
    own = Conversation.objects.of_root(person.root_id).held_by_person(person)
    return own.filter(in_own_units(person, "citizen__", roles=WITH_CITIZENS) | Q(citizen__isnull=True))


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
    if found.citizen is not None and not may_read(person, found):
        _ask_why(person, found.citizen, is_own=found.holder == person)
    return found


def _holds(person: Employee, one: Conversation) -> bool:
    return one.citizen is not None and one.holder == person and may_see_towards_work(person, one.citizen)


def _ask_why(person: Employee, citizen: Citizen, *, is_own: bool) -> None:
    """For who may open the case after saying why; a company consultant only what is her own."""
    if works_with_cases(person) or is_own:
        raise ReasonNeededError(citizen)
    raise Http404


def conversations_with(person: Employee, citizen: Citizen) -> ConversationQuerySet:
    """Those with a citizen that the person may open."""
    rows = Conversation.objects.filter(citizen=citizen)
    return rows if may_open(person, citizen) else rows.held_by_person(person)


def conversations_beside(person: Employee, one: Conversation) -> ConversationQuerySet:
    """The others with the same citizen or company that the person may open."""
    rows = Conversation.objects.filter(one.other) if one.citizen is None else conversations_with(person, one.citizen)
    return rows.exclude(pk=one.pk)


def agreements_with(person: Employee, citizen: Citizen) -> AgreementQuerySet:
    """Those with a citizen that the person may open."""
    rows = Agreement.objects.filter(citizen=citizen)
    if may_open(person, citizen):
        return rows
    held = Conversation.objects.filter(citizen=citizen).held_by_person(person).order_by()
    return rows.filter(Q(created_by=person) | Q(conversation__in=held.values("pk")))


def may_read(person: Employee, one: Conversation) -> bool:
    """Whether `load_conversation` finds it, without saying why."""
    return one.citizen is None or may_open(person, one.citizen) or _holds(person, one)


def may_write(person: Employee, conversation: Conversation) -> bool:
    """Prepare, hold and close it."""
    citizen = conversation.citizen
    if citizen is None:
        return works_with_citizens(person)
    return may_change(person, citizen) or (conversation.holder == person and may_change_towards_work(person, citizen))


def load_to_write(person: Employee, uuid: UUID) -> Conversation:
    """One that the person may write in; otherwise not found."""
    found = load_conversation(person, uuid)
    if not may_write(person, found):
        raise Http404
    changing([found.citizen_id])
    return found


def load_citizen_to_talk_with(person: Employee, uuid: UUID) -> Citizen:
    """A citizen of the person's own units whose case is open; otherwise not found."""
    citizen = load_citizen_to_change_towards_work(person, uuid)
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
        .select_related("citizen__unit", "citizen__caseworker", "company", "followed_up_by")
        .select_related("conversation__held_by", "conversation__citizen__caseworker")
        .filter(uuid=uuid)
        .first()
    )
    if found is None or not works_with_citizens(person):
        raise Http404
    if found.citizen is not None and not may_read_agreement(person, found):
        _ask_why(person, found.citizen, is_own=_is_own(person, found))
    return found


def may_read_agreement(person: Employee, one: Agreement) -> bool:
    """Whether `load_agreement` finds it, without saying why."""
    return one.citizen is None or may_open(person, one.citizen) or _made(person, one)


def may_write_agreement(person: Employee, one: Agreement) -> bool:
    """Follow it up and change it: where the citizen is, a company consultant her own; with a company, whoever reads it."""
    if one.citizen is None or may_change(person, one.citizen):
        return True
    return _made(person, one) and may_change_towards_work(person, one.citizen)


def _made(person: Employee, one: Agreement) -> bool:
    """Own, and the person sees the citizen towards work."""
    return _is_own(person, one) and one.citizen is not None and may_see_towards_work(person, one.citizen)


def _is_own(person: Employee, one: Agreement) -> bool:
    """In a conversation that the person holds, or noted by the person."""
    return one.created_by_id == person.pk or (one.conversation is not None and one.conversation.holder == person)


def load_agreement_to_write(person: Employee, uuid: UUID) -> Agreement:
    """One that the person may follow up and change; otherwise not found."""
    found = load_agreement(person, uuid)
    if not may_write_agreement(person, found):
        raise Http404
    changing([found.citizen_id])
    return found
