"""How the municipality keeps in touch with a company.

Company ──> Circle              where in the circle it is, when and why the next contact is, and who has it
        └─> Outreach            a contact that was made: by whom, how, what came of it
"""

from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.companies.models.record import TO_WORK_TOGETHER, WHILE_COMPANY, Company, CompanyContact
from fagkompas.engine.contact_circle import Outcome, Phase
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_WHAT: Final = 200
LONGEST_OUTREACH_NOTE: Final = 1000
MOST_WEEKS: Final = 52

CALL_LASTS: Final = timedelta(minutes=30)
"""So long after somebody has begun to call a company a colleague is told that she is calling."""

OURS: Final = "who of the municipality has the company, and who talked to it"


class Channel(models.TextChoices):
    """How one was in touch."""

    TELEPHONE = "telephone", _("Telephone")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("E-mail")
    THEY_CALLED = "they_called", _("They contacted us")


class CircleQuerySet(models.QuerySet["Circle"]):
    """Questions about many companies."""

    def of_root(self, root_id: int) -> "CircleQuerySet":
        """Open companies of one municipality."""
        return self.filter(company__root_id=root_id, company__closed_on__isnull=True)

    def due_by(self, day: date) -> "CircleQuerySet":
        """Whose next contact is that day or earlier."""
        return self.filter(next_on__lte=day)


class Circle(models.Model):
    """Where a company is. `next_on` is None while nobody has said when; `every_weeks` what is agreed with the company.

    `calling` has begun to call it at `calling_since`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "company", "phase", "every_weeks", "next_on", "revision")
    } | {
        "next_what": personal(TO_WORK_TOGETHER, WHILE_COMPANY),
        **{name: personal(OURS, WHILE_COMPANY) for name in ("consultant", "calling", "calling_since")},
    }

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="circle")
    phase = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Phase], default=Phase.OPENING)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True, db_index=True)
    next_what = models.CharField(max_length=LONGEST_WHAT, blank=True)
    consultant = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    calling = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    calling_since = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["next_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(phase__in=[one.value for one in Phase]), name="circle_phase_known"
            ),
            models.CheckConstraint(
                condition=models.Q(every_weeks__isnull=True) | models.Q(every_weeks__range=(1, MOST_WEEKS)),
                name="circle_weeks_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.phase}"

    def is_called_by_another(self, person: Employee) -> bool:
        """Whether a colleague has begun to call the company just now."""
        return (
            self.calling_id not in {None, person.pk}
            and self.calling_since is not None
            and timezone.now() - self.calling_since < CALL_LASTS
        )


class OutreachQuerySet(models.QuerySet["Outreach"]):
    """Questions about many contacts that were made."""

    def ours_in_month(self, day: date) -> "OutreachQuerySet":
        """Those of the day's calendar month that the municipality made."""
        return self.filter(at__year=day.year, at__month=day.month).exclude(channel=Channel.THEY_CALLED)


class Outreach(models.Model):
    """A contact that was made. `why_over` is the reason where it was one more than the month has room for."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "company", "channel", "outcome", "at")
    } | {
        **{name: personal(TO_WORK_TOGETHER, WHILE_COMPANY) for name in ("contact", "note", "why_over")},
        "by": personal(OURS, WHILE_COMPANY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="outreach")
    contact = models.ForeignKey(CompanyContact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome])
    note = models.CharField(max_length=LONGEST_OUTREACH_NOTE, blank=True)
    why_over = models.CharField(max_length=LONGEST_WHAT, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = OutreachQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["company", "-at", "-id"], name="outreach_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="outreach_channel_known"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[one.value for one in Outcome]), name="outreach_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.at:%Y-%m-%d}"


class OutreachLimit(models.Model):
    """How often a month the municipality contacts a company that has not asked for it; without a row `MOST_A_MONTH`."""

    MOST_A_MONTH: ClassVar = 2

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "root", "most")}

    root = models.OneToOneField("accounts.Unit", on_delete=models.CASCADE, related_name="+")
    most = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(most__gte=1), name="outreach_limit_is_one_or_more")
        ]

    def __str__(self) -> str:
        return f"{self.root_id} {self.most}"
