"""Reading a ratings file or a staff file: from a file on the disk or an upload to frozen values.

::

    rows of each sheet ──gathering──> people, entries, problems
                                          │   the framework is found by all codes of the file
                                          v
                                      resolving ──> RatingsFile

A wrong cell is a problem with its place, and the rest goes on. Only a file of which nothing can be read is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fagkompas.assessments.workbooks.cells import Fault
from fagkompas.assessments.workbooks.gathering import (
    NEEDS_SHEET,
    Gathered,
    gather_needs,
    gather_ratings,
    gather_staff,
)
from fagkompas.assessments.workbooks.ratings import Person, RatingsFile, UnitNeed
from fagkompas.assessments.workbooks.resolving import folded, resolved, resolved_needs, resolved_people
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.units import Path as UnitPath
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.toolkit.workbooks import Progress, open_workbook

FindFramework = Callable[[frozenset[str]], FrameworkDocument | None]
"""The framework that knows most of a file's codes (in capitals); None when none knows any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The people of a staff file, and what was wrong in it."""

    people: tuple[Person, ...]
    problems: tuple[Problem, ...]


def read_ratings(
    source: Path | IO[bytes], *, name: str, find_framework: FindFramework, progress: Progress | None = None
) -> RatingsFile:
    """Read a ratings file; `name` is what messages call it.

    Raises `BadInput` when nothing can be read: with what `gather_file` refuses, `no_framework`, or `both_modes`, after the
    problems that led there.
    """
    return resolve_file(gather_file(source, name=name, progress=progress), name=name, find_framework=find_framework)


def gather_file(source: Path | IO[bytes], *, name: str, progress: Progress | None = None) -> Gathered:
    """What stands in a ratings file, before its codes are looked up; asks nobody but the file.

    Raises `BadInput` with what `open_workbook` refuses, or `no_ratings`.
    """
    gathered = Gathered()
    with open_workbook(source, name=name, progress=progress) as workbook:
        for sheet in workbook.sheets:
            gather_ratings(gathered, sheet, is_table=workbook.is_table)
    if not gathered.people or not gathered.asked:
        raise _nothing_read(gathered, "no_ratings", name)
    return gathered


def resolve_file(gathered: Gathered, *, name: str, find_framework: FindFramework) -> RatingsFile:
    """What was gathered, by the codes of the framework that knows them. Raises `BadInput`: `no_framework`, `both_modes`."""
    framework = find_framework(frozenset(gathered.asked))
    if framework is None:
        raise _nothing_read(gathered, "no_framework", name)
    return resolved(gathered, framework)


def read_staff(source: Path | IO[bytes], *, name: str, categories: frozenset[str]) -> Staff:
    """Read `medarbejder`, `navn`, `enhed` and `kategori` from a CSV file or the first sheet of a workbook.

    `categories` are those of the framework. Raises `BadInput` when nobody can be read.
    """
    gathered = Gathered()
    with open_workbook(source, name=name) as workbook:
        for sheet in workbook.sheets[:1]:
            gather_staff(gathered, sheet)
    if not gathered.people:
        raise _nothing_read(gathered, "no_people", name)
    people = resolved_people(gathered, categories)
    return Staff(people=people, problems=gathered.problems_in_order())


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """The needs of a unit that a file holds, and what was wrong in it."""

    needs: tuple[UnitNeed, ...]
    problems: tuple[Problem, ...]


def read_needs(source: Path | IO[bytes], *, name: str, framework: FrameworkDocument, unit: UnitPath) -> Needs:
    """Read the needs of one unit from a CSV file, or from the sheet `Behov` of a workbook, else its first sheet.

    The unit is named by its path, or by its own name alone; rows of other units are problems. Raises `BadInput` when
    the file cannot be read, or with `no_needs` when nothing in it is a need of this unit.
    """
    gathered = Gathered()
    with open_workbook(source, name=name) as workbook:
        named = [sheet for sheet in workbook.sheets if sheet.name.casefold() == NEEDS_SHEET.casefold()]
        for sheet in named or workbook.sheets[:1]:
            gather_needs(gathered, sheet)
    known = {folded(unit): unit, folded(unit[-1:]): unit}
    needs = tuple(resolved_needs(gathered, framework, known))
    if not needs:
        raise _nothing_read(gathered, "no_needs", name)
    return Needs(needs=needs, problems=gathered.problems_in_order())


def _nothing_read(gathered: Gathered, code: str, name: str) -> BadInput:
    problem = Fault(code=code, values={"file": name}).at(Place(sheet=name), name)
    return BadInput((*gathered.problems_in_order(), problem))
