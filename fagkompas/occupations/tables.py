"""Names and titles to be linked, as tables of text: UTF-8, a tab between the cells, a row a line.

    labels     id, text, what it is a name of
    queries    id, text
    ranked     id of the query, id of the label, rank from 1, score

A first row whose first cell is "id" holds headings. Anything else is a row.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.text.linking import Known, Linking
from fagkompas.occupations.official_files import refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A free title to be linked."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The names of a table, and what is wrong with the rows that are left out."""

    names: tuple[Known, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The titles of a table, and what is wrong with the rows that are left out."""

    titles: tuple[Title, ...]
    problems: tuple[Problem, ...]


def read_labels(file: Path) -> Labels:
    """Raises `BadInput` where the file cannot be read or holds no name: `cannot_be_opened`, `not_text`, `no_rows`."""
    found, problems = _read(file, columns=3)
    return Labels(names=tuple(Known(id=row[0], text=row[1], of=row[2]) for row in found), problems=tuple(problems))


def read_titles(file: Path) -> Titles:
    """Raises as `read_labels` does."""
    found, problems = _read(file, columns=2)
    return Titles(titles=tuple(Title(id=row[0], text=row[1]) for row in found), problems=tuple(problems))


def write_ranked(file: Path, titles: Iterable[Title], linking: Linking) -> Iterator[int]:
    """Write the ranked names of each title as they are found, and tell how many titles are done. Raises `OSError`."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        for done, title in enumerate(titles, start=1):
            for rank, link in enumerate(linking.links(title.text), start=1):
                rows.writerow((title.id, link.name.id, rank, f"{link.score:.6f}"))
            yield done


def _read(file: Path, *, columns: int) -> tuple[list[list[str]], list[Problem]]:
    rows: list[list[str]] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise refused("cannot_be_opened", file) from error
    except UnicodeError as error:
        raise refused("not_text", file) from error
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or (number == 1 and cells[0].casefold() == "id"):
            continue
        code = _wrong(cells, columns, seen)
        if code:
            problems.append(
                Problem(
                    place=Place(sheet=file.name, row=number),
                    found=line[:100],
                    message_code=code,
                    values={"columns": str(columns)},
                )
            )
            continue
        seen.add(cells[0])
        rows.append(cells[:columns])
    if not rows:
        raise BadInput((*problems, *refused("no_rows", file).problems))
    return rows, problems


def _wrong(cells: list[str], columns: int, seen: set[str]) -> str:
    """What is the matter with a row, "" for nothing."""
    if len(cells) < columns or not cells[0]:
        return "too_few_cells"
    if not cells[1]:
        return "no_text"
    return "id_twice" if cells[0] in seen else ""
