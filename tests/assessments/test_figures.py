"""Figures: well-formed, finite, escaped; one sector a field; hatched exactly where there is no basis."""

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.assessments.figures import (
    BASIC_RING,
    COLOURS,
    SPECIALISED_RING,
    STANDING_COLOURS,
    DimensionRow,
    Sector,
    StandingRow,
    compass,
    compass_narrow,
    compass_small,
    difference_bar,
    dimension_bars,
    standing_bars,
)
from fagkompas.engine.scales import STANDINGS, Standing

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|inf", re.IGNORECASE)
DRAWN = ("d", "x", "y", "width", "height", "viewBox", "transform")
NAMES = dict(zip(STANDINGS, ["Unknown", "Developing", "Basic", "Emerging", "Specialised"], strict=True))
DIMENSIONS = ("Practical", "Reflexive", "Relational")

scores = st.one_of(st.none(), st.floats(0, 100), st.just(math.nan))
sectors = st.lists(
    st.builds(
        Sector,
        code=st.text(min_size=1, max_size=4),
        name=st.text(max_size=60),
        basic=scores,
        specialised=scores,
        unit_basic=scores,
        unit_specialised=scores,
        has_basic=st.booleans(),
        has_specialised=st.booleans(),
    ),
    min_size=3,
    max_size=9,
)


def parsed(svg: str) -> ElementTree.Element:
    """The root of a figure; raises when it is no XML. A figure is text of our own making."""
    return ElementTree.fromstring(svg)  # noqa: S314


def hatched(root: ElementTree.Element) -> list[ElementTree.Element]:
    """Shapes filled with the pattern, but for the legend's square."""
    return [e for e in root.iter() if "hatch" in e.get("fill", "") and e.get("width") != "16"]


def is_missing(score: float | None) -> bool:
    return score is None or math.isnan(score)


def one(basic: float | None = 50, specialised: float | None = 50, **columns: object) -> Sector:
    """A sector where only what is given matters."""
    return Sector(code="A", name="A", basic=basic, specialised=specialised, **columns)  # type: ignore[arg-type]


@given(sectors, st.sampled_from([compass, compass_narrow]))
def test_a_compass_stands_alone_with_finite_numbers(shown: list[Sector], draw: type) -> None:
    root = parsed(draw(shown, prefix="p", title="Profile", unit_name="the unit"))
    for element in root.iter():
        for name in DRAWN:
            found = NUMBER.findall(element.get(name, ""))
            assert all(math.isfinite(float(number)) for number in found), (name, element.attrib)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"


@given(sectors)
def test_a_compass_has_one_sector_a_field(shown: list[Sector]) -> None:
    root = parsed(compass(shown, prefix="p", title="Profile"))
    assert len([group for group in root.iter(f"{SVG}g") if group.get("data-sector") is not None]) == len(shown)


@given(sectors, st.sampled_from([compass, compass_narrow]))
def test_a_ring_is_hatched_exactly_where_a_score_is_missing(shown: list[Sector], draw: type) -> None:
    missing = sum(
        (sector.has_basic and is_missing(sector.basic)) + (sector.has_specialised and is_missing(sector.specialised))
        for sector in shown
    )
    svg = draw(shown, prefix="p", title="Profile")
    assert len(hatched(parsed(svg))) == missing
    assert ("<pattern" in svg) == bool(missing)


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_are_escaped(name: str, title: str) -> None:
    sector = Sector(code="A", name=name, basic=1, specialised=2)
    for svg in (compass([sector] * 3, prefix="p", title=title), compass_narrow([sector] * 3, prefix="p", title=title)):
        heading = parsed(svg).find(f"{SVG}title")
        assert heading is not None
        printable = "".join(c for c in title if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
        assert (heading.text or "") == printable.replace("\r\n", "\n").replace("\r", "\n")


def test_markup_in_a_name_is_shown_as_text() -> None:
    svg = compass([one(), Sector(code="B", name='<script>"&', basic=1, specialised=1), one()], prefix="p", title="<b>")
    assert "<script" not in svg
    assert "&lt;b&gt;" in svg


@pytest.mark.parametrize(
    ("score", "radius"),
    [(0, 34.0), (50, 76.5), (100, 119.0)],
    ids=["nothing", "half", "all"],
)
def test_the_inner_ring_is_filled_as_far_as_the_score(score: float, radius: float) -> None:
    assert BASIC_RING.radius(score) == radius
    root = parsed(compass([one(basic=score, specialised=None), one(), one()], prefix="p", title="t"))
    sector = next(g for g in root.iter(f"{SVG}g") if g.get("data-sector") == "A")
    filled = [path.get("d", "") for path in sector.iter(f"{SVG}path") if path.get("fill") == COLOURS.basic]
    if score == 0:
        assert filled == []
    else:
        assert re.search(rf"A{radius:g} {radius:g} ", filled[0])


def test_the_unit_is_a_line_at_its_score() -> None:
    svg = compass([one(unit_specialised=40), one(), one()], prefix="p", title="t", unit_name="the unit")
    lines = [p.get("d", "") for p in parsed(svg).iter(f"{SVG}path") if p.get("stroke") == COLOURS.unit]
    drawn = [line for line in lines if "A" in line]
    assert len(drawn) == 1
    assert f"A{SPECIALISED_RING.radius(40):g} " in drawn[0]
    assert "the unit" in svg


def test_a_level_that_a_field_does_not_have_leaves_no_ring() -> None:
    svg = compass([one(specialised=None, has_specialised=False)] * 3, prefix="p", title="t")
    assert COLOURS.specialised not in svg
    assert COLOURS.specialised_empty not in svg
    assert "hatch" not in svg


def test_the_description_says_the_numbers() -> None:
    with override("en"):
        svg = compass([one(basic=72.5, specialised=None), one(), one()], prefix="p", title="t")
    description = parsed(svg).find(f"{SVG}desc")
    assert description is not None
    assert (description.text or "").startswith("A: basic 73, specialised too few answers.")


def test_ids_begin_with_the_prefix() -> None:
    for svg in (
        compass([one(basic=None)] * 3, prefix="first", title="t"),
        compass_small([one(basic=None)] * 3, prefix="first", title="t"),
        difference_bar(None, 1, prefix="first"),
        standing_bars([StandingRow(name="A", counts=(1, 1, 1, 1, 1))], prefix="first", title="t", names=NAMES),
    ):
        ids = [element.get("id", "") for element in parsed(svg).iter() if element.get("id")]
        assert ids
        assert all(name.startswith("first-") for name in ids)
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_nothing_needs_a_style_sheet_or_a_script() -> None:
    for svg in (
        compass([one()] * 6, prefix="p", title="t"),
        dimension_bars(
            [DimensionRow(name="A", practical=1, reflexive=None, relational=3)], prefix="p", title="t", names=DIMENSIONS
        ),
        standing_bars([StandingRow(name="A", counts=(0, 1, 1, 1, 1))], prefix="p", title="t", names=NAMES),
        difference_bar(1, 2, prefix="p"),
    ):
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", svg)


# Bars


@given(
    st.lists(
        st.builds(DimensionRow, name=st.text(max_size=60), practical=scores, reflexive=scores, relational=scores),
        max_size=9,
    ),
    st.integers(1, 3),
)
def test_dimension_bars_are_hatched_exactly_where_a_score_is_missing(rows: list[DimensionRow], columns: int) -> None:
    root = parsed(dimension_bars(rows, prefix="p", title="t", names=DIMENSIONS, columns=columns, high_from=62.5))
    assert len(hatched(root)) == sum(is_missing(score) for row in rows for score in row.scores)


def test_a_dimension_bar_is_as_long_as_its_score() -> None:
    row = DimensionRow(name="A", practical=50, reflexive=100, relational=0)
    root = parsed(dimension_bars([row], prefix="p", title="t", names=DIMENSIONS))
    rects = list(root.iter(f"{SVG}rect"))
    track = next(float(r.get("width", "")) for r in rects if r.get("fill") == COLOURS.track)
    by_colour = {r.get("fill"): float(r.get("width", "")) for r in rects if r.get("fill") in COLOURS.dimensions}
    assert [by_colour[c] for c in COLOURS.dimensions] == pytest.approx([track / 2, track, 0], abs=0.1)
    assert [t.text for t in root.iter(f"{SVG}text") if t.get("text-anchor") == "end"] == ["50", "100", "0"]


counts = st.tuples(*[st.integers(0, 20_000)] * 5)


@given(
    st.lists(st.builds(StandingRow, name=st.text(max_size=60), counts=counts, is_hidden=st.booleans()), max_size=9),
    st.booleans(),
)
def test_standing_bars_have_a_part_for_each_standing_that_has_people(rows: list[StandingRow], narrow: bool) -> None:
    root = parsed(standing_bars(rows, prefix="p", title="t", names=NAMES, narrow=narrow))
    parts = [r for r in root.iter(f"{SVG}rect") if r.get("height") == "28"]
    assert len(parts) == sum(1 for row in rows if not row.is_hidden for count in row.counts if count)
    assert all(float(part.get("width", "")) > 0 for part in parts)


def test_a_group_too_small_shows_no_counts() -> None:
    with override("en"):
        svg = standing_bars(
            [StandingRow(name="A", counts=(1, 2, 3, 4, 5), is_hidden=True)], prefix="p", title="t", names=NAMES
        )
    assert "too few people to show" in svg
    assert not {t.text for t in parsed(svg).iter(f"{SVG}text")} & set("12345")


def test_counts_are_written_in_the_bars_from_the_highest_standing() -> None:
    svg = standing_bars([StandingRow(name="A", counts=(5, 4, 3, 2, 1))], prefix="p", title="t", names=NAMES)
    written = [t.text for t in parsed(svg).iter(f"{SVG}text") if t.get("text-anchor") == "middle"]
    assert written == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("own", "manager", "written", "side"),
    [
        (1, 3, "+2", "right"),
        (3, 1, "\u22122", "left"),
        (2, 2, "0", "none"),
        (0, 4, "+4", "right"),
        (4, 0, "\u22124", "left"),
    ],
)
def test_a_difference_goes_to_the_side_of_the_higher_point(own: int, manager: int, written: str, side: str) -> None:
    root = parsed(difference_bar(own, manager, prefix="p"))
    assert [t.text for t in root.iter(f"{SVG}text")] == [written]
    bars = list(root.iter(f"{SVG}rect"))
    if side == "none":
        assert bars == []
        return
    start, length = float(bars[0].get("x", "")), float(bars[0].get("width", ""))
    assert length == pytest.approx(abs(own - manager) * 15)
    assert (start + length if side == "left" else start) == pytest.approx(70)


@pytest.mark.parametrize(("own", "manager"), [(None, 2), (2, None), (None, None)])
def test_no_difference_is_measured_without_two_points(own: int | None, manager: int | None) -> None:
    svg = difference_bar(own, manager, prefix="p")
    assert len(hatched(parsed(svg))) == 1
    assert "<text" not in svg


# Contrast


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one_colour: str, other: str) -> float:
    light, dark = sorted((luminance(one_colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "text_on",
    [
        *STANDING_COLOURS.values(),
        (COLOURS.basic, COLOURS.paper),
        (COLOURS.specialised, COLOURS.paper),
        (COLOURS.basic_empty, COLOURS.ink),
        (COLOURS.specialised_empty, COLOURS.ink),
    ],
)
def test_numbers_can_be_read_on_what_they_stand_on(text_on: tuple[str, str]) -> None:
    assert contrast(*text_on) >= 4.5


@pytest.mark.parametrize(
    ("shape", "beside"),
    [
        (COLOURS.basic, COLOURS.basic_empty),
        (COLOURS.specialised, COLOURS.specialised_empty),
        (COLOURS.unit, COLOURS.paper),
        *((colour, COLOURS.track) for colour in COLOURS.dimensions),
        (COLOURS.hatch, COLOURS.paper),
        (COLOURS.self_rating, COLOURS.paper),
        (COLOURS.manager_rating, COLOURS.paper),
    ],
)
def test_shapes_stand_out_from_what_is_beside_them(shape: str, beside: str) -> None:
    assert contrast(shape, beside) >= 3


def test_standings_get_lighter_step_by_step_so_that_grey_shows_them_too() -> None:
    order = [Standing.SPECIALISED, Standing.EMERGING, Standing.BASIC, Standing.DEVELOPING]
    lightness = [luminance(STANDING_COLOURS[standing][0]) for standing in order]
    assert all(b - a > 0.1 for a, b in pairwise(lightness))
