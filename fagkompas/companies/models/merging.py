"""That two companies that look alike are not the same."""

from typing import ClassVar

from django.db import models

from fagkompas.accounts.models import Employee
from fagkompas.companies.models.circle import OURS
from fagkompas.companies.models.record import WHILE_COMPANY, Company
from fagkompas.toolkit.privacy import Privacy, none, personal


class NotTheSame(models.Model):
    """Somebody has looked, and they are two; `one` is the older of them."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "one", "other", "at")} | {
        "by": personal(OURS, WHILE_COMPANY)
    }

    one = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="not_the_same_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="not_the_same_older_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
