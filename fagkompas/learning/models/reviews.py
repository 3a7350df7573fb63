"""The yearly review by KAR: prepared by both, held, agreed on and signed."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

UNTIL_DELETION = "until the review's deletion date"
TO_REVIEW = "to talk about work and development once a year"


class Review(models.Model):
    """One talk between an employee and her manager.

    `own_preparation` and `manager_preparation` map the codes of `learning/data/review.yaml` to texts; each is seen by its
    author until it is shared. Notes are for the two only. `revision` goes up with every save.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {
            "id": none(),
            "uuid": none(),
            "root": none(),
            "revision": none(),
            "deletes_on": none(),
        }
        | {
            name: personal(TO_REVIEW, UNTIL_DELETION)
            for name in (
                "employee",
                "manager",
                "participant",
                "planned_on",
                "held_on",
                "own_shared_at",
                "manager_shared_at",
                "manager_signed_at",
                "employee_signed_at",
                "saved_by",
                "saved_at",
            )
        }
        | {
            name: sensitive("for the two only", UNTIL_DELETION)
            for name in ("own_preparation", "manager_preparation", "capability", "behaviour", "results", "own_wish")
        }
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="reviews")
    manager = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    deletes_on = models.DateField()
    own_preparation = models.JSONField(default=dict)
    own_shared_at = models.DateTimeField(null=True)
    manager_preparation = models.JSONField(default=dict)
    manager_shared_at = models.DateTimeField(null=True)
    own_wish = models.TextField(blank=True)
    capability = models.TextField(blank=True)
    behaviour = models.TextField(blank=True)
    results = models.TextField(blank=True)
    manager_signed_at = models.DateTimeField(null=True)
    employee_signed_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-planned_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(deletes_on__gt=models.F("planned_on")), name="review_deleted_after_it_is_held"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_signed(self) -> bool:
        """Whether both have signed; it cannot be changed after that."""
        return self.manager_signed_at is not None and self.employee_signed_at is not None


class ReviewAgreementQuerySet(models.QuerySet["ReviewAgreement"]):
    """Questions about many agreements."""

    def due_by(self, day: date) -> "ReviewAgreementQuerySet":
        """Not done yet, and due."""
        return self.filter(done_on__isnull=True, due_on__lte=day)


class ReviewAgreement(models.Model):
    """What the two agreed on; it comes back on its date until it is done."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "review": none(),
    } | {
        name: sensitive("for the two only", UNTIL_DELETION)
        for name in ("text", "whose", "due_on", "done_on", "outcome")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="agreements")
    text = models.CharField(max_length=500)
    whose = models.CharField(
        max_length=8, choices=[("employee", "employee"), ("manager", "manager")], default="employee"
    )
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    outcome = models.CharField(max_length=500, blank=True)

    objects = ReviewAgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.due_on}"
