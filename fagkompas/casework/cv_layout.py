"""The parts of a CV as one fills them in: which facts each has, and whether it is a list. Codes never change, since texts are
kept under them.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.engine.cv import EducationKind, ProfilePoint
from fagkompas.engine.scales import CvPart

WISHES: Final = "wishes"
"""What the CV says one looks for: no section of the check, and beside them on the page."""


class FactKind(Enum):
    """How a fact is typed."""

    LINE = "line"
    TEXT = "text"
    TICK = "tick"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that one entry says. `choices` are codes with their words."""

    name: str
    label: StrPromise
    kind: FactKind = FactKind.LINE
    hint: StrPromise | str = ""
    choices: tuple[tuple[str, StrPromise], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One part: its name, and what its entries say. `is_list`: several entries, told apart by their first fact."""

    code: str
    name: StrPromise
    about: StrPromise
    facts: tuple[Fact, ...]
    is_list: bool = False

    @property
    def title_fact(self) -> str:
        """What an entry is called by."""
        return self.facts[0].name


EDUCATION_KINDS: Final = (
    (EducationKind.EDUCATION.value, pgettext_lazy("CV", "Education")),
    (EducationKind.COURSE.value, pgettext_lazy("CV", "Course")),
    (EducationKind.CERTIFICATE.value, pgettext_lazy("CV", "Certificate")),
)

YES: Final = "yes"
NO: Final = "no"

LAYOUTS: Final[tuple[Layout, ...]] = (
    Layout(
        code=CvPart.EXPERIENCE.value,
        name=_("Work experience"),
        about=_("Every job, paid or not, with what the work was. Companies search for these words."),
        is_list=True,
        facts=(
            Fact(name="title", label=_("Job")),
            Fact(name="employer", label=_("Employer")),
            Fact(name="period", label=_("From and to"), hint=_("Such as 2019–2023.")),
            Fact(name="tasks", label=_("Tasks"), kind=FactKind.TEXT, hint=_("What do you do all day?")),
            Fact(name="responsibility", label=_("Responsibility"), kind=FactKind.TEXT),
            Fact(
                name="results",
                label=_("Results"),
                kind=FactKind.TEXT,
                hint=_("What became better, faster or cheaper? Also together with others."),
            ),
        ),
    ),
    Layout(
        code=CvPart.EDUCATION.value,
        name=_("Education, courses and certificates"),
        about=_("Keep the three apart, and write what the work was."),
        is_list=True,
        facts=(
            Fact(name="title", label=_("What is it called?")),
            Fact(name="kind", label=_("Kind"), kind=FactKind.CHOICE, choices=EDUCATION_KINDS),
            Fact(name="content", label=_("What was learnt?"), kind=FactKind.TEXT),
        ),
    ),
    Layout(
        code=CvPart.QUALIFICATIONS.value,
        name=_("Qualifications"),
        about=_("Skills for work, a line each. Personal qualities belong in the profile."),
        is_list=True,
        facts=(Fact(name="title", label=_("Qualification")),),
    ),
    Layout(
        code=CvPart.DRIVING_LICENCE.value,
        name=_("Driving licence"),
        about=_("Which licences, and whether the own car may be used at work."),
        facts=(
            Fact(name="categories", label=_("Licences"), hint=_("Such as B, C, trailer.")),
            Fact(name="has_none", label=_("The citizen has no driving licence"), kind=FactKind.TICK),
            Fact(name="own_car", label=_("Will use the own car at work"), kind=FactKind.YES_NO),
        ),
    ),
    Layout(
        code=CvPart.LANGUAGES.value,
        name=_("Languages"),
        about=_("The mother tongue counts: it is a language spoken fluently."),
        is_list=True,
        facts=(
            Fact(name="title", label=_("Language")),
            Fact(name="is_mother_tongue", label=_("Mother tongue"), kind=FactKind.TICK),
        ),
    ),
    Layout(
        code=CvPart.OTHER_EXPERIENCE.value,
        name=_("Other experience"),
        about=_("Boards, clubs and voluntary work, described like a job."),
        is_list=True,
        facts=(
            Fact(name="title", label=_("What was it?")),
            Fact(name="tasks", label=_("Tasks"), kind=FactKind.TEXT),
            Fact(name="results", label=_("Results"), kind=FactKind.TEXT),
        ),
    ),
    Layout(
        code=CvPart.WEBSITE.value,
        name=_("Website"),
        about=_("A LinkedIn profile, or a page that shows work done."),
        facts=(Fact(name="address", label=_("Address")),),
    ),
    Layout(
        code=CvPart.CONTACT.value,
        name=_("Contact"),
        about=_("Whether a company can reach the citizen. The number and address themselves stand under contact."),
        facts=(
            Fact(name="phone", label=_("The telephone number stands in the CV"), kind=FactKind.TICK),
            Fact(name="email", label=_("The e-mail address stands in the CV"), kind=FactKind.TICK),
        ),
    ),
    Layout(
        code=CvPart.PROFILE.value,
        name=_("Professional profile"),
        about=_("Six points that an employer looks for."),
        facts=(
            Fact(
                name=ProfilePoint.TASKS.value,
                label=_("Tasks they know or want to learn"),
                kind=FactKind.TEXT,
            ),
            Fact(
                name=ProfilePoint.CHANGE_OF_TRADE.value,
                label=_("Change of trade, and why"),
                kind=FactKind.TEXT,
                hint=_("Only where the citizen looks outside the own trade."),
            ),
            Fact(
                name=ProfilePoint.PERSONAL.value,
                label=_("Personal strengths at work"),
                kind=FactKind.TEXT,
                hint=_("Tie each quality to something done: “calm when there is a queue”."),
            ),
            Fact(name=ProfilePoint.CONDITIONS.value, label=_("Day, evening, night, weekends, travel")),
            Fact(name=ProfilePoint.HOURS.value, label=_("Full time or part time")),
            Fact(name=ProfilePoint.TRANSPORT.value, label=_("Transport to work")),
        ),
    ),
    Layout(
        code=WISHES,
        name=_("Looks for work as"),
        about=_("The job titles that the CV on Jobnet is looking for, a line each."),
        is_list=True,
        facts=(Fact(name="title", label=_("Job title")),),
    ),
)

BY_CODE: Final = {layout.code: layout for layout in LAYOUTS}
