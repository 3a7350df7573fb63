"""What surveys and instruments refuse, as sentences in the reader's language: what happened and what to do."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.frameworks.wording import SENTENCES as OF_FRAMEWORKS
from fagkompas.surveys.answering import Answered
from fagkompas.surveys.document import Kind
from fagkompas.toolkit.problems import Sentences, in_words

KINDS: Final[dict[Kind, StrPromise]] = {
    Kind.GRID: _("Several rows on one scale"),
    Kind.CHOICE: _("One answer among several"),
    Kind.CHOICES: _("Several answers"),
    Kind.OPEN: _("Own words"),
    Kind.NUMBER: _("A number"),
}

SENTENCES: Final[Sentences] = {
    **OF_FRAMEWORKS,
    # Instrument files
    "too_deep": _("The file is nested deeper than an instrument is. Check the indentation."),
    "two_documents": _("The file holds more than one document (---). Keep one instrument in each file."),
    "bad_code": _("“%(found)s” is not a valid code here: use small letters a-z, digits and hyphens."),
    "key_of_another_kind": _("“%(found)s” does not belong to a question of the kind “%(kind)s”. Remove it."),
    "code_of_dont_know": _("“%(found)s” is kept for “don't know”. Choose another code, and write dont_know: true."),
    "number_ends": _("The highest number must be above the lowest. Found %(found)s."),
    "too_many_of_them": _("There are %(found)s; at most %(limit)s are possible. Leave some out."),
    "unknown_question": _("There is no question “%(found)s” with options. Check the code."),
    "code_of_shipped_instrument": _("“%(found)s” comes with the product. Choose another code."),
    "instrument_taken": _("There is already an instrument “%(found)s”. Choose another code or version."),
    "instrument_fixed": _("A survey uses these questions, so they stand. Make a new version to change them."),
    "instrument_retired": _("These questions are not used any more. Choose others."),
    "instrument_used": _("A survey uses these questions, so they cannot be deleted. Retire them instead."),
    "no_questions": _("There are no questions yet. Add at least one."),
    "lines_missing": _("Write at least %(least)s, one a line."),
    "english_lines": _("There are %(found)s lines in English and %(danish)s in Danish. Write as many, or none."),
    "line_too_long": _("“%(found)s” is longer than %(limit)s characters. Shorten it."),
    "line_twice": _("“%(found)s” stands twice. Keep one of them."),
    # Surveys
    "name_missing": _("Write a name for the survey."),
    "purpose_missing": _("Write what the survey is for. It is the first thing people read."),
    "cpr_like": _(
        "There is a number here that looks like a CPR number. Take it out; nothing about a citizen belongs here."
    ),
    "unit_unknown": _("The unit does not belong to your municipality. Choose another."),
    "unit_retired": _("The unit %(found)s is closed. Choose another."),
    "survey_closes_before_opening": _("The last day for answers must be the first day or later. Choose a later day."),
    "survey_closes_in_the_past": _("The last day for answers has passed. Choose today or a later day."),
    "survey_deleted_before_closing": _(
        "The day of deletion must come after the last day for answers. Choose a later day."
    ),
    "survey_kept_too_long": _("Answers may be kept for at most %(years)s years. Choose an earlier day of deletion."),
    "survey_not_planned": _("The survey is open already. Its dates can be moved on its page."),
    "survey_not_open": _("The survey is not open."),
    "survey_over": _("The last day for answers has passed. Close the survey to see the results."),
    "survey_kept_longer_than_told": _(
        "Those who have begun to answer were told %(day)s. Choose that day or an earlier one."
    ),
    "nobody_to_ask": _("There is nobody new to ask. Choose others, or write addresses."),
    "email_wrong": _("“%(found)s” is not an e-mail address. Correct it."),
    "too_many_to_ask": _("At most %(limit)s can be asked at a time."),
    # Answers
    "answer_closed": _("The survey does not take answers any more."),
    "answer_sent": _("The answers are sent already and stand."),
    "answer_nothing": _("Answer at least one question before you send."),
    "not_an_option": _("“%(found)s” is not one of the answers. Choose one of those shown."),
    "not_a_whole_number": _("Write a whole number from %(least)s to %(most)s."),
    "text_too_long": _("The text has %(characters)s characters; there is room for %(limit)s. Shorten it."),
    # Files of raw answers
    "no_answers": _(
        "%(file)s holds no answers that can be read. It needs a row for each answer with the columns svar-id, "
        "spørgsmål, række and svar."
    ),
    "respondent_missing": _("The svar-id is missing. Write the same one on all answers of a person."),
    "question_missing": _("The question is missing. Write its code."),
    "question_unknown": _("The instrument has no such question. Choose among %(choices)s."),
    "row_unknown": _("The question has no such row. Choose among %(choices)s."),
    "row_not_wanted": _("The question has no rows. Leave the cell empty."),
    "answer_unknown": _("This is none of the answers. Choose among %(choices)s, “ved ikke”, or leave it empty."),
    "dont_know_not_offered": _("“Don't know” is not one of the answers here. Leave the cell empty for a blank."),
    "two_answers": _("The same svar-id has already answered this in row %(line)s. Only the first counts."),
    "formula": _("The cell holds a formula, which is not computed here. Write the value itself."),
    "error_value": _("The cell shows an error. Write the value itself."),
    "cpr_in_text": _("The text holds what looks like a CPR number and is not used. Remove the number."),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do. Raises KeyError for a code that nobody worded."""
    return in_words(problem, SENTENCES)


def sentences(refused: BadInput) -> Iterable[str]:
    """All of them."""
    return [sentence(problem) for problem in refused.problems]


def left_in_words(one: Answered) -> str:
    """How much of a question is answered where something is left: "1 of 11 lines is answered"."""
    if not one.is_begun:
        return gettext("not answered")
    return ngettext("%(n)s of %(of)s lines is answered", "%(n)s of %(of)s lines are answered", one.answers) % {
        "n": one.answers,
        "of": len(one.given),
    }
