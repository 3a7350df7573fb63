"""The way of a version: derive, name, publish, new draft, retire, discard."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks import actions
from fagkompas.frameworks.document import problems_before_publishing
from fagkompas.frameworks.forms import DeriveForm, VersionForm, add_problems, version_as_typed
from fagkompas.frameworks.models import Version, VersionState
from fagkompas.frameworks.permissions import check_edits_frameworks, load_own_version, load_version
from fagkompas.frameworks.to_engine import document_of
from fagkompas.frameworks.views.differences import differences_of
from fagkompas.frameworks.wording import sentence
from fagkompas.toolkit.merging import merge


def derive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make the municipality's own framework from a published version."""
    person = signed_in(request)
    check_edits_frameworks(person)
    version = load_version(person, uuid)
    if version.state != VersionState.PUBLISHED:
        raise Http404
    form = DeriveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.derive_framework(
                version=version, root=person.root, code=form.cleaned_data["code"], name=form.name(), by=person
            )
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The draft is made. Choose a field to add, move and leave out competencies."))
            return redirect("frameworks:version", draft.uuid)
    return render(
        request, "frameworks/derive.html", {"version": version, "form": form}, status=422 if form.errors else 200
    )


def version_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another name or description of a draft."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)
    if request.method != "POST":
        return _edit_page(request, version, _form_of(version), opened=version_as_typed(version))
    form = VersionForm(request.POST)
    opened = {name: request.POST.get(f"opened-{name}", "") for name in version_as_typed(version)}
    if not form.is_valid():
        return _edit_page(request, version, form, opened=opened, status=422)
    try:
        actions.edit_version(
            version=version,
            name=form.name(),
            description=form.description(),
            revision=_revision_seen(version, form, opened),
            by=person,
        )
    except actions.ChangedMeanwhile:
        return _both_versions(request, form, opened=opened, version=load_version(person, uuid))
    messages.success(request, _("Saved."))
    return redirect("frameworks:version", version.uuid)


def _revision_seen(version: Version, form: VersionForm, opened: Mapping[str, str]) -> int:
    """A competency that somebody changed meanwhile is no matter here, only the texts of this form are."""
    same = opened == version_as_typed(version)
    return version.revision if same else int(form.cleaned_data["revision"])


def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the version holds and what stands in the way, and the button."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        try:
            actions.publish(
                version=version,
                revision=int(revision) if revision.isdecimal() else -1,
                today=timezone.localdate(),
                by=person,
            )
        except actions.ChangedMeanwhile:
            return _publish_page(request, load_version(person, uuid), status=409)
        except BadInput:
            return _publish_page(request, version, status=422)
        messages.success(request, _("The version is published. New rounds can choose it."))
        return redirect("frameworks:version", version.uuid)
    return _publish_page(request, version)


def _publish_page(request: HttpRequest, version: Version, *, status: int = 200) -> HttpResponse:
    document = document_of(version)
    asked = [competency for field in document.fields for competency in field.in_use()]
    shown = {
        "version": version,
        "competencies": len(asked),
        "problems": [sentence(problem) for problem in problems_before_publishing(document)],
        "without_english": [competency.code for competency in asked if not competency.statement.en],
        "differences": differences_of(version),
        "changed_meanwhile": status == 409,
    }
    return render(request, "frameworks/publish.html", shown, status=status)


@require_POST
def draft(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The next version of one's own framework."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.PUBLISHED, VersionState.RETIRED)
    try:
        made = actions.new_draft_of(version=version, by=person)
    except BadInput as refused:
        for problem in refused.problems:
            messages.error(request, sentence(problem))
        return redirect("frameworks:version", version.uuid)
    messages.success(request, _("Version %(number)s is a draft. Choose a field to change.") % {"number": made.number})
    return redirect("frameworks:version", made.uuid)


def retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happens, and the button."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.PUBLISHED)
    if request.method == "POST":
        actions.retire_version(version=version, today=timezone.localdate(), by=person)
        messages.success(request, _("The version is retired. Rounds that use it go on."))
        return redirect("frameworks:version", version.uuid)
    return render(request, "frameworks/retire.html", {"version": version})


def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is lost, and the button."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)
    if request.method == "POST":
        actions.discard_draft(version=version, by=person)
        messages.success(request, _("The draft is gone."))
        return redirect("frameworks:list")
    return render(request, "frameworks/discard.html", {"version": version})


def _both_versions(
    request: HttpRequest, form: VersionForm, *, opened: Mapping[str, str], version: Version
) -> HttpResponse:
    """Somebody else was quicker: what both changed is shown side by side, and nothing typed is lost."""
    saved = version_as_typed(version)
    typed = {name: form.cleaned_data[name] for name in saved}
    merged = merge(opened=opened, typed=typed, saved=saved)
    again = VersionForm(initial={**merged.values, "revision": version.revision})
    labels = {name: str(field.label) for name, field in again.fields.items()}
    meanwhile = {
        "who": "",
        "conflicts": [(labels[each.name], each.typed, each.saved) for each in merged.conflicts],
        "came_in": [(labels[name], saved[name]) for name in merged.changed],
    }
    return _edit_page(request, version, again, opened=saved, status=409, meanwhile=meanwhile)


def _form_of(version: Version) -> VersionForm:
    return VersionForm(initial={**version_as_typed(version), "revision": version.revision})


def _edit_page(
    request: HttpRequest,
    version: Version,
    form: VersionForm,
    *,
    opened: Mapping[str, str],
    status: int = 200,
    meanwhile: Mapping[str, object] | None = None,
) -> HttpResponse:
    shown = {"version": version, "form": form, "opened": opened, "meanwhile": meanwhile}
    return render(request, "frameworks/version_edit.html", shown, status=status)
