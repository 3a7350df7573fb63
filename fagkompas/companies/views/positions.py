"""A position that is taken apart: its page, its tasks, and what was said in the steps of the wheel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import positions as actions
from fagkompas.companies.forms.positions import (
    NewPositionForm,
    PositionForm,
    PositionTaskForm,
    StepsForm,
    initial_of_task,
)
from fagkompas.companies.models import Position
from fagkompas.companies.permissions import (
    load_company_to_change,
    load_position,
    load_position_task_to_change,
)
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.companies.views.form_page import PLAIN, seen_revision
from fagkompas.companies.views.position_board import shown_board
from fagkompas.companies.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.methods.document import Audience, ModelPart
from fagkompas.methods.in_use import library_of
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import ChangedMeanwhile, SavedNow, Sheet, opened_twins, page_or_autosave

METHOD: Final = "substitution-wheel"


@require_http_methods(["GET", "POST"])
def position_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin with what the company calls it."""
    person = signed_in(request)
    company = load_company_to_change(person, uuid)
    form = NewPositionForm(posted(request), company=company)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            made = actions.begin_position(
                company=company,
                facts=form.facts(),
                at=timezone.now(),
                by=person,
                traces_read=clean["traces_read"],
                key=clean["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return redirect("companies:position", made.uuid)
    note_opening(person, company, part_of=OPENED)
    back_url = reverse("companies:company", args=[company.uuid])
    heading = _("Take a position apart")
    shown = PLAIN | {"company": company, "form": form, "heading": heading, "back_url": back_url}
    return render(request, "companies/form_page.html", shown, status=422 if form.errors else 200)


@require_safe
def position(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The board, one more task, and what one can ask."""
    person = signed_in(request)
    one = load_position(person, uuid)
    note_opening(person, one.company)
    return _page(request, person, one)


@require_http_methods(["GET", "POST"])
def position_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another title, job title or contact."""
    person = signed_in(request)
    one = load_position(person, uuid, to_change=True)
    form = PositionForm(posted(request), company=one.company, position=one)
    back_url, is_meanwhile = reverse("companies:position", args=[one.uuid]), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_position(
                position=one,
                facts=form.facts(),
                revision=seen_revision(request),
                by=person,
                traces_read=form.cleaned_data["traces_read"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("Saved."))
            return redirect(back_url)
    note_opening(person, one.company, part_of=OPENED)
    shown = PLAIN | {
        "company": one.company,
        "position": one,
        "form": form,
        "heading": _("Change the position"),
        "revision": one.revision,
        "is_meanwhile": is_meanwhile,
        "back_url": back_url,
    }
    return render(request, "companies/position_edit.html", shown, status=422 if form.errors or is_meanwhile else 200)


@require_POST
def position_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It was begun by mistake."""
    person = signed_in(request)
    one = load_position(person, uuid, to_change=True)
    said = _("The position is deleted.")
    if told(request, lambda: actions.remove_position(position=one, by=person), said, sentence=sentence):
        return redirect("companies:company", one.company.uuid)
    return redirect("companies:position", one.uuid)


# Tasks


@require_POST
def position_task_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One more task; the form stands ready for the next."""
    person = signed_in(request)
    one = load_position(person, uuid, to_change=True)
    form = PositionTaskForm(request.POST)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            made = actions.add_task(
                position=one, facts=form.task(), by=person, traces_read=clean["traces_read"], key=clean["key"]
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("“%(task)s” is added.") % {"task": made.name})
            return redirect(f"{reverse('companies:position', args=[one.uuid])}#new-task")
    note_opening(person, one.company, part_of=OPENED)
    return _page(request, person, one, task_form=form)


@require_http_methods(["GET", "POST"])
def position_task(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say a task otherwise."""
    person = signed_in(request)
    task = load_position_task_to_change(person, uuid)
    form = PositionTaskForm(posted(request), initial=initial_of_task(task))
    back_url, is_meanwhile = reverse("companies:position", args=[task.of_position.uuid]), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_task(
                task=task,
                facts=form.task(),
                revision=seen_revision(request),
                by=person,
                traces_read=form.cleaned_data["traces_read"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("Saved."))
            return redirect(back_url)
    note_opening(person, task.of_position.company, part_of=OPENED)
    shown = PLAIN | {
        "company": task.of_position.company,
        "form": form,
        "task": task,
        "heading": _("Change the task"),
        "revision": task.of_position.revision,
        "is_meanwhile": is_meanwhile,
        "back_url": back_url,
    }
    status = 422 if form.errors or is_meanwhile else 200
    return render(request, "companies/position_task.html", shown, status=status)


@require_POST
def position_task_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is no task of the position."""
    person = signed_in(request)
    task = load_position_task_to_change(person, uuid)
    actions.remove_task(task=task, by=person)
    messages.success(request, _("The task is removed."))
    return redirect("companies:position", task.of_position.uuid)


# What was said


@dataclass(frozen=True, kw_only=True)
class StepsSheet(Sheet[StepsForm]):
    """What was said in each step."""

    position: Position
    person: Employee
    steps: Mapping[str, str]

    def is_field(self, name: str) -> bool:
        """A box for each step."""
        return name in self.steps

    def now(self) -> SavedNow:
        """One query."""
        held = Position.objects.get(pk=self.position.pk)
        texts = {code: text for code, text in held.notes.items() if code in self.steps}
        return SavedNow(texts=texts, revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> StepsForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        steps, texts = self.steps.items(), dict(now.texts)
        return StepsForm(dict(data), steps=steps, saved=texts) if data else StepsForm(steps=steps, initial=texts)

    def keep(self, form: StepsForm, revision: int) -> int:
        """All boxes."""
        return actions.write_notes(
            position=self.position,
            notes=form.notes(),
            revision=revision,
            by=self.person,
            traces_read=form.cleaned_data["traces_read"],
        ).revision


@require_http_methods(["GET", "POST"])
def position_steps(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The four steps of the wheel with their questions, and what the company said; saved while one types."""
    person = signed_in(request)
    one = load_position(person, uuid, to_change=True)
    parts = _parts(person)
    steps = {part.code: part.name.in_language(get_language() or "da") for part in parts}
    sheet = StepsSheet(position=one, person=person, steps=steps)
    back_url = reverse("companies:position", args=[one.uuid])
    page = page_or_autosave(request, sheet, done=_("Saved."), next_url=back_url)
    if isinstance(page, HttpResponse):
        return page
    note_opening(person, one.company, part_of=OPENED)
    shown = {
        "position": one,
        "company": one.company,
        "form": page.form,
        "steps": [(part, part.said_to(Audience.COMPANY), page.form[part.code]) for part in parts],
        "opened": opened_twins(page.texts),
        "back_url": back_url,
    }
    return render(request, "companies/position_steps.html", shown, status=422 if page.form.errors else 200)


def _parts(person: Employee) -> tuple[ModelPart, ...]:
    kept = library_of(person.root_id).get(METHOD)
    return kept.method.parts if kept else ()


def _page(
    request: HttpRequest, person: Employee, one: Position, *, task_form: PositionTaskForm | None = None
) -> HttpResponse:
    shown = shown_board(person, one) | {
        "company": one.company,
        "task_form": task_form or PositionTaskForm(),
        "steps": [(part, part.said_to(Audience.COMPANY), one.notes.get(part.code, "")) for part in _parts(person)],
        "orders": list(one.orders.order_by("-created_at", "-pk")),
    }
    return render(request, "companies/position.html", shown, status=422 if task_form else 200)
