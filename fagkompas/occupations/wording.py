"""What is wrong with a file, in the reader's language: one sentence that says what happened and what to do."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from fagkompas.engine.errors import Problem
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "not_a_folder": _("%(file)s is not a folder. Unpack what you downloaded from ESCO and name the folder."),
    "file_missing": _(
        "%(missing)s is not in %(file)s. Download the classification in Danish as CSV from ESCO and unpack it there."
    ),
    "not_csv": _("%(file)s is not a CSV file. Unpack it if it is an archive; save a workbook as CSV UTF-8."),
    "not_text": _("The letters in %(file)s cannot be read. Download it again, or save it as CSV UTF-8."),
    "broken_letters": _(
        "%(file)s was saved with broken letters, such as Ã¦ for æ. Download it again and load it as it is."
    ),
    "other_columns": _(
        "%(file)s is not the file %(called)s: these columns are missing: %(missing)s. Check that it is the right file."
    ),
    "loaded_elsewhere": _("%(file)s is being loaded by somebody else right now. Wait until that has ended."),
    "bad_group_code": _("This is not the code of a group. The row is left out."),
    "no_rows": _("%(file)s has no row to work with. A row is a line of text with a tab between the cells."),
    "too_few_cells": _("A row has %(columns)s cells with a tab between. It is left out."),
    "no_text": _("There is no text beside the id. The row is left out."),
    "id_twice": _("An earlier row has the same id. This one is left out."),
    "no_uri": _("The row has no address of a concept. It is left out."),
    "no_title": _("The row has no title. It is left out."),
    "long_title": _("The title has over %(limit)s characters. The row is left out."),
    "demand_too_large": _("The file is larger than 20 MB. Choose fewer months or occupations in the bank."),
    "no_months": _(
        "There is no table of months in the file. Choose CSV in Statistikbanken, with months such as 2026M03."
    ),
    "no_figures": _("The table has no numbers."),
    "bad_month": _("“%(found)s” is not a month. It is left out."),
    "no_group": _("No group of job titles is called “%(found)s”. It is left out."),
    "not_a_number": _("“%(found)s” is not a number. It is left out."),
    "figure_twice": _(
        "Group %(found)s stands in row %(first)s already, for the same month and region. It is left out."
    ),
    "not_in_danish": _("The Danish file does not have this occupation. The row is left out."),
}


def sentence(problem: Problem) -> str:
    """A problem in words."""
    return in_words(problem, SENTENCES)
