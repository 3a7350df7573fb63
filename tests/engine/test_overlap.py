"""What is asked for and what somebody has written: examples worked by hand, and the index beside the plain rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.text.overlap import Lines, best, says, share


@pytest.mark.parametrize(
    ("asked", "line", "expected"),
    [
        ("betjene kassen", "Kassebetjening i Brugsen", Fraction(1)),
        ("betjene kassen", "Betjening af kunder", Fraction(1, 2)),
        ("kørekort til truck", "Truck: kørekort B fra 2019", Fraction(1)),
        ("fylde varer op på hylder", "Opfyldning af varer", Fraction(1, 2)),
        ("rengøring", "Har gjort rent", Fraction(0)),
        ("", "Rengøring", Fraction(0)),
    ],
)
def test_the_share_is_of_the_words_asked_for(asked: str, line: str, expected: Fraction) -> None:
    assert share(asked, line) == expected


def test_more_than_half_says_it() -> None:
    assert says("svejse rustfrit stål", "Rustfrit stål på værft")
    assert not says("betjene kasse", "betjene kunder")


def test_the_best_line_is_told_and_of_equals_the_first() -> None:
    found = best("betjene kasse", ["Køkken", "Betjening", "Kasse i Netto", "Betjente kassen"])
    assert (found.share, found.line) == (Fraction(1), "Betjente kassen")
    assert best("betjene kasse", ["Kasse", "Betjening"]).line == "Kasse"
    assert best("betjene kasse", []).line == ""


words = st.sampled_from(
    [
        "kasse",
        "kassebetjening",
        "betjene",
        "betjener",
        "varer",
        "varemodtagelse",
        "modtage",
        "rengøring",
        "rengøre",
        "og",
        "bil",
    ]
)
lines = st.lists(words, max_size=4).map(" ".join)


@given(st.lists(st.lists(lines, max_size=3), max_size=5), lines)
def test_the_index_says_what_the_plain_rule_says(owners: list[list[str]], asked: str) -> None:
    assert list(Lines(owners).shares(asked)) == [float(best(asked, several).share) for several in owners]


@given(st.lists(lines, max_size=4), lines, lines)
def test_another_line_never_lowers_it(several: list[str], more: str, asked: str) -> None:
    assert best(asked, [*several, more]).share >= best(asked, several).share
