"""Figures as SVG: numbers in, text out. No database, no style sheet, nothing outside the file.

Each figure stands alone (a page, a file to take out, a PDF): title and description inside, ids that begin with
the caller's `prefix` so that several fit on one page, presentation attributes only. Colour never speaks alone: place,
pattern or a written number says the same. Scores are 0-100, None (or not a number) where the basis is too small: hatched.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from django.utils.translation import gettext as _

from fagkompas.engine.scales import FULL_SCORE, POINTS, STANDINGS, Standing
from fagkompas.toolkit.drawing import (
    HATCH,
    INK,
    LETTER,
    Box,
    coordinate,
    cut,
    escaped,
    hatch_of,
    legend_of,
    square,
    svg_of,
    wrapped,
)
from fagkompas.toolkit.formats import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Every colour of the figures; those on white or on each other keep the contrasts of WCAG AA."""

    ink: str = INK
    quiet: str = "#454545"
    paper: str = "#ffffff"
    basic: str = "#0059b3"
    specialised: str = "#00707a"
    basic_empty: str = "#e8eef5"
    specialised_empty: str = "#e9f2f2"
    unit: str = "#b3001b"
    hatch: str = HATCH
    track: str = "#eeeeee"
    line: str = "#bfbfbf"
    dimensions: tuple[str, str, str] = ("#0059b3", "#6a51a3", "#00707a")
    self_rating: str = "#2171b5"
    manager_rating: str = "#a63603"


COLOURS: Final = Colours()

# From the highest standing to the lowest: ever lighter, so that the order shows in grey as well; (fill, text).
STANDING_COLOURS: Final = {
    Standing.SPECIALISED: ("#08306b", "#ffffff"),
    Standing.EMERGING: ("#2171b5", "#ffffff"),
    Standing.BASIC: ("#6baed6", "#1a1a1a"),
    Standing.DEVELOPING: ("#deebf7", "#1a1a1a"),
}
STANDINGS_DOWN: Final = (*reversed(STANDINGS[1:]), Standing.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """One field of the compass. A level that the field does not have at all leaves its ring empty, not hatched."""

    code: str
    name: str
    basic: float | None
    specialised: float | None
    unit_basic: float | None = None
    unit_specialised: float | None = None
    has_basic: bool = True
    has_specialised: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionRow:
    """A field's three dimension scores."""

    name: str
    practical: float | None
    reflexive: float | None
    relational: float | None

    @property
    def scores(self) -> tuple[float | None, float | None, float | None]:
        """In the order of the dimensions."""
        return (self.practical, self.reflexive, self.relational)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRow:
    """How many people stand where in a field: one count for each of `scales.STANDINGS`, in that order.

    `is_hidden` when the group is too small to show.
    """

    name: str
    counts: tuple[int, int, int, int, int]
    is_hidden: bool = False

    def count(self, standing: Standing) -> int:
        """How many stand there."""
        return self.counts[STANDINGS.index(standing)]


# The compass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """A ring of the disc, in the units of the drawing, with its colours."""

    inner: float
    outer: float
    fill: str
    empty: str

    def radius(self, score: float) -> float:
        """How far out a score of 0-100 reaches."""
        return self.inner + (self.outer - self.inner) * score / FULL_SCORE


BASIC_RING: Final = Ring(inner=34, outer=119, fill=COLOURS.basic, empty=COLOURS.basic_empty)
SPECIALISED_RING: Final = Ring(inner=125, outer=210, fill=COLOURS.specialised, empty=COLOURS.specialised_empty)
GAP: Final = 2.5
"""Half of the space between two sectors."""


def compass(sectors: Sequence[Sector], *, prefix: str, title: str, unit_name: str = "") -> str:
    """The disc with a sector a field: the inner ring filled to the basic score, the outer to the specialised.

    With `unit_name` (such as "enheden") thin lines mark the unit's scores, where a sector has them.
    """
    size = 15
    labels = [wrapped(sector.name, 16) for sector in sectors]
    side = max((len(line) for lines in labels for line in lines), default=0) * size * LETTER
    half_width = SPECIALISED_RING.outer + 22 + side
    top = -SPECIALISED_RING.outer - 16 - 18 * max(len(labels[0]) if labels else 1, 1)
    below = max((len(lines) for lines in labels), default=1) * 18
    legend = legend_of(_compass_legend(sectors, prefix, unit_name), width=2 * half_width, size=14)
    legend_top = SPECIALISED_RING.outer + below + 30
    body = [
        *_disc(sectors, prefix, number_size=13),
        *(_label(lines, angle, size) for lines, angle in zip(labels, _middles(len(sectors)), strict=True)),
        f'<g transform="translate({coordinate(-half_width)} {coordinate(legend_top)})">{legend.svg}</g>',
    ]
    box = Box(left=-half_width, top=top, width=2 * half_width, height=legend_top + legend.height - top)
    return svg_of(body, box=box, prefix=prefix, title=title, desc=_compass_in_words(sectors, unit_name))


def compass_narrow(sectors: Sequence[Sector], *, prefix: str, title: str, unit_name: str = "") -> str:
    """The same disc for a phone: the sectors carry their codes, and a key with names and numbers stands below."""
    size = 20
    half_width = SPECIALISED_RING.outer + 14 + 2.2 * size
    rows_top = SPECIALISED_RING.outer + 3.2 * size
    rows = [
        _key_row(sector, y=rows_top + 34 * (place + 1), half_width=half_width, size=size)
        for place, sector in enumerate(sectors)
    ]
    legend = legend_of(_compass_legend(sectors, prefix, unit_name), width=2 * half_width, size=size)
    legend_top = rows_top + 34 * len(sectors) + 30
    body = [
        *_disc(sectors, prefix, number_size=18),
        *(_label([sector.code], angle, size) for sector, angle in zip(sectors, _middles(len(sectors)), strict=True)),
        *rows,
        f'<g transform="translate({coordinate(-half_width)} {coordinate(legend_top)})">{legend.svg}</g>',
    ]
    top = -SPECIALISED_RING.outer - 2.2 * size
    box = Box(left=-half_width, top=top, width=2 * half_width, height=legend_top + legend.height - top)
    return svg_of(body, box=box, prefix=prefix, title=title, desc=_compass_in_words(sectors, unit_name))


def compass_small(sectors: Sequence[Sector], *, prefix: str, title: str) -> str:
    """The bare disc, for a row of earlier rounds; the title says which round it is."""
    edge = SPECIALISED_RING.outer + 2
    box = Box(left=-edge, top=-edge, width=2 * edge, height=2 * edge, shown_width=112)
    return svg_of(
        _disc(sectors, prefix, number_size=0), box=box, prefix=prefix, title=title, desc=_compass_in_words(sectors, "")
    )


def _disc(sectors: Sequence[Sector], prefix: str, *, number_size: int) -> list[str]:
    """The sectors; size 0 leaves out numbers and unit lines, for a disc too small for them."""
    parts = [hatch_of(prefix)] if any(has_hatch(sector) for sector in sectors) else []
    for sector, span in zip(sectors, _spans(len(sectors)), strict=True):
        parts.append(f'<g data-sector="{escaped(sector.code)}">')
        if sector.has_basic:
            unit = _known(sector.unit_basic) if number_size else None
            parts += _ring(_known(sector.basic), unit, BASIC_RING, span, prefix, number_size)
        if sector.has_specialised:
            unit = _known(sector.unit_specialised) if number_size else None
            parts += _ring(_known(sector.specialised), unit, SPECIALISED_RING, span, prefix, number_size)
        parts.append("</g>")
    return parts


def _ring(
    score: float | None, unit: float | None, ring: Ring, span: tuple[float, float], prefix: str, number_size: int
) -> list[str]:
    """The pale ring, and on it what is filled, the unit's line and the number; hatched when there is no score."""
    whole = _band(ring.inner, ring.outer, *span)
    parts = [f'<path d="{whole}" fill="{ring.empty}"/>']
    if score is None:
        parts.append(f'<path d="{whole}" fill="url(#{escaped(prefix)}-hatch)" stroke="{COLOURS.line}"/>')
    elif score > 0:
        parts.append(f'<path d="{_band(ring.inner, ring.radius(score), *span)}" fill="{ring.fill}"/>')
    if unit is not None:
        parts += _unit_line(ring.radius(unit), *span)
    if score is not None and number_size:
        parts.append(_number_in_ring(score, unit, ring, sum(span) / 2, number_size))
    return parts


def _number_in_ring(score: float, unit: float | None, ring: Ring, angle: float, size: int) -> str:
    """The number on its sector: just inside the filled edge if there is room and no unit line, else where there is."""
    edge, line = ring.radius(score), None if unit is None else ring.radius(unit)
    shown = number(score, 0)
    half_width = len(shown) * size * LETTER / 2
    room = max(size * 0.8, abs(math.sin(angle)) * half_width + abs(math.cos(angle)) * size / 2 + 3)
    places = [edge - room, ring.inner + room, edge + room, ring.outer - room]
    fits = [at for at in places if ring.inner + room <= at <= ring.outer - room and abs(at - edge) >= room]
    radius = next((at for at in fits if line is None or abs(at - line) >= room), fits[0] if fits else edge - room)
    x, y = _point(radius, angle)
    colour = COLOURS.paper if radius < edge else COLOURS.ink
    return (
        f'<text x="{coordinate(x)}" y="{coordinate(y + size * 0.35)}" text-anchor="middle" font-size="{size}" font-weight="600"'
        f' fill="{colour}">{shown}</text>'
    )


def _unit_line(radius: float, start: float, end: float) -> list[str]:
    arc = _arc(radius, start, end)
    return [
        f'<path d="{arc}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for colour, width in ((COLOURS.paper, "5"), (COLOURS.unit, "2.4"))
    ]


@lru_cache(maxsize=2048)
def _band(inner: float, outer: float, start: float, end: float) -> str:
    """A piece of a ring with straight sides, so that the gap between two sectors is equally wide all the way."""
    a, b = _at_side(inner, start, 1), _at_side(outer, start, 1)
    c, d = _at_side(outer, end, -1), _at_side(inner, end, -1)
    return f"M{_xy(a)}L{_xy(b)}A{coordinate(outer)} {coordinate(outer)} 0 0 1 {_xy(c)}L{_xy(d)}A{coordinate(inner)} {coordinate(inner)} 0 0 0 {_xy(a)}Z"


def _arc(radius: float, start: float, end: float) -> str:
    return f"M{_xy(_at_side(radius, start, 1))}A{coordinate(radius)} {coordinate(radius)} 0 0 1 {_xy(_at_side(radius, end, -1))}"


def _at_side(radius: float, angle: float, inwards: int) -> tuple[float, float]:
    return _point(radius, angle + inwards * math.asin(min(GAP / radius, 1)))


def _point(radius: float, angle: float) -> tuple[float, float]:
    """Angles in radians, clockwise from the top."""
    return radius * math.sin(angle), -radius * math.cos(angle)


def _spans(count: int) -> list[tuple[float, float]]:
    """Where each sector begins and ends; the first is centred on the top."""
    width = math.tau / max(count, 1)
    return [(width * (place - 0.5), width * (place + 0.5)) for place in range(count)]


def _middles(count: int) -> list[float]:
    return [(start + end) / 2 for start, end in _spans(count)]


def _label(lines: Sequence[str], angle: float, size: int) -> str:
    """A name outside the disc: above, below or beside it."""
    x, y = _point(SPECIALISED_RING.outer + 16, angle)
    step = size * 1.2
    if abs(x) < 20:
        anchor = "middle"
        first = y - step * (len(lines) - 1) if y < 0 else y + size * 0.8
    else:
        anchor = "start" if x > 0 else "end"
        first = y - step * (len(lines) - 1) / 2 + size * 0.35
    rows = "".join(
        f'<tspan x="{coordinate(x)}" y="{coordinate(first + step * place)}">{escaped(line)}</tspan>'
        for place, line in enumerate(lines)
    )
    return f'<text text-anchor="{anchor}" font-size="{size}" font-weight="600" fill="{COLOURS.ink}">{rows}</text>'


def _key_row(sector: Sector, *, y: float, half_width: float, size: int) -> str:
    """Code, name and the two numbers on one line."""
    numbers = [
        score
        for score, there in ((sector.basic, sector.has_basic), (sector.specialised, sector.has_specialised))
        if there
    ]
    shown = " · ".join(number(_known(score), 0) for score in numbers)
    room = int((2 * half_width - 48 - (len(shown) + 1) * size * LETTER) / (size * 0.52))
    return (
        f'<g font-size="{size}" fill="{COLOURS.ink}"><text x="{coordinate(-half_width)}" y="{coordinate(y)}" font-weight="600">'
        f'{escaped(sector.code)}</text><text x="{coordinate(-half_width + 48)}" y="{coordinate(y)}">{escaped(cut(sector.name, room))}</text>'
        f'<text x="{coordinate(half_width)}" y="{coordinate(y)}" text-anchor="end">{shown}</text></g>'
    )


def has_hatch(sector: Sector) -> bool:
    """Whether a ring of the sector is drawn as not known."""
    return (sector.has_basic and _known(sector.basic) is None) or (
        sector.has_specialised and _known(sector.specialised) is None
    )


def _compass_legend(sectors: Sequence[Sector], prefix: str, unit_name: str) -> list[tuple[str, str]]:
    """What is in the disc: a mark of 16 x 16 and its words."""
    entries = []
    if any(sector.has_basic for sector in sectors):
        entries.append((square(COLOURS.basic), _("inner ring: basic")))
    if any(sector.has_specialised for sector in sectors):
        entries.append((square(COLOURS.specialised), _("outer ring: specialised")))
    if unit_name:
        entries.append((f'<path d="M0 8H18" stroke="{COLOURS.unit}" stroke-width="2.6"/>', unit_name))
    if any(has_hatch(sector) for sector in sectors):
        entries.append((square(f"url(#{escaped(prefix)}-hatch)"), _("too few answers")))
    return entries


def _compass_in_words(sectors: Sequence[Sector], unit_name: str) -> str:
    """The same numbers for those who do not see the disc."""
    sentences = []
    for sector in sectors:
        parts = []
        if sector.has_basic:
            parts.append(_("basic %(score)s") % {"score": _spoken(sector.basic)})
        if sector.has_specialised:
            parts.append(_("specialised %(score)s") % {"score": _spoken(sector.specialised)})
        unit = [
            number(score, 0)
            for score in (_known(sector.unit_basic), _known(sector.unit_specialised))
            if score is not None
        ]
        if unit_name and unit:
            parts.append(f"{unit_name} {' / '.join(unit)}")
        sentences.append(f"{sector.name}: {', '.join(parts)}.")
    return " ".join(sentences)


def _spoken(score: float | None) -> str:
    known = _known(score)
    return _("too few answers") if known is None else number(known, 0)


# Bars


def dimension_bars(
    rows: Sequence[DimensionRow],
    *,
    prefix: str,
    title: str,
    names: tuple[str, str, str],
    columns: int = 1,
    high_from: float | None = None,
) -> str:
    """Three bars a field, each with its name and number. `columns` sets the fields side by side (1 on a phone).

    `names` are the dimensions' names in the reader's language; a thin line marks `high_from`, from where a score is high.
    """
    size, width, gap = 14, 340, 36
    heights = [24 + 18 * (len(wrapped(row.name, 38)) - 1) + 3 * 26 + 20 for row in rows]
    lines = [list(range(first, min(first + columns, len(rows)))) for first in range(0, len(rows), columns)]
    line_heights = [max(heights[place] for place in line) for line in lines]
    tops = [0, *accumulate(line_heights)]
    body = [hatch_of(prefix)] if any(_known(score) is None for row in rows for score in row.scores) else []
    for line, top in zip(lines, tops, strict=False):
        for column, place in enumerate(line):
            inner = _dimension_block(rows[place], names, prefix, width, size, high_from)
            body.append(f'<g transform="translate({coordinate(column * (width + gap))} {coordinate(top)})">{inner}</g>')
    box = Box(left=0, top=0, width=columns * width + (columns - 1) * gap, height=max(tops[-1], 1))
    return svg_of(body, box=box, prefix=prefix, title=title, desc=_dimensions_in_words(rows, names))


def _dimension_block(
    row: DimensionRow, names: tuple[str, str, str], prefix: str, width: float, size: int, high_from: float | None
) -> str:
    label_width = max(len(name) for name in names) * size * LETTER + 12
    bar_width = width - label_width - 40
    title = wrapped(row.name, 38)
    parts = [
        f'<text font-size="15" font-weight="600" fill="{COLOURS.ink}">'
        + "".join(f'<tspan x="0" y="{16 + 18 * place}">{escaped(line)}</tspan>' for place, line in enumerate(title))
        + "</text>"
    ]
    first = 16 + 18 * (len(title) - 1)
    for place, (name, score, colour) in enumerate(zip(names, row.scores, COLOURS.dimensions, strict=True)):
        known, y = _known(score), first + 10 + 26 * place
        parts.append(f'<text x="0" y="{y + 13}" font-size="{size}" fill="{COLOURS.ink}">{escaped(name)}</text>')
        parts.append(_track(label_width, y, bar_width, known, colour, prefix))
        parts.append(
            f'<text x="{coordinate(width)}" y="{y + 13}" text-anchor="end" font-size="{size}" font-weight="600"'
            f' fill="{COLOURS.ink}">{number(known, 0)}</text>'
        )
    if high_from is not None:
        x = label_width + bar_width * high_from / FULL_SCORE
        parts.append(
            f'<path d="M{coordinate(x)} {first + 8}V{first + 10 + 26 * 3 - 8}" stroke="{COLOURS.ink}" stroke-dasharray="2 3"/>'
        )
    return "".join(parts)


def _track(x: float, y: float, width: float, known: float | None, colour: str, prefix: str) -> str:
    if known is None:
        return (
            f'<rect x="{coordinate(x)}" y="{y}" width="{coordinate(width)}" height="16" fill="url(#{escaped(prefix)}-hatch)"'
            f' stroke="{COLOURS.line}"/>'
        )
    return (
        f'<rect x="{coordinate(x)}" y="{y}" width="{coordinate(width)}" height="16" fill="{COLOURS.track}"/>'
        f'<rect x="{coordinate(x)}" y="{y}" width="{coordinate(width * known / FULL_SCORE)}" height="16" fill="{colour}"/>'
    )


def _dimensions_in_words(rows: Sequence[DimensionRow], names: tuple[str, str, str]) -> str:
    return " ".join(
        f"{row.name}: "
        + ", ".join(f"{name.lower()} {_spoken(score)}" for name, score in zip(names, row.scores, strict=True))
        + "."
        for row in rows
    )


def standing_bars(
    rows: Sequence[StandingRow], *, prefix: str, title: str, names: dict[Standing, str], narrow: bool = False
) -> str:
    """How many people stand where, a bar a field, from specialised to unknown; the counts are written in the bars.

    `names` are the standings' names in the reader's language. `narrow` puts a field's name above its bar.
    """
    size = 14
    width, label_width = (340, 0) if narrow else (920, 290)
    row_height = 58 if narrow else 38
    legend = legend_of(_standing_legend(rows, prefix, names), width=width, size=size)
    most = max((sum(row.counts) for row in rows if not row.is_hidden), default=0)
    body = [hatch_of(prefix)] if any(row.is_hidden or row.count(Standing.UNKNOWN) for row in rows) else []
    body.append(legend.svg)
    for place, row in enumerate(rows):
        y = legend.height + 14 + row_height * place
        name = cut(row.name, int((width if narrow else label_width - 12) / (size * 0.52)))
        text_y, bar_y = (y + 14, y + 22) if narrow else (y + 19, y)
        body.append(
            f'<text x="0" y="{coordinate(text_y)}" font-size="{size}" fill="{COLOURS.ink}">{escaped(name)}</text>'
        )
        body.append(_standing_bar(row, x=label_width, y=bar_y, width=width - label_width, most=most, prefix=prefix))
    box = Box(left=0, top=0, width=width, height=legend.height + 14 + row_height * len(rows))
    return svg_of(body, box=box, prefix=prefix, title=title, desc=_standings_in_words(rows, names))


def _standing_bar(row: StandingRow, *, x: float, y: float, width: float, most: int, prefix: str) -> str:
    if row.is_hidden:
        return f'<text x="{coordinate(x)}" y="{coordinate(y + 19)}" font-size="14" fill="{COLOURS.quiet}">{_("too few people to show")}</text>'
    counts = [(standing, row.count(standing)) for standing in STANDINGS_DOWN if row.count(standing)]
    starts = accumulate((count for _standing, count in counts), initial=0)
    return "".join(
        _standing_part(standing, count, x + width * start / most, y, width * count / most, prefix)
        for (standing, count), start in zip(counts, starts, strict=False)
    )


def _standing_part(standing: Standing, count: int, x: float, y: float, width: float, prefix: str) -> str:
    fill, ink = STANDING_COLOURS.get(standing, (f"url(#{escaped(prefix)}-hatch)", COLOURS.ink))
    shown = number(count, 0)
    part = (
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(max(width - 1.5, 0.5))}" height="28" fill="{fill}"'
        f' stroke="{COLOURS.hatch}" stroke-width="0.75"/>'
    )
    if width < len(shown) * 14 * LETTER + 6:
        return part
    middle = x + width / 2
    plate = ""
    if standing is Standing.UNKNOWN:
        half = len(shown) * 14 * LETTER / 2 + 4
        plate = f'<rect x="{coordinate(middle - half)}" y="{coordinate(y + 5)}" width="{coordinate(2 * half)}" height="18" fill="{COLOURS.paper}"/>'
    return (
        f'{part}{plate}<text x="{coordinate(middle)}" y="{coordinate(y + 19)}" text-anchor="middle" font-size="14" font-weight="600"'
        f' fill="{ink}">{shown}</text>'
    )


def _standing_legend(rows: Iterable[StandingRow], prefix: str, names: dict[Standing, str]) -> list[tuple[str, str]]:
    has_unknown = any(row.count(Standing.UNKNOWN) for row in rows if not row.is_hidden)
    shown = [standing for standing in STANDINGS_DOWN if standing is not Standing.UNKNOWN or has_unknown]
    hatch = (f"url(#{escaped(prefix)}-hatch)", COLOURS.ink)
    return [(square(STANDING_COLOURS.get(standing, hatch)[0]), names[standing]) for standing in shown]


def _standings_in_words(rows: Sequence[StandingRow], names: dict[Standing, str]) -> str:
    sentences = []
    for row in rows:
        if row.is_hidden:
            said = _("too few people to show")
        else:
            said = ", ".join(f"{names[s].lower()} {number(row.count(s), 0)}" for s in STANDINGS_DOWN if row.count(s))
        sentences.append(f"{row.name}: {said}.")
    return " ".join(sentences)


def difference_bar(self_point: int | None, manager_point: int | None, *, prefix: str) -> str:
    """A short bar from the middle: to the left where the person's own point is higher, to the right the manager's.

    Points are 0-4; None is "not relevant" or not answered: then there is nothing to measure, and the bar is hatched.
    """
    width, half = 140, 60
    middle = width / 2
    if self_point is None or manager_point is None:
        body = [
            hatch_of(prefix),
            (
                f'<rect x="{coordinate(middle - half / 2)}" y="6" width="{half}" height="12"'
                f' fill="url(#{escaped(prefix)}-hatch)" stroke="{COLOURS.line}"/>'
            ),
        ]
        title = _("No difference to measure: one of the two has no point.")
    else:
        difference = manager_point - self_point
        body = _difference(difference, middle, half / (len(POINTS) - 1))
        title = _difference_in_words(difference)
    box = Box(left=0, top=0, width=width, height=24)
    return svg_of(body, box=box, prefix=prefix, title=title, desc="")


def _difference(difference: int, middle: float, step: float) -> list[str]:
    axis = f'<path d="M{coordinate(middle)} 1V23" stroke="{COLOURS.quiet}"/>'
    shown = MINUS + str(-difference) if difference < 0 else f"+{difference}" if difference else "0"
    length = abs(difference) * step
    start = middle - length if difference < 0 else middle
    colour = COLOURS.self_rating if difference < 0 else COLOURS.manager_rating
    bar = (
        f'<rect x="{coordinate(start)}" y="6" width="{coordinate(length)}" height="12" fill="{colour}"/>'
        if difference
        else ""
    )
    x, anchor = (middle + 5, "start") if difference <= 0 else (middle - 5, "end")
    return [
        bar,
        axis,
        f'<text x="{coordinate(x)}" y="17" text-anchor="{anchor}" font-size="13" font-weight="600" fill="{COLOURS.ink}">{shown}</text>',
    ]


MINUS: Final = "\u2212"


def _difference_in_words(difference: int) -> str:
    if difference > 0:
        return _("The manager's point is %(n)s higher than the person's own.") % {"n": difference}
    if difference < 0:
        return _("The person's own point is %(n)s higher than the manager's.") % {"n": -difference}
    return _("The two points are the same.")


# Pieces


def _known(score: float | None) -> float | None:
    """The score within 0-100; None when there is none."""
    if score is None or not math.isfinite(score):
        return None
    return min(max(score, 0.0), FULL_SCORE)


def _xy(point: tuple[float, float]) -> str:
    return f"{coordinate(point[0])} {coordinate(point[1])}"
