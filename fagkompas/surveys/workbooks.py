"""A survey's results as sheets, and as plain data for `resultater.json`."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from fagkompas.engine.errors import Problem
from fagkompas.surveys.document import Kind
from fagkompas.surveys.results import QuestionResult, Results, RowResult
from fagkompas.surveys.wording import sentence
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.workbooks import Column, Table, Written
from fagkompas.toolkit.workbooks import Kind as Shown


def result_table(results: Results) -> Table:
    """A row for each answer of each question and row; what is hidden is empty."""
    return Table(
        name=_("Results"),
        columns=(
            Column(heading=_("Question"), width=44, wraps=True),
            Column(heading=_("Row"), width=30, wraps=True),
            Column(heading=_("Answer"), width=28, wraps=True),
            Column(heading=_("Count"), kind=Shown.WHOLE),
            Column(heading=_("Percent"), kind=Shown.SHARE),
            Column(heading=_("Published"), kind=Shown.SHARE),
            Column(heading=_("Base"), kind=Shown.WHOLE),
            Column(heading=_("Don't know"), kind=Shown.WHOLE),
            Column(heading=_("Blank"), kind=Shown.WHOLE),
            Column(heading=_("Mean"), kind=Shown.SCORE),
        ),
        rows=[line for question in results.questions for row in question.rows for line in _lines(question, row)],
    )


def text_table(results: Results) -> Table:
    """The open questions' texts, in an order that says nothing."""
    return Table(
        name=_("Own words"),
        columns=(
            Column(heading=_("Question"), width=44, wraps=True),
            Column(heading=_("Answer"), width=80, wraps=True),
        ),
        rows=[(said(question.question.text), text) for question in results.questions for text in question.texts],
    )


def problem_table(problems: Sequence[Problem]) -> Table:
    """What was wrong with a file, each with its place."""
    return Table(
        name=_("Problems"),
        columns=(
            Column(heading=_("Sheet"), width=20),
            Column(heading=_("Row"), kind=Shown.WHOLE),
            Column(heading=_("Column"), width=20),
            Column(heading=_("Found"), width=30, wraps=True),
            Column(heading=_("What to do"), width=70, wraps=True),
        ),
        rows=[(one.place.sheet, one.place.row, one.place.column, one.found, sentence(one)) for one in problems],
    )


def _lines(question: QuestionResult, row: RowResult) -> Iterator[tuple[Written, ...]]:
    name = said(question.question.text), said(row.text) if row.code else None
    if row.is_hidden:
        yield (*name, _("too few answers to show"), *[None] * 7)
        return
    rest = row.base, row.dont_know, row.blank, row.mean
    if not row.options:
        yield (*name, None, None, None, None, *rest)
    for option in row.options:
        shares = [None if share is None else share / 100 for share in (option.percent, option.published)]
        yield (*name, said(option.text), option.count, *shares, *rest)


def result_report(results: Results, problems: Sequence[Problem] = ()) -> dict[str, Any]:
    """The contents of `resultater.json`; of what is hidden the keys stand with null."""
    document = results.instrument
    return {
        "instrument": {"code": document.code, "version": document.version, "name": said(document.name)},
        "respondents": None if results.is_hidden else results.respondents,
        "suppressed": results.is_hidden,
        "questions": [_question_report(question) for question in results.questions],
        "problems": [
            {
                "sheet": one.place.sheet,
                "row": one.place.row,
                "column": one.place.column,
                "found": one.found,
                "message": sentence(one),
            }
            for one in problems
        ],
    }


def _question_report(result: QuestionResult) -> dict[str, Any]:
    question = result.question
    report: dict[str, Any] = {
        "code": question.code,
        "kind": question.kind.value,
        "text": said(question.text),
        "base_counts_blank": result.counts_blank,
        "rows": [_row_report(row) for row in result.rows],
    }
    if result.table:
        report["published_base"] = result.table.base
    if question.kind is Kind.OPEN:
        report["texts"] = list(result.texts)
    return report


def _row_report(row: RowResult) -> dict[str, Any]:
    if row.is_hidden:
        return {"code": row.code, "text": said(row.text), "suppressed": True}
    return {
        "code": row.code,
        "text": said(row.text),
        "suppressed": False,
        "base": row.base,
        "dont_know": row.dont_know,
        "blank": row.blank,
        "mean": row.mean,
        "options": [
            {
                "code": option.code,
                "text": said(option.text),
                "count": option.count,
                "percent": option.percent,
                "published": option.published,
            }
            for option in row.options
        ],
    }
