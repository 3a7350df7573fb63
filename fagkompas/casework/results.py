"""Felt benefit beside results, unit by unit, in a quarter that is over; never per employee.

Only whole quarters: two periods that overlap could be taken from each other, and one answer would be left.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from fagkompas.accounts.models import Employee, Unit
from fagkompas.casework.models import Placement
from fagkompas.citizens.models import Citizen, ClosedWhy
from fagkompas.citizens.permissions import units_with_citizens
from fagkompas.conversations.benefit import Benefit, benefit_by_unit

MONTHS = 3
BACK = 8
"""So many quarters may be chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """January to March is the first."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        following = (
            date(self.year + 1, 1, 1)
            if self.first.month + MONTHS > 12
            else self.first.replace(month=self.first.month + MONTHS)
        )
        return following - timedelta(days=1)

    @property
    def before(self) -> "Quarter":
        day = self.first - timedelta(days=1)
        return quarter_of(day)

    @property
    def code(self) -> str:
        """As it stands in an address: 2026-3."""
        return f"{self.year}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """A unit and everything below it: cases that ended because of a job, placements that began, and what was felt."""

    unit: Unit
    came_into_work: int
    placements: int
    benefits: tuple[Benefit, ...]


def quarter_of(day: date) -> Quarter:
    """The one that a day lies in."""
    return Quarter(year=day.year, number=(day.month - 1) // MONTHS + 1)


def quarters_over(today: date) -> list[Quarter]:
    """Those that may be looked at, the newest first."""
    found = [quarter_of(today).before]
    while len(found) < BACK:
        found.append(found[-1].before)
    return found


def results(person: Employee, quarter: Quarter) -> list[UnitResult]:
    """The units in which the person works with citizens, in the order of the tree. Five queries."""
    units = list(units_with_citizens(person).order_by("path", "pk"))
    days = (quarter.first, quarter.last)
    ended = Citizen.objects.filter(unit__root=person.root_id, closed_why=ClosedWhy.JOB, closed_on__range=days)
    begun = Placement.objects.filter(citizen__unit__root=person.root_id, from_on__range=days)
    jobs = Counter(ended.order_by().values_list("unit__lineage", flat=True))
    placements = Counter(begun.order_by().values_list("citizen__unit__lineage", flat=True))
    felt = benefit_by_unit(person.root, quarter.first, quarter.last)
    return [
        UnitResult(
            unit=unit,
            came_into_work=_under(jobs, unit),
            placements=_under(placements, unit),
            benefits=felt[unit.lineage],
        )
        for unit in units
    ]


def _under(counted: Counter[str], unit: Unit) -> int:
    return sum(count for lineage, count in counted.items() if lineage.startswith(unit.lineage))
