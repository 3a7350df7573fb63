"""The topics of a conversation, as they are prepared and as they are agreed anew on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fagkompas.conversations.actions.holding_rows import SHORT_LENGTH, problems_of_text
from fagkompas.conversations.models import Conversation, Topic, TopicFrom
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.refusing import unless

TOPICS_AT_MOST: Final = 12
MINUTES_AT_MOST: Final = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTopic:
    """One topic as typed; the same `uuid` again is the same topic. `place` orders them, ties as they stand."""

    uuid: UUID
    from_whom: TopicFrom
    text: str
    minutes: int
    place: int


def problems_of_topics(conversation: Conversation, typed: Sequence[TypedTopic]) -> Iterator[Problem]:
    """Too many, bad texts, minutes out of range, and topics taken out that have notes."""
    yield from unless(len(typed) <= TOPICS_AT_MOST, "topics", "too_many_topics", limit=TOPICS_AT_MOST)
    for one in typed:
        yield from problems_of_text(f"topic-{one.uuid}-text", one.text, limit=SHORT_LENGTH)
        in_range = 1 <= one.minutes <= MINUTES_AT_MOST
        yield from unless(in_range, f"topic-{one.uuid}-minutes", "topic_minutes", str(one.minutes))
    kept = {one.uuid for one in typed}
    for topic in conversation.topics.all():
        is_fine = topic.uuid in kept or not (topic.has_notes or topic.key_words.exists())
        yield from unless(is_fine, f"topic-{topic.uuid}-text", "topic_has_notes")


def write_topics(conversation: Conversation, typed: Sequence[TypedTopic]) -> bool:
    """Whether anything is new; those that are no longer typed are gone."""
    known = {topic.uuid: topic for topic in conversation.topics.all()}
    changed = False
    for order, one in enumerate(sorted(typed, key=lambda each: each.place), start=1):
        topic = known.pop(one.uuid, None) or Topic(uuid=one.uuid, conversation=conversation)
        wanted = (one.from_whom.value, one.text, one.minutes, order)
        if (topic.from_whom, topic.text, topic.minutes, topic.order) != wanted:
            topic.from_whom, topic.text, topic.minutes, topic.order = wanted
            topic.save()
            changed = True
    if known:
        conversation.topics.filter(pk__in=[topic.pk for topic in known.values()]).delete()
    return changed or bool(known)
