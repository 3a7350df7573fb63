"""Problems of a file in words: one sentence that says what happened and what to do, in the reader's language."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import Place, Problem

Sentences = Mapping[str, StrPromise]
"""Message code to sentence, with `%(name)s` where a value of the problem belongs, `%(found)s` for what stood there."""

OF_FILES: Final[Sentences] = {
    "cannot_be_opened": _("%(file)s cannot be opened. Check the name and that you may read it."),
    "file_empty": _("%(file)s is empty. Choose a file with something in it."),
    "file_too_large": _("%(file)s is over %(megabytes)s MB. Split it into several files."),
    "not_a_workbook": _("%(file)s is not a workbook. Save it as an Excel workbook (.xlsx) or as CSV UTF-8."),
    "old_workbook": _("%(file)s is of an older kind of workbook. Save it as an Excel workbook (.xlsx)."),
    "encrypted": _("%(file)s has a password. Save it without one."),
    "unpacks_too_large": _(
        "%(file)s takes up far more space unpacked than is allowed (%(megabytes)s MB). Save it again from a spreadsheet program, without pictures and empty rows."
    ),
    "not_utf8": _(
        "%(file)s is not UTF-8, so its letters cannot be read. Save it as CSV UTF-8 or as a workbook (.xlsx)."
    ),
    "too_many_rows": _("%(file)s has over %(rows)s rows. Split it into several files."),
    "too_wide": _("%(file)s has cells far out to the right in many rows. Delete the columns that are not used."),
    "broken_sheet": _(
        "The sheet %(sheet)s in %(file)s is damaged. Open it in a spreadsheet program and save it again."
    ),
    "broken_row": _("This row cannot be read. Look for a quotation mark that is opened and never closed."),
    "unknown_column": _("The column is not known and is not read. Known columns: %(known)s."),
    "repeated_column": _("The column stands here twice. Only the first is read; remove the other."),
    "missing_column": _("The column %(column)s is missing. Add it to the first row."),
}

OF_EVERYBODY: Final[Sentences] = {
    **OF_FILES,
    "day_unlikely": _("The day is more than five years away. Look at the year."),
}
"""What the toolkit itself refuses, wherever it is asked."""


def kept_problem(problem: Problem) -> dict[str, Any]:
    """A problem as JSON keeps it until it is shown; `problem_kept` reads it back."""
    place = problem.place
    return {
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "found": problem.found,
        "code": problem.message_code,
        "values": dict(problem.values),
    }


def problem_kept(data: Mapping[str, Any]) -> Problem:
    """The problem that was kept."""
    return Problem(
        place=Place(sheet=data["sheet"], row=data["row"], column=data["column"]),
        found=data["found"],
        message_code=data["code"],
        values=data["values"],
    )


def in_words(problem: Problem, sentences: Sentences = OF_FILES) -> str:
    """The sentence of a problem; `sentences` are those of the app that found it, and those of everybody stand behind."""
    sentence = sentences.get(problem.message_code) or OF_EVERYBODY[problem.message_code]
    return str(sentence) % {"found": problem.found, **problem.values}
