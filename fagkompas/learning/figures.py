"""Figures of learning as SVG: numbers in, text out; what a colour says, a pattern or a written number says too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

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
from fagkompas.toolkit.formats import number, percent

BLUE: Final = "#0059b3"
TEAL: Final = "#00585f"
PALE: Final = "#dbe9f7"
PAPER: Final = "#ffffff"
LINE: Final = "#bfbfbf"
RED: Final = "#b3001b"

WIDE: Final = 720
NARROW: Final = 340
_TEXT: Final = 14
_LINE: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One kind of part of a bar: its colour, or "" for hatched; `dark` where white text stands on it."""

    words: str
    fill: str
    dark: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its name, how large each part is, and what stands after it."""

    name: str
    sizes: tuple[float, ...]
    says: str


def bars(rows: Sequence[Bar], parts: Sequence[Part], *, prefix: str, title: str, narrow: bool = False) -> str:
    """Bars of several parts, one below the other, each under its name; all to one scale."""
    width = NARROW if narrow else WIDE
    most = max((sum(row.sizes) for row in rows), default=0) or 1
    room = width - 12 - max((len(row.says) for row in rows), default=0) * _TEXT * LETTER
    step, body, top = 46, [hatch_of(prefix)], 0.0
    for row in rows:
        name, more = named(row.name, top, width)
        body += name
        top += more
        x = 0.0
        for size, part in zip(row.sizes, parts, strict=True):
            length = size / most * room
            if length > 0:
                body.append(_rect(x, top + 20, length, part, prefix, number(size, None)))
            x += length
        body.append(_words(x + 8, top + 34, row.says))
        top += step
    legend_top = top + 6
    legend = legend_of([(_mark(part, prefix), part.words) for part in parts], width=width, size=_TEXT)
    body.append(f'<g transform="translate(0 {coordinate(legend_top)})">{legend.svg}</g>')
    box = Box(left=-1, top=0, width=width + 2, height=legend_top + legend.height + 4)
    desc = "; ".join(f"{row.name}: {row.says}" for row in rows)
    return svg_of(body, box=box, prefix=prefix, title=title, desc=desc)


def _rect(x: float, y: float, length: float, part: Part, prefix: str, words: str) -> str:
    fill = part.fill or f"url(#{escaped(prefix)}-hatch)"
    rect = (
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(length)}" height="18" fill="{fill}"'
        f' stroke="{HATCH}" stroke-width="0.75"/>'
    )
    if not part.fill or length < len(words) * 12 * LETTER + 8:
        return rect
    colour = PAPER if part.dark else INK
    return (
        f'{rect}<text x="{coordinate(x + length / 2)}" y="{coordinate(y + 13)}" text-anchor="middle" font-size="12"'
        f' fill="{colour}">{escaped(words)}</text>'
    )


def named(name: str, top: float, width: float) -> tuple[list[str], float]:
    """A name above what it names, on as many lines as it takes; and how much higher than one line they are."""
    letters = int(width / (_TEXT * LETTER))
    lines = [cut(line, letters) for line in wrapped(name, letters)]
    said = [_words(0, top + _TEXT + place * _LINE, line, bold=True) for place, line in enumerate(lines)]
    return said, (len(lines) - 1) * _LINE


def _mark(part: Part, prefix: str) -> str:
    return square(part.fill or f"url(#{escaped(prefix)}-hatch)")


def _words(x: float, y: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{coordinate(x)}" y="{coordinate(y)}" font-size="{_TEXT}"{weight} fill="{INK}">{escaped(words)}</text>'


# Sister units


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A line from 0 to 100 %: where the unit stands, where each sister does, and where these do together (0-1)."""

    name: str
    own: float
    sisters: tuple[float, ...]
    together: float


def beside(
    rows: Sequence[Beside],
    *,
    prefix: str,
    title: str,
    narrow: bool = False,
    words: tuple[str, str] | None = None,
) -> str:
    """The unit as a filled circle among its sisters as open ones; a line marks the sisters taken together.

    `words` say what the circle and the line are, where they are something else.
    """
    own_words, together_words = words or (_("this unit"), _("the sister units together"))
    width = NARROW if narrow else WIDE
    left, right, step = 8.0, width - 8.0, 48
    body, top = [], 0.0
    for row in rows:
        name, more = named(row.name, top, width)
        body += name
        middle = top + more + 33
        top += more + step
        body.append(f'<path d="M{coordinate(left)} {coordinate(middle)}H{coordinate(right)}" stroke="{LINE}"/>')
        at = _at(row.together, left, right)
        body.append(
            f'<path d="M{coordinate(at)} {coordinate(middle - 10)}V{coordinate(middle + 10)}" stroke="{INK}" stroke-width="2"/>'
        )
        body += [_circle(_at(share, left, right), middle, filled=False) for share in row.sisters]
        body.append(_circle(_at(row.own, left, right), middle, filled=True))
    end = top + 4
    for share in (0.0, 0.5, 1.0):
        anchor = {0.0: "start", 0.5: "middle", 1.0: "end"}[share]
        x = {0.0: 0.0, 0.5: width / 2, 1.0: float(width)}[share]
        body.append(
            f'<text x="{coordinate(x)}" y="{coordinate(end + 10)}" text-anchor="{anchor}" font-size="12" fill="{INK}">'
            f"{escaped(percent(share))}</text>"
        )
    sister = [(_mark_circle(filled=False), _("a sister unit"))] if any(row.sisters for row in rows) else []
    marks = [
        (_mark_circle(filled=True), own_words),
        *sister,
        (f'<path d="M8 0V16" stroke="{INK}" stroke-width="2"/>', together_words),
    ]
    legend = legend_of(marks, width=width, size=_TEXT)
    body.append(f'<g transform="translate(0 {coordinate(end + 26)})">{legend.svg}</g>')
    box = Box(left=-1, top=0, width=width + 2, height=end + 30 + legend.height)
    desc = "; ".join(f"{row.name}: {percent(row.own)} / {percent(row.together)}" for row in rows)
    return svg_of(body, box=box, prefix=prefix, title=title, desc=desc)


def _at(share: float, left: float, right: float) -> float:
    return left + min(max(share, 0.0), 1.0) * (right - left)


def _circle(x: float, y: float, *, filled: bool) -> str:
    fill = RED if filled else PAPER
    return f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="6" fill="{fill}" stroke="{RED if filled else INK}" stroke-width="1.5"/>'


def _mark_circle(*, filled: bool) -> str:
    return f'<g transform="translate(2 2)">{_circle(6, 6, filled=filled)}</g>'
