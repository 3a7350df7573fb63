"""What people and municipalities add to the library: own words, favourites, experience, practice.

Adaptation      a municipality's words for a method beside the product's, or a method of its own
Favourite       a method that somebody keeps on top
Experience      what somebody did and what happened, for colleagues of the municipality
Practice        a quiz that was finished, or a role play that was held
"""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.methods.reader import LONGEST_CODE
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_EXPERIENCE: Final = 1200

WHILE_HERE = "while employed, then deleted by the retention run"
TO_SHARE = "so that colleagues learn from what somebody tried"
TO_KEEP = "to keep methods at hand"
TO_COUNT = "to count practice as learning"
SAVED_LAST = "who saved last"
WITH_METHOD = "with the method, the name until the person is deleted"


class Adaptation(models.Model):
    """A municipality's own words for the method with this code: those parts of its data that differ from the product's.

    A code that the product does not have is a method of the municipality's own: then `texts` is all of it. `texts` is as
    a method's file holds it, and `over` the product's words that stood in their place when they were saved. Whoever saves
    sends the `revision` they saw. One that is retired is not offered any more, and its page stays.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "root", "code", "texts", "over", "revision", "changed_at", "retired_on")
    } | {"by": personal(SAVED_LAST, WITH_METHOD)}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=LONGEST_CODE)
    texts = models.JSONField(default=dict)
    over = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    retired_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "code"], name="adaptation_once_in_a_municipality")
        ]

    def __str__(self) -> str:
        return f"{self.root_id} {self.code}"


class Favourite(models.Model):
    """A method that somebody keeps on top of the list."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "employee": personal(TO_KEEP, WHILE_HERE),
        "code": personal(TO_KEEP, WHILE_HERE),
    }

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=LONGEST_CODE)

    class Meta:
        ordering: ClassVar = ["code", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["employee", "code"], name="favourite_once")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.code}"


class ExperienceQuerySet(models.QuerySet["Experience"]):
    """Questions about many experiences."""

    def of_root(self, root_id: int) -> "ExperienceQuerySet":
        """Those of the municipality, the newest first."""
        return self.filter(root_id=root_id).select_related("employee").order_by("-at", "-pk")


class Experience(models.Model):
    """What somebody did with a method, and what happened; leads to no citizen."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none(), "uuid": none(), "root": none(), "code": none()} | {
        name: personal(TO_SHARE, WHILE_HERE) for name in ("employee", "did", "happened", "at")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=LONGEST_CODE)
    did = models.CharField(max_length=LONGEST_EXPERIENCE)
    happened = models.CharField(max_length=LONGEST_EXPERIENCE, blank=True)
    at = models.DateTimeField()

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(did=""), name="experience_says_something")]

    def __str__(self) -> str:
        return str(self.uuid)


class PracticeKind(models.TextChoices):
    """How one practised."""

    QUIZ = "quiz", _("Quiz cards")
    ROLE_PLAY = "role_play", _("Role play")


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Questions about many practices."""

    def between(self, person: Employee, first: date, last: date) -> "PracticeQuerySet":
        """A person's, on days from the first to the last, both included; the newest first."""
        rows = self.filter(employee=person, practised_on__gte=first, practised_on__lte=last)
        return rows.order_by("-practised_on", "-pk")


class Practice(models.Model):
    """Somebody practised a method for so many minutes; of a quiz also how many answers were right, and of how many."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none(), "uuid": none()} | {
        name: personal(TO_COUNT, WHILE_HERE)
        for name in ("employee", "code", "kind", "minutes", "practised_on", "right", "of")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=LONGEST_CODE)
    kind = models.CharField(max_length=10, choices=PracticeKind.choices)
    minutes = models.PositiveSmallIntegerField()
    practised_on = models.DateField()
    right = models.PositiveSmallIntegerField(null=True)
    of = models.PositiveSmallIntegerField(null=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-practised_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="practice_takes_minutes"),
            models.CheckConstraint(condition=models.Q(kind__in=PracticeKind.values), name="practice_kind_known"),
            models.CheckConstraint(
                condition=models.Q(kind="role_play", right__isnull=True, of__isnull=True)
                | models.Q(kind="quiz", right__isnull=False, of__gt=0, right__lte=models.F("of")),
                name="practice_quiz_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.code} {self.kind} {self.minutes}"
