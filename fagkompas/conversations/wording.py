"""Conversations in words: what is refused, how they stand, and how long is left."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from fagkompas.conversations.models import AgreementState, Conversation, ConversationState
from fagkompas.conversations.templates_file import template_of
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.encrypted_fields import UNREAD
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "agreement_day_past": gettext_lazy("The day has passed. Choose the day of the talk or a later one."),
    "agreement_draft": gettext_lazy("The agreement does not count yet. Close the conversation first."),
    "agreement_followed_up": gettext_lazy(
        "It is followed up already. Take that back before you change what was agreed."
    ),
    "agreement_or_why": gettext_lazy("Write an agreement, or why you did not make one."),
    "agreement_without_day": gettext_lazy("Write by when, so that you can follow it up."),
    "agreement_without_what": gettext_lazy("Write what you have agreed."),
    "agreements_not_of_ending": gettext_lazy(
        "There are agreements here, so the talk was held or interrupted. Choose one of these, or empty the agreements."
    ),
    "case_closed": gettext_lazy("The case is closed. Open it again before you write in it."),
    "confidence_range": gettext_lazy("Choose a number from 1 to 10."),
    "cpr_like": gettext_lazy("This looks like a CPR number. Take it out: it has its own place on the citizen's page."),
    "cpr_number": gettext_lazy(
        "This looks like a CPR number. Take it out: it has its own place on the citizen's page."
    ),
    "ending_missing": gettext_lazy("Choose how it ended."),
    "got_in_touch_missing": gettext_lazy("Choose whether you got in touch afterwards."),
    "has_begun": gettext_lazy("The conversation has begun. Go on in it."),
    "is_written": gettext_lazy("Somebody has begun to write how it went. Close it instead."),
    "has_ended": gettext_lazy("The conversation is closed, so it cannot be changed. You find it in the minutes."),
    "held_before_case": gettext_lazy("The case was opened on %(on)s. Choose that day or a later one."),
    "held_later": gettext_lazy("The time is still to come. Choose when you talked, or plan the conversation."),
    "letter_too_early": gettext_lazy("The letter comes when the conversation is closed. Close it first."),
    "mark_range": gettext_lazy("Choose a number from 1 to 5."),
    "minutes_range": gettext_lazy("A conversation takes between 5 minutes and 4 hours. Write how many minutes."),
    "next_past": gettext_lazy("The next conversation lies in the past. Choose a later day, or empty the date."),
    "no_topics": gettext_lazy("Write at least one topic."),
    "not_begun": gettext_lazy("The conversation has not begun. Begin it where you prepare it."),
    "not_to_be_reopened": gettext_lazy(
        "Only whoever closed the conversation can open it again, and only on the same day, as long as nobody has followed up"
        " an agreement of it."
    ),
    "planned_past": gettext_lazy("The day has passed. Choose today or a later day."),
    "planned_before": gettext_lazy("The conversation was not planned yet on that day. Choose %(on)s or a later day."),
    "not_yet": gettext_lazy("The conversation is still to come. Move it to the time when you talked, or begin it."),
    "nothing_to_park": gettext_lazy("No topic is being talked about, so there is nothing to park."),
    "party_asks_consent": gettext_lazy(
        "Others take part only when the citizen has agreed. Note the consent on the citizen's page first."
    ),
    "party_not_agreed": gettext_lazy(
        "The citizen has agreed that this one takes part: %(agreed)s. Write that name, or note another consent first."
    ),
    "party_not_offered": gettext_lazy("The citizen has no unemployment fund. Write it on the citizen's page first."),
    "summary_missing": gettext_lazy("Write what the other person takes along, in own words."),
    "template_of_other": gettext_lazy("The template is not for this kind of conversation. Choose another one."),
    "text_too_long": gettext_lazy("There are %(characters)s characters here. At most %(limit)s can be saved."),
    "too_many_agreements": gettext_lazy("More than %(limit)s agreements are more than anybody can keep. Choose."),
    "too_many_topics": gettext_lazy("At most %(limit)s topics fit in one conversation. Leave some for next time."),
    "too_many_words": gettext_lazy("At most %(limit)s key words can be kept on one topic."),
    "topic_has_notes": gettext_lazy("Something is noted here, so the topic stays. Give it fewer minutes, or park it."),
    "topic_minutes": gettext_lazy("Write how many minutes the topic takes, from 1 to 240."),
    "unknown_state": gettext_lazy("Choose how it went."),
    "unread": UNREAD,
    "what_was_told_missing": gettext_lazy("Write in a line what you told."),
    "why_interrupted_missing": gettext_lazy("Write in a line why you stopped."),
}

STATE_KINDS: Final = {
    ConversationState.PLANNED: "",
    ConversationState.UNDER_WAY: "info",
    ConversationState.HELD: "success",
    ConversationState.INTERRUPTED: "warning",
    ConversationState.NO_SHOW: "warning",
    ConversationState.INFORMATION: "",
}
"""How the state is coloured."""

AGREEMENT_KINDS: Final = {
    AgreementState.DRAFT: "",
    AgreementState.OPEN: "info",
    AgreementState.KEPT: "success",
    AgreementState.PARTLY: "warning",
    AgreementState.NOT_KEPT: "error",
    AgreementState.DROPPED: "",
}

MARKS: Final[dict[int, StrPromise]] = {
    1: gettext_lazy("not at all"),
    2: gettext_lazy("a little"),
    3: gettext_lazy("somewhat"),
    4: gettext_lazy("mostly"),
    5: gettext_lazy("fully"),
}


def sentence(problem: Problem) -> str:
    """A problem in the reader's language."""
    return in_words(problem, SENTENCES)


def sentences(refused: BadInput) -> list[str]:
    """All problems of a refusal."""
    return [sentence(problem) for problem in refused.problems]


def name_of(conversation: Conversation) -> str:
    """What the conversation is called: its template's name, or just that it is one."""
    template = template_of(conversation.template)
    return said(template.name) if template else _("Conversation")


def mark_in_words(mark: int | None) -> str:
    """ "4 of 5: mostly"."""
    if mark is None:
        return _("not asked")
    return _("%(mark)s of 5: %(words)s") % {"mark": mark, "words": MARKS[mark]}


def minutes_in_words(minutes: int) -> str:
    """ "12 minutter"."""
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def left_in_words(minutes: int) -> str:
    """How long is left, as the page says it before its script does. `minutes` is negative when the time has passed."""
    if minutes > 0:
        return ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": minutes}
    if minutes == 0:
        return _("The time is up")
    return ngettext("%(n)s minute over", "%(n)s minutes over", -minutes) % {"n": -minutes}
