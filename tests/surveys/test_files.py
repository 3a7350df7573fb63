"""Instrument files: the shipped ones come out as they went in, and everything wrong is named with its line."""

import io

import pytest
from django.utils.translation import override

from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.files import shipped as framework
from fagkompas.surveys.document import InstrumentDocument, Kind
from fagkompas.surveys.reader import (
    DATA,
    SHIPPED,
    instrument_from_data,
    read_instrument,
    read_instrument_file,
    shipped,
    write_instrument,
)
from fagkompas.surveys.wording import sentence

SMALL = """\
code: lille
version: '1'
name: {da: Lille, en: Small}
description: {da: Et enkelt spørgsmål}
minutes: 1
questions:
- code: hvad
  kind: choice
  text: {da: Hvad}
  options:
  - {code: ja, text: {da: Ja}}
  - {code: nej, text: {da: Nej}}
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_is_written_as_it_was_read(name: str) -> None:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    document = read_instrument(text)
    assert write_instrument(document) == text
    assert instrument_from_data(document.data()) == document


def document_of(code: str) -> InstrumentDocument:
    return next(document for document in shipped() if document.code == code)


def test_the_survey_of_2017_has_its_questions_and_what_was_published() -> None:
    document = document_of("managers-2017")
    kinds = [question.kind for question in document.questions]
    assert kinds == [Kind.GRID, Kind.GRID, Kind.OPEN, Kind.GRID, Kind.GRID, Kind.GRID]
    published = document.published
    assert published is not None
    assert (published.respondents, published.municipalities, len(published.took_part)) == (52, 49, 49)
    assert {table.question: (table.base, table.answered) for table in published.tables} == {
        "importance": (52, 52),
        "future": (52, 52),
        "now": (52, 52),
        "ideal": (54, 52),
        "statements": (52, 52),
    }
    fields = {field.code for field in framework("fagprofiler-2017").fields}
    assert {row.field for question in document.questions for row in question.rows if row.field} == fields - {"BA"}


def test_both_languages_stand_everywhere_in_what_is_shipped() -> None:
    for document in shipped():
        texts = [document.name, document.description, document.audience]
        for question in document.questions:
            texts += [question.text, *(row.text for row in question.rows), *(one.text for one in question.options)]
        assert all(text.da and text.en for text in texts), document.code


@pytest.mark.parametrize(
    ("change", "line", "place", "code"),
    [
        (("code: lille", "code: Lille"), 1, "code", "bad_code"),
        (("minutes: 1", "minutes: 0"), 5, "minutes", "not_a_count"),
        (("kind: choice", "kind: slider"), 8, "questions.hvad.kind", "not_one_of"),
        (("  text: {da: Hvad}\n", ""), 7, "questions.hvad.text", "missing_key"),
        (("{code: nej,", "{code: ja,"), 10, "questions.hvad.options", "code_twice"),
        (("{code: nej,", "{code: dont-know,"), 12, "questions.hvad.options.dont-know.code", "code_of_dont_know"),
        (("kind: choice", "kind: open"), 10, "questions.hvad.options", "key_of_another_kind"),
        (("{da: Nej}", "{en: No}"), 12, "questions.hvad.options.nej.text.da", "missing_key"),
        (("minutes: 1", "minutes: 1\nfarve: rød"), 6, "farve", "unknown_key"),
        (("kind: choice", "kind: number\n  least: 5\n  most: 5"), 10, "questions.hvad.most", "number_ends"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(change: tuple[str, str], line: int, place: str, code: str) -> None:
    assert read_instrument(SMALL).code == "lille"
    with pytest.raises(BadInput) as refused:
        read_instrument(SMALL.replace(*change))
    found = [(problem.place.row, problem.place.column, problem.message_code) for problem in refused.value.problems]
    assert (line, place, code) in found
    for language in ("da", "en"):
        with override(language):
            assert all(sentence(problem).endswith(".") for problem in refused.value.problems)


def test_all_problems_come_together() -> None:
    with pytest.raises(BadInput) as refused:
        read_instrument(SMALL.replace("code: lille", "code: X!").replace("minutes: 1", "minutes: mange"))
    assert [problem.message_code for problem in refused.value.problems] == ["bad_code", "not_a_count"]


def test_a_published_table_must_fit_its_question() -> None:
    published = """\
published:
  respondents: 10
  municipalities: 2
  tables:
  - {question: hvad, base: 10, rows: {hvad: {ja: 90, nej: 101}}}
  - {question: noget-andet, base: 10, rows: {}}
"""
    with pytest.raises(BadInput) as refused:
        read_instrument(SMALL + published)
    assert {problem.message_code for problem in refused.value.problems} == {"not_a_count", "unknown_question"}


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadInput):
        read_instrument_file(io.BytesIO(b"\xff\xfe\x00"))
