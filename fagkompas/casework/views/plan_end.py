"""A plan that ends, the plans before the one that holds, and one that was ended by mistake."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.casework.actions.plans import end_plan, take_up_plan
from fagkompas.casework.case_reading import read_version
from fagkompas.casework.forms.plans import EndPlanForm
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.permissions.plans import load_earlier
from fagkompas.casework.plan_copies import copies
from fagkompas.casework.views.opening import PLAN_READ, opened, to_change
from fagkompas.casework.wording.plans import sentence
from fagkompas.citizens.permissions import may_change
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.telling import told


@require_http_methods(["GET", "POST"])
def plan_end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Why it ends: the goal is reached, or another way is needed."""
    person, citizen = to_change(request, uuid, PLAN_READ)
    plan = active_plan(citizen)
    if plan is None:  # The button was pressed twice.
        return redirect("casework:plan", uuid)
    form = EndPlanForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            end_plan(plan=plan, why=given["why"], traces_read=given["traces_read"], now=timezone.now(), by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The plan is ended. It stands among the earlier plans."))
            return redirect("casework:plan", uuid)
    shown = {"citizen": citizen, "plan": plan, "form": form, "back_url": reverse("casework:plan", args=[uuid])}
    return render(request, "casework/plan_end.html", shown, status=422 if form.errors else 200)


@require_safe
def plan_earlier(request: HttpRequest, uuid: UUID, plan: UUID) -> HttpResponse:
    """What it said when it ended; `?udgave=2` as it was published before."""
    person, citizen = opened(request, uuid, PLAN_READ)
    earlier = load_earlier(citizen, plan)
    versions = list(earlier.versions.select_related("by"))
    asked = request.GET.get("udgave", "")
    version = next((one for one in versions if str(one.number) == asked), versions[0] if not asked else None)
    if version is None:
        raise Http404
    content, unread = read_version(version)
    shown = {
        "citizen": citizen,
        "plan": earlier,
        "versions": versions,
        "version": version,
        "copies": copies(content) if content else [],
        "unread_plan": unread,
        "may_take_up": may_change(person, citizen) and not citizen.is_closed and active_plan(citizen) is None,
        "back_url": reverse("casework:plan", args=[uuid]),
    }
    return render(request, "casework/plan_earlier.html", shown)


@require_POST
def plan_take_up(request: HttpRequest, uuid: UUID, plan: UUID) -> HttpResponse:
    """It was ended by mistake."""
    person, citizen = to_change(request, uuid, PLAN_READ)
    earlier = load_earlier(citizen, plan)
    said = _("The plan holds again.")
    told(request, lambda: take_up_plan(plan=earlier, by=person), said, sentence=sentence)
    return redirect("casework:plan", uuid)
