"""What a unit needs: skill per field and role, profiles as bands, roles held, and the work to be divided."""

from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.engine.scales import Band, Level
from fagkompas.frameworks.models import LEVELS, Framework
from fagkompas.toolkit.privacy import Privacy, none, personal

WHILE_EMPLOYED = "while employed, then deleted by the retention run"


class NeedQuerySet(models.QuerySet["Need"]):
    """Questions about many needs."""

    def of_unit(self, unit: Unit, framework: Framework) -> "NeedQuerySet":
        """What one unit has said about the fields of a framework."""
        return self.filter(unit=unit, framework=framework)


class Need(models.Model):
    """What a unit needs in one field, of everyone (`role` empty) or of those who hold a role.

    `basic_share` of them (0-1) must master the basic level, `specialists` of them the specialised one, by `by`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "unit",
            "framework",
            "field",
            "role",
            "basic_share",
            "specialists",
            "weight",
            "by",
            "reason",
            "set_on",
        )
    } | {"set_by": personal("who to ask about the need", "with the need")}

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="needs")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=10)
    role = models.CharField(max_length=10, blank=True)
    basic_share = models.DecimalField(
        max_digits=4, decimal_places=3, default=1, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    specialists = models.PositiveSmallIntegerField(default=1)
    weight = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(3)])
    by = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    set_on = models.DateField()

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["unit_id", "field", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "framework", "field", "role"], name="need_once"),
            models.CheckConstraint(
                condition=models.Q(basic_share__gte=0, basic_share__lte=1), name="need_share_in_range"
            ),
            models.CheckConstraint(condition=models.Q(weight__gte=1, weight__lte=3), name="need_weight_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.field} {self.role}"


class WorkRole(models.Model):
    """A role that a person holds: a field of the role frame (source 000)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "employee": personal("which needs concern the person", WHILE_EMPLOYED),
        "role": personal("which needs concern the person", WHILE_EMPLOYED),
    }

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="work_roles")
    role = models.CharField(max_length=10)

    class Meta:
        ordering: ClassVar = ["employee_id", "role"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["employee", "role"], name="work_role_once")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.role}"


BANDS: list[tuple[int, object]] = [
    (Band.UNDER_5.value, _("Under 5 %")),
    (Band.FROM_5.value, _("5-10 %")),
    (Band.FROM_10.value, _("10-15 %")),
    (Band.FROM_15.value, _("15-20 %")),
    (Band.OVER_20.value, _("Over 20 %")),
]


class ProfileBand(models.Model):
    """How large a share of a unit matches one of the six profiles: now, and ideally."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "unit", "profile", "now", "ideal", "set_on")
    }

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="profile_bands")
    profile = models.CharField(max_length=10)
    now = models.PositiveSmallIntegerField(choices=BANDS, null=True)
    ideal = models.PositiveSmallIntegerField(choices=BANDS, null=True)
    set_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["unit_id", "profile"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "profile"], name="profile_band_once"),
            models.CheckConstraint(
                condition=(models.Q(now__isnull=True) | models.Q(now__lte=4))
                & (models.Q(ideal__isnull=True) | models.Q(ideal__lte=4)),
                name="profile_band_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.profile}"


class TaskType(models.Model):
    """A kind of work in a unit: the field and level it asks for, and how many hours a week there are of it."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "unit", "framework", "name", "field", "level", "weekly_hours")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="task_types")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    field = models.CharField(max_length=10)
    level = models.CharField(max_length=12, choices=LEVELS)
    weekly_hours = models.DecimalField(max_digits=6, decimal_places=1, validators=[MinValueValidator(0)])

    class Meta:
        ordering: ClassVar = ["unit_id", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "framework", "name"], name="task_type_name_unique"),
            models.CheckConstraint(
                condition=models.Q(level__in=[level.value for level in Level]), name="task_type_level_known"
            ),
            models.CheckConstraint(condition=models.Q(weekly_hours__gte=0), name="task_type_hours_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkingHours(models.Model):
    """Hours a week that a person has for the unit's tasks; without a row `division.USUAL_HOURS` count."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "employee": personal("to divide the work", WHILE_EMPLOYED),
        "weekly": personal("to divide the work", WHILE_EMPLOYED),
    }

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="working_hours")
    weekly = models.DecimalField(max_digits=4, decimal_places=1, validators=[MinValueValidator(0)])

    class Meta:
        ordering: ClassVar = ["employee_id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(weekly__gte=0, weekly__lte=80), name="working_hours_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.weekly}"
