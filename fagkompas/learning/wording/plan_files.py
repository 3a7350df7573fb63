"""Problems of a workbook to plan from in words: one sentence that says what happened and what to do."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from fagkompas.assessments.workbooks import wording as assessments
from fagkompas.catalogue import wording as catalogue
from fagkompas.engine.errors import Problem
from fagkompas.learning.plan_workbooks import SHEETS
from fagkompas.toolkit.problems import Sentences, in_words

SENTENCES: Final[Sentences] = {
    "plan_needs_screening": _(
        "%(file)s holds the levels of a dialogue. A plan needs ratings of the competencies themselves: use the forms of a "
        "screening."
    ),
    "unknown_sheet": _(
        "The sheet “%(sheet)s” is not a personal form and is not read. The sheets of a plan are called %(ratings)s, "
        "%(needs)s, Tilbud, Hold and Regler."
    ),
    "plan_no_sessions": _(
        "%(file)s holds nothing to plan with. Give each session a row on the sheet Tilbud with the columns titel, timer, "
        "pris pr. plads, løfter and dage."
    ),
    "plan_too_many_rows": _("%(file)s has too many offerings and sessions for one plan. Keep those of the period."),
    "plan_offering_differs": _(
        "The same offering says otherwise in row %(first)s, and that row is used. Make them alike, or leave this cell empty."
    ),
    "plan_offering_unknown": _("There is no such offering on the sheet Tilbud that can be used. Check code or title."),
    "plan_session_twice": _("There is a session with this code already. Give each its own, or leave the cell empty."),
    "plan_not_days": _(
        "These are no days. Write 2027-01-31, several with | between, or the first and the last as 2027-01-31 – 2027-02-02."
    ),
    "plan_person_unknown": _("Nobody in the file has this staff number or e-mail. Check it."),
    "plan_rule_unknown": _("This is no rule. Write skal, må ikke or gennemført."),
    "plan_rule_twice": _("There is a rule about this person and offering already, and that one is used. Remove one."),
}


def message(problem: Problem) -> str:
    """The sentence of a problem of the ratings, of what is offered, or of both together."""
    if problem.message_code in SENTENCES:
        return in_words(problem, SENTENCES)
    is_offered = (problem.place.sheet or "").casefold() in SHEETS
    return catalogue.sentence(problem) if is_offered else assessments.message(problem)
