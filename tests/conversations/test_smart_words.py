"""The words of the check of agreements: what the reader refuses. No database."""

from datetime import date

import pytest

from fagkompas.conversations.smart_words import FILE, hint_for, read_smart_words, smart_words, words_for, words_in
from fagkompas.engine.errors import BadInput


def test_both_languages_are_there_and_dated() -> None:
    assert smart_words().from_on == date(2026, 2, 1)
    assert words_in("en-gb") is smart_words().words["en"]
    assert words_in("da") is words_in("ar") is smart_words().words["da"]
    assert len(words_in("da").acts) > len(words_in("en").states) > 0
    assert (words_in("da").sure_from, words_in("en").sure_from) == (7, 7)


def test_an_agreement_is_read_in_the_language_it_is_written_in() -> None:
    assert words_for("Ring to the three warehouses and ask", "", "") is words_in("en")
    assert words_for("Ring til de tre lagre og spørg", "", "") is words_in("da")
    assert words_for("Nordlager", "", "") is words_for("") is words_in("da")


def test_a_finding_without_a_phrase_has_no_hint() -> None:
    assert hint_for("").da == ""
    assert "fem stillinger" in hint_for("look-at").da


EDITS = [
    ("- code: consider\n", "- code: look-at\n", "code_twice"),
    ("- code: consider\n", "- code: Con sider\n", "bad_code"),
    ('da: ["overveje*",', 'da: ["… overveje*",', "bad_pattern"),
    ('da: ["overveje*",', 'da: ["Overveje*",', "bad_pattern"),
    ('da: ["overveje*",', 'da: ["",', "bad_pattern"),
    ("sure_from: 7", "sure_from: 11", "not_a_count"),
    ("times: 5", "times: 9", "not_a_count"),
    ("- language: da", "- language: sv", "wrong_order"),
    ("  joins_words: true\n", "", "missing_key"),
    ("subjects: [jeg, du, vi, han, hun, de, i, man]", "subjects: jeg", "not_a_list"),
    ("    en: Write how many.\n", "", "missing_key"),
]


@pytest.mark.parametrize(("before", "after", "message_code"), EDITS)
def test_each_mistake_in_the_file_is_told(before: str, after: str, message_code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_smart_words(text.replace(before, after, 1))
    assert [problem.message_code for problem in refused.value.problems] == [message_code]
