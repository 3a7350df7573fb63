"""A file with a row for each thing, columns in any order: read into texts by row, and problems with their place.

    read = read_rows(file, name="borgere.csv", columns=COLUMNS, required=("navn",))
    read.rows[7]["navn"]        what stands in row 7 as the reader counts, "" where nothing does

What the app makes of the texts is its own; `problem` and `placed` say what is wrong in the words of the file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import IO, Final

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.toolkit.cpr import masked_cpr
from fagkompas.toolkit.workbooks import MAX_ROWS, Formula, open_workbook, read_header

YES_OR_NO: Final = {"ja": True, "yes": True, "x": True, "1": True, "nej": False, "no": False, "0": False, "": None}
DAYS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")

PROBLEMS_SHOWN: Final = 200
"""So many problems stand on a page; whoever has more puts these right first."""

Texts = Mapping[str, str]
"""The texts of one row by column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRows:
    """What stands in a file, by the number of its row there, and what is odd about the file itself."""

    rows: Mapping[int, Texts]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Texts]:
        """The rows as they are kept until they are saved."""
        return {str(number): texts for number, texts in self.rows.items()}

    @classmethod
    def from_json(cls, rows: Mapping[str, Texts], problems: Iterable[Problem]) -> "ReadRows":
        """The other way round."""
        return cls(rows={int(number): texts for number, texts in rows.items()}, problems=tuple(problems))


def read_rows(
    file: IO[bytes], *, name: str, columns: Sequence[str], required: Sequence[str], most: int = MAX_ROWS
) -> ReadRows:
    """The rows of the first sheet. Raises `BadInput` when the file cannot be read, has over `most` rows or lacks a column."""
    with open_workbook(file, name=name) as workbook:
        sheet = workbook.sheets[0]
        rows = list(sheet.rows())
    if not rows[1:]:
        raise BadInput((problem("no_rows"),))
    if len(rows) - 1 > most:
        raise BadInput((problem("too_many_rows", file=name, rows=most),))
    header = read_header(rows[0], sheet=sheet.name, known=columns, required=required)
    if header.missing:
        raise BadInput((problem("columns_missing", found=", ".join(header.missing), columns=", ".join(columns)),))
    typed: dict[int, Texts] = {}
    problems = list(header.problems)
    for row in rows[1:]:
        formulas = [one for one, index in header.columns.items() if isinstance(row.cell(index), Formula)]
        if formulas:
            problems.append(problem("formula", row=row.number, column=formulas[0]))
        else:
            typed[row.number] = {column: header.text(row, column) for column in columns}
    return ReadRows(rows=typed, problems=tuple(problems))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As they stand in the file; what is about all of it first."""
    return tuple(sorted(problems, key=lambda one: one.place.row or 0))


def placed(problems: Iterable[Problem], *, row: int, columns: Mapping[str, str]) -> Iterator[Problem]:
    """Problems of a form's fields in the words of the file: their row, and the column for the field."""
    for one in problems:
        column = columns.get(one.place.column or "", one.place.column)
        found = masked_cpr(one.found)
        yield replace(one, place=Place(row=row, column=column), found=found, values={"found": found, **one.values})


def day_in(text: str) -> date | None:
    """The day of a cell, None for anything else."""
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


def problem(
    code: str, *, row: int | None = None, column: str | None = None, found: str = "", **values: str | int
) -> Problem:
    """Something that is wrong at a place of the file."""
    return Problem(
        place=Place(row=row, column=column), found=found, message_code=code, values={"found": found, **values}
    )
