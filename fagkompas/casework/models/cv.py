"""The citizen's CV by its sections, and when it was looked at together."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee
from fagkompas.casework.models.plans import names_of
from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.privacy import Privacy, none


class CvSection(models.Model):
    """One section as it stands in the CV: its `entries` with the facts of each by name; a section that is no list has one."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "revision")} | names_of(
        "citizen", "code", "entries", "updated_on"
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="cv_sections")
    code = models.CharField(max_length=40)
    entries = models.JSONField(default=list)
    updated_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["citizen", "code"], name="cv_section_once"),
            models.CheckConstraint(condition=~models.Q(code=""), name="cv_section_has_code"),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.code}"


class CvReview(models.Model):
    """The CV was looked at together that day; `contact_hidden` when companies could not see how to reach the citizen."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid")} | names_of(
        "citizen", "on", "by", "contact_hidden", "note"
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="cv_reviews")
    on = models.DateField()
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    contact_hidden = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.on}"
