"""A conversation that was closed by a wrong click is opened again: by whoever closed it, on the same day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.conversations.actions.holding_rows import held
from fagkompas.conversations.models import AgreementState, Closing, Conversation, ConversationState
from fagkompas.toolkit.refusing import refuse, unless


def may_reopen(conversation: Conversation, *, by: Employee, today: date) -> bool:
    """Closed today by this person, in a case that is open, and nobody has said yet how an agreement of it went."""
    return (
        conversation.has_ended
        and conversation.saved_by_id == by.pk
        and conversation.ended_at is not None
        and localdate(conversation.ended_at) == today
        and not (conversation.citizen is not None and conversation.citizen.is_closed)
        and not conversation.agreements.exclude(state=AgreementState.OPEN).exists()
    )


@transaction.atomic
def reopen(*, conversation: Conversation, by: Employee, now: datetime) -> Conversation:
    """Under way again, or planned where it never began; its agreements are drafts until it is closed. Raises `BadInput`.

    The next conversation that the closing planned is taken away, unless somebody has begun to prepare it; so are words of
    one's own in the letter, which tell what was agreed.
    """
    row = held(conversation)
    refuse(unless(may_reopen(row, by=by, today=localdate(now)), "state", "not_to_be_reopened"))
    _take_away_the_next(row)
    row.letter_parts.all().delete()
    row.agreements.filter(state=AgreementState.OPEN).update(state=AgreementState.DRAFT)
    row.state = ConversationState.UNDER_WAY if row.began_at else ConversationState.PLANNED
    row.ended_at = None
    row.revision += 1
    row.saved_by, row.saved_at = by, now
    row.save()
    record_change(by=by, action="conversations.conversation.reopened", target=row, citizen_id=row.citizen_id)
    return row


def _take_away_the_next(row: Conversation) -> None:
    closing = Closing.objects.filter(conversation=row).first()
    if closing is not None and closing.next_at is not None and row.ended_at is not None:
        planned = Conversation.objects.planned().filter(row.other, planned_at=closing.next_at, created_at=row.ended_at)
        planned.filter(revision=0).delete()
