"""Resource persons, side-by-side training and onboarding in words: states, and what is refused as sentences."""

from collections.abc import Mapping, Sequence
from typing import Final

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.learning.actions.side_by_side import LONGEST_TEXT
from fagkompas.learning.models import SideBySideState
from fagkompas.learning.onboarding_guide import StepKind
from fagkompas.learning.wording import participation
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    # Resource persons
    "has_left": gettext_lazy("The person has left, so nobody can ask."),
    "asked_to_be_already": gettext_lazy("The person is asked already. The answer comes on your Today page."),
    "is_one_already": gettext_lazy("The person is a resource person in the field already."),
    "not_specialised": gettext_lazy(
        "The newest profile does not say specialised in the field, and a resource person is. Talk about it first."
    ),
    "not_specialised_longer": gettext_lazy(
        "Your newest profile no longer says specialised in the field, so the last day cannot be moved out."
    ),
    "answered_already": gettext_lazy("It has been answered meanwhile. Look at how it stands now."),
    "ask_withdrawn": gettext_lazy("The question has been taken back meanwhile, so there is nothing to answer."),
    "not_one_now": gettext_lazy("The person is not a resource person any more. Find another on the list."),
    "you_are_not_one_now": gettext_lazy(
        "You are not a resource person any more, so you can only say no. If you will again, let your manager ask you."
    ),
    "hours_a_month_out_of_range": gettext_lazy("Write from half an hour to 40 hours a month."),
    "day_has_passed": gettext_lazy("The day has passed. Choose today or a later day."),
    "too_far_ahead": gettext_lazy("Choose a day within %(years)s years. You can go on when it comes near."),
    # Side-by-side training
    "beside_oneself": gettext_lazy("Nobody learns beside oneself. Choose another resource person."),
    "asked_side_by_side_already": gettext_lazy(
        "This resource person is asked already. See how far it is under side-by-side training."
    ),
    "answered_side_by_side": gettext_lazy("It has been answered or cancelled meanwhile. Look at how it stands now."),
    "after_the_last_day": gettext_lazy("The day is after your last day as a resource person. Choose an earlier one."),
    "time_out_of_range": gettext_lazy("Write from half an hour to 12 hours."),
    "month_is_full": gettext_lazy(
        "You have %(left)s hours left in that month. Choose fewer hours or another month, or set more hours aside."
    ),
    "over_already": gettext_lazy("It is over already, so there is nothing to cancel."),
    "held_already": gettext_lazy("It is registered already. Look at how it stands now."),
    "not_held": gettext_lazy("It is not registered as held. Look at how it stands now."),
    "no_day_agreed": gettext_lazy("No day is agreed, so it cannot have been held."),
    "held_in_future": gettext_lazy("The day is still to come. Choose the day you met."),
    "held_before_asked": gettext_lazy("The day lies before it was asked for. Choose the day you met."),
    # Onboarding
    "has_path": gettext_lazy("The person is on an onboarding path already. Open it from the list."),
    "start_out_of_range": gettext_lazy("Choose a first day from three months ago to a year ahead."),
    "no_steps": gettext_lazy("Choose at least one step."),
    "step_outside_path": gettext_lazy("The day lies outside the path. Choose one from %(first)s to %(last)s."),
    "step_title_missing": gettext_lazy("Write what to do, in a few words."),
    "step_is_gone": gettext_lazy("The step has been left out meanwhile. Look at the path as it stands now."),
    "path_is_gone": gettext_lazy("The path has been removed meanwhile."),
    "step_is_there": gettext_lazy("The step is on the path already."),
    "path_is_over": gettext_lazy("The path is over, so it is not changed any more."),
    "helper_unknown": gettext_lazy("Choose a colleague of the same municipality, other than the new one."),
}

STATE_KINDS: Final[Mapping[str, str]] = {
    SideBySideState.ASKED: "info",
    SideBySideState.ACCEPTED: "success",
    SideBySideState.DECLINED: "error",
    SideBySideState.CANCELLED: "error",
    SideBySideState.HELD: "success",
}


STEP_KINDS: Final[Mapping[str, StrPromise]] = {
    StepKind.MEET: pgettext_lazy("onboarding", "Meet"),
    StepKind.WATCH: pgettext_lazy("onboarding", "Watch"),
    StepKind.READ: pgettext_lazy("onboarding", "Read"),
    StepKind.TRY: pgettext_lazy("onboarding", "Try"),
    StepKind.TALK: pgettext_lazy("onboarding", "Talk"),
}


def wish_for_steps(titles: Sequence[str]) -> str:
    """What a resource person is asked for out of an onboarding path; as much of it as there is room for."""
    return (gettext("For the first ninety days: %(steps)s") % {"steps": "; ".join(titles)})[:LONGEST_TEXT]


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(problem, SENTENCES)
    return participation.sentence(problem)


def add_problems(form: forms.Form, refused: BadInput) -> None:
    """Show what an action refused at the fields it is about, else on top."""
    for problem in refused.problems:
        column = problem.place.column
        form.add_error(column if column in form.fields else None, sentence(problem))
