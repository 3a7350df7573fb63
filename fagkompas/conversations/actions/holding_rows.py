"""What the actions share: the row held from others, the log of a sitting, and what must not stand in a text."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_sitting
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Conversation
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.refusing import unless
from fagkompas.toolkit.together import ChangedMeanwhile

NOTE_LENGTH: Final = 8000
"""Characters of one field while one types fast; about four pages."""

SHORT_LENGTH: Final = 500


def held(conversation: Conversation, revision: int | None = None) -> Conversation:
    """The row as it stands, kept from others until the transaction ends, and its case from being closed.

    Raises `ChangedMeanwhile` for an old revision.
    """
    if conversation.citizen_id is not None:
        Citizen.objects.select_for_update(no_key=True).get(pk=conversation.citizen_id)
    row = (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("citizen__caseworker", "held_by", "company", "topic")
        .get(pk=conversation.pk)
    )
    if revision is not None and row.revision != revision:
        raise ChangedMeanwhile
    return row


PREPARED: Final = "conversations.conversation.prepared"
NOTED: Final = "conversations.conversation.noted"


def saved(conversation: Conversation, action: str, *, by: Employee, now: datetime) -> Conversation:
    """Write the row with a new revision; one line in the log for a sitting, not one for each pause in typing."""
    conversation.revision += 1
    conversation.saved_by = by
    conversation.saved_at = now
    conversation.save()
    record_sitting(by=by, action=action, target=conversation, citizen_id=conversation.citizen_id)
    return conversation


def count_time(row: Conversation, now: datetime) -> None:
    """Give the present topic the time since one turned to it."""
    if row.topic is not None and row.topic_since is not None:
        seconds = max(0, int((now - row.topic_since).total_seconds()))
        row.topics.filter(pk=row.topic.pk).update(seconds_used=row.topic.seconds_used + seconds)


def problems_of_text(field: str, text: str, *, limit: int = NOTE_LENGTH) -> Iterator[Problem]:
    """Too long, or with what looks like a CPR number."""
    yield from unless(len(text) <= limit, field, "text_too_long", characters=len(text), limit=limit)
    yield from unless(not cpr_like(text), field, "cpr_like", masked_cpr(text))


def problems_of_case(citizen: Citizen | None) -> Iterator[Problem]:
    """Nothing is written in a case that is closed; None is a company's."""
    yield from unless(citizen is None or not citizen.is_closed, "state", "case_closed")


def problems_of_reading(conversation: Conversation) -> Iterator[Problem]:
    """Nobody writes over what cannot be read."""
    rows = (conversation, *conversation.topics.all())
    yield from unless(not unread_in(*rows), "state", "unread")
