"""The yearly review by KAR: prepared by both, held, agreed on and signed.

    planned ──share: each──> both have shared ──sign: either──> waits for the other ──sign──> signed (for good)
       ^                                                              │
       └──────────── written together until somebody signs ──withdraw─┘

Everything the two write is encrypted, since it is for the two only (docs/adr/0008).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant
from fagkompas.catalogue.models import Offering
from fagkompas.learning.models.participation import Participation, ParticipationState
from fagkompas.toolkit.encrypted_fields import EncryptedTextField, EncryptedTextsField
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

UNTIL_DELETION = "until the review's deletion date, at most thirty days after the employee has left"
TO_REVIEW = "to talk about work and development once a year"
FOR_THE_TWO = "for the two only"

REVIEW = "review"
"""What the texts are encrypted for."""

LEFT_FOR = timedelta(days=30)
"""How long after somebody has left their reviews stand."""


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions about many reviews."""

    def signed(self) -> "ReviewQuerySet":
        """Those that both have signed."""
        return self.filter(manager_signed_at__isnull=False, employee_signed_at__isnull=False)

    def unsigned(self) -> "ReviewQuerySet":
        """Those that not both have signed."""
        return self.filter(models.Q(manager_signed_at__isnull=True) | models.Q(employee_signed_at__isnull=True))

    def of_employees(self, people: Iterable[Employee]) -> "ReviewQuerySet":
        """About these people."""
        return self.filter(employee__in=people)

    def past_keeping(self, today: date) -> "ReviewQuerySet":
        """Those whose time is up, and those of people who have left."""
        return self.filter(models.Q(deletes_on__lt=today) | models.Q(employee__retired_on__lt=today - LEFT_FOR))


class Review(models.Model):
    """One talk between an employee and her manager.

    `own_preparation` and `manager_preparation` map the codes of `learning/data/review.yaml` to texts; each is seen by its
    author until it is shared, and so is `own_wish`. `notes` map the codes of its parts, and "feedback". `revision` goes
    up with every change of what is signed, `own_revision` and `manager_revision` with every change of a preparation.
    `passed_to` is a later manager whom the employee lets see the agreements; `participant` the profile that was talked
    about, once it is signed.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "root", "revision", "own_revision", "manager_revision", "deletes_on")}
        | {
            name: personal(TO_REVIEW, UNTIL_DELETION)
            for name in (
                "employee",
                "manager",
                "passed_to",
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
            name: sensitive(FOR_THE_TWO, UNTIL_DELETION)
            for name in ("own_preparation", "manager_preparation", "own_wish", "notes")
        }
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="reviews")
    manager = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    passed_to = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    deletes_on = models.DateField()
    own_preparation = EncryptedTextsField(default=dict, purpose=REVIEW)
    own_wish = EncryptedTextField(blank=True, purpose=REVIEW)
    own_shared_at = models.DateTimeField(null=True)
    own_revision = models.PositiveIntegerField(default=0)
    manager_preparation = EncryptedTextsField(default=dict, purpose=REVIEW)
    manager_shared_at = models.DateTimeField(null=True)
    manager_revision = models.PositiveIntegerField(default=0)
    notes = EncryptedTextsField(default=dict, purpose=REVIEW)
    manager_signed_at = models.DateTimeField(null=True)
    employee_signed_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-planned_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(deletes_on__gt=models.F("planned_on")), name="review_deleted_after_it_is_held"
            ),
            models.CheckConstraint(
                condition=models.Q(held_on__isnull=False)
                | models.Q(manager_signed_at__isnull=True, employee_signed_at__isnull=True),
                name="review_signed_after_it_is_held",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_signed(self) -> bool:
        """Whether both have signed; nothing but outcomes changes after that."""
        return self.manager_signed_at is not None and self.employee_signed_at is not None

    @property
    def is_locked(self) -> bool:
        """Whether somebody has signed, so that it cannot be written in."""
        return self.manager_signed_at is not None or self.employee_signed_at is not None

    @property
    def is_shared(self) -> bool:
        """Whether both see what both have prepared."""
        return self.own_shared_at is not None and self.manager_shared_at is not None


class Went(models.TextChoices):
    """How an agreement went."""

    REACHED = "reached", _("Reached")
    PARTLY = "partly", _("Reached in part")
    DROPPED = "dropped", _("Dropped")


class Whose(models.TextChoices):
    """Who does what was agreed."""

    EMPLOYEE = "employee", _("The employee")
    MANAGER = "manager", _("The manager")


class ReviewAgreementQuerySet(models.QuerySet["ReviewAgreement"]):
    """Questions about many agreements."""

    def open_by(self, day: date) -> "ReviewAgreementQuerySet":
        """Of signed reviews, not done yet, and due."""
        signed = self.filter(review__manager_signed_at__isnull=False, review__employee_signed_at__isnull=False)
        return signed.filter(done_on__isnull=True, due_on__lte=day)


class ReviewAgreement(models.Model):
    """What the two agreed on; it comes back on its date until it is done.

    `offering` is what in the catalogue it is about, where it is about learning, and `wish` what became of it.
    `revision` goes up when its outcome changes.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "review", "revision")} | {
        name: sensitive(FOR_THE_TWO, UNTIL_DELETION)
        for name in ("text", "whose", "due_on", "offering", "wish", "done_on", "done_by", "went", "outcome")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="agreements")
    text = EncryptedTextField(purpose=REVIEW)
    whose = models.CharField(max_length=8, choices=Whose.choices, default=Whose.EMPLOYEE)
    due_on = models.DateField()
    offering = models.ForeignKey(Offering, on_delete=models.SET_NULL, null=True, related_name="+")
    wish = models.OneToOneField(Participation, on_delete=models.SET_NULL, null=True, related_name="agreement")
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    went = models.CharField(max_length=8, choices=Went.choices, blank=True)
    outcome = EncryptedTextField(blank=True, purpose=REVIEW)
    revision = models.PositiveIntegerField(default=0)

    objects = ReviewAgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(whose__in=Whose.values), name="review_agreement_is_somebodys"),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, went="")
                | models.Q(done_on__isnull=False, went__in=Went.values),
                name="review_agreement_done_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.due_on}"

    @property
    def who(self) -> str:
        """The name of the one who does it; of a manager whose account is gone only the word."""
        review = self.review
        doer = review.employee if self.whose == Whose.EMPLOYEE else review.manager
        return doer.name if doer else str(Whose.MANAGER.label)

    @property
    def is_wished_for(self) -> bool:
        """Whether it has become a wish that was not refused or taken back."""
        ended = (ParticipationState.REFUSED, ParticipationState.CANCELLED)
        return self.wish is not None and self.wish.state not in ended
