"""The table of a framework: its competencies as rows, out to CSV and XLSX and back into a draft.

The table is a view in Danish; the YAML file is the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.scales import LEVELS, Dimension, Level
from fagkompas.frameworks.crosswalk import CrosswalkRow
from fagkompas.frameworks.document import Competency, FrameworkDocument, ItemSource
from fagkompas.frameworks.reader import LONGEST_SOURCE, LONGEST_STATEMENT, LONGEST_TITLE
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.workbooks import (
    Column,
    ErrorValue,
    Formula,
    Header,
    Row,
    Table,
    as_text,
    csv_bytes,
    open_workbook,
    read_header,
    workbook_bytes,
)
from fagkompas.toolkit.yaml_nodes import printable

CODE, FIELD, FIELD_NAME, LEVEL, TITLE = "kode", "felt", "feltnavn", "niveau", "titel"
STATEMENT, DIMENSION, OTHERS, CATEGORY, SOURCE = "udsagn", "primær dimension", "andre dimensioner", "kategori", "kilde"
HEADINGS: Final = (CODE, FIELD, FIELD_NAME, LEVEL, TITLE, STATEMENT, DIMENSION, OTHERS, CATEGORY, SOURCE)
REQUIRED: Final = (CODE, FIELD, LEVEL, TITLE, STATEMENT, DIMENSION)
SEPARATOR: Final = "|"

LEVEL_WORDS: Final = {Level.BASIC: "grundlæggende", Level.SPECIALISED: "specialiseret"}


def as_csv(document: FrameworkDocument) -> bytes:
    """The table as CSV, with a guard for text that a spreadsheet program would take for a formula."""
    return csv_bytes(table_of(document))


def as_xlsx(document: FrameworkDocument) -> bytes:
    """The table as a workbook with drop-downs for levels and dimensions."""
    return workbook_bytes([table_of(document)], title=document.name.da)


def table_of(document: FrameworkDocument) -> Table:
    """A row per competency in use, in framework order, basic before specialised."""
    words = {dimension.code: dimension.word for dimension in document.dimensions}
    columns = (
        Column(heading=CODE, width=10),
        Column(heading=FIELD, width=8),
        Column(heading=FIELD_NAME, width=28, wraps=True),
        Column(heading=LEVEL, width=15, choices=tuple(LEVEL_WORDS.values())),
        Column(heading=TITLE, width=34, wraps=True),
        Column(heading=STATEMENT, width=70, wraps=True),
        Column(heading=DIMENSION, width=16, choices=tuple(words.values())),
        Column(heading=OTHERS, width=22),
        Column(heading=CATEGORY, width=10),
        Column(heading=SOURCE, width=50, wraps=True),
    )
    rows = (
        [
            competency.code,
            field.code,
            field.name.da,
            LEVEL_WORDS[competency.level],
            competency.title.da,
            competency.statement.da,
            words[competency.dimension],
            SEPARATOR.join(words[dimension] for dimension in competency.other_dimensions),
            competency.category,
            source_in_words(document, competency),
        ]
        for field in document.fields
        for level in LEVELS
        for competency in field.in_use(level)
    )
    return Table(name=document.code, columns=columns, rows=rows)


def source_in_words(document: FrameworkDocument, competency: Competency) -> str:
    """Publication, section and point, in Danish."""
    year = f" ({document.source.year})" if document.source.year else ""
    point = f", punkt {competency.source.item}" if competency.source.item else ""
    pages = f", side {competency.source.pages}" if competency.source.pages else ""
    return f"{document.source.title}{year}: {competency.source.section}{point}{pages}"


def crosswalk_xlsx(rows: Sequence[CrosswalkRow], *, source: str, target: str) -> bytes:
    """The crosswalk between two frameworks, whose names head their columns, in the reader's language."""
    columns = (
        Column(heading=_("Code"), width=10),
        Column(heading=source, width=40, wraps=True),
        Column(heading=_("Relation"), width=18),
        Column(heading=_("Code there"), width=10),
        Column(heading=target, width=40, wraps=True),
        Column(heading=_("Note"), width=60, wraps=True),
    )
    table = Table(name=_("Crosswalk"), columns=columns, rows=(_crosswalk_cells(row) for row in rows))
    return workbook_bytes([table], title=_("Crosswalk"))


def _crosswalk_cells(row: CrosswalkRow) -> tuple[str, ...]:
    beside = row.beside
    if beside is None:
        return (row.item.code, row.item.title, _("Nothing beside it"), "", "", "")
    relation = str(beside.relation.label)
    return (row.item.code, row.item.title, relation, beside.item.code, beside.item.title, beside.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row that was read and is right. `code` is empty for a new competency; None says that the column was not there."""

    row: int
    code: str
    field: str
    level: Level
    title: str
    statement: str
    dimension: Dimension
    other_dimensions: tuple[Dimension, ...] | None
    category: str | None
    source: str

    def data(self) -> dict[str, Any]:
        """As a preview keeps it."""
        others = self.other_dimensions
        return {
            "row": self.row,
            "code": self.code,
            "field": self.field,
            "level": self.level.value,
            "title": self.title,
            "statement": self.statement,
            "dimension": self.dimension.value,
            "other_dimensions": None if others is None else [dimension.value for dimension in others],
            "category": self.category,
            "source": self.source,
        }


def row_from_data(data: Mapping[str, Any]) -> TableRow:
    """What `TableRow.data` gave."""
    others = data["other_dimensions"]
    return TableRow(
        row=data["row"],
        code=data["code"],
        field=data["field"],
        level=Level(data["level"]),
        title=data["title"],
        statement=data["statement"],
        dimension=Dimension(data["dimension"]),
        other_dimensions=None if others is None else tuple(Dimension(each) for each in others),
        category=data["category"],
        source=data["source"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRead:
    """The rows that can be used, and every problem of the others."""

    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...]


def read_table(source: Path | IO[bytes], *, name: str, document: FrameworkDocument) -> TableRead:
    """A table for this framework: the first sheet of a workbook, or a CSV file.

    A row with a problem is left out and the rest goes on. Raises `BadInput` where the file cannot be read at all.
    """
    problems: list[Problem] = []
    rows: list[TableRow] = []
    with open_workbook(source, name=name) as workbook:
        sheet = workbook.sheets[0]
        lines = sheet.rows()
        first = next(lines, None)
        if first is None:
            return TableRead(rows=(), problems=(_problem("table_without_rows", name),))
        header = read_header(first, sheet=sheet.name, known=HEADINGS, required=REQUIRED)
        problems += header.problems
        if not header.missing:
            reader = _RowReader(document, header, sheet.name)
            rows = [row for line in lines if (row := reader.row(line))]
            problems += reader.problems
    return TableRead(rows=tuple(rows), problems=tuple(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one row of a table would do to a draft: `before` None for a new competency. `columns` name what differs."""

    row: TableRow
    before: Competency | None
    after: Competency
    columns: tuple[str, ...]

    @property
    def leaves_english_behind(self) -> bool:
        """Whether Danish words change beside English ones that the table does not hold."""
        words = {TITLE, STATEMENT} & set(self.columns)
        return bool(self.before and self.before.statement.en and words)


def changes(document: FrameworkDocument, rows: Sequence[TableRow]) -> tuple[Change, ...]:
    """What saving the rows would change; rows that say what the draft says already are left out."""
    known = {competency.code: competency for field in document.fields for competency in field.competencies}
    return tuple(change for row in rows if (change := _change(row, known.get(row.code))))


def _change(row: TableRow, before: Competency | None) -> Change | None:
    if before is None:
        return Change(row=row, before=None, after=_new(row), columns=())
    after = replace(
        before,
        level=row.level,
        dimension=row.dimension,
        other_dimensions=before.other_dimensions if row.other_dimensions is None else row.other_dimensions,
        category=before.category if row.category is None else row.category,
        title=replace(before.title, da=row.title),
        statement=replace(before.statement, da=row.statement),
    )
    compared = {
        LEVEL: (before.level, after.level),
        TITLE: (before.title, after.title),
        STATEMENT: (before.statement, after.statement),
        DIMENSION: (before.dimension, after.dimension),
        OTHERS: (before.other_dimensions, after.other_dimensions),
        CATEGORY: (before.category, after.category),
    }
    columns = tuple(heading for heading, (old, new) in compared.items() if old != new)
    return Change(row=row, before=before, after=after, columns=columns) if columns else None


def _new(row: TableRow) -> Competency:
    return Competency(
        code=row.code,
        level=row.level,
        dimension=row.dimension,
        other_dimensions=row.other_dimensions or (),
        category=row.category or "",
        title=Text(da=row.title),
        statement=Text(da=row.statement),
        source=ItemSource(section=row.source),
    )


class _RowReader:
    """Reads the rows of one table, noting every problem with its sheet, row and column."""

    def __init__(self, document: FrameworkDocument, header: Header, sheet: str) -> None:
        self.problems: list[Problem] = []
        self._header = header
        self._sheet = sheet
        self._fields = {field.code: field for field in document.fields}
        self._field_of = {c.code: field for field in document.fields for c in field.in_use()}
        self._levels = {word: level for level, word in LEVEL_WORDS.items()}
        self._dimensions = {dimension.word: dimension.code for dimension in document.dimensions}
        self._categories = {category.code: category.code for category in document.categories}
        self._first_row_of: dict[str, int] = {}

    def row(self, row: Row) -> TableRow | None:
        """The row, None where something in it is wrong."""
        before = len(self.problems)
        dimension = self._choice(row, DIMENSION, self._dimensions)
        read = TableRow(
            row=row.number,
            code=self._code(row),
            field=self._choice(row, FIELD, {code: code for code in self._fields}) or "",
            level=self._choice(row, LEVEL, self._levels) or Level.BASIC,
            title=self._words(row, TITLE, LONGEST_TITLE),
            statement=self._words(row, STATEMENT, LONGEST_STATEMENT),
            dimension=dimension or Dimension.PRACTICAL,
            other_dimensions=self._others(row, dimension) if OTHERS in self._header.columns else None,
            category=self._category(row) if CATEGORY in self._header.columns else None,
            source=self._words(row, SOURCE, LONGEST_SOURCE, required=False),
        )
        field = self._field_of.get(read.code)
        if read.code and field and read.field and field.code != read.field:
            self._note(row, FIELD, "row_in_other_field", code=read.code, expected=field.code)
        return read if len(self.problems) == before else None

    def _code(self, row: Row) -> str:
        code = self._text(row, CODE)
        if code and code not in self._field_of:
            self._note(row, CODE, "unknown_code_in_table")
        elif code in self._first_row_of:
            self._note(row, CODE, "row_twice", first=self._first_row_of[code])
        elif code:
            self._first_row_of[code] = row.number
        return code

    def _others(self, row: Row, primary: Dimension | None) -> tuple[Dimension, ...]:
        words = [word.strip() for word in self._text(row, OTHERS).split(SEPARATOR) if word.strip()]
        others = [self._dimensions[word.casefold()] for word in words if word.casefold() in self._dimensions]
        if len(others) < len(words):
            self._note(row, OTHERS, "not_one_of", choices=", ".join(self._dimensions))
        elif primary in others or len(set(others)) < len(others):
            self._note(row, OTHERS, "dimension_repeated")
        return tuple(others)

    def _category(self, row: Row) -> str:
        return (self._choice(row, CATEGORY, self._categories) or "") if self._text(row, CATEGORY) else ""

    def _choice(self, row: Row, column: str, choices: Mapping[str, Any]) -> Any:
        text = self._text(row, column)
        folded = {word.casefold(): value for word, value in choices.items()}
        if text.casefold() in folded:
            return folded[text.casefold()]
        self._note(row, column, "not_one_of", choices=", ".join(choices))
        return None

    def _words(self, row: Row, column: str, limit: int, *, required: bool = True) -> str:
        text = " ".join(self._text(row, column).split())
        if not text and required:
            self._note(row, column, "cell_empty")
        elif len(text) > limit:
            self._note(row, column, "too_long", length=len(text), limit=limit)
        elif not text.isprintable():
            self._note(row, column, "not_one_line")
        return text

    def _text(self, row: Row, column: str) -> str:
        cell = row.cell(self._header.columns.get(column))
        if isinstance(cell, Formula | ErrorValue):
            self._note(row, column, "formula_in_table")
            return ""
        return as_text(cell)

    def _note(self, row: Row, column: str, message_code: str, **values: str | int) -> None:
        found = as_text(row.cell(self._header.columns.get(column)))
        place = Place(sheet=self._sheet, row=row.number, column=column)
        if any(problem.place == place for problem in self.problems[-len(HEADINGS) :]):
            return
        shown = printable(found if len(found) <= 80 else f"{found[:79]}…")
        self.problems.append(Problem(place=place, found=shown, message_code=message_code, values=values))


def _problem(message_code: str, sheet: str) -> Problem:
    return Problem(place=Place(sheet=sheet), found="", message_code=message_code)
