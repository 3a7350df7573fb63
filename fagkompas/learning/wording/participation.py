"""Participation in words: what it is called, what its state looks like, and what is refused as sentences."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.catalogue import wording as catalogue
from fagkompas.catalogue.models import CancelledBy
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.learning.models import EndedBy, Participation, ParticipationState, Source
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "wished_already": gettext_lazy("It is under way already. See it on your own learning."),
    "session_of_another": gettext_lazy("The session belongs to something else. Choose one from the list."),
    "not_under_way": gettext_lazy("It is not under way any more, so there is nothing to take back."),
    "decided_already": gettext_lazy("It has been decided meanwhile. Look at how it stands now."),
    "not_approved": gettext_lazy("It is not approved, so nobody can be enrolled. Approve it first."),
    "session_needed": gettext_lazy("Choose a session."),
    "session_not_to_come": gettext_lazy("The session has begun or is cancelled. Choose another."),
    "session_not_begun": gettext_lazy("The session has not begun, so nobody has taken part yet."),
    "session_full": gettext_lazy("The session is full. Choose the waiting list or another session."),
    "no_seat": gettext_lazy("Somebody does not have a seat any more. Load the page again."),
    "why_missing": gettext_lazy("Write why, in a sentence."),
    "learned_what": gettext_lazy("Write what you have learned, or choose the module that it was."),
    "below_nought": gettext_lazy("It cannot be below nought. Write 0 or more, or leave it empty."),
    "learned_in_future": gettext_lazy("The day is still to come. Choose the day it was over."),
    "learned_too_long_ago": gettext_lazy(
        "The record goes back %(years)s years, and what is older is deleted again. Choose a later day."
    ),
    "not_registered_by_oneself": gettext_lazy(
        "It came from the catalogue, so only the competence consultant can change it."
    ),
}

STATE_KINDS: Final[Mapping[str, str]] = {
    ParticipationState.WISHED: "info",
    ParticipationState.APPROVED: "success",
    ParticipationState.WAITING: "warning",
    ParticipationState.ENROLLED: "success",
    ParticipationState.ATTENDED: "success",
    ParticipationState.PASSED: "success",
    ParticipationState.REFUSED: "error",
    ParticipationState.CANCELLED: "error",
}


TRAINED_KINDS: Final[Mapping[str, StrPromise]] = {
    "any": gettext_lazy("Anything at all"),
    "offering": gettext_lazy("Offerings of the catalogue"),
    "beside": gettext_lazy("Outside the catalogue"),
    "internal": gettext_lazy("Internal"),
    "external": gettext_lazy("External"),
    "accredited": gettext_lazy("Accredited"),
}
"""What the share trained is told of, by `trained.KINDS`."""


def held_by(one: Participation) -> str:
    """Who held it."""
    return gettext("The municipality") if one.internal else gettext("Somebody else")


def who_ended(one: Participation) -> str:
    """Who refused or cancelled it, to begin a sentence: of a session, the provider by name or the municipality."""
    session, offering = one.session, one.offering
    if session is None or offering is None or not session.is_cancelled or one.ended_by == EndedBy.PERSON:
        return one.get_ended_by_display()
    return session.root.name if session.cancelled_by == CancelledBy.MUNICIPALITY else offering.provider


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(replace(problem, values={"found": problem.found, **problem.values}), SENTENCES)
    return catalogue.sentence(problem)


def add_problems(form: forms.Form, refused: BadInput) -> None:
    """Show what an action refused at the fields it is about, else on top."""
    for problem in refused.problems:
        column = problem.place.column
        form.add_error(column if column in form.fields else None, sentence(problem))


def title_of(one: Participation) -> str:
    """What was learned: the person's own words, the field of side-by-side training, else the offering's title."""
    if one.source == Source.SIDE_BY_SIDE:
        return f"{one.get_source_display()}: {one.title}"
    return one.title or (one.offering.title if one.offering else "")
