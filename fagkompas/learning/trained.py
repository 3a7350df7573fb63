"""How large a share of a unit was trained in a year, and what of it a viewer may be shown.

::

    StaffYear (the running year: Employee) ──> who was in which unit
    Participation, completed in the year ───> who took part in something, internal, external, accredited
                                                 └──> a count for every unit with all below it

Who manages or advises a unit may see the people there, and so the unit's figures as they are. Of the units above, all
others see figures only where nobody, or at least the smallest group, of people whom they may not see stands behind
them, and nothing that could be had by subtracting one unit from another. The running year is for those with that right
only, since two looks at a year that is not over would tell who has been trained in between. So is a year of which nobody
noted who worked where: it is counted by the tree of today, and moving a unit would be a second look. Any other year stays
as its tree was, whatever is moved since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import lineage_under, units_with_role
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.engine.units import Path, UnitNode, suppression, with_ancestors
from fagkompas.learning.models import Participation, StaffYear

YEARS_BACK: Final = 5
KINDS: Final = ("any", "offering", "beside", "internal", "external", "accredited")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Of `people` in a unit and below it, how many took part in anything, and in what. Nobody counts twice in a kind.

    `offering`: in something of the catalogue; `beside`: in sparring, side-by-side training, or what they registered
    themselves.
    """

    people: int
    any: int
    offering: int
    beside: int
    internal: int
    external: int
    accredited: int
    hours: float

    def count(self, kind: str) -> int:
        """One of `KINDS`."""
        return int(getattr(self, kind))

    def share(self, kind: str) -> float:
        """From 0 to 1; 0 where there is nobody."""
        return self.count(kind) / self.people if self.people else 0.0

    @property
    def hours_each(self) -> float:
        """Hours for each of the people."""
        return self.hours / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTrained:
    """A unit as one viewer may see it; `figures` is None where they are hidden, or nobody was there."""

    unit: Unit
    figures: Trained | None
    with_names: bool
    is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedYear:
    """A year in a whole municipality, as one viewer may see it. `is_of_now`: who was there then is not known.

    `path_of` is where each unit stood in the tree that year, by its id; one that nobody was in stands as it does now.
    """

    year: int
    is_of_now: bool
    path_of: Mapping[str, Path]
    by_path: Mapping[Path, Trained]
    hidden: frozenset[Path]
    named: tuple[Unit, ...]
    only_names: bool

    def path(self, unit: Unit) -> Path:
        """Where the unit stood that year."""
        return self.path_of.get(str(unit.pk)) or _path(unit.lineage)

    def shown(self, unit: Unit) -> ShownTrained:
        """One unit. No query."""
        path = self.path(unit)
        figures, with_names = self.by_path.get(path), lineage_under(unit.lineage, self.named)
        is_shown = figures is not None and path not in self.hidden and (with_names or not self.only_names)
        return ShownTrained(
            unit=unit,
            figures=figures if is_shown else None,
            with_names=with_names,
            is_empty=figures is None,
        )


def years_to_choose(today: date) -> list[int]:
    """The running year and those before it, the newest first."""
    return [today.year - back for back in range(YEARS_BACK + 1)]


def trained_in(viewer: Employee, year: int, today: date) -> TrainedYear:
    """Every unit of the viewer's municipality. Three queries or four, however many units and people there are."""
    where, is_of_now = _who_was_where(viewer.root_id, year, today)
    took = _took_part(viewer.root_id, year)
    named = tuple(units_with_role(viewer, Role.MANAGER, Role.CONSULTANT))
    rights = {str(unit.pk) for unit in named}
    by_path: dict[Path, list[int]] = {path: [] for path in with_ancestors([_path(place) for place in where.values()])}
    for person, place in where.items():
        path = _path(place)
        for depth in range(1, len(path) + 1):
            by_path[path[:depth]].append(person)
    nodes, seen = [], []
    for path, people in by_path.items():
        known = sum(person == viewer.pk or not rights.isdisjoint(_path(where[person])) for person in people)
        nodes.append(UnitNode(path=path, people=len(people), counts={}))
        seen.append(UnitNode(path=path, people=known, counts={}))
    return TrainedYear(
        year=year,
        is_of_now=is_of_now,
        path_of={path[-1]: path for path in by_path},
        by_path={path: _count(people, took) for path, people in by_path.items()},
        hidden=suppression(nodes, smallest_group=SMALLEST_GROUP, seen=seen).units,
        named=named,
        only_names=year >= today.year or is_of_now,
    )


def _path(lineage: str) -> Path:
    return tuple(lineage.strip("/").split("/"))


def _who_was_where(root_id: int, year: int, today: date) -> tuple[dict[int, str], bool]:
    """The lineage of each person's unit; and whether it is that of today for want of anything older."""
    kept = StaffYear.objects.filter(year=year, employee__root_id=root_id).order_by("pk")
    then = dict(kept.values_list("employee_id", "lineage"))
    if then and year < today.year:
        return then, False
    now = Employee.objects.of_root(root_id).filter(is_active=True).order_by("pk")
    return then | dict(now.values_list("pk", "unit__lineage")), year < today.year


@dataclass(slots=True, kw_only=True)
class _Took:
    """What one person completed in a year."""

    kinds: set[str]
    hours: float


def _took_part(root_id: int, year: int) -> dict[int, _Took]:
    """What each person completed in the year."""
    rows = Participation.objects.filter(root_id=root_id, completed_on__year=year).completed().order_by("pk")
    found: dict[int, _Took] = {}
    values = rows.values_list("employee_id", "offering_id", "internal", "accredited", "hours")
    for person, offering, internal, accredited, hours in values:
        took = found.setdefault(person, _Took(kinds={"any"}, hours=0.0))
        took.kinds.add("offering" if offering else "beside")
        took.kinds.add("internal" if internal else "external")
        took.hours += float(hours or 0)
        if accredited:
            took.kinds.add("accredited")
    return found


def _count(people: list[int], took: Mapping[int, _Took]) -> Trained:
    those = [took[person] for person in people if person in took]
    counts = {kind: sum(kind in one.kinds for one in those) for kind in KINDS}
    return Trained(people=len(people), hours=sum(one.hours for one in those), **counts)
