"""Personal forms: a workbook with one sheet a person, to fill in on screen or on paper, and to be read back.

::

    title                                      the framework
    Medarbejder  bo@kommune.example            whose form it is; reading looks for these labels
    Navn         Bo
    Enhed        Kommune / Nord
    Kategori
    the scale in one line
    Kompetence | Udsagn | Selv | Leder | Aftalt | Begrundelse      headings; what is above stays in view
    how to fill it in, and the scale with its anchors
    field > level > a row per item

Labels and headings are the words that reading knows, so they are Danish whatever the reader's language is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.assessments.workbooks.cells import NOT_RELEVANT_WORD
from fagkompas.assessments.workbooks.gathering import (
    BY,
    CATEGORY,
    CODE,
    EVIDENCE,
    FIELD,
    FORM_RATERS,
    GUIDE_SHEET,
    NAME,
    NEEDS_COLUMNS,
    NEEDS_SHEET,
    PERSON,
    PLAN_SHEETS,
    RATINGS_SHEET,
    SHARE,
    STATEMENT,
    UNIT,
)
from fagkompas.assessments.workbooks.ratings import EVIDENCE_LENGTH, Person
from fagkompas.engine.framework import Column, described_columns
from fagkompas.engine.scales import LEVELS, POINTS, Level, Mode
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.frameworks.texts import FieldTexts, FrameworkTexts, ItemTexts
from fagkompas.toolkit.workbooks import Progress, Table, add_tables, new_workbook, sheet_name

MOST_PEOPLE: Final = 1000
"""In one workbook; with more, the filled-in file would be too large to be read again."""

_HEADINGS_ROW: Final = 6
_CODE, _STATEMENT, _FIRST_RATER, _LAST_RATER, _EVIDENCE = 0, 1, 2, 4, 5
_WIDTHS: Final = (14, 66, 7, 7, 7, 34)
_LINE: Final = 13.5
"""Height of a line of text, in points."""


def write_forms(
    target: Path | IO[bytes],
    *,
    document: FrameworkDocument,
    people: Sequence[Person],
    mode: Mode = Mode.SCREENING,
    tables: Sequence[Table] = (),
    progress: Progress | None = None,
) -> None:
    """Write the forms of these people, at most `MOST_PEOPLE`, with the texts in the reader's language.

    A person with a category is asked only what concerns it. `tables` are further sheets, after the rest.
    """
    content = _Content(document=document, texts=document.texts(get_language() or "da"), mode=mode)
    with new_workbook(target, title=content.title) as book:
        names = _sheet_names(people)
        styles = _Styles(book)
        _write_guide(book.add_worksheet(GUIDE_SHEET), styles, content, list(zip(names, people, strict=True)))
        for count, (name, person) in enumerate(zip(names, people, strict=True), start=1):
            _write_form(book.add_worksheet(name), styles, content, person)
            if progress is not None:
                progress(count)
        _write_needs(book.add_worksheet(NEEDS_SHEET), styles, content)
        add_tables(book, tables, taken=[GUIDE_SHEET, *names, NEEDS_SHEET])


def _sheet_names(people: Sequence[Person]) -> list[str]:
    taken = [GUIDE_SHEET, NEEDS_SHEET, RATINGS_SHEET, *PLAN_SHEETS]
    names = []
    for person in people:
        names.append(sheet_name(person.name, taken=taken))
        taken.append(names[-1])
    return names


# What stands in a form


class _Kind(Enum):
    FIELD = auto()
    LEVEL = auto()
    ITEM = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One row of a form: a heading with a text under it, or an item with its code, title and statement."""

    kind: _Kind
    title: str
    text: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What the forms of a framework ask, with lines made once for each category."""

    document: FrameworkDocument
    texts: FrameworkTexts
    mode: Mode
    _lines: dict[str, tuple[_Line, ...]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return _("Competence form") + f" · {self.texts.name}"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return described_columns(self.document.to_engine(), self.mode)

    @cached_property
    def scale_in_a_line(self) -> str:
        points = [f"{point.value} {point.name}" for point in self.texts.scale]
        return " · ".join([*points, NOT_RELEVANT_WORD + " " + _("Not relevant for my work")])

    def lines(self, category: str) -> tuple[_Line, ...]:
        if category not in self._lines:
            asked = [
                column.code
                for column in self.columns
                if not category or column.categories is None or category in column.categories
            ]
            lines = _dialogue_lines if self.mode is Mode.DIALOGUE else _screening_lines
            self._lines[category] = tuple(
                line for texts in self.texts.fields for line in _with_heading(texts, lines(texts, frozenset(asked)))
            )
        return self._lines[category]


def _with_heading(texts: FieldTexts, lines: Iterator[_Line]) -> Iterator[_Line]:
    asked = list(lines)
    if asked:
        yield _Line(kind=_Kind.FIELD, title=texts.name, text=texts.description)
        yield from asked


def _screening_lines(texts: FieldTexts, asked: frozenset[str]) -> Iterator[_Line]:
    for level in LEVELS:
        yield from _section(level_name(level), texts.at(level), asked)
    yield from _dimension_lines(texts, asked)


def _dialogue_lines(texts: FieldTexts, asked: frozenset[str]) -> Iterator[_Line]:
    """A row a level: what it covers is told by the titles of its competencies."""
    for level, suffix in zip(LEVELS, ("G", "S"), strict=True):
        code = f"{texts.code}-{suffix}"
        if code in asked:
            covers = "; ".join(item.title for item in texts.at(level))
            yield _Line(kind=_Kind.ITEM, title=level_name(level), text=covers, code=code)
    yield from _dimension_lines(texts, asked)


def _dimension_lines(texts: FieldTexts, asked: frozenset[str]) -> Iterator[_Line]:
    return _section(_("The three dimensions"), texts.dimension_items, asked)


def _section(heading: str, items: Sequence[ItemTexts], asked: frozenset[str]) -> Iterator[_Line]:
    wanted = [item for item in items if item.code in asked]
    if wanted:
        yield _Line(kind=_Kind.LEVEL, title=heading)
        for item in wanted:
            yield _Line(kind=_Kind.ITEM, title=item.title, text=item.statement, code=item.code)


def level_name(level: Level) -> str:
    """ "Grundlæggende niveau", as a heading."""
    return _("Basic level") if level is Level.BASIC else _("Specialised level")


# How it looks


class _Styles:
    """The formats of a workbook of forms: calm, and the same on paper."""

    def __init__(self, book: Any) -> None:
        text = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
        line = {"bottom": 1, "bottom_color": "#D5DCE4"}
        self.title = book.add_format({**text, "font_size": 15, "bold": True, "text_wrap": False})
        self.label = book.add_format({**text, "font_color": "#4A4A4A"})
        self.told = book.add_format({**text, "bold": True, "num_format": "@", "text_wrap": False})
        self.scale = book.add_format(
            {**text, "font_color": "#1A1A1A", "bg_color": "#EEF2F6", "valign": "vcenter", "text_wrap": False}
        )
        self.heading = book.add_format(
            {**text, "bold": True, "font_color": "#FFFFFF", "bg_color": "#003A73", "valign": "vcenter"}
        )
        self.heading_in_middle = book.add_format(
            {
                **text,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#003A73",
                "valign": "vcenter",
                "align": "center",
            }
        )
        self.text = book.add_format(text)
        self.bold = book.add_format({"font_name": "Calibri", "font_size": 10, "bold": True})
        self.plain = book.add_format({"font_name": "Calibri", "font_size": 10})
        self.field = book.add_format(
            {**text, "font_size": 12, "bold": True, "font_color": "#003A73", "bg_color": "#DCE7F2", "valign": "vcenter"}
        )
        self.level = book.add_format(
            {**text, "bold": True, "font_color": "#1A1A1A", "bg_color": "#F3F5F7", "valign": "vcenter"}
        )
        self.code = book.add_format({**text, **line, "font_color": "#5A5A5A", "font_size": 9})
        self.statement = book.add_format({**text, **line})
        box = {"border": 1, "border_color": "#8CA3BA", "locked": False, "bg_color": "#FFFFFF"}
        self.value = book.add_format(
            {**text, **box, "align": "center", "valign": "vcenter", "bold": True, "font_size": 12, "num_format": "0"}
        )
        self.evidence = book.add_format({**text, **box, "num_format": "@"})
        self.link = book.add_format({**text, "font_color": "#0059B3", "underline": 1, "text_wrap": False})
        self.share = book.add_format({**text, "num_format": "0 %", "locked": False})
        self.date = book.add_format({**text, "num_format": "dd-mm-yyyy", "locked": False})


def _lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of `width` characters; a little is spared for breaking between words."""
    return sum(max(1, -(-len(part) // max(1, int(width * 1.15)))) for part in text.split("\n"))


def _write_form(sheet: Any, styles: _Styles, content: _Content, person: Person) -> None:
    _lay_out(sheet, content, person)
    _write_top(sheet, styles, content, person)
    row = _write_how(sheet, styles, content, _HEADINGS_ROW + 1)
    rated: list[int] = []
    for line in content.lines(person.category):
        if line.kind is _Kind.ITEM:
            _write_item(sheet, styles, row, line)
            rated.append(row)
        else:
            _write_heading(sheet, styles, row, line)
        row += 1
    _offer_choices(sheet, content, rated)
    sheet.print_area(0, 0, row - 1, _EVIDENCE)


def _lay_out(sheet: Any, content: _Content, person: Person) -> None:
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_HEADINGS_ROW + 1, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADINGS_ROW - 1, _HEADINGS_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L&9{person.name.replace('&', '&&')}&C&9{content.texts.name.replace('&', '&&')}&R&9&P / &N")
    # Codes and statements are guarded against slips of the hand; there is no password.
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})


def _write_top(sheet: Any, styles: _Styles, content: _Content, person: Person) -> None:
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, content.title, styles.title)
    told = ((PERSON, person.id), (NAME, person.name), (UNIT, person.unit_path), (CATEGORY, person.category))
    for row, (label, value) in enumerate(told, start=1):
        sheet.write_string(row, _CODE, label.capitalize(), styles.label)
        sheet.write_string(row, _STATEMENT, value, styles.told)
    sheet.set_row(_HEADINGS_ROW - 1, 18)
    sheet.merge_range(_HEADINGS_ROW - 1, 0, _HEADINGS_ROW - 1, _EVIDENCE, content.scale_in_a_line, styles.scale)
    sheet.set_row(_HEADINGS_ROW, 18)
    for column, heading in enumerate((CODE, STATEMENT, *FORM_RATERS, EVIDENCE)):
        middle = _FIRST_RATER <= column <= _LAST_RATER
        style = styles.heading_in_middle if middle else styles.heading
        sheet.write_string(_HEADINGS_ROW, column, heading.capitalize(), style)


def _write_how(sheet: Any, styles: _Styles, content: _Content, row: int) -> int:
    """How to fill the form in, and the scale with its anchors; returns the row below."""
    width = sum(_WIDTHS[1:])
    for text in _how_to():
        sheet.merge_range(row, _STATEMENT, row, _EVIDENCE, text, styles.text)
        sheet.set_row(row, _LINE * _lines_of(text, width) + 3)
        row += 1
    for point in content.texts.scale:
        text = f"{point.value}  {point.name}: "
        sheet.merge_range(row, _STATEMENT, row, _EVIDENCE, "", styles.text)
        sheet.write_rich_string(row, _STATEMENT, styles.bold, text, styles.plain, point.anchor, styles.text)
        sheet.set_row(row, _LINE * _lines_of(text + point.anchor, width) + 2)
        row += 1
    not_relevant = NOT_RELEVANT_WORD + "  " + _("Not relevant for my work")
    sheet.merge_range(row, _STATEMENT, row, _EVIDENCE, "", styles.text)
    sheet.write_rich_string(row, _STATEMENT, styles.bold, not_relevant, styles.plain, " ", styles.text)
    return row + 2


def _how_to() -> tuple[str, ...]:
    return (
        _(
            "Rate what you do in your work today. Choose a number in each cell, or IR where the point is not relevant for "
            "your work, and leave a cell empty where you cannot answer. Selv is your own view, Leder your manager's, and "
            "Aftalt what you settle on when you have talked about it."
        ),
        _(
            "The answers are used to talk about skill and to plan learning, never for pay or dismissal. Write nothing "
            "about citizens."
        ),
    )


def _write_heading(sheet: Any, styles: _Styles, row: int, line: _Line) -> None:
    style = styles.field if line.kind is _Kind.FIELD else styles.level
    sheet.write_blank(row, _CODE, None, style)
    if not line.text:
        sheet.merge_range(row, _STATEMENT, row, _EVIDENCE, line.title, style)
        sheet.set_row(row, 18)
        return
    sheet.merge_range(row, _STATEMENT, row, _EVIDENCE, "", style)
    sheet.write_rich_string(row, _STATEMENT, f"{line.title}\n", styles.plain, line.text, style)
    sheet.set_row(row, 20 + _LINE * _lines_of(line.text, sum(_WIDTHS[1:])))


def _write_item(sheet: Any, styles: _Styles, row: int, line: _Line) -> None:
    sheet.write_string(row, _CODE, line.code, styles.code)
    sheet.write_rich_string(row, _STATEMENT, styles.bold, f"{line.title}\n", styles.plain, line.text, styles.statement)
    for column in range(_FIRST_RATER, _LAST_RATER + 1):
        sheet.write_blank(row, column, None, styles.value)
    sheet.write_blank(row, _EVIDENCE, None, styles.evidence)
    sheet.set_row(row, _LINE * (1 + _lines_of(line.text, _WIDTHS[_STATEMENT])) + 5)


def _offer_choices(sheet: Any, content: _Content, rows: Sequence[int]) -> None:
    """A drop-down in every cell for a rating, and a limit on the length of every reason."""
    if not rows:
        return
    sheet.data_validation(
        rows[0],
        _FIRST_RATER,
        rows[0],
        _LAST_RATER,
        {
            "validate": "list",
            "source": [*(str(point) for point in POINTS), NOT_RELEVANT_WORD],
            "input_title": _("Rating"),
            "input_message": "\n".join(
                [*(f"{point.value} {point.name}" for point in content.texts.scale), f"IR {_('Not relevant')}"]
            )[:255],
            "error_title": _("Not a rating"),
            "error_message": _("Choose 0, 1, 2, 3, 4 or IR, or leave the cell empty."),
            "other_cells": [[row, _FIRST_RATER, row, _LAST_RATER] for row in rows[1:]],
        },
    )
    sheet.data_validation(
        rows[0],
        _EVIDENCE,
        rows[-1],
        _EVIDENCE,
        {
            "validate": "length",
            "criteria": "<=",
            "value": EVIDENCE_LENGTH,
            "error_title": _("Too long"),
            "error_message": _("Shorten the text to %(longest)s characters.") % {"longest": EVIDENCE_LENGTH},
        },
    )


def _write_guide(sheet: Any, styles: _Styles, content: _Content, people: Sequence[tuple[str, Person]]) -> None:
    """The first sheet: how to go about it, and a link to each person's form."""
    for index, width in enumerate((34, 34, 50)):
        sheet.set_column(index, index, width)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, content.title, styles.title)
    row = 1
    for text in (*_how_to(), _("Save the file when it is filled in, and send it back to whoever gave it to you.")):
        sheet.merge_range(row, 0, row, 2, text, styles.text)
        sheet.set_row(row, _LINE * _lines_of(text, 118) + 4)
        row += 1
    row += 1
    for column, heading in enumerate((NAME, PERSON, UNIT)):
        sheet.write_string(row, column, heading.capitalize(), styles.heading)
    for place, (name, person) in enumerate(people, start=row + 1):
        escaped = name.replace("'", "''")
        sheet.write_url(place, 0, f"internal:'{escaped}'!A1", styles.link, person.name)
        sheet.write_string(place, 1, person.id, styles.text)
        sheet.write_string(place, 2, person.unit_path, styles.text)


def _write_needs(sheet: Any, styles: _Styles, content: _Content) -> None:
    """An empty table of what units need, for those who want other needs than the framework's."""
    for index, heading in enumerate(NEEDS_COLUMNS):
        style = {SHARE: styles.share, BY: styles.date}.get(heading, styles.text)
        sheet.set_column(index, index, 40 if heading == UNIT else 18, style)
        sheet.write_string(0, index, heading.capitalize(), styles.heading)
    codes = [texts.code for texts in content.texts.fields]
    place = NEEDS_COLUMNS.index(FIELD)
    sheet.data_validation(1, place, 500, place, {"validate": "list", "source": codes})
    sheet.freeze_panes(1, 0)
