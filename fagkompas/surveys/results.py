"""What was answered, in whole percent of each question's own base: counts in, figures out. No database.

A base is those who chose an answer. "Don't know" and blank are counted beside it and are in no percent; only where the
published table's own base holds those who left it blank are they in ours too, so that the two can be compared.
Nothing rests on fewer answers than `SMALLEST_GROUP`: then a row, or the whole, is hidden with all its counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.surveys.document import (
    DONT_KNOW,
    InstrumentDocument,
    Kind,
    PublishedTable,
    Question,
)
from fagkompas.toolkit.texts import NO_TEXT, Text

ANSWERED: Final = ""
"""The option under which it is counted that somebody answered a question with several choices, however many."""

MOST_VALUES: Final = 21
"""A number with more possible values than this is shown by its mean alone."""


class Cell(NamedTuple):
    """What an answer is counted under: `row` is "" outside grids, `option` also `DONT_KNOW` or `ANSWERED`."""

    question: str
    row: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Everything that was counted in one survey. A number is counted under its own text: "7"."""

    respondents: int
    counts: Mapping[Cell, int]
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def count(self, question: str, row: str, option: str) -> int:
        """How many gave this answer."""
        return self.counts.get(Cell(question, row, option), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionResult:
    """One answer: how many gave it, and whole percents of the base, ours and the published."""

    code: str
    text: Text
    count: int
    percent: int | None
    published: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """A row of a grid, or the whole of another question. When `is_hidden`, every number is zero or None."""

    code: str
    text: Text
    base: int
    dont_know: int
    blank: int
    options: tuple[OptionResult, ...]
    mean: float | None = None
    is_hidden: bool = False

    @property
    def has_benchmark(self) -> bool:
        """Whether published percents stand beside."""
        return any(option.published is not None for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """One question's figures, and the texts of an open one in an order that says nothing."""

    question: Question
    rows: tuple[RowResult, ...]
    table: PublishedTable | None = None
    texts: tuple[str, ...] = ()

    @property
    def counts_blank(self) -> bool:
        """Whether the base holds those who left it blank."""
        return self.table is not None and self.table.counts_blank

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it can be shown."""
        return all(row.is_hidden for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All questions. When `is_hidden`, too few have answered and there are none."""

    instrument: InstrumentDocument
    respondents: int
    questions: tuple[QuestionResult, ...]
    is_hidden: bool = False

    def question(self, code: str) -> QuestionResult | None:
        """One question's figures."""
        return next((one for one in self.questions if one.question.code == code), None)


def results_of(instrument: InstrumentDocument, tally: Tally) -> Results:
    """The figures of a survey from what was counted."""
    is_hidden = tally.respondents < SMALLEST_GROUP
    questions = () if is_hidden else tuple(_question(instrument, question, tally) for question in instrument.questions)
    return Results(
        instrument=instrument,
        respondents=0 if is_hidden else tally.respondents,
        questions=questions,
        is_hidden=is_hidden,
    )


def published_result(question: Question, table: PublishedTable) -> QuestionResult:
    """The published figures by themselves, drawn and told as ours are: each percent as so many of a hundred."""
    texts = {row.code: row.text for row in question.rows} or {"": question.text}
    rows = tuple(
        RowResult(
            code=code,
            text=texts.get(code, NO_TEXT),
            base=100,
            dont_know=0,
            blank=0,
            options=tuple(
                OptionResult(code=option.code, text=option.text, count=percents.get(option.code, 0), percent=None)
                for option in question.options
            ),
        )
        for code in question.row_codes
        if (percents := table.percents.get(code or question.code, {}))
    )
    return QuestionResult(question=question, rows=rows, table=table)


def whole_percent(count: int, base: int) -> int | None:
    """Rounded half up; None of nothing."""
    return (200 * count + base) // (2 * base) if base else None


def _question(instrument: InstrumentDocument, question: Question, tally: Tally) -> QuestionResult:
    table = instrument.published_table(question.code)
    texts = {row.code: row.text for row in question.rows} or {"": question.text}
    rows = tuple(_row(question, row, texts.get(row, NO_TEXT), table, tally) for row in question.row_codes)
    given = tally.texts.get(question.code, ())
    # Sorted, so that the order of answering does not show.
    shown = tuple(sorted(given, key=str.casefold)) if question.kind is Kind.OPEN and not rows[0].is_hidden else ()
    return QuestionResult(question=question, rows=rows, table=table, texts=shown)


def _row(question: Question, code: str, text: Text, table: PublishedTable | None, tally: Tally) -> RowResult:
    answered = _answered(question, code, tally)
    if answered < SMALLEST_GROUP:
        return RowResult(code=code, text=text, base=0, dont_know=0, blank=0, options=(), is_hidden=True)
    dont_know = tally.count(question.code, code, DONT_KNOW)
    blank = tally.respondents - answered - dont_know
    base = tally.respondents - dont_know if table and table.counts_blank else answered
    published = table.percents.get(code or question.code, {}) if table else {}
    return RowResult(
        code=code,
        text=text,
        base=base,
        dont_know=dont_know,
        blank=blank,
        options=tuple(_options(question, code, base, published, tally)),
        mean=_mean(question, tally) if question.kind is Kind.NUMBER else None,
    )


def _answered(question: Question, row: str, tally: Tally) -> int:
    if question.kind in {Kind.GRID, Kind.CHOICE}:
        return sum(tally.count(question.code, row, option.code) for option in question.options)
    if question.kind is Kind.NUMBER:
        return sum(count for _value, count in _numbers(question, tally))
    return tally.count(question.code, row, ANSWERED)


def _options(
    question: Question, row: str, base: int, published: Mapping[str, int], tally: Tally
) -> Iterator[OptionResult]:
    choices = [(option.code, option.text) for option in question.options]
    if question.kind is Kind.NUMBER and question.most - question.least < MOST_VALUES:
        choices = [(str(value), Text(da=str(value))) for value in range(question.least, question.most + 1)]
    for code, text in choices:
        count = tally.count(question.code, row, code)
        percent = whole_percent(count, base)
        yield OptionResult(code=code, text=text, count=count, percent=percent, published=published.get(code))


def _mean(question: Question, tally: Tally) -> float | None:
    numbers = list(_numbers(question, tally))
    base = sum(count for _value, count in numbers)
    return float(sum(value * count for value, count in numbers) / base) if base else None


def _numbers(question: Question, tally: Tally) -> Iterator[tuple[Decimal, int]]:
    """The numbers that were given, and how often."""
    for cell, count in tally.counts.items():
        if cell.question == question.code and cell.option not in {DONT_KNOW, ANSWERED}:
            yield Decimal(cell.option), count
