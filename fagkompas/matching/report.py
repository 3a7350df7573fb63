"""What managers see: contacts, orders and what came of them, and who comes on lists, by unit and month, never by employee.

::

    figures   contacts made, orders opened, positions in them, orders somebody was referred to, positions somebody was hired to,
              paid hours a week in placements that began
    lists     of the open cases of a unit: of how many somebody has asked, how many came on a list, said yes, were hired
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import units_under
from fagkompas.casework.models import PlacementTask
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Channel, JobOrder, MediationStep, Outreach
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.matching.models import AGREED, MatchFacts, Shortlisted, ShortlistStep, Stage

Key = tuple[str, date]
"""The lineage of a unit, and the first day of a month."""

MONTHS: Final = (3, 6, 12, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of a unit with all below it, in a time. `contacts` is None where so few work that it would be about one of them."""

    contacts: int | None
    orders: int
    positions: int
    referred: int
    hired: int
    paid_minutes: int

    @property
    def referred_share(self) -> float | None:
        """Of the orders, those that somebody was referred to."""
        return self.referred / self.orders if self.orders else None

    @property
    def hired_share(self) -> float | None:
        """Of the positions, those that somebody was hired to; a position more than was asked for counts too."""
        return self.hired / self.positions if self.positions else None

    @property
    def paid_hours(self) -> float:
        """A week."""
        return self.paid_minutes / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsOfUnit:
    """Of a unit with all below it; the counts are None where it has fewer open cases than may be told of."""

    unit: Unit
    cases: int | None
    asked: int | None
    listed: int | None
    agreed: int | None
    hired: int | None

    def share(self, count: int | None) -> float | None:
        """Of the open cases."""
        return count / self.cases if count is not None and self.cases else None

    @property
    def asked_share(self) -> float | None:
        """Those of whom somebody has asked."""
        return self.share(self.asked)

    @property
    def listed_share(self) -> float | None:
        """Those who came on a list."""
        return self.share(self.listed)


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything that was counted in a municipality, by unit and month."""

    contacts: Mapping[Key, int]
    orders: Mapping[Key, int]
    positions: Mapping[Key, int]
    referred: Mapping[Key, int]
    hired: Mapping[Key, int]
    paid_minutes: Mapping[Key, int]
    staff: Mapping[str, int]

    def of(self, unit: Unit, months: Iterable[date]) -> Figures:
        """A unit and all below it, in some months."""
        asked = set(months)

        def total(counted: Mapping[Key, int]) -> int:
            return sum(
                count
                for (lineage, month), count in counted.items()
                if month in asked and lineage.startswith(unit.lineage)
            )

        people = sum(count for lineage, count in self.staff.items() if lineage.startswith(unit.lineage))
        return Figures(
            contacts=total(self.contacts) if people >= SMALLEST_GROUP else None,
            orders=total(self.orders),
            positions=total(self.positions),
            referred=total(self.referred),
            hired=total(self.hired),
            paid_minutes=total(self.paid_minutes),
        )


def units_of_report(person: Employee) -> list[Unit]:
    """The units that the person manages and all below, in the order of the tree. One query."""
    return list(units_under(person, Role.MANAGER).filter(retired_on__isnull=True).order_by("path", "pk"))


def months_until(today: date, count: int) -> list[date]:
    """The first days of so many months, this one included, the oldest first."""
    months = [today.replace(day=1)]
    while len(months) < count:
        first = months[0]
        months.insert(
            0,
            first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1),
        )
    return months


def counted(root_id: int, since: date) -> Counted:
    """Seven queries, whatever the time."""
    contacts = Outreach.objects.filter(company__root_id=root_id, at__date__gte=since, by__isnull=False)
    contacts = contacts.exclude(channel=Channel.THEY_CALLED)
    orders = JobOrder.objects.filter(company__root_id=root_id, opened_on__gte=since)
    referred = orders.filter(mediation__step=MediationStep.REFERRED)
    hired = orders.filter(mediation__step=MediationStep.HIRED)
    paid = PlacementTask.objects.filter(placement__citizen__root_id=root_id, placement__from_on__gte=since)
    staff = Employee.objects.filter(root_id=root_id, is_active=True)
    return Counted(
        contacts=_by(contacts, "by__unit__lineage", "at", Count("pk")),
        orders=_by(orders, "unit__lineage", "opened_on", Count("pk")),
        positions=_by(orders, "unit__lineage", "opened_on", Sum("positions")),
        referred=_by(referred, "unit__lineage", "opened_on", Count("pk", distinct=True)),
        hired=_by(hired, "unit__lineage", "opened_on", Count("mediation")),
        paid_minutes=_by(paid, "placement__citizen__unit__lineage", "placement__from_on", Sum("paid_minutes")),
        staff=Counter(staff.order_by().values_list("unit__lineage", flat=True)),
    )


def lists_of(units: Sequence[Unit], root_id: int, since: date) -> list[ListsOfUnit]:
    """Each unit's. Five queries."""
    open_ones = Citizen.objects.of_root(root_id).active()
    facts = MatchFacts.objects.filter(citizen__in=open_ones)
    listed = Shortlisted.objects.filter(citizen__root_id=root_id, chosen_on__gte=since)
    steps = ShortlistStep.objects.filter(shortlisted__citizen__root_id=root_id, on__gte=since)
    cases = Counter(open_ones.order_by().values_list("unit__lineage", flat=True))
    asked = Counter(facts.order_by().values_list("citizen__unit__lineage", flat=True))
    came = _citizens(listed.values_list("unit__lineage", "citizen_id"))
    agreed = _citizens(
        steps.filter(stage__in=AGREED).values_list("shortlisted__unit__lineage", "shortlisted__citizen_id")
    )
    hired = _citizens(
        steps.filter(stage=Stage.HIRED).values_list("shortlisted__unit__lineage", "shortlisted__citizen_id")
    )

    def row(unit: Unit) -> ListsOfUnit:
        count = _under(cases, unit, sum)
        if count < SMALLEST_GROUP:
            return ListsOfUnit(unit=unit, cases=None, asked=None, listed=None, agreed=None, hired=None)
        return ListsOfUnit(
            unit=unit,
            cases=count,
            asked=_under(asked, unit, sum),
            listed=_under(came, unit, _different),
            agreed=_under(agreed, unit, _different),
            hired=_under(hired, unit, _different),
        )

    return [row(unit) for unit in units]


def _by(rows: Any, lineage: str, day: str, counts: Any) -> dict[Key, int]:
    grouped = rows.order_by().annotate(month=TruncMonth(day), where=F(lineage)).values_list("where", "month")
    found: dict[Key, int] = defaultdict(int)
    for where, month, count in grouped.annotate(n=counts):
        first = month.date() if hasattr(month, "date") else month
        found[where, first.replace(day=1)] += count or 0
    return found


def _citizens(rows: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for lineage, citizen in rows:
        found[lineage].add(citizen)
    return found


def _under(by_lineage: Mapping[str, Any], unit: Unit, add: Callable[[Iterable[Any]], int]) -> int:
    return add(found for lineage, found in by_lineage.items() if lineage.startswith(unit.lineage))


def _different(several: Iterable[set[int]]) -> int:
    """A citizen who moved to another unit counts once."""
    return len(set().union(*several))
