"""A placement in a company: its tasks, and how employer and citizen each see them, from time to time."""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE, Activity, names_of
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company
from fagkompas.conversations.models import Agreement
from fagkompas.toolkit.encrypted_fields import EncryptedTextsField
from fagkompas.toolkit.privacy import Privacy, none

FOLLOW_UP: Final = "follow-up draft"


class PlacementKind(models.TextChoices):
    """What the citizen is there as."""

    PLACEMENT = "placement", _("Work placement in a company")
    WAGE_SUBSIDY = "wage_subsidy", _("Job with wage subsidy")
    PAID_HOURS = "paid_hours", _("Paid hours")


class Placement(models.Model):
    """A time in a company, on the way to `expected_paid_minutes` of paid work a week."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "revision")} | names_of(
        "citizen", "company", "activity", "kind", "from_on", "to_on", "expected_paid_minutes", "followed_up_on"
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="placements")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="placements")
    kind = models.CharField(max_length=20, choices=PlacementKind.choices)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    expected_paid_minutes = models.PositiveIntegerField()
    followed_up_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-from_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=PlacementKind.values), name="placement_kind_known"),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="placement_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def is_over_on(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.to_on is not None and self.to_on < day


class PlacementTask(models.Model):
    """A task of the placement. Each minute is either paid or training; where it is divided, the training has a goal and a day."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "order", "revision")} | names_of(
        "placement", "name", "paid_minutes", "training_minutes", "learning_goal", "ready_by", "ended_on"
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="tasks")
    name = models.CharField(max_length=LONGEST_TITLE)
    paid_minutes = models.PositiveIntegerField(default=0)
    training_minutes = models.PositiveIntegerField(default=0)
    learning_goal = models.CharField(max_length=LONGEST_LINE, blank=True)
    ready_by = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField()
    ended_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="placement_task_has_name"),
            models.CheckConstraint(
                condition=models.Q(paid_minutes=0)
                | models.Q(training_minutes=0)
                | (~models.Q(learning_goal="") & models.Q(ready_by__isnull=False)),
                name="divided_task_has_goal_and_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


ONE_TO_TEN = [MinValueValidator(1), MaxValueValidator(10)]


class TaskRating(models.Model):
    """How a task goes on a day, 1 to 10: by the employer, by the citizen, and where a newly hired would stand.

    `agreement` is what comes next, by `agreement_by`, with how it is seen, why it matters, whether it is in the person's own
    hands and how sure they are; `agreed` is the same in the plan, once the follow-up is saved, and is changed there only.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid")} | names_of(
        "task",
        "on",
        "employer",
        "citizen",
        "new_hire",
        "agreement",
        "agreement_by",
        "measure",
        "why",
        "own_control",
        "confidence",
        "agreed",
        "recorded_by",
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    task = models.ForeignKey(PlacementTask, on_delete=models.CASCADE, related_name="ratings")
    on = models.DateField()
    employer = models.PositiveSmallIntegerField(null=True, blank=True, validators=ONE_TO_TEN)
    citizen = models.PositiveSmallIntegerField(null=True, blank=True, validators=ONE_TO_TEN)
    new_hire = models.PositiveSmallIntegerField(null=True, blank=True, validators=ONE_TO_TEN)
    agreement = models.CharField(max_length=LONGEST_LINE, blank=True)
    agreement_by = models.DateField(null=True, blank=True)
    measure = models.CharField(max_length=LONGEST_LINE, blank=True)
    why = models.CharField(max_length=LONGEST_LINE, blank=True)
    own_control = models.BooleanField(null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, validators=ONE_TO_TEN)
    agreed = models.OneToOneField(Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="of_task")
    recorded_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "on"], name="task_rated_once_a_day"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__range": (1, 10)}),
                    name=f"task_rating_{name}_one_to_ten",
                )
                for name in ("employer", "citizen", "new_hire", "confidence")
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def next_step(self) -> str:
        """What comes next, as the plan has it once it is there."""
        return self.agreed.what.removeprefix(f"{self.task.name}: ") if self.agreed else self.agreement

    @property
    def next_by(self) -> date | None:
        """By when, in the same way."""
        return self.agreed.due_on if self.agreed else self.agreement_by


class FollowUpDraft(models.Model):
    """What is typed of a follow-up before it is saved: `texts` by control. It counts for nothing, and goes with the save."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | names_of(
        "placement", "on", "texts", "saved_by", "saved_at"
    )

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="drafts")
    on = models.DateField()
    texts = EncryptedTextsField(purpose=FOLLOW_UP, blank=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["placement", "on"], name="one_draft_of_a_follow_up")]

    def __str__(self) -> str:
        return f"{self.placement_id} {self.on}"
