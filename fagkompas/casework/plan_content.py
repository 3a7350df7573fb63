"""Everything that a plan says, as frozen values: what a version keeps, and what pages, copies and differences are made of.

rows ──content_of──> PlanContent ──as_text──> PlanVersion.snapshot ──content_from──> PlanContent

Agreements are those that stood that day: open, or followed up since the plan was published before.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final

from fagkompas.casework.models import Activity, CasePlan, Track, TrackAgreement
from fagkompas.conversations.models import Agreement, AgreementState
from fagkompas.engine.scales import Demand, DemandSource, GoalKind

FORMAT: Final = 1
"""Of the JSON; goes up when old snapshots can no longer be read as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandContent:
    """How much a track was asked for, by which source, on which day."""

    level: Demand
    source: DemandSource
    source_text: str
    on: date
    why_anyway: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackContent:
    """A job track. `demand` is the newest of each source, the newest first."""

    key: str
    name: str
    is_education: bool
    can: str
    wants: str
    needed: str
    skills: tuple[str, ...]
    functions: tuple[str, ...]
    other_titles: tuple[str, ...]
    steps_first: tuple[str, ...]
    demand: tuple[DemandContent, ...]
    strategy: str
    companies: tuple[str, ...]
    apply_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementContent:
    """Something agreed; `track` is the key of the job track that it is about, "" for the plan as a whole."""

    key: str
    what: str
    measure: str
    why: str
    who: str
    due_on: date | None
    state: str
    track: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityContent:
    """Something the citizen takes part in."""

    key: str
    kind: str
    title: str
    purpose: str
    track: str
    from_on: date
    to_on: date | None
    vitas_no: str
    vitas_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsiderationContent:
    """What work takes into account. `text` is "" where the citizen has taken it back since, on `withdrawn_on`."""

    key: str
    text: str
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """The plan as a whole."""

    goal_kind: GoalKind
    goal: str
    reason: str
    description: str
    considerations: tuple[ConsiderationContent, ...]
    fewer_tracks_reason: str
    search_per_week: int | None
    tracks: tuple[TrackContent, ...]
    agreements: tuple[AgreementContent, ...]
    activities: tuple[ActivityContent, ...]

    def track_name(self, key: str) -> str:
        """The job track with this key; "" where there is none."""
        return next((track.name for track in self.tracks if track.key == key), "")


def content_of(plan: CasePlan, today: date) -> PlanContent:
    """As the plan stands now. Six queries."""
    tracks = list(plan.tracks.open().select_related("occupation").prefetch_related("demand"))
    agreements = standing_agreements(plan)
    about = dict(
        TrackAgreement.objects.filter(agreement__in=agreements).order_by().values_list("agreement_id", "track__uuid")
    )
    return PlanContent(
        goal_kind=GoalKind(plan.goal_kind),
        goal=plan.written_goal,
        reason=plan.reason,
        description=plan.description,
        considerations=tuple(
            ConsiderationContent(key=str(one.uuid), text=one.text) for one in plan.considerations.standing()
        ),
        fewer_tracks_reason=plan.fewer_tracks_reason,
        search_per_week=plan.search_per_week,
        tracks=tuple(_track(track) for track in tracks),
        agreements=tuple(_agreement(one, str(about.get(one.pk, ""))) for one in agreements),
        activities=tuple(_activity(one) for one in plan.activities.not_over(today).select_related("track")),
    )


def standing_agreements(plan: CasePlan) -> list[Agreement]:
    """Open ones, and those followed up on or after the day the plan was last published; the soonest first."""
    agreed = Agreement.objects.agreed().filter(citizen_id=plan.citizen_id)
    followed_up = agreed.exclude(state=AgreementState.OPEN).filter(
        followed_up_on__gte=plan.published_on or plan.began_on
    )
    return list((agreed.filter(state=AgreementState.OPEN) | followed_up).order_by("due_on", "pk"))


def _track(track: Track) -> TrackContent:
    newest: dict[str, DemandContent] = {}
    for note in track.demand.all():
        newest.setdefault(
            note.source,
            DemandContent(
                level=Demand(note.level),
                source=DemandSource(note.source),
                source_text=note.source_text,
                on=note.on,
                why_anyway=note.why_anyway,
            ),
        )
    return TrackContent(
        key=str(track.uuid),
        name=track.written_name,
        is_education=track.is_education,
        can=track.can,
        wants=track.wants,
        needed=track.needed,
        skills=tuple(track.skills),
        functions=tuple(track.functions),
        other_titles=tuple(track.other_titles),
        steps_first=tuple(track.steps_first),
        demand=tuple(newest.values()),
        strategy=track.strategy,
        companies=tuple(track.companies),
        apply_by=track.apply_by,
    )


def _agreement(one: Agreement, track: str) -> AgreementContent:
    return AgreementContent(
        key=str(one.uuid),
        what=one.what,
        measure=one.measure,
        why=one.why,
        who=one.who,
        due_on=one.due_on,
        state=one.state,
        track=track,
    )


def _activity(one: Activity) -> ActivityContent:
    return ActivityContent(
        key=str(one.uuid),
        kind=one.kind,
        title=one.title,
        purpose=one.purpose,
        track=str(one.track.uuid) if one.track else "",
        from_on=one.from_on,
        to_on=one.to_on,
        vitas_no=one.vitas_no,
        vitas_status=one.vitas_status,
    )


# To and from the text of a version


def as_text(content: PlanContent) -> str:
    """JSON, with days as 2026-11-21."""
    return json.dumps({"format": FORMAT, **asdict(content)}, ensure_ascii=False, default=str)


def fingerprint(content: PlanContent) -> str:
    """Tells a plan from any other: 64 signs."""
    return sha256(as_text(content).encode()).hexdigest()


def content_from(text: str) -> PlanContent:
    """The other way round."""
    data = json.loads(text)
    return PlanContent(
        goal_kind=GoalKind(data["goal_kind"]),
        goal=data["goal"],
        reason=data["reason"],
        description=data["description"],
        considerations=tuple(ConsiderationContent(**_with_days(one, "withdrawn_on")) for one in data["considerations"]),
        fewer_tracks_reason=data["fewer_tracks_reason"],
        search_per_week=data["search_per_week"],
        tracks=tuple(_track_from(one) for one in data["tracks"]),
        agreements=tuple(AgreementContent(**_with_days(one, "due_on")) for one in data["agreements"]),
        activities=tuple(ActivityContent(**_with_days(one, "from_on", "to_on")) for one in data["activities"]),
    )


def on_day(content: PlanContent, today: date) -> PlanContent:
    """The same without activities that are over by then: that a day passed is no change that anybody made."""
    return replace(
        content, activities=tuple(one for one in content.activities if one.to_on is None or one.to_on >= today)
    )


def without(content: PlanContent, withdrawn: Mapping[str, date]) -> PlanContent:
    """The same without the words of considerations that were taken back since: the day, by key."""
    kept = tuple(
        replace(one, text="", withdrawn_on=withdrawn[one.key]) if one.key in withdrawn else one
        for one in content.considerations
    )
    return replace(content, considerations=kept)


def _track_from(data: Mapping[str, Any]) -> TrackContent:
    lines: Sequence[str] = ("skills", "functions", "other_titles", "steps_first", "companies")
    demand = tuple(
        DemandContent(**_with_days(one, "on") | {"level": Demand(one["level"]), "source": DemandSource(one["source"])})
        for one in data["demand"]
    )
    return TrackContent(
        **_with_days(data, "apply_by") | {name: tuple(data[name]) for name in lines} | {"demand": demand}
    )


def _with_days(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return dict(data) | {name: date.fromisoformat(data[name]) if data[name] else None for name in names}
