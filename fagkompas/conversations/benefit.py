"""What citizens and companies thought, per unit and period; never per employee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Q

from fagkompas.accounts.models import Unit
from fagkompas.conversations.models import AskedOf, Evaluation
from fagkompas.engine.framework import SMALLEST_GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How many answers there are, and their mean 1-5; both None where they are of fewer than the smallest group."""

    count: int | None
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """Of one kind of people asked in a unit and below it."""

    asked_of: AskedOf
    expectation_met: Mark
    benefit: Mark


def benefit_of(unit: Unit, first: date, last: date) -> tuple[Benefit, ...]:
    """For citizens and for companies; conversations that ended in the period, both days included. One query."""
    rows = (
        Evaluation.objects.in_unit(unit, first, last)
        .values("asked_of")
        .annotate(
            expectation_met_of=Count("conversation__citizen", distinct=True, filter=Q(expectation_met__isnull=False))
            + Count("conversation__company", distinct=True, filter=Q(expectation_met__isnull=False)),
            expectation_met_count=Count("expectation_met"),
            expectation_met_mean=Avg("expectation_met"),
            benefit_of=Count("conversation__citizen", distinct=True, filter=Q(benefit__isnull=False))
            + Count("conversation__company", distinct=True, filter=Q(benefit__isnull=False)),
            benefit_count=Count("benefit"),
            benefit_mean=Avg("benefit"),
        )
        .order_by("asked_of")
    )
    found = {row["asked_of"]: row for row in rows}
    return tuple(
        Benefit(
            asked_of=asked_of,
            expectation_met=_mark(found.get(asked_of.value), "expectation_met"),
            benefit=_mark(found.get(asked_of.value), "benefit"),
        )
        for asked_of in AskedOf
    )


def _mark(row: Mapping[str, Any] | None, part: str) -> Mark:
    """Hidden while it is about fewer citizens, or companies, than the smallest group, however often each answered."""
    if row is None or row[f"{part}_of"] < SMALLEST_GROUP:
        return Mark(count=None, mean=None)
    return Mark(count=row[f"{part}_count"], mean=row[f"{part}_mean"])
