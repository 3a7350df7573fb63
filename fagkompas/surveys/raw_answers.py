"""A file of raw answers, a row an answer, counted as it is read: `svar-id`, `spørgsmål`, `række`, `svar`.

An answer is the code or the text of an option (in either language), a number, own words, or "ved ikke". An empty answer is a
blank. Who has any row that can be used, if only a blank, has taken part. Several choices are several rows.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.surveys.answering import LONGEST_TEXT, whole_number_in
from fagkompas.surveys.document import DONT_KNOW, OF_OPTIONS, InstrumentDocument, Kind, Question
from fagkompas.surveys.results import ANSWERED, Cell, Tally
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.workbooks import (
    ErrorValue,
    Formula,
    Header,
    Progress,
    Row,
    Sheet,
    open_workbook,
    read_header,
)

COLUMNS: Final = ("svar-id", "spørgsmål", "række", "svar")
REQUIRED: Final = ("svar-id", "spørgsmål", "svar")
WORDS_FOR_DONT_KNOW: Final = frozenset({DONT_KNOW, "ved ikke", "don't know", "don’t know", "dont know"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswers:
    """What was counted, and what could not be used."""

    tally: Tally
    problems: tuple[Problem, ...]


def read_answers(
    source: Path | IO[bytes], *, name: str, instrument: InstrumentDocument, progress: Progress | None = None
) -> RawAnswers:
    """Read and count a file. Raises BadInput when nothing in it can be read; else its problems stand beside the counts."""
    counting = _Counting(instrument)
    with open_workbook(source, name=name, progress=progress) as workbook:
        for sheet in workbook.sheets:
            counting.read(sheet)
    if not counting.respondents:
        nothing = Problem(place=Place(sheet=name), found="", message_code="no_answers", values={"file": name})
        raise BadInput((nothing, *counting.problems))
    tally = Tally(
        respondents=len(counting.respondents),
        counts=dict(counting.counts),
        texts={question: tuple(texts) for question, texts in counting.texts.items()},
    )
    return RawAnswers(tally=tally, problems=tuple(counting.problems))


@dataclass(slots=True)
class _Asked:
    """A question as the file may name its rows and answers: by code or text, in any case."""

    question: Question
    rows: Mapping[str, str]
    options: Mapping[str, str]

    @classmethod
    def of(cls, question: Question) -> "_Asked":
        rows = {name: row.code for row in question.rows for name in _names(row.code, row.text.da, row.text.en)}
        options = {name: one.code for one in question.options for name in _names(one.code, one.text.da, one.text.en)}
        return cls(question, rows or {"": ""}, options)


def _names(*words: str) -> list[str]:
    return [word.casefold() for word in words if word]


@dataclass(slots=True)
class _Counting:
    """Counts row by row; a row that cannot be used is noted and counts nowhere."""

    instrument: InstrumentDocument
    respondents: set[str] = field(default_factory=set)
    counts: Counter[Cell] = field(default_factory=Counter)
    texts: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    asked: dict[str, _Asked] = field(init=False)
    first: dict[tuple[str, str, str], int] = field(default_factory=dict)
    options: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked = {question.code: _Asked.of(question) for question in self.instrument.questions}

    def read(self, sheet: Sheet) -> None:
        """Count a sheet; one without the columns is noted and left."""
        header: Header | None = None
        for row in sheet.rows():
            if header is None:
                header = read_header(row, sheet=sheet.name, known=COLUMNS, required=REQUIRED)
                self.problems += header.problems
                if header.missing:
                    return
                continue
            self.count(sheet.name, row, header)

    def count(self, sheet: str, row: Row, header: Header) -> None:
        """One row of the file."""
        who, code, line, given = (header.text(row, column) for column in COLUMNS)
        cell = row.cell(header.columns["svar"])
        if isinstance(cell, Formula | ErrorValue):
            code_of_it = "formula" if isinstance(cell, Formula) else "error_value"
            return self.note(sheet, row, "svar", given, code_of_it)
        if not who:
            return self.note(sheet, row, "svar-id", "", "respondent_missing")
        asked = self.asked.get(code.casefold())
        if asked is None:
            wanted = "question_unknown" if code else "question_missing"
            return self.note(sheet, row, "spørgsmål", code, wanted, choices=", ".join(self.asked))
        place = asked.rows.get(line.casefold())
        if place is None:
            wanted = "row_unknown" if asked.question.rows else "row_not_wanted"
            return self.note(sheet, row, "række", line, wanted, choices=", ".join(asked.question.row_codes))
        if not given or self.count_answer(sheet, row, who, asked, place, given):
            self.respondents.add(who)
        return None

    def count_answer(self, sheet: str, row: Row, who: str, asked: _Asked, place: str, given: str) -> bool:
        """An answer to a question that is there, in a row that is there; whether it could be used."""
        question = asked.question
        option, problem = _answer(asked, given)
        if problem is not None:
            shown = masked_cpr(given) if problem == "cpr_in_text" else given
            choices = ", ".join(one.code for one in question.options)
            limits = {"least": question.least, "most": question.most, "characters": len(given), "limit": LONGEST_TEXT}
            self.note(sheet, row, "svar", shown, problem, choices=choices, **limits)
            return False
        key = (who, question.code, place)
        before, others = self.first.get(key), self.options.get(key, frozenset())
        several = question.kind is Kind.CHOICES
        if before is not None and (not several or option in others or DONT_KNOW in {option, *others}):
            self.note(sheet, row, "svar", given[:80], "two_answers", line=before)
            return False
        self.first.setdefault(key, row.number)
        self.counts[Cell(question.code, place, option)] += 1
        if several:
            self.options[key] = others | {option}
            self.counts[Cell(question.code, place, ANSWERED)] += before is None and option != DONT_KNOW
        if question.kind is Kind.OPEN:
            self.texts[question.code].append(given)
        return True

    def note(self, sheet: str, row: Row, column: str, found: str, message_code: str, **values: str | int) -> None:
        """Remember a problem with its place."""
        place = Place(sheet=sheet, row=row.number, column=column)
        self.problems.append(Problem(place=place, found=found[:80], message_code=message_code, values=values))


def _answer(asked: _Asked, given: str) -> tuple[str, str | None]:
    """What the answer is counted under, or why it cannot be used."""
    question = asked.question
    if question.kind is Kind.OPEN:
        if len(given) > LONGEST_TEXT:
            return "", "text_too_long"
        return ANSWERED, "cpr_in_text" if cpr_like(given) else None
    word = given.casefold()
    if word in WORDS_FOR_DONT_KNOW:
        return DONT_KNOW, None if question.dont_know else "dont_know_not_offered"
    if question.kind in OF_OPTIONS:
        return asked.options.get(word, ""), None if word in asked.options else "answer_unknown"
    number = whole_number_in(word, question)
    return ("", "not_a_whole_number") if number is None else (str(number), None)
