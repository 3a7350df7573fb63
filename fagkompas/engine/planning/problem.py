"""What a learning plan is made from: people, what is offered, what is needed, and the limits.

The picture is that of "Faglighed som fundament i beskæftigelsesindsatsen" (2025), chapters 4 and 5: a unit's gaps lead to
learning, in a form that suits the dimension. Money is whole kroner, hours are hours of work, ratings are points of the
scale (0-4). Whatever names something else names it by its code. The rules and a worked example are in
``docs/algorithms/learning-plan.md``.
"""

import math
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import POINTS, Dimension, Level

LARGEST: Final = 10**9
"""No price, budget or number of hours is larger; whoever types more has typed a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """Something people are rated on. ``dimension`` is its primary one and steers which forms of learning suit."""

    code: str
    field: str
    level: Level
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who may learn. ``hours`` is the time for learning in the period.

    ``ratings`` holds points by competency; what is missing is unrated, unless it is ``not_relevant`` for the person's work;
    neither gives a gain. ``completed`` are offerings already passed: they count as prerequisites and are not taken again.
    """

    code: str
    unit: str
    hours: float
    ratings: Mapping[str, int]
    completed: frozenset[str] = frozenset()
    not_relevant: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """What an offering does to a competency: ``points`` upwards, but never above ``up_to``."""

    competency: str
    points: float
    up_to: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """Something to learn from. ``dimensions`` are those that its form suits; ``hours`` what it takes of a person.

    ``seat_price`` is paid for each seat, ``fixed_price`` for each session that is held. ``requires`` are offerings that
    must be passed, or attended earlier in the plan.
    """

    code: str
    lifts: tuple[Lift, ...]
    dimensions: frozenset[Dimension]
    hours: float
    seat_price: int = 0
    fixed_price: int = 0
    requires: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A time at which an offering is held, if at least ``min_seats`` and at most ``max_seats`` attend.

    ``days`` are the days one is away; none for what is done in one's own time.
    """

    code: str
    offering: str
    days: frozenset[date]
    min_seats: int = 0
    max_seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNeed:
    """What a point of learning is worth in a field of a unit, and how many specialised are missing there."""

    unit: str
    field: str
    weight: float
    missing_specialists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A person and an offering, or one ``session`` of it, that must or must not go together."""

    person: str
    offering: str
    session: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRules:
    """The numbers behind a plan; defaults of the product, which a municipality may change.

    ``target``: up to which rating learning counts. ``unsuited_fit``: the share of a lift that is left when the form does
    not suit the competency's dimension. ``worth_of_krone``: the hair's weight that makes the cheaper of two equally good
    plans the better one.
    """

    basic_target: float = 2.0
    specialised_target: float = 3.0
    unsuited_fit: float = 0.6
    worth_of_krone: float = 1e-7

    def target(self, level: Level) -> float:
        return self.basic_target if level is Level.BASIC else self.specialised_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """Everything a plan is made from.

    ``away_share`` (0-1) is how much of a unit may be away in one week; rounded down to people, but always one. ``must``
    without a session is a rule; with one it is a seat that somebody put in by hand, or, if it is among the ``given``, one
    that is approved already.
    Raises ``BadInput`` with every problem when something contradicts itself; ``Place.sheet`` names the kind of thing,
    ``Place.column`` its field, ``Problem.values["code"]`` which one.
    """

    competencies: tuple[Competency, ...]
    people: tuple[Person, ...]
    offerings: tuple[Offering, ...]
    sessions: tuple[Session, ...]
    needs: tuple[FieldNeed, ...]
    budget: int
    away_share: float = 1.0
    must: tuple[Choice, ...] = ()
    given: tuple[Choice, ...] = ()
    must_not: tuple[Choice, ...] = ()
    rules: PlanRules = field(default_factory=PlanRules)

    def __post_init__(self) -> None:
        if problems := tuple(_problems(self)):
            raise BadInput(problems)


# What is wrong with the input


def _problems(given: Planning) -> Iterator[Problem]:
    yield from _twice("competency", [each.code for each in given.competencies])
    yield from _twice("person", [each.code for each in given.people])
    yield from _twice("offering", [each.code for each in given.offerings])
    yield from _twice("session", [each.code for each in given.sessions])
    yield from _twice("need", [f"{each.unit} {each.field}" for each in given.needs])
    yield from _within("plan", "", "budget", given.budget, 0, LARGEST)
    yield from _within("plan", "", "away_share", given.away_share, 0, 1)
    for person in given.people:
        yield from _problems_of_person(person)
    for offering in given.offerings:
        yield from _problems_of_offering(given, offering)
    offered = {offering.code for offering in given.offerings}
    for session in given.sessions:
        yield from _unknown("session", session.code, "offering", {session.offering}, offered)
        yield from _within("session", session.code, "min_seats", session.min_seats, 0, session.max_seats)
        yield from _within("session", session.code, "max_seats", session.max_seats, 0, LARGEST)
    for need in given.needs:
        yield from _within("need", f"{need.unit} {need.field}", "weight", need.weight, 0, LARGEST)
        yield from _within(
            "need", f"{need.unit} {need.field}", "missing_specialists", need.missing_specialists, 0, LARGEST
        )
    yield from _problems_of_choices(given)


def _problems_of_person(person: Person) -> Iterator[Problem]:
    yield from _within("person", person.code, "hours", person.hours, 0, LARGEST)
    for competency, rating in person.ratings.items():
        if rating not in POINTS:
            yield _problem("person", person.code, "ratings", rating, "not_a_point", competency=competency)


def _problems_of_offering(given: Planning, offering: Offering) -> Iterator[Problem]:
    code = offering.code
    for column in ("hours", "seat_price", "fixed_price"):
        yield from _within("offering", code, column, getattr(offering, column), 0, LARGEST)
    yield from _unknown("offering", code, "requires", offering.requires, {each.code for each in given.offerings})
    if code in offering.requires:
        yield _problem("offering", code, "requires", code, "requires_itself")
    yield from _unknown(
        "offering",
        code,
        "lifts",
        {lift.competency for lift in offering.lifts},
        {each.code for each in given.competencies},
    )
    yield from _twice("lift", [f"{code} {lift.competency}" for lift in offering.lifts])
    for lift in offering.lifts:
        yield from _within("offering", code, "points", lift.points, 0, max(POINTS))
        yield from _within("offering", code, "up_to", lift.up_to, 0, max(POINTS))


def _problems_of_choices(given: Planning) -> Iterator[Problem]:
    people = {person.code for person in given.people}
    sessions_of: dict[str, set[str]] = {offering.code: set() for offering in given.offerings}
    for session in given.sessions:
        sessions_of.setdefault(session.offering, set()).add(session.code)
    for sheet, choices in (("must", given.must), ("given", given.given), ("must_not", given.must_not)):
        for choice in choices:
            yield from _unknown(sheet, choice.person, "person", {choice.person}, people)
            yield from _unknown(sheet, choice.person, "offering", {choice.offering}, sessions_of)
            if choice.session is not None and choice.offering in sessions_of:
                yield from _unknown(sheet, choice.person, "session", {choice.session}, sessions_of[choice.offering])


def _twice(sheet: str, codes: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield _problem(sheet, code, "code", code, "twice")
        seen.add(code)


def _within(sheet: str, code: str, column: str, found: float, least: float, most: float) -> Iterator[Problem]:
    if not (math.isfinite(found) and least <= found <= most):
        yield _problem(sheet, code, column, found, "out_of_range", least=least, most=most)


def _unknown(sheet: str, code: str, column: str, named: Iterable[str], known: Container[str]) -> Iterator[Problem]:
    for name in sorted(named):
        if name not in known:
            yield _problem(sheet, code, column, name, "unknown")


def _problem(sheet: str, code: str, column: str, found: object, message_code: str, **values: str | float) -> Problem:
    return Problem(
        place=Place(sheet=sheet, column=column),
        found=str(found),
        message_code=message_code,
        values={"code": code, **values},
    )
