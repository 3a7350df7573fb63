"""Drawings of ways and tools: 5F, 4R, the contact circle, the substitution wheel, job tracks, Min Plan."""

import math
from collections.abc import Sequence

from django.utils.translation import gettext as _

from fagkompas.methods.figures.pieces import (
    BLUE,
    BLUE_TINT,
    LINE,
    PAPER,
    PLAIN,
    SOFT,
    SOFT_TEAL,
    STRONG,
    STRONG_TEAL,
    TEAL,
    TEAL_TINT,
    VIOLET_TINT,
    Drawn,
    Look,
    around,
    arrow,
    badge,
    disc,
    label,
    panel,
    path_arrow,
    ring,
    text,
    tile,
)
from fagkompas.methods.figures.talks import Names
from fagkompas.methods.library import shipped
from fagkompas.toolkit.drawing import INK, coordinate
from fagkompas.toolkit.languages import said


def five_f(names: Names, *, is_narrow: bool) -> Drawn:
    """Five fields in a circle."""
    glosses = {
        "focus": _("the one thing it is about"),
        "past": _("what can be used again"),
        "future": _("a picture with place and people"),
        "goals": _("the way in pieces"),
        "free": _("the first small step"),
    }
    return ring([(names[code], gloss) for code, gloss in glosses.items()], is_narrow=is_narrow, look=SOFT)


def contact_circle(names: Names, *, is_narrow: bool) -> Drawn:
    """Four places, and the follow-up opens anew."""
    glosses = {
        "opening": _("a reason to talk, and the next date"),
        "preparing": _("tasks, hours, first day"),
        "delivery": _("close by in the first days"),
        "follow-up": _("the cheapest opening there is"),
    }
    middle = _("the next date is always agreed")
    nodes = [(names[code], gloss) for code, gloss in glosses.items()]
    return ring(nodes, is_narrow=is_narrow, look=SOFT_TEAL, middle=middle)


def four_r(names: Names, *, is_narrow: bool) -> Drawn:
    """A compass with four directions, and the date of the latest look in the middle."""
    width, height, size = (104.0, 64.0, 15) if is_narrow else (200.0, 76.0, 18)
    across = 340.0 if is_narrow else 640.0
    cx, cy, reach = across / 2, 138.0 if is_narrow else 192.0, 56.0 if is_narrow else 96.0
    hub = 24.0 if is_narrow else 46.0
    body = [disc(cx, cy, reach + 8, PLAIN)]
    for quarter in range(8):
        angle, is_main = math.tau * quarter / 8, quarter % 2 == 0
        tip = around(cx, cy, reach if is_main else reach * 0.72, angle)
        for side in (-1, 1):
            shoulder = around(cx, cy, hub, angle + side * math.pi / 8)
            points = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in ((cx, cy), shoulder, tip))
            dark, light = (BLUE, BLUE_TINT) if is_main else (LINE, PAPER)
            body.append(f'<polygon points="{points}" fill="{dark if side < 0 else light}" stroke="{dark}"/>')
    looked = _("date") if is_narrow else _("date of the latest look")
    body += [disc(cx, cy, hub, SOFT_TEAL), text(looked, cx, cy, width=hub * 1.6, size=13, bold=True)]
    far_x, far_y = across / 2 - width / 2 - 2, 104.0 if is_narrow else 152.0
    glosses = {
        "route": (0, -1, _("what we steer by")),
        "room": (1, 0, _("all that can be done")),
        "rules": (0, 1, _("law, roles, expectations")),
        "relations": (-1, 0, _("who is with us")),
    }
    for code, (right, down, gloss) in glosses.items():
        x, y = cx + far_x * right - width / 2, cy + far_y * down - height / 2
        body.append(tile(names[code], x, y, width, height, SOFT, gloss="" if is_narrow else gloss, size=size))
    return Drawn(body=tuple(body), width=across, height=cy + far_y + height / 2 + 4)


def substitution_wheel(names: Names, *, is_narrow: bool) -> Drawn:
    """Four quarters of a wheel, read clockwise from the tasks."""
    across = 340.0 if is_narrow else 480.0
    cx = cy = across / 2
    outer, inner = across / 2 - 4, 44.0 if is_narrow else 62.0
    size = 13 if is_narrow else 17
    quarters = (
        ("tasks", _("with time on each"), BLUE, PAPER),
        ("competence", _("what they really take"), BLUE_TINT, INK),
        ("absolute", _("cannot be done without"), TEAL, PAPER),
        ("flexible", _("can be otherwise"), TEAL_TINT, INK),
    )
    body: list[str] = []
    for place, (code, gloss, fill, ink) in enumerate(quarters):
        start, end = math.pi / 2 * place, math.pi / 2 * (place + 1)
        body.append(
            f'<path d="{_sector(cx, cy, inner, outer, start, end)}" fill="{fill}" stroke="{PAPER}" stroke-width="5"/>'
        )
        x, y = around(cx, cy, (outer + inner) / 2 + 4, (start + end) / 2)
        room = (outer - inner) * 0.92
        body.append(label(names[code], "" if is_narrow else gloss, x, y, width=room, size=size, ink=ink))
        at = around(cx, cy, outer - (20 if is_narrow else 26), start + (0.16 if is_narrow else 0.12))
        body.append(badge(place + 1, *at, Look(fill=fill)))
    body += [disc(cx, cy, inner - 8, PLAIN), text(_("the job"), cx, cy, width=2 * inner - 30, size=size, bold=True)]
    return Drawn(body=tuple(body), width=across, height=across)


def _sector(cx: float, cy: float, inner: float, outer: float, start: float, end: float) -> str:
    a, b = around(cx, cy, outer, start), around(cx, cy, outer, end)
    c, d = around(cx, cy, inner, end), around(cx, cy, inner, start)
    far, near = coordinate(outer), coordinate(inner)
    return (
        f"M{coordinate(a[0])} {coordinate(a[1])}A{far} {far} 0 0 1 {coordinate(b[0])} {coordinate(b[1])}"
        f"L{coordinate(c[0])} {coordinate(c[1])}A{near} {near} 0 0 0 {coordinate(d[0])} {coordinate(d[1])}Z"
    )


def job_tracks(names: Names, *, is_narrow: bool) -> Drawn:
    """Three circles, and the track where all three meet."""
    across, radius, size = (340.0, 96.0, 15) if is_narrow else (460.0, 132.0, 19)
    cx = across / 2
    shift = radius * 0.62
    cy = radius + 4 + shift
    circles = (
        ("can", -math.tau / 6, BLUE_TINT, BLUE),
        ("wants", math.tau / 6, TEAL_TINT, TEAL),
        ("needed", math.pi, VIOLET_TINT, "#6a51a3"),
    )
    places = {code: around(cx, cy, shift, angle) for code, angle, _fill, _stroke in circles}
    body = [
        f'<circle cx="{coordinate(places[code][0])}" cy="{coordinate(places[code][1])}" r="{coordinate(radius)}"'
        f' fill="{fill}" fill-opacity="0.8" stroke="{stroke}" stroke-width="2.5"/>'
        for code, _angle, fill, stroke in circles
    ]
    for code, angle, _fill, _stroke in circles:
        x, y = around(cx, cy, shift + radius * 0.42, angle)
        body.append(text(names[code], x, y, width=radius * 1.4, size=size - 2, bold=True))
    body.append(disc(cx, cy, radius * 0.34, STRONG))
    body.append(text(_("job track"), cx, cy, width=radius * 0.6, size=size - 2, ink=PAPER, bold=True))
    return Drawn(body=tuple(body), width=across, height=cy + shift + radius + 4)


def my_plan(names: Names, *, is_narrow: bool) -> Drawn:
    """How the tools lead to each other; the plan holds its four fields."""
    tools = shipped()
    chain = [
        _("The job barometer"),
        said(tools["job-tracks"].name),
        _("“I am looking for work as …” on Jobnet"),
        said(tools["my-plan"].name),
        said(tools["jobnet-cv"].name),
        said(tools["job-log"].name),
    ]
    fields = [names[code] for code in ("goal", "description", "agreements", "activities")]
    return _plan_narrow(chain, fields) if is_narrow else _plan_wide(chain, fields)


PLAN = 3
"""The place of the plan in the chain."""


def _plan_wide(chain: Sequence[str], fields: Sequence[str]) -> Drawn:
    width, gap = 226.0, 38.0
    body: list[str] = []
    for place, words in enumerate(chain[:PLAN]):
        x = place * (width + gap)
        body.append(tile(words, x, 12, width, 72, SOFT, size=16, number=place + 1))
        if place:
            body.append(arrow(x - gap + 3, 48, x - 3, 48))
    body.append(path_arrow("M641 88V104Q641 118 627 118H127Q113 118 113 132V136", 113, 146, math.pi / 2))
    body.append(panel(0, 148, 490, 156, STRONG))
    body.append(text(chain[PLAN], 30, 174, width=400, size=18, ink=PAPER, anchor="start", bold=True))
    body.append(badge(4, 14, 152, STRONG))
    for place, words in enumerate(fields):
        body.append(tile(words, 20 + (place % 2) * 230, 196 + (place // 2) * 50, 220, 42, PLAIN, size=14))
    for place, words in enumerate(chain[PLAN + 1 :]):
        body.append(tile(words, 528, 152 + place * 92, width, 60, SOFT, size=16, number=place + 5))
    body += [arrow(493, 184, 525, 184), arrow(641, 215, 641, 241)]
    body.append(tile("VITAS", 250, 330, 220, 46, STRONG_TEAL, size=15))
    body.append(arrow(360, 328, 360, 306, colour=TEAL))
    return Drawn(body=tuple(body), width=754, height=380)


def _plan_narrow(chain: Sequence[str], fields: Sequence[str]) -> Drawn:
    body: list[str] = []
    y = 12.0
    for place, words in enumerate(chain):
        if place:
            body.append(arrow(170, y, 170, y + 20))
            y += 22
        if place == PLAN:
            body.append(panel(0, y, 340, 196, STRONG))
            body.append(text(words, 28, y + 22, width=300, size=16, ink=PAPER, anchor="start", bold=True))
            body.append(badge(place + 1, 14, y + 4, STRONG))
            for number, field in enumerate(fields):
                gloss = "VITAS" if number == len(fields) - 1 else ""
                look: Look = SOFT_TEAL if gloss else PLAIN
                body.append(
                    tile(f"{field} · {gloss}" if gloss else field, 12, y + 42 + number * 37, 316, 32, look, size=14)
                )
            y += 198
        else:
            body.append(tile(words, 20, y, 300, 54, SOFT, size=15, number=place + 1))
            y += 56
    return Drawn(body=tuple(body), width=340, height=y + 2)
