"""Needs and kinds of work as sheets: written, and the kinds of work read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagkompas.assessments.workbooks.gathering import NEEDS_COLUMNS, NEEDS_SHEET
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import Level
from fagkompas.engine.units import Need
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.learning.actions.needs import GivenTask
from fagkompas.learning.division import DividedWork
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.problems import Sentences, in_words
from fagkompas.toolkit.workbooks import (
    Cell,
    Column,
    ErrorValue,
    Formula,
    Header,
    Kind,
    Row,
    Sheet,
    Table,
    Written,
    as_text,
    open_workbook,
    read_header,
)

TASKS_SHEET: Final = "Opgaver"
NAME, FIELD, LEVEL, HOURS = "opgave", "felt", "niveau", "timer pr. uge"
TASK_COLUMNS: Final = (NAME, FIELD, LEVEL, HOURS)
LEVEL_WORDS: Final = {"grundlæggende": Level.BASIC, "specialiseret": Level.SPECIALISED}
LONGEST_NAME: Final = 120
MOST_HOURS: Final = 9999

SENTENCES: Final[Sentences] = {
    "no_tasks": gettext_lazy(
        "%(file)s holds no kinds of work. Give each a row with the columns opgave, felt, niveau and timer pr. uge."
    ),
    "task_without_name": gettext_lazy("The kind of work has no name. Write it under opgave."),
    "task_name_too_long": gettext_lazy("The name has %(length)s characters and may have %(longest)s. Shorten it."),
    "task_twice": gettext_lazy(
        "The same kind of work already stands in row %(row)s, and that row is used. Remove one."
    ),
    "task_field_unknown": gettext_lazy("The framework has no such field. Choose among %(fields)s."),
    "task_level_unknown": gettext_lazy("The level is grundlæggende or specialiseret. Write one of them."),
    "task_hours_wrong": gettext_lazy("Hours are a number from 0 to %(most)s, such as 12,5. Correct it."),
    "task_formula": gettext_lazy("The cell holds a formula or an error, which is not computed here. Write the value."),
    "task_cpr": gettext_lazy("The name holds what looks like a CPR number. Remove the number."),
}


def message(problem: Problem) -> str:
    """What happened and what to do, in the reader's language."""
    return in_words(problem, SENTENCES)


def needs_table(unit: str, needs: Iterable[Need]) -> Table:
    """The needs of a unit, as the sheet `Behov` of a ratings file."""
    columns = (
        Column(heading=NEEDS_COLUMNS[0], width=40),
        Column(heading=NEEDS_COLUMNS[1]),
        Column(heading=NEEDS_COLUMNS[2], kind=Kind.SHARE),
        Column(heading=NEEDS_COLUMNS[3], kind=Kind.WHOLE),
        Column(heading=NEEDS_COLUMNS[4], kind=Kind.WHOLE),
        Column(heading=NEEDS_COLUMNS[5], kind=Kind.DATE, width=14),
    )
    rows = [(unit, need.field, need.basic_share, need.specialists, need.weight, need.by) for need in needs]
    return Table(name=NEEDS_SHEET, columns=columns, rows=rows)


def tasks_table(tasks: Iterable[GivenTask]) -> Table:
    """Kinds of work, as they are read in again."""
    words = {level: word for word, level in LEVEL_WORDS.items()}
    columns = (
        Column(heading=NAME, width=44),
        Column(heading=FIELD),
        Column(heading=LEVEL, width=16, choices=tuple(LEVEL_WORDS)),
        Column(heading=HOURS, kind=Kind.SCORE, width=14),
    )
    rows = [(task.name, task.field, words[task.level], float(task.weekly_hours)) for task in tasks]
    return Table(name=TASKS_SHEET, columns=columns, rows=rows)


def division_tables(work: DividedWork, fields: Mapping[str, str], why: Mapping[str, str]) -> list[Table]:
    """Who does what, the hours of each person, and what is left over. `fields` and `why` give words."""
    people, tasks, division = work.person_of, work.task_of, work.division
    shares: list[Sequence[Written]] = [
        (
            tasks[share.task].name,
            fields.get(tasks[share.task].field, tasks[share.task].field),
            str(tasks[share.task].get_level_display()),
            people[share.worker].name,
            share.hours,
            _("yes") if share.below_level else "",
        )
        for share in division.shares
    ]
    return [
        Table(
            name=_("Who does what"),
            columns=(
                Column(heading=_("Kind of work"), width=44),
                Column(heading=_("Field"), width=30),
                Column(heading=_("Level"), width=16),
                Column(heading=_("Person"), width=30),
                Column(heading=_("Hours a week"), kind=Kind.SCORE),
                Column(heading=_("Basic work of a specialised person"), width=20),
            ),
            rows=shares,
        ),
        Table(
            name=_("Hours of each"),
            columns=(
                Column(heading=_("Person"), width=30),
                Column(heading=_("Hours for tasks"), kind=Kind.SCORE),
                Column(heading=_("Hours done"), kind=Kind.SCORE),
                Column(heading=_("Left"), kind=Kind.SCORE),
            ),
            rows=[(people[load.worker].name, load.hours, load.done, load.spare) for load in division.loads],
        ),
        Table(
            name=_("Not covered"),
            columns=(
                Column(heading=_("Kind of work"), width=44),
                Column(heading=_("Hours a week"), kind=Kind.SCORE),
                Column(heading=_("Why"), width=70, wraps=True),
            ),
            rows=[(tasks[one.task].name, one.hours, why[one.task]) for one in division.uncovered],
        ),
    ]


# Reading kinds of work


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """The kinds of work of a file, and what was wrong in it."""

    tasks: tuple[GivenTask, ...]
    problems: tuple[Problem, ...]


def at_place(place: Place, words: str) -> str:
    """What is the matter, with the row and the column of the file that it is about."""
    if place.row and place.column:
        values = {"row": place.row, "column": place.column, "words": words}
        return _("Row %(row)s, the column %(column)s: %(words)s") % values
    return _("Row %(row)s: %(words)s") % {"row": place.row, "words": words} if place.row else words


def read_tasks(source: Path | IO[bytes], *, name: str, framework: FrameworkDocument) -> Tasks:
    """Read kinds of work from a CSV file, or from the sheet `Opgaver` of a workbook, else its first sheet.

    Raises `BadInput` when the file cannot be read, or with `no_tasks` when nothing in it is a kind of work.
    """
    with open_workbook(source, name=name) as workbook:
        named = [sheet for sheet in workbook.sheets if sheet.name.casefold() == TASKS_SHEET.casefold()]
        reading = _TaskReading(framework)
        for sheet in (named or workbook.sheets)[:1]:
            reading.read(sheet)
    if not reading.tasks:
        nothing = Problem(place=Place(sheet=name), found=name, message_code="no_tasks", values={"file": name})
        raise BadInput((*reading.problems, nothing))
    return Tasks(tasks=tuple(reading.tasks), problems=tuple(reading.problems))


class _TaskReading:
    """Reads rows one by one; a row with something wrong in it is left out and told."""

    def __init__(self, framework: FrameworkDocument) -> None:
        self.codes = [field.code for field in framework.fields]
        self.by_word = {
            word.casefold(): field.code
            for field in framework.fields
            for word in (field.code, field.name.da, field.name.en)
            if word
        }
        self.tasks: list[GivenTask] = []
        self.problems: list[Problem] = []
        self.first: dict[str, int] = {}

    def read(self, sheet: Sheet) -> None:
        rows = sheet.rows()
        top = next(rows, None)
        if top is None:
            return
        header = read_header(top, sheet=sheet.name, known=TASK_COLUMNS, required=TASK_COLUMNS)
        self.problems.extend(header.problems)
        if not header.missing:
            for row in rows:
                self._row(sheet.name, header, row)

    def _row(self, sheet: str, header: Header, row: Row) -> None:
        cells = {column: row.cell(header.columns[column]) for column in TASK_COLUMNS}
        before = len(self.problems)

        def note(column: str, code: str, **values: str | int) -> None:
            place = Place(sheet=sheet, row=row.number, column=column)
            found = masked_cpr(as_text(cells[column]))[:80]
            self.problems.append(Problem(place=place, found=found, message_code=code, values=values))

        for column, cell in cells.items():
            if isinstance(cell, Formula | ErrorValue):
                note(column, "task_formula")
        if len(self.problems) > before:
            return
        name = " ".join(as_text(cells[NAME]).split())
        field = self.by_word.get(as_text(cells[FIELD]).casefold())
        level = LEVEL_WORDS.get(as_text(cells[LEVEL]).casefold())
        hours = _hours(cells[HOURS])
        if wrong := self._wrong_name(name):
            note(NAME, wrong[0], **wrong[1])
        if field is None:
            note(FIELD, "task_field_unknown", fields=", ".join(self.codes))
        if level is None:
            note(LEVEL, "task_level_unknown")
        if hours is None:
            note(HOURS, "task_hours_wrong", most=MOST_HOURS)
        if len(self.problems) == before and field and level and hours is not None:
            self.first[name.casefold()] = row.number
            self.tasks.append(GivenTask(name=name, field=field, level=level, weekly_hours=hours))

    def _wrong_name(self, name: str) -> tuple[str, dict[str, int]] | None:
        if not name:
            return "task_without_name", {}
        if len(name) > LONGEST_NAME:
            return "task_name_too_long", {"length": len(name), "longest": LONGEST_NAME}
        if cpr_like(name):
            return "task_cpr", {}
        first = self.first.get(name.casefold())
        return ("task_twice", {"row": first}) if first else None


def _hours(cell: Cell) -> Decimal | None:
    """0 to `MOST_HOURS`, to one decimal: 12.5, "12,5"."""
    if isinstance(cell, bool):
        return None
    try:
        hours = Decimal(as_text(cell).replace(",", "."))
    except InvalidOperation:
        return None
    return round(hours, 1) if hours.is_finite() and 0 <= hours <= MOST_HOURS else None
