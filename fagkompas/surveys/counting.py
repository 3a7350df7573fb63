"""Answers as values: one person's own, and everybody's sent ones as counts, by SQL. The only door from the tables.

A survey is counted once, when it closes; every figure that anybody is shown comes from what was counted then.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Count

from fagkompas.surveys.answering import Given
from fagkompas.surveys.document import DONT_KNOW, InstrumentDocument, Kind
from fagkompas.surveys.models import Answer, Instrument, Response, Survey
from fagkompas.surveys.reader import instrument_from_data
from fagkompas.surveys.results import Cell, Results, Tally, results_of

NOTHING: Final[Mapping[str, Any]] = {"respondents": 0, "counts": [], "texts": {}}
"""What is kept of a survey that is not closed."""


def results_in(survey: Survey) -> Results:
    """The figures of a closed survey, however many have answered. No query."""
    return results_of(document_of(survey.instrument), _tally_kept(survey.tally or NOTHING))


def counted(survey: Survey) -> dict[str, Any]:
    """Everything that was sent in the survey, as `survey.tally` keeps it. At most three queries."""
    document = document_of(survey.instrument)
    sent = Answer.objects.filter(response__survey=survey, response__submitted_on__isnull=False).order_by()
    counts: Counter[Cell] = Counter()
    rows = sent.values_list("question", "row", "option", "dont_know", "number").annotate(Count("pk"))
    for question, row, option, dont_know, number, count in rows:
        counts[Cell(question, row, _counted_under(option, number, dont_know=dont_know))] += count
    texts: defaultdict[str, list[str]] = defaultdict(list)
    of_words = [question.code for question in document.questions if question.kind is Kind.OPEN]
    for code, text in sent.filter(question__in=of_words).values_list("question", "text"):
        texts[code].append(text)
    return {
        "respondents": Response.objects.filter(survey=survey, submitted_on__isnull=False).count(),
        "counts": sorted([*cell, count] for cell, count in counts.items()),
        "texts": {question: sorted(given) for question, given in texts.items()},
    }


def _tally_kept(data: Mapping[str, Any]) -> Tally:
    return Tally(
        respondents=data["respondents"],
        counts={Cell(question, row, option): count for question, row, option, count in data["counts"]},
        texts={question: tuple(texts) for question, texts in data["texts"].items()},
    )


def document_of(instrument: Instrument) -> InstrumentDocument:
    """What stands in the row; an own instrument may have no questions yet."""
    return _document(_Kept(uuid=instrument.uuid, revision=instrument.revision, data=instrument.document))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A row's document, known by the row and its revision, so that it is read once."""

    uuid: UUID
    revision: int
    data: dict[str, Any] = field(compare=False)


@lru_cache(maxsize=64)
def _document(kept: _Kept) -> InstrumentDocument:
    if kept.data.get("questions"):
        return instrument_from_data(kept.data)
    # A file must have a question; a row that somebody has just begun need not.
    stand_in = {"code": "x", "kind": "open", "text": {"da": "x"}}
    return replace(instrument_from_data(kept.data | {"questions": [stand_in]}), questions=())


def given_by(response: Response) -> dict[str, list[Given]]:
    """What one person has answered, by question. One query."""
    found: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(response=response).order_by("option"):
        found[answer.question, answer.row].append(answer)
    given: defaultdict[str, list[Given]] = defaultdict(list)
    for (question, row), answers in found.items():
        number = answers[0].number
        given[question].append(
            Given(
                row=row,
                options=(DONT_KNOW,) if answers[0].dont_know else tuple(one.option for one in answers if one.option),
                words=answers[0].text if number is None else f"{number.normalize():f}",
            )
        )
    return given


def _counted_under(option: str, number: Decimal | None, *, dont_know: bool) -> str:
    if dont_know:
        return DONT_KNOW
    return option if number is None else f"{number.normalize():f}"
