"""A position that is taken apart: its tasks, and who does each of them.

Position ──> PositionTask       a task with its minutes a week, who could do it, and who is to
        └─> JobOrder            what was made of it
"""

from typing import ClassVar, Final
from uuid import uuid4

from django.db import models

from fagkompas.accounts.models import Employee
from fagkompas.companies.models.circle import OURS
from fagkompas.companies.models.orders import LONGEST_ORDER_LINE, LONGEST_ORDER_TITLE
from fagkompas.companies.models.record import TO_WORK_TOGETHER, WHILE_COMPANY, Company, CompanyContact
from fagkompas.engine.substitution import Who
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_STEP_NOTE: Final = 2000


class Position(models.Model):
    """What a company looks for, seen as tasks.

    `notes` are what was said in each step of the wheel, by its code. `before` is who did what (by the UUID of the task)
    before the last change, so that it can be undone; None where there is nothing to undo.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "company", "occupation", "before", "created_at", "revision")
    } | {
        **{name: personal(TO_WORK_TOGETHER, WHILE_COMPANY) for name in ("title", "contact", "notes")},
        "consultant": personal(OURS, WHILE_COMPANY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="positions")
    contact = models.ForeignKey(CompanyContact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    consultant = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=LONGEST_ORDER_TITLE)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    notes = models.JSONField(default=dict, blank=True)
    before = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(title=""), name="position_has_title")]

    def __str__(self) -> str:
        return self.title


class PositionTask(models.Model):
    """A task of a position. `could` is who could do it besides the one whom the company looks for, `who` who is to; "" for nobody yet."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "of_position", "minutes", "is_absolute", "could", "who", "place")
    } | {name: personal(TO_WORK_TOGETHER, WHILE_COMPANY) for name in ("name", "competencies")}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    of_position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="tasks")
    name = models.CharField(max_length=LONGEST_ORDER_LINE)
    minutes = models.PositiveIntegerField(default=0)
    competencies = models.JSONField(default=list, blank=True)
    is_absolute = models.BooleanField(default=False)
    could = models.JSONField(default=list, blank=True)
    who = models.CharField(max_length=10, blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="position_task_has_name"),
            models.CheckConstraint(
                condition=models.Q(who__in=["", *(one.value for one in Who)]), name="position_task_who_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
