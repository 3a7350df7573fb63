"""Write the plan: goal and description, considerations, activities. Two people at once lose nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import plan_parts, plans
from fagkompas.casework.forms.plans import (
    ActivityForm,
    ConsiderationForm,
    NewActivityForm,
    PlanForm,
    typed_of_activity,
    typed_of_plan,
)
from fagkompas.casework.models import Activity, CasePlan
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.permissions.plans import load_activity
from fagkompas.casework.views.opening import PLAN_READ, plan_to_change, seen_revision, to_change
from fagkompas.casework.views.together import OccupationText
from fagkompas.casework.wording.plans import sentence
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.target_groups import target_group
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import SavedNow, Sheet, opened_twins, page_or_autosave

GOAL: Final = ("goal_kind", "occupation", "goal_title")


@dataclass(frozen=True, kw_only=True)
class PlanSheet(Sheet[PlanForm]):
    """The goal and what the plan says, before and after there is one."""

    citizen: Citizen
    person: Employee
    traces_read: str
    start: Mapping[str, str]
    titles: OccupationText = field(default_factory=OccupationText)

    def is_field(self, name: str) -> bool:
        """All of the form but the answer to its warning."""
        return name in PlanForm.base_fields and name != "traces_read"

    def is_choice(self, name: str) -> bool:
        """The kind of goal."""
        return name == "goal_kind"

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """The occupation by its title."""
        return self.titles.posted(request.POST.dict())

    def waits(self, changed: Collection[str]) -> Collection[str]:
        """The goal: half a title is none. And what is written of a new one does not stand beside the old.

        The number of jobs: since when it is asked for is noted when it changes, which half a number is not.
        """
        goal = {*GOAL} & {*changed}
        beside = {"search_per_week", "reason"} if goal else {"search_per_week"}
        return goal | (beside & {*changed})

    @property
    def waiting_words(self) -> str:
        """See `waits`."""
        return _("The goal, why it is that, and the number of jobs are saved when you press “Save”.")

    def now(self) -> SavedNow:
        """One query."""
        plan = active_plan(self.citizen)
        self.titles.saved(plan.occupation if plan else None)
        by_another = plan is not None and plan.saved_by_id != self.person.pk
        return SavedNow(texts=typed_of_plan(plan), revision=plan.revision if plan else 0, by_another=by_another)

    def form(self, data: Mapping[str, str], now: SavedNow) -> PlanForm:
        """What was typed and saved, together; without anything typed, as it is saved, or as a new plan starts."""
        if not data:
            return PlanForm(initial=self.titles.as_shown(now.texts or self.start))
        return PlanForm(self.titles.as_sent(data) | {"traces_read": self.traces_read}, saved=now.texts)

    def keep(self, form: PlanForm, revision: int) -> int:
        """All of it."""
        return plans.save_plan(
            citizen=self.citizen,
            given=form.given(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            now=timezone.now(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The goal, why, and how to get there."""
    person, citizen = to_change(request, uuid, PLAN_READ)
    page_url = reverse("casework:plan", args=[uuid])
    sheet = PlanSheet(
        citizen=citizen, person=person, traces_read=request.POST.get("traces_read", ""), start=_start(citizen)
    )
    page = page_or_autosave(request, sheet, done=_("The plan is saved."), next_url=page_url)
    if isinstance(page, HttpResponse):
        return page
    shown = {
        "citizen": citizen,
        "form": page.form,
        "opened": opened_twins(page.texts),
        "is_new": not page.texts,
        "back_url": page_url,
    }
    return render(request, "casework/plan_edit.html", shown, status=422 if page.form.errors else 200)


@require_http_methods(["GET", "POST"])
def consideration_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What work has to take into account, in words that the citizen has approved."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    form = ConsiderationForm(posted(request), initial={"approved_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan_parts.approve_consideration(
                plan=plan,
                text=given["text"],
                approved_on=given["approved_on"],
                how=given["how"],
                traces_read=given["traces_read"],
                now=timezone.now(),
                key=given["key"],
                by=person,
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The consideration is in the plan."))
            return redirect("casework:plan", uuid)
    shown = {"citizen": plan.citizen, "form": form, "back_url": reverse("casework:plan", args=[uuid])}
    return render(request, "casework/consideration.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def activity_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Something more to take part in."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    form = NewActivityForm(posted(request), tracks=plan.tracks.open())
    if request.method == "POST" and form.is_valid():
        try:
            plan_parts.add_activity(
                plan=plan,
                given=form.given(),
                traces_read=form.cleaned_data["traces_read"],
                by=person,
                key=form.cleaned_data["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The activity is in the plan."))
            return redirect("casework:plan", uuid)
    return render(request, "casework/activity.html", _activity_page(plan, form), status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class ActivitySheet(Sheet[ActivityForm]):
    """An activity that is there."""

    plan: CasePlan
    activity: Activity
    person: Employee
    traces_read: str

    def is_field(self, name: str) -> bool:
        """All of the form but the answer to its warning."""
        return name in ActivityForm.base_fields and name != "traces_read"

    def now(self) -> SavedNow:
        """One query."""
        held = load_activity(self.plan, self.activity.uuid)
        return SavedNow(texts=typed_of_activity(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> ActivityForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        tracks = self.plan.tracks.all().to_choose(self.activity.track_id)
        if not data:
            return ActivityForm(tracks=tracks, initial=dict(now.texts))
        return ActivityForm({**data, "traces_read": self.traces_read}, tracks=tracks, saved=now.texts)

    def keep(self, form: ActivityForm, revision: int) -> int:
        """All of it."""
        return plan_parts.change_activity(
            activity=self.activity,
            given=form.given(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def activity_edit(request: HttpRequest, uuid: UUID, activity: UUID) -> HttpResponse:
    """Another purpose, other days, or how far VITAS is."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    one = load_activity(plan, activity)
    sheet = ActivitySheet(plan=plan, activity=one, person=person, traces_read=request.POST.get("traces_read", ""))
    page_url = reverse("casework:plan", args=[uuid])
    page = page_or_autosave(request, sheet, done=_("The activity is changed."), next_url=page_url)
    if isinstance(page, HttpResponse):
        return page
    shown = _activity_page(plan, page.form) | {"activity": one, "opened": opened_twins(page.texts)}
    return render(request, "casework/activity.html", shown, status=422 if page.form.errors else 200)


@require_POST
def activity_remove(request: HttpRequest, uuid: UUID, activity: UUID) -> HttpResponse:
    """It was written by mistake, or came to nothing."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    one = plan.activities.filter(uuid=activity).first()
    if one is None:  # The button was pressed twice.
        return redirect("casework:plan", uuid)
    said, seen = _("The activity is out of the plan."), seen_revision(request)
    told(request, lambda: plan_parts.remove_activity(activity=one, revision=seen, by=person), said, sentence=sentence)
    return redirect("casework:plan", uuid)


def _activity_page(plan: CasePlan, form: ActivityForm) -> dict[str, object]:
    return {
        "citizen": plan.citizen,
        "form": form,
        "opened": [],
        "activity": None,
        "back_url": reverse("casework:plan", args=[plan.citizen.uuid]),
    }


def _start(citizen: Citizen) -> dict[str, str]:
    """What a new plan starts with: the first kind of goal of the target group, and the jobs a week that it is asked for."""
    try:
        terms = target_group(citizen.target_group).terms_on(timezone.localdate())
    except KeyError:
        terms = None
    if terms is None:
        return {}
    search = "" if terms.search_per_week is None else str(terms.search_per_week)
    return {"goal_kind": terms.goal_kinds[0].value, "search_per_week": search}
