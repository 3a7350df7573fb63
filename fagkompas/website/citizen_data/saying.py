"""A value of a row in words, line by line, and as data.

In words a code becomes what pages call it; as data it stays what it is, days as 2026-11-21 and moments in UTC.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db.models import Field, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fagkompas.casework.checking import all_from_stored
from fagkompas.casework.cv_layout import BY_CODE, NO, YES
from fagkompas.casework.plan_content import content_from
from fagkompas.casework.plan_copies import copies
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.casework.sheet_fields import SHEETS
from fagkompas.casework.wording.consistency import sentence_of
from fagkompas.casework.wording.placements import hours
from fagkompas.casework.wording.plans import GOAL_KINDS, SOURCES
from fagkompas.companies.wording import TIMES
from fagkompas.conversations.models import PartyKind
from fagkompas.conversations.wording import mark_in_words, name_of
from fagkompas.engine.scales import Demand, DemandSource, GoalKind
from fagkompas.matching.profile import profile_from
from fagkompas.matching.wording import facts_in_words, papers_in_words, profile_in_words, reach_text
from fagkompas.occupations.wording import DEMAND
from fagkompas.toolkit.encrypted_fields import Unread
from fagkompas.toolkit.formats import long_date, moment

Lines = tuple[str, ...]


def in_words(label: str, row: Any, field: Field[Any, Any]) -> Lines:
    """What the column says, for a person to read; nothing where it is empty."""
    value = getattr(row, field.name)
    if isinstance(value, Unread):
        return (str(value),)
    if value is None or value in ("", [], {}):
        return ()
    said = WORDS.get(f"{label}.{field.name}")
    if said is not None:
        return tuple(said(row))
    if field.choices:
        return (str(getattr(row, f"get_{field.name}_display")()),)
    return tuple(_plain(value))


def as_data(row: Any, field: Field[Any, Any]) -> Any:
    """What the column holds, for a machine: texts, numbers, true, false, null, lists and tables of these."""
    value = getattr(row, field.name)
    match value:
        case Unread():
            return None
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Model():
            return _called(value)
        case _ if field.name == "snapshot":
            return json.loads(value)
    return value


def _plain(value: Any) -> Iterable[str]:
    match value:
        case bool():
            yield _("Yes") if value else _("No")
        case datetime():
            yield moment(timezone.localtime(value))
        case date():
            yield long_date(value)
        case Model():
            yield _called(value)
        case list():
            yield from (str(one) for one in value)
        case _:
            yield from str(value).splitlines()


def _called(row: Any) -> str:
    """A row that another one points to: a person, a unit, a job title, or another part of the same case."""
    name = CALLED.get(type(row).__name__)
    return name(row) if name else str(row)


CALLED: Final[Mapping[str, Callable[[Any], str]]] = {
    "Unit": lambda unit: unit.path,
    "Occupation": lambda occupation: capfirst(occupation.title),
    "Track": lambda track: capfirst(track.name),
    "Topic": lambda topic: topic.text,
    "Activity": lambda activity: activity.title,
    "Agreement": lambda agreement: agreement.what,
    "Conversation": lambda one: f"{name_of(one)}, {moment(one.planned_at)}",
}
"""What rows are called; all others by their own name."""


def _of_cv(row: Any) -> Iterable[str]:
    layout = BY_CODE.get(row.code)
    facts = {fact.name: fact for fact in layout.facts} if layout else {}
    said = {YES: _("Yes"), NO: _("No")}
    for entry in row.entries:
        for name, value in entry.items():
            fact = facts.get(name)
            if fact is None or value in ("", None, False):
                continue
            words = dict(fact.choices).get(value) or (_("Yes") if value is True else said.get(value, value))
            yield _labelled(str(fact.label), str(words))


def _labelled(label: str, words: str) -> str:
    """What follows a question needs no colon."""
    return f"{label} {words}" if label.endswith("?") else f"{label}: {words}"


def _of_sheet(row: Any) -> Iterable[str]:
    names = {field.code: field.name for field in SHEETS[row.kind].fields}
    return (f"{names.get(code, code)}: {text}" for code, text in row.texts.items() if text)


def _of_pressure_test(row: Any) -> Iterable[str]:
    questions = {question.code: question.text for question in QUESTIONS}
    return (f"{questions.get(code, code)} {answer}" for code, answer in row.pressure_test.items() if answer)


def _of_version(row: Any) -> Iterable[str]:
    for place, copy in enumerate(copy for copy in copies(content_from(row.snapshot)) if copy.text):
        yield from ("",) if place else ()
        yield from (f"{copy.name}:", *copy.text.splitlines())


def _reach(row: Any) -> Iterable[str]:
    return (reach_text(row.reach),)


WORDS: Final[Mapping[str, Callable[[Any], Iterable[str]]]] = {
    "citizens.Citizen.target_group": lambda row: [row.group_name],
    "casework.CasePlan.goal_kind": lambda row: [str(GOAL_KINDS[GoalKind(row.goal_kind)])],
    "casework.DemandNote.level": lambda row: [str(DEMAND[Demand(row.level)])],
    "casework.DemandNote.source": lambda row: [str(SOURCES[DemandSource(row.source)])],
    "casework.Track.pressure_test": _of_pressure_test,
    "casework.Sheet.texts": _of_sheet,
    "matching.MatchFacts.reach": _reach,
    "matching.MatchFacts.times": lambda row: [str(TIMES.get(one, one)) for one in row.times],
    "matching.MatchFacts.papers": lambda row: papers_in_words(row.papers),
    "matching.MatchFacts.words": facts_in_words,
    "matching.MatchProfile.words": lambda row: profile_in_words(profile_from(row.words)),
    "casework.CvSection.code": lambda row: [str(BY_CODE[row.code].name) if row.code in BY_CODE else row.code],
    "casework.CvSection.entries": _of_cv,
    "casework.PlanVersion.snapshot": _of_version,
    "casework.CaseStatus.findings": lambda row: [sentence_of(one) for one in all_from_stored(row.findings)],
    "casework.Placement.expected_paid_minutes": lambda row: [hours(row.expected_paid_minutes)],
    "conversations.Topic.from_whom": lambda row: [str(PartyKind(row.from_whom).label)],
    "conversations.Topic.seconds_used": lambda row: [str(round(row.seconds_used / 60))],
    "conversations.Evaluation.expectation_met": lambda row: [mark_in_words(row.expectation_met)],
    "conversations.Evaluation.benefit": lambda row: [mark_in_words(row.benefit)],
}
"""Columns whose words are not their own, by table and column."""
