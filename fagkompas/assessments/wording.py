"""Sentences for what the rules and the actions say in codes: reasons, refusals, and the names of states.

A `Reason` of the engine has a rule and its numbers; here is the sentence for each rule, and how each number is shown.
Rounding happens here, at display, and nowhere before.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import Problem
from fagkompas.engine.framework import field_of
from fagkompas.engine.reasons import Number, Reason
from fagkompas.engine.scales import LEVEL_SUFFIX, Basis, Dimension, Level, Rater, Standing
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit import formats
from fagkompas.toolkit.problems import Sentences, in_words

STANDINGS: Final[Mapping[Standing, StrPromise]] = {
    Standing.UNKNOWN: pgettext_lazy("standing", "Unknown"),
    Standing.DEVELOPING: pgettext_lazy("standing", "Developing"),
    Standing.BASIC: pgettext_lazy("standing", "Basic"),
    Standing.EMERGING: pgettext_lazy("standing", "On the way"),
    Standing.SPECIALISED: pgettext_lazy("standing", "Specialised"),
}

LEVELS: Final[Mapping[Level, StrPromise]] = {
    Level.BASIC: _("basic level"),
    Level.SPECIALISED: _("specialised level"),
}

DIMENSIONS: Final[Mapping[Dimension, StrPromise]] = {
    Dimension.PRACTICAL: _("practical"),
    Dimension.REFLEXIVE: _("reflexive"),
    Dimension.RELATIONAL: _("relational"),
}

THE_DIMENSIONS: Final[Mapping[Dimension, StrPromise]] = {
    Dimension.PRACTICAL: pgettext_lazy("the ... dimension", "practical"),
    Dimension.REFLEXIVE: pgettext_lazy("the ... dimension", "reflexive"),
    Dimension.RELATIONAL: pgettext_lazy("the ... dimension", "relational"),
}
"""As they stand before the noun: in Danish "den praktiske dimension"."""


def highest_in_words(highest: Sequence[Dimension]) -> str:
    """Which dimension is highest over all fields, or which are equally high; nothing when none is known."""
    if not highest:
        return ""
    if len(highest) == len(Dimension):
        return gettext("Across the fields the three dimensions are equally high.")
    if len(highest) > 1:
        return gettext("Across the fields the %(one)s and the %(other)s dimension are equally high.") % {
            "one": THE_DIMENSIONS[highest[0]],
            "other": THE_DIMENSIONS[highest[1]],
        }
    return gettext("Across the fields the %(dimension)s dimension is highest.") % {
        "dimension": THE_DIMENSIONS[highest[0]]
    }


def begin_with(lowest: Sequence[Dimension], dimension: Dimension | None) -> str:
    """Which dimension to begin with in a field, said as an example where several are equally low."""
    if dimension is None:
        return ""
    sentence = gettext("Begin with the %(dimension)s dimension.")
    if len(lowest) == len(Dimension):
        sentence = gettext("The three dimensions are equally high. Begin for example with the %(dimension)s one.")
    elif len(lowest) > 1:
        sentence = gettext("Two dimensions are equally low. Begin for example with the %(dimension)s one.")
    return sentence % {"dimension": THE_DIMENSIONS[dimension]}


BASES: Final[Mapping[Basis, StrPromise]] = {
    Basis.AGREED: pgettext_lazy("basis", "Agreed"),
    Basis.MANAGER: pgettext_lazy("basis", "Manager"),
    Basis.SELF: pgettext_lazy("basis", "Self"),
    Basis.NOT_RELEVANT: pgettext_lazy("basis", "Not relevant"),
    Basis.UNANSWERED: pgettext_lazy("basis", "Not answered"),
}

REFUSALS: Final[Sentences] = {
    "round_not_open": _("The round opens on %(opens_on)s. Nothing is saved; come back then."),
    "round_planned": _("The round is not open yet. Nothing is saved; ask whoever runs the round to open it."),
    "round_over": _("The last day for answers was %(closed_on)s. Ask whoever runs the round to choose a later day."),
    "round_closed": _("The round is closed and takes no more answers. Ask whoever runs the round to open it again."),
    "dialogue_signed": _("The dialogue is signed, so the answers behind it can no longer change."),
    "already_submitted": _("These answers are submitted. Reopen them before you change them."),
    "nothing_answered": _("There are no answers to submit yet. Answer at least one question first."),
    "nothing_submitted": _("Nothing is submitted yet, so there is nothing to reopen. Continue with your answers."),
    "unknown_item": _("The question %(item)s is not part of this round. Open the page again to see what is asked."),
    "out_of_range": _("“%(found)s” is not a point on the scale. Choose 0, 1, 2, 3 or 4, or “Not relevant”."),
    "point_and_not_relevant": _("Both a point and “Not relevant” are given. Choose one of them."),
    "evidence_too_long": _(
        "The note has %(characters)s characters; there is room for %(limit)s. Shorten it and save again."
    ),
    "cpr_in_evidence": _(
        "The note holds a number that looks like a CPR number. Remove it: a note must say nothing about a citizen."
    ),
}


def refusal(problem: Problem) -> str:
    """One sentence: why an answer was not kept, and what to do."""
    shown = {
        name: formats.long_date(date.fromisoformat(str(value))) if name.endswith("_on") else value
        for name, value in problem.values.items()
    }
    shown |= {"item": problem.place.column, "found": problem.found}
    return in_words(
        Problem(place=problem.place, found=problem.found, message_code=problem.message_code, values=shown), REFUSALS
    )


REASONS: Final[Sentences] = {
    # Level score
    "level_score": _(
        "%(answered)s of %(relevant)s competencies at %(level)s are answered, with a mean of %(mean)s on the scale "
        "from 0 to 4. Times 25 that is %(score)s."
    ),
    "level_score_of_one": _(
        "The %(level)s is answered with %(mean)s on the scale from 0 to 4. Times 25 that is %(score)s."
    ),
    "level_score_insufficient": _(
        "%(answered)s of %(relevant)s competencies at %(level)s are answered. A score needs at least %(coverage_minimum)s."
    ),
    "level_not_relevant": _("Nothing at %(level)s is relevant for the work, so there is nothing to count."),
    # Attained share
    "attained": _(
        "%(reached)s of %(relevant)s competencies at %(level)s are rated %(attained_from)s or more: %(attained)s. Unanswered ones pull down."
    ),
    "attained_in_dialogue": _(
        "The %(level)s is answered with %(value)s. It is reached from %(attained_from)s, and that gives %(attained)s."
    ),
    # Standing
    "standing_unknown": _(
        "%(coverage)s of the competencies at basic level are answered. A standing needs at least %(coverage_minimum)s."
    ),
    "standing_developing": _(
        "%(attained_basic)s of the basic level is mastered. It counts as mastered from %(attained_share)s."
    ),
    "standing_basic": _(
        "%(attained_basic)s of the basic level is mastered (it counts from %(attained_share)s), and %(attained_specialised)s of the specialised level. “On the way” begins at %(emerging_share)s."
    ),
    "standing_emerging": _(
        "%(attained_basic)s of the basic level is mastered (it counts from %(attained_share)s), and %(attained_specialised)s of the specialised level. “On the way” begins at %(emerging_share)s, “specialised” at %(attained_share)s."
    ),
    "standing_specialised": _(
        "%(attained_basic)s of the basic level and %(attained_specialised)s of the specialised level are mastered. "
        "Both count from %(attained_share)s."
    ),
    "standing_alone_unknown": _(
        "The field has no basic level. %(coverage)s of the specialised competencies are answered; a standing needs at "
        "least %(coverage_minimum)s."
    ),
    "standing_alone_developing": _(
        "The field has no basic level. %(attained_specialised)s of the specialised level is mastered; on the way "
        "begins at %(emerging_share)s."
    ),
    "standing_alone_emerging": _(
        "The field has no basic level. %(attained_specialised)s of the specialised level is mastered; on the way "
        "begins at %(emerging_share)s, specialised at %(attained_share)s."
    ),
    "standing_alone_specialised": _(
        "The field has no basic level. %(attained_specialised)s of the specialised level is mastered; specialised "
        "begins at %(attained_share)s."
    ),
    # Dimensions
    "dimension_score": _(
        "The %(dimension)s question in %(field)s is answered with %(value)s on the scale from 0 to 4. Times 25 that is %(score)s."
    ),
    "dimension_not_relevant": _(
        "The %(dimension)s question in %(field)s is answered as not relevant, so it has no score."
    ),
    "dimension_unanswered": _("The %(dimension)s question in %(field)s is not answered, so it has no score."),
    "dimension_not_asked": _("The framework does not ask about the %(dimension)s dimension in %(field)s."),
    "overall_dimension": _(
        "The mean of the %(dimension)s dimension over the %(fields_known)s of %(fields)s fields that have one is %(score)s."
    ),
    "overall_dimension_insufficient": _(
        "%(fields_known)s of %(fields)s fields have an answer on the %(dimension)s dimension. A mean needs at least %(fields_share)s of them."
    ),
    # Strengths
    "strength": _(
        "Number %(place)s of at most %(at_most)s. Fields come in order of standing, here “%(standing)s”, and then by "
        "the sum of the two scores, here %(sum)s."
    ),
    "strength_relative": _(
        "No field has reached the basic level yet. This is the one where you have come furthest: the two scores add up to %(sum)s."
    ),
    "no_strength_unknown": _("There are too few answers in %(field)s to call it a strength."),
    "no_strength_developing": _("%(field)s has not reached the basic level yet."),
    "no_strength_outranked": _("At most %(at_most)s are shown, and other fields come before %(field)s."),
    # Potentials
    "potential_developing": _(
        "Number %(place)s of at most %(at_most)s. Fields that have not reached the basic level come first, the lowest "
        "score on top, here %(score)s."
    ),
    "potential_basic": _(
        "Number %(place)s of at most %(at_most)s. The field is “%(standing)s”; among those the lowest sum of the two "
        "scores comes first, here %(sum)s."
    ),
    "potential_emerging": _(
        "Number %(place)s of at most %(at_most)s. The field is “%(standing)s” and close to specialised; among those "
        "the lowest sum of the two scores comes first, here %(sum)s."
    ),
    "no_potential_strength": _("%(field)s is among the strengths, so it is not listed under room to grow."),
    "no_potential_unknown": _("There are too few answers in %(field)s to say whether there is room to grow."),
    "no_potential_specialised": _("%(field)s is specialised already."),
    "no_potential_outranked": _("At most %(at_most)s are shown, and other fields come before %(field)s."),
    # Single topics
    "single_topic": _(
        "Rated %(value)s, %(lead)s above the mean of the field, which is %(mean)s. At least %(from)s is needed, and %(lead_needed)s above the mean."
    ),
    "no_single_topic_unanswered": _("%(code)s is not answered with a point."),
    "no_single_topic_low": _("%(code)s is rated %(value)s; at least %(from)s is needed."),
    "no_single_topic_level_with_field": _(
        "%(code)s is rated %(value)s, %(lead)s above the mean of the field; %(lead_needed)s is needed."
    ),
    "no_single_topic_outranked": _("At most %(at_most)s are shown, and others stand out more than %(code)s."),
    # Agenda of the dialogue
    "agenda_item": _(
        "You differ by %(size)s: self %(self)s, manager %(manager)s. From %(from)s it is a point to talk about."
    ),
    "agenda_item_relevance": _(
        "One finds it relevant and the other does not. That counts as %(size)s, and from %(from)s it is a point to talk about."
    ),
    "agenda_field": _(
        "You differ in %(differing)s of the %(compared)s answers you both gave here, %(size)s on average."
    ),
    "agenda_wishes": _("One place is always kept for what the employee wants to talk about."),
    # A person read against the unit
    "reading_basic": _(
        "%(field)s, basic level: the person masters %(person_attained)s, the unit %(unit_attained)s on average. High is "
        "from %(attained_share)s."
    ),
    "reading_specialised": _(
        "%(field)s, specialised level: the person is “%(standing)s”. The unit has %(specialised)s specialised and needs %(needed)s."
    ),
    "reading_dimension": _(
        "%(field)s, %(dimension)s dimension: the person has %(person_score)s, the unit %(unit_score)s on average. High is "
        "from %(dimension_high)s."
    ),
    "reading_overall_dimension": _(
        "The %(dimension)s dimension over all fields: the person has %(person_score)s, the unit %(unit_score)s on "
        "average. High is from %(dimension_high)s."
    ),
    # What a unit needs
    "gap_basic_and_specialised": _(
        "%(field)s: %(basic_have)s at basic level where %(basic_needed)s are needed, and %(specialised_have)s specialised "
        "where %(specialised_needed)s are needed."
    ),
    "gap_basic": _("%(field)s: %(basic_have)s at basic level where %(basic_needed)s are needed."),
    "gap_specialised": _("%(field)s: %(specialised_have)s specialised where %(specialised_needed)s are needed."),
    "no_gap": _(
        "%(field)s: %(basic_have)s at basic level and %(specialised_have)s specialised; the need is %(basic_needed)s and "
        "%(specialised_needed)s."
    ),
    "hidden_too_few": _("Figures are hidden because there are fewer than %(smallest_group)s people behind them."),
    "hidden_would_reveal": _(
        "Figures are hidden because, compared with those of the larger unit, they would reveal fewer than %(smallest_group)s people."
    ),
}


TO_ONESELF: Final[Sentences] = {
    "reading_basic": _(
        "%(field)s, basic level: you master %(person_attained)s, the unit %(unit_attained)s on average. High is from "
        "%(attained_share)s."
    ),
    "reading_specialised": _(
        "%(field)s, specialised level: you are “%(standing)s”. The unit has %(specialised)s specialised and needs %(needed)s."
    ),
    "reading_dimension": _(
        "%(field)s, %(dimension)s dimension: you have %(person_score)s, the unit %(unit_score)s on average. High is from "
        "%(dimension_high)s."
    ),
    "reading_overall_dimension": _(
        "The %(dimension)s dimension over all fields: you have %(person_score)s, the unit %(unit_score)s on average. High "
        "is from %(dimension_high)s."
    ),
}
"""The same where the reader is the person."""


def because(reason: Reason, texts: FrameworkTexts, *, to_oneself: bool = False) -> str:
    """The sentence of a reason, with its numbers as people read them; `to_oneself` when they are about the reader."""
    rule = reason.rule
    if rule == "level_score" and reason.values["relevant"] == 1:
        rule = "level_score_of_one"
    sentences = {**REASONS, **TO_ONESELF} if to_oneself else REASONS
    return str(sentences[rule]) % {name: _shown(name, value, texts) for name, value in reason.values.items()}


def name_of(code: str, texts: FrameworkTexts) -> str:
    """What a code is called: a field, a competency, a dimension question, or a level of a field."""
    items = texts.items()
    if code in items:
        return items[code].title
    field = texts.field(field_of(code)).name
    for level, suffix in LEVEL_SUFFIX.items():
        if code.endswith(f"-{suffix}"):
            return f"{field}, {LEVELS[level]}"
    return field


RATERS: Final[Mapping[Rater, StrPromise]] = {
    Rater.SELF: pgettext_lazy("rater", "Self"),
    Rater.MANAGER: pgettext_lazy("rater", "Manager"),
    Rater.PEER: pgettext_lazy("rater", "Colleague"),
    Rater.AGREED: pgettext_lazy("rater", "Agreed"),
}


def basis_name(basis: Basis) -> StrPromise:
    """What a value rests on, said of somebody else than the reader."""
    return RATERS[Rater.SELF] if basis is Basis.SELF else BASES[basis]


SHARES: Final = frozenset(
    {
        "attained",
        "attained_basic",
        "attained_share",
        "attained_specialised",
        "basic_share",
        "coverage",
        "coverage_minimum",
        "emerging_share",
        "fields_share",
        "person_attained",
        "unit_attained",
    }
)
"""Numbers of reasons that are shares of 0-1."""


def _shown(name: str, value: Number, texts: FrameworkTexts) -> str:
    if value is None:
        return formats.MISSING
    if name in SHARES:
        return formats.percent(float(value))
    words: Mapping[str, Callable[[str], str]] = {
        "code": lambda code: name_of(code, texts),
        "field": lambda code: texts.field(code).name,
        "dimension": lambda code: str(THE_DIMENSIONS[Dimension(code)]),
        "level": lambda code: str(LEVELS[Level(code)]),
        "judged_on": lambda code: str(LEVELS[Level(code)]),
        "standing": lambda code: str(STANDINGS[Standing(code)]),
    }
    if name in words:
        return words[name](str(value))
    return formats.number(value) if isinstance(value, int | float) else value
