"""Answers as values: one person's own, and everybody's sent ones as counts, by SQL. The only door from the tables."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import Count

from fagkompas.surveys.answering import Given
from fagkompas.surveys.document import DONT_KNOW, InstrumentDocument, Kind
from fagkompas.surveys.models import Answer, Response, Survey
from fagkompas.surveys.reader import instrument_from_data
from fagkompas.surveys.results import Cell, Results, Tally, results_of


def results_in(survey: Survey) -> Results:
    """The figures of a survey. Three queries, however many answers."""
    document = instrument_from_data(survey.instrument.document)
    return results_of(document, tally_of(survey, document))


def tally_of(survey: Survey, document: InstrumentDocument) -> Tally:
    """What was answered in the survey and sent."""
    found = Answer.objects.filter(counted_in=survey).order_by()
    counts: Counter[Cell] = Counter()
    rows = found.values_list("question", "row", "option", "dont_know", "number").annotate(Count("pk"))
    for question, row, option, dont_know, number, count in rows:
        counts[Cell(question, row, _counted_under(option, number, dont_know=dont_know))] += count
    texts: defaultdict[str, list[str]] = defaultdict(list)
    of_words = [question.code for question in document.questions if question.kind is Kind.OPEN]
    for code, text in found.filter(question__in=of_words).values_list("question", "text"):
        texts[code].append(text)
    return Tally(
        respondents=Response.objects.filter(survey=survey, submitted_on__isnull=False).count(),
        counts=counts,
        texts={code: tuple(given) for code, given in texts.items()},
    )


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
