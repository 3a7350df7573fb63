"""Placements in words: the scale, why a task is ready to be paid or not, what to say where the two differ."""

from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from fagkompas.casework.wording.plans import sentence as sentence_of_plans
from fagkompas.conversations.wording import SENTENCES as OF_CONVERSATIONS
from fagkompas.engine.errors import Problem
from fagkompas.engine.progression import Difference, Higher, Readiness, Why
from fagkompas.toolkit.formats import long_date, number
from fagkompas.toolkit.problems import Sentences, in_words

ANCHORS: Final[dict[int, StrPromise]] = {
    1: gettext_lazy("has seen it done"),
    2: gettext_lazy("does parts of it together with somebody"),
    3: gettext_lazy("does it with somebody beside all the way"),
    4: gettext_lazy("does it with help on the way"),
    5: gettext_lazy("does the usual alone, slowly"),
    6: gettext_lazy("does the usual alone, at a fair pace"),
    7: gettext_lazy("does it well on most days"),
    8: gettext_lazy("does it well every day"),
    9: gettext_lazy("also manages what is unusual"),
    10: gettext_lazy("could show others how"),
}
"""What each place on the scale looks like at work."""

SENTENCES: Final[Sentences] = {
    "company_unknown": gettext_lazy("Choose a company of the municipality."),
    "company_closed": gettext_lazy("The company is closed. Choose another."),
    "day_unlikely": gettext_lazy("The day is more than five years away. Look at the year."),
    "hours_unlikely": gettext_lazy("Write hours a week from 0 to 48."),
    "too_many_tasks": gettext_lazy("There are %(most)s tasks already. End one, or put two together."),
    "task_name_missing": gettext_lazy("Write what the task is called."),
    "minutes_unlikely": gettext_lazy("Write minutes a week from 0 to %(most)s."),
    "more_paid_than_there_is": gettext_lazy(
        "%(found)s minutes cannot be paid: the task has %(minutes)s in all. Put one of the two right."
    ),
    "split_without_goal": gettext_lazy("Part of the task is training. Write what is to be learnt."),
    "split_without_day": gettext_lazy("Part of the task is training. Choose the day when it should be learnt."),
    "ready_before_it_begins": gettext_lazy("The day is before the placement begins. Choose a later one."),
    "follow_up_outside": gettext_lazy("The follow-up must be on a day of the placement, and not after today."),
    "task_gone": gettext_lazy("A task was ended meanwhile. Load the page again."),
    "nothing_was_said": gettext_lazy(
        "Nothing is written yet. Choose at least one number, or write what comes next; the placement is not followed up before."
    ),
    "outside_the_scale": gettext_lazy("Choose a place from 1 to 10."),
    "agreed_before_the_day": gettext_lazy("The day is before the follow-up. Choose a later one."),
    "agreed_without_day": gettext_lazy("Choose the day by which it is done."),
    "agreed_already": gettext_lazy("It is in the plan already. Change it there, on the agreement's own page."),
    "agreed_day_past": gettext_lazy("The day has passed. Choose a day that is still to come."),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    if problem.message_code not in SENTENCES and problem.message_code not in OF_CONVERSATIONS:
        return sentence_of_plans(problem)
    values = {"found": problem.found, **problem.values}
    return in_words(replace(problem, values=values), {**OF_CONVERSATIONS, **SENTENCES})


def hours(minutes: int) -> str:
    """ "7,5 timer", of minutes."""
    count = minutes / 60
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if count == 1 else 2) % {"hours": number(count)}


def readiness_in_words(one: Readiness) -> str:
    """Why the training of a task is ready to be paid, or what it takes."""
    said = _why(one)
    if one.is_late and one.task.ready_by:
        late = _("It should have been learnt by %(day)s.") % {"day": long_date(one.task.ready_by)}
        return f"{said} {late}"
    return said


def _why(one: Readiness) -> str:
    match one.why:
        case Why.NO_TRAINING:
            return _("Every minute of it is paid.") if one.task.minutes else _("It has no minutes yet.")
        case Why.NOT_RATED:
            return _("The employer has not placed it on the scale yet.")
        case Why.NO_YARDSTICK:
            return _("Ask the employer where somebody newly hired would be on the scale.")
        case Why.BELOW:
            points = one.points_missing
            return ngettext(
                "%(points)s point below where somebody newly hired would be. Ask what it takes.",
                "%(points)s points below where somebody newly hired would be. Ask what it takes.",
                points,
            ) % {"points": points}
        case Why.ONCE:
            return _("The last follow-up reached where somebody newly hired would be. Once more, and it is ready.")
        case Why.REACHED:
            yardstick = one.yardstick.value if one.yardstick else ""
            return _(
                "The employer said %(said)s the last two times, and somebody newly hired would be at %(yardstick)s:"
                " %(minutes)s minutes a week could be paid."
            ) % {
                "said": _(" and ").join(str(point.value) for point in one.employer),
                "yardstick": yardstick,
                "minutes": one.minutes,
            }


def difference_in_words(one: Difference | None) -> str:
    """What to talk about where employer and citizen see a task differently; "" where they do not."""
    if one is None or not one.asks_for_a_talk:
        return ""
    if one.higher is Higher.EMPLOYER:
        return _(
            "The employer places it %(points)s points higher than the citizen does. Say so, and ask the employer what it is seen by."
        ) % {"points": one.points}
    return _(
        "The citizen places it %(points)s points higher than the employer does. Look at one piece of work together, and agree on one step."
    ) % {"points": one.points}
