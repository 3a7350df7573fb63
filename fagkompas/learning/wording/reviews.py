"""The yearly review in words: where it stands, and what is refused as sentences."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.learning.models import Went
from fagkompas.learning.reviewing import ReviewState
from fagkompas.learning.wording import participation
from fagkompas.toolkit.encrypted_fields import UNREAD
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "nobody_chosen": _("Choose whom to talk with."),
    "not_nearest": _("%(found)s has another manager who is nearer. Reviews are held with one's nearest manager."),
    "review_planned": _("A review between %(found)s and the manager is planned already. Hold it, or call it off."),
    "planned_in_past": _("This day has passed. Choose today or later."),
    "planned_too_late": _("That is over a year away. Choose a day for the next review."),
    "review_is_signed": _("You have both signed, so only how the agreements went can be changed."),
    "review_is_locked": _("One of you has signed, so it cannot be changed. The one who signed can take it back."),
    "review_written_in": _(
        "There is something in it that somebody wrote, so it cannot be called off. Move it instead."
    ),
    "manager_calls_off": _("Your manager plans the review, and is the one to move it or call it off."),
    "manager_still_leads": _("Your manager on the review is still your manager. Talk about it together."),
    "not_your_manager": _("%(found)s is not your nearest manager. Choose one from the list."),
    "manager_leads_no_longer": _("The manager on the review is no longer your manager. Pass it on to your new one."),
    "unread": UNREAD,
    "nothing_prepared": _("There is nothing to share yet. Write at least one answer first."),
    "text_too_long": _(
        "The text has %(characters)s characters; there is room for %(limit)s. Shorten it and save again."
    ),
    "cpr_like": _(
        "There is a number here that looks like a CPR number. Remove it; nothing about a citizen belongs here."
    ),
    "note_unknown": _("This note belongs to no topic. Open the page again."),
    "too_many_agreements": _(
        "There are too many agreements to follow up. Keep the most important and take out the rest."
    ),
    "agreement_due_in_past": _("This day has passed. Choose a day to come, so that you can follow it up."),
    "agreement_due_too_late": _("The review is deleted before that day. Choose %(day)s at the latest."),
    "signed_already": _("You have signed already."),
    "review_held_on_missing": _("Write the day you talked before you sign."),
    "review_held_on_in_future": _(
        "The day you talked has not come yet. Write the day it was, and sign after you have talked."
    ),
    "nothing_agreed": _(
        "Nothing is agreed. Write what you agree on, or sign all the same if you agree on nothing this year."
    ),
    "before_the_day": _("The review is planned for %(day)s. Sign all the same if you have had it already."),
    "nothing_to_take_back": _("There is no signature of yours to take back. See what has happened on the page."),
    "review_not_signed": _("You have not both signed, so there is no outcome yet."),
    "went_unknown": _("Choose how it went."),
    "why_dropped": _("Write in a sentence why it was dropped."),
    "nothing_to_wish_for": _("The agreement names nothing from the catalogue. Wish from the catalogue instead."),
}

STATES: Final[Mapping[ReviewState, tuple[StrPromise, str]]] = {
    ReviewState.PREPARING: (_("Being prepared"), "info"),
    ReviewState.READY: (_("Ready to be held"), "info"),
    ReviewState.WAITING: (_("Waiting for a signature"), "warning"),
    ReviewState.SIGNED: (_("Signed by both"), "success"),
    ReviewState.LEFT: (_("The manager has changed"), "warning"),
}
"""Each state with its colour."""

WENT_KINDS: Final[Mapping[str, str]] = {"": "info", Went.REACHED: "success", Went.PARTLY: "warning", Went.DROPPED: ""}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(replace(problem, values={"found": problem.found, **problem.values}), SENTENCES)
    return participation.sentence(problem)


def sentences(refused: BadInput) -> str:
    """All of them, one after the other."""
    return " ".join(sentence(problem) for problem in refused.problems)
