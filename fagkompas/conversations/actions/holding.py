"""While one talks: what was said per topic, from one topic to the next, and the time-outs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.conversations.actions.agreements import FollowUp, problems_of_answers, write_answers
from fagkompas.conversations.actions.holding_rows import (
    NOTED,
    count_time,
    held,
    problems_of_case,
    problems_of_reading,
    problems_of_text,
    saved,
)
from fagkompas.conversations.actions.preparing import held_agreements
from fagkompas.conversations.actions.topics import TypedTopic, problems_of_topics, write_topics
from fagkompas.conversations.models import Conversation, KeyWord, TimeOut, TimeOutKind, Topic, TopicState
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.refusing import refuse, unless

WORD_LENGTH: Final = 200
WORDS_AT_MOST: Final = 60
TIME_OUT_LENGTH: Final = 2000

NOTES: Final = ("explore", "give", "explore_again")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWord:
    """A key word as typed; the same `uuid` again is the same word."""

    uuid: UUID
    word: str
    mirrored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTalk:
    """What was noted on one topic: a text for each of `NOTES`, the key words, and how agreements from before went."""

    notes: Mapping[str, str]
    words: Sequence[TypedWord]
    followed_up: Mapping[UUID, FollowUp] = field(default_factory=dict)


@transaction.atomic
def save_talk(
    *, conversation: Conversation, topic: Topic, revision: int, typed: TypedTalk, by: Employee, now: datetime
) -> Conversation:
    """Keep all of it or nothing. Raises `BadInput`, and `ChangedMeanwhile` when `revision` is an old one."""
    row = held(conversation, revision)
    asked = held_agreements(row, by, typed.followed_up)
    refuse([*_problems_of_state(row), *_problems_of_talk(typed), *problems_of_answers(asked, typed.followed_up)])
    about = row.topics.get(pk=topic.pk)
    changed = _write_notes(about, typed.notes) | _write_words(about, typed.words)
    changed |= write_answers(asked, typed.followed_up, conversation=row, by=by, today=localdate(now))
    return saved(row, NOTED, by=by, now=now) if changed else row


@transaction.atomic
def go_to(*, conversation: Conversation, topic: Topic, now: datetime, by: Employee) -> Conversation:
    """Talk about this topic from now on; one that was done or parked is open again. Raises `BadInput`."""
    row = held(conversation)
    refuse(_problems_of_state(row))
    if row.topic_id != topic.pk:
        count_time(row, now)
        _turn_to(row, row.topics.get(pk=topic.pk), now)
    return _kept(row, by, now)


@transaction.atomic
def next_topic(*, conversation: Conversation, topic: Topic, now: datetime, by: Employee) -> Topic | None:
    """`topic` is done; on to the next that waits, None when none does. Twice over does nothing more. Raises `BadInput`."""
    row = held(conversation)
    refuse(_problems_of_state(row))
    _leave(row, topic, TopicState.DONE, now)
    _kept(row, by, now)
    return row.topic


@transaction.atomic
def take_time_out(
    *,
    conversation: Conversation,
    kind: TimeOutKind,
    note: str,
    now: datetime,
    by: Employee,
    minutes: int | None = None,
    topics: Sequence[TypedTopic] = (),
    revision: int | None = None,
    uuid: UUID | None = None,
) -> Conversation:
    """Stop for a moment: go on as agreed, agree topics and minutes anew, or park the topic. The same `uuid` again is the same.

    Raises `BadInput`, and `ChangedMeanwhile` when `revision` is an old one.
    """
    row = held(conversation, revision)
    if uuid is not None and row.time_outs.filter(uuid=uuid).exists():
        return row
    is_new_deal = kind is TimeOutKind.RENEGOTIATE
    refuse(
        [
            *_problems_of_state(row),
            *problems_of_text("note", note, limit=TIME_OUT_LENGTH),
            *unless(kind is not TimeOutKind.PARK or row.topic is not None, "kind", "nothing_to_park"),
            *(problems_of_topics(row, topics) if is_new_deal else ()),
            *unless(not is_new_deal or topics, "topics", "no_topics"),
            *unless(minutes is None or _MINUTES[0] <= minutes <= _MINUTES[1], "minutes", "minutes_range"),
        ]
    )
    TimeOut.objects.create(uuid=uuid or uuid4(), conversation=row, topic=row.topic, at=now, kind=kind, note=note)
    if kind is TimeOutKind.PARK and row.topic is not None:
        _leave(row, row.topic, TopicState.PARKED, now)
    if is_new_deal:
        _deal_anew(row, topics, minutes, now)
    record_change(
        by=by, action="conversations.conversation.time_out", target=row, citizen_id=row.citizen_id, kind=kind.value
    )
    return _kept(row, by, now)


_MINUTES: Final = (5, 240)


def _deal_anew(row: Conversation, topics: Sequence[TypedTopic], minutes: int | None, now: datetime) -> None:
    before = row.topic_id
    write_topics(row, topics)
    row.minutes = minutes or row.minutes
    if before is not None and not row.topics.filter(pk=before).exists():
        row.topic = None
        _turn_to_first_open(row, now)
    elif row.topic_id is None:
        _turn_to_first_open(row, now)


def _leave(row: Conversation, topic: Topic, state: TopicState, now: datetime) -> None:
    """The topic gets its new state; when it was the one talked about, the next that waits takes its place."""
    is_current = row.topic_id == topic.pk
    if is_current:
        count_time(row, now)
    row.topics.filter(pk=topic.pk).update(state=state)
    if is_current or row.topic_id is None:
        _turn_to_first_open(row, now)


def _turn_to_first_open(row: Conversation, now: datetime) -> None:
    _turn_to(row, row.topics.filter(state=TopicState.OPEN).first(), now)


def _turn_to(row: Conversation, topic: Topic | None, now: datetime) -> None:
    row.topic = topic
    row.topic_since = now if topic else None
    if topic is not None and not topic.is_open:
        topic.state = TopicState.OPEN
        topic.save(update_fields=["state"])


def _kept(row: Conversation, by: Employee, now: datetime) -> Conversation:
    """No line in the log: where one is in a talk is told by what is noted."""
    row.saved_by, row.saved_at = by, now
    row.revision += 1
    row.save()
    return row


def _write_notes(topic: Topic, notes: Mapping[str, str]) -> bool:
    changed = [name for name in NOTES if getattr(topic, name) != notes[name]]
    for name in changed:
        setattr(topic, name, notes[name])
    if changed:
        topic.save(update_fields=changed)
    return bool(changed)


def _write_words(topic: Topic, typed: Sequence[TypedWord]) -> bool:
    known = {word.uuid: word for word in topic.key_words.all()}
    changed = False
    for one in typed:
        row = known.pop(one.uuid, None) or KeyWord(uuid=one.uuid, topic=topic)
        if (row.word, row.mirrored) != (one.word, one.mirrored):
            row.word, row.mirrored = one.word, one.mirrored
            row.save()
            changed = True
    if known:
        topic.key_words.filter(pk__in=[row.pk for row in known.values()]).delete()
    return changed or bool(known)


def _problems_of_state(row: Conversation) -> Iterator[Problem]:
    yield from unless(row.is_under_way, "state", "has_ended" if row.has_ended else "not_begun")
    yield from problems_of_case(row.citizen)
    yield from problems_of_reading(row)


def _problems_of_talk(typed: TypedTalk) -> Iterator[Problem]:
    for name in NOTES:
        yield from problems_of_text(name, typed.notes[name])
    yield from unless(len(typed.words) <= WORDS_AT_MOST, "words", "too_many_words", limit=WORDS_AT_MOST)
    for one in typed.words:
        yield from problems_of_text(f"word-{one.uuid}-text", one.word, limit=WORD_LENGTH)
