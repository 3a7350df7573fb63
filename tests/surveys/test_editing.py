"""Building an instrument: codes stay where the words or the places do, and a benchmark only where it fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.errors import BadInput
from fagkompas.surveys.document import DONT_KNOW, InstrumentDocument, Kind
from fagkompas.surveys.editing import TypedQuestion, code_from, with_question, with_question_moved, without_question
from fagkompas.surveys.forms.instruments import QuestionForm
from fagkompas.surveys.reader import CODE, instrument_from_data, shipped
from fagkompas.toolkit.texts import Text

EMPTY = InstrumentDocument(code="x", version="1", name=Text(da="X"), description=Text(da="X"), minutes=1, questions=())
CHOICE = TypedQuestion(kind=Kind.CHOICE, text=Text(da="Går det godt?"), options_da="Ja\nNej", options_en="Yes\nNo")


def test_codes_say_what_they_are_about() -> None:
    document = with_question(with_question(EMPTY, CHOICE), CHOICE)
    assert [question.code for question in document.questions] == ["gaar-det-godt", "gaar-det-godt-2"]
    assert [option.code for option in document.questions[0].options] == ["ja", "nej"]
    assert instrument_from_data(document.data()) == document


@given(st.text(max_size=80), st.sets(st.sampled_from(["x", "x-2", DONT_KNOW])))
def test_a_code_is_always_one_that_a_file_may_have(words: str, taken: set[str]) -> None:
    code = code_from(words, taken)
    assert CODE.fullmatch(code)
    assert code not in {*taken, DONT_KNOW}


def test_changed_words_keep_their_code_and_new_lines_get_one() -> None:
    document = with_question(EMPTY, CHOICE)
    renamed = with_question(
        document, TypedQuestion(kind=Kind.CHOICE, text=CHOICE.text, options_da="Jo\nNej"), code="gaar-det-godt"
    )
    assert [(one.code, one.text.da) for one in renamed.questions[0].options] == [("ja", "Jo"), ("nej", "Nej")]
    longer = with_question(
        document, TypedQuestion(kind=Kind.CHOICE, text=CHOICE.text, options_da="Måske\nNej\nJa"), code="gaar-det-godt"
    )
    assert [one.code for one in longer.questions[0].options] == ["maaske", "nej", "ja"]


@pytest.mark.parametrize(
    ("typed", "column", "code"),
    [
        ({"options_da": "Ja"}, "options_da", "lines_missing"),
        ({"options_da": "Ja\nJa"}, "options_da", "line_twice"),
        ({"options_da": f"Ja\n{'x' * 201}"}, "options_da", "line_too_long"),
        ({"options_en": "Yes"}, "options_en", "english_lines"),
        ({"kind": Kind.GRID, "rows_da": ""}, "rows_da", "lines_missing"),
        ({"kind": Kind.NUMBER, "least": 3, "most": 3}, "most", "number_ends"),
    ],
)
def test_what_cannot_be_a_question_is_refused_at_its_field(typed: dict[str, object], column: str, code: str) -> None:
    columns = {"kind": Kind.CHOICE, "text": Text(da="Hvad?"), "options_da": "Ja\nNej", **typed}
    with pytest.raises(BadInput) as refused:
        with_question(EMPTY, TypedQuestion(**columns))  # type: ignore[arg-type]  # by name
    assert (column, code) in [(one.place.column, one.message_code) for one in refused.value.problems]


def test_a_question_moves_at_most_to_an_end() -> None:
    document = shipped()[0]
    codes = [question.code for question in document.questions]
    assert with_question_moved(document, codes[0], -1) == document
    assert with_question_moved(document, codes[-1], 1) == document
    moved = with_question_moved(document, codes[0], 1)
    assert [question.code for question in moved.questions] == [codes[1], codes[0], *codes[2:]]


def test_the_benchmark_stays_only_where_it_fits() -> None:
    document = shipped()[0]
    for question in document.questions:
        typed = QuestionForm.texts_of(question)
        same = TypedQuestion(
            kind=question.kind,
            text=question.text,
            hint=question.hint,
            dont_know=question.dont_know,
            rows_da=typed["rows_da"],
            rows_en=typed["rows_en"],
            options_da=typed["options_da"],
            options_en=typed["options_en"],
        )
        assert with_question(document, same, code=question.code) == document
    without = without_question(document, "now")
    assert without.published is not None
    assert [table.question for table in without.published.tables] == ["importance", "future", "ideal", "statements"]
    fewer = TypedQuestion(kind=Kind.GRID, text=Text(da="?"), rows_da="Virksomheder", options_da="Meget vigtig\nVigtig")
    changed = with_question(document, fewer, code="importance")
    assert changed.published_table("importance") is None
    assert changed.published_table("future") is not None
