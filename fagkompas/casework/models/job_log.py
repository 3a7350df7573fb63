"""The job log: what the citizen has applied for, and how much is asked for there."""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE, MOST_A_WEEK, names_of
from fagkompas.casework.models.tracks import Track
from fagkompas.citizens.models import TO_HELP, Citizen
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.days import years_from
from fagkompas.toolkit.privacy import Privacy, none, personal

KEPT_YEARS: Final = 4
AFTER_CHANGE = "four years after the last change, then deleted by the retention run"


class AppliedHow(models.TextChoices):
    """How one applied."""

    ADVERT = "advert", _("Answered an advert")
    UNSOLICITED = "unsolicited", _("Unsolicited application")
    PHONE = "phone", _("Phoned")
    VISIT = "visit", _("Went there")
    NETWORK = "network", _("Through somebody I know")
    SOCIAL = "social", _("Social media")
    OTHER = "other", _("In another way")


class LogResult(models.TextChoices):
    """What came of it."""

    WAITING = "waiting", _("Waiting for an answer")
    INTERVIEW = "interview", _("Invited to an interview")
    JOB = "job", _("Got the job")
    REFUSED = "refused", _("Turned down")
    NO_ANSWER = "no_answer", _("Never heard back")


class JobLogEntryQuerySet(models.QuerySet["JobLogEntry"]):
    """Questions about many entries."""

    def past_keeping(self, today: date) -> "JobLogEntryQuerySet":
        """Whose time is up."""
        return self.filter(changed_on__lt=years_from(today, -KEPT_YEARS))

    def to_follow_up(self, today: date) -> "JobLogEntryQuerySet":
        """Whose day to ask has come, and that still wait for an answer; the oldest first."""
        waiting = self.filter(result=LogResult.WAITING, followed_up_on__isnull=True)
        return waiting.filter(follow_up_on__lte=today).order_by("follow_up_on", "pk")


class JobLogEntry(models.Model):
    """One job applied for: an `occupation`, or a `title` in words. `documents` are the texts that were sent."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "revision")} | {
        name: personal(TO_HELP, AFTER_CHANGE)
        for name in (
            "citizen",
            "occupation",
            "title",
            "track",
            "company",
            "place",
            "applied_on",
            "how",
            "follow_up_on",
            "followed_up_on",
            "result",
            "note",
            "documents",
            "changed_on",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="job_log")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="log")
    company = models.CharField(max_length=LONGEST_TITLE, blank=True)
    place = models.CharField(max_length=LONGEST_TITLE, blank=True)
    applied_on = models.DateField()
    how = models.CharField(max_length=20, choices=AppliedHow.choices)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=20, choices=LogResult.choices, default=LogResult.WAITING)
    note = models.CharField(max_length=LONGEST_LINE, blank=True)
    documents = models.TextField(blank=True)
    changed_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)

    objects = JobLogEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-applied_on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["citizen", "applied_on"], name="job_log_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(occupation__isnull=False) | ~models.Q(title=""), name="log_entry_has_title"
            ),
            models.CheckConstraint(condition=models.Q(how__in=AppliedHow.values), name="log_entry_how_known"),
            models.CheckConstraint(condition=models.Q(result__in=LogResult.values), name="log_entry_result_known"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def name(self) -> str:
        """The job, as one says it."""
        return capfirst(self.occupation.title if self.occupation else self.title)


class LogRequirement(models.Model):
    """How many jobs a week the citizen's own job log asks for, as it was read on a day."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | names_of("citizen", "per_week", "read_on", "recorded_by")

    citizen = models.OneToOneField(Citizen, on_delete=models.CASCADE, related_name="log_requirement")
    per_week = models.PositiveSmallIntegerField()
    read_on = models.DateField()
    recorded_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(per_week__lte=MOST_A_WEEK), name="log_requirement_is_likely")
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} {self.per_week}"
