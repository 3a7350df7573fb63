"""Figures of learning: what stands above a bar or a line is read whole, also where the figure is narrow."""

import re

import pytest

from fagkompas.learning.effect_figures import Moved, moved_bars
from fagkompas.learning.figures import Bar, Beside, Part, bars, beside

LONG = "Borgernære Metoder & Virkning, specialiseret niveau"
SHORT = "Lov & Myndighed"
PARTS = (Part(words="dækket", fill="#0059b3", dark=True), Part(words="mangler", fill=""))


def drawn(kind: str, names: tuple[str, ...], *, narrow: bool) -> str:
    if kind == "bars":
        rows = [Bar(name=name, sizes=(1.0, 2.0), says="1 af 3") for name in names]
        return bars(rows, PARTS, prefix="p", title="T", narrow=narrow)
    if kind == "beside":
        lines = [Beside(name=name, own=0.5, sisters=(), together=0.6) for name in names]
        return beside(lines, prefix="p", title="T", narrow=narrow)
    moved = [Moved(name=name, change=1.0, says="1 point", took_part=True) for name in names]
    return moved_bars(moved, prefix="p", title="T", narrow=narrow)


def name_lines(svg: str) -> list[tuple[float, str]]:
    """Where each line of a name stands, and what it says."""
    found = re.findall(r'<text x="0" y="([0-9.]+)" font-size="14" font-weight="600"[^>]*>([^<]+)<', svg)
    return [(float(y), words.replace("&amp;", "&")) for y, words in found]


@pytest.mark.parametrize("kind", ["bars", "beside", "moved"])
def test_a_name_stands_whole_also_where_the_figure_is_narrow(kind: str) -> None:
    narrow, wide = (name_lines(drawn(kind, (LONG, SHORT), narrow=narrow)) for narrow in (True, False))
    assert " ".join(words for _y, words in narrow) == f"{LONG} {SHORT}"
    assert [words for _y, words in wide] == [LONG, SHORT]
    assert len(narrow) == 3
    step = wide[1][0] - wide[0][0]
    assert [y for y, _words in narrow] == [wide[0][0], wide[0][0] + 18, wide[0][0] + 18 + step]


@pytest.mark.parametrize("kind", ["bars", "beside", "moved"])
def test_the_figure_is_as_much_higher_as_its_names(kind: str) -> None:
    def height(names: tuple[str, ...]) -> float:
        return float(re.findall(r'viewBox="[-0-9.]+ [-0-9.]+ [0-9.]+ ([0-9.]+)"', drawn(kind, names, narrow=True))[0])

    assert height((LONG, LONG)) == height((SHORT, SHORT)) + 2 * 18
