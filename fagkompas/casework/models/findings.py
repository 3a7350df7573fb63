"""What the consistency check found last, so that lists are read and not worked out; and what was let stand, and why."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee
from fagkompas.casework.models.plans import LONGEST_LINE, names_of
from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.privacy import Privacy, none


class CaseStatus(models.Model):
    """How a case stood when it was last refreshed: findings with how many of each severity, and the days to act by.

    `placements` are those that nobody has followed up for so long that the check tells of it. `unclosed_on` is the day of the
    first conversation that was planned for an earlier day and nobody has closed.

    `caseworker` is the citizen's, so that what is first among one's own is found by an index; whoever reads by it looks at
    the citizen's own too.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | names_of(
        "citizen",
        "caseworker",
        "findings",
        "musts",
        "shoulds",
        "considers",
        "placements",
        "last_held_on",
        "next_conversation_on",
        "unclosed_on",
        "due_on",
        "refreshed_at",
    )

    citizen = models.OneToOneField(Citizen, on_delete=models.CASCADE, related_name="status")
    caseworker = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    findings = models.JSONField(default=list)
    musts = models.PositiveSmallIntegerField(default=0)
    shoulds = models.PositiveSmallIntegerField(default=0)
    considers = models.PositiveSmallIntegerField(default=0)
    placements = models.PositiveSmallIntegerField(default=0)
    last_held_on = models.DateField(null=True, blank=True)
    next_conversation_on = models.DateField(null=True, blank=True)
    unclosed_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True, db_index=True)
    refreshed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["caseworker", "due_on", "id"], name="status_first_due"),
            models.Index(fields=["caseworker", "musts", "id"], name="status_most_musts"),
            models.Index(fields=["caseworker", "placements", "id"], name="status_placements"),
            models.Index(fields=["caseworker", "next_conversation_on"], name="status_next_conversation"),
        ]

    def __str__(self) -> str:
        return str(self.citizen_id)


class FindingAccepted(models.Model):
    """Somebody let a finding stand, and said why; `fingerprint` is of what was found, so that another finding is told again."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid")} | names_of(
        "citizen", "rule", "fingerprint", "reason", "by", "at"
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="findings_accepted")
    rule = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(max_length=LONGEST_LINE)
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["citizen", "rule", "fingerprint"], name="finding_accepted_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="accepted_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.rule}"
