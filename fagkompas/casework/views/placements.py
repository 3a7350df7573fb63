"""Placements: the list, one with its tasks and curves, and what is written about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import placements as actions
from fagkompas.casework.figures.placements import seen_in_words, task_figure, task_in_words
from fagkompas.casework.forms.placements import (
    BeginForm,
    ChangeForm,
    NewTaskForm,
    TaskForm,
    typed_of_placement,
    typed_of_task,
)
from fagkompas.casework.models import Placement, PlacementTask
from fagkompas.casework.permissions.placements import load_placement, load_task, may_name_to
from fagkompas.casework.placement_reading import ReadTask, read_of, read_placement
from fagkompas.casework.views.opening import opened_towards_work, seen_revision, to_change_towards_work
from fagkompas.casework.wording.placements import hours, sentence
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import may_change_towards_work
from fagkompas.citizens.views.frame import case_frame
from fagkompas.engine.errors import BadInput
from fagkompas.engine.progression import Seen
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.once import OnceForm
from fagkompas.toolkit.telling import tell_problems, told
from fagkompas.toolkit.together import SavedNow, Sheet, on_page, opened_twins

PLACEMENTS_READ: Final = "casework.placements.read"


@require_safe
def placements(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The citizen's placements, the newest first."""
    person, citizen = opened_towards_work(request, uuid, PLACEMENTS_READ)
    today = timezone.localdate()
    rows = list(citizen.placements.select_related("company").prefetch_related("tasks__ratings__agreed"))
    shown = [_listed(row, today) for row in rows]
    frame = _frame(person, citizen)
    return render(request, "casework/placements.html", frame | {"placements": shown, "today": today})


@require_safe
def placement(request: HttpRequest, uuid: UUID, placement: UUID) -> HttpResponse:
    """One: how far the paid hours are, each task with its curve, and what to do next."""
    person, citizen = opened_towards_work(request, uuid, PLACEMENTS_READ)
    one, today = load_placement(citizen, placement), timezone.localdate()
    read = read_placement(one, today)
    shown = {
        "one": one,
        "read": read,
        "tasks": [_shown_task(task) for task in read.tasks],
        "hours": _hours(read.progress),
        "may_name": may_name_to(one),
        "talk": OnceForm(),
        "today": today,
    }
    return render(request, "casework/placement.html", _frame(person, citizen) | shown)


@require_safe
def placement_print(request: HttpRequest, uuid: UUID, placement: UUID) -> HttpResponse:
    """On A4 for the company: without the citizen's name until the citizen has said yes to that."""
    _person, citizen = opened_towards_work(request, uuid, PLACEMENTS_READ)
    one, today = load_placement(citizen, placement), timezone.localdate()
    read = read_placement(one, today)
    shown = {
        "citizen": citizen,
        "one": one,
        "read": read,
        "tasks": [_shown_task(task) for task in read.tasks],
        "hours": _hours(read.progress),
        "may_name": may_name_to(one),
        "today": today,
    }
    return render(request, "casework/placement_print.html", shown)


@require_http_methods(["GET", "POST"])
def placement_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A company, as what, when, and the paid hours that one aims for."""
    person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    form = BeginForm(posted(request), root_id=citizen.root_id, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_placement(
                citizen=citizen,
                company=form.cleaned_data["company"],
                given=form.given(),
                now=timezone.now(),
                by=person,
                key=form.cleaned_data["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The placement is there. Write its most important tasks."))
            return redirect("casework:placement_task_new", uuid, made.uuid)
    shown = {
        "citizen": citizen,
        "form": form,
        "opened": [],
        "one": None,
        "back_url": reverse("casework:placements", args=[uuid]),
    }
    return render(request, "casework/placement_edit.html", shown, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class PlacementSheet(Sheet[ChangeForm]):
    """A placement that is there."""

    citizen: Citizen
    placement: Placement
    person: Employee

    def is_field(self, name: str) -> bool:
        """All of the form."""
        return name in ChangeForm.base_fields

    def now(self) -> SavedNow:
        """One query."""
        held = load_placement(self.citizen, self.placement.uuid)
        return SavedNow(texts=typed_of_placement(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> ChangeForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return ChangeForm(data) if data else ChangeForm(initial=dict(now.texts))

    def keep(self, form: ChangeForm, revision: int) -> int:
        """All of it."""
        return actions.change_placement(
            placement=self.placement,
            given=form.given(),
            revision=revision,
            today=timezone.localdate(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def placement_edit(request: HttpRequest, uuid: UUID, placement: UUID) -> HttpResponse:
    """Other days, hours or kind."""
    person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    one = load_placement(citizen, placement)
    next_url = reverse("casework:placement", args=[uuid, placement])
    sheet = PlacementSheet(citizen=citizen, placement=one, person=person)
    page = on_page(request, sheet, done=_("The placement is saved."), save_url=request.path, next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    shown = {
        "citizen": citizen,
        "form": page.form,
        "opened": opened_twins(page.texts),
        "one": one,
        "back_url": next_url,
    }
    return render(request, "casework/placement_edit.html", shown, status=422 if page.form.errors else 200)


@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, uuid: UUID, placement: UUID) -> HttpResponse:
    """One more task."""
    person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    one = load_placement(citizen, placement)
    form = NewTaskForm(posted(request), initial={"paid_minutes": 0})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_task(
                placement=one,
                given=form.given(),
                traces_read=form.cleaned_data["traces_read"],
                by=person,
                key=form.cleaned_data["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The task is there."))
            again = "again" in request.POST
            return redirect("casework:placement_task_new" if again else "casework:placement", uuid, placement)
    return _task_page(request, one, form, [], None)


@dataclass(frozen=True, kw_only=True)
class TaskSheet(Sheet[TaskForm]):
    """A task that is there."""

    placement: Placement
    task: PlacementTask
    person: Employee
    traces_read: str

    def is_field(self, name: str) -> bool:
        """All of the form but the answer to its warning."""
        return name in TaskForm.base_fields and name != "traces_read"

    def now(self) -> SavedNow:
        """One query."""
        held = load_task(self.placement, self.task.uuid)
        return SavedNow(texts=typed_of_task(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> TaskForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return TaskForm({**data, "traces_read": self.traces_read}) if data else TaskForm(initial=dict(now.texts))

    def keep(self, form: TaskForm, revision: int) -> int:
        """All of it."""
        return actions.change_task(
            task=self.task,
            given=form.given(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, uuid: UUID, placement: UUID, task: UUID) -> HttpResponse:
    """Its name, its minutes, and how they are divided into paid and training."""
    person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    one = load_placement(citizen, placement)
    held = load_task(one, task)
    next_url = reverse("casework:placement", args=[uuid, placement])
    sheet = TaskSheet(placement=one, task=held, person=person, traces_read=request.POST.get("traces_read", ""))
    page = on_page(request, sheet, done=_("The task is saved."), save_url=request.path, next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    return _task_page(request, one, page.form, opened_twins(page.texts), held)


@require_POST
def task_end(request: HttpRequest, uuid: UUID, placement: UUID, task: UUID) -> HttpResponse:
    """It is done no more."""
    person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    held = load_placement(citizen, placement).tasks.filter(uuid=task).select_related("placement").first()
    if held is None:  # The button was pressed twice.
        return redirect("casework:placement", uuid, placement)
    today, said, seen = timezone.localdate(), _("The task is ended."), seen_revision(request)
    told(request, lambda: actions.end_task(task=held, revision=seen, today=today, by=person), said, sentence=sentence)
    return redirect("casework:placement", uuid, placement)


@require_POST
def placement_talk(request: HttpRequest, uuid: UUID, placement: UUID) -> HttpResponse:
    """A conversation about it, prepared with what is ready to be paid."""
    person, citizen = to_change_towards_work(request, uuid, PLACEMENTS_READ)
    one, now = load_placement(citizen, placement), timezone.now()
    progress = read_placement(one, timezone.localdate(now)).progress
    try:
        once = OnceForm(request.POST)
        once.is_valid()
        key = once.cleaned_data["key"]
        made = actions.plan_talk(placement=one, progress=progress, now=now, by=person, key=key)
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
        return redirect("casework:placement", uuid, placement)
    return redirect("conversations:prepare", made.uuid)


# What pages show


def _frame(person: Employee, citizen: Citizen) -> dict[str, Any]:
    frame = case_frame(person, citizen, "casework:placements")
    return frame | {"may_write": may_change_towards_work(person, citizen) and not citizen.is_closed}


def _listed(row: Placement, today: Any) -> dict[str, Any]:
    read = read_of(row, list(row.tasks.all()), today)
    return {"one": row, "hours": _hours(read.progress), "is_over": row.is_over_on(today), "read": read}


def _hours(progress: Any) -> Mapping[str, str]:
    """The sums in hours and words."""
    sums = ("expected", "paid", "training", "ready", "missing")
    return {name: hours(getattr(progress, name)) for name in sums}


def _shown_task(read: ReadTask) -> dict[str, Any]:
    return {
        "read": read,
        "figure": task_figure(read.as_engine),
        "says": task_in_words(read.as_engine),
        "curves": [seen_in_words(seen) for seen in Seen],
        "last": [(seen_in_words(seen), read.last(seen)) for seen in Seen],
        "next": next((one for one in reversed(read.ratings) if one.agreement), None),
    }


def _task_page(
    request: HttpRequest, one: Placement, form: TaskForm, opened: list[tuple[str, str]], task: PlacementTask | None
) -> HttpResponse:
    shown = {
        "citizen": one.citizen,
        "one": one,
        "form": form,
        "opened": opened,
        "task": task,
        "back_url": reverse("casework:placement", args=[one.citizen.uuid, one.uuid]),
    }
    return render(request, "casework/placement_task.html", shown, status=422 if form.errors else 200)
