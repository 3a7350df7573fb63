"""How a task develops: employer, citizen and the yardstick, 1 to 10, from time to time."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fagkompas.engine.progression import HIGHEST, LOWEST, Point, Seen, Task, curve
from fagkompas.toolkit.drawing import INK, Box, coordinate, escaped, legend_of, svg_of
from fagkompas.toolkit.formats import short_date

WIDE: Final = 360.0
HIGH: Final = 150.0
LEFT: Final = 26.0
GRID: Final = "#dcdcdc"

STYLES: Final = {
    Seen.EMPLOYER: ("#0059b3", ""),
    Seen.CITIZEN: ("#b34700", "7 4"),
    Seen.NEW_HIRE: ("#454545", "2 4"),
}
"""Colour and dashes; each has a mark of its own too."""


def seen_in_words(seen: Seen) -> str:
    """Whose curve it is."""
    match seen:
        case Seen.EMPLOYER:
            return pgettext("curve", "Employer")
        case Seen.CITIZEN:
            return pgettext("curve", "Citizen")
        case Seen.NEW_HIRE:
            return pgettext("curve", "Newly hired")


def task_figure(task: Task) -> str:
    """The three curves of a task over its days; "" before anybody has said anything."""
    curves = {seen: curve(task, seen) for seen in Seen}
    days = sorted({point.on for points in curves.values() for point in points})
    if not days:
        return ""
    body = _grid()
    span = max(1, (days[-1] - days[0]).days)

    def at(point: Point) -> tuple[float, float]:
        share = (point.on - days[0]).days / span if len(days) > 1 else 0.5
        return LEFT + 14 + share * (WIDE - 28), _height(point.value)

    for seen in reversed(Seen):
        body += _curve(seen, [at(point) for point in curves[seen]])
    last = f'<text x="{coordinate(LEFT + WIDE)}" y="{coordinate(HIGH + 22)}" font-size="13" fill="{INK}" text-anchor="end">'
    body.append(f"{last}{escaped(short_date(days[-1]))}</text>")
    if len(days) > 1:
        first = f'<text x="{coordinate(LEFT)}" y="{coordinate(HIGH + 22)}" font-size="13" fill="{INK}">'
        body.append(f"{first}{escaped(short_date(days[0]))}</text>")
    entries = [(_key(seen), seen_in_words(seen)) for seen in Seen if curves[seen]]
    legend = legend_of(entries, width=WIDE + LEFT, size=13)
    body.append(f'<g transform="translate(0 {coordinate(HIGH + 36)})">{legend.svg}</g>')
    box = Box(left=0, top=-10, width=WIDE + LEFT + 4, height=HIGH + 52 + legend.height)
    title = _("How %(task)s develops") % {"task": task.name}
    return svg_of(body, box=box, prefix=f"task-{task.key}", title=title, desc=task_in_words(task))


def task_in_words(task: Task) -> str:
    """The first and the last value of each curve."""
    said = []
    for seen in Seen:
        points = curve(task, seen)
        if len(points) > 1:
            words = _("%(who)s: from %(first)s to %(last)s.")
            said.append(words % {"who": seen_in_words(seen), "first": points[0].value, "last": points[-1].value})
        elif points:
            said.append(_("%(who)s: %(value)s.") % {"who": seen_in_words(seen), "value": points[0].value})
    return " ".join(said)


def _height(value: int) -> float:
    return HIGH - (value - LOWEST) / (HIGHEST - LOWEST) * HIGH


def _grid() -> list[str]:
    parts = []
    for value in (LOWEST, 4, 7, HIGHEST):
        y = coordinate(_height(value))
        parts.append(f'<path d="M{coordinate(LEFT)} {y}h{coordinate(WIDE)}" stroke="{GRID}" stroke-width="1"/>')
        text = coordinate(_height(value) + 4)
        parts.append(
            f'<text x="{coordinate(LEFT - 8)}" y="{text}" font-size="13" fill="{INK}" text-anchor="end">{value}</text>'
        )
    return parts


def _curve(seen: Seen, places: Sequence[tuple[float, float]]) -> list[str]:
    colour, dashes = STYLES[seen]
    line = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in places)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    drawn = f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"{dashed}/>'
    return [drawn, *(_mark(seen, x, y) for x, y in places)]


def _mark(seen: Seen, x: float, y: float) -> str:
    colour = STYLES[seen][0]
    match seen:
        case Seen.EMPLOYER:
            return f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="5" fill="{colour}"/>'
        case Seen.CITIZEN:
            left, top = coordinate(x - 4.5), coordinate(y - 4.5)
            return f'<rect x="{left}" y="{top}" width="9" height="9" fill="#fff" stroke="{colour}" stroke-width="2"/>'
        case Seen.NEW_HIRE:
            return f'<path d="M{coordinate(x)} {coordinate(y - 5)}l5 9h-10z" fill="{colour}"/>'


def _key(seen: Seen) -> str:
    colour, dashes = STYLES[seen]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="M0 8H18" stroke="{colour}" stroke-width="2.5"{dashed}/>{_mark(seen, 9, 8)}'
