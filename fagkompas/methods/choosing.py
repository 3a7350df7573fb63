"""Which methods fit: by situation, competency, audience, phase, and words.

Words are what a colleague would type: the name of a method, or where one stands ("hun græder"). A situation is like them
when it has most of their letters, word by word; its methods then come with the reason why.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Final

from rapidfuzz.distance import OSA

from fagkompas.methods.document import Audience, Kind, Phase, Situation
from fagkompas.methods.in_use import Kept, Library, library_of
from fagkompas.methods.library import situations
from fagkompas.toolkit.texts import NO_TEXT, Text

MOST_LIKE: Final = 3
"""Situations that are offered for the words that somebody types."""

LEAST_SHARE: Final = 0.5
"""Of the letters typed, for a situation to be like them."""

IN_THE_TEXT: Final = 5
"""Of the ranks of a method for words that somebody types: they are not in its name."""

SHORTEST_MISSPELLED: Final = 5
"""Letters of a word that may be spelled wrongly: one letter of it for each so many."""

SHORTEST_STEM: Final = 4
LONGEST_ENDING: Final = 3
"""Letters: words that begin with the same stem and differ in their endings only are one ("aftaler", "aftalen")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A method that fits, and why it is a good answer to the situation (no text where nobody has said)."""

    kept: Kept
    why: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; what is not said fits everything. `words` stand in the method or in a situation that it
    answers.
    """

    situation: Situation | None = None
    audience: Audience | None = None
    phase: Phase | None = None
    kind: Kind | None = None
    competencies: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


def methods_for(
    root_id: int,
    *,
    situation: str = "",
    competencies: Collection[str] = (),
    audience: Audience | None = None,
) -> tuple[Suggested, ...]:
    """Methods in use in a municipality that fit all that is given, for pages of other apps. One query.

    A situation that the library does not have fits nothing. Those that answer it best come first; for competencies those
    that train most of them.
    """
    known = situations().get(situation)
    if situation and known is None:
        return ()
    wanted = Wanted(situation=known, competencies=frozenset(competencies), audience=audience)
    return chosen(library_of(root_id), wanted)


def chosen(library: Library, wanted: Wanted) -> tuple[Suggested, ...]:
    """Methods in use that fit, the best first."""
    found = [one for one in _found(library, wanted) if _fits(one.kept, wanted)]
    if wanted.competencies:
        found.sort(key=lambda one: -len(wanted.competencies.intersection(one.kept.method.competencies)))
    return tuple(found)


def situations_like(words: Collection[str], audience: Audience | None = None) -> tuple[Situation, ...]:
    """Where somebody stands who types these words, the likest first."""
    typed = _words_in(" ".join(words))
    letters = sum(map(len, typed))
    met_with = [one for one in situations().values() if one.is_met_with(audience)]
    shares = {one.code: _letters_in(typed, _heard(one.code)) / max(letters, 1) for one in met_with}
    like = [one for one in met_with if shares[one.code] >= max(LEAST_SHARE, 0.75 * max(shares.values()))]
    return tuple(sorted(like, key=lambda one: -shares[one.code])[:MOST_LIKE])


def _words_in(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@cache
def _heard(code: str) -> frozenset[str]:
    """Every word that a situation is told with, in both languages."""
    one = situations()[code]
    return frozenset(_words_in(" ".join(f"{text.da} {text.en}" for text in (one.name, one.words))))


def _letters_in(typed: Iterable[str], heard: Collection[str]) -> int:
    return sum(len(word) for word in typed if any(_is_same(word, other) for other in heard))


def _is_same(word: str, other: str) -> bool:
    stem = len([*takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))])
    return word == other or (stem >= SHORTEST_STEM and max(len(word), len(other)) - stem <= LONGEST_ENDING)


def _found(library: Library, wanted: Wanted) -> Iterable[Suggested]:
    """What the situation and the words lead to, each method once: by name, by situation, and by what stands in it (not for
    a sentence that is like a situation: its small words stand everywhere).
    """
    if wanted.situation is not None or not wanted.words:
        found = _answering(library, wanted.situation)
        return [one for one in found if _has_words(searched_text(one.kept), wanted.words)]
    ranks = {one.code: _rank(one, wanted.words) for one in library.in_use}
    named = [Suggested(kept=one) for one in library.in_use if ranks[one.code] < IN_THE_TEXT]
    named.sort(key=lambda one: ranks[one.kept.code])
    like = [one for each in situations_like(wanted.words, wanted.audience) for one in _answering(library, each)]
    is_sentence = len(wanted.words) > 1 and bool(like)
    looked_in = () if is_sentence else library.in_use
    told = [Suggested(kept=one) for one in looked_in if _has_words(searched_text(one), wanted.words)]
    first: dict[str, Suggested] = {}
    for one in (*named, *like, *told):
        first.setdefault(one.kept.code, one)
    return first.values()


def _rank(kept: Kept, words: Collection[str]) -> int:
    """How well its name answers to the words: 0 is called so, 1 has them as whole words, 2 has a word that begins so, 3 has
    them somewhere inside, 4 has words that are spelled nearly so; `IN_THE_TEXT` is not in the name.
    """
    typed = " ".join(words).lower()
    names = [kept.code, kept.method.name.da.lower(), kept.method.name.en.lower()]
    inside = set(_words_in(" ".join(names)))
    each = [word.lower() for word in words]
    if typed in names:
        return 0
    if inside.issuperset(each):
        return 1
    if all(any(other.startswith(word) for other in inside) for word in each):
        return 2
    if _has_words(_names_in(kept), words):
        return 3
    return 4 if all(any(_is_nearly(word, other) for other in inside) for word in each) else IN_THE_TEXT


def _is_nearly(word: str, other: str) -> bool:
    slips = len(word) // SHORTEST_MISSPELLED
    return OSA.distance(word, other, score_cutoff=slips) <= slips


def _has_words(text: str, words: Collection[str]) -> bool:
    return all(word.lower() in text for word in words)


def _names_in(kept: Kept) -> str:
    return f"{kept.code} {kept.method.name.da} {kept.method.name.en}".lower()


def _answering(library: Library, situation: Situation | None) -> Iterable[Suggested]:
    """All in use; for a situation those that it names, then those that name it."""
    if situation is None:
        return [Suggested(kept=one) for one in library.in_use]
    why = {one.method: one.why for one in situation.methods}
    named = [Suggested(kept=one, why=why[one.code]) for one in library.named(tuple(why))]
    others = [one for one in library.in_use if situation.code in one.method.situations and one.code not in why]
    return [*named, *(Suggested(kept=one) for one in others)]


def _fits(kept: Kept, wanted: Wanted) -> bool:
    method = kept.method
    return (
        (wanted.audience is None or wanted.audience in method.audiences)
        and (wanted.phase is None or wanted.phase in method.phases)
        and (wanted.kind is None or wanted.kind is method.kind)
        and (not wanted.competencies or bool(wanted.competencies.intersection(method.competencies)))
    )


def searched_text(kept: Kept) -> str:
    """What words are looked for in, small letters: name, what it is for, parts, and the situations it answers."""
    method, known = kept.method, situations()
    texts = [method.name, method.short, method.purpose, method.gives, *(part.name for part in method.parts)]
    texts += [step.title for step in method.steps]
    texts += [known[code].name for code in method.situations if code in known]
    return " ".join([method.code, *(words for text in texts for words in (text.da, text.en))]).lower()
