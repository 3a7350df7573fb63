"""The folder of CSV files that ESCO gives for download: groups and occupations, one file for each language.

Columns as in ESCO 1.0.8 to 1.2: `ISCOGroups_da.csv` has conceptUri, code, preferredLabel; `occupations_da.csv` has
conceptUri, iscoGroup, preferredLabel and altLabels with a name on each line. Danish is needed; English beside it is read too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fagkompas.engine.errors import Place, Problem
from fagkompas.occupations.models import DIGITS, LONGEST_TITLE
from fagkompas.occupations.official_files import Layout, OfficialFile, OfficialRow, look_through, refused

GROUPS: Final = Layout(
    required=("conceptUri", "code", "preferredLabel"), optional=("conceptType",), called="ISCOGroups_da.csv"
)
OCCUPATIONS: Final = Layout(
    required=("conceptUri", "iscoGroup", "preferredLabel"),
    optional=("conceptType", "altLabels", "status"),
    called="occupations_da.csv",
)
ISCO: Final = re.compile(r"[0-9]{4}")
NO_LONGER: Final = frozenset({"obsolete", "deprecated", "replaced", "withdrawn"})
"""States of a concept that is no longer to be used."""

LONGEST_URI: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """A group as a row tells of it."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscoFacts:
    """An occupation as a row tells of it; `others` are its other names, `isco4` "" where the row names no group."""

    uri: str
    title: str
    isco4: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EscoFolder:
    """The files of a folder by language, "da" first."""

    groups: dict[str, OfficialFile]
    occupations: dict[str, OfficialFile]


def open_folder(folder: Path) -> EscoFolder:
    """The files of a folder, looked through. Raises BadInput as `look_through` does, and `not_a_folder`, `file_missing`."""
    if not folder.is_dir():
        raise refused("not_a_folder", folder)
    return EscoFolder(
        groups=_in_each_language(folder, "ISCOGroups", GROUPS),
        occupations=_in_each_language(folder, "occupations", OCCUPATIONS),
    )


def group_in(row: OfficialRow, file: OfficialFile) -> GroupFacts | Problem:
    """A group, or why the row is left out."""
    code, title = row.cells["code"], row.cells["preferredLabel"]
    if not (code.isdecimal() and code.isascii() and len(code) in DIGITS[:-1]):
        return problem_in(row, file, "bad_group_code", "code", code)
    return _title_problem(row, file, title) or GroupFacts(code=code, title=title)


def occupation_in(row: OfficialRow, file: OfficialFile) -> EscoFacts | Problem | None:
    """An occupation, why the row is left out, or None where ESCO itself no longer uses it."""
    uri, title, isco4 = row.cells["conceptUri"], row.cells["preferredLabel"], row.cells["iscoGroup"].removeprefix("C")
    if row.cells.get("status", "").casefold() in NO_LONGER:
        return None
    if not uri or len(uri) > LONGEST_URI:
        return problem_in(row, file, "no_uri", "conceptUri", uri)
    if problem := _title_problem(row, file, title):
        return problem
    if isco4 and not ISCO.fullmatch(isco4):
        return problem_in(row, file, "bad_group_code", "iscoGroup", isco4)
    return EscoFacts(uri=uri, title=title, isco4=isco4, others=tuple(_others_in(row, title)))


def problem_in(row: OfficialRow, file: OfficialFile, code: str, column: str, found: str) -> Problem:
    """What is wrong with one row."""
    place = Place(sheet=file.path.name, row=row.number, column=column)
    return Problem(place=place, found=found[:80], message_code=code, values={"limit": LONGEST_TITLE})


def _title_problem(row: OfficialRow, file: OfficialFile, title: str) -> Problem | None:
    if not title:
        return problem_in(row, file, "no_title", "preferredLabel", title)
    return problem_in(row, file, "long_title", "preferredLabel", title) if len(title) > LONGEST_TITLE else None


def _others_in(row: OfficialRow, title: str) -> Iterator[str]:
    """Names on lines of their own, each once and none of them the title."""
    seen = {title}
    for line in row.cells.get("altLabels", "").splitlines():
        name = " ".join(line.split())
        if name and len(name) <= LONGEST_TITLE and name not in seen:
            seen.add(name)
            yield name


def _in_each_language(folder: Path, name: str, layout: Layout) -> dict[str, OfficialFile]:
    danish, english = folder / f"{name}_da.csv", folder / f"{name}_en.csv"
    if not danish.is_file():
        raise refused("file_missing", folder, missing=danish.name)
    files = {"da": look_through(danish, layout)}
    if english.is_file():
        files["en"] = look_through(english, layout)
    return files
