"""Cells of a ratings or staff file as what they mean; a cell that cannot be is a problem with its place.

Functions that read a cell return its value, or a `Fault` that says what is wrong.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from fagkompas.assessments.workbooks.ratings import EVIDENCE_LENGTH, ID_LENGTH, NAME_LENGTH
from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.scales import NOT_RELEVANT, POINTS, UNANSWERED, Rater
from fagkompas.engine.units import Path
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.workbooks import Cell, ErrorValue, Formula, as_text

NOT_RELEVANT_WORD: Final = "IR"

RATER_WORDS: Final = {"selv": Rater.SELF, "leder": Rater.MANAGER, "kollega": Rater.PEER, "aftalt": Rater.AGREED}

_SHOWN: Final = 80
_NUMBER = re.compile(r"\+?([0-9]{1,9})(?:[.,](0*))?")
_ANY_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?")
_SHARE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?)\s?(%?)")
_DANISH_DATE = re.compile(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BETWEEN_UNITS = re.compile(r"(?<!\S)/(?!\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a cell cannot be used: a message code and what the sentence needs."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def at(self, place: Place, found: Cell) -> Problem:
        """The problem of this cell at its place. What was found is shortened, and a CPR number in it is hidden."""
        text = masked_cpr(as_text(found))
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return Problem(place=place, found=shown, message_code=self.code, values=self.values)


def value_in(cell: Cell) -> int | Fault:
    """A rating: a point 0-4, `NOT_RELEVANT`, or `UNANSWERED` for an empty cell. 3, 3.0, "3" and "3,0" are the same."""
    match cell:
        case None:
            return UNANSWERED
        case Formula():
            return Fault(code="formula")
        case ErrorValue():
            return Fault(code="error_value")
        case bool():
            return Fault(code="value_unknown")
        case int() | float():
            return _point(cell)
        case str():
            return _value_in_text(cell)
        case _:
            return Fault(code="value_is_date")


def _value_in_text(text: str) -> int | Fault:
    if text.upper() == NOT_RELEVANT_WORD:
        return NOT_RELEVANT
    if whole := _NUMBER.fullmatch(text):
        return _point(int(whole[1]))
    return Fault(code="value_out_of_range" if _ANY_NUMBER.fullmatch(text) else "value_unknown")


def _point(number: float) -> int | Fault:
    return int(number) if number in POINTS else Fault(code="value_out_of_range")


def rater_in(cell: Cell) -> Rater | Fault:
    """Who gave the rating, in any case."""
    rater = RATER_WORDS.get(as_text(cell).casefold())
    if rater is None:
        return _not_computed(cell) or Fault(code="rater_unknown", values={"raters": ", ".join(RATER_WORDS)})
    return rater


def code_in(cell: Cell) -> str | Fault:
    """The code of an item or a level, in capitals."""
    text = _printable(as_text(cell)).upper()
    return _not_computed(cell) or text or Fault(code="code_missing")


def id_in(cell: Cell) -> str | Fault:
    """Staff number or e-mail."""
    return _not_computed(cell) or _one_line(as_text(cell), ID_LENGTH) or Fault(code="person_missing")


def name_in(cell: Cell) -> str | Fault:
    """A name, "" for an empty cell."""
    return _not_computed(cell) or _one_line(as_text(cell), NAME_LENGTH)


def evidence_in(cell: Cell) -> str | Fault:
    """The reason for a rating, "" for an empty cell: free text without data about citizens."""
    return _not_computed(cell) or _checked(as_text(cell), EVIDENCE_LENGTH)


def unit_in(cell: Cell) -> Path | Fault:
    """A unit's path from the root, () for an empty cell; names stand between ` / `."""
    fault = _not_computed(cell)
    if fault:
        return fault
    text = as_text(cell)
    names = tuple(" ".join(name.split()) for name in _BETWEEN_UNITS.split(text)) if text else ()
    if "" in names:
        return Fault(code="unit_name_missing")
    for name in names:
        checked = _checked(name, NAME_LENGTH)
        if isinstance(checked, Fault):
            return checked
    return names


def share_in(cell: Cell) -> float | Fault:
    """A share of 0-1: 0.8, "0,8" or "80 %"."""
    if isinstance(cell, str) and (found := _SHARE.fullmatch(cell)):
        cell = float(found[1].replace(",", ".")) / (100 if found[2] else 1)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= 1:
        return float(cell)
    return Fault(code="share_out_of_range")


def whole_in(cell: Cell, allowed: range) -> int | Fault:
    """A whole number in a range."""
    if isinstance(cell, str) and (found := _NUMBER.fullmatch(cell)):
        cell = int(found[1])
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in allowed:
        return int(cell)
    return Fault(code="whole_out_of_range", values={"least": allowed[0], "most": allowed[-1]})


def date_in(cell: Cell) -> date | Fault:
    """A date: a real one, or text such as 31-12-2026 or 2026-12-31."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = as_text(cell)
    try:
        if found := _DANISH_DATE.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _ISO_DATE.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    return Fault(code="date_unknown")


def _not_computed(cell: Cell) -> Fault | None:
    if isinstance(cell, Formula):
        return Fault(code="formula")
    return Fault(code="error_value") if isinstance(cell, ErrorValue) else None


def _one_line(text: str, longest: int) -> str | Fault:
    return _checked(" ".join(text.split()), longest)


def _checked(text: str, longest: int) -> str | Fault:
    if len(text) > longest:
        return Fault(code="text_too_long", values={"longest": longest, "length": len(text)})
    if cpr_like(text):
        return Fault(code="cpr_in_text")
    return _printable(text)


def _printable(text: str) -> str:
    """Without control characters and the invisible ones that come along when text is pasted."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t").strip()
