"""What stands beside a conversation: last time, methods with their questions, when the next one is due, the lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fagkompas.accounts.models import Employee
from fagkompas.citizens.target_groups import target_groups
from fagkompas.conversations.document import Audience as ConversationAudience
from fagkompas.conversations.document import Template
from fagkompas.conversations.models import (
    Conversation,
    ConversationQuerySet,
    ConversationState,
    Topic,
    TopicState,
)
from fagkompas.conversations.permissions import conversations_beside
from fagkompas.conversations.templates_file import (
    template_of,
    templates_for,
    templates_for_companies,
)
from fagkompas.conversations.when import local, moment_of, next_workday
from fagkompas.conversations.wording import STATE_KINDS, left_in_words, name_of
from fagkompas.methods.document import Audience, Method
from fagkompas.methods.in_use import library_of
from fagkompas.toolkit.texts import Text

FOLLOW_UP = "agreements-follow-up"
FOLLOW_UP_OF_COMPANY = "company-follow-up"
USUAL_WEEKS = 4
"""Between two conversations, where the target group says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """The newest conversation that was held, and what was left for this one."""

    conversation: Conversation
    summary: str
    left: tuple[Topic, ...]


def last_time(conversation: Conversation, person: Employee) -> LastTime | None:
    """The newest that the person may open, None for the first one. Four queries at most."""
    before = conversations_beside(person, conversation).ended()
    found = before.select_related("closing", "held_by").first()
    if found is None:
        return None
    return LastTime(
        conversation=found,
        summary=found.closing.own_summary,
        left=tuple(found.topics.filter(state=TopicState.LATER)),
    )


def offered_templates(conversation_with: str | None, *, has_history: bool) -> tuple[Template, ...]:
    """Templates for a target group (None: a company), the likeliest first: a follow-up where there was one before."""
    found = templates_for(conversation_with) if conversation_with is not None else templates_for_companies()
    first = (FOLLOW_UP, FOLLOW_UP_OF_COMPANY) if has_history else ()
    return tuple(sorted(found, key=lambda one: one.code not in first))


def is_about_agreements(topic: Topic, template_code: str) -> bool:
    """Whether those from before are followed up under it: it stands as its template has it."""
    template = template_of(template_code)
    about = [one.text for one in template.topics if one.about_agreements] if template else []
    return any(topic.text in {text.da, text.en} for text in about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Questions to have at hand, from one place: the template, or a part of a method."""

    name: Text
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """The methods that the template suggests, and their questions."""

    methods: tuple[Method, ...]
    own: tuple[Text, ...]
    groups: tuple[tuple[Method, tuple[Questions, ...]], ...]


def at_hand(conversation: Conversation) -> AtHand:
    """For the one one talks to. One query."""
    template = template_of(conversation.template)
    if template is None:
        return AtHand(methods=(), own=(), groups=())
    audience = Audience.COMPANY if template.audience is ConversationAudience.COMPANY else Audience.CITIZEN
    methods = tuple(kept.method for kept in library_of(conversation.root_id).named(template.methods))
    groups = tuple((method, _questions(method, audience)) for method in methods)
    return AtHand(methods=methods, own=template.questions, groups=tuple(pair for pair in groups if pair[1]))


def _questions(method: Method, audience: Audience) -> tuple[Questions, ...]:
    return tuple(
        Questions(name=part.name, texts=part.said_to(audience)) for part in method.parts if part.said_to(audience)
    )


def planned_with(conversation: Conversation, person: Employee, now: datetime) -> ConversationQuerySet:
    """What else is still to come with the same citizen or company and the person may open, the soonest first."""
    return conversations_beside(person, conversation).planned().filter(planned_at__gt=now)


def next_of(conversation: Conversation, person: Employee, now: datetime) -> Conversation | None:
    """The soonest after this one that is still to come, and the person may open. One query."""
    return planned_with(conversation, person, max(now, conversation.held_at)).first()


def next_start(conversation: Conversation, now: datetime) -> datetime:
    """When one could talk again: after the target group's interval at the same time of day. No query."""
    day = local(now).date() + timedelta(weeks=_weeks_between(conversation, now))
    return moment_of(next_workday(day), local(conversation.planned_at).time().replace(second=0, microsecond=0))


def _weeks_between(conversation: Conversation, now: datetime) -> int:
    if conversation.citizen is None:
        return USUAL_WEEKS
    groups = {group.code: group for group in target_groups()}
    group = groups.get(conversation.citizen.target_group)
    terms = group.terms_on(local(now).date()) if group else None
    return terms.contact_weeks if terms else USUAL_WEEKS


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOnPage:
    """A topic in the list: where it stands, and how long of its minutes is left."""

    topic: Topic
    is_current: bool
    seconds_used: int

    @property
    def minutes_left(self) -> int:
        """Rounded up while there is time, down when it has passed; 0 is the last minute gone."""
        return -((self.seconds_used - 60 * self.topic.minutes) // 60)

    @property
    def left_words(self) -> str:
        """As the page says it before its script does."""
        return left_in_words(self.minutes_left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long is left of the conversation and of its topic; `ends_at` and `topic_ends_at` are what the script counts to."""

    now: datetime
    ends_at: datetime
    topic_ends_at: datetime | None
    topics: Sequence[TopicOnPage]

    @property
    def minutes_left(self) -> int:
        """Of the whole."""
        return -int((self.now - self.ends_at).total_seconds() // 60)

    @property
    def left_words(self) -> str:
        """As the page says it before its script does."""
        return left_in_words(self.minutes_left)


def clock_of(conversation: Conversation, topics: Sequence[Topic], now: datetime) -> Clock:
    """No query."""
    since = conversation.topic_since
    running = int((now - since).total_seconds()) if since else 0
    rows = [
        TopicOnPage(
            topic=topic,
            is_current=topic.pk == conversation.topic_id,
            seconds_used=topic.seconds_used + (running if topic.pk == conversation.topic_id else 0),
        )
        for topic in topics
    ]
    current = next((row for row in rows if row.is_current), None)
    left = timedelta(seconds=60 * current.topic.minutes - current.seconds_used) if current else None
    return Clock(
        now=now, ends_at=conversation.planned_end, topic_ends_at=now + left if left is not None else None, topics=rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedConversation:
    """A conversation as a list shows it."""

    conversation: Conversation
    name: str
    kind: str
    is_late: bool


def listed(conversations: ConversationQuerySet, now: datetime) -> list[ListedConversation]:
    """With their names; one query."""
    return listed_rows(list(conversations.select_related("citizen", "company")), now)


def listed_rows(conversations: Iterable[Conversation], now: datetime) -> list[ListedConversation]:
    """Late: its time has passed and it was never begun. No query."""
    return [
        ListedConversation(
            conversation=one,
            name=name_of(one),
            kind=STATE_KINDS[ConversationState(one.state)],
            is_late=one.state == ConversationState.PLANNED and one.planned_end < now,
        )
        for one in conversations
    ]


def has_history(citizen_id: int | None, company_id: int | None) -> bool:
    """Whether there was a conversation before. One query."""
    with_whom = {"citizen_id": citizen_id} if citizen_id is not None else {"company_id": company_id}
    return Conversation.objects.ended().filter(**with_whom).exists()
