"""Figures: well-formed, escaped, the same shares as the table, and nothing beyond the edges."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.surveys.document import Choice, GridRow, Kind, Question
from fagkompas.surveys.figures import NARROW, SHADES, WIDE, question_figure, shades_of
from fagkompas.surveys.results import OptionResult, QuestionResult, RowResult
from fagkompas.toolkit.texts import Text

SVG = "{http://www.w3.org/2000/svg}"
NAMES = st.text(min_size=1, max_size=60)


def result(kind: Kind, names: list[str], counts: list[int], published: int | None = None) -> QuestionResult:
    base = sum(counts) or 1
    options = tuple(
        OptionResult(code=str(n), text=Text(da=name), count=count, percent=0, published=published)
        for n, (name, count) in enumerate(zip(names, counts, strict=False))
    )
    row = RowResult(code="r", text=Text(da=names[0]), base=base, dont_know=0, blank=0, options=options)
    choices = tuple(Choice(code=one.code, text=one.text) for one in options)
    question = Question(code="q", kind=kind, text=Text(da="Q"), options=choices, rows=())
    return QuestionResult(question=question, rows=(row,))


@given(st.lists(NAMES, min_size=2, max_size=7), st.lists(st.integers(0, 50), min_size=2, max_size=7), st.booleans())
@pytest.mark.parametrize("kind", [Kind.GRID, Kind.CHOICES])
def test_a_figure_is_well_formed_whatever_it_is_given(
    kind: Kind, names: list[str], counts: list[int], narrow: bool
) -> None:
    drawn = question_figure(
        result(kind, names, counts, 40), prefix="p", title=names[0], benchmark="2017", narrow=narrow
    )
    root = ElementTree.fromstring(drawn)  # noqa: S314  # our own
    width = (NARROW if narrow else WIDE).width
    for bar in root.iter(f"{SVG}rect"):
        assert float(bar.get("width", 0)) >= 0
        assert float(bar.get("x", 0)) <= width
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None


@pytest.mark.parametrize("narrow", [True, False])
def test_one_s_own_answer_is_marked_inside_the_figure_also_where_nobody_gave_it(narrow: bool) -> None:
    grid = result(Kind.GRID, ["Mere", "Som nu", "Mindre"], [60, 40, 0])
    rows = (GridRow(code="r", text=Text(da="R")),)
    grid = replace(grid, question=replace(grid.question, rows=rows))
    frame = NARROW if narrow else WIDE
    places = []
    for option in ("0", "1", "2"):
        drawn = question_figure(grid, prefix="p", title="t", own={"r": (option,)}, narrow=narrow)
        marks = re.findall(r'd="M([\d.]+) [\d.]+l8 12', drawn)
        assert len(marks) == 2  # one in the legend
        places.append(float(marks[1]))
    assert places == [frame.names + frame.bar * 0.3, frame.names + frame.bar * 0.8, frame.width - 8]
    assert "l8 12" not in question_figure(grid, prefix="p", title="t", narrow=narrow)


def test_hidden_rows_and_own_words_have_no_figure() -> None:
    hidden = RowResult(code="", text=Text(da=""), base=0, dont_know=0, blank=0, options=(), is_hidden=True)
    question = Question(code="q", kind=Kind.OPEN, text=Text(da="Q"))
    assert question_figure(QuestionResult(question=question, rows=(hidden,)), prefix="p", title="t") == ""
    assert SMALLEST_GROUP == 5


@pytest.mark.parametrize("count", range(1, len(SHADES) + 1))
def test_every_option_has_its_own_shade_from_dark_to_light(count: int) -> None:
    shades = shades_of(count)
    assert len(set(shades)) == count
    assert shades == sorted(shades, key=SHADES.index)
