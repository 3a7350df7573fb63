"""Recruitment in words: what so many hires close, and what is refused."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fagkompas.engine.errors import Problem
from fagkompas.engine.recruitment import FieldGap, Recruitment
from fagkompas.learning.recruiting import Left, ProfileFacts
from fagkompas.toolkit.formats import number, percent
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "advert_missing": gettext_lazy("Write the advert. The draft can be made again from what is missing."),
    "advert_too_long": gettext_lazy("The advert has %(length)s characters and may have %(longest)s. Shorten it."),
    "advert_cpr": gettext_lazy("There is a number here that looks like a CPR number. Remove it."),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    return in_words(problem, SENTENCES)


def colleagues(hires: int) -> str:
    """ "2 new colleagues"."""
    return ngettext("%(n)s new colleague", "%(n)s new colleagues", hires) % {"n": number(hires, 0)}


def proposal_in_words(proposal: Recruitment, left: Left) -> str:
    """How many, in what they are specialised, and how much of what is missing they close together."""
    count = {field: sum(field in hire for hire in proposal.hires) for field in proposal.fields}
    many = len(proposal.hires) > 1
    named = [f"{left.name(field)} ({number(of, 0)})" if many else left.name(field) for field, of in count.items()]
    return _("%(colleagues)s, specialised in %(fields)s. Closes %(share)s of what is missing.") % {
        "colleagues": colleagues(len(proposal.hires)),
        "fields": listed(named),
        "share": percent(proposal.share),
    }


def listed(names: Sequence[str]) -> str:
    """ "Law, methods and networks"."""
    *first, last = names or [""]
    return _(" and ").join([", ".join(first), last]) if first else last


def closes_in_words(facts: ProfileFacts) -> str:
    """ "2 new colleagues together close 58 % of what was missing when the profile was made"."""
    return ngettext(
        "%(n)s new colleague closes %(share)s of what was missing when the profile was made, when what matters most "
        "counts most.",
        "%(n)s new colleagues together close %(share)s of what was missing when the profile was made, when what matters "
        "most counts most.",
        facts.hires,
    ) % {"n": number(facts.hires, 0), "share": percent(facts.share)}


def gap_in_words(gap: FieldGap) -> str:
    """ "2 specialised, 3 at basic level"."""
    parts = []
    if gap.specialised:
        words = ngettext("%(n)s specialised person", "%(n)s specialised people", gap.specialised)
        parts.append(words % {"n": number(gap.specialised, 0)})
    if gap.basic:
        parts.append(_("%(n)s at basic level") % {"n": number(gap.basic, 0)})
    return ", ".join(parts)


def positions_in_words(facts: ProfileFacts) -> str:
    """How many of the hires the profile is for, "" where it is all of them."""
    if facts.positions == facts.hires:
        return ""
    return ngettext("This profile is for %(n)s of them.", "This profile is for %(n)s of them.", facts.positions) % {
        "n": number(facts.positions, 0)
    }
