"""What is known of a company's needs.

Company ──> KnownBlock          what it has told about one block of the question guide, the newest words
        └─> NeedTalk            a need that was said back, what we could do, and the next step
"""

from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.companies.models.circle import LONGEST_WHAT, OURS
from fagkompas.companies.models.record import TO_WORK_TOGETHER, WHILE_COMPANY, Company
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_KNOWN: Final = 4000
LONGEST_NEED: Final = 500
LONGEST_BLOCK: Final = 40
MOST_EXPECTED: Final = 500
"""People whom a company expects to need."""


class Accept(models.TextChoices):
    """Whether they said yes."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class StepKind(models.TextChoices):
    """What a talk about a need becomes."""

    VISIT = "visit", _("A visit")
    JOB_ORDER = "job_order", _("A job order")
    SUBSTITUTION = "substitution", _("Take a position apart into tasks")
    PLACEMENT = "placement", _("A placement")
    SEND = "send", _("Send them something")


class KnownBlock(models.Model):
    """What a company has told about a block. Whoever saves sends the `revision` they saw."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "company", "block", "revision", "known_on")
    } | {"text": personal(TO_WORK_TOGETHER, WHILE_COMPANY), "by": personal(OURS, WHILE_COMPANY)}

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="known")
    block = models.CharField(max_length=LONGEST_BLOCK)
    text = models.TextField(blank=True)
    known_on = models.DateField()
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-known_on", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["company", "block"], name="block_once_of_a_company")]

    def __str__(self) -> str:
        return f"{self.company_id} {self.block}"


class NeedTalk(models.Model):
    """A need, whether it was said back rightly, what we could do, and whether they want it: each yes in their words.

    `three_people` and `three_work` are how many they expect to need in three months and what for, and `six_...` in six: None
    and "" for what was not told. `step` is what it becomes, "" for nothing yet; `step_by` is who does it.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            *("id", "uuid", "company", "need_accept", "solution_accept", "three_people", "six_people"),
            *("step", "step_on", "at"),
        )
    } | {
        **{
            name: personal(TO_WORK_TOGETHER, WHILE_COMPANY)
            for name in ("need", "need_words", "solution", "solution_words", "three_work", "six_work", "step_what")
        },
        **{name: personal(OURS, WHILE_COMPANY) for name in ("by", "step_by")},
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="need_talks")
    need = models.CharField(max_length=LONGEST_NEED)
    need_accept = models.CharField(max_length=6, choices=Accept.choices, blank=True)
    need_words = models.CharField(max_length=LONGEST_NEED, blank=True)
    solution = models.CharField(max_length=LONGEST_NEED, blank=True)
    solution_accept = models.CharField(max_length=6, choices=Accept.choices, blank=True)
    solution_words = models.CharField(max_length=LONGEST_NEED, blank=True)
    three_people = models.PositiveSmallIntegerField(null=True, blank=True)
    three_work = models.CharField(max_length=LONGEST_WHAT, blank=True)
    six_people = models.PositiveSmallIntegerField(null=True, blank=True)
    six_work = models.CharField(max_length=LONGEST_WHAT, blank=True)
    step = models.CharField(max_length=12, choices=StepKind.choices, blank=True)
    step_what = models.CharField(max_length=LONGEST_WHAT, blank=True)
    step_on = models.DateField(null=True, blank=True)
    step_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["company", "-at", "-id"], name="need_talk_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(need=""), name="need_talk_has_need"),
            models.CheckConstraint(
                condition=models.Q(need_accept__in=["", *Accept.values], solution_accept__in=["", *Accept.values]),
                name="need_talk_accepts_known",
            ),
            models.CheckConstraint(
                condition=models.Q(solution_accept="") | ~models.Q(solution=""), name="accepted_solution_is_written"
            ),
            models.CheckConstraint(condition=models.Q(step__in=["", *StepKind.values]), name="need_talk_step_known"),
        ]

    def __str__(self) -> str:
        return self.need
