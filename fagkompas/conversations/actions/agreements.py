"""What was agreed, and how it went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company
from fagkompas.conversations.actions.holding_rows import problems_of_case, problems_of_text
from fagkompas.conversations.models import (
    HIGHEST_CONFIDENCE,
    LOWEST,
    Agreement,
    AgreementBy,
    AgreementState,
    Conversation,
    Topic,
)
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.days import unless_likely
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

WHAT_LENGTH: Final = 500
SHORT_LENGTH: Final = 300
NOTE_LENGTH: Final = 2000
AGREEMENTS_AT_MOST: Final = 20

EARLIER: Final = "earlier"
"""The rows of agreements from before, in the forms of a conversation."""

GUARDED: Final = ("what", "measure", "why")
"""What stands in the plan, in letters and on the company's paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAgreement:
    """One agreement as typed; the same `uuid` again is the same agreement. `topic` is the one that it came from."""

    uuid: UUID
    what: str
    measure: str = ""
    why: str = ""
    own_control: bool | None = None
    confidence: int | None = None
    due_on: date | None = None
    who: AgreementBy = AgreementBy.CITIZEN
    topic: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """How an agreement went. `state` OPEN: talked about, and it runs on; None: not talked about, unless the note is new."""

    state: AgreementState | None
    note: str = ""


@transaction.atomic
def make_agreement(
    *,
    typed: TypedAgreement,
    today: date,
    now: datetime,
    by: Employee,
    citizen: Citizen | None = None,
    company: Company | None = None,
    is_demo: bool = False,
) -> Agreement:
    """One that is agreed between two conversations; it counts at once, and once by its UUID. Raises `BadInput`."""
    before = made_before(Agreement.objects.filter(citizen=citizen, company=company), typed.uuid)
    if before is not None:
        return before
    refuse(
        [
            *problems_of_case(citizen),
            *unless(typed.what, "what", "agreement_without_what"),
            *unless(typed.due_on is not None, "due", "agreement_without_day"),
            *unless(typed.due_on is None or typed.due_on >= today, "due", "agreement_day_past"),
            *problems_of_agreement(typed, prefix="", today=today),
        ]
    )
    made = Agreement(
        uuid=typed.uuid,
        root_id=by.root_id,
        citizen=citizen,
        company=company,
        created_at=now,
        created_by=by,
        is_demo=is_demo,
    )
    _write(made, typed, {})
    made.save()
    record_change(by=by, action="conversations.agreement.made", target=made, citizen_id=made.citizen_id)
    return made


@transaction.atomic
def change_agreement(
    *, agreement: Agreement, revision: int, typed: TypedAgreement, traces_read: str, today: date, by: Employee
) -> Agreement:
    """Say an open one sharper, or give it another day.

    Raises `BadInput`, `TracesFound`, and `ChangedMeanwhile` for an old `revision`.
    """
    row = Agreement.objects.select_for_update(of=("self",)).select_related("topic").get(pk=agreement.pk)
    if row.revision != revision:
        raise ChangedMeanwhile
    is_to_come = typed.due_on is None or typed.due_on >= today or typed.due_on == row.due_on
    refuse(
        [
            *problems_of_case(row.citizen),
            *unless(row.is_open, "what", "agreement_followed_up"),
            *unless(typed.what, "what", "agreement_without_what"),
            *unless(typed.due_on is not None, "due", "agreement_without_day"),
            *unless(is_to_come, "due", "agreement_day_past"),
            *problems_of_agreement(typed, prefix="", today=today),
        ]
    )
    guard_health(guarded(typed), read=traces_read)
    topics = {row.topic.uuid: row.topic} if row.topic else {}
    if _write(row, replace(typed, topic=row.topic.uuid if row.topic else None), topics):
        row.revision += 1
        row.save()
        record_change(by=by, action="conversations.agreement.changed", target=row, citizen_id=row.citizen_id)
    return row


@transaction.atomic
def follow_up(
    *,
    agreement: Agreement,
    revision: int,
    said: FollowUp,
    today: date,
    by: Employee,
    conversation: Conversation | None = None,
) -> Agreement:
    """Say how it went, or take that back. Raises `BadInput`, and `ChangedMeanwhile` when `revision` is an old one."""
    row = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if row.revision != revision:
        raise ChangedMeanwhile
    refuse(
        [
            *problems_of_case(row.citizen),
            *unless(row.state != AgreementState.DRAFT, "state", "agreement_draft"),
            *problems_of_follow_up(said, "note"),
        ]
    )
    write_follow_up(row, said, conversation=conversation, by=by, today=today)
    return row


def write_follow_up(
    agreement: Agreement, said: FollowUp, *, conversation: Conversation | None, by: Employee, today: date
) -> bool:
    """Whether anything is new; its row is the caller's to hold."""
    is_new_note = agreement.note != said.note
    state = said.state or (AgreementState.OPEN if is_new_note and said.note else None)
    is_answered = _is_answered(agreement, state, conversation, today)
    if is_answered and not is_new_note:
        return False
    agreement.note = said.note
    if not is_answered:
        agreement.state = state or AgreementState.OPEN
        agreement.followed_up_on = today if state else None
        agreement.followed_up_in = conversation if state else None
        agreement.followed_up_by = by if state else None
    if not is_answered or conversation is None:  # a note that is typed in a conversation is in the log of its sitting
        action = "conversations.agreement.followed_up"
        record_change(by=by, action=action, target=agreement, citizen_id=agreement.citizen_id, state=agreement.state)
    agreement.revision += 1
    agreement.save()
    return True


def problems_of_answers(asked: Sequence[Agreement], said: Mapping[UUID, FollowUp]) -> Iterator[Problem]:
    """The same of several in a conversation, each at its row."""
    for one in asked:
        if one.uuid in said:
            yield from problems_of_follow_up(said[one.uuid], f"{EARLIER}-{one.uuid}-note")


def write_answers(
    asked: Sequence[Agreement],
    said: Mapping[UUID, FollowUp],
    *,
    conversation: Conversation,
    by: Employee,
    today: date,
) -> bool:
    """Whether anything is new; of those that nothing was sent about nothing is."""
    answered = [
        write_follow_up(one, said[one.uuid], conversation=conversation, by=by, today=today)
        for one in asked
        if one.uuid in said
    ]
    return any(answered)


def write_drafts(conversation: Conversation, typed: Sequence[TypedAgreement], *, by: Employee, now: datetime) -> bool:
    """The agreements of a conversation that is being closed, as drafts; those no longer typed are gone."""
    known = {one.uuid: one for one in conversation.agreements.filter(state=AgreementState.DRAFT)}
    topics = {topic.uuid: topic for topic in conversation.topics.all()}
    changed = False
    for one in typed:
        row = known.pop(one.uuid, None)
        if row is None:
            row = Agreement(
                uuid=one.uuid,
                root_id=conversation.root_id,
                citizen_id=conversation.citizen_id,
                company_id=conversation.company_id,
                conversation=conversation,
                state=AgreementState.DRAFT,
                created_at=now,
                created_by=by,
                is_demo=conversation.is_demo,
            )
        if _write(row, one, topics) or row.pk is None:
            row.save()
            changed = True
    if known:
        Agreement.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    return changed or bool(known)


def guarded(said: TypedAgreement | Agreement, *, prefix: str = "") -> dict[str, str]:
    """The texts that others will see, by control; `prefix` is what stands before its name."""
    return {f"{prefix}{part}": getattr(said, part) for part in GUARDED}


def problems_of_agreement(typed: TypedAgreement, *, prefix: str, today: date) -> Iterator[Problem]:
    """What no agreement may hold, a draft neither; `prefix` is what stands before the name of its controls."""
    yield from unless_likely(typed.due_on, f"{prefix}due", today)
    yield from problems_of_text(f"{prefix}what", typed.what, limit=WHAT_LENGTH)
    yield from problems_of_text(f"{prefix}measure", typed.measure, limit=SHORT_LENGTH)
    yield from problems_of_text(f"{prefix}why", typed.why, limit=SHORT_LENGTH)
    in_range = typed.confidence is None or LOWEST <= typed.confidence <= HIGHEST_CONFIDENCE
    yield from unless(in_range, f"{prefix}confidence", "confidence_range", str(typed.confidence))


def problems_of_follow_up(said: FollowUp, field: str) -> Iterator[Problem]:
    """A state that says nothing about how it went, or a bad note."""
    yield from unless(said.state != AgreementState.DRAFT, field, "unknown_state")
    yield from problems_of_text(field, said.note, limit=NOTE_LENGTH)


def _is_answered(
    agreement: Agreement, state: AgreementState | None, conversation: Conversation | None, today: date
) -> bool:
    """Whether the answer stands already: one that runs on is talked about anew in each conversation, and each day without one."""
    if state is None:
        return not agreement.answered(conversation)
    is_of_now = conversation is not None or agreement.followed_up_on == today
    is_told = bool(agreement.answered(conversation)) and is_of_now
    return agreement.state == state and (state != AgreementState.OPEN or is_told)


def _write(row: Agreement, typed: TypedAgreement, topics: Mapping[UUID, Topic]) -> bool:
    """Whether anything is new."""
    topic = topics.get(typed.topic) if typed.topic else None
    wanted = {
        "what": typed.what,
        "measure": typed.measure,
        "why": typed.why,
        "own_control": typed.own_control,
        "confidence": typed.confidence,
        "due_on": typed.due_on,
        "who": typed.who,
        "topic_id": topic.pk if topic else None,
    }
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    return bool(changed)
