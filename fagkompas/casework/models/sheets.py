"""Dated sheets of the case: 4R, and can, wants, needed."""

from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.casework.models.plans import names_of
from fagkompas.citizens.models import TO_HELP, WITH_CASE, Citizen
from fagkompas.toolkit.encrypted_fields import EncryptedTextsField
from fagkompas.toolkit.privacy import Privacy, none, sensitive

SHEET: Final = "case sheet"
"""What sheets are encrypted for."""


class SheetKind(models.TextChoices):
    """Which sheet."""

    FOUR_R = "4r", _("4R")
    CAN_WANTS_NEEDED = "can-wants-needed", _("Can, wants, needed")


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Questions about many sheets."""

    def of_kind(self, kind: str) -> "SheetQuerySet":
        """All of one kind, the newest first."""
        return self.filter(kind=kind)


class Sheet(models.Model):
    """One day's sheet: `texts` by the code of its fields (`casework.sheets`). What changed is told against the one before."""

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "revision")}
        | names_of("citizen", "kind", "on", "saved_by", "saved_at")
        | {"texts": sensitive(TO_HELP, WITH_CASE)}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="sheets")
    kind = models.CharField(max_length=20, choices=SheetKind.choices)
    on = models.DateField()
    texts = EncryptedTextsField(purpose=SHEET, blank=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["citizen", "kind", "on"], name="one_sheet_of_a_kind_a_day"),
            models.CheckConstraint(condition=models.Q(kind__in=SheetKind.values), name="sheet_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
