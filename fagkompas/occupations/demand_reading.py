"""How much an occupation is asked for: the vacancies of the narrowest of its groups that has any, with source and date.

demand_of(occupation)                   in the whole country
demand_of(occupation, "Region Fyn")     there; in the whole country where the region has no figures
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from fagkompas.occupations.demand_files import WHOLE_COUNTRY
from fagkompas.occupations.groups import code_of
from fagkompas.occupations.models import DIGITS, Group, Occupation, Vacancies

MONTHS: Final = 12
"""So many of the newest months are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's vacancies; `share` is of the highest month, from 0 to 100, for the figure."""

    month: date
    number: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandShown:
    """The newest months, oldest first. `code` is the group that they are of, wider than the occupation's own at times."""

    code: str
    group: str
    region: str
    months: tuple[Month, ...]
    source: str
    read_on: date

    @property
    def latest(self) -> Month:
        """The newest month."""
        return self.months[-1]


def demand_of(occupation: Occupation, region: str = WHOLE_COUNTRY) -> DemandShown | None:
    """None where nothing is known of any of its groups. Two queries."""
    codes = [code for digits in reversed(DIGITS) if (code := code_of(occupation, digits))]
    rows = Vacancies.objects.filter(code__in=codes, region__in={region, WHOLE_COUNTRY}).order_by("month")
    found: dict[tuple[str, str], list[Vacancies]] = {}
    for row in rows:
        found.setdefault((row.region, row.code), []).append(row)
    places = dict.fromkeys((region, WHOLE_COUNTRY))
    best = next((one for code in codes for place in places if (one := found.get((place, code)))), None)
    if best is None:
        return None
    newest = best[-MONTHS:]
    most = max(one.number for one in newest) or 1
    last = newest[-1]
    group = Group.objects.filter(code=last.code).order_by("-scheme").first()
    return DemandShown(
        code=last.code,
        group=group.title if group else "",
        region=last.region,
        months=tuple(Month(month=one.month, number=one.number, share=round(100 * one.number / most)) for one in newest),
        source=last.source,
        read_on=max(one.read_on for one in newest),
    )
