"""A file about a citizen that was read and waits for a yes."""

from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee
from fagkompas.casework.models.plans import PLAN
from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.encrypted_fields import EncryptedTextField
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

TO_SHOW: Final = "to show a file before it is saved"
AN_HOUR: Final = "until it is saved, at most one hour"


class CaseFileKind(models.TextChoices):
    """What it is a file of."""

    JOB_LOG = "job_log"
    CV = "cv"


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    """Questions about read files."""

    def expired(self, now: datetime) -> "CaseFileQuerySet":
        """Those that have waited longer than they may."""
        return self.filter(read_at__lt=now - CaseFile.LIFETIME)

    def waiting(self, now: datetime) -> "CaseFileQuerySet":
        """Those that may still be saved."""
        return self.filter(read_at__gte=now - CaseFile.LIFETIME)


class CaseFile(models.Model):
    """What stood in a file, as JSON and encrypted; it lives for an hour, one at a time for each who reads."""

    LIFETIME: ClassVar[timedelta] = timedelta(hours=1)

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "kind", "read_at")}
        | {name: personal(TO_SHOW, AN_HOUR) for name in ("author", "citizen")}
        | {name: sensitive(TO_SHOW, AN_HOUR) for name in ("content", "problems")}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    author = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=CaseFileKind.choices)
    content = EncryptedTextField(purpose=PLAN, blank=True)
    problems = EncryptedTextField(purpose=PLAN, blank=True)
    read_at = models.DateTimeField()

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "kind"], name="one_case_file_of_a_kind_at_a_time"),
            models.CheckConstraint(condition=models.Q(kind__in=CaseFileKind.values), name="case_file_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
