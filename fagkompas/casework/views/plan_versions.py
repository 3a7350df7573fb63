"""Publish the plan, look at what was published, and see what differs between any two versions."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.casework.actions.plans import publish_plan
from fagkompas.casework.case_reading import read_version, since_last
from fagkompas.casework.forms.plans import PublishForm
from fagkompas.casework.models import CasePlan
from fagkompas.casework.permissions import load_plan
from fagkompas.casework.permissions.plans import load_version
from fagkompas.casework.plan_content import PlanContent, content_of, fingerprint
from fagkompas.casework.plan_copies import copies
from fagkompas.casework.plan_differences import differences
from fagkompas.casework.views.opening import PLAN_READ, opened, plan_to_change
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.together import ChangedMeanwhile

NOW = 0
"""What the plan as it stands is called among the numbers of versions."""


@require_http_methods(["GET", "POST"])
def plan_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look at what is new, say why, and publish."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    now = fingerprint(content_of(plan, timezone.localdate()))
    form, status = PublishForm(posted(request), initial={"shown": now}), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            version = publish_plan(
                plan=plan,
                why=given["why"],
                shown=given["shown"],
                traces_read=given["traces_read"],
                now=timezone.now(),
                by=person,
                key=given["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        except ChangedMeanwhile:
            messages.info(
                request, _("Somebody has changed the plan meanwhile. Look at it again before you publish it.")
            )
            form, status = PublishForm(initial={"shown": now, "why": given["why"]}), HTTPStatus.CONFLICT
        else:
            messages.success(request, _("The plan is published as version %(number)s.") % {"number": version.number})
            return redirect("casework:plan", uuid)
    shown = {
        "citizen": plan.citizen,
        "plan": plan,
        "form": form,
        "since": since_last(plan, timezone.localdate()),
        "back_url": reverse("casework:plan", args=[uuid]),
    }
    return render(request, "casework/plan_publish.html", shown, status=422 if form.errors else status)


@require_safe
def plan_versions(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All versions, and two of them to compare: `?fra=1&til=2`; `til=0` is the plan as it stands."""
    _person, citizen = opened(request, uuid, PLAN_READ)
    plan = load_plan(citizen)
    versions = list(plan.versions.select_related("by"))
    numbers = [version.number for version in versions]
    newest = numbers[0] if numbers else NOW
    first = _number(request.GET.get("fra", ""), numbers, newest)
    last = _number(request.GET.get("til", ""), [*numbers, NOW], NOW)
    before, unread_before = _content(plan, first)
    after, unread_after = _content(plan, last)
    shown = {
        "citizen": citizen,
        "plan": plan,
        "versions": versions,
        "first": first,
        "last": last,
        "parts": differences(before, after) if before and after else [],
        "unread_plan": unread_before or unread_after,
        "back_url": reverse("casework:plan", args=[uuid]),
    }
    return render(request, "casework/plan_versions.html", shown)


@require_safe
def plan_version(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """One version as it was published, in the words of its four fields."""
    _person, citizen = opened(request, uuid, PLAN_READ)
    plan = load_plan(citizen)
    version = load_version(plan, number)
    content, unread = read_version(version)
    shown = {
        "citizen": citizen,
        "version": version,
        "copies": copies(content) if content else [],
        "unread_plan": unread,
        "back_url": reverse("casework:plan_versions", args=[uuid]),
    }
    return render(request, "casework/plan_version.html", shown)


def _content(plan: CasePlan, number: int) -> tuple[PlanContent | None, str]:
    if number == NOW:
        return content_of(plan, timezone.localdate()), ""
    return read_version(load_version(plan, number))


def _number(asked: str, known: list[int], otherwise: int) -> int:
    return int(asked) if asked.isdecimal() and int(asked[:9]) in known else otherwise
