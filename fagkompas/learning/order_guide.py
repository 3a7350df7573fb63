"""How a good education order is written: `data/orders.yaml` as frozen values. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.toolkit.reading import LONGEST_DESCRIPTION, Part, Reader
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, nodes_in

FILE: Final = Path(__file__).parent / "data" / "orders.yaml"

PARTS: Final = ("scope", "content", "audience", "practice", "accredited", "place", "together_with")
"""What an order says, in its order."""

ACCREDITED, NOT_ACCREDITED = "accredited", "not_accredited"

_CODE: Final = re.compile("[a-z][a-z_]*")
_LONGEST_CODE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChoice:
    """One of a few answers to choose from."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPart:
    """A part of an order: what to ask oneself, and how others have put it."""

    code: str
    title: Text
    text: Text
    questions: tuple[Text, ...]
    phrases: tuple[Text, ...]
    choices: tuple[OrderChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """Something that the provider is asked to answer."""

    code: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderGuide:
    """The whole file."""

    description: Text
    parts: tuple[OrderPart, ...]
    answer: tuple[AnswerPart, ...]

    def part(self, code: str) -> OrderPart:
        """The part with this code. Raises KeyError."""
        return {part.code: part for part in self.parts}[code]

    def choice(self, part: str, code: str) -> Text | None:
        """What a choice is called; None for one that is not there."""
        return next((choice.name for choice in self.part(part).choices if choice.code == code), None)


@cache
def order_guide() -> OrderGuide:
    """What comes with the product."""
    return read_order_guide(FILE.read_text(encoding="utf-8"))


def read_order_guide(text: str) -> OrderGuide:
    """The guide in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.guide(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def guide(self, node: Node) -> OrderGuide | None:
        top = self.part(node, "", required="source name description parts answer")
        if top is None:
            return None
        self.inner(top, "source", "document section")
        parts = tuple(
            self.order_part(part) for part in self.parts(top, "parts", "code title text questions phrases", "choices")
        )
        answer = tuple(
            AnswerPart(code=self.short(part), title=self.both(part, "title"), text=self.both(part, "text"))
            for part in self.parts(top, "answer", "code title text")
        )
        self.check_order([part.code for part in parts], PARTS, top, "parts")
        self.refuse_repeated([part.code for part in answer], top, "answer")
        return OrderGuide(description=self.both(top, "description"), parts=parts, answer=answer)

    def order_part(self, part: Part) -> OrderPart:
        choices = tuple(
            OrderChoice(code=self.short(one), name=self.both(one, "name"))
            for one in self.parts(part, "choices", "code name")
        )
        self.refuse_repeated([choice.code for choice in choices], part, "choices")
        if part.path.endswith(".accredited"):
            self.check_order([choice.code for choice in choices], (ACCREDITED, NOT_ACCREDITED), part, "choices")
        return OrderPart(
            code=self.short(part),
            title=self.both(part, "title"),
            text=self.both(part, "text"),
            questions=tuple(self.texts(part, "questions")),
            phrases=tuple(self.texts(part, "phrases")),
            choices=choices,
        )

    def texts(self, outer: Part, key: str) -> Iterator[Text]:
        """A list of texts in both languages."""
        for part in self.parts(outer, key, "da en"):
            limit = LONGEST_DESCRIPTION
            yield Text(da=self.words(part, "da", limit=limit), en=self.words(part, "en", limit=limit))

    def short(self, part: Part) -> str:
        return self.code(part, "code", _CODE, limit=_LONGEST_CODE)
