"""The CSV file of DISCO-08 from Danmarks Statistik: all groups from one digit to six, and the job titles under them.

Columns: KODE, NIVEAU (1 to 5, the fifth with six digits), TITEL, and INKLUDERER, which under six digits names job titles with
commas between. Where it names none, or tells in sentences, the group's own title stands as the only one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fagkompas.engine.errors import Problem
from fagkompas.occupations.esco import problem_in
from fagkompas.occupations.models import DIGITS, LONGEST_TITLE
from fagkompas.occupations.official_files import Layout, OfficialFile, OfficialRow

COLUMNS: Final = Layout(required=("KODE", "TITEL"), optional=("NIVEAU", "INKLUDERER"), called="DISCO-08")
DIGITS_AT: Final = dict(zip("12345", DIGITS, strict=True))
"""How many digits a code has at each level."""

DEEPEST: Final = DIGITS[-1]
BETWEEN_TITLES: Final = re.compile(r"[,;\n](?![^()]*\))")
"""Commas, but not those in parentheses."""

LONGEST_JOB: Final = 80
"""Letters of a job title; what is longer is a sentence about the group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoFacts:
    """A group as a row tells of it, and the job titles under it, which only a group of six digits has."""

    code: str
    title: str
    jobs: tuple[str, ...]


def group_in(row: OfficialRow, file: OfficialFile) -> DiscoFacts | Problem:
    """A group with its job titles, or why the row is left out."""
    code, title = _code_in(row), row.cells["TITEL"]
    if not (code.isdecimal() and code.isascii() and len(code) in DIGITS):
        return problem_in(row, file, "bad_group_code", "KODE", row.cells["KODE"])
    if not title or len(title) > LONGEST_TITLE:
        return problem_in(row, file, "long_title" if title else "no_title", "TITEL", title)
    jobs = tuple(_jobs_in(row.cells.get("INKLUDERER", ""), title)) if len(code) == DEEPEST else ()
    return DiscoFacts(code=code, title=title, jobs=jobs)


def _code_in(row: OfficialRow) -> str:
    """Without dots, and with the zeros in front that spreadsheet programs take away."""
    code = row.cells["KODE"].replace(".", "").replace(" ", "").strip("'\"")
    return code.zfill(DIGITS_AT.get(row.cells.get("NIVEAU", ""), 0)) if code else ""


def _jobs_in(included: str, group: str) -> Iterator[str]:
    named = [" ".join(part.split()) for part in BETWEEN_TITLES.split(included)]
    named = [job for job in named if job]
    if not named or any(len(job) > LONGEST_JOB or ". " in job for job in named):
        named = [group]
    others = dict.fromkeys(job for job in named if job.casefold() != group.casefold())
    yield from others or [group]
