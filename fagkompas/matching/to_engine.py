"""Rows as the engine's values: the only door to the match.

Of a citizen: what stands in the CV, in running job tracks and in tasks done in a company, and what was asked for the match
(`MatchFacts`). Nothing else is read here: no name, age, sex, origin, target group, benefit or considerations in words.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from fagkompas.casework.cv_layout import NO, WISHES, YES
from fagkompas.casework.models import CasePlan, CvSection, TaskRating, Track
from fagkompas.companies.models import JobOrder, OrderTask, Paper
from fagkompas.engine.cv import ProfilePoint
from fagkompas.engine.matching.order import Condition, Minutes, Order, Task, WorkTime
from fagkompas.engine.scales import CvPart
from fagkompas.matching.models import MatchFacts
from fagkompas.matching.profile import NOTHING_KNOWN, Profile, Source, lines_in

WELL_DONE: Final = 6
"""From so many of ten points by the employer a task of a placement counts as something the citizen can."""

MOST_MINUTES: Final = 48 * 60
"""Minutes a week where an order says only the fewest: nobody works longer by law."""

LICENCES: Final = {
    "B": Paper.LICENCE_B,
    "BE": Paper.LICENCE_BE,
    "B/E": Paper.LICENCE_BE,
    "C": Paper.LICENCE_C,
    "CE": Paper.LICENCE_CE,
    "C/E": Paper.LICENCE_CE,
    "D": Paper.LICENCE_D,
}
"""Categories of a driving licence as a CV has them."""

_SENTENCES: Final = re.compile(r"[\n;•]|\.\s|\.$")
_LISTED: Final = re.compile(r"[\n;•,]|\.\s|\.$")
"""A sentence is one line; what is listed with commas, as tasks in a CV are, is a line each."""


# Citizens


def profiles_of(citizens: Collection[int]) -> dict[int, Profile]:
    """By the citizen's key, also of those of whom nothing is known. Five queries."""
    found: dict[int, Profile] = dict.fromkeys(citizens, NOTHING_KNOWN)
    can, wants, tracks = _Lines(), _Lines(), defaultdict(list)
    papers: dict[int, dict[str, bool]] = defaultdict(dict)
    for pk, group in _goals(citizens):
        tracks[pk].append(group)
    for row in _tracks(citizens):
        pk = row.plan.citizen_id
        can.add(pk, Source.TRACK, row.can, *row.skills, *row.functions)
        wants.add(pk, Source.TRACK, row.wants, row.written_name)
        if row.isco4 and row.isco4 not in tracks[pk]:
            tracks[pk].append(row.isco4)
    for section in CvSection.objects.filter(citizen__in=citizens).order_by("pk"):
        pk = section.citizen_id
        can.add(pk, Source.CV, *_can_of_cv(section))
        if section.code == WISHES:
            wants.add(pk, Source.CV, *(one.get("title", "") for one in section.entries))
        papers[pk].update(_papers_of_cv(section))
    for pk, name in _tasks_done(citizens):
        can.add(pk, Source.PLACEMENT, name)
    for pk in found:
        found[pk] = Profile(can=can.of(pk), wants=wants.of(pk), tracks=tuple(tracks[pk]), papers=papers[pk])
    for facts in MatchFacts.objects.filter(citizen__in=citizens).order_by("pk"):
        found[facts.citizen_id] = with_facts(found[facts.citizen_id], facts)
    return found


def with_facts(profile: Profile, facts: MatchFacts) -> Profile:
    """With what was asked for the match, which stands above what the CV says."""
    words = facts.words
    minutes = (facts.least_minutes, facts.most_minutes)
    return replace(
        profile,
        can={**profile.can, **dict.fromkeys(lines_in(words.get("can", "")), Source.ASKED)},
        wants={**profile.wants, **dict.fromkeys(lines_in(words.get("wants", "")), Source.ASKED)},
        cannot=tuple(lines_in(words.get("cannot", ""))),
        minutes=None if minutes[0] is None or minutes[1] is None else (minutes[0], minutes[1]),
        free_from=facts.free_from,
        reach=None if facts.reach is None else tuple((first, last) for first, last in facts.reach),
        papers={**profile.papers, **facts.papers},
        spared=tuple(lines_in(words.get("spared", ""))) if facts.spared_agreed_on else (),
        times=None if facts.times is None else tuple(facts.times),
    )


class _Lines:
    """Lines of many citizens; the same words twice stand where they were found first."""

    def __init__(self) -> None:
        self._found: dict[int, dict[str, Source]] = defaultdict(dict)

    def add(self, pk: int, source: Source, *texts: str) -> None:
        """A text is taken apart, since each part says one thing."""
        parts = _LISTED if source is Source.CV else _SENTENCES
        for text in texts:
            for part in parts.split(text or ""):
                if line := " ".join(part.split()):
                    self._found[pk].setdefault(line, source)

    def of(self, pk: int) -> Mapping[str, Source]:
        """Of one."""
        return self._found[pk]


def _goals(citizens: Collection[int]) -> Iterator[tuple[int, str]]:
    rows = CasePlan.objects.active().filter(citizen__in=citizens).exclude(occupation__isco4="").order_by("pk")
    yield from rows.filter(occupation__isnull=False).values_list("citizen_id", "occupation__isco4")


def _tracks(citizens: Collection[int]) -> Iterable[Track]:
    rows = Track.objects.open().filter(plan__citizen__in=citizens, plan__ended_on__isnull=True)
    return rows.select_related("occupation", "plan").order_by("order", "pk")


def _can_of_cv(section: CvSection) -> Iterator[str]:
    names: Mapping[str, tuple[str, ...]] = {
        CvPart.EXPERIENCE: ("title", "tasks", "responsibility", "results"),
        CvPart.EDUCATION: ("title", "content"),
        CvPart.QUALIFICATIONS: ("title",),
        CvPart.LANGUAGES: ("title",),
        CvPart.OTHER_EXPERIENCE: ("title", "tasks", "results"),
        CvPart.PROFILE: (ProfilePoint.TASKS.value,),
    }
    for entry in section.entries:
        for name in names.get(section.code, ()):
            yield str(entry.get(name, ""))


def _papers_of_cv(section: CvSection) -> Iterator[tuple[str, bool]]:
    if section.code != CvPart.DRIVING_LICENCE:
        return
    for entry in section.entries:
        if entry.get("has_none"):
            yield from ((str(one), False) for one in dict.fromkeys(LICENCES.values()))
        for each in str(entry.get("categories", "")).upper().replace(" OG ", ",").split(","):
            if paper := LICENCES.get(each.replace(" ", "")):
                yield str(paper), True
        if entry.get("own_car") in {YES, NO}:
            yield str(Paper.OWN_CAR), entry["own_car"] == YES


def _tasks_done(citizens: Collection[int]) -> Iterator[tuple[int, str]]:
    """Tasks of placements that the employer thought well of when asked last."""
    rows = TaskRating.objects.filter(task__placement__citizen__in=citizens, employer__isnull=False)
    newest: dict[int, tuple[int, str, int]] = {}
    columns = ("task_id", "task__placement__citizen_id", "task__name", "employer")
    for task, pk, name, employer in rows.order_by("on", "pk").values_list(*columns):
        newest[task] = (pk, name, employer or 0)
    yield from ((pk, name) for pk, name, employer in newest.values() if employer >= WELL_DONE)


# Orders


def order_of(row: JobOrder, tasks: Iterable[OrderTask]) -> Order:
    """An order as the engine takes it; where only the fewest or the most hours are written, the other is the widest."""
    minutes = None
    if row.least_minutes is not None or row.most_minutes is not None:
        least = row.least_minutes or 0
        most = max(least, MOST_MINUTES) if row.most_minutes is None else row.most_minutes
        minutes = Minutes(least=least, most=most)
    return Order(
        title=row.title,
        tasks=tuple(
            Task(
                key=str(task.uuid),
                name=task.name,
                minutes=task.minutes,
                competencies=tuple(task.competencies),
                is_absolute=task.is_absolute,
            )
            for task in tasks
        ),
        minutes=minutes,
        starts_on=row.starts_on,
        postcode=row.postcode,
        papers=frozenset(row.papers),
        conditions=frozenset(Condition(one) for one in row.conditions),
        times=frozenset(WorkTime(one) for one in row.times),
        isco4=row.occupation.isco4 if row.occupation else "",
    )
