"""The plan in words: kinds of goals, demand and where it is known from, activities, and what is refused."""

from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.casework.models import ActivityKind, VitasStatus
from fagkompas.casework.plan_content import ActivityContent, AgreementContent, ConsiderationContent, DemandContent
from fagkompas.conversations.models import AgreementBy, AgreementState
from fagkompas.conversations.wording import SENTENCES as OF_CONVERSATIONS
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import DemandSource, GoalKind
from fagkompas.occupations.wording import DEMAND
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.problems import Sentences, in_words

GOAL_KINDS: Final[dict[GoalKind, StrPromise]] = {
    GoalKind.JOB: gettext_lazy("A job"),
    GoalKind.EDUCATION: gettext_lazy("An education"),
    GoalKind.OWN_EMPLOYER: gettext_lazy("Back to their own employer"),
}

SOURCES: Final[dict[DemandSource, StrPromise]] = {
    DemandSource.BALANCE: gettext_lazy("The labour market balance (Arbejdsmarkedsbalancen)"),
    DemandSource.BAROMETER: gettext_lazy("The job barometer (Jobbarometeret)"),
    DemandSource.ADVERTS: gettext_lazy("Adverts"),
    DemandSource.JOB_ORDERS: gettext_lazy("Our own job orders"),
    DemandSource.COMPANY: gettext_lazy("A company that has asked"),
    DemandSource.COLLEAGUE: gettext_lazy("A colleague who knows the companies"),
}

SENTENCES: Final[Sentences] = {
    "cpr_number": gettext_lazy("The text holds what looks like a CPR number. Take it out."),
    "text_too_long": gettext_lazy("The text is longer than %(longest)s characters. Make it shorter."),
    "goal_missing": gettext_lazy("Choose a job title, or write what the goal is."),
    "goal_kind_unknown": gettext_lazy("Choose what kind of goal it is."),
    "search_unlikely": gettext_lazy("Write a number of jobs a week from 0 to %(most)s."),
    "day_in_the_future": gettext_lazy("The day has not come yet. Choose today or an earlier day."),
    "day_before_the_case": gettext_lazy("The day is before the case was opened. Choose a later day."),
    "ends_before_it_begins": gettext_lazy("It ends before it begins. Put the days right."),
    "consideration_missing": gettext_lazy("Write what work has to take into account."),
    "how_missing": gettext_lazy("Write where or how the citizen said yes."),
    "title_missing": gettext_lazy("Write what it is called."),
    "track_unknown": gettext_lazy("Choose a job track from the list."),
    "plan_missing": gettext_lazy("There is no plan yet. Write the goal first."),
    "plan_is_ended": gettext_lazy("The plan is ended already."),
    "plan_end_why_missing": gettext_lazy("Write in a line why it ends, such as that the goal is reached."),
    "plan_holds": gettext_lazy("The plan holds now, so there is nothing to take up again."),
    "plan_is_new": gettext_lazy("There is a newer plan. End it before you take up an earlier one again."),
    "nothing_changed": gettext_lazy("Nothing has changed since the plan was last published."),
    "case_closed": gettext_lazy("The case is closed, so nothing can be changed in it."),
    "changed_since": gettext_lazy("Somebody has changed it since you opened the page. Look at it again first."),
    "goal_noted_since": gettext_lazy(
        "Somebody else has noted since that the goal is followed up today. It stands; talk with them if it is a mistake."
    ),
    "file_gone": gettext_lazy("The file is saved already, in this window or another."),
    "consideration_gone": gettext_lazy("The consideration is withdrawn already."),
    "cannot_be_read": gettext_lazy(
        "Something in the plan cannot be read, so it cannot be published until that is put right."
    ),
}

OF_TRACKS: Final[Sentences] = {
    "too_many_tracks": gettext_lazy("There are %(most)s job tracks already. End one before you begin another."),
    "track_is_ended": gettext_lazy("The job track is ended already."),
    "track_ended": gettext_lazy("The job track is ended. Open it again before you change it."),
    "track_is_open": gettext_lazy("The job track is open already."),
    "end_why_missing": gettext_lazy("Write in a line why you end it."),
    "track_title_missing": gettext_lazy("Choose a job title, or write what the job or education is called."),
    "track_is_there": gettext_lazy("There is a job track that is called %(found)s. Go on in it."),
    "too_many_lines": gettext_lazy("Write at most %(most)s lines. Keep those that matter most."),
    "line_too_long": gettext_lazy("A line has room for %(longest)s characters. Divide it, or make it shorter."),
    "question_unknown": gettext_lazy("The page has changed since you opened it. Load it again."),
    "sheet_cannot_be_read": gettext_lazy("What was written today cannot be read, so nothing can be changed in it."),
}


def sentence(problem: Problem) -> str:
    """What happened and what to do."""
    sentences = {**OF_CONVERSATIONS, **OF_TRACKS, **SENTENCES}
    return in_words(replace(problem, values={"found": problem.found, **problem.values}), sentences)


def demand_in_words(note: DemandContent) -> str:
    """ "High: Adverts, 12 in Nordby. 3. november 2026"."""
    source = ", ".join(filter(None, [str(SOURCES[note.source]), note.source_text]))
    return _("%(level)s demand: %(source)s (%(day)s)") % {
        "level": DEMAND[note.level],
        "source": source,
        "day": long_date(note.on),
    }


def agreement_in_words(one: AgreementContent) -> str:
    """In a line: who does what, how one sees it, by when, and how it went."""
    who = "" if one.who == AgreementBy.CITIZEN else str(AgreementBy(one.who).label)
    what = ": ".join(filter(None, [who, one.what.rstrip(".")]))
    parts = [what]
    if one.measure:
        parts.append(_("It is done when: %(measure)s") % {"measure": one.measure.rstrip(".")})
    if one.due_on:
        parts.append(_("By %(day)s") % {"day": long_date(one.due_on)})
    if one.state != AgreementState.OPEN:
        parts.append(str(AgreementState(one.state).label))
    return ". ".join(parts) + "."


def consideration_in_words(one: ConsiderationContent) -> str:
    """Its text; of one that was taken back, that it was, and when."""
    if one.withdrawn_on is None:
        return one.text
    return _("A consideration that the citizen took back on %(day)s") % {"day": long_date(one.withdrawn_on)}


def activity_in_words(one: ActivityContent) -> str:
    """What it is and when: "Butiksassistent i Nordby, virksomhedspraktik, 1. november 2026 – 31. januar 2027"."""
    kind = str(ActivityKind(one.kind).label)
    return f"{one.title} ({kind}), {period(one.from_on, one.to_on)}"


def period(first: date, last: date | None) -> str:
    """From a day to another, or on."""
    if last is None:
        return _("from %(day)s") % {"day": long_date(first)}
    return f"{long_date(first)} – {long_date(last)}"


def vitas_in_words(number: str, status: str) -> str:
    """ "VITAS 1234567: Approved"; "" where there is neither."""
    label = str(VitasStatus(status).label) if status else ""
    return ": ".join(filter(None, [f"VITAS {number}".strip() if number or label else "", label]))
