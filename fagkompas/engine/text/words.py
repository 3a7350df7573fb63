"""Words as they are compared: one spelling for what is spelled in several ways, without endings, compounds with their parts.

"Køkken- og Rengøringshjælpen"  ──comparable──>  "køkken og rengøringshjælpen"  ──terms──>  køk, rengøringshjælp
                                                                    with its parts  rengøring, hjælp
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

import snowballstemmer

SMALL_WORDS: Final = frozenset(
    (
        *(
            "af",
            "at",
            "de",
            "den",
            "der",
            "det",
            "du",
            "en",
            "er",
            "et",
            "for",
            "fra",
            "han",
            "har",
            "have",
            "hos",
            "hun",
        ),
        *("i", "ikke", "inden", "indenfor", "kan", "man", "med", "mod", "mv", "og", "også", "om", "på", "samt", "sig"),
        *("skal", "som", "til", "ud", "ved", "vi", "være", "and", "by", "in", "of", "on", "or", "the", "to", "with"),
    )
)
"""Words that say nothing about which work it is, in Danish and English."""

SHORTEST_PART: Final = 4
"""Letters of a part of a compound."""

JOINTS: Final = ("", "s", "e")
"""What stands between two parts of a compound: "rengøring-s-hjælp"."""

_SPELLINGS: Final = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))
"""On keyboards without the letter; old names."""

_LETTERS: Final = str.maketrans({"ä": "æ", "ö": "ø", "ð": "d", "þ": "th", "ł": "l", "ß": "ss", "œ": "ø", "ü": "y"})
_KEPT: Final = frozenset("æøå")
_WORD: Final = re.compile(r"[^\W_]+")
_stemmer: Final = snowballstemmer.stemmer("danish")


def comparable(text: str) -> str:
    """Small letters and digits with one space between words; æ, ø and å stay letters of their own.

    "Sygeplejerske, EL-Installatør (køle/frost)" is "sygeplejerske el installatør køle frost"; accents go, and "ae", "oe" and
    "aa" are read as the letters that they stand for.
    """
    return " ".join(_WORD.findall(_spelled(text)))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in order, small ones left out, unless nothing else is there."""
    every = _WORD.findall(_spelled(text))
    return tuple(word for word in every if word not in SMALL_WORDS) or tuple(every)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A comparable word without its ending, by Snowball's rules for Danish: "rengøringen" is "rengøring"."""
    return str(_stemmer.stemWord(word))


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of the words of a text, each once, in order."""
    return tuple(dict.fromkeys(stem(word) for word in words_of(text)))


def parts_of(word: str, known: Collection[str]) -> tuple[str, ...]:
    """A compound taken apart into known stems, the fewest and of those with the longest last; () where it is not all of known parts.

    `word` is comparable; `known` are stems. "rengøringsassistent" is rengøring, assistent.
    """
    return next(iter(sorted(_divisions(word, known), key=lambda parts: (len(parts), -len(parts[-1])))), ())


def _divisions(word: str, known: Collection[str]) -> Iterator[tuple[str, ...]]:
    """In two or three parts."""
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first = _without_joint(word[:at], known)
        if first is None:
            continue
        rest = word[at:]
        if stem(rest) in known:
            yield first, stem(rest)
        for then in range(SHORTEST_PART, len(rest) - SHORTEST_PART + 1):
            second = _without_joint(rest[:then], known)
            if second is not None and stem(rest[then:]) in known:
                yield first, second, stem(rest[then:])


def _without_joint(part: str, known: Collection[str]) -> str | None:
    found: Iterable[str] = (stem(part.removesuffix(joint)) for joint in JOINTS if part.endswith(joint))
    return next((one for one in found if one in known and len(one) >= SHORTEST_PART - 1), None)


def _spelled(text: str) -> str:
    letters = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = "".join(letter if letter in _KEPT else unicodedata.normalize("NFKD", letter) for letter in letters)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for written, meant in _SPELLINGS:
        plain = plain.replace(written, meant)
    return plain
