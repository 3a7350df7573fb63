"""Which companies of a list may be one and the same, and what says so.

Two are likely the same place when their names are nearly the same and so is their address, their telephone number, or their CVR
number where no two addresses speak against it. Two P-numbers are two places, and two CVR numbers two firms. A person decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from typing import Final

from fagkompas.engine.text.words import comparable

NEARLY: Final = 0.85
"""So much of two texts is the same, from 0 to 1, when they are nearly the same."""

SHORTEST: Final = 5
"""Shorter ones must be the same."""

PHONE_DIGITS: Final = 8
LEGAL_FORM: Final = re.compile(r"(?: (?:aps|ivs|amba|smba|fmba|a s|i s|k s|p s))+$")


class Sign(StrEnum):
    """What says that two are the same."""

    CVR = "cvr"
    NAME = "name"
    ADDRESS = "address"
    PHONE = "phone"
    OTHER_P_NUMBER = "other_p_number"
    """Speaks against it: the place may have been given a new number, or be another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A company as it is compared; "" where something is not known."""

    id: int
    name: str
    cvr: str = ""
    p_number: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Two that may be the same, the lower id first."""

    one: int
    other: int
    signs: tuple[Sign, ...]


def doubles(companies: Iterable[Listed]) -> list[Double]:
    """Every likely pair, by ids. Only those that share a number, a name or an address to the letter are held side by side."""
    groups: defaultdict[tuple[str, str], list[Listed]] = defaultdict(list)
    for one in sorted(companies, key=lambda each: each.id):
        for key in _keys(one):
            groups[key].append(one)
    found: dict[tuple[int, int], tuple[Sign, ...]] = {}
    for group in groups.values():
        for one, other in combinations(group, 2):
            if (one.id, other.id) not in found and (says := signs(one, other)):
                found[one.id, other.id] = says
    return [Double(one=one, other=other, signs=says) for (one, other), says in sorted(found.items())]


class Standing:
    """Companies that stand, for others to be held against one by one."""

    def __init__(self, companies: Iterable[Listed]) -> None:
        self._by_key: defaultdict[tuple[str, str], list[Listed]] = defaultdict(list)
        for one in companies:
            for key in _keys(one):
                self._by_key[key].append(one)

    def like(self, new: Listed) -> dict[int, tuple[Sign, ...]]:
        """What says that `new` is one that stands, by its id; the likeliest first, those with another P-number last.

        One with another P-number only where the address is the same to the letter: a place may have been given a new one.
        """
        found: dict[int, tuple[Sign, ...]] = {}
        at_address = {one.id for one in self._by_key[Sign.ADDRESS, comparable(new.address)]}
        for one in {one.id: one for key in _keys(new) for one in self._by_key[key]}.values():
            is_renumbered = _differ(one.p_number, new.p_number)
            if is_renumbered and one.id not in at_address:
                continue
            says = signs(replace(one, p_number=""), new)
            found[one.id] = (*says, Sign.OTHER_P_NUMBER) if says and is_renumbered else says
        likely = [(pk, says) for pk, says in found.items() if says]
        return dict(sorted(likely, key=lambda each: (Sign.OTHER_P_NUMBER in each[1], -len(each[1]), each[0])))


def signs(one: Listed, other: Listed) -> tuple[Sign, ...]:
    """What says that the two are the same; nothing where they are not likely to be."""
    if _differ(one.p_number, other.p_number) or _differ(one.cvr, other.cvr):
        return ()
    if not nearly(name_key(one.name), name_key(other.name)):
        return ()
    here, there = comparable(one.address), comparable(other.address)
    is_same_place = nearly(here, there)
    found = [Sign.NAME]
    if one.cvr and one.cvr == other.cvr and (is_same_place or not (here and there)):
        found.append(Sign.CVR)
    if is_same_place:
        found.append(Sign.ADDRESS)
    if _phone(one.phone) and _phone(one.phone) == _phone(other.phone):
        found.append(Sign.PHONE)
    return tuple(found) if len(found) > 1 else ()


def _keys(one: Listed) -> list[tuple[str, str]]:
    """What two that are the same have at least one of in common, to the letter."""
    keys: tuple[tuple[str, str], ...] = (
        (Sign.CVR, one.cvr),
        (Sign.NAME, name_key(one.name)),
        (Sign.ADDRESS, comparable(one.address)),
        (Sign.PHONE, _phone(one.phone)),
    )
    return [key for key in keys if key[1]]


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """A name without what kind of firm it is: "Demo Bageri A/S" is "demo bageri"."""
    key = comparable(name)
    return LEGAL_FORM.sub("", key) or key


def nearly(one: str, other: str) -> bool:
    """Whether two comparable texts are nearly the same; their numbers must be the same."""
    if not one or not other:
        return False
    if one == other:
        return True
    if min(len(one), len(other)) < SHORTEST or _numbers(one) != _numbers(other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEARLY


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if any(letter.isdecimal() for letter in word)]


def _phone(text: str) -> str:
    """The last eight digits, without the code of the country; "" where there are fewer."""
    digits = "".join(letter for letter in text if letter.isdecimal())
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
