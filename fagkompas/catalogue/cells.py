"""The cells of a row of a catalogue file as values: numbers, days, lists, lifts and meetings as people write them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from fagkompas.catalogue.facts import LiftFacts, MeetingFacts
from fagkompas.catalogue.workbooks import SEPARATOR
from fagkompas.engine.errors import Place, Problem
from fagkompas.toolkit.cpr import masked_cpr

LONGEST_FOUND: Final = 60
YES_WORDS: Final = frozenset({"ja", "x", "1", "true", "sand", "yes"})
NO_WORDS: Final = frozenset({"", "nej", "0", "false", "falsk", "no"})

_THOUSANDS = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DANISH_DAY = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
_TIMES = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})\s*[-–]\s*([0-9]{1,2})[:.]([0-9]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """The texts of a row by the facts they say; a column that is missing is missing here too."""

    sheet: str
    row: int
    texts: Mapping[str, str]


class Cells:
    """The cells of a row as values; what cannot be read is noted, and an empty value stands in for it."""

    def __init__(self, row: TypedRow, heading: Callable[[str], str]) -> None:
        self.row = row
        self.heading = heading
        self.problems: list[Problem] = []

    def note(self, fact: str, message_code: str, found: str, **values: str | int) -> None:
        """Keep a problem with the place of its cell."""
        heading = self.heading(fact)
        self.problems.append(
            cell_problem(message_code, sheet=self.row.sheet, row=self.row.row, column=heading, found=found, **values)
        )

    def text(self, fact: str) -> str:
        """Empty where it is empty or the column is missing."""
        return self.row.texts.get(fact, "")

    def list(self, fact: str) -> tuple[str, ...]:
        """What stands between bars or on lines of their own."""
        parts = re.split(rf"[{SEPARATOR}\n]", self.text(fact))
        return tuple(part.strip() for part in parts if part.strip())

    def yes(self, fact: str) -> bool:
        """ja or nej; empty is nej."""
        word = self.text(fact).casefold()
        if word not in YES_WORDS | NO_WORDS:
            self.note(fact, "not_yes_or_no", word)
        return word in YES_WORDS

    def whole(self, fact: str, empty: int | None = None) -> int | None:
        """A whole number, `empty` where there is none."""
        text = self.text(fact)
        if not text:
            return empty
        value = as_number(text)
        if value is None or value != value.to_integral_value():
            self.note(fact, "not_a_number", text)
            return empty if empty is not None else 0
        return int(value)

    def decimal(self, fact: str) -> Decimal | None:
        """A number with one decimal."""
        text = self.text(fact)
        if not text:
            return None
        value = as_number(text)
        if value is None:
            self.note(fact, "not_a_number", text)
            return Decimal(1)
        return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    def day(self, fact: str) -> date | None:
        """A date."""
        text = self.text(fact)
        if not text:
            return None
        day = as_day(text)
        if day is None:
            self.note(fact, "not_a_day", text)
        return day

    def lifts(self) -> Iterable[LiftFacts]:
        """code:points:up to, several."""
        for text in self.list("lifts"):
            code, _colon, rest = text.partition(":")
            lift, _colon, up_to = rest.partition(":")
            points, highest = as_number(lift.strip()), up_to.strip()
            if points is None or not re.fullmatch("-?[0-9]{1,3}", highest):
                self.note("lifts", "not_a_lift", text)
            else:
                hundredths = points.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
                yield LiftFacts(code=code.strip(), lift=hundredths, up_to=int(highest))

    def meetings(self) -> Iterable[MeetingFacts]:
        """A day with its times, several."""
        for text in self.list("meetings"):
            day_text, _space, times = text.partition(" ")
            day, span = as_day(day_text), as_times(times.strip())
            if day is None or span is None:
                self.note("meetings", "not_a_meeting", text)
            else:
                yield MeetingFacts(day=day, starts_at=span[0], ends_at=span[1])


def as_number(text: str) -> Decimal | None:
    """ "4.200", "4200", "7,5" and "7.5"; None for anything else, also for what is too long to be meant."""
    bare = re.sub(r"\s*kr\.?$", "", text.casefold()).replace(" ", "")
    plain = bare.replace(".", "") if _THOUSANDS.fullmatch(bare) else bare.replace(",", ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def as_day(text: str) -> date | None:
    """2027-01-31 or 31-01-2027."""
    iso, danish = _ISO_DAY.fullmatch(text.strip()), _DANISH_DAY.fullmatch(text.strip())
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(danish[3]), int(danish[2]), int(danish[1])) if danish else None
    except ValueError:
        return None


def as_times(text: str) -> tuple[time, time] | None:
    """09:00-15:30."""
    found = _TIMES.fullmatch(text)
    try:
        return (time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))) if found else None
    except ValueError:
        return None


def placed(problems: Iterable[Problem], row: TypedRow, heading: Callable[[str], str]) -> list[Problem]:
    """Problems of facts, told where they stand in the file."""
    return [
        replace(
            problem,
            found=masked_cpr(problem.found),
            place=Place(sheet=row.sheet, row=row.row, column=heading(problem.place.column or "")),
        )
        for problem in problems
    ]


def cell_problem(
    message_code: str,
    /,
    *,
    sheet: str = "",
    row: int | None = None,
    column: str | None = None,
    found: str = "",
    **values: str | int,
) -> Problem:
    """A problem at a cell, with what was found shortened and without CPR numbers."""
    shown = masked_cpr(found if len(found) <= LONGEST_FOUND else found[: LONGEST_FOUND - 1] + "…")
    return Problem(
        place=Place(sheet=sheet or None, row=row, column=column), found=shown, message_code=message_code, values=values
    )
