"""Writes of dated sheets: one of a kind a day."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_sitting
from fagkompas.casework.actions.holding import held_case, too_long
from fagkompas.casework.models import Sheet, SheetKind
from fagkompas.casework.sheet_fields import codes_of
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import Place, Problem
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile


@transaction.atomic
def save_sheet(
    *, citizen: Citizen, kind: SheetKind, texts: Mapping[str, str], revision: int, now: datetime, by: Employee
) -> Sheet:
    """Today's sheet. `revision` is 0 before anything of the day is saved.

    Raises `BadInput`, or `ChangedMeanwhile` when somebody else has saved since.
    """
    held_case(citizen)
    today = timezone.localdate(now)
    sheet = Sheet.objects.filter(citizen=citizen, kind=kind, on=today).first()
    sheet = sheet or Sheet(citizen=citizen, kind=kind, on=today)
    if sheet.revision != revision:
        raise ChangedMeanwhile
    known = {code: texts.get(code, "") for code in codes_of(kind)}
    refuse(
        [
            *unless(not unread_in(sheet), codes_of(kind)[0], "sheet_cannot_be_read"),
            *too_long(known),
            *(
                Problem(place=Place(column=code), found=masked_cpr(text), message_code="cpr_number")
                for code, text in known.items()
                if cpr_like(text)
            ),
        ]
    )
    written = {code: text for code, text in known.items() if text}
    if sheet.texts != written:
        sheet.texts, sheet.saved_by, sheet.saved_at = written, by, now
        sheet.revision += 1
        sheet.save()
        record_sitting(by=by, action="casework.sheet.written", target=sheet, citizen_id=citizen.pk)
    return sheet
