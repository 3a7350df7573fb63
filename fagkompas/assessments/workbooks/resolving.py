"""What was gathered, held against a framework: which mode the file is of, and which of its values can be used."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from fagkompas.assessments.workbooks import cells
from fagkompas.assessments.workbooks.cells import Fault
from fagkompas.assessments.workbooks.gathering import (
    BY,
    CATEGORY,
    CODE,
    FIELD,
    SHARE,
    SPECIALISTS,
    UNIT,
    WEIGHT,
    Entry,
    Gathered,
    PersonDraft,
)
from fagkompas.assessments.workbooks.ratings import Person, RatedItem, RatingsFile, UnitNeed
from fagkompas.engine.errors import BadInput, Place
from fagkompas.engine.framework import Column, described_columns
from fagkompas.engine.scales import NOT_RELEVANT, Mode, Rater
from fagkompas.engine.units import Need, Path, with_ancestors
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.toolkit.workbooks import Cell, Header, Row, as_text

NAMELESS: Final[Path] = ("",)
"""The unit of people for whom the file names none."""

_SPECIALISTS: Final = range(100_000)
_WEIGHTS: Final = range(1, 4)
_NO_DATE: Final = date.max

Read = TypeVar("Read")


def resolved(gathered: Gathered, document: FrameworkDocument) -> RatingsFile:
    """The file as its framework reads it. Raises `BadInput` with `both_modes` or `no_framework`."""
    mode = _mode_of(gathered, document)
    columns = {column.code.upper(): column for column in described_columns(document.to_engine(), mode)}
    for code, places in gathered.asked.items():
        if code not in columns:
            unknown = Fault(code="code_unknown", values={"framework": document.code})
            for sheet, row in places:
                gathered.note(unknown, code, sheet, row, CODE)
    people = resolved_people(gathered, frozenset(category.code for category in document.categories))
    entries = list(_asked_of_the_person(gathered, people, columns))
    answers = tuple(_answers(gathered, entries, columns))
    units = {folded(path): path for path in with_ancestors([person.unit for person in people])}
    needs = tuple(resolved_needs(gathered, document, units))
    return RatingsFile(
        framework=document,
        mode=mode,
        people=people,
        answers=answers,
        needs=needs,
        problems=gathered.problems_in_order(),
    )


def resolved_people(gathered: Gathered, categories: frozenset[str]) -> tuple[Person, ...]:
    """People with units spelled alike and known categories; without categories in the framework any word is left out."""
    spelled = _Spelling()
    somebody_has_a_unit = any(draft.unit for draft in gathered.people.values())
    people = []
    for draft in gathered.people.values():
        if somebody_has_a_unit and not draft.unit:
            gathered.problems.append(Fault(code="unit_missing").at(draft.place, draft.id))
        people.append(
            Person(
                id=draft.id,
                name=draft.name or draft.id,
                unit=spelled.like_before(draft.unit) if draft.unit else NAMELESS,
                category=_known_category(gathered, draft, categories),
            )
        )
    return tuple(people)


def _mode_of(gathered: Gathered, document: FrameworkDocument) -> Mode:
    """Levels make a dialogue, competencies a screening; a file of dimension questions alone is a screening."""
    framework = document.to_engine()
    competencies, levels = (
        [column.code.upper() for column in described_columns(framework, mode) if not column.is_dimension_item]
        for mode in (Mode.SCREENING, Mode.DIALOGUE)
    )
    competencies = [code for code in competencies if code in gathered.asked]
    levels = [code for code in levels if code in gathered.asked]
    if competencies and levels:
        both = Fault(code="both_modes", values={"competency": competencies[0], "level": levels[0]})
        sheet, row = gathered.asked[levels[0]][0]
        raise BadInput((both.at(Place(sheet=sheet, row=row, column=CODE), levels[0]),))
    return Mode.DIALOGUE if levels else Mode.SCREENING


def _known_category(gathered: Gathered, draft: PersonDraft, categories: frozenset[str]) -> str:
    if not draft.category or not categories:
        return ""
    by_word = {category.casefold(): category for category in categories}
    known = by_word.get(draft.category.casefold())
    if known is None:
        unknown = Fault(code="category_unknown", values={"categories": ", ".join(sorted(categories))})
        gathered.problems.append(unknown.at(draft.places[CATEGORY], draft.category))
    return known or ""


class _Spelling:
    """Units that differ in capitals only are the same one, spelled as where it stands first."""

    def __init__(self) -> None:
        self._spelled: dict[tuple[str, ...], Path] = {}

    def like_before(self, path: Path) -> Path:
        key = folded(path)
        for depth in range(1, len(path) + 1):
            above = self._spelled.get(key[: depth - 1], ())
            self._spelled.setdefault(key[:depth], (*above, path[depth - 1]))
        return self._spelled[key]


def _asked_of_the_person(
    gathered: Gathered, people: Sequence[Person], columns: Mapping[str, Column]
) -> Iterator[Entry]:
    """Entries under a known code that concerns the person's category; "not relevant" is what others are anyway."""
    for entry in gathered.entries:
        column = columns.get(entry.code)
        if column is None:
            continue
        category = people[entry.person].category
        if category and column.categories is not None and category not in column.categories:
            if entry.value != NOT_RELEVANT:
                other = Fault(code="other_category", values={"category": category, "code": column.code})
                gathered.problems.append(other.at(entry.place, shown_value(entry.value)))
        else:
            yield entry


def _answers(gathered: Gathered, entries: Iterable[Entry], columns: Mapping[str, Column]) -> Iterator[RatedItem]:
    """One answer for each person, rater and item; colleagues are several people, so each of theirs stays."""
    first: dict[tuple[int, Rater, str], Entry] = {}
    more: dict[tuple[int, Rater, str], list[Entry]] = {}
    for entry in entries:
        key = (entry.person, entry.rater, entry.code)
        if entry.rater is Rater.PEER:
            yield _answer(entry, columns)
        elif key in first:
            more.setdefault(key, [first[key]]).append(entry)
        else:
            first[key] = entry
    for key, entry in first.items():
        if key not in more or _agree(gathered, more[key]):
            yield _answer(entry, columns)


def _answer(entry: Entry, columns: Mapping[str, Column]) -> RatedItem:
    return RatedItem(
        person=entry.person,
        rater=entry.rater,
        code=columns[entry.code].code,
        value=entry.value,
        evidence=entry.evidence,
    )


def _agree(gathered: Gathered, entries: Sequence[Entry]) -> bool:
    """Whether several entries for one item are the same value. Then it counts once; else none is used."""
    same = len({entry.value for entry in entries}) == 1
    listed = entries[1:] if same else entries
    for entry in listed:
        other = entries[0] if entry is not entries[0] else _first_unlike(entries)
        fault = Fault(
            code="repeated_value" if same else "two_values",
            values={
                "other": shown_value(other.value),
                "sheet": other.place.sheet or "",
                "row": other.place.row or 0,
            },
        )
        gathered.problems.append(fault.at(entry.place, shown_value(entry.value)))
    return same


def _first_unlike(entries: Sequence[Entry]) -> Entry:
    return next(entry for entry in entries if entry.value != entries[0].value)


def shown_value(value: int) -> str:
    """A value as files write it."""
    return cells.NOT_RELEVANT_WORD if value == NOT_RELEVANT else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NeedRow:
    """A row of needs that reads its cells and notes their problems."""

    gathered: Gathered
    sheet: str
    header: Header
    row: Row

    def read(self, column: str, reader: Callable[[Cell], Read | Fault], *, empty: Read | None = None) -> Read | None:
        """What the cell of a column means; `empty` where there is nothing in it and that is allowed."""
        cell = self.row.cell(self.header.columns.get(column))
        if cell is None and empty is not None:
            return empty
        return self.gathered.taken(reader(cell), cell, self.sheet, self.row.number, column)


def resolved_needs(gathered: Gathered, document: FrameworkDocument, units: Mapping[Path, Path]) -> Iterator[UnitNeed]:
    """What units say they need; an empty cell means the default, and the first of several rows for one field counts.

    `units` are those that may be named, by their path in small letters (`folded`).
    """
    seen: set[tuple[Path, str]] = set()
    for sheet, header, found in gathered.needs:
        row = _NeedRow(gathered=gathered, sheet=sheet, header=header, row=found)
        need = _need(row, document, units)
        if need is None:
            continue
        if (need.unit, need.need.field) in seen:
            gathered.note(Fault(code="need_repeated"), need.need.field, sheet, found.number, FIELD)
        else:
            seen.add((need.unit, need.need.field))
            yield need


def _need(row: _NeedRow, document: FrameworkDocument, units: Mapping[Path, Path]) -> UnitNeed | None:
    unit = row.read(UNIT, lambda cell: _known_unit(cell, units))
    field = row.read(FIELD, lambda cell: _known_field(cell, document))
    share = row.read(SHARE, cells.share_in, empty=1.0)
    specialists = row.read(
        SPECIALISTS, lambda cell: cells.whole_in(cell, _SPECIALISTS), empty=document.rules.default_specialists
    )
    weight = row.read(WEIGHT, lambda cell: cells.whole_in(cell, _WEIGHTS), empty=1)
    by = row.read(BY, cells.date_in, empty=_NO_DATE)
    if unit is None or field is None or share is None or specialists is None or weight is None or by is None:
        return None
    need = Need(
        field=field, basic_share=share, specialists=specialists, weight=weight, by=None if by == _NO_DATE else by
    )
    return UnitNeed(unit=unit, need=need)


def _known_unit(cell: Cell, units: Mapping[Path, Path]) -> Path | Fault:
    path = cells.unit_in(cell)
    if isinstance(path, Fault):
        return path
    return units.get(folded(path)) or Fault(code="unit_unknown")


def _known_field(cell: Cell, document: FrameworkDocument) -> str | Fault:
    """A field by its code or by its name in either language."""
    word = as_text(cell).casefold()
    for field in document.fields:
        if word and word in {field.code.casefold(), field.name.da.casefold(), field.name.en.casefold()}:
            return field.code
    return Fault(code="field_unknown", values={"fields": ", ".join(field.code for field in document.fields)})


def folded(path: Path) -> Path:
    """The path as it is told apart from others: capitals make no difference."""
    return tuple(name.casefold() for name in path)
