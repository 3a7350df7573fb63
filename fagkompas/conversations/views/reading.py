"""What pages of a conversation share: noting that it was opened, and where more of it is asked."""

from collections.abc import Iterable

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import Target, record_read, record_reads_of_citizens
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import may_open
from fagkompas.citizens.views.frame import OPENED
from fagkompas.conversations.models import Conversation
from fagkompas.toolkit.pages import panel_url

READ = "conversations.conversation.read"
LIST_READ = "conversations.list.read"


def note_reading(person: Employee, one: Conversation) -> None:
    """One line for an opening, however many pages of it are looked at."""
    record_read(by=person, action=READ, citizen_id=one.citizen_id, target=one, part_of=READ)


def note_listing(person: Employee, citizen: Citizen, *, part_of: str = OPENED) -> None:
    """That the conversations with a citizen were seen: part of the case's opening, where that has just been noted."""
    record_read(by=person, action=LIST_READ, citizen_id=citizen.pk, target=citizen, part_of=part_of)


def note_listed(person: Employee, about: Iterable[tuple[int, Target]]) -> None:
    """The same of a list of conversations with several."""
    record_reads_of_citizens(by=person, action=LIST_READ, seen=about)


def tracks_url(person: Employee, one: Conversation) -> str:
    """Where another app asks which job track each of its agreements is about; "" with a company, which has none.

    Job tracks are worked on in the case, which a company consultant does not open.
    """
    is_there = one.citizen is not None and may_open(person, one.citizen)
    return panel_url("casework:talk_tracks", one.citizen.uuid, one.uuid) if one.citizen and is_there else ""
