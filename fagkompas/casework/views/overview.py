"""The citizen on one page: goal, three tracks side by side, what is due, the next conversation, and what changed since last."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.casework.case_reading import next_conversation, read_tracks
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.views.opening import opened
from fagkompas.casework.views.plan import shown_agreements, shown_goal, shown_since
from fagkompas.citizens.views.frame import OPENED, case_frame
from fagkompas.toolkit.pages import panel_url


@require_safe
def overview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """As a part of the citizen's page, or by itself."""
    person, citizen = opened(request, uuid, OPENED, part_of=OPENED)
    plan, now = active_plan(citizen), timezone.now()
    today = timezone.localdate(now)
    frame = case_frame(person, citizen, "citizens:citizen")
    shown = frame | {
        "may_write": frame["may_change"] and not citizen.is_closed,
        "plan": plan,
        "today": today,
        "next_conversation": next_conversation(citizen, now),
        "plan_conversation_url": panel_url("conversations:new", citizen.uuid),
        "findings_url": panel_url("casework:findings_panel", citizen.uuid),
    }
    if plan is not None:
        plan.citizen = citizen
        shown |= shown_goal(request, plan) | {
            "tracks": read_tracks(plan, today),
            "agreements": [one for one in shown_agreements(plan) if one["agreement"].is_open],
            **shown_since(plan, today),
        }
    template = "casework/overview.html#overview" if "HX-Request" in request.headers else "casework/overview.html"
    return render(request, template, shown)
