"""Pieces of figures as SVG, for every app's `figures.py`: numbers in, text out.

A drawing stands alone (a page, a file to take out, a PDF): title and description inside, ids that begin with the
caller's `prefix` so that several fit on one page, presentation attributes only.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

INK: Final = "#1a1a1a"
HATCH: Final = "#707070"

FONT: Final = "IBM Plex Sans, Helvetica Neue, Arial, sans-serif"
LETTER: Final = 0.56
"""Mean width of a letter, in parts of the font size; wide enough to leave room, since nothing here can measure text."""

NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The drawing's edges; `shown_width` in px, else one unit is one px."""

    left: float
    top: float
    width: float
    height: float
    shown_width: float | None = None

    @property
    def scale(self) -> float:
        """Units of the drawing to px."""
        return (self.shown_width or self.width) / self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """The marks with their words, and how high they are together."""

    svg: str
    height: float


def legend_of(entries: Sequence[tuple[str, str]], *, width: float, size: int) -> Legend:
    """Marks and words in rows that fit the width."""
    step = size * 1.9
    x, row, parts = 0.0, 0, []
    for mark, words in entries:
        length = 24 + len(words) * size * 0.52 + 28
        if x and x + length - 28 > width:
            x, row = 0.0, row + 1
        parts.append(
            f'<g transform="translate({coordinate(x)} {coordinate(row * step)})">{mark}'
            f'<text x="24" y="{coordinate(8 + size * 0.36)}" font-size="{size}" fill="{INK}">{escaped(words)}</text></g>'
        )
        x += length
    return Legend(svg="".join(parts), height=(row + 1) * step if entries else 0)


def square(fill: str) -> str:
    return f'<rect width="16" height="16" fill="{fill}" stroke="{HATCH}" stroke-width="0.75"/>'


def hatch_of(prefix: str) -> str:
    """Slanted lines, for what is not known."""
    return (
        f'<defs><pattern id="{escaped(prefix)}-hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0V7" stroke="{HATCH}" stroke-width="1.6"/></pattern></defs>'
    )


def svg_of(body: Iterable[str], *, box: Box, prefix: str, title: str, desc: str) -> str:
    name = escaped(prefix)
    labelled = f"{name}-title {name}-desc" if desc else f"{name}-title"
    described = f'<desc id="{name}-desc">{escaped(desc)}</desc>' if desc else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{coordinate(box.left)} {coordinate(box.top)} {coordinate(box.width)} {coordinate(box.height)}"'
        f' width="{coordinate(box.width * box.scale)}" height="{coordinate(box.height * box.scale)}" role="img"'
        f' aria-labelledby="{labelled}" font-family="{FONT}">'
        f'<title id="{name}-title">{escaped(title)}</title>{described}{"".join(body)}</svg>'
    )


@lru_cache(maxsize=2048)
def escaped(words: str) -> str:
    """Words as they may stand in XML: escaped, without characters that XML does not have."""
    return escape(NOT_XML.sub("", words))


def wrapped(words: str, letters: int) -> list[str]:
    """Lines of at most so many letters where the words allow it."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(longer) > letters:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: max(letters - 1, 1)].rstrip() + "…"


@lru_cache(maxsize=8192)
def coordinate(value: float) -> str:
    """A coordinate with at most one decimal and no "-0"."""
    return f"{round(value, 1) + 0:g}"
