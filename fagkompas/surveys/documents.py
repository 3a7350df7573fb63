"""A survey's results on paper, made of plain values, so that the page and the command line print the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fagkompas.surveys.document import InstrumentDocument
from fagkompas.surveys.figures import question_figure
from fagkompas.surveys.results import QuestionResult, Results
from fagkompas.toolkit.documents import pdf
from fagkompas.toolkit.languages import said


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSheet:
    """What is printed; `about` says of whom and when."""

    title: str
    about: str
    results: Results
    made_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One question as pages and paper show it."""

    number: int
    result: QuestionResult
    figure: str
    narrow: str
    says: str
    benchmark: str

    @property
    def code(self) -> str:
        """The question's code."""
        return self.result.question.code


def drawn_questions(results: Results) -> list[Drawn]:
    """Every question with its figure, wide and narrow."""
    benchmark = benchmark_name(results.instrument)
    return [_drawn(number, result, benchmark) for number, result in enumerate(results.questions, start=1)]


def drawn_beside(number: int, result: QuestionResult, own: Mapping[str, Sequence[str]], benchmark: str) -> Drawn:
    """A question's published figures with the reader's own answers marked; `own` are the options by row."""
    title, prefix = said(result.question.text), f"q{number}"
    return Drawn(
        number=number,
        result=result,
        figure=question_figure(result, prefix=prefix, title=title, own=own),
        narrow=question_figure(result, prefix=f"{prefix}-narrow", title=title, own=own, narrow=True),
        says=_("The bars: %(year)s, in whole percent. Your own answer is marked below.") % {"year": benchmark},
        benchmark=benchmark,
    )


def benchmark_name(document: InstrumentDocument) -> str:
    """What the published figures are called: their year where it is known; "" where there are none."""
    if not document.published:
        return ""
    return str(document.source.year) if document.source and document.source.year else _("published")


def results_pdf(sheet: ResultSheet) -> bytes:
    """The results with figures and tables. Raises `PdfUnavailable`."""
    return pdf("surveys/pdf/results.html", {"sheet": sheet, "questions": drawn_questions(sheet.results)})


def _drawn(number: int, result: QuestionResult, benchmark: str) -> Drawn:
    title = said(result.question.text)
    prefix = f"q{number}"
    beside = benchmark if result.table else ""
    return Drawn(
        number=number,
        result=result,
        figure=question_figure(result, prefix=prefix, title=title, benchmark=beside),
        narrow=question_figure(result, prefix=f"{prefix}-narrow", title=title, benchmark=beside, narrow=True),
        says=_says(result, beside),
        benchmark=beside,
    )


def _says(result: QuestionResult, benchmark: str) -> str:
    """What the figure is of."""
    words = _("Whole percent of those who chose an answer.")
    if result.counts_blank:
        words = _(
            "Whole percent of everyone who took part, also those who left it blank, as the published table is made."
        )
    if benchmark:
        words += " " + _("%(year)s stands beside.") % {"year": benchmark}
    return words
