"""What a match needs of a citizen beside the case, and the list of those whom an order may be for.

Citizen ──> MatchFacts          hours, from when, how far, papers, what work must spare: what the case has no place for
        ├─> MatchProfile        all that is known for a match, put together from the case, so that a match reads one table
        └─> Shortlisted ──> ShortlistStep      on the list of an order: what was decided, asked and answered, and why
"""

from collections.abc import Mapping
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.models import WITH_CASE, Citizen, Consent
from fagkompas.companies.models import JobOrder, Mediation
from fagkompas.toolkit.encrypted_fields import EncryptedTextField, EncryptedTextsField
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

MATCH: Final = "match"
"""What the words of a match are encrypted for."""

TO_MATCH: Final = "to find work that suits the citizen"
LONGEST_LINES: Final = 2000
LONGEST_REASON: Final = 500
MOST_HOURS: Final = 60


class MatchFacts(models.Model):
    """What was asked about a citizen for the match; None is what nobody has asked about, which is not no.

    Minutes are a week's. `reach` are pairs of postcodes, `times` values of `engine.matching.order.WorkTime`, `papers` True or
    False by `companies.models.Paper`. `words` are lines: `can`, `cannot`, `wants`, and `spared` (values of `Condition`), which the
    citizen agreed on `spared_agreed_on` that work must take into account.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "revision")}
        | {
            name: personal(TO_MATCH, WITH_CASE)
            for name in (
                *("citizen", "least_minutes", "most_minutes", "free_from", "reach", "times", "papers"),
                *("spared_agreed_on", "saved_by", "saved_at"),
            )
        }
        | {"words": sensitive(TO_MATCH, WITH_CASE)}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    citizen = models.OneToOneField(Citizen, on_delete=models.CASCADE, related_name="match_facts")
    least_minutes = models.PositiveIntegerField(null=True, blank=True)
    most_minutes = models.PositiveIntegerField(null=True, blank=True)
    free_from = models.DateField(null=True, blank=True)
    reach = models.JSONField(null=True, blank=True)
    times = models.JSONField(null=True, blank=True)
    papers = models.JSONField(default=dict, blank=True)
    words = EncryptedTextsField(purpose=MATCH)
    spared_agreed_on = models.DateField(null=True, blank=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(least_minutes__isnull=True, most_minutes__isnull=True)
                | models.Q(least_minutes__lte=models.F("most_minutes")),
                name="match_facts_least_before_most",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class MatchProfile(models.Model):
    """What a match compares, as JSON in `words` (`matching.to_engine`); put together anew when the case changes.

    No name, age, sex, origin, target group, benefit or diagnosis stands in it, so that no match can use them.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {"id": none()}
        | {name: personal(TO_MATCH, WITH_CASE) for name in ("citizen", "made_at")}
        | {"words": sensitive(TO_MATCH, WITH_CASE)}
    )

    citizen = models.OneToOneField(Citizen, on_delete=models.CASCADE, related_name="match_profile")
    words = EncryptedTextField(purpose=MATCH)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.citizen_id)


class Stage(models.TextChoices):
    """Where somebody on a shortlist is."""

    CHOSEN = "chosen", _("On the list")
    ASKED = "asked", _("Asked")
    YES = "yes", _("Has said yes")
    PRESENTED = "presented", _("Presented to the company")
    MET = "met", _("Met the company")
    HIRED = "hired", _("Hired")
    CITIZEN_NO = "citizen_no", _("Has said no")
    COMPANY_NO = "company_no", _("The company said no")
    TAKEN_OFF = "taken_off", _("Taken off the list")


ENDED: Final = (Stage.CITIZEN_NO, Stage.COMPANY_NO, Stage.TAKEN_OFF)
AGREED: Final = (Stage.YES, Stage.PRESENTED, Stage.MET, Stage.HIRED)
"""Stages that stand on the citizen's consent."""


NEXT: Final[Mapping[str, tuple[Stage, ...]]] = {
    Stage.CHOSEN: (Stage.ASKED, Stage.YES, Stage.CITIZEN_NO, Stage.TAKEN_OFF),
    Stage.ASKED: (Stage.YES, Stage.CITIZEN_NO, Stage.TAKEN_OFF),
    Stage.YES: (Stage.PRESENTED, Stage.CITIZEN_NO, Stage.TAKEN_OFF),
    Stage.PRESENTED: (Stage.MET, Stage.HIRED, Stage.CITIZEN_NO, Stage.COMPANY_NO, Stage.TAKEN_OFF),
    Stage.MET: (Stage.HIRED, Stage.CITIZEN_NO, Stage.COMPANY_NO, Stage.TAKEN_OFF),
}
"""What may come after a stage; nothing comes after the others."""


class ShortlistedQuerySet(models.QuerySet["Shortlisted"]):
    """Questions about many who are or were on a list."""

    def standing(self) -> "ShortlistedQuerySet":
        """Those whom a list shows: nobody whose consent is taken back, from the moment it is."""
        return self.exclude(consent__withdrawn_on__isnull=False)

    def under_way(self) -> "ShortlistedQuerySet":
        """Those that something may still come of."""
        return self.standing().exclude(stage__in=(*ENDED, Stage.HIRED))


class Shortlisted(models.Model):
    """A citizen on the list of an order. `hundredths` of a point are as they were on the day of the decision.

    `unit` is the citizen's on that day. `consent` is the yes by which the company may be told the name.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "revision")} | {
        name: personal(TO_MATCH, WITH_CASE)
        for name in ("citizen", "order", "unit", "stage", "hundredths", "consent", "chosen_on")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(JobOrder, on_delete=models.CASCADE, related_name="shortlisted")
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="shortlisted")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.CHOSEN)
    hundredths = models.PositiveSmallIntegerField(null=True, blank=True)
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    chosen_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)

    objects = ShortlistedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["chosen_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "citizen"], name="shortlisted_once"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="shortlisted_stage_known"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_under_way(self) -> bool:
        """Whether something may still come of it."""
        return self.stage not in {*ENDED, Stage.HIRED}

    @property
    def next_stages(self) -> tuple[Stage, ...]:
        """What may come now."""
        return NEXT.get(self.stage, ())


class ShortlistStep(models.Model):
    """What happened to somebody on a list: where it led, why, and the line of the order's log that it wrote, if any."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid")} | {
        name: personal(TO_MATCH, WITH_CASE)
        for name in ("shortlisted", "stage", "reason", "on", "mediation", "by", "at")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    shortlisted = models.ForeignKey(Shortlisted, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    on = models.DateField()
    mediation = models.ForeignKey(Mediation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="shortlist_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.shortlisted_id} {self.stage}"
