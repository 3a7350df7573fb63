"""Sparring in words: what is refused, and how long is left."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from fagkompas.catalogue import wording as catalogue
from fagkompas.engine.errors import Problem
from fagkompas.learning.models import Sparring
from fagkompas.learning.sparring_models import SparringModel
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.problems import Sentences, in_words
from fagkompas.toolkit.texts import Text

SENTENCES: Final[Sentences] = {
    "sparring_is_held": gettext_lazy("The sparring has been held, so it cannot be changed."),
    "sparring_has_begun": gettext_lazy("The sparring has begun, so it keeps its length."),
    "sparring_not_held": gettext_lazy("The sparring has not been held yet."),
    "sparring_alone": gettext_lazy("Choose who will be there: at least %(least)s, and yourself is one of them."),
    "not_of_the_unit": gettext_lazy("Somebody does not work in the unit any more. Choose from the list."),
    "subject_missing": gettext_lazy("Write in a line what it is about, without names."),
    "day_not_come": gettext_lazy("The day has not come. Begin all the same on its page, or choose another day."),
    "closed_by_another": gettext_lazy("Somebody else closed it. Ask whoever did to undo it."),
    "closed_long_ago": gettext_lazy("The case card is gone, so it stands as it was closed."),
    "not_on_the_list": gettext_lazy("You are not on the list of who was there."),
    "model_unknown": gettext_lazy("Choose how long it takes."),
    "day_has_passed": gettext_lazy("The day has passed. Choose today or a later day."),
    "case_missing": gettext_lazy("Write it, so that the others can think along."),
    "learned_missing": gettext_lazy("Write what you learned, in a sentence or two."),
    "cpr_number": gettext_lazy(
        "The text holds what looks like a CPR number. Take it out: nothing here may lead to a citizen."
    ),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code in SENTENCES:
        return in_words(replace(problem, values={"found": problem.found, **problem.values}), SENTENCES)
    return catalogue.sentence(problem)


def spoken(text: Text) -> str:
    """Words of the files in the reader's language."""
    return text.in_language(get_language() or "da")


def all_spoken(texts: Iterable[Text]) -> list[str]:
    """Several of them."""
    return [spoken(text) for text in texts]


def people_in_words(model: SparringModel) -> str:
    """For how many."""
    return _("%(least)s to %(most)s people") % {"least": model.least_people, "most": model.most_people}


def headcount_warning(model: SparringModel, people: int) -> str:
    """When there are fewer or more than the model is made for; "" when it fits."""
    if model.least_people <= people <= model.most_people:
        return ""
    said = ngettext(
        "You are %(count)s, and this form is for %(who)s.", "You are %(count)s, and this form is for %(who)s.", people
    )
    return said % {"count": people, "who": people_in_words(model)}


def state_of(sparring: Sparring, today: date) -> tuple[str, str]:
    """How it stands, and the colour of it."""
    if sparring.is_held:
        return _("Held"), "success"
    if sparring.is_under_way:
        return _("Under way"), "warning"
    if sparring.meets_on < today:
        return _("Not held yet"), "error"
    return _("Called"), "info"


def minutes_left(ends_at: datetime, now: datetime) -> str:
    """ "4 minutes left", "The time is up, 2 minutes ago"; whole minutes, the begun one counts as left."""
    seconds = (ends_at - now).total_seconds()
    if seconds > 0:
        left = -int(-seconds // 60)
        return ngettext("%(count)s minute left", "%(count)s minutes left", left) % {"count": left}
    over = int(-seconds // 60)
    if over == 0:
        return _("The time is up")
    said = ngettext("The time has been up for %(count)s minute", "The time has been up for %(count)s minutes", over)
    return said % {"count": over}


def case_stands_in_words(sparring: Sparring, kept: timedelta) -> str:
    """How long the case card stands."""
    until = sparring.case_stands_until
    if until is None:
        return _("The case card is emptied %(days)s days after you have held the sparring. What you learned stays.") % {
            "days": kept.days
        }
    if not sparring.situation:
        return _(
            "The case card has been emptied, %(days)s days after you held the sparring. What you learned stays."
        ) % {"days": kept.days}
    return _("The case card is emptied after %(day)s. What you learned stays.") % {"day": long_date(until)}
