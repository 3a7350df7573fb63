"""The citizen's plan: one goal and why, what the plan says, considerations, activities, and the versions that were published."""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.citizens.models import TO_HELP, WITH_CASE, Citizen
from fagkompas.engine.scales import GoalKind
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.encrypted_fields import EncryptedTextField
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

PLAN: Final = "case plan"
"""What considerations and published versions are encrypted for."""

LONGEST_TITLE: Final = 120
LONGEST_LINE: Final = 300
LONGEST_TEXT: Final = 4000
MOST_A_WEEK: Final = 20
"""A search requirement over this is a mistake in typing."""


def names_of(*columns: str) -> dict[str, Privacy]:
    """Columns that tell something of the citizen."""
    return {name: personal(TO_HELP, WITH_CASE) for name in columns}


class CasePlanQuerySet(models.QuerySet["CasePlan"]):
    """Questions about many plans."""

    def active(self) -> "CasePlanQuerySet":
        """The plan that holds now, at most one for each citizen."""
        return self.filter(ended_on__isnull=True)

    def ended(self) -> "CasePlanQuerySet":
        """Those before it, the newest first."""
        return self.filter(ended_on__isnull=False).order_by("-ended_on", "-pk")


class CasePlan(models.Model):
    """Where the citizen is going, why, and how: one active goal.

    The goal is an `occupation`, or a `goal_title` in words: an education, the own employer, or a job that is in no list;
    it is so since `goal_set_on`. `fewer_tracks_reason` says why there are fewer job tracks than usual; `search_per_week` is
    the jobs to apply for in a week, since `search_since`. `published_on` is the day of the newest version; whoever saves
    sends the `revision` they saw. A plan that has ended says why: the goal is reached, or another way is needed.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "revision")} | names_of(
        "citizen",
        "goal_kind",
        "occupation",
        "goal_title",
        "reason",
        "goal_set_on",
        "followed_up_on",
        "description",
        "fewer_tracks_reason",
        "search_per_week",
        "search_since",
        "published_on",
        "began_on",
        "ended_on",
        "ended_why",
        "saved_by",
        "saved_at",
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="plans")
    goal_kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in GoalKind])
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goal_title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    reason = models.TextField(blank=True)
    goal_set_on = models.DateField()
    followed_up_on = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    fewer_tracks_reason = models.TextField(blank=True)
    search_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    search_since = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=LONGEST_LINE, blank=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = CasePlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-began_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["citizen"], condition=models.Q(ended_on__isnull=True), name="one_active_plan_of_a_citizen"
            ),
            models.CheckConstraint(
                condition=models.Q(goal_kind__in=[kind.value for kind in GoalKind]), name="plan_goal_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(search_per_week__isnull=True) | models.Q(search_per_week__lte=MOST_A_WEEK),
                name="plan_search_is_likely",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="plan_ended_after_begun",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | ~models.Q(ended_why=""), name="plan_ended_with_why"
            ),
            models.CheckConstraint(
                condition=models.Q(search_per_week__isnull=True) | models.Q(search_since__isnull=False),
                name="plan_search_since_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def goal(self) -> str:
        """What the citizen is going for, in a few words; "" where nothing is chosen yet."""
        return capfirst(self.occupation.title if self.occupation else self.goal_title)

    @property
    def written_goal(self) -> str:
        """The same in Danish, as it is published: whoever publishes, the plan is written in one language."""
        return self.occupation.title_da if self.occupation else self.goal_title

    @property
    def has_goal(self) -> bool:
        """Whether a goal is chosen. No query."""
        return self.occupation_id is not None or bool(self.goal_title)


class ConsiderationQuerySet(models.QuerySet["Consideration"]):
    """Questions about many considerations."""

    def standing(self) -> "ConsiderationQuerySet":
        """Approved and not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def withdrawn(self) -> "ConsiderationQuerySet":
        """Those that nobody is told any more."""
        return self.filter(withdrawn_on__isnull=False)


class Consideration(models.Model):
    """What work has to take into account, in words that the citizen has approved; never a diagnosis.

    `how` is where the citizen said yes. A changed text is a new consideration. The row of a withdrawn one stays, so that
    one can see what was allowed when; its text is shown to the citizen alone.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid")}
        | names_of("plan", "approved_on", "how", "withdrawn_on", "recorded_by", "recorded_at")
        | {"text": sensitive(TO_HELP, WITH_CASE)}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(CasePlan, on_delete=models.CASCADE, related_name="considerations")
    text = EncryptedTextField(purpose=PLAN)
    approved_on = models.DateField()
    how = models.CharField(max_length=LONGEST_TITLE)
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ConsiderationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["approved_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="consideration_has_text"),
            models.CheckConstraint(condition=~models.Q(how=""), name="consideration_says_how"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gte=models.F("approved_on")),
                name="consideration_withdrawn_after_approved",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ActivityKind(models.TextChoices):
    """What a citizen may take part in on the way."""

    PLACEMENT = "placement", _("Work placement in a company")
    WAGE_SUBSIDY = "wage_subsidy", _("Job with wage subsidy")
    PAID_HOURS = "paid_hours", _("Paid hours")
    COURSE = "course", _("Course")
    EDUCATION = "education", _("Education")
    GUIDANCE = "guidance", _("Guidance")
    MENTOR = "mentor", _("Mentor")
    OTHER = "other", _("Something else")


class VitasStatus(models.TextChoices):
    """How far an agreement is in VITAS, where companies and the municipality make it."""

    SENT = "sent", _("Sent to the company")
    WAITING = "waiting", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


WITH_VITAS: Final = frozenset({ActivityKind.PLACEMENT, ActivityKind.WAGE_SUBSIDY})
"""Activities that are agreed on in VITAS."""


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Questions about many activities."""

    def not_over(self, today: date) -> "ActivityQuerySet":
        """To come or under way."""
        return self.filter(models.Q(to_on__isnull=True) | models.Q(to_on__gte=today))


class Activity(models.Model):
    """Something the citizen takes part in: what for, and which job track it helps."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "revision")} | names_of(
        "plan", "kind", "title", "purpose", "track", "from_on", "to_on", "vitas_no", "vitas_status"
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(CasePlan, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=20, choices=ActivityKind.choices)
    title = models.CharField(max_length=LONGEST_TITLE)
    purpose = models.TextField(blank=True)
    track = models.ForeignKey(
        "casework.Track", on_delete=models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    vitas_no = models.CharField(max_length=40, blank=True)
    vitas_status = models.CharField(max_length=20, choices=VitasStatus.choices, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=ActivityKind.values), name="activity_kind_known"),
            models.CheckConstraint(condition=~models.Q(title=""), name="activity_has_title"),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="activity_ends_after_beginning",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_due_in_vitas(self) -> bool:
        """Whether it is of a kind that is agreed on in VITAS."""
        return self.kind in WITH_VITAS


class PlanVersion(models.Model):
    """The plan as it was published: `snapshot` is `casework.plan_content.PlanContent` as JSON."""

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "number")}
        | names_of("plan", "at", "by", "why")
        | {"snapshot": sensitive(TO_HELP, WITH_CASE)}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(CasePlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot = EncryptedTextField(purpose=PLAN)
    why = models.CharField(max_length=LONGEST_LINE, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
