"""Job tracks: an occupation or an education that the citizen can do, wants, and that is needed."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE, CasePlan, names_of
from fagkompas.conversations.models import Agreement
from fagkompas.engine.consistency import DIGITS_ALIKE
from fagkompas.engine.scales import Demand, DemandSource
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.privacy import Privacy, none


class StartedFrom(models.TextChoices):
    """Where the talk about a track began."""

    CAN = "can", _("Can")
    WANTS = "wants", _("Wants")
    NEEDED = "needed", _("Needed")


class TrackQuerySet(models.QuerySet["Track"]):
    """Questions about many tracks."""

    def open(self) -> "TrackQuerySet":
        """Those that are followed now, in their order."""
        return self.filter(ended_on__isnull=True)

    def to_choose(self, chosen: int | None) -> "TrackQuerySet":
        """The same, and the one with this key that was chosen before it ended."""
        return self.filter(models.Q(ended_on__isnull=True) | models.Q(pk=chosen))


class Track(models.Model):
    """One way to a job: an `occupation`, or a `title` in words for an education or a job that is in no list.

    `can`, `wants` and `needed` say why it is a good one. `skills`, `functions`, `other_titles`, `steps_first` and `companies` hold a line each;
    `pressure_test` the answers by the code of the question (`casework.pressure_test`). The plan of the track is `strategy`,
    `companies` and `apply_by`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "order", "revision")} | names_of(
        "plan",
        "occupation",
        "title",
        "is_education",
        "started_from",
        "can",
        "wants",
        "needed",
        "skills",
        "functions",
        "other_titles",
        "steps_first",
        "pressure_test",
        "strategy",
        "companies",
        "apply_by",
        "began_on",
        "ended_on",
        "ended_why",
        "saved_by",
        "saved_at",
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(CasePlan, on_delete=models.CASCADE, related_name="tracks")
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    is_education = models.BooleanField(default=False)
    started_from = models.CharField(max_length=10, choices=StartedFrom.choices, default=StartedFrom.CAN)
    can = models.TextField(blank=True)
    wants = models.TextField(blank=True)
    needed = models.TextField(blank=True)
    skills = models.JSONField(default=list)
    functions = models.JSONField(default=list)
    other_titles = models.JSONField(default=list)
    steps_first = models.JSONField(default=list)
    pressure_test = models.JSONField(default=dict)
    strategy = models.TextField(blank=True)
    companies = models.JSONField(default=list)
    apply_by = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField()
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=LONGEST_LINE, blank=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = TrackQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(occupation__isnull=False) | ~models.Q(title=""), name="track_has_title"
            ),
            models.CheckConstraint(condition=models.Q(started_from__in=StartedFrom.values), name="track_start_known"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | ~models.Q(ended_why=""), name="track_ended_with_why"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="track_ended_after_begun",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def name(self) -> str:
        """The job or education, as one says it, with a capital as wherever a job title stands by itself."""
        return capfirst(self.occupation.title if self.occupation else self.title)

    @property
    def written_name(self) -> str:
        """The same in Danish, as it is published."""
        return self.occupation.title_da if self.occupation else self.title

    @property
    def isco4(self) -> str:
        """Its group of ISCO-08 in four digits; "" where it is in no list."""
        return self.occupation.isco4 if self.occupation else ""

    @property
    def two_digits(self) -> str:
        """The group in two digits, by which tracks are shades of one."""
        return self.isco4[:DIGITS_ALIKE]


class DemandNote(models.Model):
    """How much a track is asked for, who says so, and when. `why_anyway` where the demand is low and the track is kept."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid")} | names_of(
        "track", "level", "source", "source_text", "on", "why_anyway", "recorded_by"
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="demand")
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Demand])
    source = models.CharField(max_length=20, choices=[(source.value, source.value) for source in DemandSource])
    source_text = models.CharField(max_length=LONGEST_LINE, blank=True)
    on = models.DateField()
    why_anyway = models.CharField(max_length=LONGEST_LINE, blank=True)
    recorded_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(level__in=[level.value for level in Demand]), name="demand_level_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=[source.value for source in DemandSource]), name="demand_source_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class TrackAgreement(models.Model):
    """An agreement that is about a job track; an agreement is about one track at most."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | names_of("track", "agreement")

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="agreements")
    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, related_name="of_track")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.track_id} {self.agreement_id}"
