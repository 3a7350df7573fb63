"""How much an occupation is asked for, with source and date.

demand_of(occupation)                   vacancies of the narrowest of its groups that has any, in the whole country
demand_of(occupation, "Region Fyn")     there; in the whole country where the region has no figures
balance_of(occupation)                  the newest labour market balance of it, or of the narrowest of its groups, by region
asked_for(occupations)                  both, of many
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fagkompas.engine.scales import Demand
from fagkompas.occupations.demand_files import WHOLE_COUNTRY
from fagkompas.occupations.groups import code_of
from fagkompas.occupations.models import DIGITS, Balance, Group, Occupation, Vacancies

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """How much the title is asked for in a region, with the source's own words."""

    region: str
    level: Demand
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceShown:
    """The newest period. `code` and `group` are "" where it is of the title itself; the whole country comes first."""

    code: str
    group: str
    period: str
    begins_on: date
    regions: tuple[Assessed, ...]
    source: str
    read_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """Both of one occupation, each None where nothing is known of it or its groups."""

    balance: BalanceShown | None = None
    vacancies: DemandShown | None = None


def demand_of(occupation: Occupation, region: str = WHOLE_COUNTRY) -> DemandShown | None:
    """None where nothing is known of any of its groups. Two queries."""
    return _vacancies([occupation], region).get(occupation.pk)


def balance_of(occupation: Occupation) -> BalanceShown | None:
    """None where nothing is known of it or its groups. Two queries."""
    return _balances([occupation]).get(occupation.pk)


def asked_for(occupations: Collection[Occupation]) -> dict[int, AskedFor]:
    """What is known of each by its key, all of them in four queries; in the whole country, as far as vacancies go."""
    balances, vacancies = _balances(occupations), _vacancies(occupations, WHOLE_COUNTRY)
    return {
        one.pk: AskedFor(balance=balances.get(one.pk), vacancies=vacancies.get(one.pk))
        for one in occupations
        if one.pk in balances or one.pk in vacancies
    }


def _vacancies(occupations: Collection[Occupation], region: str) -> dict[int, DemandShown]:
    codes = {one.pk: _codes(one) for one in occupations}
    asked = {code for each in codes.values() for code in each}
    rows = Vacancies.objects.filter(code__in=asked, region__in={region, WHOLE_COUNTRY}).order_by("month")
    found: dict[tuple[str, str], list[Vacancies]] = {}
    for row in rows:
        found.setdefault((row.region, row.code), []).append(row)
    groups = _groups({code for _region, code in found})
    places = dict.fromkeys((region, WHOLE_COUNTRY))
    shown: dict[int, DemandShown] = {}
    for key, mine in codes.items():
        best = next((one for code in mine for place in places if (one := found.get((place, code)))), None)
        if best:
            shown[key] = _shown_vacancies(best[-MONTHS:], groups)
    return shown


def _shown_vacancies(newest: Sequence[Vacancies], groups: Mapping[str, str]) -> DemandShown:
    most, last = max(one.number for one in newest) or 1, newest[-1]
    return DemandShown(
        code=last.code,
        group=groups.get(last.code, ""),
        region=last.region,
        months=tuple(Month(month=one.month, number=one.number, share=round(100 * one.number / most)) for one in newest),
        source=last.source,
        read_on=max(one.read_on for one in newest),
    )


def _balances(occupations: Collection[Occupation]) -> dict[int, BalanceShown]:
    codes = {one.pk: _codes(one) for one in occupations}
    asked = {code for each in codes.values() for code in each}
    rows = Balance.objects.filter(occupation__in=list(codes)) | Balance.objects.filter(code__in=asked)
    found: dict[int | str, list[Balance]] = {}
    for row in rows.order_by("-begins_on", "region", "pk"):
        found.setdefault(row.code or row.occupation_id or 0, []).append(row)
    groups = _groups({row.code for each in found.values() for row in each if row.code})
    shown: dict[int, BalanceShown] = {}
    for key, mine in codes.items():
        places: tuple[int | str, ...] = (key, *mine)
        best = next((one for place in places if (one := found.get(place))), None)
        if best:
            shown[key] = _shown_balance(best, groups)
    return shown


def _shown_balance(rows: Sequence[Balance], groups: Mapping[str, str]) -> BalanceShown:
    """Of the newest period, which comes first."""
    first = rows[0]
    newest = [row for row in rows if row.begins_on == first.begins_on]
    regions = sorted(newest, key=lambda row: (row.region != WHOLE_COUNTRY, row.region))
    return BalanceShown(
        code=first.code,
        group=groups.get(first.code, ""),
        period=first.period,
        begins_on=first.begins_on,
        regions=tuple(Assessed(region=row.region, level=Demand(row.level), words=row.words) for row in regions),
        source=first.source,
        read_on=max(row.read_on for row in newest),
    )


def _groups(codes: Collection[str]) -> dict[str, str]:
    """Their titles in the reader's language, those of ISCO-08 where both schemes have the code."""
    return {group.code: group.title for group in Group.objects.filter(code__in=codes).order_by("scheme", "code")}


def _codes(occupation: Occupation) -> list[str]:
    """Its groups', the narrowest first."""
    return [code for digits in reversed(DIGITS) if (code := code_of(occupation, digits))]
