"""The words of the check of a CV: what the reader refuses. No database."""

import pytest

from fagkompas.casework.cv_words import FILE, cv_words, cv_words_in, read_cv_words
from fagkompas.engine.errors import BadInput
from fagkompas.engine.word_forms import has_phrase


def test_both_languages_are_there() -> None:
    assert list(cv_words()) == ["da", "en"]
    assert has_phrase("Jeg er en god kollega", cv_words_in("da").personal)
    assert has_phrase("A team player", cv_words_in("en-gb").personal)
    assert cv_words_in("ar") is cv_words_in("da")


EDITS = [
    ("- language: da", "- language: sv", "wrong_order"),
    ("fewest_words: 6", "fewest_words: 0", "not_a_count"),
    ("personal: [fleksibel,", "personal: ['',", "bad_pattern"),
    ("  motives: [because,", "  motive: [because,", "unknown_key"),
]


@pytest.mark.parametrize(("before", "after", "message_code"), EDITS)
def test_each_mistake_in_the_file_is_told(before: str, after: str, message_code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_cv_words(text.replace(before, after, 1))
    assert message_code in {problem.message_code for problem in refused.value.problems}
