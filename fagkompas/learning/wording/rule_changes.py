"""Changes of rules in words: what is refused, who a step is for, and how far a lift is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.catalogue import wording as catalogue
from fagkompas.engine.errors import Problem
from fagkompas.learning.models import RuleChange
from fagkompas.learning.rule_lifts import LiftActor
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "change_is_retired": gettext_lazy("The change is retired, so it cannot be changed."),
    "text_missing": gettext_lazy("Write it, so that others can follow."),
    "day_too_far": gettext_lazy("The day is more than five years away. Check the year."),
    "competencies_missing": gettext_lazy("Choose at least one competency that the change touches."),
    "not_a_monday": gettext_lazy("Choose a Monday. Then no step falls on a weekend."),
    "week_has_passed": gettext_lazy("That week has passed. Choose this Monday or a later one."),
    "start_too_far": gettext_lazy("The day is more than a year away. Choose an earlier one."),
    "lift_has_steps": gettext_lazy("Steps are ticked off already, so the day stands."),
    "step_unknown": gettext_lazy("There is no such step. Load the page again."),
    "lift_not_begun": gettext_lazy("The lift has not begun, so no step can be ticked off."),
    "lift_is_over": gettext_lazy("The two weeks are over, so it stands as it is."),
}

ACTORS: Final[Mapping[LiftActor, StrPromise]] = {
    LiftActor.MANAGER: pgettext_lazy("whom a step is for", "manager"),
    LiftActor.RESOURCE_PERSON: pgettext_lazy("whom a step is for", "resource person"),
    LiftActor.CONSULTANT: pgettext_lazy("whom a step is for", "competence consultant"),
    LiftActor.EVERYONE: pgettext_lazy("whom a step is for", "everyone"),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(replace(problem, values={"found": problem.found, **problem.values}), SENTENCES)
    return catalogue.sentence(problem)


def actors_in_words(actors: tuple[LiftActor, ...]) -> str:
    """ "manager and everyone"."""
    names = [str(ACTORS[actor]) for actor in actors]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def state_of(change: RuleChange, today: date) -> tuple[str, str]:
    """How it stands, and the colour of it."""
    if change.retired_on:
        return _("Retired"), ""
    if change.in_force_on > today:
        return _("To come"), "info"
    return _("In force"), "success"
