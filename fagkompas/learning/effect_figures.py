"""The figure of an effect as SVG: how far each group moved, to either side of where it stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from fagkompas.learning.figures import BLUE, LINE, NARROW, WIDE, named
from fagkompas.toolkit.drawing import (
    HATCH,
    INK,
    LETTER,
    Box,
    coordinate,
    escaped,
    hatch_of,
    legend_of,
    square,
    svg_of,
)

_TEXT: Final = 14
_STEP: Final = 52
_LEAST: Final = 0.5
"""The axis reaches at least so many points to the longer side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A group: its name, how many points it moved, what stands after it; `took_part` are filled, others hatched."""

    name: str
    change: float
    says: str
    took_part: bool


def moved_bars(rows: Sequence[Moved], *, prefix: str, title: str, narrow: bool = False) -> str:
    """Bars from a line in the middle of the range: up to the right, down to the left, all to one scale."""
    width = NARROW if narrow else WIDE
    room = width - 16 - max((len(row.says) for row in rows), default=0) * _TEXT * LETTER
    down = max([-row.change for row in rows if row.change < 0], default=0.0)
    up = max([row.change for row in rows if row.change > 0], default=0.0)
    scale = room / max(down + up, _LEAST)
    zero = down * scale
    body, top = [hatch_of(prefix)], 0.0
    for row in rows:
        name, more = named(row.name, top, width)
        body += name
        top += more
        length = abs(row.change) * scale
        x = zero if row.change >= 0 else zero - length
        fill = BLUE if row.took_part else f"url(#{escaped(prefix)}-hatch)"
        body.append(
            f'<rect x="{coordinate(x)}" y="{coordinate(top + 22)}" width="{coordinate(max(length, 1))}" height="18"'
            f' fill="{fill}" stroke="{HATCH}" stroke-width="0.75"/>'
        )
        body.append(_words(max(zero, x + length) + 8, top + 36, row.says))
        top += _STEP
    end = top
    body.append(f'<path d="M{coordinate(zero)} 18V{coordinate(end - 6)}" stroke="{LINE}" stroke-width="1.5"/>')
    marks = [
        (square(BLUE), _("took part")),
        (square(f"url(#{escaped(prefix)}-hatch)"), _("similar colleagues who did not")),
    ]
    legend = legend_of(marks, width=width, size=_TEXT)
    body.append(f'<g transform="translate(0 {coordinate(end + 6)})">{legend.svg}</g>')
    box = Box(left=-1, top=0, width=width + 2, height=end + 10 + legend.height)
    desc = "; ".join(f"{row.name}: {row.says}" for row in rows)
    return svg_of(body, box=box, prefix=prefix, title=title, desc=desc)


def _words(x: float, y: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{coordinate(x)}" y="{coordinate(y)}" font-size="{_TEXT}"{weight} fill="{INK}">{escaped(words)}</text>'
