"""What the match needs of a citizen and no more (ADR 14): the goal, job tracks, considerations, the CV, consents, placements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from fagkompas.accounts.models import Employee
from fagkompas.casework.cv_reading import ReadPart, read_cv
from fagkompas.casework.forms.towards_work import TO_FOLLOW_UP, UNDER_WAY, TowardsWorkFilter
from fagkompas.casework.models import CasePlan, Consideration, Placement, Track
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.wording.plans import GOAL_KINDS
from fagkompas.citizens.consents import standing_about
from fagkompas.citizens.forms.lists import NOBODY
from fagkompas.citizens.models import Citizen, CitizenQuerySet, ConsentKind
from fagkompas.citizens.permissions import citizens_of
from fagkompas.engine.scales import CvPart, GoalKind
from fagkompas.occupations.models import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A job track: what it is called, its group of occupations in words, and what the citizen can and wants there."""

    name: str
    group: str
    is_education: bool
    can: str
    wants: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TowardsWork:
    """`goal` is "" before there is one; `consents` are the companies that may be told the name, "" among them for any."""

    goal: str
    goal_kind: str
    wishes: tuple[Wish, ...]
    considerations: Sequence[Consideration]
    consents: Sequence[str]
    cv: tuple[ReadPart, ...]


def read_towards_work(citizen: Citizen, language: str) -> TowardsWork:
    """Seven queries at most. The part of the CV with telephone and address is left out, as on paper."""
    plan = active_plan(citizen)
    return TowardsWork(
        goal=plan.goal if plan else "",
        goal_kind=str(GOAL_KINDS[GoalKind(plan.goal_kind)]) if plan else "",
        wishes=_wishes(plan) if plan else (),
        considerations=list(plan.considerations.standing()) if plan else [],
        consents=standing_about(citizen, ConsentKind.COMPANY),
        cv=printed_parts(read_cv(citizen, language).parts),
    )


def printed_parts(parts: Iterable[ReadPart]) -> tuple[ReadPart, ...]:
    """What a CV tells others: every part in which something stands, but for contact."""
    return tuple(part for part in parts if part.entries and part.layout.code != CvPart.CONTACT)


def listed_towards_work(person: Employee, filters: TowardsWorkFilter, today: date) -> CitizenQuerySet:
    """Open cases of the units where the person works with citizens; a filter that makes no sense counts for nothing."""
    filters.is_valid()
    by = filters.cleaned_data
    rows = citizens_of(person).active()
    if unit := by.get("enhed"):
        rows = rows.filter(unit__lineage__startswith=unit.lineage)
    if by.get("sagsbehandler") == NOBODY:
        rows = rows.without_caseworker()
    elif caseworker := by.get("sagsbehandler"):
        rows = rows.filter(caseworker__uuid=caseworker)
    if by.get("forloeb") == UNDER_WAY:
        rows = rows.filter(pk__in=Placement.objects.filter(running_on(today)).order_by().values("citizen"))
    if by.get("forloeb") == TO_FOLLOW_UP:
        rows = rows.filter(status__placements__gt=0)
    return rows


def running_on(day: date) -> Q:
    """Placements that have begun and are not over."""
    return Q(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


def running_placements(citizens: Iterable[Citizen], today: date) -> Mapping[int, list[Placement]]:
    """Those of each citizen that are under way, the one that was followed up longest ago first. One query."""
    rows: QuerySet[Placement] = Placement.objects.filter(running_on(today), citizen__in=list(citizens))
    found: dict[int, list[Placement]] = {}
    for one in rows.select_related("company").order_by(Coalesce(F("followed_up_on"), F("from_on")), "pk"):
        found.setdefault(one.citizen_id, []).append(one)
    return found


def _wishes(plan: CasePlan) -> tuple[Wish, ...]:
    tracks: list[Track] = list(plan.tracks.open().select_related("occupation"))
    codes = {track.isco4 for track in tracks} - {""}
    groups = {group.code: group.title for group in Group.objects.filter(code__in=codes).order_by("scheme", "code")}
    return tuple(
        Wish(
            name=track.name,
            group=groups.get(track.isco4, ""),
            is_education=track.is_education,
            can=track.can,
            wants=track.wants,
        )
        for track in tracks
    )
