"""What rounds and dialogues refuse, as sentences in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.engine.scales import Mode
from fagkompas.toolkit.encrypted_fields import UNREAD
from fagkompas.toolkit.problems import Sentences, in_words

REFUSALS: Final[Sentences] = {
    # Rounds
    "name_missing": _("Write a name for the round."),
    "purpose_missing": _("Write what the round is for. It is the first thing people read."),
    "cpr_like": _(
        "There is a number here that looks like a CPR number. Remove it; nothing about a citizen belongs here."
    ),
    "version_not_published": _("This version of the framework cannot be used any more. Choose another."),
    "unit_unknown": _("The unit does not belong to your municipality. Choose another."),
    "unit_retired": _("The unit %(found)s is closed. Choose another."),
    "screening_is_of_persons": _(
        "In a screening each person answers. Choose a dialogue to sit together as a team or organisation."
    ),
    "round_closes_before_opening": _("The last day for answers must be the first day or later. Choose a later day."),
    "round_opens_in_past": _("This day has passed. Choose today or later."),
    "round_closes_in_past": _("The last day for answers has passed. Choose today or later."),
    "round_deleted_before_closing": _(
        "The deletion date must come after the last day for answers. Choose a later day."
    ),
    "round_kept_too_long": _("Answers may be kept for at most %(years)s years. Choose an earlier deletion date."),
    "round_without_people": _("Nobody works in the unit today, so there is nobody to ask. Choose another unit."),
    "round_not_planned": _("The round is open already. Its dates can be moved on the round's page."),
    "round_not_open": _("The round is not open. Open it first."),
    "answers_count": _(
        "%(found)s has answered and counts in the figures, so only a manager of %(found)s can take the answers out."
    ),
    "round_not_closed": _("The round is not closed, so there is nothing to open again."),
    "round_dates_fixed": _("The last day for answers cannot be moved here. Open the round first."),
    "round_of_units": _("In this round units sit together, so people cannot be added one by one."),
    "not_in_unit": _("%(found)s does not work in the round's unit any more. Choose somebody who does."),
    "already_in_round": _("%(found)s is in the round already."),
    "not_in_round": _("The person is out of the round already. Look at the list again."),
    "dialogue_is_signed": _("Both have signed the dialogue, so it stays in the round until the round is deleted."),
    # Dialogues
    "dialogue_round_closed": _(
        "The round is closed. Ask whoever runs it to open it again if something must be changed."
    ),
    "dialogue_signed": _(
        "The manager has signed, so nothing can be changed. The manager can take the signature back until the "
        "employee has signed too."
    ),
    "dialogue_not_waiting": _(
        "The dialogue is not waiting for a signature any more. See what has happened on the page."
    ),
    "unread": UNREAD,
    "held_on_missing": _("Write the day you talked before you sign."),
    "held_on_in_future": _(
        "The day you talked has not come yet. Write the day it was, and sign after you have talked."
    ),
    "agreed_not_settled": _("Some agreed values are chosen and not saved. Save them together before you sign."),
    "text_too_long": _(
        "The text has %(characters)s characters; there is room for %(limit)s. Shorten it and save again."
    ),
    "agreement_due_in_past": _("This day has passed. Choose a day to come, so that you can follow it up."),
    "too_many_agreements": _(
        "There are too many agreements to follow up. Keep the most important and take out the rest."
    ),
    "unknown_item": _("%(found)s is not part of this round. Open the page again."),
    "out_of_range": _("%(found)s is not on the scale. Choose 0 to 4, or “Not relevant”."),
}


KINDS: Final[Mapping[Mode, str | Promise]] = {Mode.SCREENING: _("a screening"), Mode.DIALOGUE: _("a dialogue")}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    values = {**problem.values, "found": problem.found}
    if problem.message_code == "already_in_other_round":
        return already_elsewhere(problem)
    return in_words(
        Problem(place=problem.place, found=problem.found, message_code=problem.message_code, values=values), REFUSALS
    )


def already_elsewhere(problem: Problem) -> str:
    """Who is in which other open round, and how many more."""
    values = {
        "who": problem.found,
        "round": problem.values["round"],
        "kind": KINDS[Mode(str(problem.values["mode"]))],
        "others": problem.values["others"],
    }
    others = int(problem.values["others"] or 0)
    if not others:
        return (
            str(
                _(
                    "%(who)s is in the round “%(round)s”, which is open and %(kind)s too. Close it before you open this one."
                )
            )
            % values
        )
    return (
        ngettext(
            "%(who)s and %(others)s more person are in the round “%(round)s” or another that is open and %(kind)s too. Close those before you open this one.",
            "%(who)s and %(others)s more people are in the round “%(round)s” or another that is open and %(kind)s too. Close those before you open this one.",
            others,
        )
        % values
    )


def sentences(refused: BadInput) -> list[str]:
    """Every problem's sentence, in order."""
    return [sentence(problem) for problem in refused.problems]
