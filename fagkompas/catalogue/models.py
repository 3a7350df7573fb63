"""What is offered: offerings, their sessions, and who shares a session.

Programme                      a diploma programme that must be finished within some years
└── Offering                   "Lov i hverdagen", a form of learning with price, hours and what it lifts
    ├── Lift                   one competency: by how much, and up to which point
    └── Session                one time it is held: days, place, seats
        ├── Meeting            a day with a start and an end
        └── SharedSeats        seats that another unit or municipality promises to fill in a joint session
CatalogueImport                a catalogue file that was read and waits an hour to be saved

A row without `root` comes with the product as an example; a municipality takes it over before it is used.
"""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.facts import LiftFacts
from fagkompas.frameworks.models import Framework, LearningForm
from fagkompas.toolkit.kept_files import UNTIL_SAVED, KeptFile
from fagkompas.toolkit.languages import in_active_language
from fagkompas.toolkit.privacy import Privacy, none, personal

WITH_SESSION = "with the session"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Questions about many programmes."""

    def seen_by(self, root_id: int) -> "ProgrammeQuerySet":
        """The municipality's own, and those that come with the product."""
        return self.filter(models.Q(root_id=root_id) | models.Q(root__isnull=True))


class Programme(models.Model):
    """A programme of several modules that must be finished within `years` of its first one (source 003, section 9)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "root", "code", "name_da", "name_en", "years", "ects")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(max_length=60)
    name_da = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    years = models.PositiveSmallIntegerField(default=6)
    ects = models.DecimalField(max_digits=5, decimal_places=1)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name_da", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "code"], name="programme_code_unique_in_root"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(root__isnull=True), name="programme_code_unique_shipped"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_active_language(self, "name")


class OfferingQuerySet(models.QuerySet["Offering"]):
    """Questions about many offerings."""

    def of_root(self, root_id: int) -> "OfferingQuerySet":
        """A municipality's own catalogue."""
        return self.filter(root_id=root_id)

    def seen_by(self, root_id: int) -> "OfferingQuerySet":
        """The municipality's own, and the examples that it has not taken over."""
        taken = Offering.objects.filter(root_id=root_id, example__isnull=False).order_by().values("example_id")
        return self.filter(models.Q(root_id=root_id) | models.Q(root__isnull=True) & ~models.Q(pk__in=taken))

    def offered(self) -> "OfferingQuerySet":
        """Without the retired ones."""
        return self.filter(retired_on__isnull=True)


class Offering(models.Model):
    """Something one can learn from, of any form: a course as well as a row of side-by-side sessions.

    `price_per_seat` and `fixed_price` are whole kroner; `hours` what one participant spends. `dimensions` are those
    that it suits: the form's own, or for forms without one what the offering itself describes.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "example",
            "code",
            "form",
            "dimensions",
            "programme",
            "title_da",
            "title_en",
            "description_da",
            "description_en",
            "provider_da",
            "provider_en",
            "accredited",
            "internal",
            "ects",
            "hours",
            "price_per_seat",
            "fixed_price",
            "least_seats",
            "most_seats",
            "language",
            "link",
            "prerequisites",
            "retired_on",
            "revision",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    example = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="taken_over")
    code = models.SlugField(max_length=60)
    form = models.ForeignKey(LearningForm, on_delete=models.PROTECT, related_name="offerings")
    dimensions = models.JSONField(default=list)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="offerings")
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    description_da = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    provider_da = models.CharField(max_length=200)
    provider_en = models.CharField(max_length=200, blank=True)
    accredited = models.BooleanField(default=False)
    internal = models.BooleanField(default=False)
    ects = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    price_per_seat = models.PositiveIntegerField(default=0)
    fixed_price = models.PositiveIntegerField(default=0)
    least_seats = models.PositiveSmallIntegerField(default=1)
    most_seats = models.PositiveSmallIntegerField(default=20)
    language = models.CharField(max_length=2, default="da", choices=[("da", "Dansk"), ("en", "English")])
    link = models.URLField(blank=True)
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title_da", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "code"], name="offering_code_unique_in_root"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(root__isnull=True), name="offering_code_unique_shipped"
            ),
            models.CheckConstraint(
                condition=models.Q(most_seats__gte=models.F("least_seats"), least_seats__gte=1),
                name="offering_seats_fit",
            ),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="offering_takes_time"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_active_language(self, "title")

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return in_active_language(self, "description")

    @property
    def provider(self) -> str:
        """Who offers it, in the reader's language."""
        return in_active_language(self, "provider")

    @property
    def is_example(self) -> bool:
        """Whether it came with the product and nobody has taken it over."""
        return self.root_id is None


class Lift(models.Model):
    """What an offering does for one competency: raises a rating by `lift` points, never beyond `up_to`.

    The competency is named by the identity it has in every version of its framework.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "offering", "framework", "identity", "code", "lift", "up_to")
    }

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="lifts")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    identity = models.UUIDField()
    code = models.CharField(max_length=20)
    lift = models.DecimalField(
        max_digits=3, decimal_places=2, validators=[MinValueValidator(0.25), MaxValueValidator(4)]
    )
    up_to = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])

    class Meta:
        ordering: ClassVar = ["offering_id", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offering", "identity"], name="lift_once"),
            models.CheckConstraint(condition=models.Q(lift__gt=0, lift__lte=4), name="lift_in_range"),
            models.CheckConstraint(condition=models.Q(up_to__gte=1, up_to__lte=4), name="lift_up_to_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.offering_id} {self.code}"

    @property
    def facts(self) -> LiftFacts:
        """What it says, by code."""
        return LiftFacts(code=self.code, lift=self.lift, up_to=self.up_to)


class SessionState(models.TextChoices):
    """Planned until it is sure that it runs; cancelled by whom and why is kept."""

    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class CancelledBy(models.TextChoices):
    """Whose decision it was."""

    PROVIDER = "provider", _("The provider")
    MUNICIPALITY = "municipality", _("The municipality")


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions about many sessions."""

    def of_root(self, root_id: int) -> "SessionQuerySet":
        """Those that a municipality has put up."""
        return self.filter(root_id=root_id)

    def open_to(self, root_id: int) -> "SessionQuerySet":
        """The municipality's own, and those that others have opened to all."""
        return self.filter(models.Q(root_id=root_id) | models.Q(is_joint=True))

    def still_to_come(self, today: date) -> "SessionQuerySet":
        """Not cancelled, and not begun yet; today's still count."""
        return self.exclude(state=SessionState.CANCELLED).filter(starts_on__gte=today).order_by("starts_on", "pk")


class Session(models.Model):
    """One time an offering is held. `starts_on` and `ends_on` are its first and last meeting.

    `seats_taken` are the seats of people with a name, `seats_promised` those that others have promised to fill and have
    not named anybody for yet. Both are kept by `actions/seats.py`, which the app that knows the people calls.
    Where others have been told of days or a place that it does not have any more, `moved_from` is the first day and
    `moved_from_place` the place ("" for online) that they were told, and `moved_on` the day it was moved last.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "offering",
            "starts_on",
            "ends_on",
            "place",
            "is_online",
            "least_seats",
            "most_seats",
            "seats_taken",
            "seats_promised",
            "enrol_by",
            "is_joint",
            "state",
            "cancelled_by",
            "cancelled_because",
            "cancelled_on",
            "moved_on",
            "moved_from",
            "moved_from_place",
            "revision",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="sessions")
    starts_on = models.DateField()
    ends_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    is_online = models.BooleanField(default=False)
    least_seats = models.PositiveSmallIntegerField(default=1)
    most_seats = models.PositiveSmallIntegerField(default=20)
    seats_taken = models.PositiveSmallIntegerField(default=0)
    seats_promised = models.PositiveSmallIntegerField(default=0)
    enrol_by = models.DateField(null=True, blank=True)
    is_joint = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    cancelled_by = models.CharField(max_length=12, choices=CancelledBy.choices, blank=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    moved_on = models.DateField(null=True, blank=True)
    moved_from = models.DateField(null=True, blank=True)
    moved_from_place = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(most_seats__gte=models.F("least_seats"), least_seats__gte=1),
                name="session_seats_fit",
            ),
            models.CheckConstraint(
                condition=models.Q(most_seats__gte=models.F("seats_taken") + models.F("seats_promised")),
                name="session_not_overfull",
            ),
            models.CheckConstraint(
                condition=models.Q(state=SessionState.CANCELLED, cancelled_by__in=CancelledBy.values)
                | (~models.Q(state=SessionState.CANCELLED) & models.Q(cancelled_by="")),
                name="session_cancelled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering_id} {self.starts_on}"

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not held."""
        return self.state == SessionState.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Whether the days or the place are others than people were told."""
        return self.moved_on is not None

    @property
    def seats_counted(self) -> int:
        """Seats that are taken or promised: what counts when one asks whether it will run."""
        return self.seats_taken + self.seats_promised

    @staticmethod
    def counted() -> models.expressions.CombinedExpression:
        """The same, for a query."""
        return models.F("seats_taken") + models.F("seats_promised")

    @property
    def free_seats(self) -> int:
        """Seats that anybody may still take."""
        return self.most_seats - self.seats_counted

    @property
    def seats_missing(self) -> int:
        """How many more it takes before it runs, 0 when it does."""
        return max(0, self.least_seats - self.seats_counted)

    def is_short_on(self, day: date) -> bool:
        """Whether it is planned and still to come with too few people, so that somebody has to do something."""
        return self.state == SessionState.PLANNED and day <= self.starts_on and self.seats_missing > 0

    def takes_enrolments_on(self, day: date) -> bool:
        """Whether one may still enrol; the last day itself counts."""
        return self.state != SessionState.CANCELLED and day <= (self.enrol_by or self.starts_on)


class Meeting(models.Model):
    """One gathering of a session, in local time."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "session", "day", "starts_at", "ends_at")}

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="meetings")
    day = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        ordering: ClassVar = ["day", "starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.day}"


class SharedSeatsQuerySet(models.QuerySet["SharedSeats"]):
    """Questions about many promises."""

    def standing(self) -> "SharedSeatsQuerySet":
        """Those that are not taken back."""
        return self.filter(withdrawn_on__isnull=True)

    def withdrawn(self) -> "SharedSeatsQuerySet":
        """Those that others relied on, and that were taken back."""
        return self.filter(withdrawn_on__isnull=False)


class SharedSeats(models.Model):
    """Seats that a unit, of this municipality or another, promises to fill in a joint session; a number, no names.

    `seats_used` of them have a person by now. A promise that others relied on is not deleted when it is taken back: who
    did it, when and why is kept for those who hold the session.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "session": none(),
        "unit": none(),
        "seats": none(),
        "seats_used": none(),
        "promised_by": personal("who to talk to about the seats", WITH_SESSION),
        "promised_on": none(),
        "withdrawn_by": personal("who to talk to about the seats", WITH_SESSION),
        "withdrawn_on": none(),
        "withdrawn_because": none(),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shared_seats")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    seats_used = models.PositiveSmallIntegerField(default=0)
    promised_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    promised_on = models.DateField()
    withdrawn_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = SharedSeatsQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["promised_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "unit"], name="shared_seats_once"),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="shared_seats_are_some"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.unit_id} {self.seats}"

    @property
    def seats_open(self) -> int:
        """Promised seats that nobody has got yet; none once the promise is taken back."""
        return 0 if self.withdrawn_on else max(0, self.seats - self.seats_used)


class CatalogueImport(KeptFile):
    """A catalogue file that was read and is shown before anything is saved; it lives for an hour."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "author": personal("who read the file", UNTIL_SAVED),
        "file_name": none(),
        "content": none(),
        "problems": none(),
        "read_at": none(),
    }

    file_name = models.CharField(max_length=200)
    content = models.JSONField(null=True)
    problems = models.JSONField(default=list)
