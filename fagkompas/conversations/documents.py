"""What minutes and letters hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.conversations.models import (
    Agreement,
    AgreementBy,
    Closing,
    Conversation,
    ConversationState,
    Evaluation,
    KeyWord,
    Party,
    TimeOut,
    Topic,
)
from fagkompas.conversations.wording import STATE_KINDS, mark_in_words, name_of
from fagkompas.toolkit.encrypted_fields import unread_in


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicInMinutes:
    """A topic with what was noted; `minutes_used` of its minutes."""

    topic: Topic
    words: Sequence[KeyWord]
    minutes_used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationInWords:
    """Who was asked, and what they answered."""

    asked_of: str
    expectation: str
    benefit: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """A conversation as it is read afterwards. `followed_up` are earlier agreements that it followed up."""

    conversation: Conversation
    name: str
    state_kind: str
    parties: Sequence[Party]
    topics: Sequence[TopicInMinutes]
    time_outs: Sequence[TimeOut]
    closing: Closing | None
    agreements: Sequence[Agreement]
    followed_up: Sequence[Agreement]
    evaluations: Sequence[EvaluationInWords]
    next_one: Conversation | None
    unread: str


def minutes_of(conversation: Conversation, reader: Employee) -> Minutes:
    """What the two thought of it is for who held it alone. Eight queries, however much was said."""
    evaluations = conversation.evaluations.all() if conversation.held_by == reader else ()
    topics = list(conversation.topics.prefetch_related("key_words"))
    closing = Closing.objects.filter(conversation=conversation).first()
    return Minutes(
        conversation=conversation,
        name=name_of(conversation),
        state_kind=STATE_KINDS[ConversationState(conversation.state)],
        parties=list(conversation.parties.all()),
        topics=[
            TopicInMinutes(topic=topic, words=list(topic.key_words.all()), minutes_used=round(topic.seconds_used / 60))
            for topic in topics
        ],
        time_outs=list(conversation.time_outs.select_related("topic")),
        closing=closing,
        agreements=list(conversation.agreements.agreed().select_related("topic")),
        followed_up=list(Agreement.objects.filter(followed_up_in=conversation)),
        evaluations=[_in_words(one) for one in evaluations if _says_something(one)],
        next_one=_next_of(conversation),
        unread=unread_in(conversation, closing, *topics),
    )


TOLD_IN_LETTER: Final = (ConversationState.HELD, ConversationState.INTERRUPTED)
"""After these the letter has what the other person took along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """In plain language, without CPR number, address or notes: what was agreed, when one meets again, whom to call."""

    name: str
    held_on: datetime | None
    state: str
    own_summary: str
    yours: Sequence[Agreement]
    ours: Sequence[Agreement]
    next_one: Conversation | None
    writer: str
    unit: str
    is_citizen: bool


def letter_of(conversation: Conversation, *, writer: Employee) -> Letter:
    """In the language of now. Three queries."""
    agreements = list(conversation.agreements.agreed())
    closing = Closing.objects.filter(conversation=conversation).first()
    mine = AgreementBy.CITIZEN if conversation.citizen_id else AgreementBy.COMPANY
    return Letter(
        name=conversation.with_whom,
        held_on=conversation.began_at or conversation.planned_at,
        state=conversation.state,
        own_summary=closing.own_summary if closing and conversation.state in TOLD_IN_LETTER else "",
        yours=[one for one in agreements if one.who == mine],
        ours=[one for one in agreements if one.who != mine],
        next_one=_next_of(conversation),
        writer=str(conversation.held_by or writer),
        unit=conversation.unit.name,
        is_citizen=conversation.citizen_id is not None,
    )


def _next_of(conversation: Conversation) -> Conversation | None:
    """The soonest that is planned with the same citizen or company, after this one."""
    planned = Conversation.objects.planned().filter(conversation.other, planned_at__gt=conversation.planned_at)
    return planned.exclude(pk=conversation.pk).first()


def _says_something(one: Evaluation) -> bool:
    return one.expectation_met is not None or one.benefit is not None or bool(one.word)


def _in_words(one: Evaluation) -> EvaluationInWords:
    return EvaluationInWords(
        asked_of=one.get_asked_of_display(),
        expectation=mark_in_words(one.expectation_met),
        benefit=mark_in_words(one.benefit),
        word=one.word,
    )
