"""A catalogue file: read into texts, and held against the catalogue as it is now. Nothing is saved here.

A column that is missing leaves what is there as it is; an empty cell empties it. A wrong cell never stops the reading
of the rest: every problem is told with sheet, row and column, and the rows without one can be saved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import IO, Any, Final

from fagkompas.catalogue.actions.offerings import code_from, facts_of, free_code
from fagkompas.catalogue.around import Surroundings, surroundings_of
from fagkompas.catalogue.cells import Cells, TypedRow, cell_problem, placed
from fagkompas.catalogue.facts import (
    OfferingFacts,
    all_dimensions,
    problems_of_circles,
    problems_of_offering,
)
from fagkompas.catalogue.models import Offering
from fagkompas.catalogue.uploading_sessions import CheckedSession, OfferingName, SessionRows
from fagkompas.catalogue.wording import DIMENSION_WORDS
from fagkompas.catalogue.workbooks import (
    COLUMNS_OF,
    OFFERING_COLUMNS,
    OFFERINGS,
    SESSIONS,
    heading_of,
)
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.frameworks.reader import FRAMEWORK_CODE
from fagkompas.toolkit.problems import kept_problem, problem_kept
from fagkompas.toolkit.workbooks import ErrorValue, Formula, Row, Sheet, as_text, open_workbook, read_header

MOST_ROWS: Final = 2_000
LONGEST_CELL: Final = 4_000
NEEDED: Final = {OFFERINGS: ("titel",), SESSIONS: ("tilbud", "dage")}


# What stands in a file


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCatalogue:
    """What stands in a file, and what is odd about the file itself."""

    rows: tuple[TypedRow, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows and problems as they are kept until they are saved."""
        return [asdict(row) for row in self.rows], [kept_problem(problem) for problem in self.problems]

    @classmethod
    def from_json(cls, rows: list[dict[str, Any]], problems: list[dict[str, Any]]) -> "ReadCatalogue":
        """The other way round."""
        return cls(rows=tuple(TypedRow(**row) for row in rows), problems=tuple(map(problem_kept, problems)))


def read_catalogue_file(file: IO[bytes], *, name: str) -> ReadCatalogue:
    """The rows of a workbook or a CSV file. Raises `BadInput` when it cannot be read or is something else."""
    typed: list[TypedRow] = []
    problems: list[Problem] = []
    with open_workbook(file, name=name) as workbook:
        sheets = [
            (_called(sheet), list(sheet.rows())) for sheet in workbook.sheets if workbook.is_table or _called(sheet)
        ]
        if workbook.is_table:
            sheets = [(_kind_of_table(rows), rows) for _name, rows in sheets]
        elif not sheets:
            raise BadInput((cell_problem("no_known_sheet", found=", ".join(sheet.name for sheet in workbook.sheets)),))
    if sum(len(rows) for _name, rows in sheets) - len(sheets) > MOST_ROWS:
        raise BadInput((cell_problem("too_many_rows", file=name, rows=MOST_ROWS),))
    for called, rows in sheets:
        _read_sheet(called, rows, typed, problems)
    if not typed and not problems:
        raise BadInput((cell_problem("no_rows"),))
    return ReadCatalogue(rows=tuple(typed), problems=tuple(problems))


def _called(sheet: Sheet) -> str:
    """Which of our sheets it is, "" for any other."""
    names = {name.casefold(): name for name in (OFFERINGS, SESSIONS)}
    return names.get(sheet.name.strip().casefold(), "")


def _kind_of_table(rows: Sequence[Row]) -> str:
    """A CSV file is told by its headings. Raises `BadInput` where they fit neither."""
    found = {" ".join(as_text(cell).split()).casefold() for cell in rows[0].cells} if rows else set()
    for kind in (SESSIONS, OFFERINGS):
        if found.issuperset(NEEDED[kind]):
            return kind
    missing = ", ".join(name for name in NEEDED[OFFERINGS] if name not in found)
    raise BadInput((cell_problem("table_of_neither", columns=missing),))


def _read_sheet(called: str, rows: Sequence[Row], typed: list[TypedRow], problems: list[Problem]) -> None:
    if not rows:
        return
    columns = COLUMNS_OF[called]
    header = read_header(rows[0], sheet=called, known=[column.name for column in columns], required=NEEDED[called])
    problems.extend(header.problems)
    if header.missing:
        return
    facts = {column.name: column.fact for column in columns}
    places = {name: index for name, index in header.columns.items() if facts[name]}
    for row in rows[1:]:
        wrong = [*_cells_that_are_no_values(called, row, places)]
        problems.extend(wrong)
        if not wrong:
            texts = {facts[name]: as_text(row.cell(index)) for name, index in places.items()}
            typed.append(TypedRow(sheet=called, row=row.number, texts=texts))


def _cells_that_are_no_values(called: str, row: Row, places: Mapping[str, int]) -> Iterable[Problem]:
    for name, index in places.items():
        cell = row.cell(index)
        if isinstance(cell, Formula | ErrorValue):
            yield cell_problem("formula", sheet=called, row=row.number, column=name, found=cell.text)
        elif len(as_text(cell)) > LONGEST_CELL:
            yield cell_problem("text_too_long", sheet=called, row=row.number, column=name, longest=LONGEST_CELL)


# Held against the catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOffering:
    """A row that can be saved. `changes` are headings; `before` is None for a new one."""

    row: int
    code: str
    facts: OfferingFacts
    before: Offering | None
    changes: tuple[str, ...]
    sheet: str = OFFERINGS

    @property
    def name(self) -> str:
        """What the row is about."""
        return self.facts.title_da

    @property
    def is_new(self) -> bool:
        """Whether it makes an offering."""
        return self.before is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCatalogue:
    """What can be saved, and every problem in the order of the file."""

    offerings: tuple[CheckedOffering, ...]
    sessions: tuple[CheckedSession, ...]
    problems: tuple[Problem, ...]

    @property
    def created(self) -> int:
        """Offerings that are new."""
        return sum(one.is_new for one in self.offerings)

    @property
    def changed(self) -> int:
        """Offerings that get other facts."""
        return sum(one.before is not None and bool(one.changes) for one in self.offerings)

    @property
    def planned(self) -> int:
        """Sessions that are new."""
        return sum(one.is_new for one in self.sessions)

    @property
    def altered(self) -> int:
        """Sessions that get other days, seats or place."""
        return sum(bool(one.changes) for one in self.sessions)

    @property
    def unchanged(self) -> int:
        """Rows that say what stands there already."""
        told = self.created + self.changed + self.planned + self.altered
        return len(self.offerings) + len(self.sessions) - told


def check_catalogue(read: ReadCatalogue, *, root_id: int, today: date) -> CheckedCatalogue:
    """Hold the rows against the municipality's catalogue. Queries do not grow with the rows."""
    checker = _Checker(root_id, today)
    offerings, problems = checker.offerings([row for row in read.rows if row.sheet == OFFERINGS])
    sessions, more = checker.sessions([row for row in read.rows if row.sheet == SESSIONS], offerings)
    found = [*read.problems, *problems, *more]
    in_order = sorted(found, key=lambda problem: (problem.place.sheet != OFFERINGS, problem.place.row or 0))
    return CheckedCatalogue(offerings=tuple(offerings), sessions=tuple(sessions), problems=tuple(in_order))


class _Checker:
    """Knows the catalogue, and what the rows above have taken."""

    def __init__(self, root_id: int, today: date) -> None:
        self.root_id = root_id
        self.today = today
        self.around: Surroundings = surroundings_of(root_id)
        own = Offering.objects.of_root(root_id).select_related("form", "programme")
        self.own = {one.code: one for one in own.prefetch_related("lifts", "prerequisites").order_by("pk")}
        self.asks = {code: tuple(other.code for other in one.prerequisites.all()) for code, one in self.own.items()}
        self.by_title = {one.title_da.casefold(): one for one in self.own.values()}
        self.forms = {
            name.casefold(): form.code
            for form in self.around.forms.values()
            for name in (form.code, form.name_da, form.name_en)
        }
        self.programmes = {
            name.casefold(): programme.code
            for programme in self.around.programmes.values()
            for name in (programme.code, programme.name_da, programme.name_en)
        }

    def offerings(self, rows: Sequence[TypedRow]) -> tuple[list[CheckedOffering], list[Problem]]:
        """A prerequisite may stand in the file too, as long as its own row can be saved."""
        problems: dict[int, list[Problem]] = {}
        good, unread = self._told_apart(rows, problems)
        in_file = {*self.own, *(one.code for one in good), *(row.texts.get("code", "") for row, _facts in unread)}
        everything = replace(self.around.known, offerings=frozenset(in_file))
        for row, facts in unread:
            # What else is wrong in a row with cells that cannot be read, so that all of it is told at once.
            told = {problem.place.column for problem in problems[row.row]}
            more = placed(problems_of_offering(facts, everything), row, partial(heading_of, OFFERINGS))
            problems[row.row] += [problem for problem in more if problem.place.column not in told]
        while True:
            codes = frozenset(one.code for one in good)
            known = replace(self.around.known, offerings=frozenset(self.own) | codes)
            asks = self.asks | {one.code: one.facts.prerequisites for one in good}
            wrong = {
                one.row: [*problems_of_offering(one.facts, known), *problems_of_circles(one.code, asks)] for one in good
            }
            if not any(wrong.values()):
                break
            problems |= {
                number: placed(found, TypedRow(sheet=OFFERINGS, row=number, texts={}), partial(heading_of, OFFERINGS))
                for number, found in wrong.items()
                if found
            }
            good = [one for one in good if not wrong[one.row]]
        return good, [problem for row in sorted(problems) for problem in problems[row]]

    def _told_apart(
        self, rows: Sequence[TypedRow], problems: dict[int, list[Problem]]
    ) -> tuple[list[CheckedOffering], list[tuple[TypedRow, OfferingFacts]]]:
        """Rows that can be read and are not there twice; and the others, with what can be read of them."""
        good: list[CheckedOffering] = []
        unread: list[tuple[TypedRow, OfferingFacts]] = []
        first_rows: dict[str, int] = {}
        taken: dict[str, object] = dict(self.own)
        for row in rows:
            cells = Cells(row, partial(heading_of, row.sheet))
            code = cells.text("code")
            before = self.own.get(code)
            facts = self._facts(cells, before)
            same_title = self.by_title.get(facts.title_da.casefold())
            name = f"#{code}" if code else facts.title_da.casefold()
            if code and not FRAMEWORK_CODE.fullmatch(code):
                cells.note("code", "code_bad", code)
            elif before is None and same_title is not None:
                cells.note("title_da", "offering_there_already", facts.title_da, code=same_title.code)
            elif name and (first := first_rows.setdefault(name, row.row)) != row.row:
                cells.note("code" if code else "title_da", "row_twice", code or facts.title_da, first=first)
            key = code or free_code(code_from(facts.title_da), taken)
            taken[key] = row
            whole = replace(facts, dimensions=all_dimensions(facts, self.around.known))
            if cells.problems:
                problems[row.row] = cells.problems
                unread.append((row, whole))
            else:
                good.append(
                    CheckedOffering(row=row.row, code=key, facts=whole, before=before, changes=_changes(before, whole))
                )
        return good, unread

    def _facts(self, cells: Cells, before: Offering | None) -> OfferingFacts:
        """What the row says; what it does not say stays as it was, or is what a new offering begins with."""
        new = OfferingFacts(title_da="", form="", provider_da="", hours=None, price_per_seat=None)
        facts = facts_of(before) if before is not None else new
        said: dict[str, Any] = {}
        for name in ("title_da", "title_en", "provider_da", "provider_en", "description_da", "description_en", "link"):
            said[name] = cells.text(name)
        said |= {
            "form": self.forms.get(cells.text("form").casefold(), cells.text("form")),
            "programme": self.programmes.get(cells.text("programme").casefold(), cells.text("programme")),
            "dimensions": tuple(DIMENSION_WORDS.get(word.casefold(), word) for word in cells.list("dimensions")),
            "hours": cells.decimal("hours"),
            "ects": cells.decimal("ects"),
            "price_per_seat": cells.whole("price_per_seat"),
            "fixed_price": cells.whole("fixed_price", empty=0),
            "least_seats": cells.whole("least_seats", empty=new.least_seats),
            "most_seats": cells.whole("most_seats", empty=new.most_seats),
            "accredited": cells.yes("accredited"),
            "internal": cells.yes("internal"),
            "language": cells.text("language").casefold() or new.language,
            "prerequisites": tuple(sorted(self._code_of(text) for text in cells.list("prerequisites"))),
            "lifts": tuple(sorted(cells.lifts(), key=lambda lift: lift.code)),
        }
        return replace(facts, **{name: value for name, value in said.items() if name in cells.row.texts})

    def _code_of(self, text: str) -> str:
        titled = self.by_title.get(text.casefold())
        return titled.code if text not in self.own and titled else text

    def sessions(
        self, rows: Sequence[TypedRow], offerings: Sequence[CheckedOffering]
    ) -> tuple[list[CheckedSession], list[Problem]]:
        """Of offerings that are there, or that the file brings."""
        names = {
            code: OfferingName(title=one.title_da, least_seats=one.least_seats, most_seats=one.most_seats)
            for code, one in self.own.items()
            if one.retired_on is None
        }
        names |= {
            one.code: OfferingName(
                title=one.facts.title_da, least_seats=one.facts.least_seats, most_seats=one.facts.most_seats
            )
            for one in offerings
        }
        return SessionRows(self.root_id, names, self.today).check(rows)


def _changes(before: Offering | None, facts: OfferingFacts) -> tuple[str, ...]:
    """The headings of what differs; all of them for a new one."""
    said = [column for column in OFFERING_COLUMNS if column.fact not in {"", "code"}]
    if before is None:
        return tuple(column.name for column in said)
    was = facts_of(before)
    return tuple(column.name for column in said if getattr(was, column.fact) != getattr(facts, column.fact))
