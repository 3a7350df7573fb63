"""Noting that a conversation was opened."""

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_read
from fagkompas.conversations.models import Conversation

READ = "conversations.conversation.read"


def note_reading(person: Employee, one: Conversation) -> None:
    """One line for an opening, however many pages of it are looked at."""
    record_read(by=person, action=READ, citizen_id=one.citizen_id, target=one, part_of=READ)
