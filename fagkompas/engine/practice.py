"""When something that is practised comes again: boxes with more and more days, and what was hard comes first.

A card begins in box 1. What sat goes one box on, what nearly sat stays, and what was hard goes back to box 1. The rule is
Leitner's; the days are our own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

DAYS: Final = (1, 3, 7, 21, 60)
"""Until a card comes again, by box."""

BOXES: Final = len(DAYS)


class Sat(StrEnum):
    """How it went, as one says oneself."""

    SAT = "sat"
    NEARLY = "nearly"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Where a card is, and when it comes again."""

    box: int
    due_on: date


def after(box: int, sat: Sat, today: date) -> Card:
    """Where a card is once it has been turned. What was hard comes again the same day."""
    if sat is Sat.HARD:
        return Card(box=1, due_on=today)
    new = min(box + 1, BOXES) if sat is Sat.SAT else box
    return Card(box=new, due_on=today + timedelta(days=DAYS[new - 1]))


def due(cards: Iterable[str], at: Mapping[str, Card], today: date) -> list[str]:
    """What is to be practised today: lowest box first, then what has waited longest, then what was never tried.

    Cards of the same place keep the order in which they are given.
    """
    codes = list(cards)
    tried = [code for code in codes if code in at and at[code].due_on <= today]
    tried.sort(key=lambda code: (at[code].box, at[code].due_on))
    return [*tried, *(code for code in codes if code not in at)]
