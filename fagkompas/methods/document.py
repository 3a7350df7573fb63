"""A method of the library as one frozen value, without a database: what files hold and what a municipality writes.

Method                     purpose, what it gives, when not
├── Step                   what one does, in order
├── Part                   the model's own parts, each with what one can say to citizen and company
├── Example                a dialogue
├── Card                   a quiz card: a question with three answers, one of them right
└── RolePlay               a sheet to practise with colleagues
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fagkompas.toolkit.texts import NO_TEXT, Text


class Kind(StrEnum):
    """A way of talking, or something one works with between the talks."""

    METHOD = "method"
    TOOL = "tool"


class Audience(StrEnum):
    """Whom it is used with."""

    CITIZEN = "citizen"
    COMPANY = "company"


class Reach(StrEnum):
    """Whom a situation is met with."""

    BOTH = "both"
    CITIZEN = "citizen"
    COMPANY = "company"


class Phase(StrEnum):
    """Where in the work, in its order."""

    PREPARE = "prepare"
    OPEN = "open"
    EXPLORE = "explore"
    TURN = "turn"
    DECIDE = "decide"
    FOLLOW_UP = "follow_up"


class Speaker(StrEnum):
    """Who says a line of an example; "you" is the reader."""

    YOU = "you"
    CITIZEN = "citizen"
    COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do."""

    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPart:
    """A part of the model, what it is for, and what one can say to whom."""

    code: str
    name: Text
    text: Text
    citizen: tuple[Text, ...] = ()
    company: tuple[Text, ...] = ()

    def said_to(self, audience: Audience) -> tuple[Text, ...]:
        """Sentences and questions for one audience."""
        return self.citizen if audience is Audience.CITIZEN else self.company


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What somebody says in an example."""

    who: Speaker
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The method in use: where, who says what, and what to notice."""

    setting: Text
    lines: tuple[Line, ...]
    shows: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of a quiz card, and why it is right or not."""

    text: Text
    is_right: bool
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A quiz card: one of its answers is right."""

    question: Text
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayRole:
    """Who one is in a role play: what one knows, wants and does."""

    name: Text
    card: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePlay:
    """The method practised with colleagues."""

    minutes: int
    setting: Text
    roles: tuple[PlayRole, ...]
    watch_for: tuple[Text, ...]
    afterwards: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method or tool. `document` and `section` say where its model comes from; "" for a municipality's own.

    `competencies` are codes of the frame faglighed-2025, `situations` and `beside` codes of the library. `figure` is what
    the drawing shows, without text where the model is no figure.
    """

    code: str
    version: str
    kind: Kind
    document: str
    section: str
    name: Text
    short: Text
    purpose: Text
    gives: Text
    audiences: tuple[Audience, ...]
    phases: tuple[Phase, ...]
    situations: tuple[str, ...]
    competencies: tuple[str, ...]
    beside: tuple[str, ...]
    steps: tuple[Step, ...]
    parts: tuple[ModelPart, ...]
    example: Example | None
    not_when: tuple[Text, ...]
    figure: Text = NO_TEXT
    quiz: tuple[Card, ...] = ()
    role_play: RolePlay | None = None

    @property
    def place(self) -> tuple[int, ...]:
        """Its place in the order of the source; own ones come last."""
        return tuple(int(number) for number in self.section.split(".")) if self.section else (99,)

    def questions(self, audience: Audience) -> int:
        """How many sentences and questions there are for an audience."""
        return sum(len(part.said_to(audience)) for part in self.parts)

    def part(self, code: str) -> ModelPart:
        """The part with this code. Raises KeyError."""
        return {part.code: part for part in self.parts}[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """A method that is a good answer to a situation, and why."""

    method: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where one stands, in a colleague's words, and what to try, best first. `words` are searched in and never shown."""

    code: str
    name: Text
    reach: Reach
    text: Text
    words: Text
    methods: tuple[Answering, ...]

    def is_met_with(self, audience: Audience | None) -> bool:
        """Whether it is met with this audience; with anyone for none."""
        return audience is None or self.reach is Reach.BOTH or self.reach.value == audience.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """What all work is held against: in practice, and questions for a team. The core task has no code."""

    code: str
    name: Text
    text: Text
    in_practice: tuple[Text, ...]
    questions: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Principles:
    """The core task and the professional principles."""

    document: str
    section: str
    version: str
    core_task: Principle
    principles: tuple[Principle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Everything that comes with the product, by code, in its order."""

    methods: Mapping[str, Method]
    situations: Mapping[str, Situation]
    principles: Principles
