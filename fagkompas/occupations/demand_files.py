"""Vacancies by occupation and month, as the bank of Statistics Denmark (Statistikbanken) gives a table out as CSV.

    Ledige stillinger efter område, erhverv og tid                      INDHOLD in a column of its own, as its API has it:
    "";"";"2026M01";"2026M02"                                           OMRÅDE;ERHVERV;TID;INDHOLD
    "Hele landet";"2221 Sygeplejersker";"123";".."                      Hele landet;2221 Sygeplejersker;2026M01;123

Titles may stand above the table and notes below it. Cells are parted by semicolons, tabs or commas, the letters are UTF-8 or those
of Windows, a number may have dots between its thousands, and ".." is a number that the bank does not have.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.occupations.models import LONGEST_REGION
from fagkompas.toolkit.row_files import problem

MONTH: Final = re.compile(r"^(\d{4})M(\d{2})$")
CODE: Final = re.compile(r"^(\d{1,6})(?![\d.,])\s*")
NUMBER: Final = re.compile(r"^\d{1,3}(?:[. ]\d{3})+$|^\d+$")
LACKING: Final = frozenset({"..", "...", "-", "", "."})
LAST_MONTH: Final = 12
HIGHEST: Final = 2_000_000_000
WHOLE_COUNTRY: Final = "Hele landet"
DELIMITERS: Final = (";", "\t", ",")
LARGEST: Final = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Figure:
    """The vacancies of a group in a region in a month; `row` is where they stand in the file."""

    code: str
    region: str
    month: date
    number: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFigures:
    """What stands in a file, numbers that the bank does not have, and every row that is wrong."""

    figures: tuple[Figure, ...]
    lacking: int
    problems: tuple[Problem, ...]

    def as_json(self) -> list[list[Any]]:
        """The figures as they are kept until they are saved."""
        return [[one.code, one.region, one.month.isoformat(), one.number, one.row] for one in self.figures]

    @classmethod
    def from_json(cls, rows: Sequence[Sequence[Any]], problems: Sequence[Problem]) -> "ReadFigures":
        """The other way round."""
        figures = tuple(
            Figure(code=code, region=region, month=date.fromisoformat(month), number=number, row=row)
            for code, region, month, number, row in rows
        )
        return cls(figures=figures, lacking=0, problems=tuple(problems))


def read_figures(content: bytes, *, codes: Mapping[str, str]) -> ReadFigures:
    """The figures of a file; `codes` are the known groups by title in small letters, for files that have titles only.

    Raises `BadInput` where it holds no table of months.
    """
    if len(content) > LARGEST:
        raise BadInput((problem("demand_too_large"),))
    rows = rows_of(content, unreadable="no_months")
    head = next((at for at, (_row, cells) in enumerate(rows) if _is_head(cells)), None)
    if head is None:
        raise BadInput((problem("no_months"),))
    reader = _Reader(codes)
    cells = rows[head][1]
    below = rows[head + 1 :]
    if any(MONTH.match(cell) for cell in cells):
        reader.wide(cells, below)
    else:
        reader.long(cells, below)
    if not reader.figures and not reader.problems:
        raise BadInput((problem("no_figures"),))
    return ReadFigures(figures=tuple(reader.figures.values()), lacking=reader.lacking, problems=tuple(reader.problems))


class _Reader:
    """Takes the rows one by one."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self.figures: dict[tuple[str, str, date], Figure] = {}
        self.problems: list[Problem] = []
        self.lacking = 0

    def wide(self, head: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> None:
        """A column for each month. A cell on the left that is empty is the one above it."""
        months = [(at, cell) for at, cell in enumerate(head) if MONTH.match(cell)]
        first = months[0][0]
        above = [""] * first
        for number, cells in rows:
            if len(cells) <= first:
                continue
            above = [cell or before for cell, before in zip(cells[:first], above, strict=True)]
            for at, month in months:
                if at < len(cells):
                    self._take(number, above, month, cells[at])

    def long(self, head: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> None:
        """A row for each month."""
        named = {cell.casefold(): at for at, cell in enumerate(head)}
        time, value = named["tid"], named["indhold"]
        for number, cells in rows:
            if len(cells) > max(time, value):
                labels = [cell for at, cell in enumerate(cells) if at not in {time, value}]
                self._take(number, labels, cells[time], cells[value])

    def _take(self, row: int, labels: Sequence[str], month: str, value: str) -> None:
        if value in LACKING:
            self.lacking += 1
            return
        day, code = _month(month), self._code(labels)
        if day is None:
            self.problems.append(problem("bad_month", row=row, found=month[:40]))
        elif not code:
            self.problems.append(problem("no_group", row=row, found=" ".join(labels)[:80]))
        elif not NUMBER.match(value) or int(re.sub(r"\D", "", value)) > HIGHEST:
            self.problems.append(problem("not_a_number", row=row, found=value[:40]))
        else:
            region = self._region(labels)
            key = (code, region, day)
            if key in self.figures:
                self.problems.append(problem("figure_twice", row=row, found=code, first=self.figures[key].row))
                return
            number = int(re.sub(r"\D", "", value))
            self.figures[key] = Figure(code=code, region=region, month=day, number=number, row=row)

    def _code(self, labels: Sequence[str]) -> str:
        return next((code for label in labels if (code := self._code_in(label))), "")

    def _code_in(self, label: str) -> str:
        found = CODE.match(label)
        return found[1] if found else self.codes.get(label.casefold(), "")

    def _region(self, labels: Sequence[str]) -> str:
        others = (label for label in labels if label and not self._code_in(label))
        return next(others, WHOLE_COUNTRY)[:LONGEST_REGION]


def rows_of(content: bytes, *, unreadable: str) -> list[tuple[int, list[str]]]:
    """The cells of each line with its number, parted as most of it is. Raises `BadInput` with `unreadable` where it is no CSV."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise BadInput((problem(unreadable),))
    delimiter = max(DELIMITERS, key=text.count)
    try:
        lines = [[cell.strip() for cell in cells] for cells in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise BadInput((problem(unreadable),)) from error
    return [(number, cells) for number, cells in enumerate(lines, start=1) if any(cells)]


def _is_head(cells: Sequence[str]) -> bool:
    named = {cell.casefold() for cell in cells}
    return {"tid", "indhold"} <= named or any(MONTH.match(cell) for cell in cells[1:])


def _month(text: str) -> date | None:
    found = MONTH.match(text)
    if not found or not 1 <= int(found[2]) <= LAST_MONTH or not int(found[1]):
        return None
    return date(int(found[1]), int(found[2]), 1)
