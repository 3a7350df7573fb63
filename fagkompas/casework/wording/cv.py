"""The CV in words: every piece of advice, and what is refused."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.casework.cv_layout import BY_CODE, NO, YES
from fagkompas.casework.wording.plans import OF_TRACKS
from fagkompas.casework.wording.plans import SENTENCES as OF_PLANS
from fagkompas.engine.cv import Advice, CvRule
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import CvPart
from fagkompas.toolkit.problems import Sentences, in_words

YES_NO_WORDS: Final = ((YES, pgettext_lazy("CV", "Yes")), (NO, pgettext_lazy("CV", "No")))

ADVICE: Final[dict[CvRule, StrPromise]] = {
    CvRule.SECTION_MISSING: _("Nothing stands here yet. Companies look for it."),
    CvRule.SECTION_WORTH_ADDING: _("Worth filling in, if there is something to tell."),
    CvRule.JOB_WITHOUT_EMPLOYER: _("%(about)s: write who the employer was."),
    CvRule.JOB_WITHOUT_TASKS: _("%(about)s: write the tasks, in words that somebody would search for."),
    CvRule.JOB_TASKS_SHORT: _(
        "%(about)s: the tasks are told in very few words. Write some more, so that they are found."
    ),
    CvRule.JOB_WITHOUT_RESPONSIBILITY: _(
        "%(about)s: write what the responsibility was, even if it was only the key to the storeroom."
    ),
    CvRule.JOB_WITHOUT_RESULTS: _("%(about)s: write a result, even one achieved together with others."),
    CvRule.EDUCATION_KIND_MISSING: _("%(about)s: say whether it is an education, a course or a certificate."),
    CvRule.EDUCATION_WITHOUT_CONTENT: _("%(about)s: write what the work was and what was learnt."),
    CvRule.QUALIFICATIONS_FEW: _("Write some more skills for work: tools, machines, systems, methods."),
    CvRule.QUALIFICATION_PERSONAL: _("%(about)s is a quality of the person. Move it to the profile, with an example."),
    CvRule.OWN_CAR_NOT_STATED: _("Say whether their own car can be used for work."),
    CvRule.MOTHER_TONGUE_MISSING: _("Mark the mother tongue: it counts as a language too."),
    CvRule.OTHER_WITHOUT_TASKS: _("%(about)s: write what was done."),
    CvRule.OTHER_WITHOUT_RESULTS: _("%(about)s: write what came of it."),
    CvRule.CONTACT_PHONE_MISSING: _("Put a telephone number in, so that a company can ring."),
    CvRule.CONTACT_EMAIL_MISSING: _("Put an e-mail address in, so that a company can write."),
    CvRule.CONTACT_HIDDEN: _("The contact is hidden. Many companies pass on then: show it, if the citizen will."),
    CvRule.PROFILE_POINT_MISSING: _("%(about)s: nothing stands there yet."),
    CvRule.PROFILE_POINT_SHORT: _("%(about)s: very few words. Write it as you would say it to an employer."),
    CvRule.CHANGE_WITHOUT_MOTIVE: _("Change of trade: write why, since the experience is from elsewhere."),
    CvRule.PERSONAL_WITHOUT_TASK: _(
        "Personal qualities: tie the words to something done, with “when” or “for example”."
    ),
}

SENTENCES: Final[Sentences] = {
    "entry_without_title": _("Write in the first field what it is, or empty the others."),
    "too_many_entries": _("There is room for %(most)s. Keep those that matter most."),
    "licence_and_none": _("There are licences, and it says that there are none. Put one of the two right."),
    "not_a_workbook": _(
        "%(file)s cannot be read. Copy the text of the CV and paste it in the field below. Of files only an Excel workbook (.xlsx) and CSV UTF-8 can be read."
    ),
    "nothing_to_read": _("Choose a file, or paste the text of the CV."),
    "no_rows": _("The file has no rows below its headings. Write an entry in each row."),
    "columns_missing": _("The file lacks the columns %(found)s. Its first row may have: %(columns)s."),
    "formula": _("The cell holds a formula. Put the text itself there."),
    "section_unknown": _("%(found)s is no section of a CV. Write one of: %(choices)s."),
    "title_needed": _("Write what it is."),
    "before_any_heading": _("The line stands before any heading of a section. Put a heading over it, or take it out."),
    "no_headings": _(
        "No heading of a section was found. Put each heading on a line of its own, such as “%(example)s”."
    ),
}


def advice_in_words(one: Advice) -> str:
    """What to do, with the entry or point that it is about."""
    return str(ADVICE[one.rule]) % {"about": _about(one)}


def _about(one: Advice) -> str:
    if one.part is not CvPart.PROFILE:
        return one.about
    return next((str(fact.label) for fact in BY_CODE[one.part.value].facts if fact.name == one.about), one.about)


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    values = {"found": problem.found, **problem.values}
    said = Problem(place=problem.place, found=problem.found, message_code=problem.message_code, values=values)
    return in_words(said, {**OF_TRACKS, **OF_PLANS, **SENTENCES})
