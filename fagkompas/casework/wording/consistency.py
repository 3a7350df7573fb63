"""What the consistency check finds, as plain sentences; what mends each, and the page where one does it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.casework.wording.plans import SENTENCES as OF_PLANS
from fagkompas.casework.wording.plans import SOURCES
from fagkompas.conversations.smart_findings import LETTERS
from fagkompas.engine.consistency import (
    EXPLAINED_IN,
    Finding,
    Ground,
    PlanOfTrack,
    Rule,
    Spot,
    Step,
    Value,
    Vitas,
    what_mends,
)
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Criterion, CvPart, DemandSource, Severity
from fagkompas.occupations.titles import in_reader_language
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.problems import Sentences, in_words

SEVERITIES: Final[Mapping[Severity, StrPromise]] = {
    Severity.MUST: pgettext_lazy("severity", "Must be put right"),
    Severity.SHOULD: pgettext_lazy("severity", "Should be put right"),
    Severity.CONSIDER: pgettext_lazy("severity", "Worth a thought"),
}

KINDS: Final[Mapping[Severity, str]] = {Severity.MUST: "error", Severity.SHOULD: "warning", Severity.CONSIDER: "info"}
"""How each is drawn as a state."""

GROUNDS: Final[Mapping[str, StrPromise]] = {
    Ground.CAN: gettext_lazy("what the citizen can"),
    Ground.WANTS: gettext_lazy("what the citizen wants"),
    Ground.NEEDED: gettext_lazy("what is needed"),
}

PLANNED: Final[Mapping[str, StrPromise]] = {
    PlanOfTrack.STRATEGY: gettext_lazy("how to search"),
    PlanOfTrack.COMPANIES: gettext_lazy("companies to begin with"),
    PlanOfTrack.DATE: gettext_lazy("a date"),
}

OF_VITAS: Final[Mapping[str, StrPromise]] = {
    Vitas.NUMBER: gettext_lazy("the number"),
    Vitas.STATUS: gettext_lazy("how far it is"),
}

CV_PARTS: Final[Mapping[str, StrPromise]] = {
    CvPart.EXPERIENCE: gettext_lazy("work experience"),
    CvPart.EDUCATION: gettext_lazy("education"),
    CvPart.QUALIFICATIONS: gettext_lazy("qualifications"),
    CvPart.DRIVING_LICENCE: gettext_lazy("driving licence"),
    CvPart.LANGUAGES: gettext_lazy("languages"),
    CvPart.OTHER_EXPERIENCE: gettext_lazy("other experience"),
    CvPart.WEBSITE: gettext_lazy("website"),
    CvPart.CONTACT: gettext_lazy("how to reach the citizen"),
    CvPart.PROFILE: gettext_lazy("professional profile"),
}

CODES: Final[Mapping[Rule, Mapping[str, StrPromise]]] = {
    Rule.TRACK_NOT_JUSTIFIED: GROUNDS,
    Rule.TRACK_WITHOUT_PLAN: PLANNED,
    Rule.ACTIVITY_WITHOUT_VITAS: OF_VITAS,
    Rule.CV_INCOMPLETE: CV_PARTS,
    Rule.AGREEMENT_NOT_SMART: {one.value: LETTERS[one] for one in Criterion},
}
"""What the codes in a rule's lists are called; lists of other rules hold titles."""

OF_JOBS: Final = frozenset({"title", "track"})
"""The values that are a job title, or what somebody has written in the place of one."""

SAYS: Final[Mapping[str, StrPromise]] = {
    Rule.GOAL_MISSING: gettext_lazy("There is no goal."),
    Rule.GOAL_NOT_A_TITLE: gettext_lazy("The goal “%(title)s” is not a job title from the list."),
    Rule.GOAL_WITHOUT_REASON: gettext_lazy("It does not say why “%(title)s” is the goal."),
    Rule.GOAL_NOT_FOLLOWED_UP: gettext_lazy("You talked on %(talk)s, and the goal “%(title)s” was not followed up."),
    Rule.FEWER_THAN_THREE_TRACKS: gettext_lazy(
        "There are %(tracks)s of %(expected)s job tracks, and it does not say why."
    ),
    Rule.TRACK_NOT_JUSTIFIED: gettext_lazy("The job track “%(track)s” does not say %(missing)s."),
    Rule.TRACKS_TOO_ALIKE: gettext_lazy("The job tracks are shades of one: %(tracks)s."),
    Rule.TRACK_WITHOUT_AGREEMENT: gettext_lazy("No open agreement is about the job track “%(track)s”."),
    Rule.TRACK_WITHOUT_PLAN: gettext_lazy("The plan for the job track “%(track)s” lacks %(missing)s."),
    Rule.DEMAND_OLD: gettext_lazy(
        "The demand for “%(track)s” is from %(noted_on)s (%(source)s), which is more than %(days)s days ago."
    ),
    f"{Rule.DEMAND_OLD}:words": gettext_lazy("The demand for “%(track)s” has no source and no date."),
    Rule.DEMAND_LOW: gettext_lazy("Few look for “%(track)s”, and it does not say why the job track is kept."),
    Rule.AGREEMENT_NOT_SMART: gettext_lazy("The agreement “%(agreement)s” is vague: %(weak)s."),
    Rule.AGREEMENT_NOT_FOLLOWED_UP: gettext_lazy(
        "The agreement “%(agreement)s” was due on %(due_on)s and is not followed up."
    ),
    f"{Rule.AGREEMENT_NOT_FOLLOWED_UP}:talk": gettext_lazy(
        "You talked on %(talk)s, when it was time for the agreement “%(agreement)s”, and it was not followed up."
    ),
    Rule.ACTIVITY_WITHOUT_PURPOSE: gettext_lazy("It does not say what “%(activity)s” is for."),
    Rule.ACTIVITY_WITHOUT_TRACK: gettext_lazy("“%(activity)s” belongs to none of the job tracks."),
    Rule.ACTIVITY_WITHOUT_VITAS: gettext_lazy(
        "“%(activity)s” begins on %(starts_on)s, and %(missing)s in VITAS is not noted."
    ),
    Rule.PLAN_NOT_PUBLISHED: gettext_lazy("You talked first on %(first_talk)s, and the plan is not published yet."),
    Rule.SEARCH_REQUIREMENT_DIFFERS: gettext_lazy("The plan asks for %(plan)s jobs a week, the job log for %(log)s."),
    Rule.LOG_BELOW_REQUIREMENT: gettext_lazy(
        "%(done)s of %(required)s jobs are applied for in the last %(weeks)s weeks."
    ),
    Rule.LOG_OUTSIDE_TRACKS: gettext_lazy(
        "%(outside)s of %(entries)s jobs in the last %(weeks)s weeks are on none of the job tracks."
    ),
    Rule.TRACK_WITHOUT_APPLICATIONS: gettext_lazy(
        "Nothing was applied for on the job track “%(track)s” in the last %(weeks)s weeks."
    ),
    Rule.WISHES_DIFFER_FROM_TRACKS: gettext_lazy(
        "The CV does not look for %(missing)s, but for %(outside)s, which is no job track."
    ),
    f"{Rule.WISHES_DIFFER_FROM_TRACKS}:missing": gettext_lazy("The CV does not look for %(missing)s."),
    f"{Rule.WISHES_DIFFER_FROM_TRACKS}:outside": gettext_lazy(
        "The CV looks for %(outside)s, which is neither a job track nor the goal."
    ),
    Rule.CV_INCOMPLETE: gettext_lazy("The CV lacks %(missing)s."),
    Rule.CV_NOT_FOLLOWED_UP: gettext_lazy("You talked on %(talk)s, and the CV was not looked at."),
    Rule.CV_CONTACT_HIDDEN: gettext_lazy("Companies cannot see in the CV how to reach the citizen."),
    Rule.SKILL_IN_TRACK_NOT_IN_CV: gettext_lazy(
        "The job track “%(track)s” builds on %(missing)s, which is not in the CV."
    ),
    Rule.PLACEMENT_WITHOUT_FOLLOW_UP: gettext_lazy(
        "No follow-up of the tasks at %(company)s is written since %(since)s, more than %(weeks)s weeks ago. A talk about the placement is not one."
    ),
}

STEPS: Final[Mapping[Step, StrPromise]] = {
    Step.SET_GOAL: gettext_lazy("Write the goal"),
    Step.CHOOSE_TITLE: gettext_lazy("Choose a job title"),
    Step.GIVE_REASON: gettext_lazy("Write why"),
    Step.FOLLOW_UP: gettext_lazy("Follow it up"),
    Step.ADD_TRACKS: gettext_lazy("Begin a job track, or write why there are fewer"),
    Step.WRITE_MISSING: gettext_lazy("Write what is missing"),
    Step.REPLACE_A_TRACK: gettext_lazy("Change one of the tracks for another kind of job"),
    Step.MAKE_AGREEMENT: gettext_lazy("Make an agreement about it"),
    Step.NOTE_DEMAND: gettext_lazy("Look the demand up again"),
    Step.SHARPEN: gettext_lazy("Agree on something clearer"),
    Step.CLOSE_AGREEMENT: gettext_lazy("Say how it went"),
    Step.WRITE_PURPOSE: gettext_lazy("Write what it is for"),
    Step.CHOOSE_TRACK: gettext_lazy("Choose a job track"),
    Step.PUBLISH: gettext_lazy("Publish the plan"),
    Step.MAKE_ALIKE: gettext_lazy("Make the two numbers the same"),
    Step.APPLY: gettext_lazy("Look at the job log"),
    Step.CONNECT_LOG: gettext_lazy("Say which job track the jobs belong to"),
    Step.CHANGE_WISHES: gettext_lazy("Change what the CV looks for"),
    Step.SHOW_CONTACT: gettext_lazy("Show how to reach the citizen"),
    Step.ADD_SKILLS: gettext_lazy("Write it in the CV"),
}


SENTENCES: Final[Sentences] = {
    **OF_PLANS,
    "finding_changed": gettext_lazy("It has changed since you opened the page, or is mended. Go back and look again."),
    "accepted_why_missing": gettext_lazy("Write why it is all right."),
}
"""What is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFinding:
    """A finding as a page shows it; `about` names it for whoever hears a link out of its place. `mend_url` is "" where its page is not there."""

    rule: str
    key: str
    severity: str
    kind: str
    says: str
    about: str
    mend: str
    mend_url: str
    explained_in: str


CALLED: Final[Mapping[Rule, StrPromise]] = {
    Rule.GOAL_MISSING: gettext_lazy("No goal"),
    Rule.GOAL_NOT_A_TITLE: gettext_lazy("The goal is not a job title"),
    Rule.GOAL_WITHOUT_REASON: gettext_lazy("No reason for the goal"),
    Rule.GOAL_NOT_FOLLOWED_UP: gettext_lazy("The goal is not followed up"),
    Rule.FEWER_THAN_THREE_TRACKS: gettext_lazy("Too few job tracks"),
    Rule.TRACK_NOT_JUSTIFIED: gettext_lazy("A job track lacks a reason"),
    Rule.TRACKS_TOO_ALIKE: gettext_lazy("Job tracks are alike"),
    Rule.TRACK_WITHOUT_AGREEMENT: gettext_lazy("A job track without an agreement"),
    Rule.TRACK_WITHOUT_PLAN: gettext_lazy("A job track without a plan"),
    Rule.DEMAND_OLD: gettext_lazy("What is known of the demand is old"),
    Rule.DEMAND_LOW: gettext_lazy("Low demand without a reason"),
    Rule.AGREEMENT_NOT_SMART: gettext_lazy("A vague agreement"),
    Rule.AGREEMENT_NOT_FOLLOWED_UP: gettext_lazy("An agreement is not followed up"),
    Rule.ACTIVITY_WITHOUT_PURPOSE: gettext_lazy("An activity without a purpose"),
    Rule.ACTIVITY_WITHOUT_TRACK: gettext_lazy("An activity without a job track"),
    Rule.ACTIVITY_WITHOUT_VITAS: gettext_lazy("VITAS is not noted"),
    Rule.PLAN_NOT_PUBLISHED: gettext_lazy("No published plan"),
    Rule.SEARCH_REQUIREMENT_DIFFERS: gettext_lazy("Plan and job log ask for different numbers of jobs"),
    Rule.LOG_BELOW_REQUIREMENT: gettext_lazy("Fewer jobs in the log than agreed"),
    Rule.LOG_OUTSIDE_TRACKS: gettext_lazy("Many jobs outside the job tracks"),
    Rule.TRACK_WITHOUT_APPLICATIONS: gettext_lazy("A job track that nothing is applied for on"),
    Rule.WISHES_DIFFER_FROM_TRACKS: gettext_lazy("Wishes in the CV differ from the job tracks"),
    Rule.CV_INCOMPLETE: gettext_lazy("The CV is not whole"),
    Rule.CV_NOT_FOLLOWED_UP: gettext_lazy("The CV is not looked at"),
    Rule.CV_CONTACT_HIDDEN: gettext_lazy("The contact is hidden in the CV"),
    Rule.SKILL_IN_TRACK_NOT_IN_CV: gettext_lazy("A skill of a job track is not in the CV"),
    Rule.PLACEMENT_WITHOUT_FOLLOW_UP: gettext_lazy("A placement is not followed up"),
}
"""What a rule looks for: where one asks for the cases that have it, and beside what one presses about a finding."""


def told_finding(finding: Finding, citizen: UUID) -> ToldFinding:
    """In the reader's language."""
    return ToldFinding(
        rule=finding.rule.value,
        key=finding.key,
        severity=str(SEVERITIES[finding.severity]),
        kind=KINDS[finding.severity],
        says=sentence_of(finding),
        about=str(CALLED[finding.rule]),
        mend=str(STEPS[what_mends(finding).step]),
        mend_url=mend_url(finding, citizen),
        explained_in=EXPLAINED_IN[finding.rule],
    )


def sentence_of(finding: Finding) -> str:
    """What does not hang together, with its titles, days and numbers. One query where the reader's language is not Danish."""
    titles = _titles(finding)
    values = {**finding.values, **finding.figures}
    said = {name: _said(finding.rule, name, value, titles) for name, value in values.items()}
    variant = _variant(finding)
    return str(SAYS[f"{finding.rule}:{variant}" if variant else finding.rule]) % said


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    return in_words(problem, SENTENCES)


def counts_in_words(musts: int, shoulds: int, considers: int) -> list[tuple[str, str]]:
    """Each severity of which there is anything: its kind of state, and "2 skal rettes"."""
    said = [
        ("error", musts, ngettext("%(n)s must be put right", "%(n)s must be put right", musts)),
        ("warning", shoulds, ngettext("%(n)s should be put right", "%(n)s should be put right", shoulds)),
        ("info", considers, ngettext("%(n)s worth a thought", "%(n)s worth a thought", considers)),
    ]
    return [(kind, words % {"n": count}) for kind, count, words in said if count]


def mend_url(finding: Finding, citizen: UUID) -> str:
    """The page where the step is done; "" where it is not there."""
    one = (citizen, finding.key)
    match finding.spot:
        case Spot.GOAL if finding.rule is Rule.GOAL_NOT_FOLLOWED_UP:
            return panel_url("casework:plan", citizen)
        case Spot.GOAL | Spot.SEARCH:
            return panel_url("casework:plan_edit", citizen)
        case Spot.TRACKS:
            return panel_url("casework:tracks", citizen)
        case Spot.TRACK:
            return _of_track(finding.rule, one)
        case Spot.AGREEMENT:
            is_vague = finding.rule is Rule.AGREEMENT_NOT_SMART
            return panel_url(f"conversations:agreement{'_change' if is_vague else ''}", finding.key)
        case Spot.ACTIVITY:
            return panel_url("casework:activity_edit", *one)
        case Spot.PLAN:
            return panel_url("casework:plan_publish", citizen)
        case Spot.LOG:
            return panel_url("casework:job_log", citizen)
        case Spot.PLACEMENT:
            return panel_url("casework:placement_follow_up", *one)
    return panel_url("casework:cv", citizen)


def _of_track(rule: Rule, one: tuple[UUID, str]) -> str:
    match rule:
        case Rule.TRACK_WITHOUT_AGREEMENT:
            return f"{panel_url('casework:agreement_new', one[0])}?spor={one[1]}"
        case Rule.DEMAND_OLD | Rule.DEMAND_LOW:
            return panel_url("casework:track_demand", *one)
        case Rule.TRACK_WITHOUT_APPLICATIONS:
            return panel_url("casework:job_log", one[0])
        case Rule.TRACK_WITHOUT_PLAN:
            return panel_url("casework:track_step", *one, "plan")
    return panel_url("casework:track_step", *one, "hvorfor")


def _variant(finding: Finding) -> str:
    values = finding.values
    match finding.rule:
        case Rule.DEMAND_OLD if "noted_on" not in values:
            return "words"
        case Rule.AGREEMENT_NOT_FOLLOWED_UP if "due_on" not in values:
            return "talk"
        case Rule.WISHES_DIFFER_FROM_TRACKS if not values["outside"]:
            return "missing"
        case Rule.WISHES_DIFFER_FROM_TRACKS if not values["missing"]:
            return "outside"
    return ""


def _titles(finding: Finding) -> Mapping[str, str]:
    """The job titles in it, as the reader is told them: a case is checked and kept with the Danish ones."""
    titles: list[str] = []
    for name, value in finding.values.items():
        if name in OF_JOBS and isinstance(value, str):
            titles.append(value)
        elif isinstance(value, tuple) and finding.rule not in CODES:
            titles.extend(value)
    return in_reader_language(titles)


def _said(rule: Rule, name: str, value: Value, titles: Mapping[str, str]) -> str:
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, tuple):
        codes = CODES.get(rule, {})
        return _and([str(codes[one]) if one in codes else titles.get(one, one) for one in value])
    return str(SOURCES[DemandSource(str(value))]) if name == "source" else titles.get(str(value), str(value))


def _and(words: Sequence[str]) -> str:
    *first, last = words or [""]
    return _("%(words)s and %(last)s") % {"words": ", ".join(first), "last": last} if first else last
