"""An order beside one person or many: ruled out or not, with how many points, in which place, and what would change it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.order import Order
from fagkompas.engine.matching.points import WEIGHTS, Can, Criterion, Given, TaskShown, points, tasks_shown
from fagkompas.engine.matching.ruling_out import Ruled, rules_out, unknowns


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One person beside an order. Who is ruled out has no points."""

    key: str
    ruled_out: tuple[Ruled, ...]
    tasks: tuple[TaskShown, ...]
    given: tuple[Given, ...]
    unknown: tuple[Ruled, ...]

    @property
    def points(self) -> Fraction:
        """From 0 to 100."""
        return sum((each.points for each in self.given), Fraction(0))

    @property
    def could_be(self) -> Fraction:
        """What the points would be if all that is unknown of what gives points were so."""
        return sum((each.could_give for each in self.given), Fraction(0))

    @property
    def minutes(self) -> int:
        """Of the tasks that the person can do."""
        return sum(each.task.minutes for each in self.tasks if each.can is Can.YES)

    @property
    def unknown_minutes(self) -> int:
        """Of the tasks of which nobody knows whether the person can do them."""
        return sum(each.task.minutes for each in self.tasks if each.can is Can.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A match and its place among others, from 1; who has as many points has the same place."""

    match: Match
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a fact would do if it were so: the points and the place then. ``competence`` is what would be known to be there."""

    competence: str
    points: Fraction
    place: int


def match(order: Order, one: Candidate, weights: Mapping[Criterion, int] = WEIGHTS) -> Match:
    """One person beside an order. Raises ``ValueError`` for weights that do not add up to 100."""
    ruled, tasks = rules_out(order, one), tasks_shown(order, one)
    return Match(
        key=one.key,
        ruled_out=ruled,
        tasks=tasks,
        given=() if ruled else points(order, one, weights, tasks),
        unknown=unknowns(order, one),
    )


def in_order(matches: Iterable[Match]) -> tuple[Placed, ...]:
    """Those who are not ruled out, most points first, of equals who could have most; then by key, with the same place."""
    rows = [one for one in matches if not one.ruled_out]
    rows.sort(key=lambda one: (-one.points, -one.could_be, one.key))
    placed: list[Placed] = []
    for at, one in enumerate(rows, start=1):
        is_equal = placed and placed[-1].match.points == one.points
        placed.append(Placed(match=one, place=placed[-1].place if is_equal else at))
    return tuple(placed)


def what_would_change(
    order: Order, one: Candidate, others: Sequence[Fraction], weights: Mapping[Criterion, int] = WEIGHTS
) -> tuple[Change, ...]:
    """For each competence of which nobody knows: points and place if the person had it; what helps most first.

    ``others`` are the points of everybody else. Facts that are known are not played with: a no stays a no.
    """
    asked = dict.fromkeys(
        each.competence for task in tasks_shown(order, one) for each in task.competencies if each.can is Can.UNKNOWN
    )
    found = []
    for competence in asked:
        then = match(order, replace(one, can=(*one.can, competence)), weights).points
        found.append(Change(competence=competence, points=then, place=1 + sum(each > then for each in others)))
    return tuple(sorted(found, key=lambda each: (-each.points, each.competence)))
