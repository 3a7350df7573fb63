"""What citizens and companies thought, per unit and period; never per employee.

A mark is shown where five people or more stand behind it, and never so that the rest of a unit could be worked out by
taking one unit from another (`engine.units.suppression`). Units are by their lineage.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from fagkompas.accounts.models import Unit
from fagkompas.conversations.models import AskedOf, Evaluation
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.engine.units import Figure, UnitNode, suppression

PARTS: Final = ("expectation_met", "benefit")

Answers = dict[tuple[str, str], list[tuple[int, int]]]
"""Whom and what was asked -> the person who answered, and the mark 1-5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How many answers there are, and their mean 1-5; both None where they may not be shown, or there are none."""

    count: int | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """Of one kind of people asked in a unit and below it."""

    asked_of: AskedOf
    expectation_met: Mark
    benefit: Mark


def benefit_by_unit(root: Unit, first: date, last: date) -> Mapping[str, tuple[Benefit, ...]]:
    """For citizens and for companies, of every unit of the municipality; conversations that ended in the period.

    Both days count. Two queries.
    """
    answers = _answers(root, first, last)
    lineages = list(
        Unit.objects.filter(lineage__startswith=root.lineage).order_by("pk").values_list("lineage", flat=True)
    )
    nodes = [_node(lineage, answers[lineage]) for lineage in lineages]
    hidden = suppression(nodes, smallest_group=SMALLEST_GROUP)

    def mark(lineage: str, asked_of: AskedOf, part: str) -> Mark:
        marks = [mark for _who, mark in answers[lineage].get((asked_of.value, part), [])]
        if not marks or hidden.hides(_path(lineage), _figure(asked_of.value, part)):
            return Mark()
        return Mark(count=len(marks), mean=sum(marks) / len(marks))

    return {
        lineage: tuple(
            Benefit(
                asked_of=asked_of,
                expectation_met=mark(lineage, asked_of, "expectation_met"),
                benefit=mark(lineage, asked_of, "benefit"),
            )
            for asked_of in AskedOf
        )
        for lineage in lineages
    }


def _answers(root: Unit, first: date, last: date) -> Mapping[str, Answers]:
    """Of each unit and everything below it."""
    found: dict[str, Answers] = defaultdict(lambda: defaultdict(list))
    rows = Evaluation.objects.in_unit(root, first, last).order_by("pk")
    whom = ("conversation__citizen", "conversation__company")
    for lineage, asked_of, citizen, company, *marks in rows.values_list(
        "conversation__unit__lineage", "asked_of", *whom, *PARTS
    ):
        for part, mark in zip(PARTS, marks, strict=True):
            if mark is not None:
                for unit in _and_above(lineage):
                    found[unit][asked_of, part].append((citizen or company, mark))
    return found


def _node(lineage: str, answers: Answers) -> UnitNode:
    """People are counted once, however often each answered."""
    counts = {
        _figure(asked_of.value, part): len({who for who, _mark in answers.get((asked_of.value, part), [])})
        for asked_of, part in product(AskedOf, PARTS)
    }
    return UnitNode(path=_path(lineage), people=sum(counts.values()), counts=counts)


def _figure(asked_of: str, part: str) -> Figure:
    return Figure(field=f"{asked_of}-{part}")


def _path(lineage: str) -> tuple[str, ...]:
    return tuple(lineage.strip("/").split("/"))


def _and_above(lineage: str) -> Iterable[str]:
    steps = _path(lineage)
    return ("/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1))
