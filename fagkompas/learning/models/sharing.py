"""Learning from each other: resource persons, side-by-side training, onboarding, sparring, and changes of rules."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.frameworks.models import Framework
from fagkompas.toolkit.privacy import Privacy, none, personal

WHILE_EMPLOYED = "while employed, then deleted by the retention run"
TO_SHARE = "to learn from each other"


class ResourcePersonQuerySet(models.QuerySet["ResourcePerson"]):
    """Questions about many resource persons."""

    def available_on(self, day: date) -> "ResourcePersonQuerySet":
        """Those who have said yes, and whose time has not run out; the last day itself counts."""
        return self.filter(said_yes_on__isnull=False, until__gte=day, employee__is_active=True)


class ResourcePerson(models.Model):
    """Somebody specialised in a field who has said yes to helping others, with how much and how long (domain 5)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "framework": none(),
    } | {
        name: personal(TO_SHARE, WHILE_EMPLOYED)
        for name in ("employee", "field", "asked_by", "asked_on", "said_yes_on", "hours_per_month", "until", "offers")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="resource_in")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=10)
    asked_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_on = models.DateField(null=True)
    said_yes_on = models.DateField(null=True)
    hours_per_month = models.DecimalField(max_digits=4, decimal_places=1, default=4)
    until = models.DateField()
    offers = models.CharField(max_length=300, blank=True)

    objects = ResourcePersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["field", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "framework", "field"], name="resource_person_once"),
            models.CheckConstraint(condition=models.Q(hours_per_month__gt=0), name="resource_person_has_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.field}"


class SideBySideState(models.TextChoices):
    """Asked in one click; accepted or declined by the resource person; held when both have met."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    HELD = "held", _("Held")


class SideBySide(models.Model):
    """A learner sits beside a resource person; what is held becomes a participation."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "state": none(),
    } | {
        name: personal(TO_SHARE, WHILE_EMPLOYED)
        for name in (
            "learner",
            "resource",
            "competency",
            "asked_by",
            "asked_on",
            "wish",
            "answer",
            "planned_on",
            "held_on",
            "hours",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(ResourcePerson, on_delete=models.CASCADE, related_name="side_by_side")
    competency = models.CharField(max_length=20, blank=True)
    asked_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_on = models.DateField()
    wish = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=SideBySideState.choices, default=SideBySideState.ASKED)
    answer = models.CharField(max_length=500, blank=True)
    planned_on = models.DateField(null=True)
    held_on = models.DateField(null=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    class Meta:
        ordering: ClassVar = ["-asked_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=SideBySideState.values), name="side_by_side_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.resource_id} {self.state}"


class OnboardingPath(models.Model):
    """The first ninety days of a new colleague, paired with resource persons."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "employee": personal("to learn the job", WHILE_EMPLOYED),
        "starts_on": personal("to learn the job", WHILE_EMPLOYED),
        "made_by": personal("who answers for the path", WHILE_EMPLOYED),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="onboarding")
    starts_on = models.DateField()
    made_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.starts_on}"


class OnboardingStep(models.Model):
    """One step of a path; `code` names it in `learning/data/onboarding.yaml`, own steps have a title instead."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "path": none(),
        "code": none(),
        "title": personal("to learn the job", WHILE_EMPLOYED),
        "due_on": personal("to learn the job", WHILE_EMPLOYED),
        "with_person": personal("to learn the job", WHILE_EMPLOYED),
        "done_on": personal("to learn the job", WHILE_EMPLOYED),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    path = models.ForeignKey(OnboardingPath, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    with_person = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    done_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(code="") | ~models.Q(title=""), name="onboarding_step_says_what"
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.title


class Sparring(models.Model):
    """A team looks at an anonymised case together; the case card holds nothing that tells who the citizen is."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "unit",
            "model",
            "phase",
            "phase_began_at",
            "held_on",
            "situation",
            "tried",
            "doubt",
            "wanted",
            "learned",
            "competencies",
            "revision",
        )
    } | {
        "called_by": personal(TO_SHARE, WHILE_EMPLOYED),
        "people": personal(TO_SHARE, WHILE_EMPLOYED),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    called_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    people = models.ManyToManyField(Employee, related_name="sparrings")
    model = models.CharField(max_length=40)
    phase = models.PositiveSmallIntegerField(default=0)
    phase_began_at = models.DateTimeField(null=True)
    held_on = models.DateField(null=True)
    situation = models.TextField()
    tried = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    wanted = models.TextField(blank=True)
    learned = models.TextField(blank=True)
    competencies = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return str(self.uuid)


class RuleChange(models.Model):
    """A rule that changes: which competencies it touches, and the two weeks in which a unit lifts itself."""

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
            "lift_starts_on",
            "retired_on",
            "revision",
        )
    } | {"made_by": personal("who to ask about the change", "with the change")}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    what = models.TextField()
    source = models.CharField(max_length=300)
    in_force_on = models.DateField()
    competencies = models.JSONField(default=list)
    lift_starts_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-in_force_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class LiftStepDone(models.Model):
    """A unit has been through one step of a two-week lift."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "change": none(),
        "unit": none(),
        "code": none(),
        "done_on": none(),
        "done_by": personal("who ticked it off", "with the change"),
    }

    change = models.ForeignKey(RuleChange, on_delete=models.CASCADE, related_name="steps_done")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    done_on = models.DateField()
    done_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["change", "unit", "code"], name="lift_step_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.code}"
