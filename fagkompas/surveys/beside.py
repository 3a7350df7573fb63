"""One person's answers beside the published ones. No database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fagkompas.surveys.answering import Answered, Given, own_words
from fagkompas.surveys.document import InstrumentDocument, Kind, PublishedTable, Question
from fagkompas.surveys.results import QuestionResult, published_result
from fagkompas.toolkit.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """How many answered this then, in whole percent; `is_own` marks the answer that the person gave."""

    text: Text
    percent: int
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """A row with the person's own answer, and all published answers beside it."""

    text: Text
    own: tuple[Text, ...]
    is_dont_know: bool
    then: tuple[Then, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A question with the person's answers."""

    number: int
    question: Question
    rows: tuple[OwnRow, ...]
    own: Mapping[str, tuple[str, ...]]
    """The options that the person chose, by row."""

    table: PublishedTable | None
    is_begun: bool

    @property
    def published(self) -> QuestionResult | None:
        """What was answered then; None where nothing is published."""
        return published_result(self.question, self.table) if self.table else None


def beside(document: InstrumentDocument, questions: Sequence[Answered]) -> list[Beside]:
    """Every question with own answers, and the published ones where there are any."""
    return [
        Beside(
            number=one.number,
            question=one.question,
            rows=tuple(_rows(one, document.published_table(one.question.code))),
            own={given.row: given.options for given in one.given},
            table=document.published_table(one.question.code),
            is_begun=one.is_begun,
        )
        for one in questions
    ]


def _rows(one: Answered, table: PublishedTable | None) -> Iterator[OwnRow]:
    texts = {row.code: row.text for row in one.question.rows}
    for given in one.given:
        yield OwnRow(
            text=texts.get(given.row, one.question.text),
            own=tuple(own_words(one.question, given)),
            is_dont_know=given.is_dont_know,
            then=tuple(_then(one.question, given, table)) if table else (),
        )


def _then(question: Question, given: Given, table: PublishedTable) -> Iterator[Then]:
    percents = table.percents.get(given.row if question.kind is Kind.GRID else question.code, {})
    for option in question.options:
        yield Then(text=option.text, percent=percents.get(option.code, 0), is_own=option.code in given.options)
