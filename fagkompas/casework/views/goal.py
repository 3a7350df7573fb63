"""The goal is followed up with one button, and that is taken back with another; both stay on the page where they are pressed."""

from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.casework.actions.plans import follow_up_goal, take_goal_follow_up_back
from fagkompas.casework.models import CasePlan
from fagkompas.casework.views.opening import PLAN_READ, plan_to_change
from fagkompas.casework.wording.plans import sentence
from fagkompas.toolkit.telling import told

NOTED: Final = "casework goal followed up"
"""In the session: whoever noted it may take it back."""


@require_POST
def goal_followed_up(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The goal was talked about today, and it stands."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    today, before = timezone.localdate(), plan.followed_up_on
    said = _("The goal is followed up today.")
    is_noted = told(
        request, lambda: follow_up_goal(plan=plan, on=today, today=today, by=person), said, sentence=sentence
    )
    # Pressed twice it is noted once: the day before it is the one that stood there first.
    if is_noted and before != today:
        request.session[NOTED] = {"plan": str(plan.uuid), "on": str(today), "before": str(before or "")}
    return _back(request, uuid)


@require_POST
def goal_follow_up_taken_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It was pressed by mistake: the day before it stands again."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    if may_take_back(request, plan):
        noted = request.session.pop(NOTED)
        on, before = date.fromisoformat(noted["on"]), noted["before"]
        day = date.fromisoformat(before) if before else None
        said = _("It is taken back. The goal is as it was.")
        told(
            request,
            lambda: take_goal_follow_up_back(plan=plan, on=on, before=day, by=person),
            said,
            sentence=sentence,
        )
    return _back(request, uuid)


def may_take_back(request: HttpRequest, plan: CasePlan) -> bool:
    """Whether whoever looks noted it, and nobody has noted another day since."""
    noted: dict[str, str] = request.session.get(NOTED, {})
    return noted.get("plan") == str(plan.uuid) and noted.get("on") == str(plan.followed_up_on)


def _back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return redirect("citizens:citizen" if request.POST.get("page") == "overview" else "casework:plan", uuid)
