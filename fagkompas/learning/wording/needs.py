"""Needs, gaps and the division of work in words: one sentence each, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagkompas.assessments.wording import LEVELS
from fagkompas.engine.division import Uncovered, WhyUncovered
from fagkompas.engine.needs import Apart, BandGap, BesideSisters, Coverage
from fagkompas.engine.units import Gap, Need, UnitFigures
from fagkompas.learning.models import BANDS
from fagkompas.learning.needs import RatedBand
from fagkompas.learning.suggestions import starting_point
from fagkompas.toolkit.formats import number, percent

MOST_NAMED = 3
"""People that a sentence names."""


def role_name(code: str) -> str:
    """What a role is called; one that is not known any more by its code."""
    role = starting_point().role(code)
    return role.name.in_language(get_language() or "da") if role else code


def coverage_in_words(found: Coverage) -> str:
    """ "62 % of what is needed is there"."""
    if found.share is None:
        return _("Nothing is needed yet.")
    if found.share == 1:
        return _("Everything that is needed is there.")
    return _("%(share)s of what is needed is there, with what matters most counting most.") % {
        "share": percent(found.share)
    }


def need_in_words(need: Need) -> str:
    """ "everyone at basic level, 2 specialised"."""
    share = _("everyone at basic level") if need.basic_share == 1 else _part_in_words(need.basic_share)
    specialised = ngettext("%(n)s specialised person", "%(n)s specialised people", need.specialists) % {
        "n": number(need.specialists, 0)
    }
    return f"{share}, {specialised}"


def _part_in_words(share: float) -> str:
    return _("%(share)s at basic level") % {"share": percent(share)}


def surplus_in_words(name: str, gap: Gap) -> str:
    """A field with many more specialised than needed."""
    return _("%(field)s: %(have)s are specialised where %(needed)s are needed. %(surplus)s could help elsewhere.") % {
        "field": name,
        "have": number(gap.specialised_have, 0),
        "needed": number(gap.specialised_needed, 0),
        "surplus": number(gap.surplus, 0),
    }


def beside_in_words(name: str, one: BesideSisters) -> str:
    """A field and level where the unit stands apart from its sisters."""
    sentences = {
        Apart.AHEAD: _(
            "%(field)s, %(level)s: %(own)s here against %(together)s in the sister units. They could learn here."
        ),
        Apart.BEHIND: _(
            "%(field)s, %(level)s: %(own)s here against %(together)s in the sister units. Ask how they have come so far."
        ),
        Apart.ALIKE: _("%(field)s, %(level)s: %(own)s here against %(together)s in the sister units."),
    }
    return sentences[one.apart] % {
        "field": name,
        "level": LEVELS[one.level],
        "own": percent(one.own.share),
        "together": percent(one.together.share),
    }


def band_gap_in_words(name: str, gap: BandGap) -> str:
    """A profile now against the ideal."""
    if gap.is_above:
        return _("%(profile)s: more people match than the ideal asks for.") % {"profile": name}
    if not gap.most:
        return _("%(profile)s: as many as wanted.") % {"profile": name}
    if gap.least == gap.most:
        words = ngettext("%(profile)s: %(n)s person is missing.", "%(profile)s: %(n)s people are missing.", gap.least)
        return words % {"profile": name, "n": number(gap.least, 0)}
    return _("%(profile)s: %(least)s to %(most)s people are missing.") % {
        "profile": name,
        "least": number(gap.least, 0),
        "most": number(gap.most, 0),
    }


def uncovered_in_words(one: Uncovered, people: Mapping[str, str]) -> str:
    """Why hours of a kind of work are left over. `people` gives the names."""
    if one.why is WhyUncovered.NOBODY:
        return _("Nobody stands high enough in the field.")
    if one.why is WhyUncovered.RATE_FIRST:
        return ngettext(
            "Nobody is known to be able to do it, and %(n)s person is not rated in the field. Rate first.",
            "Nobody is known to be able to do it, and %(n)s people are not rated in the field. Rate first.",
            one.unknown,
        ) % {"n": number(one.unknown, 0)}
    able = [people[code] for code in one.able]
    if len(able) > MOST_NAMED:
        return _("%(n)s people can do it, and have no hours left.") % {"n": number(len(able), 0)}
    return ngettext(
        "%(names)s can do it, and has no hours left.", "%(names)s can do it, and have no hours left.", len(able)
    ) % {"names": ", ".join(able)}


def rated_in_words(figures: UnitFigures) -> str:
    """How many of the unit the figures are about; "" where that is everybody, or nothing is shown."""
    known = {field.known for field in figures.fields.values() if field}
    if not known or min(known) == figures.invited:
        return ""
    words = {"least": number(min(known), 0), "most": number(max(known), 0), "everyone": number(figures.invited, 0)}
    if len(known) == 1:
        return _("The figures are of the %(most)s of %(everyone)s in the unit who are rated.") % words
    return (
        _("The figures are of those who are rated in each field: %(least)s to %(most)s of %(everyone)s in the unit.")
        % words
    )


def holders_in_words(counted: int, holders: int) -> str:
    """Why fewer of a role are counted than hold it; "" where all are."""
    if counted == holders:
        return ""
    return ngettext(
        "%(counted)s of the %(holders)s who hold the role is counted. The others are not rated, or you have to rate them "
        "first.",
        "%(counted)s of the %(holders)s who hold the role are counted. The others are not rated, or you have to rate them "
        "first.",
        counted,
    ) % {"counted": number(counted, 0), "holders": number(holders, 0)}


def too_many_in_words(name: str, wanted: int, people: int) -> str:
    """More specialised people than there are people."""
    return ngettext(
        "%(field)s: You ask for %(wanted)s specialised people, and there is %(people)s person.",
        "%(field)s: You ask for %(wanted)s specialised people, and there are %(people)s people.",
        people,
    ) % {"field": name, "wanted": number(wanted, 0), "people": number(people, 0)}


def rated_band_in_words(one: RatedBand) -> str:
    """What the latest round says of a profile."""
    return _("%(round)s: %(band)s (%(people)s of the %(known)s rated are specialised)") % {
        "round": one.round_name,
        "band": dict(BANDS)[one.band.value],
        "people": number(one.people, 0),
        "known": number(one.known, 0),
    }
