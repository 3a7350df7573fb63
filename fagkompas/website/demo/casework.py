"""Plans of the demo's citizens: goals, job tracks, activities, versions and sheets, as `cases` tells them.

All is made by the actions that the pages call; what lies back has the day it was done.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import plan_parts, plans, tracks
from fagkompas.casework.actions.sheets import save_sheet
from fagkompas.casework.models import ActivityKind, CasePlan, SheetKind, StartedFrom, Track, VitasStatus
from fagkompas.casework.models.plans import WITH_VITAS
from fagkompas.casework.plan_content import content_of, fingerprint
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.target_groups import target_group
from fagkompas.engine.scales import GoalKind
from fagkompas.occupations.models import Occupation, Origin
from fagkompas.website.demo import cases
from fagkompas.website.demo.cases import Case, Work, demo_cases
from fagkompas.website.demo.citizens import cases_of_demo
from fagkompas.website.demo.timing import noon, working_day_before

FIRST: Final = "Agnete Opdigt"
"""Whose case has everything: sheets, a pressure test, two versions of the plan and what has changed since."""

VITAS_FROM: Final = 5_500_001


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlan:
    """A plan of the demo, whose it is and who made it."""

    citizen: Citizen
    case: Case
    by: Employee
    today: date
    plan: CasePlan

    @property
    def tracks(self) -> list[Track]:
        """In the order of the case."""
        return list(self.plan.tracks.select_related("occupation").order_by("order", "pk"))

    def track(self, place: int) -> Track | None:
        """At a place, counted from 1; None for 0."""
        return self.tracks[place - 1] if place else None


def day_of(talk: cases.Talk, today: date) -> date:
    """On which it was held: never in a weekend."""
    return working_day_before(today - timedelta(days=talk.ago))


def plans_of_demo(today: date) -> list[DemoPlan]:
    """Those that are made."""
    active = {plan.citizen_id: plan for plan in CasePlan.objects.active().filter(citizen__is_demo=True)}
    return [
        DemoPlan(citizen=citizen, case=case, by=citizen.caseworker, today=today, plan=active[citizen.pk])
        for citizen, case in cases_of_demo()
        if citizen.pk in active and citizen.caseworker
    ]


def build_casework(*, today: date) -> None:
    """A plan for every case that has one, made at the first conversation, with what hangs on it."""
    by_title = {one.title_da: one for one in Occupation.objects.filter(origin=Origin.DEMO).order_by("pk")}
    for citizen, case in cases_of_demo():
        if case.plan and case.talk and citizen.caseworker:
            began = day_of(case.before or case.talk, today)
            _plan(citizen, case, case.plan, by_title, citizen.caseworker, began, today)
    for made in plans_of_demo(today):
        _activities(made)
        if made.case.before and made.case.is_published:
            _publish(made, made.case.before, "Efter første samtale")
        if made.case.name == FIRST:
            _sheets(made)


def build_follow_up(*, today: date) -> None:
    """What the last conversation did to the plan: the goal stands, and a version of it is published."""
    for made in plans_of_demo(today):
        talk = made.case.talk
        if talk is None:
            continue
        if made.case.goal_stands:
            last = talk if not talk.is_no_show else made.case.before or talk
            plans.follow_up_goal(plan=made.plan, on=day_of(last, today), today=today, by=made.by)
        if made.case.is_published and not talk.is_no_show:
            _publish(made, talk, "Efter samtalen" if made.case.before else "Efter første samtale")
        if made.case.name == FIRST:
            _go_on(made)


def _plan(
    citizen: Citizen,
    case: Case,
    told: cases.Plan,
    by_title: Mapping[str, Occupation],
    by: Employee,
    began: date,
    today: date,
) -> None:
    occupation = by_title.get(told.goal) if told.kind is GoalKind.JOB else None
    terms = target_group(citizen.target_group).terms_on(today)
    given = plans.GivenPlan(
        goal_kind=told.kind,
        occupation=occupation,
        goal_title="" if occupation else told.goal,
        reason=told.reason,
        description=told.description,
        fewer_tracks_reason=told.fewer_tracks_reason,
        search_per_week=terms.search_per_week if terms else None,
    )
    plan = plans.save_plan(citizen=citizen, given=given, revision=0, traces_read="", now=noon(began), by=by)
    for place, track in enumerate(told.tracks):
        _track(plan, track, by_title, by, began, today, is_tested=case.name == FIRST and place == 0)
    for text in told.considerations:
        plan_parts.approve_consideration(
            plan=plan, text=text, approved_on=began, how="Ved samtalen", traces_read="", now=noon(began), by=by
        )


def _track(
    plan: CasePlan,
    told: cases.Track,
    by_title: Mapping[str, Occupation],
    by: Employee,
    began: date,
    today: date,
    *,
    is_tested: bool,
) -> None:
    work = None if told.is_education else demo_cases().work[told.title]
    given = tracks.GivenTrack(
        occupation=by_title[told.title] if work else None,
        title="" if work else told.title,
        is_education=work is None,
        started_from=StartedFrom.CAN,
    )
    track = tracks.begin_track(plan=plan, given=given, traces_read="", now=noon(began), by=by)
    written = dict(_written(told, work, today)) | ({"pressure_test": _tested()} if is_tested else {})
    track = tracks.change_track(
        track=track, given=written, revision=track.revision, traces_read="", now=noon(began), by=by
    )
    if work:
        note = tracks.GivenDemand(
            level=told.level or work.demand,
            source=work.source,
            source_text=work.said,
            on=today - timedelta(days=told.seen),
            why_anyway="",
        )
        tracks.note_demand(track=track, given=note, traces_read="", today=today, by=by)


def _written(told: cases.Track, work: Work | None, today: date) -> Iterator[tuple[str, Any]]:
    yield from (("can", told.can), ("wants", told.wants), ("needed", work.needed if work else told.needed))
    yield from (("skills", list(told.skills)), ("steps_first", list(told.steps)), ("strategy", told.strategy))
    yield ("companies", list(told.companies if told.companies is not None else work.companies if work else ()))
    yield ("apply_by", today + timedelta(days=10))
    if work:
        yield from (("functions", list(work.functions)), ("other_titles", list(work.also)))


ANSWERS: Final = (
    "Ja. Skal er svagest, og derfor går hun selv ned på lageret.",
    "Op til 40 minutter med bus. Der er to lagre inden for den tid.",
    "Aften passer, når søsteren tager børnene. Onsdag skal være fri klokken 15.",
    "Et truckcertifikat, som kan fornyes på to dage.",
    "At bussen bliver lagt om. Så søger vi i den anden ende af byen.",
)
"""To the questions of the pressure test, in their order."""


def _tested() -> dict[str, str]:
    return dict(zip((one.code for one in QUESTIONS), ANSWERS, strict=True))


def _activities(made: DemoPlan) -> None:
    told, placement = made.case.activity, made.case.placement
    if told:
        _activity(made, told, has_vitas=True)
    if placement:
        at_company = cases.Activity(
            kind=ActivityKind.PLACEMENT,
            title=f"Praktik hos {placement.company}",
            purpose=placement.purpose,
            track=placement.track,
            ago=placement.ago,
            weeks=placement.weeks,
        )
        _activity(made, at_company, has_vitas=placement.vitas)


def _activity(made: DemoPlan, told: cases.Activity, *, has_vitas: bool) -> None:
    noted = has_vitas and told.kind in WITH_VITAS
    from_on = made.today - timedelta(days=told.ago)
    given = plan_parts.GivenActivity(
        kind=told.kind,
        title=told.title,
        purpose=told.purpose,
        track=made.track(told.track),
        from_on=from_on,
        to_on=from_on + timedelta(weeks=told.weeks),
        vitas_no=str(VITAS_FROM + made.citizen.pk) if noted else "",
        vitas_status=VitasStatus.APPROVED if noted else "",
    )
    plan_parts.add_activity(plan=made.plan, given=given, traces_read="", by=made.by)


def _publish(made: DemoPlan, talk: cases.Talk, why: str) -> None:
    made.plan.refresh_from_db()
    at = noon(day_of(talk, made.today)) + timedelta(hours=1)
    shown = fingerprint(content_of(made.plan, timezone.localdate(at)))
    plans.publish_plan(plan=made.plan, why=why, shown=shown, traces_read="", now=at, by=made.by)


def _go_on(made: DemoPlan) -> None:
    """What has changed since the last version."""
    last: Track = made.tracks[-1]
    tracks.change_track(
        track=last,
        given={"wants": "Faste dagtimer, kolleger, der spiser sammen, og fri klokken 15 om onsdagen."},
        revision=last.revision,
        traces_read="",
        now=noon(made.today - timedelta(days=2)),
        by=made.by,
    )


def _sheets(made: DemoPlan) -> None:
    """4R twice, and can, wants, needed once."""
    first = {
        "direction": "Et lagerjob i området. Vi er der, når der er timer hver uge.",
        "room": "Praktik, aftenhold, truckkursus.",
        "relations": "Søster kan passe børnene om onsdagen. Vi ringes ved hver fredag.",
        "frame": "To job om ugen. Samtale hver måned.",
    }
    later = {
        **first,
        "room": "Praktik hos Demo Lager og Pak er i gang. Truckkurset er bestilt.",
        "relations": "Lis fra aftenholdet er med nu.",
    }
    meets = {
        "can": "Truck, optælling, kan vejene.",
        "wants": "At se, hvad man har nået. Ikke mere telefonsalg.",
        "needed": "Lagrene ved motorvejen, to skolekantiner.",
        "meets": "Lager, varebil, kantine.",
    }
    told: Sequence[tuple[SheetKind, dict[str, str], int]] = (
        (SheetKind.FOUR_R, first, 60),
        (SheetKind.FOUR_R, later, 12),
        (SheetKind.CAN_WANTS_NEEDED, meets, 60),
    )
    for kind, texts, days in told:
        at = noon(made.today - timedelta(days=days))
        save_sheet(citizen=made.citizen, kind=kind, texts=texts, revision=0, now=at, by=made.by)
