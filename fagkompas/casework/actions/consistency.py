"""A finding of the consistency check is let stand with a reason, and taken up again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.casework.actions.holding import held_case, too_long
from fagkompas.casework.checking import check_case, fingerprint_of
from fagkompas.casework.models import FindingAccepted
from fagkompas.casework.models.plans import LONGEST_LINE
from fagkompas.citizens.models import Citizen
from fagkompas.engine.consistency import Finding
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.traces import guard_health


@transaction.atomic
def accept_finding(
    *, citizen: Citizen, finding: Finding, reason: str, traces_read: str, now: datetime, by: Employee
) -> FindingAccepted:
    """It stands until what it names has changed. What stands already changes nothing: the reason that was said first holds.

    Raises `BadInput`, also when it is mended meanwhile, and `TracesFound`.
    """
    held = held_case(citizen)
    checked = check_case(held, timezone.localdate(now))
    before = checked.let_stand(finding.rule, finding.key)
    if before is not None:
        return before
    there = checked.called(finding.rule, finding.key)
    refuse(
        [
            *unless(there is not None and there.fingerprint == finding.fingerprint, "reason", "finding_changed"),
            *unless(reason, "reason", "accepted_why_missing"),
            *too_long({"reason": reason}, LONGEST_LINE),
        ]
    )
    guard_health({"reason": reason}, read=traces_read)
    row = FindingAccepted.objects.create(
        citizen=held, rule=finding.rule.value, fingerprint=fingerprint_of(finding), reason=reason, by=by, at=now
    )
    record_change(by=by, action="casework.finding.accepted", target=row, citizen_id=held.pk, rule=finding.rule.value)
    return row


@transaction.atomic
def take_up_again(*, accepted: FindingAccepted, by: Employee) -> None:
    """It is told again, where it is still there."""
    held_case(accepted.citizen)
    record_change(
        by=by,
        action="casework.finding.taken_up",
        target=accepted,
        citizen_id=accepted.citizen_id,
        rule=accepted.rule,
    )
    accepted.delete()
