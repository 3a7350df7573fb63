"""What would make a CV easier to find and to believe: a rule for each section, each with its advice.

The handbook of methods and tools of a job centre (document 004), 4.1, goes through the eight sections of a CV on Jobnet and
the six points of the professional profile. Rules and worked examples are in ``docs/algorithms/cv.md``.

::

    Cv, CvWords ──advice──> Advice (rule, part, which entry, values)
       └──filled──> the parts that hold something: what the consistency check asks
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .scales import CvPart
from .word_forms import Phrases, has_phrase


class ProfilePoint(StrEnum):
    """The six points of the professional profile, in their order."""

    TASKS = "tasks"
    CHANGE_OF_TRADE = "change_of_trade"
    PERSONAL = "personal"
    CONDITIONS = "conditions"
    HOURS = "hours"
    TRANSPORT = "transport"


class EducationKind(StrEnum):
    """What is kept apart in a CV."""

    EDUCATION = "education"
    COURSE = "course"
    CERTIFICATE = "certificate"


class CvRule(StrEnum):
    """What can be advised, in the order of the sections."""

    SECTION_MISSING = "section-missing"
    SECTION_WORTH_ADDING = "section-worth-adding"
    JOB_WITHOUT_EMPLOYER = "job-without-employer"
    JOB_WITHOUT_TASKS = "job-without-tasks"
    JOB_TASKS_SHORT = "job-tasks-short"
    JOB_WITHOUT_RESPONSIBILITY = "job-without-responsibility"
    JOB_WITHOUT_RESULTS = "job-without-results"
    EDUCATION_KIND_MISSING = "education-kind-missing"
    EDUCATION_WITHOUT_CONTENT = "education-without-content"
    QUALIFICATIONS_FEW = "qualifications-few"
    QUALIFICATION_PERSONAL = "qualification-personal"
    OWN_CAR_NOT_STATED = "own-car-not-stated"
    MOTHER_TONGUE_MISSING = "mother-tongue-missing"
    OTHER_WITHOUT_TASKS = "other-without-tasks"
    OTHER_WITHOUT_RESULTS = "other-without-results"
    CONTACT_PHONE_MISSING = "contact-phone-missing"
    CONTACT_EMAIL_MISSING = "contact-email-missing"
    CONTACT_HIDDEN = "contact-hidden"
    PROFILE_POINT_MISSING = "profile-point-missing"
    PROFILE_POINT_SHORT = "profile-point-short"
    CHANGE_WITHOUT_MOTIVE = "change-without-motive"
    PERSONAL_WITHOUT_TASK = "personal-without-task"


# What is handed in


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as the CV tells it; what is not written is empty."""

    title: str
    employer: str = ""
    tasks: str = ""
    responsibility: str = ""
    results: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Education:
    """An education, a course or a certificate. ``content``: what one worked with and learned."""

    title: str
    kind: EducationKind | None = None
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Driving licences. ``has_none`` when it is said that there is none; ``drives_own_car`` None when nobody said."""

    categories: tuple[str, ...] = ()
    has_none: bool = False
    drives_own_car: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language, and whether it is a mother tongue: one spoken fluently."""

    name: str
    is_mother_tongue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Other experience: a board, a club, voluntary work."""

    title: str
    tasks: str = ""
    results: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a company reaches the citizen. ``may_be_hidden``: the address is protected."""

    phone: str = ""
    email: str = ""
    is_hidden: bool = False
    may_be_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cv:
    """The eight sections and the profile, point by point. ``changes_trade``: the citizen looks outside the own trade."""

    jobs: tuple[Job, ...] = ()
    education: tuple[Education, ...] = ()
    qualifications: tuple[str, ...] = ()
    licence: Licence = Licence()
    languages: tuple[Language, ...] = ()
    other: tuple[Other, ...] = ()
    website: str = ""
    contact: Contact = Contact()
    profile: Mapping[ProfilePoint, str] = field(default_factory=dict, hash=False)
    changes_trade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CvWords:
    """Words of one language, and limits. ``personal``: qualities of a person; ``linking``: words that tie one to a task;
    ``motives``: words that begin a reason; ``fewest_words``: of a text that is to be found by its words;
    ``fewest_qualifications``: that somebody could search for.
    """

    personal: Phrases
    linking: Phrases
    motives: Phrases
    fewest_words: int
    fewest_qualifications: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to do. ``entry``: the place (from 0) in the list of its part; None for the part as a whole.

    ``about``: the title of the entry, the qualification, or the code of the section or point.
    """

    rule: CvRule
    part: CvPart
    entry: int | None = None
    about: str = ""


MUST_BE_FILLED: Final = (
    CvPart.EXPERIENCE,
    CvPart.EDUCATION,
    CvPart.QUALIFICATIONS,
    CvPart.DRIVING_LICENCE,
    CvPart.LANGUAGES,
    CvPart.CONTACT,
    CvPart.PROFILE,
)
"""The others are worth adding where there is something to say."""


def filled(cv: Cv) -> frozenset[CvPart]:
    """The parts that hold anything at all; that there is no licence is something too."""
    there = {
        CvPart.EXPERIENCE: bool(cv.jobs),
        CvPart.EDUCATION: bool(cv.education),
        CvPart.QUALIFICATIONS: any(map(str.strip, cv.qualifications)),
        CvPart.DRIVING_LICENCE: bool(cv.licence.categories) or cv.licence.has_none,
        CvPart.LANGUAGES: bool(cv.languages),
        CvPart.OTHER_EXPERIENCE: bool(cv.other),
        CvPart.WEBSITE: bool(cv.website.strip()),
        CvPart.CONTACT: bool(cv.contact.phone.strip() or cv.contact.email.strip()),
        CvPart.PROFILE: any(map(str.strip, cv.profile.values())),
    }
    return frozenset(part for part, is_there in there.items() if is_there)


def advice(cv: Cv, words: CvWords) -> tuple[Advice, ...]:
    """What to do, section by section; nothing for a CV that says it all."""
    there = filled(cv)
    found: list[Advice] = []
    for part in CvPart:
        if part in there:
            found.extend(_OF_PARTS[part](cv, words))
        else:
            rule = CvRule.SECTION_MISSING if part in MUST_BE_FILLED else CvRule.SECTION_WORTH_ADDING
            found.append(Advice(rule=rule, part=part, about=part.value))
    return tuple(found)


# The sections


def _experience(cv: Cv, words: CvWords) -> Iterator[Advice]:
    for entry, job in enumerate(cv.jobs):
        wanting = {
            CvRule.JOB_WITHOUT_EMPLOYER: not job.employer.strip(),
            CvRule.JOB_WITHOUT_TASKS: not job.tasks.strip(),
            CvRule.JOB_TASKS_SHORT: 0 < len(job.tasks.split()) < words.fewest_words,
            CvRule.JOB_WITHOUT_RESPONSIBILITY: not job.responsibility.strip(),
            CvRule.JOB_WITHOUT_RESULTS: not job.results.strip(),
        }
        yield from _of_entry(wanting, CvPart.EXPERIENCE, entry, job.title)


def _education(cv: Cv, _words: CvWords) -> Iterator[Advice]:
    """A certificate says by its name what one may do."""
    for entry, each in enumerate(cv.education):
        wanting = {
            CvRule.EDUCATION_KIND_MISSING: each.kind is None,
            CvRule.EDUCATION_WITHOUT_CONTENT: each.kind is not EducationKind.CERTIFICATE and not each.content.strip(),
        }
        yield from _of_entry(wanting, CvPart.EDUCATION, entry, each.title)


def _qualifications(cv: Cv, words: CvWords) -> Iterator[Advice]:
    personal = [(entry, text) for entry, text in enumerate(cv.qualifications) if has_phrase(text, words.personal)]
    professional = sum(bool(text.strip()) for text in cv.qualifications) - len(personal)
    if professional < words.fewest_qualifications:
        yield Advice(rule=CvRule.QUALIFICATIONS_FEW, part=CvPart.QUALIFICATIONS)
    for entry, text in personal:
        yield Advice(rule=CvRule.QUALIFICATION_PERSONAL, part=CvPart.QUALIFICATIONS, entry=entry, about=text)


def _licence(cv: Cv, _words: CvWords) -> Iterator[Advice]:
    if cv.licence.categories and cv.licence.drives_own_car is None:
        yield Advice(rule=CvRule.OWN_CAR_NOT_STATED, part=CvPart.DRIVING_LICENCE)


def _languages(cv: Cv, _words: CvWords) -> Iterator[Advice]:
    if not any(language.is_mother_tongue for language in cv.languages):
        yield Advice(rule=CvRule.MOTHER_TONGUE_MISSING, part=CvPart.LANGUAGES)


def _other(cv: Cv, _words: CvWords) -> Iterator[Advice]:
    for entry, each in enumerate(cv.other):
        wanting = {
            CvRule.OTHER_WITHOUT_TASKS: not each.tasks.strip(),
            CvRule.OTHER_WITHOUT_RESULTS: not each.results.strip(),
        }
        yield from _of_entry(wanting, CvPart.OTHER_EXPERIENCE, entry, each.title)


def _website(_cv: Cv, _words: CvWords) -> Iterator[Advice]:
    return iter(())


def _contact(cv: Cv, _words: CvWords) -> Iterator[Advice]:
    contact = cv.contact
    wanting = {
        CvRule.CONTACT_PHONE_MISSING: not contact.phone.strip(),
        CvRule.CONTACT_EMAIL_MISSING: not contact.email.strip(),
        CvRule.CONTACT_HIDDEN: contact.is_hidden and not contact.may_be_hidden,
    }
    yield from _of_entry(wanting, CvPart.CONTACT, None, "")


def _profile(cv: Cv, words: CvWords) -> Iterator[Advice]:
    """A change of trade is only asked about where there is one. Hours and transport may be said in a word."""
    for point in ProfilePoint:
        text = cv.profile.get(point, "").strip()
        if point is ProfilePoint.CHANGE_OF_TRADE and not (text or cv.changes_trade):
            continue
        is_short = point in _IN_SENTENCES and len(text.split()) < words.fewest_words
        wanting = {
            CvRule.PROFILE_POINT_MISSING: not text,
            CvRule.PROFILE_POINT_SHORT: bool(text) and is_short,
            CvRule.CHANGE_WITHOUT_MOTIVE: bool(text)
            and point is ProfilePoint.CHANGE_OF_TRADE
            and not has_phrase(text, words.motives),
            CvRule.PERSONAL_WITHOUT_TASK: point is ProfilePoint.PERSONAL
            and has_phrase(text, words.personal)
            and not has_phrase(text, words.linking),
        }
        yield from _of_entry(wanting, CvPart.PROFILE, None, point.value)


_IN_SENTENCES: Final = frozenset({ProfilePoint.TASKS, ProfilePoint.CHANGE_OF_TRADE, ProfilePoint.PERSONAL})

_OF_PARTS: Final = {
    CvPart.EXPERIENCE: _experience,
    CvPart.EDUCATION: _education,
    CvPart.QUALIFICATIONS: _qualifications,
    CvPart.DRIVING_LICENCE: _licence,
    CvPart.LANGUAGES: _languages,
    CvPart.OTHER_EXPERIENCE: _other,
    CvPart.WEBSITE: _website,
    CvPart.CONTACT: _contact,
    CvPart.PROFILE: _profile,
}


def _of_entry(wanting: Mapping[CvRule, bool], part: CvPart, entry: int | None, about: str) -> Iterator[Advice]:
    return (Advice(rule=rule, part=part, entry=entry, about=about) for rule, is_so in wanting.items() if is_so)
