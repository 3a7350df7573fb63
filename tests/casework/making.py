"""Plans, tracks and what hangs on them, made by the same actions that the pages call."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import plan_parts, plans, tracks
from fagkompas.casework.actions.sheets import save_sheet
from fagkompas.casework.models import (
    Activity,
    ActivityKind,
    CasePlan,
    Consideration,
    DemandNote,
    PlanVersion,
    Sheet,
    SheetKind,
    StartedFrom,
    Track,
)
from fagkompas.casework.plan_content import content_of, fingerprint
from fagkompas.citizens.models import Citizen
from fagkompas.engine.scales import Demand, DemandSource, GoalKind
from fagkompas.occupations.models import Occupation


def given_plan(**columns: Any) -> plans.GivenPlan:
    """A job as the goal, in words."""
    typed: dict[str, Any] = {
        "goal_kind": GoalKind.JOB,
        "occupation": None,
        "goal_title": "Lagermedarbejder",
        "reason": "Jeg kan lide at have overblik og være på benene.",
        "description": "Vi begynder med tre steder, hvor der er folk på vej ud.",
        "fewer_tracks_reason": "",
        "search_per_week": 2,
        **columns,
    }
    return plans.GivenPlan(**typed)


def make_plan(citizen: Citizen, by: Employee | None = None, **columns: Any) -> CasePlan:
    """The citizen's plan, by the caseworker unless told otherwise."""
    return plans.save_plan(
        citizen=citizen,
        given=given_plan(**columns),
        revision=0,
        traces_read="",
        now=timezone.now(),
        by=by or caseworker_of(citizen),
    )


def caseworker_of(citizen: Citizen) -> Employee:
    """Whoever has the case."""
    assert citizen.caseworker
    return citizen.caseworker


def make_track(
    plan: CasePlan,
    title: str = "Lagermedarbejder",
    *,
    occupation: Occupation | None = None,
    is_education: bool = False,
    **columns: Any,
) -> Track:
    """One more track; other `columns` are those of its steps."""
    by = caseworker_of(plan.citizen)
    given = tracks.GivenTrack(
        occupation=occupation,
        title="" if occupation else title,
        is_education=is_education,
        started_from=StartedFrom.CAN,
    )
    track = tracks.begin_track(plan=plan, given=given, traces_read="", now=timezone.now(), by=by)
    if columns:
        track = tracks.change_track(
            track=track, given=columns, revision=track.revision, traces_read="", now=timezone.now(), by=by
        )
    return track


def make_three_tracks(
    plan: CasePlan, titles: Sequence[str] = ("Lagermedarbejder", "Chauffør", "Butiksassistent")
) -> list[Track]:
    """Three that are not in any list of occupations."""
    return [make_track(plan, title, can=f"Har prøvet at være {title.lower()}.") for title in titles]


def make_demand(
    track: Track,
    level: Demand = Demand.HIGH,
    *,
    source: DemandSource = DemandSource.ADVERTS,
    on: date | None = None,
    why_anyway: str = "",
) -> DemandNote:
    """Known since a week ago."""
    today = timezone.localdate()
    given = tracks.GivenDemand(
        level=level,
        source=source,
        source_text="14 opslag i pendlerafstand",
        on=on or today - timedelta(days=7),
        why_anyway=why_anyway,
    )
    return tracks.note_demand(
        track=track, given=given, traces_read="", today=today, by=caseworker_of(track.plan.citizen)
    )


def given_activity(**columns: Any) -> plan_parts.GivenActivity:
    """A placement that begins today."""
    today = timezone.localdate()
    typed: dict[str, Any] = {
        "kind": ActivityKind.PLACEMENT,
        "title": "Praktik på lageret hos Prøvefirma",
        "purpose": "Prøve plukkelister og se, om tempoet passer.",
        "track": None,
        "from_on": today,
        "to_on": today + timedelta(weeks=8),
        "vitas_no": "",
        "vitas_status": "",
        **columns,
    }
    return plan_parts.GivenActivity(**typed)


def make_activity(plan: CasePlan, **columns: Any) -> Activity:
    """Something the citizen takes part in."""
    return plan_parts.add_activity(
        plan=plan, given=given_activity(**columns), traces_read="", by=caseworker_of(plan.citizen)
    )


def make_consideration(plan: CasePlan, text: str = "Må højst løfte 5 kg", *, on: date | None = None) -> Consideration:
    """Approved today."""
    now = timezone.now()
    return plan_parts.approve_consideration(
        plan=plan,
        text=text,
        approved_on=on or timezone.localdate(now),
        how="Ved samtalen",
        traces_read="",
        now=now,
        by=caseworker_of(plan.citizen),
    )


def end(plan: CasePlan, why: str = "Begyndte som kok den 1. november") -> CasePlan:
    """The plan, ended today."""
    return plans.end_plan(plan=plan, why=why, traces_read="", now=timezone.now(), by=caseworker_of(plan.citizen))


def make_version(plan: CasePlan, why: str = "") -> PlanVersion:
    """The plan as it is now, published."""
    plan.refresh_from_db()
    shown = fingerprint(content_of(plan, timezone.localdate()))
    return plans.publish_plan(
        plan=plan, why=why, shown=shown, traces_read="", now=timezone.now(), by=caseworker_of(plan.citizen)
    )


def make_sheet(citizen: Citizen, kind: SheetKind = SheetKind.FOUR_R, *, days_ago: int = 0, **texts: str) -> Sheet:
    """A day's sheet; with a direction unless told otherwise."""
    return save_sheet(
        citizen=citizen,
        kind=kind,
        texts=texts or {"direction": "Et job på et lager, med timer om dagen."},
        revision=0,
        now=timezone.now() - timedelta(days=days_ago),
        by=caseworker_of(citizen),
    )
