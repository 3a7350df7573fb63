"""What minutes hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.conversations.actions.preparing import without_consent
from fagkompas.conversations.around import next_of
from fagkompas.conversations.models import (
    Agreement,
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
    not_agreed: Collection[str]
    topics: Sequence[TopicInMinutes]
    time_outs: Sequence[TimeOut]
    closing: Closing | None
    agreements: Sequence[Agreement]
    followed_up: Sequence[Agreement]
    evaluations: Sequence[EvaluationInWords]
    next_one: Conversation | None
    unread: str


def minutes_of(conversation: Conversation, reader: Employee) -> Minutes:
    """What the two thought of it is for who held it alone. Eleven queries at most, however much was said."""
    evaluations = conversation.evaluations.all() if conversation.held_by == reader else ()
    topics = list(conversation.topics.prefetch_related("key_words"))
    closing = Closing.objects.filter(conversation=conversation).first()
    return Minutes(
        conversation=conversation,
        name=name_of(conversation),
        state_kind=STATE_KINDS[ConversationState(conversation.state)],
        parties=list(conversation.parties.select_related("conversation")),
        not_agreed={party.kind for party in without_consent(conversation)},
        topics=[
            TopicInMinutes(topic=topic, words=list(topic.key_words.all()), minutes_used=round(topic.seconds_used / 60))
            for topic in topics
        ],
        time_outs=list(conversation.time_outs.select_related("topic")),
        closing=closing,
        agreements=list(conversation.agreements.agreed().select_related("topic")),
        followed_up=list(Agreement.objects.filter(followed_up_in=conversation)),
        evaluations=[_in_words(one) for one in evaluations if _says_something(one)],
        next_one=next_of(conversation, reader, timezone.now()),
        unread=unread_in(conversation, closing, *topics),
    )


def _says_something(one: Evaluation) -> bool:
    return one.expectation_met is not None or one.benefit is not None or bool(one.word)


def _in_words(one: Evaluation) -> EvaluationInWords:
    return EvaluationInWords(
        asked_of=one.get_asked_of_display(),
        expectation=mark_in_words(one.expectation_met),
        benefit=mark_in_words(one.benefit),
        word=one.word,
    )
