"""What rules a person out of an order: two facts that are both known and do not go together."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.order import Order
from fagkompas.engine.text.overlap import says


class Rule(StrEnum):
    """What is compared, in the order in which it is told."""

    PAPERS = "papers"
    COMPETENCE = "competence"
    HOURS = "hours"
    REACH = "reach"
    START = "start"
    TIMES = "times"
    SPARED = "spared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A rule and what it found. ``what`` is the paper, competence, time or condition that it is about, "" for the others."""

    rule: Rule
    what: str = ""


def rules_out(order: Order, one: Candidate) -> tuple[Ruled, ...]:
    """Everything that rules the person out; empty for nothing."""
    return tuple(_rules_out(order, one))


def unknowns(order: Order, one: Candidate) -> tuple[Ruled, ...]:
    """What the order asks for and nobody knows of the person, without the competencies of tasks (``points.py``)."""
    return tuple(_unknowns(order, one))


def declines(one: Candidate, competence: str) -> bool:
    """Whether the person has said no to something that an order asks for."""
    return any(says(competence, no) for no in one.cannot)


def _rules_out(order: Order, one: Candidate) -> Iterator[Ruled]:
    papers = one.papers or {}
    yield from (Ruled(rule=Rule.PAPERS, what=each) for each in sorted(order.papers) if papers.get(each) is False)
    absolute = dict.fromkeys(each for task in order.tasks if task.is_absolute for each in task.competencies)
    yield from (Ruled(rule=Rule.COMPETENCE, what=each) for each in absolute if declines(one, each))
    if (
        order.minutes
        and one.minutes
        and (order.minutes.least > one.minutes.most or order.minutes.most < one.minutes.least)
    ):
        yield Ruled(rule=Rule.HOURS)
    if order.postcode and one.reach is not None and not any(each.has(order.postcode) for each in one.reach):
        yield Ruled(rule=Rule.REACH)
    if order.starts_on and one.free_from and one.free_from > order.starts_on:
        yield Ruled(rule=Rule.START)
    if one.times is not None:
        yield from (Ruled(rule=Rule.TIMES, what=each) for each in sorted(order.times - one.times))
    yield from (Ruled(rule=Rule.SPARED, what=each) for each in sorted(order.conditions & one.spared))


def _unknowns(order: Order, one: Candidate) -> Iterator[Ruled]:
    papers = one.papers or {}
    yield from (Ruled(rule=Rule.PAPERS, what=each) for each in sorted(order.papers) if each not in papers)
    if order.minutes and one.minutes is None:
        yield Ruled(rule=Rule.HOURS)
    if order.postcode and one.reach is None:
        yield Ruled(rule=Rule.REACH)
    if order.starts_on and one.free_from is None:
        yield Ruled(rule=Rule.START)
    if order.times and one.times is None:
        yield Ruled(rule=Rule.TIMES)
