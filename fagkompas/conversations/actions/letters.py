"""The letter in words of one's own."""

from collections.abc import Iterator, Mapping

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_sitting
from fagkompas.conversations.actions.holding_rows import held, problems_of_case, problems_of_text
from fagkompas.conversations.models import Conversation, LetterPart
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.refusing import refuse, unless

WORDED = "conversations.letter.worded"


@transaction.atomic
def word_letter(
    *,
    conversation: Conversation,
    revision: int | None,
    typed: Mapping[str, str],
    shipped: Mapping[str, str],
    by: Employee,
) -> Conversation:
    """Keep the parts that say something else than they do by themselves; those that are not in `shipped` are left as they are.

    Raises `BadInput`, and `ChangedMeanwhile` when `revision` is an old one.
    """
    row = held(conversation, revision)
    wanted = {code: text for code, text in typed.items() if text != shipped[code]}
    parts = {one.part: one for one in row.letter_parts.filter(part__in=list(shipped))}
    refuse(
        [
            *unless(row.has_ended, "state", "letter_too_early"),
            *problems_of_case(row.citizen),
            *unless(not unread_in(*parts.values()), "state", "unread"),
            *_problems_of(wanted),
        ]
    )
    before = {code: one.text for code, one in parts.items()}
    if before == wanted:
        return row
    row.letter_parts.filter(part__in=[code for code in parts if code not in wanted]).delete()
    for code, text in wanted.items():
        if before.get(code) != text:
            said = {"text": text, "saved_by": by}
            LetterPart.objects.update_or_create(conversation=row, part=code, defaults=said)
    row.revision += 1
    row.save(update_fields=["revision"])
    record_sitting(by=by, action=WORDED, target=row, citizen_id=row.citizen_id)
    return row


def _problems_of(worded: Mapping[str, str]) -> Iterator[Problem]:
    for code, text in worded.items():
        yield from problems_of_text(code, text)
