"""The forms of a word and phrases made of them, by a few rules of spelling, and where they stand in a short text.

A pattern is written as people would say it, in small letters. A verb in the infinitive with "*" stands for all its forms
("kigge*": kigge, kigger, kig, kiggede, kigget), a noun with "~" likewise ("liste~"), "/" parts words that are alike, and
"…" is a gap: "kigge* … på" fits "kigger lidt på". The rules make some forms that nobody uses, which does no harm.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

VERB, NOUN, EITHER, GAP = "*", "~", "/", "…"

LONGEST_GAP: Final = 3
"""So many words at most may stand in a phrase's gap."""

_VOWELS: Final = frozenset("aeiouyæøå")

_NOUN_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "da": ("", "s", "en", "et", "n", "t", "er", "e", "r", "erne", "ene", "rne", "ne", "ens", "ets"),
    "en": ("", "s", "es", "'s"),
}
_VERB_ENDINGS: Final = ("", "e", "er", "es", "ede", "et", "te", "t")
"""Of Danish ones, on the stem."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that stand for something: per place the forms that fit, or ``GAP`` alone. Begins and ends with words."""

    code: str
    places: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Phrases by every form of their first word."""

    by_first: Mapping[str, tuple[Phrase, ...]]

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> "Phrases":
        found: dict[str, tuple[Phrase, ...]] = {}
        for phrase in phrases:
            for form in phrase.places[0]:
                found[form] = (*found.get(form, ()), phrase)
        return cls(by_first=found)

    def beginning(self, word: str) -> tuple[Phrase, ...]:
        """Those that may begin with this word."""
        return self.by_first.get(word, ())


def phrase_of(code: str, pattern: str, language: str) -> Phrase:
    """A pattern as a phrase. Raises ``ValueError`` when it is empty, or begins or ends with a gap."""
    words = pattern.split()
    if not words or GAP in (words[0], words[-1]):
        raise ValueError(f"The pattern {pattern!r} must begin and end with words.")
    return Phrase(code=code, places=tuple(forms_of(word, language) for word in words))


def forms_of(pattern: str, language: str) -> frozenset[str]:
    """Every form that one word of a pattern stands for; ``language`` is "da" or "en"."""
    return frozenset(form for word in pattern.split(EITHER) for form in _forms(word, language))


def _forms(word: str, language: str) -> Iterable[str]:
    if word.endswith(NOUN):
        return _noun_forms(word.removesuffix(NOUN), language)
    if word.endswith(VERB):
        return _verb_forms(word.removesuffix(VERB), language)
    return (word,)


def _noun_forms(word: str, language: str) -> Iterable[str]:
    yield from (word + end for end in _NOUN_ENDINGS[language])
    if language == "en" and word.endswith("y"):
        yield f"{word[:-1]}ies"
    if language == "da" and word.endswith("el"):
        yield from (f"{word[:-2]}l{end}" for end in ("en", "er", "erne"))


def _verb_forms(infinitive: str, language: str) -> Iterable[str]:
    """Regular forms; those of irregular verbs are written out with "/"."""
    yield infinitive
    if language == "da" and not infinitive.endswith("e"):
        yield from (f"{infinitive}r", f"{infinitive}s", f"{infinitive}ede", f"{infinitive}et")
        return
    stem = infinitive.removesuffix("e")
    if language == "en":
        yield f"{infinitive}s"
        yield from (f"{stem}ed", f"{stem}ing")
        if infinitive.endswith("y"):
            yield from (f"{infinitive[:-1]}ied", f"{infinitive[:-1]}ies")
        elif infinitive == stem:
            yield from (f"{stem}es", f"{stem}{stem[-1]}ed", f"{stem}{stem[-1]}ing")
        return
    yield from (stem + end for end in _VERB_ENDINGS)
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        yield stem[:-1]


# Where they stand


class Token(NamedTuple):
    """A word of a text: as written, in small letters, and from where to before where."""

    written: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A phrase that stands in a text, from a token to another, both included."""

    phrase: Phrase
    first: int
    last: int


_WORD: Final = re.compile(r"[\w\u0300-\u036f]+(?:[-'\u2019][\w\u0300-\u036f]+)*")
_STOP: Final = re.compile(r"[.!?;:\n]")


@lru_cache(maxsize=64)  # A text is read by one rule after another.
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text in order; letters that are stored in parts are read as one."""
    is_composed = unicodedata.is_normalized("NFC", text.lower())
    return tuple(
        Token(
            written=match[0],
            word=match[0].lower() if is_composed else unicodedata.normalize("NFC", match[0].lower()),
            start=match.start(),
            end=match.end(),
        )
        for match in _WORD.finditer(text)
    )


def longest_match(text: str, tokens: Sequence[Token], phrases: Phrases, place: int) -> Match | None:
    """The longest of the phrases that stands from this token on, within a sentence."""
    longest: Match | None = None
    for phrase in phrases.beginning(tokens[place].word):
        match = _match(text, tokens, phrase, place)
        if match and (longest is None or match.last > longest.last):
            longest = match
    return longest


def has_phrase(text: str, phrases: Phrases) -> bool:
    """Whether any of the phrases stands anywhere in a text."""
    tokens = tokens_of(text)
    return any(longest_match(text, tokens, phrases, place) for place in range(len(tokens)))


def in_one_sentence(text: str, one: Token, other: Token) -> bool:
    """Whether nothing ends between a token and a later one."""
    return not _STOP.search(text, one.end, other.start)


def _match(text: str, tokens: Sequence[Token], phrase: Phrase, first: int) -> Match | None:
    place, gap = first, 0
    for forms in phrase.places[1:]:
        if GAP in forms:
            gap = LONGEST_GAP
            continue
        following = range(place + 1, min(place + 2 + gap, len(tokens)))
        found = next((each for each in following if tokens[each].word in forms), None)
        if found is None or not in_one_sentence(text, tokens[place], tokens[found]):
            return None
        place, gap = found, 0
    return Match(phrase=phrase, first=first, last=place)
