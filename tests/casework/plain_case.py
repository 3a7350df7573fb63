"""A citizen's case read the plain way: row by row, by what the models say of themselves. What the fast way is held against."""

from datetime import date

from django.utils import timezone

from fagkompas.casework.cv_reading import read_cv, to_consistency, wishes_in
from fagkompas.casework.models import CasePlan, LogRequirement, Track
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Agreement, ConversationState
from fagkompas.conversations.smart_words import words_for
from fagkompas.engine import consistency as engine
from fagkompas.engine import smart
from fagkompas.engine.scales import Demand, DemandSource, GoalKind


def plain_case(citizen: Citizen, today: date) -> engine.Case:
    """Many queries."""
    plan = citizen.plans.filter(ended_on=None).first()
    requirement = LogRequirement.objects.filter(citizen=citizen).first()
    cv = read_cv(citizen, "da")
    wishes = wishes_in({one.code: one.entries for one in citizen.cv_sections.all()})
    held = citizen.conversations.filter(state=ConversationState.HELD)
    return engine.Case(
        target_group=citizen.target_group,
        goal=_goal(plan) if plan and plan.has_goal else None,
        tracks=tuple(_track(one) for one in plan.tracks.filter(ended_on=None)) if plan else (),
        has_fewer_tracks_reason=bool(plan and plan.fewer_tracks_reason),
        agreements=tuple(_agreement(one) for one in citizen.agreements.filter(state="open")),
        activities=tuple(
            engine.Activity(
                key=str(one.uuid),
                title=one.title,
                starts_on=one.from_on,
                ends_on=one.to_on,
                has_purpose=bool(one.purpose),
                track=str(one.track.uuid) if one.track else None,
                needs_vitas=one.is_due_in_vitas,
                vitas=frozenset(
                    {engine.Vitas.NUMBER for _n in [1] if one.vitas_no}
                    | {engine.Vitas.STATUS for _n in [1] if one.vitas_status}
                ),
            )
            for one in (plan.activities.all() if plan else ())
        ),
        plan_published_on=plan.published_on if plan else None,
        conversations=tuple(timezone.localdate(one.began_at or one.planned_at) for one in held),
        search=engine.Search(
            in_plan=plan.search_per_week if plan else None,
            in_log=requirement.per_week if requirement else None,
            since=plan.search_since if plan else None,
        ),
        log=tuple(
            engine.LogEntry(
                applied_on=one.applied_on,
                track=str(one.track.uuid) if one.track else None,
                occupation=one.occupation.isco4 if one.occupation else None,
            )
            for one in citizen.job_log.all()
        ),
        cv=to_consistency(cv.as_engine, cv.review),
        wishes=None if wishes is None else tuple(engine.Wish(title=title) for title in wishes),
        has_protected_address=citizen.is_protected,
        placements=tuple(
            engine.Placement(
                key=str(one.uuid),
                company=one.company.name,
                starts_on=one.from_on,
                ends_on=one.to_on,
                followed_up_on=one.followed_up_on,
            )
            for one in citizen.placements.all()
            if not one.is_over_on(today)
        ),
    )


def due_day(citizen: Citizen) -> date | None:
    """The first of the days of open agreements and of jobs to ask about."""
    waiting = citizen.job_log.filter(result="waiting", followed_up_on=None)
    days = [*(one.due_on for one in citizen.agreements.filter(state="open")), *(one.follow_up_on for one in waiting)]
    return min((day for day in days if day), default=None)


def next_day(citizen: Citizen, today: date) -> date | None:
    """Of the conversation that is under way, else of the first that is planned."""
    if citizen.conversations.filter(state=ConversationState.UNDER_WAY).exists():
        return today
    planned = citizen.conversations.filter(state=ConversationState.PLANNED)
    days = [timezone.localdate(one.planned_at) for one in planned]
    return min((day for day in days if day >= today), default=None)


def _goal(plan: CasePlan) -> engine.Goal:
    return engine.Goal(
        kind=GoalKind(plan.goal_kind),
        title=plan.written_goal,
        occupation=plan.occupation.isco4 if plan.occupation else None,
        has_reason=bool(plan.reason),
        set_on=plan.goal_set_on,
        followed_up_on=plan.followed_up_on,
    )


def _track(track: Track) -> engine.Track:
    texts = {engine.Ground.CAN: track.can, engine.Ground.WANTS: track.wants, engine.Ground.NEEDED: track.needed}
    planned = {
        engine.PlanOfTrack.STRATEGY: track.strategy,
        engine.PlanOfTrack.COMPANIES: track.companies,
        engine.PlanOfTrack.DATE: track.apply_by,
    }
    return engine.Track(
        key=str(track.uuid),
        title=track.written_name,
        occupation=track.isco4 or None,
        opened_on=track.began_on,
        is_education=track.is_education,
        justified=frozenset(ground for ground, text in texts.items() if text),
        demand=tuple(
            engine.DemandNote(
                level=Demand(one.level),
                source=DemandSource(one.source),
                noted_on=one.on,
                has_reason=bool(one.why_anyway),
                place=one.pk,
            )
            for one in track.demand.order_by("on", "pk")
        ),
        planned=frozenset(part for part, said in planned.items() if said),
        skills=tuple(track.skills),
    )


def _agreement(agreement: Agreement) -> engine.Agreement:
    made_on = timezone.localdate(agreement.created_at)
    said = smart.Agreement(
        what=agreement.what,
        measure=agreement.measure,
        why=agreement.why,
        in_own_control=agreement.own_control,
        confidence=agreement.confidence,
        due_on=agreement.due_on,
        by_citizen=agreement.who == "citizen",
    )
    link = getattr(agreement, "of_track", None)
    return engine.Agreement(
        key=str(agreement.uuid),
        what=agreement.what,
        made_on=made_on,
        due_on=agreement.due_on,
        weak=tuple({one.criterion for one in smart.check(said, words_for(said.what, said.measure, said.why), made_on)}),
        tracks=(str(link.track.uuid),) if link else (),
        followed_up_on=agreement.followed_up_on,
    )
