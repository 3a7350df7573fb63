"""What was asked about a citizen for the match."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.citizens.changing import changing
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import Problem
from fagkompas.matching.models import LONGEST_LINES, MOST_HOURS, MatchFacts
from fagkompas.matching.profile import lines_in
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

TEXTS: Final = ("can", "cannot", "wants")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known; None where nobody has asked. `words` are lines by name, `spared` codes of conditions."""

    least_minutes: int | None
    most_minutes: int | None
    free_from: date | None
    reach: tuple[tuple[str, str], ...] | None
    times: tuple[str, ...] | None
    papers: Mapping[str, bool]
    words: Mapping[str, str]
    spared: tuple[str, ...]
    spared_agreed_on: date | None


def facts_of(citizen: Citizen) -> MatchFacts:
    """As they are now; a new row, not saved, where nobody has asked yet. One query."""
    found = MatchFacts.objects.select_related("saved_by").filter(citizen=citizen).first()
    return found or MatchFacts(citizen=citizen, words={})


@transaction.atomic
def save_facts(
    *, citizen: Citizen, facts: Facts, revision: int, at: datetime, by: Employee, traces_read: str = ""
) -> MatchFacts:
    """All of them. Raises `BadInput`; `ChangedMeanwhile`; `TracesFound` where a line tells of health."""
    row = _held(citizen, at)
    words = {name: "\n".join(lines_in(facts.words.get(name, ""))) for name in TEXTS}
    twice = {line.casefold() for line in lines_in(words["can"])} & {
        line.casefold() for line in lines_in(words["cannot"])
    }
    hours = (facts.least_minutes, facts.most_minutes)
    most = MOST_HOURS * 60
    is_range = hours[0] is None or hours[1] is None or 0 <= hours[0] <= hours[1] <= most
    refuse(
        [
            *unless(not citizen.is_closed, "can", "case_closed"),
            *unless((hours[0] is None) == (hours[1] is None), "most_hours", "hours_both"),
            *unless(is_range, "most_hours", "hours_range", most=MOST_HOURS),
            *unless(not facts.spared or facts.spared_agreed_on, "spared_agreed_on", "spared_without_yes"),
            *unless(
                facts.spared_agreed_on is None or facts.spared_agreed_on <= localdate(at),
                "spared_agreed_on",
                "day_in_future",
            ),
            *chain.from_iterable(
                unless(False, "cannot", "can_and_cannot", line)
                for line in lines_in(words["cannot"])
                if line.casefold() in twice
            ),
            *_problems_of_words(words),
        ]
    )
    if row.revision != revision:
        raise ChangedMeanwhile
    guard_health(words, read=traces_read)
    row.least_minutes, row.most_minutes = hours
    row.free_from, row.times, row.papers = facts.free_from, facts.times, dict(facts.papers)
    row.reach = None if facts.reach is None else [list(pair) for pair in facts.reach]
    row.words = words | {"spared": "\n".join(facts.spared)}
    row.spared_agreed_on = facts.spared_agreed_on if facts.spared else None
    _save(row, at, by)
    return row


@transaction.atomic
def note_answer(*, citizen: Citizen, what: str, can: bool, at: datetime, by: Employee) -> MatchFacts:
    """The citizen was asked about something that an order asks for. Raises `BadInput`."""
    row = _held(citizen, at)
    asked = " ".join(what.split())
    words = {name: lines_in(row.words.get(name, "")) for name in TEXTS}
    for name in ("can", "cannot"):
        words[name] = [line for line in words[name] if line.casefold() != asked.casefold()]
    words["can" if can else "cannot"].append(asked)
    texts = {name: "\n".join(lines) for name, lines in words.items()}
    refuse([*unless(not citizen.is_closed, "can", "case_closed"), *_problems_of_words(texts)])
    row.words = row.words | texts
    _save(row, at, by)
    return row


def _held(citizen: Citizen, at: datetime) -> MatchFacts:
    Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    row, _made = MatchFacts.objects.get_or_create(citizen=citizen, defaults={"saved_at": at, "words": {}})
    return row


def _save(row: MatchFacts, at: datetime, by: Employee) -> None:
    row.saved_by, row.saved_at = by, at
    row.revision += 1
    row.save()
    changing([row.citizen_id])
    record_change(by=by, action="matching.facts.saved", target=row, citizen_id=row.citizen_id, root_id=by.root_id)


def _problems_of_words(words: Mapping[str, str]) -> list[Problem]:
    problems: list[Problem] = []
    for name, text in words.items():
        problems += unless(len(text) <= LONGEST_LINES, name, "too_long", text[:40], longest=LONGEST_LINES)
        problems += unless(not cpr_like(text), name, "cpr_number")
    return problems
