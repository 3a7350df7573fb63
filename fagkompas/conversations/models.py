"""What was said: conversations with a citizen or a company, and what was agreed.

Conversation                   with one citizen or one company; the contract: purpose, time, roles
├── Party                      who takes part
├── Topic                      from whom, how many minutes; explore, give, explore again
│   └── KeyWord                the other person's own words, mirrored or not yet
├── TimeOut                    back to the contract, a new deal, or a topic parked
├── Closing                    the other person's own summary, and how it ended; a draft until it counts
├── LetterPart                 what the letter says in words of one's own
└── Evaluation                 whether it met expectations and was of benefit, asked of each
Agreement                      what, how it is measured, why, by when; made at a conversation or between two
"""

from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.models import TO_HELP, WITH_CASE, Citizen
from fagkompas.companies.models import Company, CompanyContact
from fagkompas.toolkit.encrypted_fields import EncryptedTextField
from fagkompas.toolkit.privacy import Privacy, none, personal, sensitive

CONVERSATION: Final = "conversation"
"""What the texts of a conversation are encrypted for."""

KEPT_YEARS: Final = 5
"""How long a conversation with a company is kept; those with a citizen go with the case."""

LOWEST: Final = 1
HIGHEST_MARK: Final = 5
HIGHEST_CONFIDENCE: Final = 10


class ConversationState(models.TextChoices):
    """Planned, under way, and the four ways in which one ends."""

    PLANNED = "planned", pgettext_lazy("conversation", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("conversation", "Under way")
    HELD = "held", pgettext_lazy("conversation", "Held")
    INTERRUPTED = "interrupted", pgettext_lazy("conversation", "Interrupted")
    NO_SHOW = "no_show", pgettext_lazy("conversation", "Did not turn up")
    INFORMATION = "information_only", pgettext_lazy("conversation", "Information only")


ENDINGS: Final = (
    ConversationState.HELD,
    ConversationState.INTERRUPTED,
    ConversationState.NO_SHOW,
    ConversationState.INFORMATION,
)


class Meeting(models.TextChoices):
    """How one meets."""

    PLACE = "place", _("In person")
    TELEPHONE = "telephone", _("By telephone")
    VIDEO = "video", _("By video")


WAITING: Final = Q(state__in=[ConversationState.PLANNED.value, ConversationState.UNDER_WAY.value])
"""Planned or under way."""

WITH_THE_CASEWORKER: Final = WAITING & Q(held_by__isnull=True)
"""Nobody else was named: whoever is the citizen's caseworker when the day comes holds it, also after a hand-over."""


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Questions about many conversations."""

    def of_root(self, root_id: int) -> "ConversationQuerySet":
        """Those of one municipality."""
        return self.filter(root_id=root_id)

    def held_by_person(self, person: Employee) -> "ConversationQuerySet":
        """One person's own: those with the person's name, and what waits for the caseworker of the person's citizens."""
        return self.filter(Q(held_by=person) | Q(WITH_THE_CASEWORKER, citizen__caseworker=person))

    def with_the_caseworker(self) -> "ConversationQuerySet":
        """Those that whoever is the citizen's caseworker holds, when the day comes: they go along in a hand-over."""
        return self.filter(WITH_THE_CASEWORKER, citizen__isnull=False)

    def planned(self) -> "ConversationQuerySet":
        """Still to come, or forgotten: the soonest first."""
        return self.filter(state=ConversationState.PLANNED).order_by("planned_at", "pk")

    def nothing_written(self) -> "ConversationQuerySet":
        """Of which nobody has begun to write how they went."""
        return self.filter(closing__isnull=True, agreements__isnull=True)

    def to_call_off(self, now: datetime) -> "ConversationQuerySet":
        """Planned and still to come, and nothing is written of how they went: the soonest first."""
        return self.planned().nothing_written().filter(planned_at__gte=now)

    def under_way(self) -> "ConversationQuerySet":
        """Begun and not closed."""
        return self.filter(state=ConversationState.UNDER_WAY).order_by("-began_at", "pk")

    def waiting(self) -> "ConversationQuerySet":
        """Planned or under way: the soonest first."""
        return self.filter(WAITING).order_by("planned_at", "pk")

    def ended(self) -> "ConversationQuerySet":
        """Closed in one of the four ways, the newest first."""
        return self.filter(state__in=ENDINGS).order_by("-ended_at", "-pk")

    def past_keeping(self, today: date) -> "ConversationQuerySet":
        """With companies, whose time is up."""
        limit = today.replace(year=today.year - KEPT_YEARS, day=min(today.day, 28))
        return self.filter(company__isnull=False, planned_at__date__lt=limit)


class Conversation(models.Model):
    """A talk with a citizen or a company. `unit` is the citizen's of that day, or the unit of whoever talks to the company.

    `held_by` is None until it ends where the citizen's caseworker holds it; see `holder`.
    `template` is a code of `conversations/data/templates.yaml`. While it is under way `topic` is the one that is talked
    about, since `topic_since`. `revision` goes up with every save, so that two windows do not lose anything.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "root", "company", "template", "is_demo", "revision")}
        | {
            name: personal(TO_HELP, WITH_CASE)
            for name in (
                "unit",
                "citizen",
                "contact",
                "held_by",
                "planned_at",
                "minutes",
                "meeting",
                "place",
                "state",
                "topic",
                "topic_since",
                "began_at",
                "ended_at",
                "created_at",
                "saved_by",
                "saved_at",
            )
        }
        | {name: sensitive(TO_HELP, WITH_CASE) for name in ("purpose", "roles", "expectation")}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="conversations")
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, null=True, related_name="conversations")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="conversations")
    contact = models.ForeignKey(CompanyContact, on_delete=models.SET_NULL, null=True, related_name="+")
    held_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="conversations")
    template = models.CharField(max_length=40)
    planned_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    meeting = models.CharField(max_length=10, choices=Meeting.choices, default=Meeting.PLACE)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=ConversationState.choices, default=ConversationState.PLANNED)
    purpose = EncryptedTextField(purpose=CONVERSATION, blank=True)
    roles = EncryptedTextField(purpose=CONVERSATION, blank=True)
    expectation = EncryptedTextField(purpose=CONVERSATION, blank=True)
    topic = models.ForeignKey("Topic", on_delete=models.SET_NULL, null=True, related_name="+")
    topic_since = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-planned_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["held_by", "state", "planned_at"], name="conversation_own_list"),
            models.Index(fields=["root", "state", "planned_at"], name="conversation_of_root"),
            models.Index(fields=["citizen", "planned_at"], name="conversation_of_citizen"),
            models.Index(fields=["unit", "state", "ended_at"], name="conversation_of_unit"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(citizen__isnull=True, company__isnull=False)
                | Q(citizen__isnull=False, company__isnull=True),
                name="conversation_with_one",
            ),
            models.CheckConstraint(condition=Q(state__in=ConversationState.values), name="conversation_state_known"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=240), name="conversation_minutes"),
            models.CheckConstraint(
                condition=~Q(state=ConversationState.UNDER_WAY) | Q(began_at__isnull=False),
                name="conversation_under_way_has_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in ENDINGS]) | Q(ended_at__isnull=False),
                name="conversation_closed_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_planned(self) -> bool:
        """Not begun."""
        return self.state == ConversationState.PLANNED

    @property
    def is_under_way(self) -> bool:
        """Begun and not closed."""
        return self.state == ConversationState.UNDER_WAY

    @property
    def has_ended(self) -> bool:
        """Closed in one of the four ways."""
        return self.state in ENDINGS

    @property
    def holder(self) -> Employee | None:
        """Who holds it, or held it."""
        if self.held_by is None and self.citizen is not None and not self.has_ended:
            return self.citizen.caseworker
        return self.held_by

    @property
    def with_whom(self) -> str:
        """The citizen's or the company's name."""
        return str(self.citizen or self.company)

    @property
    def other(self) -> Q:
        """What else is with the same citizen or company, for conversations and agreements alike."""
        if self.citizen_id is not None:
            return Q(citizen_id=self.citizen_id)
        return Q(company_id=self.company_id)

    @property
    def held_at(self) -> datetime:
        """When it began; where nobody pressed that, when it was planned for."""
        return self.began_at or self.planned_at

    @property
    def is_to_come(self) -> bool:
        """Whether it is planned for later than now: nothing can be said yet of how it went."""
        return self.is_planned and self.planned_at > now()

    @property
    def is_noted_afterwards(self) -> bool:
        """Whether nobody had planned it: it was noted when it was over."""
        return self.created_at > self.planned_at

    @property
    def moved_from(self) -> datetime | None:
        """When it was planned for, where it began on another day."""
        is_moved = self.began_at is not None and localdate(self.began_at) != localdate(self.planned_at)
        return self.planned_at if is_moved else None

    @property
    def planned_end(self) -> datetime:
        """When it is to be over; from when it began, once it has."""
        return self.held_at + timedelta(minutes=self.minutes)


FROM_US: Final = _("The municipality")
"""Whoever talks with a company, caseworker or not."""


class PartyKind(models.TextChoices):
    """Who may take part."""

    CITIZEN = "citizen", _("The citizen")
    CASEWORKER = "caseworker", _("The caseworker")
    FUND = "unemployment_fund", _("The unemployment fund")
    COMPANY = "company", _("The company")
    OTHER = "other", _("Somebody else")


class Party(models.Model):
    """Somebody who takes part; `name` is whom one expects, or of which fund or company."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none(), "uuid": none()} | {
        name: personal(TO_HELP, WITH_CASE) for name in ("conversation", "kind", "name")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=20, choices=PartyKind.choices)
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "kind"], name="party_kind_once"),
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="party_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.kind}"

    @property
    def who(self) -> str:
        """Who it is; with a company whoever comes from the municipality need be no caseworker."""
        return kind_label(PartyKind(self.kind), self.conversation)


def kind_label(kind: PartyKind, conversation: Conversation) -> str:
    """What a kind is called in a conversation."""
    is_ours = conversation.citizen_id is None and kind is PartyKind.CASEWORKER
    return str(FROM_US if is_ours else kind.label)


class TopicFrom(models.TextChoices):
    """Who brought it."""

    CITIZEN = "citizen", pgettext_lazy("topic", "The citizen")
    CASEWORKER = "caseworker", pgettext_lazy("topic", "Me")
    COMPANY = "company", pgettext_lazy("topic", "The company")


class TopicState(models.TextChoices):
    """Waiting or talked about, done, parked for now, or left for next time."""

    OPEN = "open", pgettext_lazy("topic", "Waiting")
    DONE = "done", pgettext_lazy("topic", "Done")
    PARKED = "parked", pgettext_lazy("topic", "Parked")
    LATER = "later", pgettext_lazy("topic", "Next time")


class Topic(models.Model):
    """Something to talk about, and what was said: explored, given, explored again. `seconds_used` is without the present stretch."""

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {"id": none(), "uuid": none()}
        | {
            name: personal(TO_HELP, WITH_CASE)
            for name in ("conversation", "from_whom", "minutes", "order", "state", "seconds_used")
        }
        | {name: sensitive(TO_HELP, WITH_CASE) for name in ("text", "explore", "give", "explore_again")}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="topics")
    from_whom = models.CharField(max_length=20, choices=TopicFrom.choices)
    text = EncryptedTextField(purpose=CONVERSATION)
    minutes = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=TopicState.choices, default=TopicState.OPEN)
    explore = EncryptedTextField(purpose=CONVERSATION, blank=True)
    give = EncryptedTextField(purpose=CONVERSATION, blank=True)
    explore_again = EncryptedTextField(purpose=CONVERSATION, blank=True)
    seconds_used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=TopicState.values), name="topic_state_known"),
            models.CheckConstraint(condition=Q(from_whom__in=TopicFrom.values), name="topic_from_known"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.order}"

    @property
    def is_open(self) -> bool:
        """Still to be talked about, or talked about now."""
        return self.state == TopicState.OPEN

    @property
    def has_notes(self) -> bool:
        """Whether anything was noted."""
        return bool(self.explore or self.give or self.explore_again)


class KeyWord(models.Model):
    """A word of the other person's own; `mirrored` once it was said back."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none(), "uuid": none()} | {
        "topic": personal(TO_HELP, WITH_CASE),
        "word": sensitive(TO_HELP, WITH_CASE),
        "mirrored": personal(TO_HELP, WITH_CASE),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="key_words")
    word = EncryptedTextField(purpose=CONVERSATION)
    mirrored = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.pk}"


class TimeOutKind(models.TextChoices):
    """What came of stopping for a moment."""

    BACK = "back", _("Back to what we agreed")
    RENEGOTIATE = "renegotiate", _("Topics or time agreed anew")
    PARK = "park", _("Topic parked")


class TimeOut(models.Model):
    """The talk about the talk: at which topic, and what came of it."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none(), "uuid": none()} | {
        "conversation": personal(TO_HELP, WITH_CASE),
        "topic": personal(TO_HELP, WITH_CASE),
        "at": personal(TO_HELP, WITH_CASE),
        "kind": personal(TO_HELP, WITH_CASE),
        "note": sensitive(TO_HELP, WITH_CASE),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="time_outs")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=TimeOutKind.choices)
    note = EncryptedTextField(purpose=CONVERSATION, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TimeOutKind.values), name="time_out_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.kind}"


class Closing(models.Model):
    """How it ends; a draft until the conversation has ended, and `ending` "" until somebody has said which.

    `why` says what broke it off, or what was told where it was information only; `got_in_touch` whether one reached
    somebody who did not turn up, None while nobody has said.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {"id": none()}
        | {
            name: personal(TO_HELP, WITH_CASE)
            for name in ("conversation", "ending", "got_in_touch", "next_at", "next_minutes")
        }
        | {name: sensitive(TO_HELP, WITH_CASE) for name in ("own_summary", "why_no_agreement", "why")}
    )

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="closing")
    ending = models.CharField(
        max_length=20,
        choices=[(state.value, state.label) for state in ENDINGS],
        blank=True,
    )
    own_summary = EncryptedTextField(purpose=CONVERSATION, blank=True)
    why_no_agreement = EncryptedTextField(purpose=CONVERSATION, blank=True)
    why = EncryptedTextField(purpose=CONVERSATION, blank=True)
    got_in_touch = models.BooleanField(null=True)
    next_at = models.DateTimeField(null=True)
    next_minutes = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ending__in=["", *(state.value for state in ENDINGS)]), name="closing_ending_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.ending}"


class LetterPart(models.Model):
    """A part of the letter in words of one's own, "" where it is left out; the other parts stand as the product writes them.

    `part` is a key of `letter.HEADINGS`, those of `letter.OF_THE_CASE` for who may open the case.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | {
        "conversation": personal(TO_HELP, WITH_CASE),
        "part": personal(TO_HELP, WITH_CASE),
        "text": sensitive(TO_HELP, WITH_CASE),
        "saved_by": personal(TO_HELP, WITH_CASE),
    }

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="letter_parts")
    part = models.CharField(max_length=20)
    text = EncryptedTextField(purpose=CONVERSATION, blank=True)
    saved_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "part"], name="letter_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.part}"


class AskedOf(models.TextChoices):
    """Who was asked."""

    CITIZEN = "citizen", pgettext_lazy("evaluation", "The citizen")
    COMPANY = "company", pgettext_lazy("evaluation", "The company")


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Questions about many evaluations."""

    def in_unit(self, unit: Unit, first: date, last: date) -> "EvaluationQuerySet":
        """Of conversations that a unit, or one below it, had in a period; both days count. Somebody must have turned up."""
        return self.exclude(conversation__state=ConversationState.NO_SHOW).filter(
            conversation__unit__lineage__startswith=unit.lineage,
            conversation__state__in=ENDINGS,
            conversation__ended_at__date__gte=first,
            conversation__ended_at__date__lte=last,
        )


class Evaluation(models.Model):
    """What one of the two thought of it, 1-5: expectations met, and felt benefit. None is not answered."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {"id": none()} | {
        "conversation": personal(TO_HELP, WITH_CASE),
        "asked_of": personal(TO_HELP, WITH_CASE),
        "expectation_met": sensitive(TO_HELP, WITH_CASE),
        "benefit": sensitive(TO_HELP, WITH_CASE),
        "word": sensitive(TO_HELP, WITH_CASE),
    }

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="evaluations")
    asked_of = models.CharField(max_length=10, choices=AskedOf.choices)
    expectation_met = models.PositiveSmallIntegerField(null=True)
    benefit = models.PositiveSmallIntegerField(null=True)
    word = EncryptedTextField(purpose=CONVERSATION, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "asked_of"], name="evaluation_once"),
            models.CheckConstraint(condition=Q(asked_of__in=AskedOf.values), name="evaluation_asked_of_known"),
            models.CheckConstraint(
                condition=Q(expectation_met__isnull=True)
                | Q(expectation_met__gte=LOWEST, expectation_met__lte=HIGHEST_MARK),
                name="evaluation_expectation_in_range",
            ),
            models.CheckConstraint(
                condition=Q(benefit__isnull=True) | Q(benefit__gte=LOWEST, benefit__lte=HIGHEST_MARK),
                name="evaluation_benefit_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.asked_of}"


class AgreementState(models.TextChoices):
    """A draft until its conversation is closed; then open until it is followed up."""

    DRAFT = "draft", pgettext_lazy("agreement", "Not agreed yet")
    OPEN = "open", pgettext_lazy("agreement", "Open")
    KEPT = "kept", pgettext_lazy("agreement", "Kept")
    PARTLY = "partly", pgettext_lazy("agreement", "Partly kept")
    NOT_KEPT = "not_kept", pgettext_lazy("agreement", "Not kept")
    DROPPED = "dropped", pgettext_lazy("agreement", "Dropped")


FOLLOWED_UP: Final = (
    AgreementState.KEPT,
    AgreementState.PARTLY,
    AgreementState.NOT_KEPT,
    AgreementState.DROPPED,
)
RUNS_ON: Final = pgettext_lazy("agreement", "Runs on")
"""What is said of an open one that was talked about."""


class AgreementBy(models.TextChoices):
    """Who does it."""

    CITIZEN = "citizen", pgettext_lazy("agreement", "The citizen")
    CASEWORKER = "caseworker", pgettext_lazy("agreement", "The caseworker")
    COMPANY = "company", pgettext_lazy("agreement", "The company")
    OTHER = "other", pgettext_lazy("agreement", "Somebody else")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Questions about many agreements."""

    def agreed(self) -> "AgreementQuerySet":
        """All but drafts."""
        return self.exclude(state=AgreementState.DRAFT)

    def open(self) -> "AgreementQuerySet":
        """Agreed and not followed up, the soonest first."""
        return self.filter(state=AgreementState.OPEN).order_by("due_on", "pk")

    def due_by(self, day: date) -> "AgreementQuerySet":
        """Open ones whose day has come, the day itself too."""
        return self.open().filter(due_on__lte=day)


class Agreement(models.Model):
    """Something agreed with a citizen or a company. `why` is why it matters to the person, in own words.

    `own_control` and `confidence` (1-10) are None while nobody has said. The texts are not encrypted, so that lists can be
    made of them; a CPR number is refused in each.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = (
        {name: none() for name in ("id", "uuid", "root", "company", "is_demo", "revision")}
        | {
            name: personal(TO_HELP, WITH_CASE)
            for name in (
                "citizen",
                "conversation",
                "topic",
                "what",
                "measure",
                "why",
                "own_control",
                "confidence",
                "due_on",
                "who",
                "state",
                "followed_up_on",
                "followed_up_in",
                "followed_up_by",
                "created_at",
                "created_by",
            )
        }
        | {"note": sensitive(TO_HELP, WITH_CASE)}
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, null=True, related_name="agreements")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="agreements")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, related_name="agreements")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="agreements")
    what = models.CharField(max_length=500)
    measure = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=300, blank=True)
    own_control = models.BooleanField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    due_on = models.DateField(null=True)
    who = models.CharField(max_length=20, choices=AgreementBy.choices, default=AgreementBy.CITIZEN)
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.OPEN)
    followed_up_on = models.DateField(null=True)
    followed_up_in = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, related_name="followed_up")
    followed_up_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    note = EncryptedTextField(purpose=CONVERSATION, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["citizen", "state", "due_on"], name="agreement_of_citizen"),
            models.Index(fields=["company", "state", "due_on"], name="agreement_of_company"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(citizen__isnull=True, company__isnull=False)
                | Q(citizen__isnull=False, company__isnull=True),
                name="agreement_with_one",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="agreement_says_what"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state_known"),
            models.CheckConstraint(condition=Q(who__in=AgreementBy.values), name="agreement_who_known"),
            models.CheckConstraint(
                condition=Q(state=AgreementState.DRAFT) | Q(due_on__isnull=False), name="agreement_has_day"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=LOWEST, confidence__lte=HIGHEST_CONFIDENCE),
                name="agreement_confidence_in_range",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in FOLLOWED_UP]) | Q(followed_up_on__isnull=False),
                name="agreement_followed_up_has_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_open(self) -> bool:
        """Agreed and not followed up."""
        return self.state == AgreementState.OPEN

    def answered(self, conversation: Conversation | None = None) -> str:
        """How it went: one of the states, OPEN for what runs on, "" where nobody has said, or not in that conversation."""
        if self.is_open and (
            self.followed_up_on is None or (conversation and self.followed_up_in_id != conversation.pk)
        ):
            return ""
        return self.state

    @property
    def went(self) -> str:
        """The same in words."""
        return str(RUNS_ON if self.is_open and self.followed_up_on else self.get_state_display())

    @property
    def by_whom(self) -> str:
        """Who does it; with a company whoever does it from the municipality need be no caseworker."""
        is_ours = self.citizen_id is None and self.who == AgreementBy.CASEWORKER
        return str(FROM_US if is_ours else self.get_who_display())

    def is_overdue_on(self, day: date) -> bool:
        """Open after its day."""
        return self.is_open and self.due_on is not None and self.due_on < day
