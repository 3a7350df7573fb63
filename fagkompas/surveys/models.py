"""What was asked: instruments, surveys, answers.

Instrument                     questions and scales as data; comes with the product, or a municipality's own
└── Survey                     one time it is sent out in a unit, with dates and a deletion date
    ├── Invitation             a personal link; only the digest of its secret is stored
    └── Response               one person's answers; in an anonymous survey nothing ties it to an invitation
        └── Answer             one question, or one row of it: an option, a number, a text, or "don't know"
"""

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Letter, Unit
from fagkompas.toolkit.languages import in_active_language
from fagkompas.toolkit.privacy import Privacy, none, personal, secret, sensitive

UNTIL_DELETION = "until the survey's deletion date"
TO_ASK = "to know what the people asked think"


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    """Questions about many instruments."""

    def seen_by(self, root_id: int) -> "InstrumentQuerySet":
        """Those that come with the product and the municipality's own."""
        return self.filter(models.Q(root__isnull=True) | models.Q(root_id=root_id)).order_by("name_da", "pk")

    def to_ask_with(self) -> "InstrumentQuerySet":
        """Those that a new survey may use: not retired, and with a question at least."""
        return self.filter(retired_on__isnull=True).exclude(document__questions=[])


class Instrument(models.Model):
    """Questions, scales and rows as one document; once a survey uses it, it never changes (`is_fixed`)."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "code",
            "version",
            "name_da",
            "name_en",
            "document",
            "is_fixed",
            "retired_on",
            "revision",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(max_length=60)
    version = models.CharField(max_length=20, default="1")
    name_da = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    document = models.JSONField()
    is_fixed = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name_da", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "code", "version"], name="instrument_version_unique_in_root"),
            models.UniqueConstraint(
                fields=["code", "version"],
                condition=models.Q(root__isnull=True),
                name="instrument_version_unique_shipped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_active_language(self, "name")


class SurveyState(models.TextChoices):
    """Planned until it is opened; a closed one takes no more answers."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Questions about many surveys."""

    def of_root(self, root_id: int) -> "SurveyQuerySet":
        """Those of one municipality."""
        return self.filter(root_id=root_id)

    def past_closing(self, today: date) -> "SurveyQuerySet":
        """Open ones whose last day for answers has passed."""
        return self.filter(state=SurveyState.OPEN, closes_on__lt=today).order_by("closes_on", "pk")

    def past_deletion(self, today: date) -> "SurveyQuerySet":
        """Those whose deletion date has come (the date itself is the last day they may stand)."""
        return self.filter(deletes_on__lt=today).order_by("deletes_on", "pk")


class Survey(models.Model):
    """One time an instrument is sent out. `link_digest` is of the secret in the one link of an anonymous survey.

    `asked` is how many personal links there were when it closed: then those of an anonymous survey are deleted. `tally` is
    everything that was sent, counted once when it closes; before that nobody is shown a figure. See `counting.py`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "unit",
            "instrument",
            "name",
            "purpose",
            "is_anonymous",
            "opens_on",
            "closes_on",
            "deletes_on",
            "state",
            "asked",
            "created_at",
            "revision",
        )
    } | {
        "link_digest": secret("opens the survey's page", UNTIL_DELETION),
        "tally": sensitive("aggregates; people in a small group could be recognised", UNTIL_DELETION),
        "created_by": personal("who answers for the survey", UNTIL_DELETION),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="surveys")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="surveys")
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    is_anonymous = models.BooleanField(default=True)
    link_digest = models.CharField(max_length=64, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    deletes_on = models.DateField()
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.PLANNED)
    asked = models.PositiveIntegerField(default=0)
    tally = models.JSONField(null=True)
    created_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="survey_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=models.Q(deletes_on__gt=models.F("closes_on")), name="survey_deleted_after_closing"
            ),
            models.UniqueConstraint(
                fields=["link_digest"], condition=~models.Q(link_digest=""), name="survey_link_unique"
            ),
            models.CheckConstraint(condition=models.Q(state__in=SurveyState.values), name="survey_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def takes_answers_on(self, day: date) -> bool:
        """Whether answers may be given; both dates are inclusive."""
        return self.state == SurveyState.OPEN and self.opens_on <= day <= self.closes_on

    @property
    def shows_results(self) -> bool:
        """Results come when it is closed, personal or anonymous, so that nobody can see what the last one answered."""
        return self.state == SurveyState.CLOSED


class Invitation(models.Model):
    """A personal link. In an anonymous survey it only knows that it was used, never by which response.

    `sent_at` is when the newest mail with it was put into the outbox, as `letter`.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "uuid": none(),
        "survey": none(),
        "employee": personal("who was asked", UNTIL_DELETION),
        "email": personal("where the link was sent", UNTIL_DELETION),
        "link_digest": secret("opens the person's page of answers", UNTIL_DELETION),
        "sent_at": personal("who was asked", UNTIL_DELETION),
        "letter": personal("to see that a mail did not arrive", UNTIL_DELETION),
        "reminded_at": personal("who was asked", UNTIL_DELETION),
        "answered": personal("who need not be reminded", UNTIL_DELETION),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField(blank=True)
    link_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(null=True)
    letter = models.OneToOneField(Letter, on_delete=models.SET_NULL, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    answered = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "employee"], name="survey_invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.pk}"


class Response(models.Model):
    """One person's answers; counts when it is submitted. `resume_digest` is of the secret that lets one go on.

    By a personal link one may begin in several browsers; what is submitted first counts. The key is drawn by chance, and
    that of an answer too, so that the keys do not tell the order in which people answered.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "survey": none(),
        "invitation": personal("whose answers, where the survey is not anonymous", UNTIL_DELETION),
        "resume_digest": secret("lets the person go on with the answers", UNTIL_DELETION),
        "submitted_on": none(),
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="responses")
    resume_digest = models.CharField(max_length=64, unique=True)
    submitted_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invitation"], condition=models.Q(submitted_on__isnull=False), name="survey_response_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.pk}"


class Answer(models.Model):
    """One answer. No row is a blank; `dont_know` is an answer of its own kind.

    An option "" without a number says that the question was answered: with a text, or with several options, which then
    have a row each.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        "id": none(),
        "response": sensitive(TO_ASK, UNTIL_DELETION),
        "question": none(),
        "row": none(),
        "option": sensitive(TO_ASK, UNTIL_DELETION),
        "number": sensitive(TO_ASK, UNTIL_DELETION),
        "text": sensitive(TO_ASK, UNTIL_DELETION),
        "dont_know": sensitive(TO_ASK, UNTIL_DELETION),
    }

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=40)
    row = models.CharField(max_length=40, blank=True)
    option = models.CharField(max_length=40, blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    text = models.TextField(blank=True)
    dont_know = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "question", "row", "option"], name="survey_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.question} {self.row}"
