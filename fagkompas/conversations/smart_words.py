"""The words that the check of agreements goes by: `data/smart.yaml` as the engine's words. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.engine.smart import Unit, Words
from fagkompas.engine.word_forms import Phrase, Phrases, forms_of, phrase_of, tokens_of
from fagkompas.toolkit.reading import BothLanguages, Part
from fagkompas.toolkit.texts import NO_TEXT, Text
from fagkompas.toolkit.yaml_nodes import Node, Scalar, nodes_in

FILE: Final = Path(__file__).parent / "data" / "smart.yaml"

LANGUAGES: Final = ("da", "en")

_CODE: Final = re.compile("[a-z][a-z-]*")
_LONGEST_CODE: Final = 40
_LONGEST_PATTERN: Final = 200
_HIGHEST: Final = 1_000
_LISTS: Final = "acts states subjects act_endings leads infinitive_endings things numbers dating small endings fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmartWords:
    """The whole file: words by language, and by the code of each phrase or unit how to say it better."""

    from_on: date
    words: Mapping[str, Words]
    hints: Mapping[str, Text]


@cache
def smart_words() -> SmartWords:
    """What comes with the product."""
    return read_smart_words(FILE.read_text(encoding="utf-8"))


def words_in(language: str) -> Words:
    """The words for an agreement written in a language; Danish for one that is not known."""
    return smart_words().words["en" if language.startswith("en") else "da"]


def words_for(*texts: str) -> Words:
    """The words for an agreement, by what it is written in: that of which there are most small words; Danish where none is."""
    tokens = [token.word for text in texts for token in tokens_of(text)]
    known = smart_words().words
    return max((known[one] for one in LANGUAGES), key=lambda words: sum(token in words.small for token in tokens))


def hint_for(code: str) -> Text:
    """How to say better what a finding is about; no text for findings without a phrase."""
    return smart_words().hints.get(code, NO_TEXT)


def read_smart_words(text: str) -> SmartWords:
    """The words in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.file(nodes_in(text)))


class _Reader(BothLanguages):
    """Reads the file from the top down; hints are gathered on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.hints: dict[str, Text] = {}

    def file(self, node: Node) -> SmartWords | None:
        phrases = "vague vague_amounts vague_times not_own outside_control"
        top = self.part(node, "", required=f"version from source limits {phrases} every units grammar")
        if top is None:
            return None
        read = {name: self.phrases(top, name) for name in phrases.split()}
        read["every"] = self.rhythms(top)
        units = self.units(top)
        limits = self.limits(top)
        grammars = list(self.parts(top, "grammar", f"language {_LISTS} joins_words"))
        self.check_order([self.words(part, "language", limit=2) for part in grammars], LANGUAGES, top, "grammar")
        return SmartWords(
            from_on=self.day(top, "from"),
            hints=self.hints,
            words={
                language: self.language(part, language, read, units, limits)
                for language, part in zip(LANGUAGES, grammars, strict=False)
            },
        )

    def limits(self, top: Part) -> dict[str, int]:
        highest = {"sure_from": 10, "days_after_talk": _HIGHEST, "longest_days": _HIGHEST}
        part = self.inner(top, "limits", " ".join(highest))
        return {name: self.count(part, name, 1, most) for name, most in highest.items()}

    def language(
        self,
        part: Part,
        language: str,
        read: Mapping[str, Mapping[str, list[Phrase]]],
        units: Mapping[str, list[Unit]],
        limits: Mapping[str, int],
    ) -> Words:
        lists = {name: self.texts(part, name) for name in _LISTS.split()}
        forms = {
            name: frozenset(form for pattern in patterns for form in forms_of(pattern, language))
            for name, patterns in lists.items()
        }
        return Words(
            vague=Phrases.of(read["vague"][language]),
            vague_amounts=Phrases.of(read["vague_amounts"][language]),
            vague_times=Phrases.of(read["vague_times"][language]),
            not_own=Phrases.of(read["not_own"][language]),
            outside_control=Phrases.of(read["outside_control"][language]),
            every=Phrases.of(read["every"][language]),
            fine=Phrases.of(phrase_of("", pattern, language) for pattern in lists["fine"]),
            acts=forms["acts"],
            states=forms["states"],
            subjects=forms["subjects"],
            act_endings=lists["act_endings"],
            leads=forms["leads"],
            infinitive_endings=lists["infinitive_endings"],
            things=forms["things"],
            joins_words=self.yes_or_no(part, "joins_words"),
            numbers={
                form: number
                for number, pattern in enumerate(lists["numbers"], start=1)
                for form in forms_of(pattern, language)
            },
            dating=forms["dating"],
            units=tuple(units[language]),
            small=forms["small"],
            endings=lists["endings"],
            sure_from=limits["sure_from"],
            days_after_talk=limits["days_after_talk"],
            longest_days=limits["longest_days"],
        )

    def phrases(self, top: Part, key: str) -> dict[str, list[Phrase]]:
        """By language; each code once in the whole file."""
        found: dict[str, list[Phrase]] = {language: [] for language in LANGUAGES}
        for part in self.parts(top, key, "code da en hint"):
            code = self.code_with_hint(part)
            for language in LANGUAGES:
                found[language].extend(self.patterns(part, language, code))
        return found

    def rhythms(self, top: Part) -> dict[str, list[Phrase]]:
        """How many times a week a phrase says; the code of each is that number."""
        found: dict[str, list[Phrase]] = {language: [] for language in LANGUAGES}
        for part in self.parts(top, "every", "times da en"):
            times = str(self.count(part, "times", 1, 7))
            for language in LANGUAGES:
                found[language].extend(self.patterns(part, language, times))
        return found

    def units(self, top: Part) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = {language: [] for language in LANGUAGES}
        for part in self.parts(top, "units", "code da en most_a_week hint"):
            code, most = self.code_with_hint(part), self.count(part, "most_a_week", 1, _HIGHEST)
            for language in LANGUAGES:
                forms = (form for pattern in self.texts(part, language) for form in forms_of(pattern, language))
                found[language].append(Unit(code=code, forms=frozenset(forms), most_a_week=most))
        return found

    def code_with_hint(self, part: Part) -> str:
        code = self.code(part, "code", _CODE, limit=_LONGEST_CODE)
        if code in self.hints:
            self.note("code_twice", part.line_of("code"), part.at("code"), found=code)
        self.hints[code] = self.in_both(part, "hint")
        return code

    def patterns(self, part: Part, language: str, code: str) -> list[Phrase]:
        found: list[Phrase] = []
        for text in self.texts(part, language):
            try:
                found.append(phrase_of(code, text, language))
            except ValueError:
                self.note("bad_pattern", part.line_of(language), part.at(language), found=text)
        return found

    def texts(self, part: Part, key: str) -> tuple[str, ...]:
        """A list of patterns in small letters. Only an ending may be empty."""
        found = []
        for node in self.listed(part, key):
            text = node.text if isinstance(node, Scalar) and len(node.text) <= _LONGEST_PATTERN else None
            if text is None or text != text.lower() or (not text and not key.endswith("endings")):
                self.note("bad_pattern", node.line, part.at(key), found=text or "")
            else:
                found.append(text)
        return tuple(found)
