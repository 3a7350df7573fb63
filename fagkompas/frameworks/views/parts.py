"""Work on the parts of a draft that are not competencies: name, fields, dimension questions, scale, rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks import actions
from fagkompas.frameworks.actions import parts
from fagkompas.frameworks.draft_forms import (
    FieldForm,
    NewFieldForm,
    PartForm,
    QuestionsForm,
    RulesForm,
    ScaleForm,
    VersionForm,
    field_as_typed,
    questions_as_typed,
    rules_as_typed,
    scale_as_typed,
    version_as_typed,
)
from fagkompas.frameworks.forms import add_problems
from fagkompas.frameworks.models import Version, VersionState
from fagkompas.frameworks.permissions import load_own_field, load_own_version
from fagkompas.frameworks.wording import sentence
from fagkompas.toolkit.merging import merge
from fagkompas.toolkit.together import ChangedMeanwhile

AForm = TypeVar("AForm", bound=PartForm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[AForm]):
    """A part of a draft with its form. `as_typed` reads what stands there now; `act` gets the form and a revision."""

    version: Version
    title: str
    lead: str
    form: type[AForm]
    as_typed: Callable[[], dict[str, str]]
    act: Callable[[AForm, int], object]
    back_url: str
    template: str = "frameworks/part_edit.html"


def version_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another name or description of a draft."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)

    def save(form: VersionForm, revision: int) -> None:
        name, description = form.both("name"), form.both("description")
        actions.edit_version(version=version, name=name, description=description, revision=revision, by=person)

    part = Part(
        version=version,
        title=_("Name and description"),
        lead=version.name,
        form=VersionForm,
        as_typed=lambda: version_as_typed(Version.objects.get(pk=version.pk)),
        act=save,
        back_url=reverse("frameworks:version", args=[uuid]),
    )
    return _edit(request, part)


def field_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A new field with its dimension questions."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)
    form = NewFieldForm(request.POST or None, initial={"revision": version.revision})
    if request.method == "POST" and form.is_valid():
        try:
            made = parts.add_field(
                version=version,
                code=form.cleaned_data["code"],
                values=form.values(),
                questions=form.questions(),
                by=person,
            )
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The field is added. Now add its competencies."))
            return redirect("frameworks:field", uuid, made.code)
    shown = {"version": version, "form": form}
    return render(request, "frameworks/field_add.html", shown, status=422 if form.errors else 200)


def field_edit(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Another name or description of a field."""
    person = signed_in(request)
    field = load_own_field(person, uuid, code)

    def save(form: FieldForm, revision: int) -> None:
        parts.edit_field(field=field, values=form.values(), revision=revision, by=person)

    part = Part(
        version=field.version,
        title=_("Name and description of the field"),
        lead=field.name,
        form=FieldForm,
        as_typed=lambda: field_as_typed(field.version.fields.get(pk=field.pk)),
        act=save,
        back_url=reverse("frameworks:field", args=[uuid, code]),
    )
    return _edit(request, part)


@require_POST
def field_move(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """One place up or down in the order of the fields."""
    person = signed_in(request)
    field = load_own_field(person, uuid, code)
    parts.move_field(field=field, up=request.POST.get("to") == "up", by=person)
    return redirect(f"{reverse('frameworks:version', args=[uuid])}#{code}")


def field_remove(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """What goes with it, and the button."""
    person = signed_in(request)
    field = load_own_field(person, uuid, code)
    if request.method == "POST":
        try:
            parts.remove_field(field=field, by=person)
        except BadInput as refused:
            messages.error(request, " ".join(sentence(problem) for problem in refused.problems))
        else:
            messages.success(request, _("%(code)s is taken out of the draft.") % {"code": code})
        return redirect("frameworks:version", uuid)
    return render(request, "frameworks/field_remove.html", {"version": field.version, "field": field})


def questions_edit(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Other words for the three dimension questions of a field."""
    person = signed_in(request)
    field = load_own_field(person, uuid, code)

    def save(form: QuestionsForm, revision: int) -> None:
        parts.edit_questions(field=field, questions=form.questions(), revision=revision, by=person)

    part = Part(
        version=field.version,
        title=_("Dimension questions"),
        lead=field.name,
        form=QuestionsForm,
        as_typed=lambda: questions_as_typed(field),
        act=save,
        back_url=reverse("frameworks:field", args=[uuid, code]),
        template="frameworks/groups_edit.html",
    )
    return _edit(request, part)


def scale_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other names or anchors of the five points."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)

    def save(form: ScaleForm, revision: int) -> None:
        parts.edit_scale(version=version, points=form.points(), revision=revision, by=person)

    part = Part(
        version=version,
        title=_("The five points"),
        lead=_(
            "Ratings mean the same only while the points do. Change the words, and keep what each point stands for."
        ),
        form=ScaleForm,
        as_typed=lambda: scale_as_typed(Version.objects.get(pk=version.pk)),
        act=save,
        back_url=reverse("frameworks:scale", args=[uuid]),
        template="frameworks/groups_edit.html",
    )
    return _edit(request, part)


def rules_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other numbers in the rules."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)

    def save(form: RulesForm, revision: int) -> None:
        parts.edit_rules(version=version, rules=form.rules(), revision=revision, by=person)

    part = Part(
        version=version,
        title=_("The numbers of the rules"),
        lead=_(
            "Profiles are made from these numbers. With other numbers, profiles can no longer be compared with those of other frameworks."
        ),
        form=RulesForm,
        as_typed=lambda: rules_as_typed(Version.objects.get(pk=version.pk)),
        act=save,
        back_url=reverse("frameworks:scale", args=[uuid]),
        template="frameworks/rules_edit.html",
    )
    return _edit(request, part)


def _edit(request: HttpRequest, part: Part[AForm]) -> HttpResponse:
    """The form; what was typed saved, refused, or put together with what somebody else saved meanwhile."""
    saved = part.as_typed()
    if request.method != "POST":
        return _page(request, part, _form_of(part, saved), opened=saved)
    form = part.form(request.POST)
    opened = {name: request.POST.get(f"opened-{name}", "") for name in saved}
    if not form.is_valid():
        return _page(request, part, form, opened=opened, status=422)
    try:
        # Work on other parts of the draft is no matter here: only the texts of this form are.
        revision = part.version.revision if _same(opened, saved) else int(form.cleaned_data["revision"])
        part.act(form, revision)
    except BadInput as refused:
        add_problems(form, refused)
        return _page(request, part, form, opened=opened, status=422)
    except ChangedMeanwhile:
        return _both_versions(request, part, form, opened=opened)
    messages.success(request, _("Saved."))
    return redirect(part.back_url)


def _same(opened: Mapping[str, str], saved: Mapping[str, str]) -> bool:
    """Browsers send line ends as CR LF; merging knows that."""
    return not merge(opened=opened, typed=opened, saved=saved).changed


def _both_versions(request: HttpRequest, part: Part[AForm], form: AForm, *, opened: Mapping[str, str]) -> HttpResponse:
    """Somebody else was quicker: what both changed is shown side by side, and nothing typed is lost."""
    saved = part.as_typed()
    merged = merge(opened=opened, typed=form.typed(), saved=saved)
    part.version.refresh_from_db()
    again = _form_of(part, merged.values)
    labels = {name: str(field.label) for name, field in again.fields.items()}
    change = Event.objects.done_to(part.version.uuid).first()
    meanwhile = {
        "who": change.actor_name if change else "",
        "conflicts": [(labels[each.name], each.typed, each.saved) for each in merged.conflicts],
        "came_in": [(labels[name], saved[name]) for name in merged.changed],
    }
    return _page(request, part, again, opened=saved, status=409, meanwhile=meanwhile)


def _form_of(part: Part[AForm], typed: Mapping[str, str]) -> AForm:
    return part.form(initial={**typed, "revision": part.version.revision})


def _page(
    request: HttpRequest,
    part: Part[AForm],
    form: AForm,
    *,
    opened: Mapping[str, str],
    status: int = 200,
    meanwhile: Mapping[str, object] | None = None,
) -> HttpResponse:
    shown = {"part": part, "version": part.version, "form": form, "opened": opened, "meanwhile": meanwhile}
    return render(request, part.template, shown, status=status)
