"""What we can: rounds, ratings, dialogues, and the stored results.

Round                          pins a framework version, a unit and its members of that day
└── Participant                one person (or, in dialogue mode, a team) in the round
    ├── Draft                  an autosaved answer; counts for nothing
    ├── Rating                 a submitted answer; append-only by revision
    ├── Dialogue               agenda, notes, agreements, signatures
    └── PersonResult           the figures, with engine and framework version
RatingsImport                  a ratings file that was read and waits an hour to be saved
UnitResult                     the figures of a unit and everyone below it in a round
"""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models.functions import Cast, Concat, Substr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fagkompas.accounts.models import Employee, Unit
from fagkompas.engine.scales import STANDINGS, Mode, Rater, Standing
from fagkompas.frameworks.models import Version
from fagkompas.toolkit.encrypted_fields import EncryptedTextField
from fagkompas.toolkit.kept_files import UNTIL_SAVED, KeptFile
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

UNTIL_DELETION = "until the round's deletion date"
TO_ASSESS = "to know and develop professional skill; never for pay or dismissal"

DIALOGUE = "dialogue"
"""What the texts of a dialogue are encrypted for."""


class RoundState(models.TextChoices):
    """Planned until it is opened; closed rounds take no more answers."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Scope(models.TextChoices):
    """Who sits together in a dialogue round."""

    PERSON = "person", _("Each person with the manager")
    TEAM = "team", _("The team together")
    ORGANISATION = "organisation", _("The whole organisation")


MODES: list[tuple[str, object]] = [
    (Mode.SCREENING.value, _("Screening")),
    (Mode.DIALOGUE.value, pgettext_lazy("mode", "Dialogue")),
]
RATERS: list[tuple[str, object]] = [
    (Rater.SELF.value, _("Self")),
    (Rater.MANAGER.value, _("Manager")),
    (Rater.PEER.value, _("Colleague")),
    (Rater.AGREED.value, _("Agreed")),
]


class RoundQuerySet(models.QuerySet["Round"]):
    """Questions about many rounds."""

    def of_root(self, root_id: int) -> "RoundQuerySet":
        """Rounds of one municipality."""
        return self.filter(root_id=root_id)

    def newest_first(self) -> "RoundQuerySet":
        """The latest opened on top."""
        return self.order_by("-opens_on", "-pk")

    def past_deletion(self, today: date) -> "RoundQuerySet":
        """Rounds whose deletion date has come (the date itself is the last day they may stand)."""
        return self.filter(deletes_on__lt=today).order_by("deletes_on", "pk")


class Round(models.Model):
    """One time of rating in one unit.

    `figures_stale`: something has changed since the figures of its units were computed. Whoever changes what figures
    rest on holds the round's row first (`actions.results.held_round`), so that there is one order of locks.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "unit",
            "version",
            "mode",
            "scope",
            "name",
            "purpose",
            "opens_on",
            "closes_on",
            "deletes_on",
            "state",
            "figures_stale",
            "created_at",
        )
    } | {"created_by": personal("who answers for the round", UNTIL_DELETION)}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    mode = models.CharField(max_length=10, choices=MODES, default=Mode.SCREENING.value)
    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.PERSON)
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    deletes_on = models.DateField()
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    figures_stale = models.BooleanField(default=False)
    created_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="round_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=models.Q(deletes_on__gt=models.F("closes_on")), name="round_deleted_after_closing"
            ),
            models.CheckConstraint(
                condition=models.Q(mode=Mode.DIALOGUE.value) | models.Q(scope=Scope.PERSON),
                name="round_screening_is_of_persons",
            ),
            models.CheckConstraint(condition=models.Q(state__in=RoundState.values), name="round_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def takes_answers_on(self, day: date) -> bool:
        """Whether answers may be given; both dates are inclusive."""
        return self.state == RoundState.OPEN and self.opens_on <= day <= self.closes_on


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Questions about many participants."""

    def in_unit(self, unit: Unit) -> "ParticipantQuerySet":
        """Those whose unit of the round's first day is now the unit or below it."""
        return self.filter(unit__lineage__startswith=unit.lineage)

    def with_people(self) -> "ParticipantQuerySet":
        """With the person and unit loaded, by name."""
        return self.select_related("employee", "unit", "round").order_by("employee__name", "pk")


class Participant(models.Model):
    """A person in a round, in the unit of that day; without a person: the unit itself, rated together.

    `unit` decides who may see it, by where the unit stands in the tree now; `lineage` is where it stood on the round's
    first day, and decides whose figures it counts in (docs/adr/0006).
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "round": none(),
        "employee": personal(TO_ASSESS, UNTIL_DELETION),
        "unit": personal("the unit on the round's first day", UNTIL_DELETION),
        "lineage": personal("the unit on the round's first day", UNTIL_DELETION),
        "category": personal("which items concern the person", UNTIL_DELETION),
        "self_submitted_at": personal(TO_ASSESS, UNTIL_DELETION),
        "manager_submitted_at": personal(TO_ASSESS, UNTIL_DELETION),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="participants")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="participations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lineage = models.CharField(max_length=255)
    category = models.CharField(max_length=16, blank=True)
    self_submitted_at = models.DateTimeField(null=True)
    manager_submitted_at = models.DateTimeField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "employee"], name="participant_once"),
            models.UniqueConstraint(
                fields=["round", "unit"], condition=models.Q(employee__isnull=True), name="team_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"

    @property
    def waits_for_manager(self) -> bool:
        """Whether the person has answered and the manager not, so that the manager may not be led by it yet."""
        return self.self_submitted_at is not None and self.manager_submitted_at is None


class Answer(models.Model):
    """What one answer is: a point of 0-4, or "not relevant for my work"; neither is "not answered"."""

    item = models.CharField(max_length=20)
    value = models.PositiveSmallIntegerField(null=True)
    not_relevant = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_answered(self) -> bool:
        """Whether it says anything; "not relevant" does."""
        return self.not_relevant or self.value is not None


ANSWER_PRIVACY: dict[str, Privacy] = {
    "id": none(),
    "item": none(),
    "participant": sensitive(TO_ASSESS, UNTIL_DELETION),
    "rater": sensitive(TO_ASSESS, UNTIL_DELETION),
    "author": personal(TO_ASSESS, UNTIL_DELETION),
    "value": sensitive(TO_ASSESS, UNTIL_DELETION),
    "not_relevant": sensitive(TO_ASSESS, UNTIL_DELETION),
    "evidence": sensitive(TO_ASSESS, UNTIL_DELETION),
}


def answer_constraints(prefix: str) -> list[models.CheckConstraint]:
    """A point of 0-4 or "not relevant", not both; both may be missing (an answer taken back)."""
    return [
        models.CheckConstraint(
            condition=models.Q(value__isnull=True) | models.Q(value__lte=4), name=f"{prefix}_value_in_range"
        ),
        models.CheckConstraint(
            condition=models.Q(value__isnull=True) | models.Q(not_relevant=False), name=f"{prefix}_one_answer"
        ),
        models.CheckConstraint(
            condition=models.Q(rater__in=[rater.value for rater in Rater]), name=f"{prefix}_rater_known"
        ),
    ]


class Draft(Answer):
    """An autosaved answer, seen by its author only."""

    PRIVACY: ClassVar[dict[str, Privacy]] = ANSWER_PRIVACY | {
        "saved_at": personal("shown as saved", UNTIL_DELETION),
    }

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="drafts")
    rater = models.CharField(max_length=8, choices=RATERS)
    author = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "rater", "author", "item"], name="draft_once"),
            *answer_constraints("draft"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.rater} {self.item}"


class Rating(Answer):
    """A submitted answer. Never changed: a later one has a higher revision."""

    PRIVACY: ClassVar[dict[str, Privacy]] = ANSWER_PRIVACY | {
        "revision": none(),
        "at": personal(TO_ASSESS, UNTIL_DELETION),
    }

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ratings")
    rater = models.CharField(max_length=8, choices=RATERS)
    author = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "rater", "author", "item", "revision"], name="rating_revision_once"
            ),
            *answer_constraints("rating"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.rater} {self.item} r{self.revision}"


class Dialogue(models.Model):
    """The talk between employee and manager about one participant's ratings.

    Notes follow KAR: capability (personality, motivation, skill), behaviour and
    results, as observable behaviour and the employee's own words. All that the two
    write is encrypted. `revision` goes up with every save, so that two people on one
    dialogue do not lose anything.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "participant": none(),
        "held_on": personal(TO_ASSESS, UNTIL_DELETION),
        "own_wish": sensitive("the employee's own point on the agenda", UNTIL_DELETION),
        "capability": sensitive(TO_ASSESS, UNTIL_DELETION),
        "behaviour": sensitive(TO_ASSESS, UNTIL_DELETION),
        "results": sensitive(TO_ASSESS, UNTIL_DELETION),
        "revision": none(),
        "saved_by": personal("who saved last", UNTIL_DELETION),
        "saved_at": personal("when it was saved", UNTIL_DELETION),
        "manager": personal("who signed", UNTIL_DELETION),
        "manager_signed_at": personal("signature", UNTIL_DELETION),
        "employee_signed_at": personal("signature", UNTIL_DELETION),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="dialogue")
    held_on = models.DateField(null=True)
    own_wish = EncryptedTextField(blank=True, purpose=DIALOGUE)
    capability = EncryptedTextField(blank=True, purpose=DIALOGUE)
    behaviour = EncryptedTextField(blank=True, purpose=DIALOGUE)
    results = EncryptedTextField(blank=True, purpose=DIALOGUE)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    manager = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    manager_signed_at = models.DateTimeField(null=True)
    employee_signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_signed(self) -> bool:
        """Whether both have signed; it cannot be changed after that."""
        return self.manager_signed_at is not None and self.employee_signed_at is not None

    @property
    def awaits_employee(self) -> bool:
        """Whether the manager has signed and the employee has not yet."""
        return self.manager_signed_at is not None and self.employee_signed_at is None


class Agreement(models.Model):
    """What the two agreed to do, and by when."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "dialogue": none(),
        "text": sensitive(TO_ASSESS, UNTIL_DELETION),
        "due_on": personal(TO_ASSESS, UNTIL_DELETION),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="agreements")
    text = EncryptedTextField(purpose=DIALOGUE)
    due_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.dialogue_id} {self.due_on}"


class PersonResultQuerySet(models.QuerySet["PersonResult"]):
    """Questions about many results."""

    def within(self, result: "UnitResult") -> "PersonResultQuerySet":
        """The results behind a unit's figures: of those who were in it or below it on the round's first day."""
        return self.filter(round_id=result.round_id, lineage__startswith=result.lineage)

    def standing_at(self, place: int, standing: Standing) -> "PersonResultQuerySet":
        """Those who stand so in the field of this place in the framework."""
        return self.alias(at=Substr("standings", place + 1, 1)).filter(at=str(STANDINGS.index(standing)))

    def with_places(self, fields: int) -> "PersonResultQuerySet":
        """The same with `at_0`, `at_1`...: how far each stands in each of so many fields, to sort by."""
        return self.alias(**{f"at_{place}": Substr("standings", place + 1, 1) for place in range(fields)})


class PersonResult(models.Model):
    """The figures of one participant, as the engine gave them; `figures` is the profile of formats.md.

    `name`, `waits` and `standings` are there for the table of people, which sorts, filters and counts by them in one index
    however many there are. `standings` has a digit a field in the framework's order, 0 unknown to 4 specialised; `waits`
    as `Participant.waits_for_manager`; `name` as it was when the figures were computed, or the night after it changed.

    `released` are those that count in what others than managers see of units: `figures` as they were at the latest step
    of five answers (docs/adr/0005), None before the first.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "participant": none(),
        "round": none(),
        "unit": personal("the unit on the round's first day", UNTIL_DELETION),
        "lineage": personal("the unit on the round's first day", UNTIL_DELETION),
        "mode": none(),
        "engine_version": none(),
        "framework_version": none(),
        "known_fields": sensitive(TO_ASSESS, UNTIL_DELETION),
        "specialised_fields": sensitive(TO_ASSESS, UNTIL_DELETION),
        "standings": sensitive(TO_ASSESS, UNTIL_DELETION),
        "waits": personal(TO_ASSESS, UNTIL_DELETION),
        "name": personal("to sort by", UNTIL_DELETION),
        "figures": sensitive(TO_ASSESS, UNTIL_DELETION),
        "released": sensitive(TO_ASSESS, UNTIL_DELETION),
        "computed_at": none(),
    }

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="result")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="results")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lineage = models.CharField(max_length=255)
    mode = models.CharField(max_length=10, choices=MODES)
    engine_version = models.CharField(max_length=20)
    framework_version = models.CharField(max_length=81)
    known_fields = models.PositiveSmallIntegerField()
    specialised_fields = models.PositiveSmallIntegerField()
    standings = models.CharField(max_length=50)
    waits = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True)
    figures = models.JSONField()
    released = models.JSONField(null=True)
    computed_at = models.DateTimeField()

    objects = PersonResultQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["round", "name", "participant", "lineage", "waits", "standings", "specialised_fields"],
                name="person_result_table",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.participant_id}"


class UnitResultQuerySet(models.QuerySet["UnitResult"]):
    """Questions about many units' figures."""

    def right_below(self, result: "UnitResult") -> "UnitResultQuerySet":
        """The parts of a unit in the same round, as the tree was on its first day."""
        place = Concat(models.Value(result.lineage), Cast("unit_id", models.CharField()), models.Value("/"))
        return self.filter(round_id=result.round_id, lineage=place)


class UnitResult(models.Model):
    """The figures of a unit and everyone below it in a round, in the tree of the round's first day (`lineage`).

    For those who may see everyone in the unit: `figures`, over the `answers` of all but those who wait for their
    manager in an open round. For all others `released`, computed over what is released of each person
    (`released_answers` people, `released_at`), and `shown`, the same emptied by the rule of the smallest group.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "round": none(),
        "unit": none(),
        "lineage": none(),
        "people": none(),
        "suppressed": none(),
        "figures": personal("aggregates; people in a small group could be recognised", UNTIL_DELETION),
        "answers": none(),
        "released": personal("aggregates; people in a small group could be recognised", UNTIL_DELETION),
        "released_answers": none(),
        "released_at": none(),
        "shown": none("aggregates of at least the smallest group"),
        "engine_version": none(),
        "computed_at": none(),
    }

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="unit_results")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    lineage = models.CharField(max_length=255)
    people = models.PositiveIntegerField()
    suppressed = models.BooleanField(default=False)
    figures = models.JSONField()
    answers = models.PositiveIntegerField()
    released = models.JSONField()
    released_answers = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    shown = models.JSONField()
    engine_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField()

    objects = UnitResultQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "unit"], name="unit_result_once")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.unit_id}"


class RatingsImport(KeptFile):
    """A ratings file that was read and is shown before anything is saved; it lives for an hour.

    `content` is what `assessments.uploading` writes and reads, None when nothing could be read; `version` is the one
    whose codes the file has. `problems` are those of the file, as `toolkit.problems` keeps them.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "author": personal("who read the file", UNTIL_SAVED),
        "version": none(),
        "file_name": personal("to show a ratings file before it is saved", UNTIL_SAVED),
        "content": sensitive("to show a ratings file before it is saved", UNTIL_SAVED),
        "problems": personal("to show a ratings file before it is saved", UNTIL_SAVED),
        "read_at": none(),
    }

    version = models.ForeignKey(Version, on_delete=models.CASCADE, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.JSONField(null=True)
    problems = models.JSONField(default=list)
