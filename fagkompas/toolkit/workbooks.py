"""Workbooks in and out: XLSX and CSV.

Reading is a stream of rows with their place, in bounded memory, whatever the file is: a file that cannot be read is
refused with one `Problem` whose sentence stands in `toolkit/problems.py`, before or while it is read.

::

    with open_workbook(path, name="forms.xlsx") as workbook:
        for sheet in workbook.sheets:
            for row in sheet.rows():            # rows with something in them
                row.number, row.cells           # as the reader counts rows: from 1

Writing gives real numbers, dates and percentages in XLSX, and text that no program takes for a formula in CSV.
"""

import codecs
import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import openpyxl
import xlsxwriter

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.toolkit.formats import is_danish

MAX_BYTES: Final = 20 * 1024 * 1024
"""Of a file, as it is uploaded or lies on the disk."""

MAX_ROWS: Final = 200_000
"""Of a whole workbook, without its headings: rows with something in them below the first row of each sheet."""

MAX_COLUMNS: Final = 64
"""Cells further to the right are not read."""

MAX_PLACES: Final = 20_000_000
"""Of a whole workbook: cells, and empty places to the left of them."""

MAX_UNPACKED: Final = 300 * 1024 * 1024
"""An XLSX file is a ZIP archive: what all its parts may take together when unpacked."""

MAX_RATIO: Final = 100
"""How many times larger than packed a part may be, from `RATIO_FROM` bytes. Sheets of real answers reach about 20."""

RATIO_FROM: Final = 5 * 1024 * 1024

_LAST_ROW: Final = 1_048_576
_CHUNK: Final = 200
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_FLAG: Final = 0x1
_MAX_CELL: Final = 32_767

Progress = Callable[[int], None]
"""Called now and then with the number of rows read so far."""


# Reading


PDF: Final = b"%PDF-"
"""How a PDF begins, which may be text all through."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes its value. What it showed when the file was saved may be old, so it is not read."""

    text: str


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error, such as #N/A."""

    text: str


Cell = str | int | float | bool | datetime | date | time | timedelta | Formula | ErrorValue | None
"""Text is trimmed, composed (NFC) and never empty: an empty cell is None."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with something in it. `number` counts from 1, as a spreadsheet shows it; cells count from column A."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int | None) -> Cell:
        """The cell of a column, None where the row is shorter or the column is missing."""
        return self.cells[index] if index is not None and index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a CSV file. `rows` reads it afresh each time; it raises `BadInput` where it breaks."""

    name: str
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A file that is open for reading. `is_table` says that it is one table, a CSV file, without sheets of its own."""

    sheets: tuple[Sheet, ...]
    is_table: bool


@contextmanager
def open_workbook(source: Path | IO[bytes], *, name: str, progress: Progress | None = None) -> Iterator[Workbook]:
    """An XLSX or CSV file, told apart by what is in it and not by its name. `name` is what messages call it.

    Raises `BadInput` with one problem: `cannot_be_opened`, `file_too_large`, `file_empty`, `not_a_workbook`,
    `old_workbook`, `encrypted`, `unpacks_too_large`, `not_utf8`, and while reading `too_many_rows`, `too_wide`, `broken_sheet`,
    `broken_row`.
    """
    with _opened(source, name) as file:
        _refuse_by_size(file, name)
        counted = _RowCount(name, progress)
        start = file.read(8)
        file.seek(0)
        if start.startswith(b"PK"):
            with _opened_xlsx(file, name, counted) as workbook:
                yield workbook
        elif start.startswith(_OLE):
            raise _refused("encrypted" if _holds_encrypted_package(file) else "old_workbook", name)
        else:
            yield _opened_csv(file, name, counted)


def as_text(cell: Cell) -> str:
    """What a cell shows, as text: 7.0 is "7", a date is 2026-11-21, empty is ""."""
    if isinstance(cell, str):
        return cell
    match cell:
        case None:
            return ""
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case Formula() | ErrorValue():
            return cell.text
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case _:
            return str(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where the known columns of a table are, and what is odd about its headings."""

    columns: Mapping[str, int]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]

    def text(self, row: Row, column: str) -> str:
        """The text of a known column in a row, "" where it is empty or missing."""
        return as_text(row.cell(self.columns.get(column)))


def read_header(row: Row, *, sheet: str, known: Sequence[str], required: Sequence[str] = ()) -> Header:
    """Find known columns by their headings, in any order and case.

    Problems: `unknown_column` (it is ignored), `repeated_column` (the first is used), `missing_column`.
    """
    columns: dict[str, int] = {}
    problems = []
    for index, cell in enumerate(row.cells):
        heading = " ".join(as_text(cell).split())
        name = heading.casefold()
        if not name:
            continue
        if name not in known:
            problems.append(_heading_problem(sheet, row, heading, "unknown_column", {"known": ", ".join(known)}))
        elif name in columns:
            problems.append(_heading_problem(sheet, row, heading, "repeated_column", {}))
        else:
            columns[name] = index
    missing = tuple(name for name in required if name not in columns)
    for name in missing:
        place = Place(sheet=sheet, row=row.number, column=name)
        problems.append(Problem(place=place, found="", message_code="missing_column", values={"column": name}))
    return Header(columns=columns, missing=missing, problems=tuple(problems))


def _heading_problem(sheet: str, row: Row, heading: str, code: str, values: Mapping[str, str]) -> Problem:
    place = Place(sheet=sheet, row=row.number, column=heading)
    return Problem(place=place, found=heading, message_code=code, values=values)


@contextmanager
def _opened(source: Path | IO[bytes], name: str) -> Iterator[IO[bytes]]:
    if not isinstance(source, Path):
        source.seek(0)
        yield source
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise _refused("cannot_be_opened", name) from error
    with file:
        yield file


def _refuse_by_size(file: IO[bytes], name: str) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise _refused("file_empty", name)
    if size > MAX_BYTES:
        raise _refused("file_too_large", name, values={"megabytes": MAX_BYTES // 1024**2})


def _holds_encrypted_package(file: IO[bytes]) -> bool:
    """A workbook with a password lies in an OLE container under this name; an XLS file lies in one under another."""
    return "EncryptedPackage".encode("utf-16-le") in file.read(MAX_BYTES)


def _refused(
    code: str, name: str, /, *, row: int | None = None, values: Mapping[str, str | int] | None = None
) -> BadInput:
    place = Place(sheet=name, row=row)
    return BadInput((Problem(place=place, found=name, message_code=code, values={"file": name, **(values or {})}),))


class _RowCount:
    """Counts the rows of a whole workbook, tells how far it is, and stops it where there are too many."""

    def __init__(self, name: str, progress: Progress | None) -> None:
        self._name = name
        self._progress = progress
        self._rows = 0
        self._places = 0

    def add(self, rows: int) -> None:
        self._rows += rows
        if self._rows > MAX_ROWS:
            raise _refused("too_many_rows", self._name, values={"rows": MAX_ROWS})
        if self._progress is not None:
            self._progress(self._rows)

    def add_places(self, places: int) -> None:
        """Cells, and the empty places to the left of them that the library fills up."""
        self._places += places
        if self._places > MAX_PLACES:
            raise _refused("too_wide", self._name)


# Reading XLSX


@contextmanager
def _opened_xlsx(file: IO[bytes], name: str, counted: _RowCount) -> Iterator[Workbook]:
    _refuse_archive(file, name)
    with _whatever_the_library_raises("not_a_workbook", name):
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    if not book.worksheets:
        raise _refused("not_a_workbook", name)
    try:
        yield Workbook(sheets=tuple(_xlsx_sheet(sheet, name, counted) for sheet in book.worksheets), is_table=False)
    finally:
        book.close()


def _refuse_archive(file: IO[bytes], name: str) -> None:
    """Look at the archive's own list of parts before anything is unpacked.

    The list cannot understate: unpacking stops at the size that it gives.
    """
    with _whatever_the_library_raises("not_a_workbook", name), zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if not any(part.filename == "[Content_Types].xml" for part in parts):
            raise _refused("not_a_workbook", name)
        if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
            raise _refused("encrypted", name)
        swollen = any(
            part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
        )
        if swollen or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise _refused("unpacks_too_large", name, values={"megabytes": MAX_UNPACKED // 1024**2})
    file.seek(0)


def _xlsx_sheet(sheet: Any, name: str, counted: _RowCount) -> Sheet:
    return Sheet(name=sheet.title, rows=lambda: _xlsx_rows(sheet, name, counted))


def _xlsx_rows(sheet: Any, name: str, counted: _RowCount) -> Iterator[Row]:
    """Rows of a sheet in chunks, so that what the library says of a chunk can be caught around it."""
    # The size that the sheet states of itself may be a million empty rows: the rows themselves are asked.
    sheet.reset_dimensions()
    cells = sheet.iter_rows()
    above = 0
    while True:
        rows: list[Row] = []
        number = above
        places = 0
        with _whatever_the_library_raises("broken_sheet", name, {"sheet": sheet.title}):
            # Each row is made into values at once: the library's cells are heavy to keep.
            for number, found in enumerate(islice(cells, _CHUNK), start=above + 1):
                places += len(found)
                row = _xlsx_row(number, found)
                if row is not None:
                    rows.append(row)
        if number == above:
            return
        if number > _LAST_ROW:
            raise _refused("broken_sheet", name, values={"sheet": sheet.title})
        above = number
        counted.add_places(places)
        counted.add(len(rows) - (bool(rows) and rows[0].number == 1))
        yield from rows


def _xlsx_row(number: int, cells: tuple[Any, ...]) -> Row | None:
    values = [_xlsx_value(cell) for cell in cells[:MAX_COLUMNS]]
    while values and values[-1] is None:
        values.pop()
    return Row(number, tuple(values)) if values else None


def _xlsx_value(cell: Any) -> Cell:
    value = cell.value
    if value is None or cell.data_type == "n":
        return value  # type: ignore[no-any-return]  # a number
    match cell.data_type:
        case "f":
            return Formula(value if isinstance(value, str) else str(getattr(value, "text", None) or "="))
        case "e":
            return ErrorValue(str(value))
        case _:
            return _tidy(value) if isinstance(value, str) else value


@contextmanager
def _whatever_the_library_raises(code: str, name: str, values: Mapping[str, str] | None = None) -> Iterator[None]:
    """A foreign file can make the libraries below raise anything at all; for the reader it is one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BadInput:
        raise
    except Exception as error:
        raise _refused(code, name, values=values) from error


# Reading CSV


def _opened_csv(file: IO[bytes], name: str, counted: _RowCount) -> Workbook:
    _refuse_encoding(file, name)
    sheet = Sheet(name=name, rows=lambda: _csv_rows(file, name, counted))
    return Workbook(sheets=(sheet,), is_table=True)


def _refuse_encoding(file: IO[bytes], name: str) -> None:
    """The whole file is looked through once, so that nothing is read of one that turns out not to be text."""
    start = file.read(len(PDF))
    if start == PDF:
        raise _refused("not_a_workbook", name)
    if start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        raise _refused("not_utf8", name)
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    latin = False
    while chunk := file.read(1024 * 1024):
        if b"\0" in chunk:
            raise _refused("not_a_workbook", name)
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            latin = True
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        latin = True
    if latin:
        raise _refused("not_utf8", name)


def _csv_rows(file: IO[bytes], name: str, counted: _RowCount) -> Iterator[Row]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        delimiter = _delimiter(text)
        lines = csv.reader(text, delimiter=delimiter)
        number = 0
        while True:
            try:
                line = next(lines, None)
            except csv.Error as error:
                raise _refused("broken_row", name, row=number + 1) from error
            if line is None:
                return
            number += 1
            row = _csv_row(number, line)
            if row is not None:
                counted.add(int(number > 1))
                yield row
    finally:
        text.detach()


def _delimiter(text: io.TextIOWrapper) -> str:
    """What stands between the headings: a semicolon, as Danish programs write it, or a comma."""
    first = text.readline(64 * 1024)
    text.seek(0)
    return "," if first.count(",") > first.count(";") else ";"


def _csv_row(number: int, line: list[str]) -> Row | None:
    values: list[Cell] = [_unguarded(_tidy(cell)) for cell in line[:MAX_COLUMNS]]
    while values and values[-1] is None:
        values.pop()
    return Row(number, tuple(values)) if values else None


def _tidy(text: str) -> str | None:
    """Trimmed, and with letters such as å in one piece; programs on a Mac write them in two."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip() or None


# Writing


class Kind(Enum):
    """How a column's values are shown in XLSX."""

    TEXT = "@"
    WHOLE = "0"
    SCORE = "0.0"
    SHARE = "0 %"
    DATE = "yyyy-mm-dd"


Written = str | int | float | bool | date | None
"""What a cell may be given. None is an empty cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, how its values are shown, its width in characters, what may be chosen in it."""

    heading: str
    kind: Kind = Kind.TEXT
    width: float | None = None
    choices: tuple[str, ...] = ()
    wraps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet with a heading row. `rows` may be a stream; each has a value for every column."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Written]] = field(default=())


def write_workbook(target: Path | IO[bytes], tables: Iterable[Table], *, title: str = "") -> None:
    """Write an XLSX file with a sheet for each table: headings frozen and filtered, real numbers and dates."""
    with new_workbook(target, title=title, streamed=True) as book:
        add_tables(book, tables)


def add_tables(book: xlsxwriter.Workbook, tables: Iterable[Table], *, taken: Iterable[str] = ()) -> None:
    """Add a sheet for each table to a workbook that is being written; `taken` are the names of the sheets it has."""
    names = list(taken)
    formats = {kind: book.add_format({"num_format": kind.value, "valign": "top"}) for kind in Kind}
    wrapped = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    heading = book.add_format({"bold": True, "bg_color": "#E3EBF3", "bottom": 1, "text_wrap": True, "valign": "top"})
    for table in tables:
        names.append(sheet_name(table.name, taken=names))
        sheet = book.add_worksheet(names[-1])
        styles = [wrapped if column.wraps else formats[column.kind] for column in table.columns]
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, column.width or max(10, min(len(column.heading) + 4, 40)))
            sheet.write_string(0, index, column.heading, heading)
        last = 0
        for last, row in enumerate(table.rows, start=1):
            for index, (value, style) in enumerate(zip(row, styles, strict=True)):
                write_cell(sheet, last, index, value, style)
        _finish(sheet, table.columns, last)


def workbook_bytes(tables: Iterable[Table], *, title: str = "") -> bytes:
    """The same, as the bytes of a download."""
    target = io.BytesIO()
    write_workbook(target, tables, title=title)
    return target.getvalue()


def csv_bytes(table: Table) -> bytes:
    """One table as CSV: UTF-8 with a mark at the start and semicolons, which Danish spreadsheet programs expect.

    Decimals have a comma in Danish and a point in English.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_guarded(column.heading) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_value(value) for value in row])
    return codecs.BOM_UTF8 + text.getvalue().encode()


@contextmanager
def new_workbook(target: Path | IO[bytes], *, title: str = "", streamed: bool = False) -> Iterator[xlsxwriter.Workbook]:
    """An XLSX file to write to. Text is never taken for a formula, a link or a number.

    `streamed` keeps one row in memory at a time: rows are then written from the top, and each row from the left.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "constant_memory": streamed,
    }
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    book.set_properties({"title": title, "author": "Fagkompas"})
    yield book
    book.close()


def write_cell(sheet: Any, row: int, column: int, value: Written, style: Any = None) -> None:
    """Write one value as what it is: a number as a number, a date as a date. What is not a finite number is left empty."""
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case bool():
            sheet.write_boolean(row, column, value, style)
        case int() | float():
            if value - value == 0:
                sheet.write_number(row, column, value, style)
        case date():
            sheet.write_datetime(row, column, value, style)
        case _:
            sheet.write_string(row, column, value[:_MAX_CELL], style)


def sheet_name(wished: str, *, taken: Iterable[str]) -> str:
    """A name that a sheet may have, as near to the wished one as can be and not among those taken (in any case).

    At most 31 characters, none of `[]:*?/\\`, no apostrophe at either end, and not the reserved "History".
    """
    used = {name.casefold() for name in taken} | {"history"}
    clean = "".join(" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in wished)
    clean = " ".join(clean.split()).strip("' ") or "-"
    name = clean[:31].rstrip("' ")
    count = 1
    while name.casefold() in used:
        count += 1
        ending = f" ({count})"
        name = clean[: 31 - len(ending)].rstrip("' ") + ending
    return name


def _finish(sheet: Any, columns: tuple[Column, ...], last: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for index, column in enumerate(columns):
        if column.choices:
            below = max(last, 1) if last else 500
            sheet.data_validation(1, index, below, index, {"validate": "list", "source": list(column.choices)})


_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def _guarded(text: str) -> str:
    """Text that a spreadsheet program would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _unguarded(text: str | None) -> str | None:
    return text[1:] if text and text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


def _csv_value(value: Written) -> str:
    match value:
        case None:
            return ""
        case float():
            return str(value).replace(".", ",") if is_danish() else str(value)
        case str():
            return _guarded(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)
