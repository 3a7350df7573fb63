"""What the drawings of methods are put together from: tiles, discs, arrows and texts that fit, as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fagkompas.toolkit.drawing import INK, LETTER, Box, coordinate, escaped, svg_of, wrapped

PAPER: Final = "#ffffff"
BLUE: Final = "#0059b3"
TEAL: Final = "#00707a"
VIOLET: Final = "#6a51a3"
QUIET: Final = "#454545"
LINE: Final = "#8a8a8a"
BLUE_TINT: Final = "#e3edf8"
TEAL_TINT: Final = "#e1f0f0"
VIOLET_TINT: Final = "#ece8f5"
SMALLEST: Final = 10
STEP: Final = 1.28
"""From line to line, in parts of the size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a tile looks; the ink on the fill keeps the contrast of WCAG AA."""

    fill: str
    ink: str = INK
    stroke: str = ""
    dash: str = ""


STRONG: Final = Look(fill=BLUE, ink=PAPER)
STRONG_TEAL: Final = Look(fill=TEAL, ink=PAPER)
SOFT: Final = Look(fill=BLUE_TINT, stroke=BLUE)
SOFT_TEAL: Final = Look(fill=TEAL_TINT, stroke=TEAL)
SOFT_VIOLET: Final = Look(fill=VIOLET_TINT, stroke=VIOLET)
PLAIN: Final = Look(fill=PAPER, stroke=LINE)
DASHED: Final = Look(fill=PAPER, stroke=BLUE, dash="6 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The pieces of a drawing, and how large it is."""

    body: tuple[str, ...]
    width: float
    height: float

    def svg(self, *, prefix: str, title: str, desc: str) -> str:
        """On white paper, so that it is read on a dark page and on print alike."""
        paper = f'<rect width="{coordinate(self.width)}" height="{coordinate(self.height)}" fill="{PAPER}"/>'
        box = Box(left=0, top=0, width=self.width, height=self.height)
        return svg_of((paper, *self.body), box=box, prefix=prefix, title=title, desc=desc)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Lines that fit a width, in a size at which the longest word does."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """Of all lines."""
        return len(self.lines) * self.size * STEP


def fitted(words: str, width: float, size: float, *, bold: bool = False) -> Fitted:
    """Words in lines of at most so many units; smaller where a single word is longer than that."""
    letter = LETTER * (1.06 if bold else 1)
    longest = max((len(word) for word in words.split()), default=1)
    size = max(min(size, width / (longest * letter)), SMALLEST)
    return Fitted(lines=tuple(wrapped(words, max(int(width / (size * letter)), 1))), size=size)


def text(
    words: str,
    x: float,
    y: float,
    *,
    width: float,
    size: float = 14,
    ink: str = INK,
    anchor: str = "middle",
    bold: bool = False,
) -> str:
    """Words in lines around the height `y`."""
    return _lines(fitted(words, width, size, bold=bold), x, y, ink=ink, anchor=anchor, bold=bold)


def _lines(block: Fitted, x: float, y: float, *, ink: str, anchor: str, bold: bool) -> str:
    first = y - block.height / 2 + block.size * 0.95
    spans = "".join(
        f'<tspan x="{coordinate(x)}" y="{coordinate(first + place * block.size * STEP)}">{escaped(line)}</tspan>'
        for place, line in enumerate(block.lines)
    )
    weight = ' font-weight="600"' if bold else ""
    return f'<text text-anchor="{anchor}" font-size="{coordinate(block.size)}" fill="{ink}"{weight}>{spans}</text>'


def label(
    title: str,
    gloss: str,
    x: float,
    y: float,
    *,
    width: float,
    height: float = 999.0,
    size: float = 16,
    ink: str = INK,
    anchor: str = "middle",
) -> str:
    """A name with what it means below, around the height `y`; smaller where it would be higher than `height`."""
    while True:
        name = fitted(title, width, size, bold=True)
        says = fitted(gloss, width, max(size - 3, SMALLEST)) if gloss else Fitted(lines=(), size=size)
        if name.height + says.height <= height or size <= SMALLEST:
            break
        size -= 1
    top = y - (name.height + says.height) / 2
    return _lines(name, x, top + name.height / 2, ink=ink, anchor=anchor, bold=True) + (
        _lines(says, x, top + name.height + says.height / 2, ink=ink, anchor=anchor, bold=False) if gloss else ""
    )


def panel(x: float, y: float, width: float, height: float, look: Look, *, radius: float = 10) -> str:
    """A rectangle with round corners."""
    stroke = f' stroke="{look.stroke}" stroke-width="1.5"' if look.stroke else ""
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    return (
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}"'
        f' rx="{coordinate(radius)}" fill="{look.fill}"{stroke}{dash}/>'
    )


def tile(
    title: str,
    x: float,
    y: float,
    width: float,
    height: float,
    look: Look,
    *,
    gloss: str = "",
    size: float = 16,
    number: int = 0,
) -> str:
    """A panel with a name in it, and what it means; its `number` in a corner where it has one."""
    inside = label(
        title, gloss, x + width / 2, y + height / 2, width=width - 16, height=height - 6, size=size, ink=look.ink
    )
    corner = badge(number, x + 14, y + 4, look) if number else ""
    return panel(x, y, width, height, look) + inside + corner


def badge(number: int, x: float, y: float, look: Look) -> str:
    """A number in a small disc."""
    edge = Look(fill=PAPER, stroke=look.stroke or look.fill)
    return disc(x, y, 12, edge) + text(str(number), x, y, width=24, size=13, bold=True)


def disc(x: float, y: float, radius: float, look: Look) -> str:
    """A circle."""
    stroke = f' stroke="{look.stroke}" stroke-width="1.5"' if look.stroke else ""
    return f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}" fill="{look.fill}"{stroke}/>'


def arrow(
    x1: float, y1: float, x2: float, y2: float, *, colour: str = QUIET, dash: str = "", both: bool = False
) -> str:
    """A straight line with a head at its end, or at both."""
    angle = math.atan2(y2 - y1, x2 - x1)
    back = 8.0
    end = (x2 - back * math.cos(angle), y2 - back * math.sin(angle))
    start = (x1 + back * math.cos(angle), y1 + back * math.sin(angle)) if both else (x1, y1)
    line = _line(
        f"M{coordinate(start[0])} {coordinate(start[1])}L{coordinate(end[0])} {coordinate(end[1])}", colour, dash
    )
    return line + _head(x2, y2, angle, colour) + (_head(x1, y1, angle + math.pi, colour) if both else "")


def path_arrow(path: str, x: float, y: float, angle: float, *, colour: str = QUIET, dash: str = "") -> str:
    """A drawn way that ends at a point, going in the direction of the angle (radians, clockwise from the right)."""
    return _line(path, colour, dash) + _head(x, y, angle, colour)


def around(cx: float, cy: float, radius: float, angle: float) -> tuple[float, float]:
    """A point of a circle; angles in radians, clockwise from the top."""
    return cx + radius * math.sin(angle), cy - radius * math.cos(angle)


def ring(names: Sequence[tuple[str, str]], *, is_narrow: bool, look: Look, middle: str = "") -> Drawn:
    """Names, each with what it means, as tiles round a circle with arrows from each to the next, clockwise from the top."""
    count = len(names)
    tile_width, tile_height = (112.0, 66.0) if is_narrow else (190.0, 84.0)
    size = 13 if is_narrow else 16
    across = 340.0 if is_narrow else 620.0
    radius_x = across / 2 - tile_width / 2 - 2
    radius_y = 130.0 if is_narrow else 150.0
    cx, cy = across / 2, radius_y + tile_height / 2 + 12
    angles = [math.tau * place / count for place in range(count)]
    places = [(cx + radius_x * math.sin(angle), cy - radius_y * math.cos(angle)) for angle in angles]
    body = [
        f'<ellipse cx="{coordinate(cx)}" cy="{coordinate(cy)}" rx="{coordinate(radius_x)}" ry="{coordinate(radius_y)}" fill="none" stroke="{look.stroke or look.fill}" stroke-width="3"/>'
    ]
    for angle in angles:
        half = angle + math.pi / count
        x, y = cx + radius_x * math.sin(half), cy - radius_y * math.cos(half)
        direction = math.atan2(radius_y * math.sin(half), radius_x * math.cos(half))
        body.append(
            _head(
                x + 6 * math.cos(direction), y + 6 * math.sin(direction), direction, look.stroke or look.fill, size=14
            )
        )
    for number, ((x, y), (title, gloss)) in enumerate(zip(places, names, strict=True), start=1):
        shown = "" if is_narrow else gloss
        body.append(
            tile(
                title,
                x - tile_width / 2,
                y - tile_height / 2,
                tile_width,
                tile_height,
                look,
                gloss=shown,
                size=size,
                number=number,
            )
        )
    if middle:
        body.append(text(middle, cx, cy, width=radius_x * 1.1, size=size, bold=True))
    lowest = max(y for _x, y in places)
    return Drawn(body=tuple(body), width=across, height=lowest + tile_height / 2 + 4)


def _line(path: str, colour: str, dash: str) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'


def _head(x: float, y: float, angle: float, colour: str, size: float = 11) -> str:
    points = [(x, y)] + [
        (x - size * math.cos(angle + turn), y - size * math.sin(angle + turn)) for turn in (-0.45, 0.45)
    ]
    drawn = " ".join(f"{coordinate(px)},{coordinate(py)}" for px, py in points)
    return f'<polygon points="{drawn}" fill="{colour}"/>'
