"""How much an occupation is asked for, as one line: for a job track, the match, and whoever tells others."""

from django.utils.translation import ngettext

from fagkompas.occupations.demand_reading import Assessed, BalanceShown, DemandShown
from fagkompas.toolkit.formats import month_of_year, number


def balance_line(shown: BalanceShown, one: Assessed) -> str:
    """ "Mangel på arbejdskraft, Hele landet, 1. halvår 2026"; with the group where it is not of the title itself."""
    group = f" ({shown.code} {shown.group})" if shown.code else ""
    return f"{one.words}, {one.region}, {shown.period}{group}"


def vacancies_line(shown: DemandShown) -> str:
    """ "1.123 ledige stillinger, Hele landet, marts 2026 (5161 Havfruer)"."""
    latest = shown.latest
    said = ngettext(
        "%(number)s vacancy, %(region)s, %(month)s (%(group)s)",
        "%(number)s vacancies, %(region)s, %(month)s (%(group)s)",
        latest.number,
    )
    group = f"{shown.code} {shown.group}".strip()
    return said % {
        "number": number(latest.number),
        "region": shown.region,
        "month": month_of_year(latest.month),
        "group": group,
    }
