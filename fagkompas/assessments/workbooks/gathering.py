"""What the rows of a ratings or staff file say, sheet by sheet, before it is known which framework they are of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final, TypeVar

from fagkompas.assessments.workbooks import cells
from fagkompas.assessments.workbooks.cells import Fault
from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.scales import UNANSWERED, Rater
from fagkompas.engine.units import Path
from fagkompas.toolkit.workbooks import Cell, Header, Row, Sheet, as_text, read_header

RATINGS_SHEET: Final = "Vurderinger"
NEEDS_SHEET: Final = "Behov"
GUIDE_SHEET: Final = "Vejledning"
PLAN_SHEETS: Final = frozenset({"tilbud", "offerings", "hold", "sessions", "regler", "rules"})
"""What a learning plan reads of the same workbook (`learning/plan_workbooks.py`), in small letters."""

PERSON, NAME, UNIT, CATEGORY = "medarbejder", "navn", "enhed", "kategori"
RATER, CODE, VALUE, EVIDENCE = "vurderet af", "kompetence", "værdi", "begrundelse"
FIELD, SHARE, SPECIALISTS, WEIGHT, BY = "felt", "grundniveau andel", "specialister", "vægt", "senest"
STATEMENT: Final = "udsagn"

STAFF_COLUMNS: Final = (PERSON, NAME, UNIT, CATEGORY)
LONG_COLUMNS: Final = (*STAFF_COLUMNS, RATER, CODE, VALUE, EVIDENCE)
FORM_RATERS: Final = {"selv": Rater.SELF, "leder": Rater.MANAGER, "aftalt": Rater.AGREED}
FORM_COLUMNS: Final = (CODE, STATEMENT, *FORM_RATERS, EVIDENCE)
NEEDS_COLUMNS: Final = (UNIT, FIELD, SHARE, SPECIALISTS, WEIGHT, BY)

_ROWS_TO_HEADINGS: Final = 40
"""How far down a personal form its headings are looked for."""

Read = TypeVar("Read")


@dataclass(slots=True, kw_only=True)
class PersonDraft:
    """A person as far as the rows have told; `places` says where each thing was told first."""

    index: int
    id: str
    place: Place
    name: str = ""
    unit: Path = ()
    category: str = ""
    places: dict[str, Place] = field(default_factory=dict)
    said: tuple[Cell, ...] = ()


@dataclass(slots=True, kw_only=True)
class Entry:
    """One value as it was found: a point 0-4 or `NOT_RELEVANT`, under a code that may be unknown.

    There is one for every cell of a large file, so it is not frozen and makes its place only when asked.
    """

    person: int
    rater: Rater
    code: str
    value: int
    evidence: str
    sheet: str
    row: int
    column: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(sheet=self.sheet, row=self.row, column=self.column)


@dataclass(slots=True, kw_only=True)
class Gathered:
    """Everything that was read. `asked` has every code with each sheet and row where it stands, answered or not."""

    people: dict[str, PersonDraft] = field(default_factory=dict)
    written: dict[Cell, PersonDraft] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    asked: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    needs: list[tuple[str, Header, Row]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)

    def taken(self, result: Read | Fault, found: Cell, sheet: str, row: int, column: str) -> Read | None:
        """What a cell means, or None after its problem is noted."""
        if isinstance(result, Fault):
            self.note(result, found, sheet, row, column)
            return None
        return result

    def note(self, fault: Fault, found: Cell, sheet: str, row: int, column: str) -> None:
        """Keep a problem with its place."""
        self.problems.append(fault.at(Place(sheet=sheet, row=row, column=column), found))

    def problems_in_order(self) -> tuple[Problem, ...]:
        """Sheet by sheet as in the file, row by row."""
        order = {name: index for index, name in enumerate(self.sheets)}
        return tuple(
            sorted(self.problems, key=lambda p: (order.get(p.place.sheet or "", len(order)), p.place.row or 0))
        )


def gather_ratings(gathered: Gathered, sheet: Sheet, *, is_table: bool) -> None:
    """Read one sheet of a ratings file, whichever kind it is; a CSV file is one table without a kind of its own."""
    rows = sheet.rows()
    top = list(islice(rows, _ROWS_TO_HEADINGS))
    if not top:
        return
    gathered.sheets.append(sheet.name)
    name = "" if is_table else sheet.name.casefold()
    headings = next((place for place, row in enumerate(top) if _is_form_heading(row)), None)
    if name == NEEDS_SHEET.casefold():
        _gather_needs(gathered, sheet.name, top[0], chain(top[1:], rows))
    elif name == RATINGS_SHEET.casefold() or {PERSON, CODE} <= _headings(top[0]):
        _gather_long_form(gathered, sheet.name, top[0], chain(top[1:], rows))
    elif headings is not None:
        _gather_form(gathered, sheet.name, top[: headings + 1], chain(top[headings + 1 :], rows))
    elif is_table and _headings(top[0]) & set(LONG_COLUMNS):
        _gather_long_form(gathered, sheet.name, top[0], chain(top[1:], rows))
    elif name not in {"", GUIDE_SHEET.casefold(), *PLAN_SHEETS}:
        known = {"sheet": sheet.name, "ratings": RATINGS_SHEET, "needs": NEEDS_SHEET}
        unknown = Fault(code="unknown_sheet", values=known)
        gathered.problems.append(unknown.at(Place(sheet=sheet.name), sheet.name))


def gather_needs(gathered: Gathered, sheet: Sheet) -> None:
    """Read one table of needs; its rows are kept as they are."""
    rows = sheet.rows()
    first = next(rows, None)
    if first is not None:
        gathered.sheets.append(sheet.name)
        _gather_needs(gathered, sheet.name, first, rows)


def gather_staff(gathered: Gathered, sheet: Sheet) -> None:
    """Read a staff table. A person who stands there twice is a problem; the first row counts."""
    rows = sheet.rows()
    first = next(rows, None)
    if first is None:
        return
    gathered.sheets.append(sheet.name)
    header = read_header(first, sheet=sheet.name, known=STAFF_COLUMNS, required=(PERSON,))
    gathered.problems.extend(header.problems)
    if header.missing:
        return
    for row in rows:
        before = len(gathered.people)
        draft = _gather_person(gathered, sheet.name, header, row)
        if draft is not None and len(gathered.people) == before:
            again = Fault(code="person_repeated", values={"row": draft.place.row or 0})
            gathered.note(again, draft.id, sheet.name, row.number, PERSON)


def _headings(row: Row) -> set[str]:
    return {" ".join(as_text(cell).split()).casefold() for cell in row.cells}


def _is_form_heading(row: Row) -> bool:
    headings = _headings(row)
    return CODE in headings and PERSON not in headings and not headings.isdisjoint(FORM_RATERS)


def _gather_needs(gathered: Gathered, sheet: str, first: Row, rows: Iterable[Row]) -> None:
    """Rows of needs are kept as they are and read when the framework is known."""
    header = read_header(first, sheet=sheet, known=NEEDS_COLUMNS, required=(UNIT, FIELD))
    gathered.problems.extend(header.problems)
    if not header.missing:
        gathered.needs.extend((sheet, header, row) for row in rows)


def _gather_long_form(gathered: Gathered, sheet: str, first: Row, rows: Iterable[Row]) -> None:
    header = read_header(first, sheet=sheet, known=LONG_COLUMNS, required=(PERSON, RATER, CODE, VALUE))
    gathered.problems.extend(header.problems)
    if not header.missing:
        for row in rows:
            _gather_long_row(gathered, sheet, header, row)


def _gather_form(gathered: Gathered, sheet: str, top: Sequence[Row], rows: Iterable[Row]) -> None:
    """A personal form: whose it is, its headings in the last row of `top`, and a row per item."""
    person = _gather_person_of_form(gathered, sheet, top[:-1])
    header = read_header(top[-1], sheet=sheet, known=FORM_COLUMNS)
    gathered.problems.extend(header.problems)
    if person is not None:
        for row in rows:
            _gather_form_row(gathered, sheet, header, row, person)


def _gather_long_row(gathered: Gathered, sheet: str, header: Header, row: Row) -> None:
    draft = _gather_person(gathered, sheet, header, row)
    rater_cell, code_cell, value_cell, evidence_cell = (
        row.cell(header.columns.get(column)) for column in (RATER, CODE, VALUE, EVIDENCE)
    )
    if rater_cell is code_cell is value_cell is evidence_cell is None:
        return  # a person nobody has rated yet
    rater = gathered.taken(cells.rater_in(rater_cell), rater_cell, sheet, row.number, RATER)
    code = _gather_code(gathered, sheet, row, code_cell)
    value = gathered.taken(cells.value_in(value_cell), value_cell, sheet, row.number, VALUE)
    evidence = _gather_evidence(gathered, sheet, row, evidence_cell, wanted=value != UNANSWERED)
    if draft is not None and rater is not None and code is not None and value not in (None, UNANSWERED):
        gathered.entries.append(
            Entry(
                person=draft.index,
                rater=rater,
                code=code,
                value=value,
                evidence=evidence,
                sheet=sheet,
                row=row.number,
                column=VALUE,
            )
        )


def _gather_form_row(gathered: Gathered, sheet: str, header: Header, row: Row, draft: PersonDraft) -> None:
    """One item of a personal form. A reason belongs to the first of self, manager and agreed that has answered."""
    columns = [(rater, name, header.columns[name]) for name, rater in FORM_RATERS.items() if name in header.columns]
    found = [(rater, name, cell) for rater, name, place in columns if (cell := row.cell(place)) is not None]
    code_cell = row.cell(header.columns[CODE])
    evidence_cell = row.cell(header.columns.get(EVIDENCE))
    if code_cell is None and not found and evidence_cell is None:
        return  # a heading
    code = _gather_code(gathered, sheet, row, code_cell)
    evidence = _gather_evidence(gathered, sheet, row, evidence_cell, wanted=bool(found))
    for rater, name, cell in found:
        column = name.capitalize()
        value = gathered.taken(cells.value_in(cell), cell, sheet, row.number, column)
        if code is not None and value not in (None, UNANSWERED):
            gathered.entries.append(
                Entry(
                    person=draft.index,
                    rater=rater,
                    code=code,
                    value=value,
                    evidence=evidence,
                    sheet=sheet,
                    row=row.number,
                    column=column,
                )
            )
            evidence = ""


def _gather_code(gathered: Gathered, sheet: str, row: Row, cell: Cell) -> str | None:
    code = gathered.taken(cells.code_in(cell), cell, sheet, row.number, CODE)
    if code is not None:
        gathered.asked.setdefault(code, []).append((sheet, row.number))
    return code


def _gather_evidence(gathered: Gathered, sheet: str, row: Row, cell: Cell, *, wanted: bool) -> str:
    if cell is None:
        return ""
    evidence = gathered.taken(cells.evidence_in(cell), cell, sheet, row.number, EVIDENCE) or ""
    if evidence and not wanted:
        gathered.note(Fault(code="evidence_without_value"), cell, sheet, row.number, EVIDENCE)
    return evidence


def _gather_person(gathered: Gathered, sheet: str, header: Header, row: Row) -> PersonDraft | None:
    draft = _draft_of(gathered, row.cell(header.columns[PERSON]), sheet, row.number)
    if draft is None:
        return None
    said = tuple([row.cell(header.columns.get(column)) for column in (NAME, UNIT, CATEGORY)])
    if said != draft.said:
        draft.said = said
        for column, told in zip((NAME, UNIT, CATEGORY), said, strict=True):
            _describe(gathered, draft, column, told, Place(sheet=sheet, row=row.number, column=column))
    return draft


def _gather_person_of_form(gathered: Gathered, sheet: str, above: Sequence[Row]) -> PersonDraft | None:
    """The person whom the lines above the headings of a form name: a label in the first column, its value beside it."""
    told: dict[str, tuple[Cell, int]] = {}
    for row in above:
        told.setdefault(as_text(row.cell(0)).casefold(), (row.cell(1), row.number))
    cell, number = told.get(PERSON, (None, above[0].number if above else 1))
    draft = _draft_of(gathered, cell, sheet, number)
    if draft is None:
        return None
    for column in (NAME, UNIT, CATEGORY):
        cell, number = told.get(column, (None, 1))
        _describe(gathered, draft, column, cell, Place(sheet=sheet, row=number, column=column))
    return draft


def _draft_of(gathered: Gathered, cell: Cell, sheet: str, row: int) -> PersonDraft | None:
    """The person with this id, in which capitals make no difference; None after the problem of the cell is noted."""
    if isinstance(cell, str) and cell in gathered.written:
        return gathered.written[cell]
    known_as = gathered.taken(cells.id_in(cell), cell, sheet, row, PERSON)
    if known_as is None:
        return None
    key = known_as.casefold()
    if key not in gathered.people:
        place = Place(sheet=sheet, row=row, column=PERSON)
        gathered.people[key] = PersonDraft(index=len(gathered.people), id=known_as, place=place)
    draft = gathered.written[cell] = gathered.people[key]
    return draft


_READERS: Final[dict[str, Callable[[Cell], str | Path | Fault]]] = {
    NAME: cells.name_in,
    UNIT: cells.unit_in,
    CATEGORY: cells.name_in,
}
_KEPT_AS: Final = {NAME: "name", UNIT: "unit", CATEGORY: "category"}


def _describe(gathered: Gathered, draft: PersonDraft, column: str, cell: Cell, place: Place) -> None:
    """Note name, unit or category where it is told first; another one later is a problem, and the first is used."""
    told = _READERS[column](cell)
    if isinstance(told, Fault):
        gathered.problems.append(told.at(place, cell))
        return
    if not told:
        return
    known: str | Path = getattr(draft, _KEPT_AS[column])
    if not known:
        setattr(draft, _KEPT_AS[column], told)
        draft.places[column] = place
    elif _folded(known) != _folded(told):
        before = draft.places[column]
        differs = Fault(
            code="person_differs", values={"column": column, "sheet": before.sheet or "", "row": before.row or 0}
        )
        gathered.problems.append(differs.at(place, cell))


def _folded(text: str | Path) -> str:
    return (text if isinstance(text, str) else " / ".join(text)).casefold()
