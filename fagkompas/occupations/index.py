"""The search itself, without a database: names of occupations taken apart into words, and what somebody types beside them.

Each word typed is compared with every word that there is, once, and a name is as good as its best word for each word typed:

    sygeplj  ->  sygeplejerske 0.69, sygehus 0.49 ...  ->  "sygeplejerske", "ledende sygeplejerske" ...

A rule of thumb for the numbers below: whole words before beginnings, beginnings before the last part of a compound, that
before what merely stands inside or has a slip; then what is short, in the order typed, a title, and in the reader's language.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

SHORTEST: Final = 2
"""Letters: fewer would find everything."""

LONGEST: Final = 100
"""Letters: what is typed beyond them is not looked at."""

MOST_WORDS: Final = 8

# How well a word of a name fits a word typed, from 0 to 1.

BEGINS: Final = 0.9
"""The word begins with what was typed; the less there is left to type, the nearer to 1."""

ENDS: Final = 0.75
"""The last part of a compound: "assistent" in "tandlægeassistent"."""

INSIDE: Final = 0.6

STEM: Final = 0.62
"""What was typed begins with a word that the name begins with too: "lagermand" and "lagerarbejder"."""

PARTS: Final = 0.85
"""A compound was typed and the name has its parts as words: "serviceassistent" and "service-assistent"."""

SLIPS: Final = 0.85
"""Times how alike the two are."""

SLIPS_AT_THE_START: Final = 0.8
"""Times how alike what was typed is to as many letters of the word."""

ALIKE_ENOUGH: Final = 0.62
"""Share of letters that are right: one slip in four letters, two in six, three in eight."""

SHORTEST_PART: Final = 4
SHORTEST_WITH_SLIPS: Final = 4

SMALL_WORDS: Final = frozenset(
    {
        "af",
        "at",
        "de",
        "den",
        "der",
        "det",
        "en",
        "et",
        "for",
        "fra",
        "hos",
        "i",
        "inden",
        "indenfor",
        "med",
        "mod",
        "og",
    }
    | {"om", "paa", "samt", "som", "til", "ved"}
    | {"and", "by", "in", "of", "on", "or", "the", "to", "with"}
)
SMALL_WEIGHT: Final = 0.5
"""Letters that a small word counts for; others count for as many as they have, up to `MOST_WEIGHT`."""

MOST_WEIGHT: Final = 12

# What decides among names that fit.

ENOUGH: Final = 0.45
"""A name that fits worse is not found."""

BESIDE_THE_BEST: Final = 0.58
"""Nor one that fits less than this share of what the best one does."""

FOR_LENGTH: Final = 0.12
"""Times how much of the name was typed: shorter names come first."""

FOR_ORDER: Final = 0.06
"""The name begins with what was typed, word for word; half as much where it stands further on."""

FOR_TITLE: Final = 0.05
FOR_LANGUAGE: Final = 0.04
LOOKED_AT: Final = 120
"""Names that fit best, among which these decide."""

LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ð": "d", "þ": "th", "ł": "l"})

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An occupation as the search keeps it: titles by language ("da" always), its group's code ("" where none is known) and
    the group's titles. `bonus` is added to how well any of its names fits.
    """

    uuid: UUID
    titles: Mapping[str, str]
    group_code: str
    group_titles: Mapping[str, str]
    is_example: bool
    bonus: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of the occupation at the place `of`, as it is written."""

    of: int
    text: str
    language: str
    is_preferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An occupation that was found, in one language. `label` is the name by which it was found."""

    uuid: UUID
    title: str
    label: str
    group_code: str
    group_title: str
    is_example: bool

    @property
    def is_by_title(self) -> bool:
        """Whether the title itself shows why it was found."""
        return self.label == self.title


def normalised(text: str) -> str:
    """Small letters a-z and digits, one space between words: "Køkken- og rengøringshjælp" is "koekken og rengoeringshjaelp"."""
    letters = unicodedata.normalize("NFC", text).casefold().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


class Index:
    """All names of some occupations. Never changes once it is made, so that threads may share it."""

    def __init__(self, entries: Sequence[Entry], names: Sequence[Name]) -> None:
        self._entries = entries
        plain = [normalised(name.text) for name in names]
        kept = [at for at, text in enumerate(plain) if text]  # Other alphabets leave nothing.
        self._names = [names[at] for at in kept]
        self._plain = [plain[at] for at in kept]
        self._lengths = np.array([len(text) for text in self._plain], dtype=np.float32)

        places: dict[str, int] = {}
        words_of = [[places.setdefault(word, len(places)) for word in text.split()] for text in self._plain]
        self._places = places
        self._words = list(places)
        self._word_lengths = np.array([len(word) for word in self._words], dtype=np.float32)
        # The words of all names in a row, and where each name begins in it.
        self._row = np.array([place for words in words_of for place in words], dtype=np.int32)
        self._begins = np.cumsum([0, *map(len, words_of[:-1])]) if words_of else np.zeros(0, dtype=np.int64)
        # Every word once, in one text: where something stands in any of them is one pass.
        self._text = "\n".join(["", *self._words, ""])
        self._text_at = np.cumsum([1, *(len(word) + 1 for word in self._words[:-1])])
        self._starts: dict[int, tuple[list[str], npt.NDArray[np.int32]]] = {}
        self._remembered = lru_cache(maxsize=2_000)(self._hits)

    @property
    def names(self) -> Sequence[Name]:
        """Those that can be found, in their order."""
        return self._names

    def search(self, words: str, *, language: str, most: int) -> tuple[Hit, ...]:
        """Those that fit best, best first, each by its best name; none where nothing fits.

        What was asked lately is remembered: many people type the same first letters.
        """
        typed = normalised(words[:LONGEST])
        if len(typed.replace(" ", "")) < SHORTEST or not self._names:
            return ()
        return self._remembered(typed, language, most)

    def _hits(self, typed: str, language: str, most: int) -> tuple[Hit, ...]:
        fits = self._fits(typed.split()[:MOST_WORDS])
        found = np.flatnonzero(fits >= max(ENOUGH, BESIDE_THE_BEST * float(fits.max())))
        if len(found) > LOOKED_AT:
            rough = fits[found] + FOR_LENGTH * np.minimum(1, len(typed) / self._lengths[found])
            found = found[np.argpartition(-rough, LOOKED_AT)[:LOOKED_AT]]
        best: dict[int, int] = {}
        for at in sorted(map(int, found), key=lambda at: self._rank(at, float(fits[at]), typed, language)):
            best.setdefault(self._names[at].of, at)
        return tuple(self.hit(at, language) for at in list(best.values())[:most])

    def _rank(self, at: int, fits: float, typed: str, language: str) -> tuple[float, int, str]:
        """Smaller is better; names that are equal stand by length and letters."""
        name, plain = self._names[at], self._plain[at]
        points = (
            fits
            + FOR_LENGTH * min(1, len(typed) / len(plain))
            + FOR_ORDER * (1 if plain.startswith(typed) else 0.5 if f" {typed}" in plain else 0)
            + FOR_TITLE * name.is_preferred
            + FOR_LANGUAGE * (name.language == language)
            + self._entries[name.of].bonus
        )
        return -round(points, 5), len(plain), plain

    def hit(self, at: int, language: str) -> Hit:
        """The occupation that the name at this place is one of, found by that name."""
        entry = self._entries[self._names[at].of]
        return Hit(
            uuid=entry.uuid,
            title=entry.titles.get(language) or entry.titles["da"],
            label=self._names[at].text,
            group_code=entry.group_code,
            group_title=entry.group_titles.get(language) or entry.group_titles.get("da", ""),
            is_example=entry.is_example,
        )

    def _fits(self, typed: Sequence[str]) -> Scores:
        """For each name how well it fits all the words typed, from 0 to 1: their mean, long words counting for more."""
        weights = [SMALL_WEIGHT if word in SMALL_WORDS else min(len(word), MOST_WEIGHT) for word in typed]
        total = np.zeros(len(self._names), dtype=np.float32)
        for word, weight in zip(typed, weights, strict=True):
            best = np.maximum.reduceat(self._closeness(word)[self._row], self._begins)
            parts = self._parts_in(word)
            if parts is not None:
                np.maximum(best, np.add.reduceat(parts[self._row], self._begins), out=best)
            total += np.float32(weight) * best
        return total / np.float32(sum(weights))

    def _closeness(self, typed: str) -> Scores:
        """For each word of the names how well it fits a word typed.

        Slips are looked for only where no word begins so: what is right is not taken for something else.
        """
        close = np.zeros(len(self._words), dtype=np.float32)
        at = np.fromiter(self._places_in_text(typed), dtype=np.int64)
        word = np.searchsorted(self._text_at, at, side="right") - 1
        before = at - self._text_at[word]
        share = len(typed) / self._word_lengths[word]
        ends = before + len(typed) == self._word_lengths[word]
        value = np.where(before == 0, BEGINS + (1 - BEGINS) * share, np.where(ends, ENDS, INSIDE))
        np.maximum.at(close, word, value.astype(np.float32))
        if len(typed) >= SHORTEST_WITH_SLIPS and not (before == 0).any():
            np.maximum(close, self._with_slips(typed), out=close)
        return close

    def _with_slips(self, typed: str) -> Scores:
        """For each word of the names how like it is to a word typed, whole or as far as it was typed, or by its first part."""
        close = self._alike(typed, self._words) * np.float32(SLIPS)
        starts, back = self._starts_of(len(typed))
        np.maximum(close, self._alike(typed, starts)[back] * np.float32(SLIPS_AT_THE_START), out=close)
        if stem := self._stem_of(typed):
            starts, back = self._starts_of(len(stem))
            np.maximum(close, np.where(back == starts.index(stem), np.float32(STEM), 0), out=close)
        return close

    def _places_in_text(self, typed: str) -> Iterator[int]:
        """Where it stands in the text of all words: anywhere, or if it is short at the beginning of words."""
        sought, before = (typed, 0) if len(typed) >= SHORTEST_PART else (f"\n{typed}", 1)
        at = self._text.find(sought)
        while at >= 0:
            yield at + before
            at = self._text.find(sought, at + 1)

    @staticmethod
    def _alike(typed: str, words: Sequence[str]) -> Scores:
        """Share of letters that are right; a letter too many, too few, wrong, or two swapped are a slip each."""
        found: Scores = cdist(
            [typed], words, scorer=OSA.normalized_similarity, score_cutoff=ALIKE_ENOUGH, dtype=np.float32
        )[0]
        return found

    def _stem_of(self, typed: str) -> str:
        """The longest word that the one typed begins with and goes on after, "" without one."""
        beginnings = (typed[:length] for length in range(len(typed) - 1, SHORTEST_PART - 1, -1))
        return next((word for word in beginnings if word in self._places), "")

    def _starts_of(self, length: int) -> tuple[list[str], npt.NDArray[np.int32]]:
        """The first `length` letters of all words, each once, and for each word which of them it has."""
        if length not in self._starts:
            places: dict[str, int] = {}
            back = [places.setdefault(word[:length], len(places)) for word in self._words]
            self._starts[length] = list(places), np.array(back, dtype=np.int32)
        return self._starts[length]

    def _parts_in(self, typed: str) -> Scores | None:
        """For each word of the names how much of the compound typed it is, if it stands in it; None where none does.

        Longest first, and what lies in letters that are taken counts for nothing, so that no letter is counted twice.
        """
        parts: Scores | None = None
        taken: set[int] = set()
        for length in range(len(typed) - 1, SHORTEST_PART - 1, -1):
            for start in range(len(typed) - length + 1):
                letters = range(start, start + length)
                place = self._places.get(typed[start : start + length])
                if place is not None and taken.isdisjoint(letters):
                    taken.update(letters)
                    parts = np.zeros(len(self._words), dtype=np.float32) if parts is None else parts
                    parts[place] = PARTS * length / len(typed)
        return parts
