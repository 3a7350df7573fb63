"""The last topic: the other person's own summary, agreements, next time, and what they thought of it.

What is typed is a draft until `close`: then the conversation has ended, its agreements count, topics that were not
reached are for next time, and the next conversation is planned.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.contacts import confirm_contact
from fagkompas.conversations.actions.agreements import (
    AGREEMENTS_AT_MOST,
    FollowUp,
    TypedAgreement,
    guarded,
    problems_of_agreement,
    problems_of_answers,
    write_answers,
    write_drafts,
)
from fagkompas.conversations.actions.holding_rows import (
    NOTED,
    count_time,
    held,
    problems_of_case,
    problems_of_reading,
    problems_of_text,
    saved,
)
from fagkompas.conversations.actions.preparing import (
    LEAST_MINUTES,
    MOST_MINUTES,
    held_agreements,
    plan_conversation,
)
from fagkompas.conversations.models import (
    HIGHEST_MARK,
    LOWEST,
    Agreement,
    AgreementState,
    AskedOf,
    Closing,
    Conversation,
    ConversationState,
    Evaluation,
    TopicState,
)
from fagkompas.conversations.templates_file import templates
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.days import unless_likely
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.traces import guard_health

WORD_LENGTH: Final = 1000
AGREEMENT: Final = "agreement-{uuid}-"
"""What stands before the name of the controls of an agreement."""
NEXT_TEMPLATE: Final = "agreements-follow-up"
NEXT_TEMPLATE_OF_COMPANY: Final = "company-follow-up"

WITH_AGREEMENTS: Final = (ConversationState.HELD, ConversationState.INTERRUPTED)
"""The endings that may come with agreements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedEvaluation:
    """What one of the two answered; None is not answered."""

    expectation_met: int | None = None
    benefit: int | None = None
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedClosing:
    """All that is typed at the end; `ending` None while nobody has said how it ended."""

    ending: ConversationState | None
    own_summary: str
    why_no_agreement: str
    why: str
    got_in_touch: bool | None
    next_at: datetime | None
    next_minutes: int | None
    agreements: Sequence[TypedAgreement]
    evaluations: Mapping[AskedOf, TypedEvaluation]
    followed_up: Mapping[UUID, FollowUp] = field(default_factory=dict)


@transaction.atomic
def save_closing(
    *, conversation: Conversation, revision: int, typed: TypedClosing, by: Employee, now: datetime
) -> Conversation:
    """Keep the draft, all of it or nothing. Raises `BadInput`, and `ChangedMeanwhile` when `revision` is an old one."""
    row = held(conversation, revision)
    asked = held_agreements(row, by, typed.followed_up)
    refuse(
        [
            *unless(not row.has_ended, "state", "has_ended"),
            *_problems_of_case(row, typed.ending),
            *problems_of_reading(row),
            *_problems_of_draft(typed, localdate(now)),
            *problems_of_answers(asked, typed.followed_up),
        ]
    )
    changed = (
        _write_closing(row, typed)
        | _write_evaluations(row, typed.evaluations)
        | write_drafts(row, typed.agreements, by=by, now=now)
        | write_answers(asked, typed.followed_up, conversation=row, by=by, today=localdate(now))
    )
    return saved(row, NOTED, by=by, now=now) if changed else row


@transaction.atomic
def close(
    *, conversation: Conversation, revision: int, by: Employee, now: datetime, traces_read: str = ""
) -> Conversation | None:
    """It counts from now on; the next conversation where one is agreed. Raises `BadInput` with all that is missing.

    `TracesFound` where an agreement tells of health and `traces_read` is not the stamp of that, and `ChangedMeanwhile`
    when `revision` is no longer what was read on the summary.
    """
    row = held(conversation, revision)
    closing = Closing.objects.filter(conversation=row).first() or Closing(conversation=row)
    refuse([*problems_before_closing(row, closing, now), *problems_of_reading(row)])
    guard_health(guarded_in(drafts_of(row)), read=traces_read)
    count_time(row, now)
    if row.topic is not None and row.topic.has_notes:
        row.topics.filter(pk=row.topic.pk).update(state=TopicState.DONE)
    row.topics.filter(state__in=[TopicState.OPEN, TopicState.PARKED]).update(state=TopicState.LATER)
    row.agreements.filter(state=AgreementState.DRAFT).update(state=AgreementState.OPEN)
    # Said when one prepared, it was talked about on the day of the talk.
    row.followed_up.filter(state=AgreementState.OPEN).update(followed_up_on=localdate(row.held_at))
    row.state = closing.ending
    row.topic, row.topic_since = None, None
    row.held_by = row.holder or by
    row.ended_at = now
    row.revision += 1
    row.saved_by, row.saved_at = by, now
    row.save()
    if row.contact is not None and row.state == ConversationState.HELD:
        confirm_contact(contact=row.contact, by=by)
    record_change(
        by=by,
        action="conversations.conversation.closed",
        target=row,
        citizen_id=row.citizen_id,
        ending=closing.ending,
        agreements=row.agreements.count(),
    )
    return _plan_next(row, closing, by, now)


def drafts_of(row: Conversation) -> list[Agreement]:
    """What is agreed in it and counts once it is closed. One query."""
    return list(row.agreements.filter(state=AgreementState.DRAFT).select_related("topic").order_by("pk"))


def guarded_in(drafts: Iterable[Agreement]) -> dict[str, str]:
    """Their texts that others will see, by control."""
    return {name: text for one in drafts for name, text in guarded(one, prefix=AGREEMENT.format(uuid=one.uuid)).items()}


def problems_before_closing(row: Conversation, closing: Closing, now: datetime) -> list[Problem]:
    """Everything that is missing before it may count; the summary page names them."""
    return [
        *unless(not row.has_ended, "state", "has_ended"),
        *_problems_of_case(row, ConversationState(closing.ending) if closing.ending else None),
        *_problems_of_ending(row, closing),
        *unless(row.is_under_way or row.planned_at <= now, "state", "not_yet"),
        *unless(closing.next_at is None or closing.next_at > now, "next_on", "next_past"),
    ]


def _problems_of_case(row: Conversation, ending: ConversationState | None) -> Iterator[Problem]:
    """That somebody did not turn up can be said of a closed case too, so that nothing waits in it for ever."""
    if ending is not ConversationState.NO_SHOW:
        yield from problems_of_case(row.citizen)


def _problems_of_ending(row: Conversation, closing: Closing) -> Iterator[Problem]:
    drafts = drafts_of(row)
    match closing.ending:
        case "":
            yield from unless(False, "ending", "ending_missing")
        case ConversationState.HELD:
            yield from unless(closing.own_summary, "own_summary", "summary_missing")
            yield from unless(drafts or closing.why_no_agreement, "why_no_agreement", "agreement_or_why")
        case ConversationState.INTERRUPTED:
            yield from unless(closing.why, "why", "why_interrupted_missing")
        case ConversationState.INFORMATION:
            yield from unless(closing.why, "why", "what_was_told_missing")
        case ConversationState.NO_SHOW:
            yield from unless(closing.got_in_touch is not None, "got_in_touch", "got_in_touch_missing")
    takes = closing.ending in (*WITH_AGREEMENTS, "")
    yield from unless(takes or not drafts, "agreements", "agreements_not_of_ending")
    for one in drafts if takes else ():
        yield from _problems_of_day(one, localdate(row.held_at))


def _problems_of_day(one: Agreement, day: date) -> Iterator[Problem]:
    field = f"{AGREEMENT.format(uuid=one.uuid)}due"
    yield from unless(one.due_on is not None, field, "agreement_without_day", one.what)
    yield from unless(one.due_on is None or one.due_on >= day, field, "agreement_day_past", one.what)


def _plan_next(row: Conversation, closing: Closing, by: Employee, now: datetime) -> Conversation | None:
    if closing.next_at is None:
        return None
    same = Conversation.objects.planned().filter(row.other, planned_at=closing.next_at).first()
    if same is not None:
        return same
    code = NEXT_TEMPLATE if row.citizen_id else NEXT_TEMPLATE_OF_COMPANY
    return plan_conversation(
        template=templates()[code],
        planned_at=closing.next_at,
        minutes=closing.next_minutes,
        now=now,
        by=by,
        held_by=row.held_by,
        citizen=row.citizen,
        company=row.company,
        is_demo=row.is_demo,
    )


def _write_closing(row: Conversation, typed: TypedClosing) -> bool:
    closing = Closing.objects.filter(conversation=row).first() or Closing(conversation=row)
    columns = ("ending", "own_summary", "why_no_agreement", "why", "got_in_touch", "next_at", "next_minutes")
    wanted = {name: getattr(typed, name) for name in columns} | {"ending": typed.ending or ""}
    changed = [name for name in columns if getattr(closing, name) != wanted[name]]
    for name in changed:
        setattr(closing, name, wanted[name])
    if changed or closing.pk is None:
        closing.save()
    return bool(changed)


def _write_evaluations(row: Conversation, typed: Mapping[AskedOf, TypedEvaluation]) -> bool:
    known = {AskedOf(one.asked_of): one for one in row.evaluations.all()}
    changed = False
    for asked_of, said in typed.items():
        one = known.get(asked_of) or Evaluation(conversation=row, asked_of=asked_of)
        if (one.expectation_met, one.benefit, one.word) != (said.expectation_met, said.benefit, said.word):
            one.expectation_met, one.benefit, one.word = said.expectation_met, said.benefit, said.word
            one.save()
            changed = True
    return changed


def _problems_of_draft(typed: TypedClosing, today: date) -> Iterator[Problem]:
    for name in ("own_summary", "why_no_agreement", "why"):
        yield from problems_of_text(name, getattr(typed, name))
    in_range = typed.next_minutes is None or LEAST_MINUTES <= typed.next_minutes <= MOST_MINUTES
    yield from unless(in_range, "next_minutes", "minutes_range", str(typed.next_minutes))
    yield from unless_likely(typed.next_at.date() if typed.next_at else None, "next_on", today)
    yield from unless(
        len(typed.agreements) <= AGREEMENTS_AT_MOST, "agreements", "too_many_agreements", limit=AGREEMENTS_AT_MOST
    )
    for one in typed.agreements:
        yield from problems_of_agreement(one, prefix=AGREEMENT.format(uuid=one.uuid), today=today)
    for asked_of, said in typed.evaluations.items():
        yield from problems_of_text(f"{asked_of.value}-word", said.word, limit=WORD_LENGTH)
        for part in ("expectation_met", "benefit"):
            mark = getattr(said, part)
            is_fine = mark is None or LOWEST <= mark <= HIGHEST_MARK
            yield from unless(is_fine, f"{asked_of.value}-{part}", "mark_range", str(mark))
