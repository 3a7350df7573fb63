"""Rows of citizens' cases as the engine's `Case`: the only door to the consistency check.

The number of queries is the same however many citizens there are; what is over, ended or followed up is not fetched. Rows
come as plain values: the night takes a hundred thousand cases through here, and models would double its time.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeAlias

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from fagkompas.casework.cv_reading import to_consistency, to_engine, wishes_in
from fagkompas.casework.models import (
    Activity,
    ActivityKind,
    CasePlan,
    CvReview,
    CvSection,
    DemandNote,
    JobLogEntry,
    LogRequirement,
    Placement,
    Track,
    TrackAgreement,
)
from fagkompas.casework.models.plans import WITH_VITAS
from fagkompas.casework.rule_book import rule_book
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Agreement, AgreementBy, Conversation, ConversationState
from fagkompas.conversations.smart_words import words_for
from fagkompas.engine import consistency as engine
from fagkompas.engine import smart
from fagkompas.engine.scales import Criterion, Demand, DemandSource, GoalKind

DENSE: Final = 2
"""Among so many times as many keys as there are citizens, bounds are used."""

ByCitizen: TypeAlias = Mapping[int, list[Any]]


def case_of(citizen: Citizen, today: date) -> engine.Case:
    """One citizen's case as it is now."""
    return cases_of([citizen], today)[citizen.pk]


def cases_of(citizens: Collection[Citizen], today: date) -> dict[int, engine.Case]:
    """By the citizen's key. Twelve queries."""
    pks = [one.pk for one in citizens]
    plans = _plans(pks)
    tracks, agreements = _tracks(pks), _agreements(pks)
    activities, placements = _activities(pks, today), _placements(pks, today)
    talks, log, asked = _talks(pks), _log(pks, today), _asked_in_log(pks)
    sections, reviews = _sections(pks), _reviews(pks)
    found = {}
    for one in citizens:
        plan, review = plans.get(one.pk, NO_PLAN), reviews.get(one.pk)
        cv = to_engine(sections.get(one.pk, {}), one, review)
        found[one.pk] = engine.Case(
            target_group=one.target_group,
            goal=plan.goal,
            tracks=tuple(tracks.get(one.pk, ())),
            has_fewer_tracks_reason=plan.has_fewer_tracks_reason,
            agreements=tuple(agreements.get(one.pk, ())),
            activities=tuple(activities.get(one.pk, ())),
            plan_published_on=plan.published_on,
            conversations=tuple(talks.get(one.pk, ())),
            search=engine.Search(in_plan=plan.search_per_week, in_log=asked.get(one.pk), since=plan.search_since),
            log=tuple(log.get(one.pk, ())),
            cv=to_consistency(cv, review),
            wishes=_wishes(sections.get(one.pk, {})),
            has_protected_address=one.is_protected,
            placements=tuple(placements.get(one.pk, ())),
        )
    return found


# Goal, plan and tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What a case takes from the active plan."""

    goal: engine.Goal | None = None
    has_fewer_tracks_reason: bool = False
    search_per_week: int | None = None
    published_on: date | None = None
    search_since: date | None = None


NO_PLAN: Final = _Plan()


def _plans(pks: Collection[int]) -> dict[int, _Plan]:
    rows = CasePlan.objects.active().filter(among(pks)).order_by("pk")
    found = {}
    for row in rows.values_list(
        *("citizen_id", "goal_kind", "occupation_id", "occupation__title_da", "occupation__isco4", "goal_title"),
        *("reason", "goal_set_on", "followed_up_on", "fewer_tracks_reason"),
        *("search_per_week", "search_since", "published_on"),
        named=True,
    ):
        goal = engine.Goal(
            kind=GoalKind(row.goal_kind),
            title=row.occupation__title_da if row.occupation_id else row.goal_title,
            occupation=row.occupation__isco4 or None,
            has_reason=bool(row.reason.strip()),
            set_on=row.goal_set_on,
            followed_up_on=row.followed_up_on,
        )
        found[row.citizen_id] = _Plan(
            goal=goal if row.occupation_id or row.goal_title else None,
            has_fewer_tracks_reason=bool(row.fewer_tracks_reason.strip()),
            search_per_week=row.search_per_week,
            published_on=row.published_on,
            search_since=row.search_since,
        )
    return found


def _tracks(pks: Collection[int]) -> ByCitizen:
    rows = Track.objects.open().filter(among(pks, "plan__citizen"), plan__ended_on__isnull=True).order_by("order", "pk")
    demand = _demand(pks)
    found: dict[int, list[engine.Track]] = defaultdict(list)
    for row in rows.values_list(
        *("plan__citizen_id", "pk", "uuid", "occupation__title_da", "occupation__isco4", "title", "is_education"),
        *("began_on", "can", "wants", "needed", "strategy", "companies", "apply_by", "skills"),
        named=True,
    ):
        written = ((engine.Ground.CAN, row.can), (engine.Ground.WANTS, row.wants), (engine.Ground.NEEDED, row.needed))
        planned = (
            (engine.PlanOfTrack.STRATEGY, row.strategy.strip()),
            (engine.PlanOfTrack.COMPANIES, row.companies),
            (engine.PlanOfTrack.DATE, row.apply_by),
        )
        found[row.plan__citizen_id].append(
            engine.Track(
                key=str(row.uuid),
                title=row.occupation__title_da or row.title,
                occupation=row.occupation__isco4 or None,
                opened_on=row.began_on,
                is_education=row.is_education,
                justified=frozenset(ground for ground, text in written if text.strip()),
                demand=tuple(demand.get(row.pk, ())),
                planned=frozenset(part for part, said in planned if said),
                skills=tuple(row.skills),
            )
        )
    return found


def _demand(pks: Collection[int]) -> ByCitizen:
    """The notes by track, as they were noted."""
    rows = DemandNote.objects.filter(among(pks, "track__plan__citizen"), track__ended_on__isnull=True).order_by(
        "on", "pk"
    )
    notes: dict[int, list[engine.DemandNote]] = defaultdict(list)
    columns = ("track_id", "level", "source", "on", "why_anyway")
    for place, (track, level, source, on, why) in enumerate(rows.values_list(*columns)):
        notes[track].append(
            engine.DemandNote(
                level=Demand(level),
                source=DemandSource(source),
                noted_on=on,
                has_reason=bool(why.strip()),
                place=place,
            )
        )
    return notes


# Agreements, activities, placements


def _agreements(pks: Collection[int]) -> ByCitizen:
    links: dict[int, list[str]] = defaultdict(list)
    linked = TrackAgreement.objects.filter(among(pks, "agreement__citizen"), agreement__state="open").order_by("pk")
    for agreement, track in linked.values_list("agreement_id", "track__uuid"):
        links[agreement].append(str(track))
    columns = ("what", "measure", "why", "own_control", "confidence", "due_on", "who")
    rows = Agreement.objects.open().filter(among(pks))
    found: dict[int, list[engine.Agreement]] = defaultdict(list)
    day_of = _local_day()
    for citizen, pk, uuid, followed_up_on, made_at, *said in rows.values_list(
        "citizen_id", "pk", "uuid", "followed_up_on", "created_at", *columns
    ):
        made_on = day_of(made_at)
        found[citizen].append(
            engine.Agreement(
                key=str(uuid),
                what=said[0],
                made_on=made_on,
                due_on=said[-2],
                weak=_weak(*said, made_on=made_on),
                tracks=tuple(links.get(pk, ())),
                followed_up_on=followed_up_on,
            )
        )
    return found


@lru_cache(maxsize=20_000)
def _weak(
    what: str,
    measure: str,
    why: str,
    own_control: bool | None,
    confidence: int | None,
    due_on: date | None,
    who: str,
    *,
    made_on: date,
) -> tuple[Criterion, ...]:
    """What the check of SMART finds on the day it was made."""
    said = smart.Agreement(
        what=what,
        measure=measure,
        why=why,
        in_own_control=own_control,
        confidence=confidence,
        due_on=due_on,
        by_citizen=who == AgreementBy.CITIZEN,
    )
    found = {one.criterion for one in smart.check(said, words_for(what, measure, why), made_on)}
    return tuple(one for one in Criterion if one in found)


def _activities(pks: Collection[int], today: date) -> ByCitizen:
    rows = Activity.objects.not_over(today).filter(among(pks, "plan__citizen"), plan__ended_on__isnull=True)
    found: dict[int, list[engine.Activity]] = defaultdict(list)
    for citizen, uuid, kind, title, purpose, track, first, last, number, status in rows.values_list(
        *("plan__citizen_id", "uuid", "kind", "title", "purpose", "track__uuid", "from_on", "to_on"),
        *("vitas_no", "vitas_status"),
    ):
        noted = {engine.Vitas.NUMBER: number, engine.Vitas.STATUS: status}
        found[citizen].append(
            engine.Activity(
                key=str(uuid),
                title=title,
                starts_on=first,
                ends_on=last,
                has_purpose=bool(purpose.strip()),
                track=str(track) if track else None,
                needs_vitas=ActivityKind(kind) in WITH_VITAS,
                vitas=frozenset(what for what, text in noted.items() if text),
            )
        )
    return found


def _placements(pks: Collection[int], today: date) -> ByCitizen:
    rows = Placement.objects.filter(among(pks), Q(to_on__isnull=True) | Q(to_on__gte=today)).order_by("pk")
    found: dict[int, list[engine.Placement]] = defaultdict(list)
    for citizen, uuid, company, first, last, followed_up_on in rows.values_list(
        "citizen_id", "uuid", "company__name", "from_on", "to_on", "followed_up_on"
    ):
        found[citizen].append(
            engine.Placement(
                key=str(uuid), company=company, starts_on=first, ends_on=last, followed_up_on=followed_up_on
            )
        )
    return found


# Conversations and job log


def _talks(pks: Collection[int]) -> ByCitizen:
    held = Conversation.objects.filter(among(pks), state=ConversationState.HELD)
    days = held.annotate(on=Coalesce("began_at", "planned_at")).order_by("pk").values_list("citizen_id", "on")
    day_of = _local_day()
    return _listed((citizen, day_of(at)) for citizen, at in days)


def _log(pks: Collection[int], today: date) -> ByCitizen:
    """No further back than the rules look."""
    rows = JobLogEntry.objects.filter(among(pks), applied_on__gt=today - timedelta(weeks=_weeks_looked_back()))
    columns: Any = rows.order_by("pk").values("citizen_id", "applied_on", "track__uuid", "occupation__isco4")
    return _listed(
        (
            row["citizen_id"],
            engine.LogEntry(
                applied_on=row["applied_on"],
                track=str(row["track__uuid"] or "") or None,
                occupation=row["occupation__isco4"] or None,
            ),
        )
        for row in columns
    )


def _weeks_looked_back() -> int:
    of_the_log = {
        engine.Rule.LOG_BELOW_REQUIREMENT,
        engine.Rule.LOG_OUTSIDE_TRACKS,
        engine.Rule.TRACK_WITHOUT_APPLICATIONS,
    }
    return max(terms.limits["weeks"] for terms in rule_book().terms if terms.rule in of_the_log)


def _asked_in_log(pks: Collection[int]) -> dict[int, int]:
    rows = LogRequirement.objects.filter(among(pks)).order_by("pk")
    return dict(rows.values_list("citizen_id", "per_week"))


# The CV


def _sections(pks: Collection[int]) -> dict[int, dict[str, list[Any]]]:
    found: dict[int, dict[str, list[Any]]] = defaultdict(dict)
    rows = CvSection.objects.filter(among(pks)).order_by("pk")
    for citizen, code, entries in rows.values_list("citizen_id", "code", "entries"):
        found[citizen][code] = entries
    return found


def _reviews(pks: Collection[int]) -> dict[int, CvReview]:
    """The last look at each CV."""
    rows = CvReview.objects.filter(among(pks)).order_by("on", "pk").only("citizen_id", "on", "contact_hidden")
    return {row.citizen_id: row for row in rows}


def _wishes(sections: Mapping[str, list[Any]]) -> tuple[engine.Wish, ...] | None:
    """None where nobody has looked."""
    titles = wishes_in(sections)
    return None if titles is None else tuple(engine.Wish(title=title) for title in titles)


# What several ask


def among(pks: Collection[int], path: str = "citizen") -> Q:
    """Rows of these citizens. Where few others lie between the first and the last, two bounds say it: a list of a thousand
    keys in each query would take the night a tenth of its time. What the others have comes along, and nobody asks for it.
    """
    first, last = min(pks, default=0), max(pks, default=0)
    if last - first < DENSE * len(pks):
        return Q(**{f"{path}__gte": first, f"{path}__lte": last})
    return Q(**{f"{path}__in": pks})


def _local_day() -> Callable[[datetime], date]:
    """The day of a time where the reader is; which place that is, is asked once for all the rows."""
    here = timezone.get_current_timezone()
    return lambda at: at.astimezone(here).date()


def _listed(pairs: Iterable[tuple[int, Any]]) -> ByCitizen:
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, one in pairs:
        found[pk].append(one)
    return found
