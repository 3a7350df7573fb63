"""An order beside citizens as pages show it: tasks with their minutes, points with the facts behind, what rules out, what is unknown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import JobOrder, OrderTask
from fagkompas.companies.wording import CONDITIONS, TIMES
from fagkompas.engine.matching.covering import MOST_TASKS, Covering, Helper, covering, helper_of
from fagkompas.engine.matching.match import Change, Match, match, what_would_change
from fagkompas.engine.matching.order import Order
from fagkompas.engine.matching.points import DIGITS, Can, Criterion, TaskShown, is_wished
from fagkompas.engine.matching.ruling_out import Rule
from fagkompas.matching.models import Shortlisted
from fagkompas.matching.people import Ranked, key_of, people_of, profile_of, profiles_by_key
from fagkompas.matching.permissions import matched_by
from fagkompas.matching.profile import NOTHING_KNOWN, Profile
from fagkompas.matching.to_engine import order_of
from fagkompas.matching.wording import (
    CRITERIA,
    HOW_COUNTED,
    PAPERS,
    SOURCES,
    points_in_words,
    ruled_in_words,
    span_in_words,
    unknown_in_words,
)
from fagkompas.toolkit.formats import number

MOST_TOGETHER: Final = 40
"""So many of the best are looked at when several are to share a position: enough for any, and solved while one waits."""

CHANGES_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOrder:
    """An order with its tasks, as the engine has it and as pages do."""

    row: JobOrder
    tasks: tuple[OrderTask, ...]
    order: Order

    @property
    def hours(self) -> str:
        """From so many a week to so many."""
        return span_in_words(self.order.minutes) if self.order.minutes else ""

    @property
    def asks(self) -> list[str]:
        """Papers, times and conditions in words."""
        papers = [str(PAPERS.get(one, one)) for one in self.row.papers]
        times = [str(TIMES.get(one, one)) for one in self.row.times]
        return papers + times + [str(CONDITIONS.get(one, one)) for one in self.row.conditions]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A task in somebody's bar of 1000: where it begins, how wide it is, and whether the person can do it."""

    name: str
    x: int
    w: int
    can: Can


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A line of the sum: so many of so many, times the weight, gives so many points."""

    name: str
    how: str
    share: str
    could_be: str
    weight: int
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task in the reasons: whether the person can do it, each competence with the line that says so, and whether it is wished."""

    task: TaskShown
    competencies: tuple[tuple[str, Can, str, str], ...]
    is_wished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One citizen beside an order. `place` is None for who is ruled out."""

    citizen: Citizen
    found: Match
    segments: tuple[Segment, ...]
    points: str
    could_be: str
    place: int | None
    ruled: tuple[str, ...]
    unknown: tuple[str, ...]
    sums: tuple[Sum, ...]
    stage: str

    @property
    def minutes(self) -> int:
        """Of the tasks that the citizen can do."""
        return self.found.minutes


def read_order(row: JobOrder) -> ReadOrder:
    """One query."""
    tasks = tuple(row.tasks.all())
    return ReadOrder(row=row, tasks=tasks, order=order_of(row, tasks))


def ranked(person: Employee, read: ReadOrder) -> Ranked:
    """Everybody whom the person may see beside the order. Three queries."""
    allowed = set(matched_by(person).order_by().values_list("pk", flat=True))
    return people_of(person.root_id).ranked(read.order, allowed)


def beside_many(read: ReadOrder, citizens: Sequence[int], places: Mapping[int, int]) -> list[Beside]:
    """Some citizens with all that is to be said of them, in their order. Three queries."""
    rows = {one.pk: one for one in Citizen.objects.filter(pk__in=citizens).for_lists()}
    profiles = profiles_by_key(citizens)
    stages = _stages(read.row, citizens)
    return [
        _beside(read, rows[pk], profiles.get(pk, NOTHING_KNOWN), places.get(pk), stages.get(pk, ""))
        for pk in citizens
        if pk in rows
    ]


def beside_one(read: ReadOrder, citizen: Citizen, place: int | None) -> tuple[Beside, Profile]:
    """One, with what is known of the citizen. Two queries."""
    profile = profile_of(citizen.pk)
    stage = _stages(read.row, [citizen.pk]).get(citizen.pk, "")
    return _beside(read, citizen, profile, place, stage), profile


def match_of(read: ReadOrder, citizen: Citizen) -> Match:
    """For a decision. One query."""
    return match(read.order, profile_of(citizen.pk).candidate(key_of(citizen.pk)))


def task_rows(beside: Beside, profile: Profile) -> list[TaskRow]:
    """Each task with the lines behind."""
    candidate = profile.candidate(beside.found.key)
    return [
        TaskRow(
            task=shown,
            competencies=tuple(
                (each.competence, each.can, each.line, str(SOURCES[profile.can[each.line]]) if each.line else "")
                for each in shown.competencies
            ),
            is_wished=is_wished(shown.task, candidate),
        )
        for shown in beside.found.tasks
    ]


def changes(read: ReadOrder, citizen: Citizen, profile: Profile, found: Ranked) -> tuple[Change, ...]:
    """What would change the order most, of what nobody knows."""
    others = [points for pk, points in zip(found.free, found.points, strict=True) if pk != citizen.pk]
    exact = [Fraction(points).limit_denominator(10**6) for points in others]
    return what_would_change(read.order, profile.candidate(key_of(citizen.pk)), exact)[:CHANGES_SHOWN]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Several people for one position: who does which tasks, what colleagues could take, and what stays open."""

    people: tuple[tuple[Citizen, tuple[OrderTask, ...], int], ...]
    colleagues: tuple[OrderTask, ...]
    left: tuple[OrderTask, ...]
    considered: int

    @property
    def left_minutes(self) -> int:
        """Of what nobody does."""
        return sum(task.minutes for task in self.left)


def together(read: ReadOrder, found: Ranked, on_list: Sequence[int], most_people: int | None) -> Together:
    """The best way to share the order among those on the list and the best of the others. Few hours rule nobody out here."""
    if len(read.tasks) > MOST_TASKS:
        return Together(people=(), colleagues=(), left=read.tasks, considered=0)
    keys = list(dict.fromkeys([*on_list, *found.free, *found.ruled_out]))[: MOST_TOGETHER * 3]
    profiles = profiles_by_key(keys)
    helpers: list[Helper] = []
    for pk in keys:
        candidate = profiles.get(pk, NOTHING_KNOWN).candidate(key_of(pk))
        helper = helper_of(read.order, candidate, match(read.order, candidate))
        if helper is not None and helper.tasks and len(helpers) < MOST_TOGETHER:
            helpers.append(helper)
    movable = frozenset(str(task.uuid) for task in read.tasks if task.is_movable)
    solved = covering(read.order.tasks, helpers, movable=movable, most_people=most_people)
    return _told(read, solved, len(helpers))


def _told(read: ReadOrder, solved: Covering, considered: int) -> Together:
    tasks = {str(task.uuid): task for task in read.tasks}
    citizens = {
        key_of(one.pk): one for one in Citizen.objects.filter(pk__in=[int(key) for key in solved.people]).for_lists()
    }
    people = [
        (citizens[key], tuple(tasks[each] for each in done), sum(tasks[each].minutes for each in done))
        for key, done in solved.people.items()
        if key in citizens
    ]
    return Together(
        people=tuple(people),
        colleagues=tuple(tasks[each] for each in solved.colleagues),
        left=tuple(tasks[each] for each in solved.left),
        considered=considered,
    )


def _stages(order: JobOrder, citizens: Sequence[int]) -> dict[int, str]:
    rows = Shortlisted.objects.standing().filter(order=order, citizen__in=citizens)
    return {row.citizen_id: str(row.get_stage_display()) for row in rows}


def _beside(read: ReadOrder, citizen: Citizen, profile: Profile, place: int | None, stage: str) -> Beside:
    candidate = profile.candidate(key_of(citizen.pk))
    found = match(read.order, candidate)
    return Beside(
        citizen=citizen,
        found=found,
        segments=tuple(_segments(found, read.order.task_minutes)),
        points=points_in_words(found.points),
        could_be=points_in_words(found.could_be),
        place=place,
        ruled=tuple(ruled_in_words(each, read.order, candidate) for each in found.ruled_out),
        unknown=_unknown(found),
        sums=tuple(
            Sum(
                name=str(CRITERIA[each.criterion]),
                how=str(HOW_COUNTED[each.criterion]),
                share=_parts(each.share, _whole(read.order, each.criterion)),
                could_be=_parts(each.could_be, _whole(read.order, each.criterion))
                if each.could_be > each.share
                else "",
                weight=each.weight,
                points=points_in_words(each.points),
            )
            for each in found.given
        ),
        stage=stage,
    )


def _whole(order: Order, criterion: Criterion) -> int:
    """What a share is of: minutes, competencies, or digits."""
    match criterion:
        case Criterion.TASKS | Criterion.INTEREST:
            return order.task_minutes
        case Criterion.COMPETENCE:
            return len(order.competencies)
        case Criterion.TRACK:
            return DIGITS


def _parts(share: Fraction, whole: int) -> str:
    return str(_("%(part)s of %(whole)s")) % {"part": number(float(share * whole)), "whole": number(whole)}


def _segments(found: Match, total: int) -> Iterator[Segment]:
    """What can be done first, then what is not known."""
    done = 0
    for can in (Can.YES, Can.UNKNOWN, Can.NO):
        for each in found.tasks:
            if each.can is can and total:
                begins, ends = (1000 * minutes // total for minutes in (done, done + each.task.minutes))
                done += each.task.minutes
                yield Segment(name=each.task.name, x=begins, w=max(ends - begins - 2, 0), can=can)


def _unknown(found: Match) -> tuple[str, ...]:
    """What to ask about: first what could rule out, then the competencies."""
    asked = [unknown_in_words(each) for each in found.unknown if each.rule is not Rule.COMPETENCE]
    tasks = dict.fromkeys(
        each.competence for task in found.tasks for each in task.competencies if each.can is Can.UNKNOWN
    )
    return (*asked, *tasks)
