"""How much of what is asked for stands in what somebody has written: "betjene kassen" in "kassebetjening i Brugsen".

    asked      words: betjene, kassen
    line       words: kassebetjening, Brugsen
    share      2 of 2 stand in it

Only words are compared, and a line is never more than what it says: whoever reads a result is shown the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from fagkompas.engine.text.words import stands_in, stems, words_of

ENOUGH: Final = Fraction(1, 2)
"""What is asked for is said where more than this share of its words stands in one line: one of one, two of two, two of three."""


def share(asked: str, line: str) -> Fraction:
    """Of the words asked for, how many stand in a line, from 0 to 1; 0 where nothing is asked."""
    needed, have = dict.fromkeys(words_of(asked)), words_of(line)
    found = sum(any(stands_in(one, word) for word in have) for one in needed)
    return Fraction(found, len(needed)) if needed else Fraction(0)


def says(asked: str, line: str) -> bool:
    """Whether a line says what is asked for."""
    return share(asked, line) > ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The line in which most of what is asked for stands; "" where no line has any of it."""

    share: Fraction
    line: str


def best(asked: str, lines: Sequence[str]) -> Best:
    """Among several lines; of equals the first."""
    found = [(share(asked, line), line) for line in lines]
    most = max((one for one, _line in found), default=Fraction(0))
    return Best(share=most, line=next((line for one, line in found if one == most and one), ""))


class Lines:
    """The lines of many owners, to be asked at once. Never changes once it is made, so that threads may share it.

    `owners` x lines; an answer has a number for each owner, in their order.
    """

    def __init__(self, owners: Sequence[Sequence[str]]) -> None:
        lines = [words_of(line) for several in owners for line in several]
        places: dict[str, int] = {}
        words = [[places.setdefault(word, len(places)) for word in dict.fromkeys(line)] for line in lines]
        self._vocabulary = list(places)
        self._by_stem = _by_stem(self._vocabulary)
        self._text = "\n".join(["", *self._vocabulary, ""])
        self._text_at = np.array(
            list(accumulate((len(word) + 1 for word in self._vocabulary), initial=1)), dtype=np.int64
        )
        counts = [len(line) for line in words]
        of_line = np.repeat(np.arange(len(lines), dtype=np.int32), counts)
        flat = np.fromiter((place for line in words for place in line), dtype=np.int32, count=sum(counts))
        order = np.argsort(flat, kind="stable")
        self._line = of_line[order]
        self._start = np.concatenate([[0], np.cumsum(np.bincount(flat, minlength=len(places)))]).astype(np.int64)
        self._owner = np.repeat(np.arange(len(owners), dtype=np.int32), [len(several) for several in owners])
        self._size = len(owners)

    def shares(self, asked: str) -> npt.NDArray[np.float64]:
        """For each owner the share of the best line, as `best` has it."""
        needed = list(dict.fromkeys(words_of(asked)))
        found = np.zeros(self._size, dtype=np.float64)
        if not needed or not len(self._owner):
            return found
        hits = np.concatenate([self._lines_with(one) for one in needed])
        lines, counts = np.unique(hits, return_counts=True)
        np.maximum.at(found, self._owner[lines], counts / len(needed))
        return found

    def touches(self, words: Sequence[str]) -> npt.NDArray[np.bool_]:
        """For each owner whether one of some words stands in a word of a line, or a word of a line in one of them."""
        found = np.zeros(self._size, dtype=np.bool_)
        for one in words:
            for place in {*self._words_with(one), *self._words_in(one)}:
                found[self._owner[self._line[self._start[place] : self._start[place + 1]]]] = True
        return found

    def _lines_with(self, needed: str) -> npt.NDArray[np.int32]:
        """The lines in which a word stands, each once."""
        places = self._words_with(needed)
        if not places:
            return np.zeros(0, dtype=np.int32)
        return np.unique(np.concatenate([self._line[self._start[place] : self._start[place + 1]] for place in places]))

    def _words_with(self, needed: str) -> list[int]:
        """The places of the words in which it stands: the same by a stem, or with one of its stems in them."""
        near = {place for stem in stems(needed) for place in self._by_stem.get(stem, ())}
        for stem in stems(needed):
            near.update(self._containing(stem))
        return sorted(place for place in near if stands_in(needed, self._vocabulary[place]))

    def _words_in(self, word: str) -> list[int]:
        """The places of the words that stand in a word."""
        starts = {word[:length] for length in range(1, len(word) + 1)}
        parts = starts.union(*(stems(word[at:]) for at in range(len(word))))
        near = {place for part in parts for place in self._by_stem.get(part, ())}
        return [place for place in near if stands_in(self._vocabulary[place], word)]

    def _containing(self, stem: str) -> set[int]:
        found, at = set(), self._text.find(stem)
        while at >= 0:
            found.add(int(np.searchsorted(self._text_at, at, side="right")) - 1)
            at = self._text.find(stem, at + 1)
        return found


def _by_stem(vocabulary: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, word in enumerate(vocabulary):
        for stem in stems(word):
            found.setdefault(stem, []).append(place)
    return found
