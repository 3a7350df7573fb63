"""The job log in words: what a file has in each column, and what is refused."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.casework.models import AppliedHow, LogResult
from fagkompas.casework.wording.plans import OF_TRACKS
from fagkompas.casework.wording.plans import SENTENCES as OF_PLANS
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "log_title_missing": _("Choose a job title, or write what the job was called."),
    "day_too_old": _("The day is more than five years back. Look at the year."),
    "day_too_far": _("The day is more than a year ahead. Look at the year."),
    "follow_up_before_applied": _("The follow-up is before the job was applied for. Put the days right."),
    "no_rows": _("The file has no rows below its headings. Write a job in each row."),
    "columns_missing": _("The file lacks the columns %(found)s. Its first row may have: %(columns)s."),
    "formula": _("The cell holds a formula. Put the text or the day itself there."),
    "not_a_day": _("%(found)s is not a day. Write it as 2026-11-21 or 21-11-2026."),
    "day_missing": _("Write the day on which the job was applied for."),
    "how_unknown": _("%(found)s is not known. Write one of: %(choices)s."),
    "result_unknown": _("%(found)s is not known. Write one of: %(choices)s."),
    "track_not_in_plan": _("No open job track is called %(found)s. Leave it empty, or write one of: %(choices)s."),
    "no_tracks_in_plan": _("There are no job tracks in the plan, so %(found)s is not one. Leave it empty."),
    "row_twice": _("The same job stands in row %(first)s. Take one of them out."),
}

COLUMNS_OF_FILES: Final[dict[str, StrPromise]] = {
    "stilling": _("What was applied for. Always needed."),
    "dato": _("The day it was applied for, such as 21-11-2026. Always needed."),
    "virksomhed": _("The company."),
    "sted": _("The town or area."),
    "hvordan": _("How: one of %(how)s. Empty means an advert."),
    "opfølgning": _("The day to ask how it goes."),
    "resultat": _("What came of it: one of %(result)s. Empty means that it waits for an answer."),
    "jobspor": _("The name of the job track, as it stands in the plan."),
    "note": _("A word about it."),
    "ansøgning": _("The text of the application."),
}


def columns_in_words() -> list[tuple[str, str]]:
    """The columns of a file, each with what to write in it."""
    named = {"how": labels(AppliedHow), "result": labels(LogResult)}
    return [
        (column, str(says) % named if "%(" in str(says) else str(says)) for column, says in COLUMNS_OF_FILES.items()
    ]


def labels(choices: type[AppliedHow] | type[LogResult]) -> str:
    """What one may write, in the reader's language."""
    return "; ".join(str(label) for label in choices.labels)


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    values = {"found": problem.found, **problem.values}
    sentences = {**OF_TRACKS, **OF_PLANS, **SENTENCES}
    return in_words(
        Problem(place=problem.place, found=problem.found, message_code=problem.message_code, values=values), sentences
    )
