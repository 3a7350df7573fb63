"""What is known of the demand for a track's job title, to be noted on the track with one press.

balance      the assessment of each region with the level that it means; as of the day on which its period begins
vacancies    the newest month's number; how much that is, the caseworker says; as of the month's first day
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django_stubs_ext import StrPromise

from fagkompas.casework.models import DemandNote, Track
from fagkompas.casework.models.plans import LONGEST_LINE
from fagkompas.engine.scales import Demand, DemandSource
from fagkompas.occupations.demand_reading import BalanceShown, DemandShown, balance_of, demand_of
from fagkompas.occupations.demand_words import balance_line, vacancies_line
from fagkompas.occupations.wording import DEMAND


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandOffer:
    """What would be noted. `levels` are those to choose among, one where the source says it itself; `read_on` when it was read."""

    source: DemandSource
    source_text: str
    on: date
    levels: tuple[tuple[Demand, StrPromise], ...]
    where_from: str
    read_on: date


def demand_offers(track: Track, notes: Iterable[DemandNote]) -> list[DemandOffer]:
    """Without those that stand among the notes already; none for a track without a job title. Four queries at most."""
    if track.occupation is None:
        return []
    balance, vacancies = balance_of(track.occupation), demand_of(track.occupation)
    found = [*(_of_balance(balance) if balance else ()), *([_of_vacancies(vacancies)] if vacancies else ())]
    noted = {(note.source, note.source_text, note.on) for note in notes}
    return [one for one in found if (one.source, one.source_text, one.on) not in noted]


def _of_balance(shown: BalanceShown) -> Iterable[DemandOffer]:
    for one in shown.regions:
        yield DemandOffer(
            source=DemandSource.BALANCE,
            source_text=balance_line(shown, one)[:LONGEST_LINE],
            on=shown.begins_on,
            levels=((one.level, DEMAND[one.level]),),
            where_from=shown.source,
            read_on=shown.read_on,
        )


def _of_vacancies(shown: DemandShown) -> DemandOffer:
    return DemandOffer(
        source=DemandSource.ADVERTS,
        source_text=vacancies_line(shown)[:LONGEST_LINE],
        on=shown.latest.month,
        levels=tuple(DEMAND.items()),
        where_from=shown.source,
        read_on=shown.read_on,
    )
