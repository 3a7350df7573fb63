"""Learning from each other: resource persons, side-by-side training, and onboarding."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.frameworks.models import Framework
from fagkompas.toolkit.privacy import Privacy, none, personal

WHILE_EMPLOYED = "while employed, then deleted by the retention run"
A_YEAR_AFTER = "a year after it ended, or when the person has left"
TO_SHARE = "to learn from each other"


class ResourcePersonQuerySet(models.QuerySet["ResourcePerson"]):
    """Questions about many resource persons."""

    def available_on(self, day: date) -> "ResourcePersonQuerySet":
        """Those who have said yes, and whose time has not run out; the last day itself counts."""
        return self.filter(said_yes_on__isnull=False, ended_on__isnull=True, until__gte=day, employee__is_active=True)

    def waiting(self) -> "ResourcePersonQuerySet":
        """Those who are asked and have not answered."""
        return self.filter(said_yes_on__isnull=True, said_no_on__isnull=True)

    def past_keeping(self, last: date) -> "ResourcePersonQuerySet":
        """Those that ended on this day or before: a no, an end, a day that has passed, or no answer at all."""
        ended = (
            models.Q(said_no_on__lte=last)
            | models.Q(said_yes_on__isnull=True, said_no_on__isnull=True, asked_on__lte=last)
            | models.Q(said_yes_on__isnull=False, ended_on__lte=last)
            | models.Q(said_yes_on__isnull=False, until__lte=last)
        )
        return self.filter(ended)


class ResourcePerson(models.Model):
    """Somebody specialised in a field who is asked to help others, and with a yes how much and how long (domain 5).

    asked ──yes──> hours a month until a day ──> ended by the person, or the day passes
      └───no─────> may be asked again; so may whoever has ended
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "framework": none(),
    } | {
        name: personal(TO_SHARE, A_YEAR_AFTER)
        for name in (
            "employee",
            "field",
            "asked_by",
            "asked_on",
            "said_yes_on",
            "said_no_on",
            "answer",
            "hours_per_month",
            "until",
            "offers",
            "ended_on",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="resource_in")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=10)
    asked_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_on = models.DateField(null=True)
    said_yes_on = models.DateField(null=True)
    said_no_on = models.DateField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    hours_per_month = models.DecimalField(max_digits=4, decimal_places=1, default=4)
    until = models.DateField(null=True)
    offers = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True)

    objects = ResourcePersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["field", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["employee", "framework", "field"], name="resource_person_once"),
            models.CheckConstraint(condition=models.Q(hours_per_month__gt=0), name="resource_person_has_capacity"),
            models.CheckConstraint(
                condition=models.Q(said_yes_on__isnull=True) | models.Q(until__isnull=False, said_no_on__isnull=True),
                name="resource_person_says_until_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.field}"


class SideBySideState(models.TextChoices):
    """Asked in one click; accepted or declined by the resource person; cancelled by either; held when both have met.

    asked ──> accepted ──> held
      ├─────> declined       a fixed day can be cancelled too
      └─────> cancelled <────┘
    """

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")


class SideBySideQuerySet(models.QuerySet["SideBySide"]):
    """Questions about much side-by-side training."""

    def under_way(self) -> "SideBySideQuerySet":
        """Asked, or with a day."""
        return self.filter(state__in=[SideBySideState.ASKED, SideBySideState.ACCEPTED])

    def hours_in_month(self, resources: Iterable[ResourcePerson], day: date) -> dict[int, Decimal]:
        """By resource person, the hours set aside or held in the month of the day. One query."""
        first = day.replace(day=1)
        rows = (
            self.filter(resource__in=list(resources), state__in=[SideBySideState.ACCEPTED, SideBySideState.HELD])
            .alias(on=Coalesce("held_on", "planned_on"))
            .filter(on__gte=first, on__lt=(first + timedelta(days=31)).replace(day=1))
        )
        summed = rows.order_by("resource_id").values("resource_id").annotate(used=models.Sum("hours"))
        return dict(summed.values_list("resource_id", "used"))

    def waiting_for(self, resources: Iterable[ResourcePerson]) -> dict[int, int]:
        """By resource person, how many have asked and wait for an answer. One query."""
        rows = self.filter(resource__in=list(resources), state=SideBySideState.ASKED)
        counted = rows.order_by("resource_id").values("resource_id").annotate(waiting=models.Count("pk"))
        return dict(counted.values_list("resource_id", "waiting"))

    def past_keeping(self, last: date) -> "SideBySideQuerySet":
        """What ended, or was planned, on this day or before; also asks that nobody answered."""
        return self.filter(since__lte=last).exclude(state=SideBySideState.ACCEPTED, planned_on__gt=last)


class SideBySide(models.Model):
    """A learner sits beside a resource person; what is held becomes a participation.

    `hours` are those set aside, and once it is held those it took; `since` the day of the present state.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "state": none(),
    } | {
        name: personal(TO_SHARE, A_YEAR_AFTER)
        for name in (
            "learner",
            "resource",
            "competency",
            "asked_by",
            "asked_on",
            "wish",
            "answer",
            "cancelled_by",
            "planned_on",
            "held_on",
            "hours",
            "since",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(ResourcePerson, on_delete=models.CASCADE, related_name="side_by_side")
    competency = models.CharField(max_length=20, blank=True)
    asked_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_on = models.DateField()
    wish = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=SideBySideState.choices, default=SideBySideState.ASKED)
    since = models.DateField()
    answer = models.CharField(max_length=500, blank=True)
    cancelled_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_on = models.DateField(null=True)
    held_on = models.DateField(null=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    objects = SideBySideQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=SideBySideState.values), name="side_by_side_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(planned_on__isnull=False, hours__gt=0),
                name="side_by_side_accepted_for_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="held") | models.Q(held_on__isnull=False, hours__gt=0),
                name="side_by_side_held_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.resource_id} {self.state}"


class OnboardingPath(models.Model):
    """The first ninety days of a new colleague, paired with resource persons. It ends by itself after `ends_on`."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "employee": personal("to learn the job", A_YEAR_AFTER),
        "starts_on": personal("to learn the job", A_YEAR_AFTER),
        "ends_on": personal("to learn the job", A_YEAR_AFTER),
        "made_by": personal("who answers for the path", A_YEAR_AFTER),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="onboarding")
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="onboarding_path_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.starts_on}"


class OnboardingStep(models.Model):
    """One step of a path; `code` names it in `learning/data/onboarding.yaml`, own steps have a title instead."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "path": none(),
        "code": none(),
        "revision": none(),
        "title": personal("to learn the job", A_YEAR_AFTER),
        "due_on": personal("to learn the job", A_YEAR_AFTER),
        "with_person": personal("to learn the job", A_YEAR_AFTER),
        "done_on": personal("to learn the job", A_YEAR_AFTER),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    path = models.ForeignKey(OnboardingPath, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    with_person = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    done_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["path", "code"], condition=~models.Q(code=""), name="onboarding_step_once_in_a_path"
            ),
            models.CheckConstraint(
                condition=~models.Q(code="") | ~models.Q(title=""), name="onboarding_step_says_what"
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.title
