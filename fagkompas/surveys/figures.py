"""Figures of a survey as SVG: shares in, text out; the pieces are those of `toolkit/drawing.py`.

Colour never speaks alone: the options stand in one order from dark to light, and the percents are written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from django.utils.translation import gettext as _

from fagkompas.surveys.results import QuestionResult, RowResult
from fagkompas.toolkit.drawing import (
    HATCH,
    INK,
    LETTER,
    Box,
    coordinate,
    cut,
    escaped,
    legend_of,
    square,
    svg_of,
    wrapped,
)
from fagkompas.toolkit.formats import percent
from fagkompas.toolkit.languages import said

SHADES: Final = (
    ("#08306b", "#ffffff"),
    ("#2171b5", "#ffffff"),
    ("#6baed6", "#1a1a1a"),
    ("#9ecae1", "#1a1a1a"),
    ("#c6dbef", "#1a1a1a"),
    ("#deebf7", "#1a1a1a"),
    ("#f7fbff", "#1a1a1a"),
)
"""Fill and text of the options of a grid, first to last."""

OWN: Final = "#2171b5"
NOTHING: Final[Mapping[str, Sequence[str]]] = {}
BENCHMARK: Final = "#b3001b"
TRACK: Final = "#eeeeee"
SIZE: Final = 14
MARK: Final = 8
"""Half the width of the mark of one's own answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How wide the drawing is, and how much of it the names take; 0 where they stand above their bar."""

    width: float
    names: float

    @property
    def bar(self) -> float:
        """How wide a bar of 100 % is."""
        return self.width - self.names


WIDE: Final = Frame(width=920, names=290)
NARROW: Final = Frame(width=340, names=0)


def question_figure(
    result: QuestionResult,
    *,
    prefix: str,
    title: str,
    benchmark: str = "",
    own: Mapping[str, Sequence[str]] = NOTHING,
    narrow: bool = False,
) -> str:
    """A question's figure: rows on one scale as divided bars, everything else as a bar an option; "" where none is.

    `benchmark` names the published figures ("2017"); they are drawn beside where a row has them. `own` are the options
    that the reader chose, by row; each is marked.
    """
    rows = [row for row in result.rows if row.options]
    if not rows:
        return ""
    frame = NARROW if narrow else WIDE
    if result.question.rows:
        return _divided_bars(rows, frame, prefix=prefix, title=title, benchmark=benchmark, own=own)
    return _option_bars(rows[0], frame, prefix=prefix, title=title, benchmark=benchmark, own=own)


# Rows on one scale


def _divided_bars(
    rows: Sequence[RowResult],
    frame: Frame,
    *,
    prefix: str,
    title: str,
    benchmark: str,
    own: Mapping[str, Sequence[str]],
) -> str:
    shades = shades_of(len(rows[0].options))
    entries = [(square(fill), said(option.text)) for (fill, _ink), option in zip(shades, rows[0].options, strict=True)]
    if benchmark:
        thin = f'<rect y="4" width="16" height="8" fill="{TRACK}" stroke="{HATCH}" stroke-width="0.75"/>'
        entries.append((thin, _("thin bar: %(year)s") % {"year": benchmark}))
    if own:
        entries.append((_mark(8, 2), _("your answer")))
    legend = legend_of(entries, width=frame.width, size=SIZE)
    body, y = [legend.svg], legend.height + 16
    for row in rows:
        lines = _name_lines(said(row.text), frame)
        top = y if frame.names else y + 18 * len(lines) + 2
        body += _names(lines, y=y, frame=frame)
        body += _divided_bar(
            [option.count / row.base for option in row.options], frame.names, top, frame.bar, 26, shades
        )
        below = top + 26
        if benchmark and row.has_benchmark:
            shares = [(option.published or 0) / 100 for option in row.options]
            body += _divided_bar(shares, frame.names, below + 3, frame.bar, 12, shades, shows_numbers=False)
            below += 18
        if own:
            body += [_mark(x, below + 2) for x in _middles(row, own.get(row.code, ()), frame)]
            below += 14
        y = max(below, y + 18 * len(lines) if frame.names else 0) + 14
    box = Box(left=0, top=0, width=frame.width, height=y)
    return svg_of(body, box=box, prefix=prefix, title=title, desc=_in_words(rows, benchmark, own))


def _divided_bar(
    shares: Sequence[float],
    x: float,
    y: float,
    width: float,
    height: float,
    shades: Sequence[tuple[str, str]],
    *,
    shows_numbers: bool = True,
) -> list[str]:
    """One bar of 100 %; shares that are left over (blank ones in the base) stay empty."""
    parts = [
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}" fill="{TRACK}"/>'
    ]
    starts = accumulate(shares, initial=0.0)
    for share, start, (fill, ink) in zip(shares, starts, shades, strict=False):
        if share <= 0:
            continue
        left, wide = x + width * start, max(width * share, 0.5)
        parts.append(
            f'<rect x="{coordinate(left)}" y="{coordinate(y)}" width="{coordinate(wide)}" height="{coordinate(height)}"'
            f' fill="{fill}" stroke="{HATCH}" stroke-width="0.75"/>'
        )
        shown = percent(share)
        if shows_numbers and wide > len(shown) * SIZE * LETTER + 6:
            parts.append(
                f'<text x="{coordinate(left + wide / 2)}" y="{coordinate(y + height / 2 + 5)}" text-anchor="middle"'
                f' font-size="{SIZE}" font-weight="600" fill="{ink}">{shown}</text>'
            )
    return parts


def _middles(row: RowResult, chosen: Sequence[str], frame: Frame) -> list[float]:
    """Where the middle is of each of these options in the row's bar; of one that nobody chose, its edge."""
    starts = accumulate((option.count / row.base for option in row.options), initial=0.0)
    first, last = frame.names + MARK, frame.width - MARK
    return [
        min(max(frame.names + frame.bar * (start + option.count / row.base / 2), first), last)
        for option, start in zip(row.options, starts, strict=False)
        if option.code in chosen
    ]


def _mark(x: float, y: float) -> str:
    """A triangle whose point is at x, y: the reader's own answer."""
    return f'<path d="M{coordinate(x)} {coordinate(y)}l{MARK} 12h-{2 * MARK}z" fill="{INK}"/>'


def shades_of(count: int) -> list[tuple[str, str]]:
    """So many shades, as far from each other as can be."""
    if count <= 1:
        return [SHADES[1]] * count
    return [SHADES[round(place * (len(SHADES) - 1) / (count - 1))] for place in range(count)]


# A bar an option


def _option_bars(
    row: RowResult, frame: Frame, *, prefix: str, title: str, benchmark: str, own: Mapping[str, Sequence[str]]
) -> str:
    shows_benchmark = bool(benchmark) and row.has_benchmark
    entries = [(square(OWN), _("answers")), (f'<path d="M9 0V16" stroke="{BENCHMARK}" stroke-width="3"/>', benchmark)]
    legend = legend_of(entries if shows_benchmark else [], width=frame.width, size=SIZE)
    body, y = [legend.svg], legend.height + (16 if shows_benchmark else 0)
    width = frame.bar - 60
    for option in row.options:
        name = said(option.text)
        lines = _name_lines(f"{name} ({_('your answer')})" if option.code in own.get(row.code, ()) else name, frame)
        top = y if frame.names else y + 18 * len(lines) + 2
        share = option.count / row.base
        body += _names(lines, y=y, frame=frame)
        body.append(_rect(frame.names, top, width, 22, TRACK))
        body.append(_rect(frame.names, top, width * share, 22, OWN))
        if shows_benchmark and option.published is not None:
            x = frame.names + width * option.published / 100
            body.append(f'<path d="M{coordinate(x)} {coordinate(top - 3)}v28" stroke="{BENCHMARK}" stroke-width="3"/>')
        body.append(
            f'<text x="{coordinate(frame.width)}" y="{coordinate(top + 16)}" text-anchor="end" font-size="{SIZE}"'
            f' font-weight="600" fill="{INK}">{percent(share)}</text>'
        )
        y = max(top + 22, y + 18 * len(lines) if frame.names else 0) + 10
    box = Box(left=0, top=0, width=frame.width, height=max(y, 1))
    return svg_of(body, box=box, prefix=prefix, title=title, desc=_in_words([row], benchmark, own))


# Pieces


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}"'
        f' fill="{fill}"/>'
    )


def _name_lines(name: str, frame: Frame) -> list[str]:
    letters = int(((frame.names or frame.width) - 12) / (SIZE * 0.5))
    return [cut(line, letters) for line in wrapped(name, letters)]


def _names(lines: Sequence[str], *, y: float, frame: Frame) -> list[str]:
    first = y + (18 if frame.names else 14)
    return [
        f'<text x="0" y="{coordinate(first + 18 * place)}" font-size="{SIZE}" fill="{INK}">{escaped(line)}</text>'
        for place, line in enumerate(lines)
    ]


def _in_words(rows: Sequence[RowResult], benchmark: str, own: Mapping[str, Sequence[str]]) -> str:
    """The same numbers for those who do not see the bars."""
    sentences = []
    for row in rows:
        parts = [f"{said(option.text)} {percent(option.count / row.base)}" for option in row.options]
        sentence = f"{said(row.text)}: {', '.join(parts)}."
        if benchmark and row.has_benchmark:
            then = [f"{said(option.text)} {percent((option.published or 0) / 100)}" for option in row.options]
            sentence += f" {benchmark}: {', '.join(then)}."
        chosen = [said(option.text) for option in row.options if option.code in own.get(row.code, ())]
        if chosen:
            sentence += " " + _("Your answer: %(answer)s.") % {"answer": ", ".join(chosen)}
        sentences.append(sentence)
    return " ".join(sentences)
