"""Answers as values: one person's own, and everybody's sent ones as counts, by SQL. The only door from the tables."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count

from fagkompas.surveys.answering import Given
from fagkompas.surveys.document import DONT_KNOW, InstrumentDocument, Kind
from fagkompas.surveys.models import Answer, Instrument, Response, Survey, SurveyState
from fagkompas.surveys.reader import instrument_from_data
from fagkompas.surveys.results import Cell, Results, Tally, results_of


def results_in(survey: Survey) -> Results:
    """The figures of a survey, however many have answered. At most three queries, none when it is closed."""
    document = document_of(survey.instrument)
    return results_of(document, tally_of(survey, document))


def kept_tally(survey: Survey) -> dict[str, Any]:
    """Everything that was sent, as JSON keeps it: what `survey.tally` is to become when no answers wait any more."""
    tally = tally_of(survey, document_of(survey.instrument))
    return {
        "respondents": tally.respondents,
        "counts": sorted([*cell, count] for cell, count in tally.counts.items()),
        "texts": {question: sorted(texts) for question, texts in tally.texts.items()},
    }


def _tally_kept(data: Mapping[str, Any]) -> Tally:
    return Tally(
        respondents=data["respondents"],
        counts={Cell(question, row, option): count for question, row, option, count in data["counts"]},
        texts={question: tuple(texts) for question, texts in data["texts"].items()},
    )


def tally_of(survey: Survey, document: InstrumentDocument) -> Tally:
    """What was answered in the survey and sent: what is kept in it, and what waits to be added to that."""
    kept = _tally_kept(survey.tally) if survey.tally else Tally(respondents=0, counts={})
    if survey.state == SurveyState.CLOSED:
        return kept
    waiting = Answer.objects.filter(counted_in=survey).order_by()
    counts: Counter[Cell] = Counter(kept.counts)
    rows = waiting.values_list("question", "row", "option", "dont_know", "number").annotate(Count("pk"))
    for question, row, option, dont_know, number, count in rows:
        counts[Cell(question, row, _counted_under(option, number, dont_know=dont_know))] += count
    texts: defaultdict[str, list[str]] = defaultdict(list, {code: list(given) for code, given in kept.texts.items()})
    of_words = [question.code for question in document.questions if question.kind is Kind.OPEN]
    for code, text in waiting.filter(question__in=of_words).values_list("question", "text"):
        texts[code].append(text)
    return Tally(
        respondents=kept.respondents + waiting_in(survey),
        counts=counts,
        texts={code: tuple(given) for code, given in texts.items()},
    )


def waiting_in(survey: Survey) -> int:
    """How many have sent answers that are not yet in the survey's kept tally. One query."""
    waiting = Answer.objects.filter(counted_in=survey).order_by()
    return int(waiting.aggregate(people=Count("response", distinct=True))["people"])


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
    for answer in Answer.objects.filter(response=response).order_by("pk"):
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
