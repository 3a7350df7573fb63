"""The files of ESCO and Danmarks Statistik as they are downloaded: CSV, whatever their encoding and delimiter.

They are read twice: once through to know what they are (encoding, delimiter, columns, how many rows, SHA-256), and then as
a stream of rows. What is wrong with a whole file is told in one sentence before anything is saved.
"""

import codecs
import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fagkompas.engine.errors import BadInput, Place, Problem

DELIMITERS: Final = ",;\t"
CHUNK: Final = 1024 * 1024
NOT_TEXT: Final = (b"PK\x03\x04", bytes.fromhex("d0cf11e0"), b"\x1f\x8b", b"%PDF")
"""How archives, workbooks and PDF begin."""

BROKEN: Final = ("Ã¦", "Ã¸", "Ã¥", "Ã˜", "Ã†", "\N{REPLACEMENT CHARACTER}")
"""What becomes of æ, ø and å in a file that was saved in another encoding than it was read in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns that a file must have, those that are read as well where it has them, and what the file is called."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    called: str


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """A row below the headings, the first of which is 2, as a spreadsheet counts; a cell that is not there is ""."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFile:
    """A file that was looked through. `columns` is where each known column stands; `rows` counts those below the headings."""

    path: Path
    sha256: str
    encoding: str
    delimiter: str
    columns: Mapping[str, int]
    rows: int

    def read(self, *, after: int = 0) -> Iterator[OfficialRow]:
        """The rows as a stream, without the first `after`."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            lines = csv.reader(text, delimiter=self.delimiter)
            next(lines)
            for number, line in enumerate(filter(any, lines), start=2):
                if number - 2 >= after:
                    yield OfficialRow(number, {name: _cell(line, at) for name, at in self.columns.items()})


def look_through(path: Path, layout: Layout) -> OfficialFile:
    """What a file is. Raises BadInput with one problem: `cannot_be_opened`, `file_empty`, `not_csv`, `not_text`,
    `broken_letters`, `other_columns`, `broken_row`.
    """
    try:
        encoding, sha256 = _encoding_of(path)
        with path.open(encoding=encoding, newline="") as text:
            return _looked_through(path, layout, text, encoding, sha256)
    except OSError as error:
        raise refused("cannot_be_opened", path) from error
    except UnicodeError as error:
        raise refused("not_text", path) from error


def refused(code: str, path: Path, *, row: int | None = None, **values: str) -> BadInput:
    """A whole file or folder refused for one reason."""
    place = Place(sheet=path.name, row=row)
    return BadInput((Problem(place=place, found=path.name, message_code=code, values={"file": path.name, **values}),))


def _encoding_of(path: Path) -> tuple[str, str]:
    """By its first bytes, else UTF-8 where all of it is, else that of Windows; and the file's SHA-256."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_nul = True, False
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            has_nul = has_nul or b"\0" in chunk
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
    if not start:
        raise refused("file_empty", path)
    if start.startswith(NOT_TEXT):
        raise refused("not_csv", path)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", digest.hexdigest()
    if has_nul:
        raise refused("not_csv", path)
    return "utf-8-sig" if is_utf8 else "cp1252", digest.hexdigest()


def _looked_through(path: Path, layout: Layout, text: io.TextIOBase, encoding: str, sha256: str) -> OfficialFile:
    headings = text.readline(CHUNK)
    delimiter = max(DELIMITERS, key=headings.count)
    columns = _columns_in(next(csv.reader([headings], delimiter=delimiter), []), layout)
    if missing := [name for name in layout.required if name not in columns]:
        raise refused("other_columns", path, missing=", ".join(missing), called=layout.called)
    rows = 0
    with _broken_rows(path):
        for rows, line in enumerate(filter(any, csv.reader(text, delimiter=delimiter)), start=1):
            if any(bad in cell for cell in line for bad in BROKEN):
                raise refused("broken_letters", path, row=rows + 1)
    return OfficialFile(path=path, sha256=sha256, encoding=encoding, delimiter=delimiter, columns=columns, rows=rows)


@contextmanager
def _broken_rows(path: Path) -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise refused("broken_row", path) from error


def _columns_in(headings: Sequence[str], layout: Layout) -> dict[str, int]:
    """Where the known columns stand; the first one counts where one stands twice."""
    at = {" ".join(heading.split()).casefold(): place for place, heading in reversed(list(enumerate(headings)))}
    known = (*layout.required, *layout.optional)
    return {name: at[name.casefold()] for name in known if name.casefold() in at}


def _cell(line: Sequence[str], at: int) -> str:
    """Trimmed, and with letters such as å in one piece."""
    return unicodedata.normalize("NFC", line[at]).strip() if at < len(line) else ""
