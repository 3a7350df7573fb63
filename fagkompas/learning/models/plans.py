"""The learning plan: its levers, its rules, the proposal, and the seats that a person approves one by one."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Round
from fagkompas.catalogue.models import Offering, Session, SessionState
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

UNTIL_DELETION = "until the plan's deletion date"
TO_PLAN = "to plan learning where it is needed"


class PlanState(models.TextChoices):
    """Draft until it is solved; a proposal until a person has approved its seats."""

    DRAFT = "draft", _("Draft")
    SOLVING = "solving", _("Being worked out")
    PROPOSED = "proposed", _("Proposal")
    APPROVED = "approved", _("Approved")


class Plan(models.Model):
    """A learning plan for a unit and all below it, from the ratings of one round.

    `away_share` of a unit (0-1) may be away in one week. `progress` and `proposal` are what `learning.proposing` writes
    and reads: value, bound, reasons, what stays open, what a little more would give; `solved_at` is when what it was
    worked out from was read. Where working it out broke down, `progress` says so and the proposal before stands.
    `stop_asked` ends the working out
    with the best so far. `scenario_of` is the plan that this one is another version of.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "unit",
            "round",
            "name",
            "starts_on",
            "ends_on",
            "deletes_on",
            "budget",
            "hours_per_person",
            "away_share",
            "seconds",
            "state",
            "progress",
            "stop_asked",
            "scenario_of",
            "engine_version",
            "solved_at",
            "created_at",
            "revision",
        )
    } | {
        "proposal": sensitive(TO_PLAN, UNTIL_DELETION),
        "created_by": personal("who answers for the plan", UNTIL_DELETION),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    round = models.ForeignKey(Round, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    deletes_on = models.DateField()
    budget = models.PositiveIntegerField(null=True)
    hours_per_person = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    away_share = models.DecimalField(
        max_digits=4, decimal_places=3, default="0.250", validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    seconds = models.PositiveSmallIntegerField(default=20)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    progress = models.JSONField(default=dict)
    stop_asked = models.BooleanField(default=False)
    proposal = models.JSONField(default=dict)
    scenario_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="scenarios")
    engine_version = models.CharField(max_length=20, blank=True)
    solved_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="plan_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(deletes_on__gt=models.F("ends_on")), name="plan_deleted_after_it_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(away_share__gte=0, away_share__lte=1), name="plan_away_share_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(hours_per_person__isnull=True) | models.Q(hours_per_person__gte=0),
                name="plan_hours_not_negative",
            ),
            models.CheckConstraint(condition=models.Q(state__in=PlanState.values), name="plan_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_failed(self) -> bool:
        """Whether working it out broke down the last time."""
        return bool(self.progress.get("failed"))

    @property
    def first_version(self) -> int:
        """The number of the plan that this is another version of, or its own."""
        return self.scenario_of_id or self.pk


class RuleKind(models.TextChoices):
    """What a person has decided before the plan is worked out."""

    MUST = "must", _("Must")
    MUST_NOT = "must_not", _("Must not")


class PlanRule(models.Model):
    """A person must, or must not, take an offering in this plan."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "plan": none(),
        "kind": none(),
        "employee": personal(TO_PLAN, UNTIL_DELETION),
        "offering": personal(TO_PLAN, UNTIL_DELETION),
    }

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=8, choices=RuleKind.choices)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "employee", "offering"], name="plan_rule_once"),
            models.CheckConstraint(condition=models.Q(kind__in=RuleKind.values), name="plan_rule_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind}"


class SeatState(models.TextChoices):
    """A seat is a proposal until somebody approves it."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


def _of_same_versions() -> models.Q:
    """Of the plan, or a version of it, that the outer row is of."""
    same = models.Q(plan=models.OuterRef("plan")) | models.Q(plan__scenario_of=models.OuterRef("plan"))
    first = models.OuterRef("plan__scenario_of")
    return same | models.Q(plan=first) | models.Q(plan__scenario_of=first)


def _seats_taken() -> models.QuerySet[Any]:
    """What the person of the outer row takes part in, or has."""
    from fagkompas.learning.models.participation import Participation  # which has a seat, so not at the top

    taken = Participation.objects.filter(employee=models.OuterRef("employee"), session__isnull=False)
    return taken.taking_a_seat()


class SeatQuerySet(models.QuerySet["Seat"]):
    """Questions about many seats."""

    def changed_by_hand(self) -> "SeatQuerySet":
        """Those put in, and those taken out: they stay so when the plan is worked out again."""
        return self.filter(models.Q(state=SeatState.PROPOSED, by_hand=True) | models.Q(state=SeatState.REJECTED))

    def of_versions(self, plan: Plan) -> "SeatQuerySet":
        """Those of the plan and of all its versions."""
        first = plan.first_version
        return self.filter(models.Q(plan=first) | models.Q(plan__scenario_of=first))

    def lost(self) -> "SeatQuerySet":
        """Approved ones whose participation has ended or stands in a cancelled session; proposed ones in such a session, or
        where the same seat has ended in another version and nobody has put it in or got it since.

        `proposing.lost_why` says the same of an approved row.
        """
        approved, proposed = models.Q(state=SeatState.APPROVED), models.Q(state=SeatState.PROPOSED)
        ended = models.Q(participation__state__in=["cancelled", "refused"])
        is_cancelled = models.Q(session__state=SessionState.CANCELLED)
        same = self.model.objects.filter(employee=models.OuterRef("employee"), session=models.OuterRef("session"))
        given_back = models.Exists(same.filter(approved, ended).filter(_of_same_versions()))
        again = models.Exists(_seats_taken().filter(session=models.OuterRef("session")))
        return self.filter(
            (approved & (ended | models.Q(participation__session__state=SessionState.CANCELLED)))
            | (proposed & is_cancelled)
            | (proposed & models.Q(by_hand=False) & given_back & ~again)
        )

    def newly_lost(self) -> "SeatQuerySet":
        """Those lost since the plan was worked out last: then it was made without them."""
        is_new = models.Q(plan__solved_at__isnull=True) | models.Q(participation__since__gt=models.F("plan__solved_at"))
        return self.lost().filter(models.Q(state=SeatState.PROPOSED) | is_new)

    def approved(self) -> "SeatQuerySet":
        """Those that somebody approved and that are not lost."""
        lost = self.model.objects.lost().order_by().values("pk")
        return self.filter(state=SeatState.APPROVED).exclude(pk__in=lost)

    def undecided(self) -> "SeatQuerySet":
        """Proposed ones that are not lost, of people who have got no seat in the same offering otherwise."""
        taken = _seats_taken().filter(offering=models.OuterRef("session__offering"))
        lost = self.model.objects.lost().order_by().values("pk")
        return self.filter(state=SeatState.PROPOSED).exclude(pk__in=lost).exclude(models.Exists(taken))

    def open_on(self, day: date) -> "SeatQuerySet":
        """Undecided ones that could be approved on a day: the person works in the unit, and the session is one that the
        plan can use.
        """
        is_open = models.Q(session__enrol_by__isnull=True) | models.Q(session__enrol_by__gte=day)
        return (
            self.undecided()
            .filter(is_open, session__starts_on__gte=day)
            .filter(
                session__starts_on__gte=models.F("plan__starts_on"), session__ends_on__lte=models.F("plan__ends_on")
            )
            .filter(session__offering__retired_on__isnull=True)
            .filter(employee__is_active=True, employee__unit__lineage__startswith=models.F("plan__unit__lineage"))
        )


class Seat(models.Model):
    """One person in one session of a plan. `reason` is what the engine gave for it; empty when put in by hand.

    What an approved one cost is its participation's.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "plan": none(),
        "employee": personal(TO_PLAN, UNTIL_DELETION),
        "session": personal(TO_PLAN, UNTIL_DELETION),
        "by_hand": none(),
        "state": personal(TO_PLAN, UNTIL_DELETION),
        "reason": sensitive(TO_PLAN, UNTIL_DELETION),
        "decided_by": personal("who approved the seat", UNTIL_DELETION),
        "decided_at": personal("who approved the seat", UNTIL_DELETION),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="seats")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=SeatState.choices, default=SeatState.PROPOSED)
    reason = models.JSONField(default=dict)
    decided_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "employee", "session"], name="seat_once"),
            models.CheckConstraint(condition=models.Q(state__in=SeatState.values), name="seat_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.employee_id} {self.session_id}"

    @property
    def works_here(self) -> bool:
        """Whether its person works in the plan's unit, or below it."""
        return self.employee.is_active and self.plan.unit.contains(self.employee.unit)


class RecruitmentProfile(models.Model):
    """What to look for in the next hire: the fields that the plan cannot close, and a draft of the advert."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "unit", "plan", "fields", "revision", "created_at")
    } | {
        "text": personal("the advert, which may name whom to call", "two years from when it was made"),
        "created_by": personal("who wrote it", "two years from when it was made"),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, related_name="recruitment_profiles")
    fields = models.JSONField()
    text = models.TextField()
    created_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.uuid)
