"""Words as they are compared, worked by hand; and laws over any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.text.words import comparable, parts_of, stems_of, words_of


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
    [("rengøring", "rengøringen"), ("medarbejder", "medarbejdere"), ("varer", "varerne"), ("kunder", "kunderne")],
)
def test_endings_do_not_count(one: str, other: str) -> None:
    assert stems_of(one) == stems_of(other)


KNOWN = frozenset(stems_of("rengøring hjælp assistent lager butik køkken arbejde"))


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("rengøringsassistent", "rengøring assistent"),
        ("lagerhjælp", "lager hjælp"),
        ("køkkenrengøringshjælp", "køkken rengøring hjælp"),
        ("lagerarbejdet", "lager arbejde"),
        ("bager", ""),
        ("butiksbager", ""),
        ("lager", ""),
    ],
)
def test_a_compound_is_taken_apart_into_what_is_known(compound: str, parts: str) -> None:
    assert parts_of(compound, KNOWN) == (stems_of(parts) if parts else ())


@given(st.text(max_size=40))
def test_what_is_comparable_stays_as_it_is(text: str) -> None:
    once = comparable(text)
    assert comparable(once) == once


@given(st.text(max_size=40))
def test_letters_and_case_of_storage_do_not_count(text: str) -> None:
    assert comparable(text.upper().lower()) == comparable(text.upper())
