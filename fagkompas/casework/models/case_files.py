"""A file about a citizen that was read and waits for a yes."""

from typing import ClassVar

from django.db import models

from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.kept_files import TO_SHOW, UNTIL_SAVED, KeptRead
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive


class CaseFileKind(models.TextChoices):
    """What it is a file of."""

    JOB_LOG = "job_log"
    CV = "cv"


class CaseFile(KeptRead):
    """What stood in a file, as JSON and encrypted; it lives for an hour, one at a time for each who reads."""

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "kind", "read_at")}
        | {name: personal(TO_SHOW, UNTIL_SAVED) for name in ("author", "citizen")}
        | {name: sensitive(TO_SHOW, UNTIL_SAVED) for name in ("content", "problems")}
    )

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=CaseFileKind.choices)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "kind"], name="one_case_file_of_a_kind_at_a_time"),
            models.CheckConstraint(condition=models.Q(kind__in=CaseFileKind.values), name="case_file_kind_known"),
        ]
