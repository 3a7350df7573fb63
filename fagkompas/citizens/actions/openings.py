"""A colleague of another unit opens a case: it is said why, and it holds that day."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.citizens.models import Citizen, Opening
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless

OPENED_WITH_REASON: Final = "citizens.case.opened_with_reason"
SHORTEST_REASON: Final = 5
LONGEST_REASON: Final = 300


@transaction.atomic
def open_with_reason(*, citizen: Citizen, reason: str, today: date, by: Employee) -> Opening:
    """Open the case for the rest of the day. A second reason on the same day changes nothing: the first one stands."""
    kept = " ".join(reason.split())
    refuse(
        [
            *unless(len(kept) >= SHORTEST_REASON, "reason", "reason_too_short"),
            *unless(len(kept) <= LONGEST_REASON, "reason", "too_long", longest=LONGEST_REASON),
            *unless(not cpr_like(kept), "reason", "cpr_number"),
        ]
    )
    opening, is_new = Opening.objects.get_or_create(
        citizen=citizen, employee=by, on=today, defaults={"reason": kept, "at": timezone.now()}
    )
    if is_new:
        record_change(
            by=by,
            action=OPENED_WITH_REASON,
            target=opening,
            citizen_id=citizen.pk,
            root_id=citizen.root_id,
        )
    return opening
