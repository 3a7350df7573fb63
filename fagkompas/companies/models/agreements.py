"""What a company and the municipality have promised each other.

Company ──> PartnershipAgreement    what each does, how many a year, when it is followed up next
            └── AgreementFollowUp   what was kept and what was not
"""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from fagkompas.accounts.models import Employee
from fagkompas.companies.models.circle import MOST_WEEKS, OURS
from fagkompas.companies.models.record import TO_WORK_TOGETHER, WHILE_COMPANY, Company, CompanyContact
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_NAME: Final = 120
LONGEST_PROMISE: Final = 1000
LONGEST_WHY: Final = 200
MOST_PROMISED: Final = 500


class AgreementQuerySet(models.QuerySet["PartnershipAgreement"]):
    """Questions about many agreements."""

    def of_root(self, root_id: int) -> "AgreementQuerySet":
        """Those with open companies of one municipality."""
        return self.filter(company__root_id=root_id, company__closed_on__isnull=True)

    def running(self) -> "AgreementQuerySet":
        """Those that nobody has ended."""
        return self.filter(ended_on__isnull=True)

    def due_by(self, day: date) -> "AgreementQuerySet":
        """Running ones whose next follow-up is that day or earlier."""
        return self.running().filter(next_on__lte=day)


class PartnershipAgreement(models.Model):
    """An agreement. `promised` is positions and placements a year, 0 where no number was agreed.

    `next_on` is the next follow-up; it is None once the agreement has ended, on `ended_on` because of `ended_why`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            *("id", "uuid", "company", "starts_on", "ends_on", "promised", "every_weeks", "next_on"),
            *("ended_on", "created_at", "revision"),
        )
    } | {
        name: personal(TO_WORK_TOGETHER, WHILE_COMPANY) for name in ("name", "we_do", "they_do", "contact", "ended_why")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="partnerships")
    name = models.CharField(max_length=LONGEST_NAME)
    we_do = models.TextField(max_length=LONGEST_PROMISE)
    they_do = models.TextField(max_length=LONGEST_PROMISE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    promised = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(MOST_PROMISED)])
    contact = models.ForeignKey(CompanyContact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    every_weeks = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)])
    next_on = models.DateField(null=True, blank=True, db_index=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=LONGEST_WHY, blank=True)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="partnership_has_name"),
            models.CheckConstraint(
                condition=models.Q(every_weeks__range=(1, MOST_WEEKS)), name="partnership_weeks_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(starts_on__lte=models.F("ends_on")),
                name="partnership_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ended(self) -> bool:
        """Whether somebody has ended it."""
        return self.ended_on is not None


class AgreementFollowUp(models.Model):
    """What was kept since the last time, and what was not."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "agreement", "on")} | {
        **{name: personal(TO_WORK_TOGETHER, WHILE_COMPANY) for name in ("kept", "not_kept")},
        "by": personal(OURS, WHILE_COMPANY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(PartnershipAgreement, on_delete=models.CASCADE, related_name="follow_ups")
    on = models.DateField()
    kept = models.CharField(max_length=LONGEST_PROMISE, blank=True)
    not_kept = models.CharField(max_length=LONGEST_PROMISE, blank=True)
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.on}"
