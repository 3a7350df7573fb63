"""The labour market balance (Arbejdsmarkedsbalancen) as a CSV file: which column is what is chosen by whoever reads it.

    table = read_table(content)                       the header and the rows
    columns = proposed_columns(table.header, kept)    {"title": "Stilling", "level": "Vurdering", ...}, as well as one can guess
    assessments(table, columns)                       the source's words: "Mangel på arbejdskraft", ...
    read_balance(table, columns, levels=..., known=..., titles=...)

Without a column for the region it is the whole country; a period is a year, half a year, a quarter or a month in any of the ways
that Danish sources write them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.engine.scales import Demand
from fagkompas.occupations.demand_files import CODE, LARGEST, WHOLE_COUNTRY, rows_of
from fagkompas.occupations.models import LONGEST_PERIOD, LONGEST_REGION, LONGEST_WORDS
from fagkompas.toolkit.row_files import problem

TITLE, LEVEL, REGION, PERIOD = "title", "level", "region", "period"
NEEDED: Final = (TITLE, LEVEL, PERIOD)
MOST_ROWS: Final = 50_000
MOST_ASSESSMENTS: Final = 12
"""A column with more different words than this is not that of the assessment."""

GUESSES: Final[Mapping[str, tuple[str, ...]]] = {
    TITLE: ("stilling", "erhverv", "titel", "job", "occupation", "title"),
    LEVEL: ("vurdering", "balance", "jobmulig", "status", "kategori", "assessment", "level"),
    REGION: ("rar", "region", "område", "landsdel", "kommune", "geografi", "area"),
    PERIOD: ("periode", "halvår", "kvartal", "måned", "tid", "dato", "period"),
}
"""What a header may have in it, likeliest first."""

LEVELS: Final[tuple[tuple[Demand, tuple[str, ...]], ...]] = (
    (Demand.LOW, ("mindre gode", "få job", "overskud", "dårlig", "ringe", "ledighed", "poor", "surplus", "low")),
    (Demand.MEDIUM, ("balance", "paradoks", "middel", "medium", "neutral")),
    (Demand.HIGH, ("mangel", "rekrutter", "gode", "høj", "shortage", "good", "high")),
)
"""Words of an assessment by what they mean, in the order in which they are looked for: "less good" before "good"."""

MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
PARTS: Final[tuple[tuple[re.Pattern[str], int], ...]] = (
    (re.compile(r"(?<!\d)([12])\.?\s*(?:halvår|halvaar)|h\s*([12])(?!\d)", re.IGNORECASE), 6),
    (re.compile(r"(?<!\d)([1-4])\.?\s*kvartal|[kq]\s*([1-4])(?!\d)", re.IGNORECASE), 3),
    (re.compile(r"m\s*(\d{2})(?!\d)|-(\d{2})(?!\d)", re.IGNORECASE), 1),
)
"""What part of a year a period is, and how many months it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceTable:
    """The header and the rows under it, each with its number in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def as_json(self) -> list[Any]:
        """As it is kept until it is saved."""
        return [list(self.header), [[number, list(cells)] for number, cells in self.rows]]

    @classmethod
    def from_json(cls, kept: Sequence[Any]) -> "BalanceTable":
        """The other way round."""
        header, rows = kept
        return cls(header=tuple(header), rows=tuple((number, tuple(cells)) for number, cells in rows))

    def column(self, name: str) -> list[tuple[int, str]]:
        """The cells of a column with their rows; "" where a row is too short."""
        at = self.header.index(name)
        return [(number, cells[at] if at < len(cells) else "") for number, cells in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """One assessment, of a title by its UUID or of the group of a code."""

    occupation: str
    code: str
    region: str
    period: str
    begins_on: date
    level: Demand
    words: str
    row: int

    @property
    def key(self) -> tuple[str, str, date]:
        """What there is one of."""
        return self.occupation or self.code, self.region, self.begins_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBalance:
    """What a file says, and every row that is wrong.

    `unknown` are the titles in it that are none of ours with how many rows they have, also those that one was chosen for.
    """

    lines: tuple[BalanceLine, ...]
    unknown: Mapping[str, int]
    problems: tuple[Problem, ...]


def read_table(content: bytes) -> BalanceTable:
    """The table of a file. Raises `BadInput` where there is none."""
    if len(content) > LARGEST:
        raise BadInput((problem("balance_too_large"),))
    rows = rows_of(content, unreadable="no_table")
    widest = max((sum(map(bool, cells)) for _number, cells in rows), default=0)
    head = next((at for at, (_number, cells) in enumerate(rows) if sum(map(bool, cells)) == widest), 0)
    if widest < len(NEEDED) or not rows[head + 1 :]:
        raise BadInput((problem("no_table"),))
    if len(rows) - head - 1 > MOST_ROWS:
        raise BadInput((problem("too_many_assessments", most=MOST_ROWS),))
    header = tuple(cell or f"({at})" for at, cell in enumerate(rows[head][1], start=1))
    if len({name.casefold() for name in header}) < len(header):
        raise BadInput((problem("column_twice"),))
    return BalanceTable(header=header, rows=tuple((number, tuple(cells)) for number, cells in rows[head + 1 :]))


def proposed_columns(header: Sequence[str], kept: Mapping[str, str]) -> dict[str, str]:
    """What each column may be: as it was last time, else by what it is called."""
    found: dict[str, str] = {}
    for what, guesses in GUESSES.items():
        free = [name for name in header if name not in found.values()]
        if kept.get(what) in free:
            found[what] = kept[what]
        else:
            likely = (name for guess in guesses for name in free if guess in name.casefold())
            found[what] = next(likely, "")
    return found


def assessments(table: BalanceTable, columns: Mapping[str, str]) -> list[str]:
    """The source's different words, as they come. Raises `BadInput` where they are too many to be assessments."""
    found = list(dict.fromkeys(cell[:LONGEST_WORDS] for _row, cell in table.column(columns[LEVEL]) if cell))
    if len(found) > MOST_ASSESSMENTS:
        raise BadInput((problem("not_assessments", found=columns[LEVEL], most=MOST_ASSESSMENTS),))
    return found


def guessed_level(words: str) -> Demand | None:
    """What an assessment says, where its words are known ones."""
    small = words.casefold()
    return next((level for level, signs in LEVELS if any(sign in small for sign in signs)), None)


def period_begins(text: str) -> date | None:
    """The first day of a period: "1. halvår 2026", "2026H1", "2026K2", "2026M03", "marts 2026", "2026"; else None."""
    year = YEAR.search(text)
    if year is None:
        return None
    rest = text[: year.start()] + " " + text[year.end() :]
    for part, months in PARTS:
        found = part.search(rest)
        if found:
            number = int(found[1] or found[2])
            return date(int(year[1]), (number - 1) * months + 1, 1) if 1 <= number <= 12 // months else None
    named = next((at for at, month in enumerate(MONTHS, start=1) if re.search(rf"\b{month}", rest.casefold())), 1)
    return date(int(year[1]), named, 1)


def read_balance(
    table: BalanceTable,
    columns: Mapping[str, str],
    *,
    levels: Mapping[str, str],
    known: Mapping[str, str],
    codes: Mapping[str, str],
    titles: Mapping[str, str],
) -> ReadBalance:
    """The assessments.

    `levels` are those of the source's words ("" to leave them out); `known` the UUIDs of our titles and other names, and `codes` the
    groups, both by their text in small letters; `titles` the UUIDs chosen for other texts ("" to leave one out).
    """
    reader = _Reader(levels, known, codes, titles)
    by_row = {what: table.column(name) for what, name in columns.items() if name}
    for at, (number, _cells) in enumerate(table.rows):
        reader.take(number, {what: cells[at][1] for what, cells in by_row.items()})
    return ReadBalance(lines=tuple(reader.lines.values()), unknown=reader.unknown, problems=tuple(reader.problems))


class _Reader:
    """Takes the rows one by one."""

    def __init__(
        self, levels: Mapping[str, str], known: Mapping[str, str], codes: Mapping[str, str], titles: Mapping[str, str]
    ) -> None:
        self.levels, self.known, self.codes, self.titles = levels, known, codes, titles
        self.lines: dict[tuple[str, str, date], BalanceLine] = {}
        self.unknown: dict[str, int] = {}
        self.problems: list[Problem] = []

    def take(self, row: int, cells: Mapping[str, str]) -> None:
        """One row."""
        title, words, period = cells[TITLE], cells[LEVEL][:LONGEST_WORDS], cells[PERIOD][:LONGEST_PERIOD]
        if not title or not words:
            return
        level, begins_on = self.levels.get(words, ""), period_begins(period)
        if not level:
            return
        occupation, code = self._which(title)
        if begins_on is None:
            self.problems.append(problem("bad_period", row=row, found=period))
        elif occupation or code:
            line = BalanceLine(
                occupation=occupation,
                code=code,
                region=(cells.get(REGION) or WHOLE_COUNTRY)[:LONGEST_REGION],
                period=period,
                begins_on=begins_on,
                level=Demand(level),
                words=words,
                row=row,
            )
            first = self.lines.setdefault(line.key, line)
            if first is not line:
                self.problems.append(problem("assessed_twice", row=row, found=title[:80], first=first.row))

    def _which(self, title: str) -> tuple[str, str]:
        small = title.casefold()
        if small in self.known:
            return self.known[small], ""
        found = CODE.match(title)
        code = found[1] if found else self.codes.get(small, "")
        if not code:
            self.unknown[title] = self.unknown.get(title, 0) + 1
            return self.titles.get(title, ""), ""
        return "", code
