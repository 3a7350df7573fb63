"""Which of many known names is meant by a few words: a free job title and the occupations that there are.

Names are compared by the pieces of three letters that they share, so that endings, compounds and slips of the pen cost little
and no list of words is needed. A piece counts for more the fewer names have it, and a name is as like the title as the angle
between the two is small (tf-idf and cosine: Salton & Buckley 1988). Names of one occupation support each other: each gets a
share of how like the title all of them together are, read as one text.

Whoever has a model of meaning hands in `encode`, and what it finds alike is added; nothing here needs one.

    title ──pieces──> weights ──names that share them──> cosine  +  0.5 x the same of the occupation's names together

`benchmarks/linking.py` measures what the order is worth. Pieces of other lengths, whole words, stems, edit distance and other
powers of the length were tried there and were worth no more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from fagkompas.engine.text.words import words_of

PIECE: Final = 3
"""Letters of a piece; a space at each end of a word counts as one."""

SUPPORT: Final = 0.5
"""How much the names of the same occupation count for beside the name itself."""

MEANING: Final = 0.25
"""How much a standard deviation of likeness in meaning counts for, where a model is used."""

MOST: Final = 100
"""Names in an answer."""

Weights = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]
Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts as rows of length 1, whose products say how like they are in meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A name that is known, and what it is a name of; `of` is "" for one that stands alone."""

    id: str
    text: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A known name that may be meant. `score` is above 0, and without a model at most 1.5; only its order says anything."""

    name: Known
    score: float


class Linking:
    """All known names. Never changes once it is made, so that threads may share it."""

    def __init__(self, names: Iterable[Known], encode: Encode | None = None) -> None:
        self._names = sorted(names, key=lambda one: (one.text, one.of, one.id))
        texts = [pieces_of(one.text) for one in self._names]
        groups: dict[str, int] = {}
        self._group_of = np.array(
            [groups.setdefault(one.of or f"\n{at}", len(groups)) for at, one in enumerate(self._names)], dtype=np.int32
        )
        together: list[Counter[str]] = [Counter() for _group in groups]
        for group, pieces in zip(self._group_of, texts, strict=True):
            together[group].update(pieces)
        self._one = _Postings(texts)
        self._all = _Postings(together)
        self._encode = encode
        self._meanings = encode([one.text for one in self._names]) if encode and self._names else None

    def links(self, title: str, *, most: int = MOST) -> list[Link]:
        """The names that share most with a title, best first, those that are equal by their letters; none where nothing is shared."""
        pieces = pieces_of(title)
        scores = self._one.scores(pieces) + np.float32(SUPPORT) * self._all.scores(pieces)[self._group_of]
        if self._encode is not None and self._meanings is not None and pieces:
            alike = self._meanings @ self._encode([title])[0]
            scores += np.float32(MEANING) * (alike - alike.mean()) / max(float(alike.std()), 1e-9)
        best = _best(scores, most)
        return [Link(name=self._names[at], score=float(scores[at])) for at in best]


def pieces_of(text: str) -> Counter[str]:
    """How often each piece of three letters stands in the words of a text: "_ba", "bag", "age", "ger", "er_" of "bager"."""
    edged = (f" {word} " for word in words_of(text))
    return Counter(word[at : at + PIECE] for word in edged for at in range(len(word) - PIECE + 1))


def _best(scores: Weights, most: int) -> list[int]:
    """The places of the highest that are above 0, highest first, equals in the order of their places."""
    rounded = np.round(scores, 6)
    if len(rounded) > most:
        least = np.partition(rounded, -most)[-most]
        found = np.flatnonzero((rounded >= least) & (rounded > 0))
    else:
        found = np.flatnonzero(rounded > 0)
    return [int(at) for at in found[np.argsort(-rounded[found], kind="stable")][:most]]


class _Postings:
    """For each piece the texts that it stands in, one after the other in two long rows, with what it counts for there."""

    def __init__(self, texts: Sequence[Counter[str]]) -> None:
        self._size = len(texts)
        has: Counter[str] = Counter(piece for pieces in texts for piece in pieces)
        self._places = {piece: place for place, piece in enumerate(has)}
        self._rarity = np.array([1 + log((1 + self._size) / (1 + n)) for n in has.values()], dtype=np.float64)
        piece = np.fromiter((self._places[one] for pieces in texts for one in pieces), dtype=np.int32)
        text = np.repeat(np.arange(self._size, dtype=np.int32), [len(pieces) for pieces in texts])
        often = np.fromiter((n for pieces in texts for n in pieces.values()), dtype=np.float64)
        weight = (1 + np.log(often)) * self._rarity[piece] if len(piece) else often
        lengths = np.sqrt(np.bincount(text, weights=weight**2, minlength=self._size))
        order = np.argsort(piece, kind="stable")
        self._text: Places = text[order]
        self._weight: Weights = (weight / np.maximum(lengths, 1e-9)[text])[order].astype(np.float32)
        self._start = np.concatenate([[0], np.cumsum(np.bincount(piece, minlength=len(has)))]).astype(np.int64)

    def scores(self, pieces: Counter[str]) -> Weights:
        """For each text how much it shares with the pieces of a title, which count as if they were of length 1."""
        found = [(self._places[piece], n) for piece, n in pieces.items() if piece in self._places]
        total = np.zeros(self._size, dtype=np.float64)
        if not found:
            return total.astype(np.float32)
        weights = {place: (1 + log(n)) * float(self._rarity[place]) for place, n in found}
        length = sqrt(sum(weight**2 for weight in weights.values()))
        for place, weight in weights.items():
            start, end = self._start[place], self._start[place + 1]
            total[self._text[start:end]] += self._weight[start:end] * (weight / length)
        return total.astype(np.float32)
