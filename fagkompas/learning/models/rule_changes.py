"""Rules that change, and the two weeks in which a unit lifts itself."""

from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee, Unit
from fagkompas.frameworks.models import Framework
from fagkompas.toolkit.privacy import Privacy, none, personal

RETIRED_KEPT: Final = timedelta(days=730)
"""How long a retired change stands, with its lifts."""

WITH_THE_CHANGE = "two years after the change is retired, then deleted by the retention run"


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    """Questions about many changes of rules."""

    def in_use(self) -> "RuleChangeQuerySet":
        """Not retired."""
        return self.filter(retired_on__isnull=True)

    def past_keeping(self, today: date) -> "RuleChangeQuerySet":
        """Retired so long ago that they go."""
        return self.filter(retired_on__lt=today - RETIRED_KEPT)


class RuleChange(models.Model):
    """A rule that changes, and the competencies of a framework that it touches."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "framework",
            "title",
            "what",
            "source",
            "in_force_on",
            "competencies",
            "retired_on",
            "revision",
        )
    } | {"made_by": personal("who to ask about the change", WITH_THE_CHANGE)}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    what = models.TextField()
    source = models.CharField(max_length=300)
    in_force_on = models.DateField()
    competencies = models.JSONField(default=list)
    made_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = RuleChangeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-in_force_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class RuleLift(models.Model):
    """The two weeks in which a unit, with all below it, lifts itself to a changed rule; `starts_on` is day 1."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "change": none(),
        "unit": none(),
        "starts_on": none(),
        "started_by": personal("who answers for the lift", WITH_THE_CHANGE),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    change = models.ForeignKey(RuleChange, on_delete=models.CASCADE, related_name="lifts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    started_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["change", "unit"], name="rule_lift_once_in_a_unit")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.unit_id}"


class LiftStepDone(models.Model):
    """A unit has been through one step of its lift; `code` names it in `learning/data/rule_change.yaml`."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "lift": none(),
        "code": none(),
        "done_on": none(),
        "done_by": personal("who ticked it off", WITH_THE_CHANGE),
    }

    lift = models.ForeignKey(RuleLift, on_delete=models.CASCADE, related_name="steps_done")
    code = models.CharField(max_length=40)
    done_on = models.DateField()
    done_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["lift", "code"], name="lift_step_done_once")]

    def __str__(self) -> str:
        return f"{self.lift_id} {self.code}"
