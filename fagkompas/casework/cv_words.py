"""The words that the check of a CV goes by: `data/cv.yaml` as the engine's words. No database.

A mistake in the file is told with its line, all at once.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.engine.cv import CvWords
from fagkompas.engine.word_forms import Phrase, Phrases, phrase_of
from fagkompas.toolkit.reading import Part, Reader
from fagkompas.toolkit.yaml_nodes import Node, Scalar, nodes_in

FILE: Final = Path(__file__).parent / "data" / "cv.yaml"

LANGUAGES: Final = ("da", "en")

_HIGHEST: Final = 100


@cache
def cv_words() -> Mapping[str, CvWords]:
    """What comes with the product, by language."""
    return read_cv_words(FILE.read_text(encoding="utf-8"))


def cv_words_in(language: str) -> CvWords:
    """The words for a CV written in a language; Danish for one that is not known."""
    return cv_words()["en" if language.startswith("en") else "da"]


def read_cv_words(text: str) -> Mapping[str, CvWords]:
    """The words in a file, by language. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.file(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def file(self, node: Node) -> Mapping[str, CvWords] | None:
        top = self.part(node, "", required="version source limits words")
        if top is None:
            return None
        limits = self.inner(top, "limits", "fewest_words fewest_qualifications")
        fewest_words = self.count(limits, "fewest_words", 1, _HIGHEST)
        fewest_qualifications = self.count(limits, "fewest_qualifications", 1, _HIGHEST)
        parts = list(self.parts(top, "words", "language personal linking motives"))
        self.check_order([self.words(part, "language", limit=2) for part in parts], LANGUAGES, top, "words")
        return {
            language: CvWords(
                personal=self.phrases(part, "personal", language),
                linking=self.phrases(part, "linking", language),
                motives=self.phrases(part, "motives", language),
                fewest_words=fewest_words,
                fewest_qualifications=fewest_qualifications,
            )
            for language, part in zip(LANGUAGES, parts, strict=False)
        }

    def phrases(self, part: Part, key: str, language: str) -> Phrases:
        found: list[Phrase] = []
        for node in self.listed(part, key):
            text = node.text if isinstance(node, Scalar) else ""
            try:
                found.append(phrase_of("", text, language))
            except ValueError:
                self.note("bad_pattern", node.line, part.at(key), found=text)
        return Phrases.of(found)
