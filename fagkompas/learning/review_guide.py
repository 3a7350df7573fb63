"""What the yearly review asks and how it is held: `data/review.yaml` as frozen values. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.toolkit.reading import Part, Reader
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, nodes_in

FILE: Final = Path(__file__).parent / "data" / "review.yaml"

FEEDBACK: Final = "feedback"
"""The step that has a note of its own without being a part: what the employee says to the manager."""

_CODE: Final = re.compile("[a-z][a-z0-9-]*")
_LONGEST_CODE: Final = 60
_LONGEST_TALK: Final = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question that somebody prepares."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPart:
    """One topic; `kar` is "capability", "behaviour" or "results"."""

    code: str
    kar: str
    name: Text
    text: Text
    employee: tuple[Question, ...]
    manager: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStep:
    """One step of the talk; its code is a part's, a `kar`, or its own."""

    code: str
    minutes: int
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementHint:
    """What belongs in an agreement, with an example."""

    code: str
    title: Text
    text: Text
    example: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGuide:
    """The whole file."""

    name: Text
    description: Text
    rules: tuple[Text, ...]
    parts: tuple[ReviewPart, ...]
    steps: tuple[ReviewStep, ...]
    hints: tuple[AgreementHint, ...]

    @property
    def minutes(self) -> int:
        """How long the talk takes."""
        return sum(step.minutes for step in self.steps)

    @property
    def notes(self) -> tuple[str, ...]:
        """The codes of what is noted."""
        return (*(part.code for part in self.parts), FEEDBACK)

    def parts_of(self, step: ReviewStep) -> tuple[ReviewPart, ...]:
        """The topics of a step."""
        return tuple(part for part in self.parts if part.kar == step.code)

    def questions(self, *, of_manager: bool) -> tuple[Question, ...]:
        """All that one of the two prepares."""
        return tuple(question for part in self.parts for question in (part.manager if of_manager else part.employee))


@cache
def review_guide() -> ReviewGuide:
    """What comes with the product."""
    return read_review_guide(FILE.read_text(encoding="utf-8"))


def read_review_guide(text: str) -> ReviewGuide:
    """The guide in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.guide(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def guide(self, node: Node) -> ReviewGuide | None:
        top = self.part(node, "", required="source name description rules parts agenda agreement")
        if top is None:
            return None
        parts = tuple(self.topic(part) for part in self.parts(top, "parts", "code kar name text employee manager"))
        steps = tuple(self.step(part) for part in self.parts(top, "agenda", "code minutes title text"))
        self.refuse_repeated([part.code for part in parts], top, "parts")
        self.refuse_repeated([step.code for step in steps], top, "agenda")
        return ReviewGuide(
            name=self.both(top, "name"),
            description=self.both(top, "description"),
            rules=tuple(self.texts(top, "rules")),
            parts=parts,
            steps=steps,
            hints=tuple(self.hint(part) for part in self.parts(top, "agreement", "code title text example")),
        )

    def texts(self, outer: Part, key: str) -> Iterator[Text]:
        """A list of texts, each in both languages."""
        for part in self.parts(outer, key, "da", "en"):
            yield Text(da=self.words(part, "da", limit=2000), en=self.words(part, "en", limit=2000))

    def topic(self, part: Part) -> ReviewPart:
        return ReviewPart(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            kar=self.code(part, "kar", _CODE, limit=_LONGEST_CODE),
            name=self.both(part, "name"),
            text=self.both(part, "text"),
            employee=self.questions(part, "employee"),
            manager=self.questions(part, "manager"),
        )

    def questions(self, outer: Part, key: str) -> tuple[Question, ...]:
        read = tuple(
            Question(code=self.code(part, "code", _CODE, limit=_LONGEST_CODE), text=self.both(part, "text"))
            for part in self.parts(outer, key, "code text")
        )
        self.refuse_repeated([one.code for one in read], outer, key)
        return read

    def step(self, part: Part) -> ReviewStep:
        return ReviewStep(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            minutes=self.count(part, "minutes", 1, _LONGEST_TALK),
            title=self.both(part, "title"),
            text=self.both(part, "text"),
        )

    def hint(self, part: Part) -> AgreementHint:
        return AgreementHint(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            title=self.both(part, "title"),
            text=self.both(part, "text"),
            example=self.both(part, "example"),
        )
