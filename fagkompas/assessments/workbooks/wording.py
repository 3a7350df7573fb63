"""Problems of ratings and staff files in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from fagkompas.engine.errors import Problem
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "no_ratings": _(
        "%(file)s holds no ratings that can be read. Use the personal forms, or a sheet called Vurderinger with the "
        "columns medarbejder, vurderet af, kompetence and værdi."
    ),
    "no_framework": _(
        "None of the codes in %(file)s belong to a framework that is known here. Check the column kompetence, or say "
        "which framework it is."
    ),
    "no_people": _(
        "There is nobody in %(file)s. Give each person a row with a staff number or an e-mail address under medarbejder."
    ),
    "no_needs": _(
        "%(file)s holds no needs of this unit. Give each field a row with the columns enhed, felt, grundniveau andel and "
        "specialister."
    ),
    "both_modes": _(
        "The file mixes competencies (%(competency)s) with the levels of a dialogue (%(level)s). Split it into two files."
    ),
    "unknown_sheet": _(
        "The sheet “%(sheet)s” is not a personal form and is not read. Call it %(ratings)s if it holds ratings, or "
        "%(needs)s if it holds needs."
    ),
    "person_missing": _("The person is missing. Write a staff number or an e-mail."),
    "person_repeated": _("The person is already in row %(row)s, and that row is used. Remove one of them."),
    "person_differs": _(
        "The same person has another %(column)s in %(sheet)s, row %(row)s, and that one is used. Make them alike."
    ),
    "unit_missing": _("The person has no unit and counts in none. Write the unit under enhed."),
    "unit_name_missing": _("A name is missing between two slashes. Write the unit as Kommune / Afdeling / Team."),
    "unit_unknown": _("This is not a unit that the file is about. Write it as it stands under enhed."),
    "category_unknown": _("The category is not known and is not used. Choose among %(categories)s."),
    "rater_unknown": _("It is not clear who gave the rating. Write one of %(raters)s."),
    "code_missing": _("The code of the competency is missing. Write it under kompetence."),
    "code_unknown": _("The framework %(framework)s has no such code, so the row is not used. Correct the code."),
    "value_out_of_range": _("A rating is a whole number from 0 to 4, or IR for not relevant. Correct it."),
    "value_unknown": _("This is not a rating. Write 0, 1, 2, 3 or 4, IR for not relevant, or leave the cell empty."),
    "value_is_date": _("The cell holds a date. Format it as a number and write the rating again."),
    "formula": _("The cell holds a formula, which is not computed here. Write the value itself."),
    "error_value": _("The cell shows an error. Write the value itself."),
    "two_values": _(
        "The same person, rater and competency has %(other)s in %(sheet)s, row %(row)s. Neither is used: keep the right one."
    ),
    "repeated_value": _("The same rating is already in %(sheet)s, row %(row)s, and counts once. Remove one of them."),
    "other_category": _(
        "%(code)s is meant for another category than %(category)s and is not used. Correct the category or empty the cell."
    ),
    "text_too_long": _("The text has %(length)s characters and may have %(longest)s. Shorten it."),
    "cpr_in_text": _("The text holds what looks like a CPR number and is not used. Remove the number."),
    "evidence_without_value": _("There is a reason but no rating that it belongs to. Give a rating as well."),
    "share_out_of_range": _("A share is from 0 to 1 or in per cent. Write it as 0,8 or 80 %%."),
    "whole_out_of_range": _("This must be a whole number from %(least)s to %(most)s. Correct it."),
    "date_unknown": _("This is not a date. Write it as 31-12-2026."),
    "field_unknown": _("The framework has no such field. Choose among %(fields)s."),
    "need_repeated": _("The unit already has a row for this field, and that row is used. Remove one of them."),
    # Saving an upload
    "upload_person_unknown": _(
        "Nobody with this e-mail or staff number works in a unit that you manage. Correct it, or add the employee."
    ),
    "upload_person_not_managed": _(
        "The employee works in a unit that you are not the manager of. The ratings can be saved by its manager."
    ),
    "upload_dialogue_signed": _(
        "The dialogue of an open round is signed, so nothing can be changed there. The manager can take the signature "
        "back until the employee has signed too."
    ),
    "upload_person_twice": _(
        "The same employee is in the file under two ids. Only the first is used; make them the same."
    ),
    "upload_unit_differs": _(
        "The employee works in %(unit)s, and that is where the ratings go. Correct the unit if it is wrong."
    ),
    "upload_own_rating": _(
        "These are ratings of yourself as a manager or colleague, and %(answers)s are not saved. Ask your own manager."
    ),
    "upload_other_category": _(
        "%(answers)s answers are about what another category of employees is asked, and are not saved. Correct the category."
    ),
    "upload_unit_without_right": _(
        "You are not the manager of this unit, so the file cannot be saved. Ask its manager to read the file, or take the unit out."
    ),
    "upload_not_manager": _(
        "You do not manage those in the file, so you cannot save it. Ask their manager to read the file."
    ),
    "upload_nothing": _("There is nothing to save. Correct the problems below and read the file again."),
    "upload_round_not_open": _("The round takes no answers today. Choose another, or open it first."),
    "upload_round_asks_otherwise": _("The round has another framework or form than the file. Choose another."),
    "upload_nobody_in_round": _(
        "Nobody in the file takes part in the round with answers that can still change. Choose another."
    ),
    "upload_saved_already": _(
        "The file has been saved already, or has waited for over an hour. Look in the round, or read the file again."
    ),
    "upload_no_common_unit": _(
        "The file has people from several units, and you do not manage the unit above them. Split the file by unit."
    ),
}


def message(problem: Problem) -> str:
    """What happened and what to do, in the reader's language."""
    return in_words(problem, SENTENCES)
