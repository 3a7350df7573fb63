"""Counts into whole percents: the tables of 2017 from raw answers, bases, and what is hidden."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.errors import BadInput
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.surveys.answering import Given, problems_with
from fagkompas.surveys.document import DONT_KNOW, InstrumentDocument
from fagkompas.surveys.raw_answers import RawAnswers, read_answers
from fagkompas.surveys.reader import read_instrument, shipped
from fagkompas.surveys.results import ANSWERED, Cell, Tally, results_of, whole_percent
from tests.surveys.raw_2017 import as_csv, counts
from tests.surveys.test_files import SMALL

MANAGERS = next(document for document in shipped() if document.code == "managers-2017")


def read(lines: str, instrument: InstrumentDocument = MANAGERS) -> RawAnswers:
    content = f"svar-id;spørgsmål;række;svar\n{lines}".encode()
    return read_answers(io.BytesIO(content), name="svar.csv", instrument=instrument)


@pytest.mark.parametrize("question", [table["question"] for table in counts()["questions"]])
def test_the_published_table_comes_out_of_raw_answers(question: str) -> None:
    """Every row and every option, each with the base it was published with."""
    raw = read_answers(io.BytesIO(as_csv()), name="2017.csv", instrument=MANAGERS)
    assert raw.problems == ()
    result = results_of(MANAGERS, raw.tally).question(question)
    table = MANAGERS.published_table(question)
    assert result is not None
    assert table is not None
    ours = {row.code: {option.code: option.percent for option in row.options} for row in result.rows}
    assert ours == table.percents
    assert {row.base for row in result.rows} == {table.base}


def test_every_published_table_is_tested() -> None:
    assert MANAGERS.published is not None
    assert [table.question for table in MANAGERS.published.tables] == [one["question"] for one in counts()["questions"]]


@pytest.mark.parametrize(("count", "base", "percent"), [(1, 8, 13), (1, 200, 1), (46, 52, 88), (0, 7, 0), (7, 7, 100)])
def test_percents_are_rounded_half_up(count: int, base: int, percent: int) -> None:
    assert whole_percent(count, base) == percent


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_percent_is_never_more_than_half_off(count: int, base: int) -> None:
    percent = whole_percent(min(count, base), base)
    assert percent is not None
    assert -base <= 200 * min(count, base) - 2 * base * percent < base  # half goes up


def tally(respondents: int, very: int, dont_know: int = 0) -> Tally:
    return Tally(
        respondents=respondents,
        counts={
            Cell("importance", "virksomheder", "very"): very,
            Cell("importance", "virksomheder", DONT_KNOW): dont_know,
        },
    )


def test_dont_know_and_blank_stand_beside_and_are_in_no_percent() -> None:
    result = results_of(MANAGERS, tally(10, very=6, dont_know=3)).question("importance")
    assert result is not None
    row = result.rows[0]
    assert (row.base, row.dont_know, row.blank) == (6, 3, 1)
    assert row.options[0].percent == 100


def test_where_the_published_base_holds_the_blank_ones_ours_does_too() -> None:
    cells = {Cell("ideal", "virksomheder", "over-20"): 6, Cell("ideal", "virksomheder", DONT_KNOW): 2}
    result = results_of(MANAGERS, Tally(respondents=10, counts=cells)).question("ideal")
    assert result is not None
    assert (result.rows[0].base, result.rows[0].blank, result.rows[0].options[0].percent) == (8, 2, 75)


@given(st.integers(0, 12), st.integers(0, 12))
def test_nothing_rests_on_fewer_than_five(respondents: int, very: int) -> None:
    very = min(very, respondents)
    results = results_of(MANAGERS, tally(respondents, very))
    assert results.is_hidden == (respondents < SMALLEST_GROUP)
    if results.is_hidden:
        assert (results.respondents, results.questions) == (0, ())
        return
    row = results.questions[0].rows[0]
    assert row.is_hidden == (very < SMALLEST_GROUP)
    if row.is_hidden:
        assert (row.base, row.dont_know, row.blank, row.options) == (0, 0, 0, ())


def test_own_words_come_from_five_and_in_no_order_of_answering() -> None:
    words = ("e", "d", "c", "b", "a")

    def shown(texts: tuple[str, ...]) -> tuple[str, ...]:
        counted = {Cell("missing", "", ANSWERED): len(texts)}
        result = results_of(MANAGERS, Tally(respondents=9, counts=counted, texts={"missing": texts})).question(
            "missing"
        )
        assert result is not None
        return result.texts

    assert shown(words) == tuple(sorted(words))
    assert shown(words[:4]) == ()


def test_a_number_has_a_mean_and_its_spread() -> None:
    after = next(document for document in shipped() if document.code == "after-learning")
    counted = {Cell("worth-it", "", "8"): 3, Cell("worth-it", "", "5"): 3, Cell("worth-it", "", DONT_KNOW): 1}
    result = results_of(after, Tally(respondents=8, counts=counted)).question("worth-it")
    assert result is not None
    row = result.rows[0]
    assert (row.mean, row.base, row.dont_know, row.blank, len(row.options)) == (6.5, 6, 1, 1, 11)
    assert [option.percent for option in row.options if option.count] == [50, 50]


def test_several_choices_are_shares_of_those_who_chose_any() -> None:
    after = next(document for document in shipped() if document.code == "after-learning")
    lines = "".join(f"{who};helped;;own-cases\n{who};helped;;time\n" for who in "abc")
    lines += "".join(f"{who};helped;;time\n" for who in "de") + "f;helped;;ved ikke\ng;helped;;\n"
    raw = read(lines, after)
    result = results_of(after, raw.tally).question("helped")
    assert raw.problems == ()
    assert result is not None
    percents = {option.code: option.percent for option in result.rows[0].options if option.count}
    assert percents == {"own-cases": 60, "time": 100}
    assert (result.rows[0].base, result.rows[0].dont_know, result.rows[0].blank) == (5, 1, 1)


# Files of raw answers


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (";importance;virksomheder;very", "svar-id", "respondent_missing"),
        ("a;;virksomheder;very", "spørgsmål", "question_missing"),
        ("a;vigtighed;virksomheder;very", "spørgsmål", "question_unknown"),
        ("a;importance;Mars;very", "række", "row_unknown"),
        ("a;missing;Mars;ord", "række", "row_not_wanted"),
        ("a;importance;virksomheder;meget", "svar", "answer_unknown"),
        ("a;missing;;Borgeren 010190-1234", "svar", "cpr_in_text"),
        ("x;importance;virksomheder;not", "svar", "two_answers"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_rest_is_counted(line: str, column: str, code: str) -> None:
    raw = read(f"x;importance;virksomheder;very\n{line}\n")
    assert [(one.place.row, one.place.column, one.message_code) for one in raw.problems] == [(3, column, code)]
    assert raw.tally.count("importance", "virksomheder", "very") == 1
    assert "010190" not in str(raw.problems)


@pytest.mark.parametrize("typed", ["--5", "-", "5-", "+5", "5.0", "٥", "11", "-1", "1e1", "9999999999"])
def test_what_is_no_whole_number_of_the_question_is_told_and_the_rest_counted(typed: str) -> None:
    """The same numbers are taken from a file as from the page."""
    after = next(document for document in shipped() if document.code == "after-learning")
    question = after.question("worth-it")
    assert question is not None
    raw = read(f"a;worth-it;;{typed}\nb;worth-it;;8\n", after)
    assert [one.message_code for one in raw.problems] == ["not_a_whole_number"]
    assert (raw.tally.respondents, raw.tally.count("worth-it", "", "8")) == (1, 1)
    assert [one.message_code for one in problems_with(question, [Given(words=typed)])] == ["not_a_whole_number"]


def test_who_has_no_answer_that_can_be_used_has_not_taken_part() -> None:
    """An empty answer is a blank of somebody who took part; a refused one is nobody's."""
    raw = read("a;importance;virksomheder;very\nb;importance;virksomheder;meget\nc;importance;virksomheder;\n")
    assert (raw.tally.respondents, len(raw.problems)) == (2, 1)


def test_answers_may_be_named_by_their_words_in_either_language() -> None:
    raw = read(
        "a;IMPORTANCE;Virksomheder;Meget vigtig\nb;importance;Companies;Very important\nc;importance;virksomheder;Ved ikke\n"
    )
    assert raw.problems == ()
    assert raw.tally.count("importance", "virksomheder", "very") == 2
    assert raw.tally.count("importance", "virksomheder", DONT_KNOW) == 1


def test_dont_know_must_be_offered() -> None:
    raw = read("a;hvad;;ved ikke\nb;hvad;;ja\n", read_instrument(SMALL))
    assert [one.message_code for one in raw.problems] == ["dont_know_not_offered"]


def test_a_file_without_answers_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        read("")
    assert refused.value.problems[0].message_code == "no_answers"
