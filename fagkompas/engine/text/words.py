"""Words as they are compared: one spelling for what is spelled in several ways, without endings, compounds by their parts.

    "Køkken- og Rengøringshjælpen"  ──comparable──>  "køkken og rengøringshjælpen"  ──words──>  køkken, rengøringshjælpen
    rengøringshjælpen  ──stems──>  rengøringshjælpen, rengøringshjælp          "hjælp" and "rengøring" stand in it

A word has several stems, one for each ending that it may have, and two words are the same where they share one. That knows
"betjene" and "betjening", which stemmers that give one stem (Snowball's for Danish) take apart.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

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
        *(
            "skal",
            "som",
            "til",
            "ud",
            "ved",
            "vi",
            "være",
            "and",
            "by",
            "for",
            "in",
            "of",
            "on",
            "or",
            "the",
            "to",
            "with",
        ),
    )
)
"""Words that say nothing about which work it is, in Danish and English."""

INFLECTIONS: Final = (
    *("", "e", "n", "r", "s", "t", "en", "er", "es", "et", "ne", "te", "ede", "ene", "ens", "ers", "ets", "ret", "rne"),
    *("ende", "erne", "ernes", "ere", "erer", "eret", "erede"),
)
"""Endings of grammar, of nouns and verbs."""

DERIVATIONS: Final = ("", "ning", "ing", "else", "eri", "sel", "ation")
"""What makes a thing of a deed: "betjen-ing", "kør-sel", and of "dokument-ere" "dokument-ation"."""

SHORTEST_STEM: Final = 3
SHORTEST_PART: Final = 4
"""Letters of a part of a compound, and of what stands before the last part less one."""

PARTICLES: Final = frozenset({"af", "an", "om", "op", "på", "ud"})
"""First parts that are shorter: "op-fyldning" is to "fylde op"."""

_SPELLINGS: Final = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))
"""On keyboards without the letter; old names."""

_LETTERS: Final = str.maketrans({"ä": "æ", "ö": "ø", "ð": "d", "þ": "th", "ł": "l", "ß": "ss", "œ": "ø", "ü": "y"})
_KEPT: Final = frozenset("æøå")
_VOWELS: Final = frozenset("aeiouyæøå")
_WORD: Final = re.compile(r"[^\W_]+")


def comparable(text: str) -> str:
    """Small letters and digits with one space between words; æ, ø and å stay letters of their own.

    "Sygeplejerske, EL-Installatør (køle/frost)" is "sygeplejerske el installatør køle frost"; accents go, and "ae", "oe" and
    "aa" are read as the letters that they stand for.
    """
    return " ".join(_WORD.findall(_spelled(text)))


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in order; small ones are left out, unless nothing else is there."""
    every = comparable(text).split()
    return tuple(word for word in every if word not in SMALL_WORDS) or tuple(every)


@lru_cache(maxsize=200_000)
def stems(word: str) -> frozenset[str]:
    """What a comparable word may be without its endings; itself is one of them. "pakning" has "pak", as "pakke" has."""
    found = {word}
    for inflection in INFLECTIONS:
        bare = word.removesuffix(inflection)
        if not word.endswith(inflection):
            continue
        for derivation in DERIVATIONS:
            if bare.endswith(derivation):
                found.add(_single(bare.removesuffix(derivation)))
    return frozenset(one for one in found if len(one) >= SHORTEST_STEM) or frozenset({word})


def is_same(one: str, other: str) -> bool:
    """Whether two comparable words are one word with different endings."""
    return not stems(one).isdisjoint(stems(other))


@lru_cache(maxsize=200_000)
def stands_in(part: str, word: str) -> bool:
    """Whether a comparable word is the same as another, or is the first or the last part of it as a compound.

    "kasse" and "betjene" stand in "kassebetjening", and "varer" in "varemodtagelse".
    """
    if is_same(part, word):
        return True
    starts = any(
        len(stem) >= SHORTEST_PART and word.startswith(stem) and len(word) - len(stem) >= SHORTEST_PART
        for stem in stems(part)
    )
    return starts or any(
        is_same(part, word[at:])
        for at in range(2, len(word) - SHORTEST_PART + 1)
        if word[at] == part[0] and (at >= SHORTEST_STEM or word[:at] in PARTICLES)
    )


def _single(stem: str) -> str:
    """With one consonant at the end where two stand only before an ending: "pakk" is "pak"."""
    return stem[:-1] if len(stem) > SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in _VOWELS else stem


def _spelled(text: str) -> str:
    letters = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    plain = "".join(letter if letter in _KEPT else unicodedata.normalize("NFKD", letter) for letter in letters)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for written, meant in _SPELLINGS:
        plain = plain.replace(written, meant)
    return plain
