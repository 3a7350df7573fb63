"""What is wrong with a file, in the reader's language: one sentence that says what happened and what to do."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Demand
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
    "bank_off": _(
        "No address of Statistikbanken is set here. Set FAGKOMPAS_STATBANK, or download the table and read it as a file."
    ),
    "bank_address": _("FAGKOMPAS_STATBANK is “%(found)s”, which is not an address. Use https://api.statbank.dk/v1."),
    "bank_silent": _("Statistikbanken does not answer. Try again later, or download the table and read it as a file."),
    "bank_cut": _("The answer of Statistikbanken ended too early. Try again."),
    "bank_fault": _("Statistikbanken could not answer (fault %(status)s). Try again later."),
    "bank_says": _("Statistikbanken says: “%(found)s”"),
    "bank_much": _("The answer is larger than %(most)s MB. Choose fewer regions or occupations."),
    "bank_odd": _(
        "The answer is no table that can be read. Check the address, or download the table and read it as a file."
    ),
    "bank_no_groups": _(
        "No occupation of the table %(found)s is known here. Choose a table with occupations by DISCO."
    ),
    "bank_no_months": _("The table %(found)s has no months. Choose a table by month."),
    "bank_no_variable": _("The table has nothing called “%(found)s”. It has %(known)s."),
    "bank_choose": _("The table is by %(found)s too. Choose one value, such as %(example)s. There are %(values)s."),
    "bank_choice": _("“%(found)s” is not a choice. Write one on each line, such as ENHED=10."),
    "balance_too_large": _("The file is larger than 20 MB. Choose fewer regions or periods."),
    "no_table": _("There is no table in the file. It takes a header, and a row for each job title; save it as CSV."),
    "too_many_assessments": _("The file has over %(most)s rows. Choose fewer regions or periods."),
    "column_twice": _("Two columns have the same name. Give them different names, and read the file again."),
    "not_assessments": _(
        "“%(found)s” holds over %(most)s different texts, so it is not the assessment. Choose another column."
    ),
    "bad_period": _("“%(found)s” is no year, half year, quarter or month. It is left out."),
    "assessed_twice": _("“%(found)s” stands in row %(first)s already, for the same region and period. It is left out."),
    "not_in_danish": _("The Danish file does not have this occupation. The row is left out."),
}

DEMAND: Final[dict[Demand, StrPromise]] = {
    Demand.HIGH: pgettext_lazy("demand", "High"),
    Demand.MEDIUM: pgettext_lazy("demand", "Medium"),
    Demand.LOW: pgettext_lazy("demand", "Low"),
}
"""How much a title is asked for."""


def sentence(problem: Problem) -> str:
    """A problem in words."""
    return in_words(problem, SENTENCES)
