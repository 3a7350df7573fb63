"""Drawings of ways of talking: GameMaster, UGU, SMART, Karl Tomm, the value loop."""

import math
from collections.abc import Mapping

from django.utils.translation import gettext as _

from fagkompas.methods.figures.pieces import (
    BLUE,
    DASHED,
    PAPER,
    PLAIN,
    QUIET,
    SOFT,
    SOFT_TEAL,
    SOFT_VIOLET,
    STRONG,
    STRONG_TEAL,
    TEAL,
    VIOLET,
    Drawn,
    arrow,
    disc,
    label,
    panel,
    path_arrow,
    text,
    tile,
)
from fagkompas.methods.library import shipped
from fagkompas.toolkit.drawing import coordinate
from fagkompas.toolkit.languages import said

Names = Mapping[str, str]
"""The names of the method's parts in the reader's language, by code."""


def gamemaster(names: Names, *, is_narrow: bool) -> Drawn:
    """Two layers: the talk about the talk above, the topics below, each explored, given and explored, ending in SMART."""
    rounds = [said(part.name) for part in shipped()["ugu"].parts]
    smart = said(shipped()["smart"].name)
    return _game_narrow(names, rounds, smart) if is_narrow else _game_wide(names, rounds, smart)


def _game_wide(names: Names, rounds: list[str], smart: str) -> Drawn:
    body = [panel(0, 0, 760, 150, SOFT), panel(0, 206, 760, 222, SOFT_TEAL)]
    body.append(text(_("The talk about the talk"), 24, 26, width=400, size=14, ink=QUIET, anchor="start"))
    body.append(text(names["topics"], 24, 232, width=300, size=14, ink=QUIET, anchor="start"))
    for place, code in enumerate(("contract", "timeout", "closing")):
        look = DASHED if code == "timeout" else STRONG
        body.append(tile(names[code], 24 + place * 266, 50, 180, 72, look, size=18))
    body += [arrow(208, 86, 286, 86, colour=BLUE), arrow(474, 86, 552, 86, colour=BLUE)]
    for column in range(3):
        x = 24 + column * 186
        for row, words in enumerate(rounds):
            body.append(tile(words, x, 256 + row * 54, 160, 38, STRONG_TEAL if row == 1 else PLAIN, size=14))
            if row:
                body.append(arrow(x + 80, 240 + row * 54, x + 80, 254 + row * 54, colour=TEAL))
    body.append(tile(smart, 596, 340, 140, 78, STRONG, gloss=_("agreement"), size=20))
    body += [
        arrow(558, 383, 593, 383, colour=TEAL),
        arrow(104, 126, 104, 250, colour=BLUE),
        arrow(290 + 90, 126, 290 + 90, 202, colour=BLUE, dash="6 5", both=True),
        arrow(666, 338, 666, 126, colour=BLUE),
    ]
    return Drawn(body=tuple(body), width=760, height=428)


def _game_narrow(names: Names, rounds: list[str], smart: str) -> Drawn:
    body = [panel(0, 0, 340, 168, SOFT)]
    body.append(text(_("The talk about the talk"), 14, 20, width=300, size=13, ink=QUIET, anchor="start"))
    for place, code in enumerate(("contract", "timeout", "closing")):
        look = DASHED if code == "timeout" else STRONG
        body.append(tile(names[code], 14 + place * 108, 56, 96, 74, look, size=15))
    body += [panel(0, 212, 340, 296, SOFT_TEAL)]
    body.append(text(names["topics"], 14, 232, width=300, size=13, ink=QUIET, anchor="start"))
    for column in range(3):
        x = 14 + column * 108
        for row, words in enumerate(rounds):
            body.append(tile(words, x, 250 + row * 58, 96, 42, STRONG_TEAL if row == 1 else PLAIN, size=13))
            if row:
                body.append(arrow(x + 48, 236 + row * 58, x + 48, 248 + row * 58, colour=TEAL))
    body.append(tile(smart, 222, 440, 104, 54, STRONG, gloss=_("agreement"), size=15))
    body += [
        arrow(62, 132, 62, 246, colour=BLUE),
        arrow(170, 132, 170, 208, colour=BLUE, dash="6 5", both=True),
        arrow(274, 412, 274, 437, colour=TEAL),
        path_arrow("M330 466H334V104H332", 327, 104, math.pi, colour=BLUE),
    ]
    return Drawn(body=tuple(body), width=340, height=508)


def ugu(names: Names, *, is_narrow: bool) -> Drawn:
    """Explore, give, explore again, and back to a new round."""
    nodes = [
        (names["explore-first"], _("what the other knows and thinks"), SOFT_TEAL),
        (names["give"], _("what is missing, and no more"), STRONG),
        (names["explore-after"], _("how it was received"), SOFT_TEAL),
    ]
    if is_narrow:
        body = [
            tile(name, 20, 4 + 104 * place, 260, 78, look, gloss=gloss)
            for place, (name, gloss, look) in enumerate(nodes)
        ]
        body += [arrow(150, 84 + 104 * place, 150, 106 + 104 * place) for place in range(2)]
        body.append(path_arrow("M282 251H316V43H292", 284, 43, math.pi))
        return Drawn(body=tuple(body), width=340, height=292)
    body = [
        tile(name, 4 + 256 * place, 4, 200, 104, look, gloss=gloss, size=20)
        for place, (name, gloss, look) in enumerate(nodes)
    ]
    body += [arrow(208 + 256 * place, 56, 256 + 256 * place, 56) for place in range(2)]
    body.append(path_arrow("M616 112V150Q616 164 602 164H118Q104 164 104 150V122", 104, 112, -math.pi / 2))
    body.append(text(_("a new round"), 360, 184, width=300, size=14, ink=QUIET))
    return Drawn(body=tuple(body), width=720, height=200)


def smart(names: Names, *, is_narrow: bool) -> Drawn:
    """A letter for each of five."""
    glosses = {
        "specific": _("what exactly"),
        "measurable": _("how you can see it"),
        "attractive": _("why it is worth it"),
        "realistic": _("whether it can be done"),
        "time-bound": _("when"),
    }
    body: list[str] = []
    for place, (code, gloss) in enumerate(glosses.items()):
        name = names[code]
        if is_narrow:
            y = 40 + 72 * place
            body += [disc(36, y, 30, STRONG), text(name[:1].upper(), 36, y, width=60, size=28, ink=PAPER, bold=True)]
            body.append(label(name, gloss, 84, y, width=250, size=17, anchor="start"))
        else:
            x = 76 + 152 * place
            body += [disc(x, 48, 42, STRONG), text(name[:1].upper(), x, 48, width=60, size=38, ink=PAPER, bold=True)]
            body.append(label(name, gloss, x, 134, width=140, size=18))
            if place:
                body.append(arrow(x - 104, 48, x - 48, 48, colour=BLUE))
    return (
        Drawn(body=tuple(body), width=340, height=370) if is_narrow else Drawn(body=tuple(body), width=760, height=176)
    )


def karl_tomm(names: Names, *, is_narrow: bool) -> Drawn:
    """Four roles in a cross: two look back, two look forward; one goes round from the first to the fourth."""
    width, height, size = (156.0, 104.0, 15) if is_narrow else (300.0, 128.0, 19)
    gap, top = (28.0, 42.0) if is_narrow else (72.0, 48.0)
    roles = (
        ("detective", _("background"), 0, 0, SOFT),
        ("anthropologist", _("the best of the past"), 0, 1, SOFT_TEAL),
        ("futurist", _("possibilities"), 1, 1, SOFT_TEAL),
        ("captain", _("solutions"), 1, 0, STRONG),
    )
    body = [
        text(words, width / 2 + (width + gap) * column, top / 2, width=width, size=14, ink=QUIET)
        for column, words in enumerate((_("looks back"), _("looks forward")))
    ]
    for number, (code, gloss, column, row, look) in enumerate(roles, start=1):
        x, y = (width + gap) * column, top + (height + gap) * row
        body.append(tile(names[code], x, y, width, height, look, gloss=gloss, size=size, number=number))
    left, right = width / 2, width * 1.5 + gap
    upper, lower = top + height, top + height + gap
    middle = top + height * 1.5 + gap
    body += [
        arrow(left, upper + 2, left, lower - 2),
        arrow(width + 2, middle, width + gap - 2, middle),
        arrow(right, lower - 2, right, upper + 2),
    ]
    return Drawn(body=tuple(body), width=2 * width + gap, height=top + 2 * height + gap + 2)


def value_loop(names: Names, *, is_narrow: bool) -> Drawn:
    """A spiral from a change in to what matters most."""
    del names
    width, height, size = (340.0, 420.0, 13) if is_narrow else (640.0, 420.0, 15)
    cx, cy, outer, inner, turns = width / 2, 200.0, 150.0, 62.0, 2.25
    points = []
    for step in range(181):
        share = step / 180
        radius = outer + (inner - outer) * share
        angle = -math.pi / 2 + math.tau * turns * share
        points.append((cx + radius * math.sin(angle), cy - radius * math.cos(angle)))
    path = "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
    (x1, y1), (x2, y2) = points[-3], points[-1]
    body = [
        path_arrow(path, x2, y2, math.atan2(y2 - y1, x2 - x1), colour=VIOLET),
        disc(cx, cy, 54, STRONG),
        text(_("what matters most"), cx, cy, width=92, size=size, ink=PAPER, bold=True),
    ]
    stations = (
        (-math.pi / 2, _("a change")),
        (0.0, _("“What will that give you?”")),
        (math.pi / 2, _("the answer")),
        (math.pi, _("the next question takes it in")),
    )
    for place, (angle, words) in enumerate(stations):
        away = 132.0 if is_narrow else 150.0 - 88.0 / turns / 4 * place
        tile_width, tile_height = (112.0, 74.0) if is_narrow else (176.0, 62.0)
        x, y = cx + away * math.sin(angle) * (0.85 if is_narrow else 1.24), cy - (away + 16) * math.cos(angle)
        look = SOFT_VIOLET if place else STRONG_TEAL
        body.append(tile(words, x - tile_width / 2, y - tile_height / 2, tile_width, tile_height, look, size=size))
    body.append(text(_("closer with every round"), cx, height - 18, width=width, size=14, ink=QUIET))
    return Drawn(body=tuple(body), width=width, height=height)
