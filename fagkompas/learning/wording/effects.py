"""The effect of an offering in words: honestly, with how many, beside whom, and chance."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.engine.effect import Start, When
from fagkompas.learning.effects import SeenMoment, Side
from fagkompas.toolkit.formats import number

RARE = 0.05
"""A chance below this is hard to call chance."""


def when_in_words(when: When) -> str:
    """The time after the activity, as a heading."""
    return _("Within three months after") if when is When.AFTER else _("Three to six months after")


def moved(change: float) -> str:
    """ "0,4 trin op"; to one decimal."""
    size = number(abs(change), 1)
    if round(abs(change), 1) == 0:
        return _("nowhere")
    return _("%(size)s points up") % {"size": size} if change > 0 else _("%(size)s points down") % {"size": size}


def in_short(moment: SeenMoment) -> str:
    """One honest sentence or two about a time; "" when nothing may be told."""
    if moment.taking and moment.others:
        return f"{_who_moved(moment.taking)} {_beside(moment.others)} {_chance(moment)}"
    if moment.everyone:
        return f"{_who_moved(moment.everyone)} " + _(
            "There are too few similar colleagues to hold them against, so nobody can say whether it came of this."
        )
    return ""


def _who_moved(side: Side) -> str:
    return ngettext(
        "%(n)s person who took part moved %(moved)s on average.",
        "%(n)s people who took part moved %(moved)s on average.",
        side.people,
    ) % {"n": number(side.people, 0), "moved": moved(side.change)}


def _beside(side: Side) -> str:
    return ngettext(
        "%(n)s similar colleague who did not moved %(moved)s.",
        "%(n)s similar colleagues who did not moved %(moved)s.",
        side.people,
    ) % {"n": number(side.people, 0), "moved": moved(side.change)}


def _chance(moment: SeenMoment) -> str:
    share = moment.chance or 0.0
    words = {"times": in_a_hundred(share, is_exact=moment.is_exact)}
    if share >= RARE:
        return _("Chance alone gives a difference as large %(times)s, so it may well be chance.") % words
    if moment.difference < 0:
        return (
            _("Chance alone gives a difference as large %(times)s: it is hard to call chance that they moved less.")
            % words
        )
    return _("Chance alone gives a difference as large %(times)s: that is hard to call chance.") % words


def in_a_hundred(share: float, *, is_exact: bool) -> str:
    """ "in 12 of 100 cases"."""
    times = round(share * 100)
    if times < 1:
        return _("in fewer than 1 of 100 cases")
    words = _("in %(n)s of 100 cases") if is_exact else _("in about %(n)s of 100 cases")
    return words % {"n": number(times, 0)}


def start_in_words(start: Start | None) -> str:
    """The warning about low ratings; sharper where those who took part started low."""
    general = _("Low ratings rise by chance, and high ones fall: part of a first rating is luck.")
    if start is Start.LOWER:
        return f"{general} " + _(
            "Those who took part started lower than their colleagues, so part of their rise would have come by itself."
        )
    if start is Start.HIGHER:
        return f"{general} " + _(
            "Those who took part started higher than their colleagues, so they had less room to rise."
        )
    return general
