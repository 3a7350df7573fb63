"""What is known of a person for a match, and the only things that are handed in.

Age, sex, origin, diagnosis and benefits have no place here, so that no rule can use them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fagkompas.engine.matching.order import Condition, Minutes, WorkTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Postcodes:
    """From one postcode to another, both included; one postcode is from itself to itself."""

    first: str
    last: str

    def has(self, postcode: str) -> bool:
        return self.first <= postcode <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person. None and what is left out is unknown, which is not no.

    ``can``: lines of what the person can do (CV, job tracks, tasks done); ``cannot``: what the person has said no to, in the
    words of an order; ``wants``: lines of what the person would like; ``tracks``: groups of the occupations looked for (ISCO-08);
    ``papers``: which the person has (True) and has not (False); ``spared``: what the person has agreed that work must take
    into account.
    """

    key: str
    can: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    minutes: Minutes | None = None
    free_from: date | None = None
    reach: tuple[Postcodes, ...] | None = None
    papers: Mapping[str, bool] | None = None
    spared: frozenset[Condition] = frozenset()
    times: frozenset[WorkTime] | None = None
