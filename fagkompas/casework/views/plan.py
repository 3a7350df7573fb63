"""The plan on its page and on paper: goal, what it says, job tracks, agreements, activities, and what can be copied."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagkompas.casework.actions import plan_parts
from fagkompas.casework.case_reading import read_tracks, since_last
from fagkompas.casework.models import CasePlan, TrackAgreement
from fagkompas.casework.permissions import active_plan, load_plan
from fagkompas.casework.permissions.plans import load_consideration
from fagkompas.casework.plan_content import content_of, standing_agreements
from fagkompas.casework.plan_copies import Field, copies, text_of
from fagkompas.casework.views.goal import may_take_back
from fagkompas.casework.views.opening import PLAN_READ, opened, plan_to_change
from fagkompas.casework.wording.plans import GOAL_KINDS, sentence
from fagkompas.citizens.target_groups import target_group
from fagkompas.citizens.views.frame import case_frame
from fagkompas.engine.scales import GoalKind
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.telling import told

VERSIONS_SHOWN = 3
CHANGES_SHOWN = 6


@require_safe
def plan_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The plan as it stands, and what can be done with it."""
    person, citizen = opened(request, uuid, PLAN_READ)
    plan, today = active_plan(citizen), timezone.localdate()
    frame = case_frame(person, citizen, "casework:plan")
    frame["may_write"] = frame["may_change"] and not citizen.is_closed
    frame["earlier"] = list(CasePlan.objects.ended().filter(citizen=citizen).select_related("occupation"))
    if plan is None:
        return render(request, "casework/plan_none.html", frame)
    plan.citizen = citizen
    versions = list(plan.versions.select_related("by")[: VERSIONS_SHOWN + 1])
    return render(
        request,
        "casework/plan.html",
        frame
        | shown_goal(request, plan)
        | {
            "today": today,
            "tracks": read_tracks(plan, today),
            "considerations": list(plan.considerations.standing()),
            "withdrawn": list(plan.considerations.withdrawn()),
            "agreements": shown_agreements(plan),
            "activities": list(plan.activities.select_related("track__occupation")),
            **shown_since(plan, today),
            "versions": versions[:VERSIONS_SHOWN],
            "has_more_versions": len(versions) > VERSIONS_SHOWN,
            "copies": copies(content_of(plan, today)),
            "unread_plan": unread_in(*plan.considerations.standing()),
            "search_expected": _expected_search(plan),
        },
    )


@require_safe
def plan_print(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The plan on A4, for the citizen."""
    _person, citizen = opened(request, uuid, PLAN_READ)
    plan, today = load_plan(citizen), timezone.localdate()
    content = content_of(plan, today)
    tracks = [
        (track, [one for one in content.agreements if one.track == track.key and one.state == "open"])
        for track in content.tracks
    ]
    keys = {track.key for track in content.tracks}
    shown = {
        "citizen": citizen,
        "plan": plan,
        "content": content,
        "goal_kind": GOAL_KINDS[content.goal_kind],
        "tracks": tracks,
        "agreements": [one for one in content.agreements if one.track not in keys and one.state == "open"],
        "today": today,
    }
    return render(request, "casework/plan_print.html", shown)


@require_safe
def plan_text(request: HttpRequest, uuid: UUID, field: str) -> HttpResponse:
    """One of the four fields as plain text, to mark and copy where there are no scripts."""
    _person, citizen = opened(request, uuid, PLAN_READ, part_of=PLAN_READ)
    asked = next((one for one in Field if one.value == field), None)
    if asked is None:
        raise Http404
    text = text_of(content_of(load_plan(citizen), timezone.localdate()), asked)
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


@require_POST
def consideration_withdraw(request: HttpRequest, uuid: UUID, consideration: UUID) -> HttpResponse:
    """The citizen has taken it back."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    one = load_consideration(plan, consideration)
    said = _("The consideration is withdrawn. It is in no plan and no copy from now on.")
    today = timezone.localdate()
    told(
        request,
        lambda: plan_parts.withdraw_consideration(consideration=one, today=today, by=person),
        said,
        sentence=sentence,
    )
    return redirect("casework:plan", uuid)


# What pages show


def shown_goal(request: HttpRequest, plan: CasePlan) -> dict[str, Any]:
    """The goal with its kind in words."""
    may_undo = may_take_back(request, plan)
    return {"plan": plan, "goal_kind": GOAL_KINDS[GoalKind(plan.goal_kind)], "may_take_goal_back": may_undo}


def shown_since(plan: CasePlan, today: date) -> dict[str, Any]:
    """What is otherwise than in the newest version, the first few in a line each."""
    since = since_last(plan, today)
    changes = [(part.heading, change) for part in since.parts for change in part.changes]
    more = max(0, len(changes) - CHANGES_SHOWN)
    return {"since": since, "changes": changes[:CHANGES_SHOWN], "more_changes": more}


def shown_agreements(plan: CasePlan) -> list[dict[str, Any]]:
    """Those that stand now, each with the job track that it is about. Two queries."""
    agreements = standing_agreements(plan)
    links = TrackAgreement.objects.filter(agreement__in=agreements, track__plan=plan).select_related(
        "track__occupation"
    )
    about = {link.agreement_id: link.track for link in links.order_by("pk")}
    today = timezone.localdate()
    return [{"agreement": one, "track": about.get(one.pk), "is_late": one.is_overdue_on(today)} for one in agreements]


def _expected_search(plan: CasePlan) -> int | None:
    """What is asked of the citizen's target group; None where nothing is."""
    try:
        terms = target_group(plan.citizen.target_group).terms_on(timezone.localdate())
    except KeyError:
        return None
    return terms.search_per_week if terms else None
