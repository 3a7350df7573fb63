"""Looking a CPR number up: whoever it leads to is noted where the answer is given, and nobody may try numbers by the hundred.

| | answer | noted |
|---|---|---|
| search | who has the number, in own units or in another | each case it leads to in another unit; own ones as every list is |
| a new number in a form | that somebody has it, and where | whoever has it |
| a file | that a citizen is there, or in another unit; not which | everyone a number leads to |
"""

from collections.abc import Iterable
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.wording import SENTENCES
from fagkompas.toolkit.attempts import count_of_the_hour, note_in_the_hour

AN_HOUR: Final = 60
"""So many numbers may one person look up in an hour; the rows of a file count where another unit has the citizen."""

LOOKED_UP: Final = "citizens.number.looked_up"


def look_ups_left(person: Employee) -> int:
    """How many numbers the person may still look up in this hour."""
    return max(0, AN_HOUR - count_of_the_hour(person.pk, LOOKED_UP))


def refusal_of_look_up(person: Employee, number: str) -> str:
    """The sentence for somebody who has looked up enough, else "": then the number counts as looked up."""
    if not number:
        return ""
    if not look_ups_left(person):
        return str(SENTENCES["looked_up_enough"])
    note_in_the_hour(person.pk, LOOKED_UP)
    return ""


def note_found(person: Employee, found: Iterable[Citizen]) -> None:
    """That numbers led to these citizens. One query."""
    record_reads_of_citizens(by=person, action=LOOKED_UP, seen=((one.pk, one) for one in found))


def note_holder(person: Employee, number: str) -> None:
    """That a number which was typed for somebody else led to whoever has it, if anybody. Two queries."""
    if number:
        note_found(person, Citizen.objects.with_cpr(number, root_id=person.root_id))


def note_file(person: Employee, *, led_to: Iterable[Citizen], elsewhere: int) -> None:
    """That the numbers of a file led to these, so many of them in other units."""
    note_found(person, led_to)
    if elsewhere:
        note_in_the_hour(person.pk, LOOKED_UP, times=elsewhere)
