"""Team sparring on an anonymised case."""

from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee, Unit
from fagkompas.frameworks.models import Framework
from fagkompas.learning.sparring_models import CASE
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_SUBJECT: Final = 80

CASE_KEPT: Final = timedelta(days=30)
"""How long after it was held the case card stands."""

CALLED_KEPT: Final = timedelta(days=90)
"""How long after its day a sparring stands that was never held."""

AS_LONG_AS_THE_RECORD = "five years after it was held, or until the person has left and is deleted"
ON_THE_CASE = "thirty days after it was held, then emptied by the retention run"
TO_SPAR = "to think together about an anonymised case"


class SparringQuerySet(models.QuerySet["Sparring"]):
    """Questions about many sparrings."""

    def to_come(self) -> "SparringQuerySet":
        """Not held yet; under way counts."""
        return self.filter(held_on__isnull=True)

    def held(self) -> "SparringQuerySet":
        """Those that are over."""
        return self.filter(held_on__isnull=False)

    def with_old_case(self, today: date) -> "SparringQuerySet":
        """Held so long ago that the case card goes."""
        return self.filter(held_on__lt=today - CASE_KEPT).exclude(**dict.fromkeys(CASE, ""))

    def never_held(self, today: date) -> "SparringQuerySet":
        """Called so long ago that it goes as a whole."""
        return self.filter(held_on__isnull=True, meets_on__lt=today - CALLED_KEPT)

    def held_before(self, day: date) -> "SparringQuerySet":
        """Those that were over before the day."""
        return self.filter(held_on__lt=day)


class Sparring(models.Model):
    """A team looks at an anonymised case together.

    `subject` says in a line what it is about, and leads to nobody. `model` is the code of a format in
    `learning/data/sparring.yaml`. `phase` is the place of the phase they are in, None before they begin, and
    `phase_began_at` when it began. Whoever moves on sends the `revision` they saw.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {
            name: none()
            for name in (
                "id",
                "uuid",
                "root",
                "unit",
                "model",
                "subject",
                "meets_on",
                "began_at",
                "phase",
                "phase_began_at",
                "held_on",
                "hours",
                "framework",
                "competencies",
                "revision",
            )
        }
        | {name: personal(TO_SPAR, ON_THE_CASE) for name in CASE}
        | {name: personal(TO_SPAR, AS_LONG_AS_THE_RECORD) for name in ("called_by", "closed_by", "people", "learned")}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    called_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    people = models.ManyToManyField(Employee, related_name="sparrings")
    model = models.CharField(max_length=40)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    meets_on = models.DateField()
    began_at = models.DateTimeField(null=True)
    phase = models.PositiveSmallIntegerField(null=True)
    phase_began_at = models.DateTimeField(null=True)
    held_on = models.DateField(null=True)
    closed_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    situation = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    learned = models.TextField(blank=True)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, related_name="+")
    competencies = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)

    objects = SparringQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-meets_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(phase__isnull=True, phase_began_at__isnull=True, began_at__isnull=True)
                | models.Q(phase__isnull=False, phase_began_at__isnull=False, began_at__isnull=False),
                name="sparring_phase_has_begun",
            ),
            models.CheckConstraint(
                condition=models.Q(held_on__isnull=True, hours__isnull=True)
                | models.Q(held_on__isnull=False, hours__gt=0),
                name="sparring_held_takes_hours",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_held(self) -> bool:
        """Whether it is over."""
        return self.held_on is not None

    @property
    def is_under_way(self) -> bool:
        """Begun and not over."""
        return self.began_at is not None and not self.is_held

    @property
    def case_stands_until(self) -> date | None:
        """The last day on which the case card stands; None until it is held."""
        return self.held_on + CASE_KEPT if self.held_on else None
