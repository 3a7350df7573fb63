"""Taking part: from the wish to the certificate, of anything one learns from."""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Offering, Session
from fagkompas.learning.models.plans import Seat
from fagkompas.learning.models.sharing import SideBySide
from fagkompas.learning.models.sparring import Sparring
from fagkompas.toolkit.privacy import Privacy, none, personal

AFTER_LEAVING = "five years after it ended, a module of a programme a year after its limit, or when the person has left"
TO_LEARN = "to know what a person learns and has learned"
FIVE_YEARS = "five years, or until the person has left and is deleted"
TO_COUNT = "to say how large a share of a unit was trained in a year"


class ParticipationState(models.TextChoices):
    """wished -> approved -> enrolled -> attended -> passed; waiting for a seat; refused or cancelled with a reason."""

    WISHED = "wished", _("Wished")
    REFUSED = "refused", _("Refused")
    APPROVED = "approved", _("Approved")
    WAITING = "waiting", _("On the waiting list")
    ENROLLED = "enrolled", _("Enrolled")
    ATTENDED = "attended", _("Attended")
    PASSED = "passed", _("Passed")
    CANCELLED = "cancelled", _("Cancelled")


class EndedBy(models.TextChoices):
    """Who cancelled or refused."""

    PERSON = "person", _("The person")
    MANAGER = "manager", _("The manager")
    CONSULTANT = "consultant", _("The competence consultant")
    PROVIDER = "provider", _("The provider")


class Source(models.TextChoices):
    """Where the learning came from."""

    CATALOGUE = "catalogue", _("The catalogue")
    SIDE_BY_SIDE = "side_by_side", _("Side-by-side training")
    SPARRING = "sparring", _("Team sparring")
    ONBOARDING = "onboarding", _("Onboarding")
    OWN = "own", _("Registered by the person")


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Questions about many participations."""

    def of_person(self, person: Employee) -> "ParticipationQuerySet":
        """A person's own, the newest first."""
        rows = self.filter(employee=person).select_related("employee", "offering__form", "session__root")
        return rows.order_by("-since", "-pk")

    def in_unit(self, unit: Unit) -> "ParticipationQuerySet":
        """Of those who work in the unit or below it now."""
        return self.filter(employee__unit__lineage__startswith=unit.lineage)

    def taking_a_seat(self) -> "ParticipationQuerySet":
        """Those that count against the seats of a session."""
        return self.filter(
            state__in=[
                ParticipationState.APPROVED,
                ParticipationState.ENROLLED,
                ParticipationState.ATTENDED,
                ParticipationState.PASSED,
            ]
        )

    def completed(self) -> "ParticipationQuerySet":
        """Those that the person has been through."""
        return self.filter(state__in=[ParticipationState.ATTENDED, ParticipationState.PASSED])

    def past_keeping(self, today: date) -> "ParticipationQuerySet":
        """Those whose time is up."""
        return self.filter(deletes_on__lt=today)


class Participation(models.Model):
    """One person and one thing to learn from. `title` says what, where it is not in the catalogue.

    `sparring` and `side_by_side` are what it came of, as long as that stands.
    `certificate` is the name or number on the paper, `completed_on` its date; `hours`, `ects` and `cost` (whole kroner)
    what this participation took and gave. `session_price` (whole kroner) is what it pays of its session's fixed price:
    all of it or nothing (`actions.session_prices`).
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "root": none(),
        "revision": none(),
        "deletes_on": none(),
    } | {
        name: personal(TO_LEARN, AFTER_LEAVING)
        for name in (
            "employee",
            "offering",
            "session",
            "seat",
            "sparring",
            "side_by_side",
            "source",
            "title",
            "state",
            "wish",
            "since",
            "ended_by",
            "ended_because",
            "hours",
            "ects",
            "cost",
            "session_price",
            "accredited",
            "internal",
            "certificate",
            "completed_on",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="learning")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, related_name="participations")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="participations")
    seat = models.OneToOneField(Seat, on_delete=models.SET_NULL, null=True, related_name="participation")
    sparring = models.ForeignKey(Sparring, on_delete=models.SET_NULL, null=True, related_name="counted")
    side_by_side = models.OneToOneField(SideBySide, on_delete=models.SET_NULL, null=True, related_name="counted")
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.CATALOGUE)
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ParticipationState.choices)
    wish = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()
    ended_by = models.CharField(max_length=10, choices=EndedBy.choices, blank=True)
    ended_because = models.CharField(max_length=500, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    ects = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    cost = models.PositiveIntegerField(null=True)
    session_price = models.PositiveIntegerField(default=0)
    accredited = models.BooleanField(default=False)
    internal = models.BooleanField(default=False)
    certificate = models.CharField(max_length=200, blank=True)
    completed_on = models.DateField(null=True)
    deletes_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employee", "session"],
                condition=models.Q(session__isnull=False) & ~models.Q(state__in=["cancelled", "refused"]),
                name="participation_once_in_a_session",
            ),
            models.CheckConstraint(
                condition=models.Q(offering__isnull=False) | ~models.Q(title=""), name="participation_says_what"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["cancelled", "refused"])
                | (models.Q(ended_by__in=EndedBy.values) & ~models.Q(ended_because="")),
                name="participation_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ParticipationState.values), name="participation_state_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(hours__isnull=True) | models.Q(hours__gte=0))
                & (models.Q(ects__isnull=True) | models.Q(ects__gte=0)),
                name="participation_not_below_nought",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.offering_id or self.title} {self.state}"

    @property
    def has_seat(self) -> bool:
        """Whether somebody else gets a seat when this ends."""
        seated = (ParticipationState.APPROVED, ParticipationState.ENROLLED)
        return self.state in seated and self.session_id is not None


class StaffYear(models.Model):
    """The unit in which a person worked last in a year: of whom the share trained that year is taken.

    `lineage` is the unit's as it last was in that year, so that a year that is over does not change with the tree.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "employee": personal(TO_COUNT, FIVE_YEARS),
        "unit": personal(TO_COUNT, FIVE_YEARS),
        "lineage": personal(TO_COUNT, FIVE_YEARS),
        "year": personal(TO_COUNT, FIVE_YEARS),
    }

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lineage = models.CharField(max_length=255)
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["year", "employee_id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["employee", "year"], name="staff_year_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.employee_id} {self.unit_id}"
