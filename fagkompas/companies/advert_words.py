"""The words that the check of an advert goes by: `data/advert.yaml` as the engine's words, and the advice on each cliché. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.engine.advert import AdvertWords
from fagkompas.engine.word_forms import Phrase, Phrases, phrase_of, tokens_of
from fagkompas.toolkit.reading import BothLanguages, Part
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, Scalar, nodes_in

FILE: Final = Path(__file__).parent / "data" / "advert.yaml"

LANGUAGES: Final = ("da", "en")

_CODE: Final = re.compile("[a-z]+(-[a-z]+)*")
_LONGEST_CODE: Final = 40
_LONGEST_ADVICE: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertBook:
    """What the file holds: words and small telling words by language, and what to write instead of each cliché, by code."""

    words: Mapping[str, AdvertWords]
    signs: Mapping[str, frozenset[str]]
    advice: Mapping[str, Text]

    def language_of(self, text: str) -> str:
        """The language of a text by its small words; Danish when they tell nothing."""
        said = [token.word for token in tokens_of(text)]
        return max(LANGUAGES, key=lambda language: sum(word in self.signs[language] for word in said))

    def words_for(self, text: str) -> AdvertWords:
        """The words to check a text by: those of the language that it is written in."""
        return self.words[self.language_of(text)]


@cache
def advert_book() -> AdvertBook:
    """What comes with the product."""
    return read_advert_book(FILE.read_text(encoding="utf-8"))


def read_advert_book(text: str) -> AdvertBook:
    """The words in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.file(nodes_in(text)))


class _Reader(BothLanguages):
    """Reads the file from the top down."""

    def file(self, node: Node) -> AdvertBook | None:
        top = self.part(node, "", required="version source words cliches")
        if top is None:
            return None
        parts = list(self.parts(top, "words", "language signs you we third_person honest hours"))
        self.check_order([self.words(part, "language", limit=2) for part in parts], LANGUAGES, top, "words")
        cliches = list(self.parts(top, "cliches", "code da en advice"))
        codes = [self.code(part, "code", _CODE, limit=_LONGEST_CODE) for part in cliches]
        self.refuse_repeated(codes, top, "cliches")
        by_code = dict(zip(codes, cliches, strict=True))
        return AdvertBook(
            words={
                language: AdvertWords(
                    you=self.set_of(part, "you"),
                    we=self.set_of(part, "we"),
                    third_person=Phrases.of(self.phrases(part, "third_person", language)),
                    cliches=Phrases.of(
                        phrase
                        for code, one in by_code.items()
                        for phrase in self.phrases(one, language, language, code)
                    ),
                    honest=Phrases.of(self.phrases(part, "honest", language)),
                    hours=self.set_of(part, "hours"),
                )
                for language, part in zip(LANGUAGES, parts, strict=False)
            },
            signs={language: self.set_of(part, "signs") for language, part in zip(LANGUAGES, parts, strict=False)},
            advice={code: self.in_both(part, "advice", limit=_LONGEST_ADVICE) for code, part in by_code.items()},
        )

    def set_of(self, part: Part, key: str) -> frozenset[str]:
        return frozenset(node.text for node in self.listed(part, key) if isinstance(node, Scalar))

    def phrases(self, part: Part, key: str, language: str, code: str = "") -> list[Phrase]:
        """Each pattern; where no code is given it is its own, so that each way of speaking is told once."""
        found: list[Phrase] = []
        for node in self.listed(part, key):
            text = node.text if isinstance(node, Scalar) else ""
            try:
                found.append(phrase_of(code or text, text, language))
            except ValueError:
                self.note("bad_pattern", node.line, part.at(key), found=text)
        return found
