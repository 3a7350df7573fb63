"""Methods in words: kinds, audiences, phases, what is refused."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import Problem
from fagkompas.frameworks.wording import SENTENCES as OF_FRAMEWORKS
from fagkompas.methods.document import Audience, Kind, Phase, Reach, Speaker
from fagkompas.toolkit.problems import Sentences, in_words

KINDS: Final[dict[Kind, StrPromise]] = {
    Kind.METHOD: _("Ways of talking"),
    Kind.TOOL: _("Tools between the talks"),
}

AUDIENCES: Final[dict[Audience, StrPromise]] = {
    Audience.CITIZEN: _("Citizen"),
    Audience.COMPANY: _("Company"),
}

TOWARDS: Final[dict[Audience, StrPromise]] = {
    Audience.CITIZEN: _("With the citizen"),
    Audience.COMPANY: _("With the company"),
}

REACHES: Final[dict[Reach, StrPromise]] = {
    Reach.BOTH: _("With anybody"),
    Reach.CITIZEN: _("With a citizen"),
    Reach.COMPANY: _("With a company"),
}

PHASES: Final[dict[Phase, StrPromise]] = {
    Phase.PREPARE: pgettext_lazy("phase of the work", "Prepare"),
    Phase.OPEN: pgettext_lazy("phase of the work", "Open"),
    Phase.EXPLORE: pgettext_lazy("phase of the work", "Explore"),
    Phase.TURN: pgettext_lazy("phase of the work", "Turn the view"),
    Phase.DECIDE: pgettext_lazy("phase of the work", "Agree"),
    Phase.FOLLOW_UP: pgettext_lazy("phase of the work", "Follow up"),
}

SPEAKERS: Final[dict[Speaker, StrPromise]] = {
    Speaker.YOU: pgettext_lazy("who says it", "You"),
    Speaker.CITIZEN: _("The citizen"),
    Speaker.COMPANY: _("The company"),
}

PARTS: Final[dict[str, StrPromise]] = {
    "name": _("Name"),
    "short": _("What it is for"),
    "purpose": _("What it does"),
    "gives": _("What you get out of it"),
    "steps": _("Steps"),
    "parts": _("Questions and sentences"),
    "example": _("Example"),
    "not_when": _("When another way is better"),
}
"""What a municipality may write in its own words, by the key of the file."""


def parts_in_words(keys: Iterable[str]) -> str:
    """ "Trin, eksempel"; "" for none."""
    return ", ".join(str(PARTS[key]) for key in keys).capitalize()


SENTENCES: Final[Sentences] = {
    **OF_FRAMEWORKS,
    # Files
    "bad_code": _("“%(found)s” is not a valid code here: use small letters a-z, digits and hyphens."),
    "unknown_code": _("There is no “%(found)s”. Check the code."),
    "one_right_answer": _("%(found)s of the answers are right; exactly one must be."),
    "wrong_number": _("There are %(found)s here; there must be from %(lowest)s to %(highest)s."),
    "too_few_questions": _("There are %(found)s sentences for one of those it is used with; write at least %(least)s."),
    "not_of_the_audience": _(
        "There are sentences for somebody whom it is not used with. Tick whom it is used with, or take them out."
    ),
    # Experience and practice
    "did_missing": _("Write what you did, in a sentence or two."),
    "text_too_long": _("There is room for %(longest)s characters. Shorten it."),
    "cpr_number": _("The text holds what looks like a CPR number. Take it out: nothing here may lead to a citizen."),
    "quiz_not_answered": _("The questions have changed meanwhile. Begin again."),
    "minutes_impossible": _("Write the minutes as a whole number from 1 to %(longest)s."),
    # A municipality's own
    "method_unknown": _("There is no such method any more."),
    "own_has_no_shipped": _("This method is the municipality's own, so there are no other words to go back to."),
    "name_taken": _("There is already a method called “%(found)s”. Choose another name."),
    "speaker_missing": _("Begin each line with who says it, and a colon. Found: “%(found)s”."),
    "card_not_whole": _(
        "Card %(found)s is not whole: write the situation, the answer that holds and why, and two others with why not."
    ),
    "only_minutes": _(
        "Of the role play only how long it takes is chosen. Write the rest of it, or choose %(shown)s minutes again."
    ),
    "english_lines": _("There are %(found)s lines in English and %(danish)s in Danish. Write as many, or none."),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do. Raises KeyError for a code that nobody worded."""
    return in_words(problem, SENTENCES)


def audiences_in_words(audiences: Iterable[Audience]) -> str:
    """Whom it is used with: "Citizen, company"."""
    return ", ".join(str(AUDIENCES[one]) for one in audiences).capitalize()


def phases_in_words(phases: Iterable[Phase]) -> str:
    """Where in the work: "Open, follow up"."""
    return ", ".join(str(PHASES[one]) for one in phases).capitalize()
