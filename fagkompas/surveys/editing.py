"""Changing an instrument that nobody uses yet: documents in, documents out. No database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from fagkompas.engine.errors import Place, Problem
from fagkompas.surveys.document import DONT_KNOW, OF_OPTIONS, Choice, GridRow, InstrumentDocument, Kind, Question
from fagkompas.surveys.reader import LONGEST_CHOICE, LONGEST_CODE
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.texts import NO_TEXT, Text

_ASCII: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class Coded(Protocol):
    """An option or a row."""

    @property
    def code(self) -> str: ...

    @property
    def text(self) -> Text: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedQuestion:
    """A question as somebody wrote it: rows and options one a line."""

    kind: Kind
    text: Text
    hint: Text = NO_TEXT
    dont_know: bool = False
    rows_da: str = ""
    rows_en: str = ""
    options_da: str = ""
    options_en: str = ""
    least: int = 0
    most: int = 10


def code_from(words: str, taken: Iterable[str]) -> str:
    """A code that says what it is about and is not taken: "Tid nok?" as "tid-nok"."""
    plain = re.sub("[^a-z0-9]+", "-", words.lower().translate(_ASCII)).strip("-")[: LONGEST_CODE - 4].strip("-") or "x"
    used, code, number = {*taken, DONT_KNOW}, plain, 1
    while code in used:
        number += 1
        code = f"{plain}-{number}"
    return code


def with_question(document: InstrumentDocument, typed: TypedQuestion, *, code: str = "") -> InstrumentDocument:
    """The document with a question changed, or one more at the end. Raises BadInput when lines are missing or too long."""
    before = document.question(code)
    asked = _question(typed, before, code or code_from(typed.text.da, [one.code for one in document.questions]))
    questions = (
        tuple(asked if one.code == code else one for one in document.questions)
        if before
        else (*document.questions, asked)
    )
    return _fitting(replace(document, questions=questions))


def without_question(document: InstrumentDocument, code: str) -> InstrumentDocument:
    """The document without a question."""
    return _fitting(replace(document, questions=tuple(one for one in document.questions if one.code != code)))


def with_question_moved(document: InstrumentDocument, code: str, steps: int) -> InstrumentDocument:
    """The document with a question so many places further down (negative: up), at most to an end."""
    questions = list(document.questions)
    here = next((place for place, one in enumerate(questions) if one.code == code), None)
    if here is not None:
        moved = questions.pop(here)
        questions.insert(min(max(here + steps, 0), len(questions)), moved)
    return replace(document, questions=tuple(questions))


def _question(typed: TypedQuestion, before: Question | None, code: str) -> Question:
    kind = typed.kind
    rows = _lines(typed.rows_da, typed.rows_en) if kind is Kind.GRID else []
    options = _lines(typed.options_da, typed.options_en) if kind in OF_OPTIONS else []
    refuse(
        [
            *(_problems("rows", typed.rows_da, typed.rows_en, least=1) if kind is Kind.GRID else ()),
            *(_problems("options", typed.options_da, typed.options_en, least=2) if kind in OF_OPTIONS else ()),
            *unless(kind is not Kind.NUMBER or typed.least < typed.most, "most", "number_ends", str(typed.most)),
        ]
    )
    fields = {row.code: row.field for row in before.rows} if before else {}
    return Question(
        code=code,
        kind=kind,
        text=typed.text,
        hint=typed.hint,
        dont_know=typed.dont_know and kind is not Kind.OPEN,
        rows=tuple(
            GridRow(code=row, text=text, field=fields.get(row, ""))
            for row, text in _coded(rows, before.rows if before else ())
        ),
        options=tuple(
            Choice(code=option, text=text) for option, text in _coded(options, before.options if before else ())
        ),
        least=typed.least if kind is Kind.NUMBER else 0,
        most=typed.most if kind is Kind.NUMBER else 10,
    )


def _lines(danish: str, english: str) -> list[Text]:
    da, en = _split(danish), _split(english)
    return [Text(da=line, en=en[place] if place < len(en) else "") for place, line in enumerate(da)]


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _problems(name: str, danish: str, english: str, *, least: int) -> list[Problem]:
    da, en = _split(danish), _split(english)
    twice = next((line for line in da if da.count(line) > 1), "")
    long = next((line for line in (*da, *en) if len(line) > LONGEST_CHOICE), "")
    found = [
        *unless(len(da) >= least, f"{name}_da", "lines_missing", least=least),
        *unless(not twice, f"{name}_da", "line_twice", twice[:80]),
        *unless(not long, f"{name}_da", "line_too_long", long[:80], limit=LONGEST_CHOICE),
    ]
    if en and len(en) != len(da):
        values = {"danish": len(da)}
        place = Place(column=f"{name}_en")
        found.append(Problem(place=place, found=str(len(en)), message_code="english_lines", values=values))
    return found


def _coded(texts: Sequence[Text], before: Sequence[Coded]) -> list[tuple[str, Text]]:
    """Each text with its code: the one it had, by its words or (when there are as many) by its place, else a new one."""
    by_words = {one.text.da: one.code for one in before}
    same_length = len(texts) == len(before)
    coded: list[tuple[str, Text]] = []
    for place, text in enumerate(texts):
        code = by_words.get(text.da, "")
        if not code and same_length and before[place].text.da not in {one.da for one in texts}:
            code = before[place].code
        taken = {one for one, _text in coded} | set(by_words.values())
        coded.append((code or code_from(text.da, taken), text))
    return coded


def _fitting(document: InstrumentDocument) -> InstrumentDocument:
    """Without the published tables whose question is not as it was when they were made."""
    if document.published is None:
        return document
    tables = tuple(table for table in document.published.tables if _fits(document, table.question, table.percents))
    return replace(document, published=replace(document.published, tables=tables) if tables else None)


def _fits(document: InstrumentDocument, code: str, percents: Mapping[str, Mapping[str, int]]) -> bool:
    question = document.question(code)
    if question is None:
        return False
    rows = set(question.row_codes) if question.kind is Kind.GRID else {question.code}
    options = {option.code for option in question.options}
    return set(percents) == rows and all(set(row) == options for row in percents.values())
