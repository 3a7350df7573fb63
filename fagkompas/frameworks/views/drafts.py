"""The way of a version: derive, publish, new draft, retire, discard."""

from typing import Final
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
from fagkompas.frameworks.forms import DeriveForm, add_problems
from fagkompas.frameworks.models import Version, VersionState
from fagkompas.frameworks.permissions import check_edits_frameworks, load_own_version, load_version
from fagkompas.frameworks.to_engine import document_of
from fagkompas.frameworks.views.differences import differences_of
from fagkompas.frameworks.wording import sentence
from fagkompas.toolkit.together import ChangedMeanwhile

OWN_DESCRIPTION: Final = "Kommunens egen ramme. Den bygger på {name}."
"""What the description begins as. Content, therefore in Danish."""


def derive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make the municipality's own framework from a published version."""
    person = signed_in(request)
    check_edits_frameworks(person)
    version = load_version(person, uuid)
    if version.state != VersionState.PUBLISHED:
        raise Http404
    suggested = {"description_da": OWN_DESCRIPTION.format(name=version.name_da)}
    form = DeriveForm(request.POST or None, initial=suggested, root=person.root)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.derive_framework(
                version=version,
                root=person.root,
                code=form.cleaned_data["code"],
                name=form.name(),
                description=form.description(),
                by=person,
            )
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The draft is made. Choose a field to add, move or leave out competencies."))
            return redirect("frameworks:version", draft.uuid)
    return render(
        request, "frameworks/derive.html", {"version": version, "form": form}, status=422 if form.errors else 200
    )


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
        except ChangedMeanwhile:
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
        messages.success(request, _("The version is retired. Rounds that use it continue."))
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
