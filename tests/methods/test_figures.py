"""The drawings: one for each method that is a figure, in both languages, with texts that fit."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.methods.figures import DRAWINGS, drawing_of
from fagkompas.methods.figures.pieces import SMALLEST, fitted, label
from fagkompas.methods.library import shipped
from fagkompas.toolkit.drawing import LETTER
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.texts import Text

SVG = "{http://www.w3.org/2000/svg}"


def test_each_method_that_is_a_figure_is_drawn() -> None:
    assert {code for code, method in shipped().items() if method.figure.da} == set(DRAWINGS)


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("code", sorted(DRAWINGS))
def test_a_drawing_says_what_it_shows_and_its_texts_fit(code: str, language: str, is_narrow: bool) -> None:
    with translation.override(language):
        method = shipped()[code]
        root = ET.fromstring(drawing_of(method, is_narrow=is_narrow))  # noqa: S314  # our own
        assert root.findtext(f"{SVG}title") == said(method.name)
        assert root.findtext(f"{SVG}desc") == said(method.figure)
    _left, _top, width, height = (float(number) for number in (root.get("viewBox") or "").split())
    assert width <= (340 if is_narrow else 800)
    for text in root.iter(f"{SVG}text"):
        size = float(text.get("font-size") or 0)
        assert size >= SMALLEST
        for span in text.iter(f"{SVG}tspan"):
            long, x, y = len(span.text or "") * size * LETTER, float(span.get("x") or 0), float(span.get("y") or 0)
            left = x if text.get("text-anchor") == "start" else x - long / 2
            assert left >= -1, span.text
            assert left + long <= width + 1, span.text
            assert size * 0.5 <= y <= height, span.text


@pytest.mark.parametrize("code", sorted(set(DRAWINGS) - {"value-loop"}))
def test_the_words_are_those_of_the_parts(code: str) -> None:
    method = shipped()[code]
    renamed = replace(
        method, parts=tuple(replace(part, name=Text(da=f"Navn{number}")) for number, part in enumerate(method.parts))
    )
    drawn = drawing_of(renamed)
    assert len(set(re.findall("Navn[0-9]", drawn))) >= 3
    assert "<b>" not in drawing_of(
        replace(renamed, parts=(replace(method.parts[0], name=Text(da="<b>")), *method.parts[1:]))
    )


def test_a_drawing_that_lacks_a_part_is_left_out() -> None:
    method = shipped()["smart"]
    assert drawing_of(replace(method, parts=method.parts[1:])) == ""
    assert drawing_of(shipped()["bala"]) == ""


@given(words=st.text(alphabet="abcæøå ", min_size=1, max_size=80), width=st.integers(60, 300))
def test_a_text_is_as_wide_as_it_may_be_unless_a_word_cannot_get_smaller(words: str, width: int) -> None:
    block = fitted(words, width, 20)
    longest = max((len(line) for line in block.lines), default=0)
    assert longest * block.size * LETTER <= width + block.size or block.size == SMALLEST


@given(title=st.text(alphabet="abc ", min_size=1, max_size=60), height=st.integers(30, 80))
def test_a_label_is_as_high_as_it_may_be_unless_it_cannot_get_smaller(title: str, height: int) -> None:
    sizes = [
        float(size) for size in re.findall('font-size="([0-9.]+)"', label(title, "", 0, 0, width=120, height=height))
    ]
    lines = label(title, "", 0, 0, width=120, height=height).count("<tspan")
    assert lines * sizes[0] * 1.28 <= height + 1 or sizes[0] <= SMALLEST + 1
