"""What shipped answers to objections rest on: `data/evidence.yaml`, by the Danish answer. No database.

A mistake in the file is told with its line, all at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.toolkit.reading import BothLanguages
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, nodes_in

FILE: Final = Path(__file__).parent / "data" / "evidence.yaml"

_LONGEST: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence, where it comes from, and when that was looked up."""

    says: Text
    source: Text
    looked_up: date


@cache
def shipped_evidence() -> Mapping[str, Evidence]:
    """What comes with the product, by the Danish answer that it stands beside."""
    return read_evidence(FILE.read_text(encoding="utf-8"))


def read_evidence(text: str) -> Mapping[str, Evidence]:
    """The evidence in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.file(nodes_in(text)))


class _Reader(BothLanguages):
    """Reads the file from the top down."""

    def file(self, node: Node) -> Mapping[str, Evidence] | None:
        top = self.part(node, "", required="version source evidence")
        if top is None:
            return None
        parts = list(self.parts(top, "evidence", "answer says source looked_up"))
        answers = [self.words(part, "answer", limit=_LONGEST) for part in parts]
        self.refuse_repeated(answers, top, "evidence")
        return {
            answer: Evidence(
                says=self.in_both(part, "says", limit=_LONGEST),
                source=self.in_both(part, "source", limit=_LONGEST),
                looked_up=self.day(part, "looked_up"),
            )
            for answer, part in zip(answers, parts, strict=True)
        }
