"""The other way round: what there is for one citizen.

Open orders that fit, lists the citizen is on, companies worth a call, and how much the citizen's job tracks are asked for. What
is asked for adds no points: an order is matched by its tasks. Companies that have looked for a title in high demand come first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import Placement, Track
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company, JobOrder
from fagkompas.engine.matching.match import match
from fagkompas.engine.matching.table import Table
from fagkompas.engine.scales import Demand
from fagkompas.matching.beside import ReadOrder
from fagkompas.matching.models import Shortlisted
from fagkompas.matching.people import key_of, profile_of
from fagkompas.matching.permissions import orders_of
from fagkompas.matching.profile import Profile
from fagkompas.matching.to_engine import order_of
from fagkompas.matching.wording import points_in_words, ruled_in_words
from fagkompas.occupations.demand_reading import AskedFor, asked_for
from fagkompas.occupations.demand_words import balance_line, vacancies_line
from fagkompas.occupations.models import Occupation
from fagkompas.occupations.wording import DEMAND

COMPANIES_SHOWN: Final = 8
DIGITS: Final = 2
"""Of a group of occupations: companies that look for people in the same two digits are near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFor:
    """An order with what the citizen can cover of it; `ruled` says what rules it out."""

    read: ReadOrder
    points: str
    minutes: int
    unknown_minutes: int
    ruled: tuple[str, ...]
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFor:
    """A company without an open order that fits: why it is worth a call; `is_wanted` where its title is in high demand."""

    company: Company
    title: str
    is_placement: bool
    is_wanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackAsked:
    """How much a job track is asked for; `sources` say where the lines are from and when they were read."""

    title: str
    lines: tuple[str, ...]
    sources: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForCitizen:
    """What there is for the citizen."""

    profile: Profile
    fitting: Sequence[OrderFor]
    ruled_out: Sequence[OrderFor]
    companies: Sequence[CompanyFor]
    tracks: Sequence[TrackAsked]


def read_for_citizen(person: Employee, citizen: Citizen) -> ForCitizen:
    """Every open order of the municipality beside one citizen. Fifteen queries at most, however many orders there are."""
    profile = profile_of(citizen.pk)
    candidate = profile.candidate(key_of(citizen.pk))
    table = Table([candidate])
    rows = orders_of(person).open().select_related("company", "occupation").prefetch_related("tasks")
    orders = [_read(row) for row in rows]
    stages = {
        one.order_id: str(one.get_stage_display())
        for one in Shortlisted.objects.standing().filter(citizen=citizen, order__in=[one.row for one in orders])
    }
    scored = []
    for one in orders:
        scores = table.scores(one.order)
        scored.append((bool(scores.is_ruled_out[0]), -float(scores.points[0]), -float(scores.could_be[0]), one))
    scored.sort(key=lambda each: (*each[:3], each[3].row.pk))
    shown = []
    for _out, _points, _could_be, one in scored:
        found = match(one.order, candidate)
        shown.append(
            OrderFor(
                read=one,
                points=points_in_words(found.points),
                minutes=found.minutes,
                unknown_minutes=found.unknown_minutes,
                ruled=tuple(ruled_in_words(each, one.order, candidate) for each in found.ruled_out),
                stage=stages.get(one.row.pk, ""),
            )
        )
    fitting = [one for one in shown if not one.ruled]
    return ForCitizen(
        profile=profile,
        fitting=fitting,
        ruled_out=[one for one in shown if one.ruled],
        companies=_companies(person, citizen, profile, {one.read.row.company_id for one in fitting}),
        tracks=_tracks(citizen),
    )


def _read(row: JobOrder) -> ReadOrder:
    tasks = tuple(row.tasks.all())
    return ReadOrder(row=row, tasks=tasks, order=order_of(row, tasks))


def _companies(person: Employee, citizen: Citizen, profile: Profile, with_order: set[int]) -> list[CompanyFor]:
    """Where the citizen has been, and companies that have looked for people near the citizen's job tracks."""
    found: dict[int, CompanyFor] = {}
    been = Placement.objects.filter(citizen=citizen, company__closed_on__isnull=True).select_related("company")
    for one in been.order_by("-from_on", "-pk"):
        found.setdefault(one.company_id, CompanyFor(company=one.company, title="", is_placement=True))
    near = Q(pk__in=[])
    for group in profile.tracks:
        near |= Q(occupation__isco4__startswith=group[:DIGITS])
    orders = orders_of(person).filter(near, company__closed_on__isnull=True).select_related("company", "occupation")
    newest = list(orders.order_by("-opened_on", "-pk")[: COMPANIES_SHOWN * 4])
    asked = asked_for({row.occupation for row in newest if row.occupation})
    for row in sorted(newest, key=lambda each: not _is_wanted(asked, each.occupation)):
        if row.company_id not in with_order:
            wanted = _is_wanted(asked, row.occupation)
            near_by = CompanyFor(company=row.company, title=row.title, is_placement=False, is_wanted=wanted)
            found.setdefault(row.company_id, near_by)
    return list(found.values())[:COMPANIES_SHOWN]


def _is_wanted(asked: Mapping[int, AskedFor], occupation: Occupation | None) -> bool:
    """Whether the labour market balance says that the title is in high demand somewhere."""
    balance = asked[occupation.pk].balance if occupation and occupation.pk in asked else None
    return balance is not None and any(one.level is Demand.HIGH for one in balance.regions)


def _tracks(citizen: Citizen) -> list[TrackAsked]:
    """The open job tracks that something is known of, in their order."""
    rows = Track.objects.open().filter(plan__citizen=citizen, plan__ended_on__isnull=True, occupation__isnull=False)
    titles = [one.occupation for one in rows.select_related("occupation") if one.occupation]
    asked = asked_for(titles)
    return [_of_track(one.title, asked[one.pk]) for one in titles if one.pk in asked]


def _of_track(title: str, asked: AskedFor) -> TrackAsked:
    balance, vacancies = asked.balance, asked.vacancies
    lines = [f"{DEMAND[one.level]}: {balance_line(balance, one)}" for one in balance.regions] if balance else []
    if vacancies:
        lines.append(vacancies_line(vacancies))
    sources = [(one.source, one.read_on) for one in (balance, vacancies) if one]
    return TrackAsked(title=title, lines=tuple(lines), sources=tuple(dict.fromkeys(sources)))
