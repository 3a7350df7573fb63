"""Words as they are compared, worked by hand; and laws over any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.text.words import comparable, is_same, stands_in, stems, words_of


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Køkken- og Rengøringshjælp", "køkken og rengøringshjælp"),
        ("EL-Installatør (køle/frost)", "el installatør køle frost"),
        ("Rengoeringsassistent", "rengøringsassistent"),
        ("Aarhus", "århus"),
        ("Café-medarbejder", "cafe medarbejder"),
        ("Kök", "køk"),
        ("A\u030arsag", "årsag"),
        ("lager_medarbejder, 2. led", "lager medarbejder 2 led"),
        ("  ", ""),
    ],
)
def test_what_is_written_in_several_ways_is_compared_as_one(written: str, compared: str) -> None:
    assert comparable(written) == compared


def test_small_words_say_nothing_unless_they_are_all() -> None:
    assert words_of("medhjælper i et køkken") == ("medhjælper", "køkken")
    assert words_of("om på") == ("om", "på")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rengøring", "rengøre"),
        ("betjene", "betjeningen"),
        ("køre", "kørsel"),
        ("varer", "vare"),
        ("kunderne", "kunde"),
        ("pakke", "pakning"),
        ("bestille", "bestillinger"),
        ("sorterer", "sortering"),
        ("dokumentere", "dokumentation"),
        ("bager", "bageri"),
    ],
)
def test_endings_do_not_count(one: str, other: str) -> None:
    assert is_same(one, other)


@pytest.mark.parametrize(("one", "other"), [("vare", "varme"), ("kasse", "kalde"), ("bil", "bilag"), ("lære", "læge")])
def test_what_is_only_alike_is_another_word(one: str, other: str) -> None:
    assert not is_same(one, other)


@pytest.mark.parametrize(
    ("part", "compound"),
    [
        ("kasse", "kassebetjening"),
        ("betjene", "kassebetjening"),
        ("varer", "varemodtagelse"),
        ("modtage", "varemodtagelse"),
        ("assistent", "rengøringsassistent"),
        ("kunder", "kundeservice"),
        ("passe", "telefonpasning"),
        ("lager", "lageret"),
        ("fylde", "opfyldning"),
    ],
)
def test_a_word_stands_in_a_compound_as_its_first_or_last_part(part: str, compound: str) -> None:
    assert stands_in(part, compound)


@pytest.mark.parametrize(
    ("part", "word"), [("kørekort", "kort"), ("is", "isolering"), ("vin", "vinter"), ("bil", "bilag")]
)
def test_a_few_letters_in_common_are_no_part(part: str, word: str) -> None:
    assert not stands_in(part, word)


@given(st.text(max_size=40))
def test_what_is_comparable_stays_as_it_is(text: str) -> None:
    once = comparable(text)
    assert comparable(once) == once


@given(st.text(max_size=40))
def test_letters_and_case_of_storage_do_not_count(text: str) -> None:
    assert comparable(text.upper().lower()) == comparable(text.upper())


words = st.text("abdegiklnorstvæøå", min_size=1, max_size=12)


@given(words)
def test_a_word_is_one_of_its_stems_unless_it_is_too_short(word: str) -> None:
    assert word in stems(word)
    assert stands_in(word, word)


@given(words, words)
def test_the_same_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert is_same(one, other) == is_same(other, one)
