"""The bank of objections: what the municipality adds and takes out, and how far somebody is in practising."""

from datetime import date
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.models import OwnAnswer, OwnObjection, Practised
from fagkompas.companies.models.calls import LONGEST_ANSWER, LONGEST_EVIDENCE, LONGEST_OBJECTION
from fagkompas.engine.errors import Problem
from fagkompas.engine.practice import Sat, after
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.traces import guard_health

IS_ADDRESS: Final = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_objection(*, text: str, by: Employee, traces_read: str = "", key: UUID) -> OwnObjection:
    """An objection of the municipality's own, once by its `key`. Raises `BadInput` and `TracesFound`."""
    before = made_before(OwnObjection.objects.filter(root_id=by.root_id), key)
    if before is not None:
        return before
    text = " ".join(text.split())
    refuse([*unless(text, "text", "objection_missing"), *_problems("text", text, LONGEST_OBJECTION)])
    guard_health({"text": text}, read=traces_read)
    row = OwnObjection.objects.create(uuid=key, root=by.root, text=text, by=by)
    record_change(by=by, action="companies.objection.added", target=row, root_id=by.root_id)
    return row


@transaction.atomic
def add_answer(
    *, objection: str, text: str, evidence: str, link: str, by: Employee, traces_read: str = "", key: UUID
) -> OwnAnswer:
    """An answer of the municipality's own to an objection, once by its `key`. Raises `BadInput` and `TracesFound`."""
    before = made_before(OwnAnswer.objects.filter(root_id=by.root_id), key)
    if before is not None:
        return before
    text, evidence, link = (" ".join(one.split()) for one in (text, evidence, link))
    refuse(
        [
            *unless(text, "text", "answer_missing"),
            *_problems("text", text, LONGEST_ANSWER),
            *_problems("evidence", evidence, LONGEST_EVIDENCE),
            *unless(not link or _is_address(link), "link", "link_invalid"),
        ]
    )
    guard_health({"text": text, "evidence": evidence}, read=traces_read)
    row = OwnAnswer.objects.create(
        uuid=key, root=by.root, objection=objection, text=text, evidence=evidence, link=link, by=by
    )
    record_change(by=by, action="companies.answer.added", target=row, root_id=by.root_id)
    return row


@transaction.atomic
def retire(*, row: OwnObjection | OwnAnswer, today: date, by: Employee) -> None:
    """Not offered any more; what was counted stays."""
    if row.retired_on is not None:
        return
    row.retired_on = today
    row.save(update_fields=["retired_on"])
    action = "companies.objection.retired" if isinstance(row, OwnObjection) else "companies.answer.retired"
    record_change(by=by, action=action, target=row, root_id=by.root_id)


@transaction.atomic
def note_practice(*, objection: str, sat: Sat, today: date, by: Employee) -> Practised:
    """How it went; the person's own, so it stands in no log."""
    row, _made = Practised.objects.select_for_update().get_or_create(
        person=by, objection=objection, defaults={"due_on": today}
    )
    card = after(row.box, sat, today)
    row.box, row.due_on = card.box, card.due_on
    row.save()
    return row


def _is_address(link: str) -> bool:
    try:
        IS_ADDRESS(link)
    except ValidationError:
        return False
    return len(link) <= LONGEST_EVIDENCE


def _problems(name: str, text: str, longest: int) -> list[Problem]:
    return [
        *unless(len(text) <= longest, name, "too_long", text[:40], longest=longest),
        *unless(not cpr_like(text), name, "cpr_number"),
    ]
