"""A framework file or a table: read, shown with every problem, then saved or thrown away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.frameworks import actions, files
from fagkompas.frameworks.forms import UploadForm
from fagkompas.frameworks.models import FrameworkImport, Version, VersionState
from fagkompas.frameworks.permissions import check_edits_frameworks, load_own_version, load_waiting_import
from fagkompas.frameworks.to_engine import document_of
from fagkompas.frameworks.views.shown import problems_of
from fagkompas.frameworks.wording import sentence
from fagkompas.frameworks.workbooks import HEADINGS, changes, read_table, row_from_data
from fagkompas.toolkit.texts import Data
from fagkompas.toolkit.together import ChangedMeanwhile


def import_framework(request: HttpRequest) -> HttpResponse:
    """Choose a framework file; it is read and kept for an hour, and nothing is saved yet."""
    person = signed_in(request)
    check_edits_frameworks(person)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content: Data | None = None
        problems: tuple[Problem, ...] = ()
        try:
            document = files.read_framework(files.decoded(file))
        except BadInput as refused:
            problems = refused.problems
        else:
            content = document.data()
            problems = actions.problems_of_import(document, person.root)
        waiting = actions.keep_import(
            author=person, version=None, file_name=file.name, content=content, problems=problems, now=timezone.now()
        )
        return redirect("frameworks:preview", waiting.uuid)
    return render(request, "frameworks/import.html", {"form": form}, status=422 if form.errors else 200)


def import_table(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose a table for a draft; it is read and kept for an hour, and nothing is saved yet."""
    person = signed_in(request)
    version = load_own_version(person, uuid, VersionState.DRAFT)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_table(file, name=file.name, document=document_of(version))
        except BadInput as refused:
            form.add_error("file", [sentence(problem) for problem in refused.problems])
        else:
            waiting = actions.keep_import(
                author=person,
                version=version,
                file_name=file.name,
                content=[row.data() for row in read.rows],
                problems=read.problems,
                now=timezone.now(),
            )
            return redirect("frameworks:preview", waiting.uuid)
    shown = {"form": form, "version": version, "headings": HEADINGS}
    return render(request, "frameworks/import_table.html", shown, status=422 if form.errors else 200)


def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What saving would do, and every problem with its place."""
    waiting = _waiting(request, uuid)
    if waiting.version is not None:
        return _table_page(request, waiting, waiting.version)
    document = files.framework_from_data(waiting.content) if waiting.content is not None else None
    shown = {
        "waiting": waiting,
        "problems": problems_of(waiting),
        "document": document,
        "texts": document.texts("da") if document else None,
        "may_save": document is not None and not waiting.problems,
    }
    return render(request, "frameworks/preview.html", shown)


def _table_page(request: HttpRequest, waiting: FrameworkImport, version: Version, *, status: int = 200) -> HttpResponse:
    rows = [row_from_data(row) for row in waiting.content or ()]
    found = changes(document_of(version), rows)
    shown = {
        "waiting": waiting,
        "version": version,
        "problems": problems_of(waiting),
        "rows": len(rows),
        "changes": found,
        "leaves_english_behind": any(change.leaves_english_behind for change in found),
        "changed_meanwhile": status == 409,
    }
    return render(request, "frameworks/preview_table.html", shown, status=status)


@require_POST
def save_import(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save what the preview showed."""
    person = signed_in(request)
    waiting = _waiting(request, uuid)
    if waiting.version is not None:
        return _save_table(request, waiting, waiting.version, person)
    try:
        draft = actions.import_document(
            document=files.framework_from_data(waiting.content or {}), root=person.root, by=person
        )
    except BadInput as refused:
        for problem in refused.problems:
            messages.error(request, sentence(problem))
        return redirect("frameworks:preview", waiting.uuid)
    actions.forget_import(waiting)
    messages.success(request, _("The file is saved as a draft. Review it, then publish it."))
    return redirect("frameworks:version", draft.uuid)


def _save_table(request: HttpRequest, waiting: FrameworkImport, version: Version, person: Employee) -> HttpResponse:
    revision = request.POST.get("revision", "")
    rows = [row_from_data(row) for row in waiting.content or ()]
    try:
        done = actions.import_table(
            version=version, rows=rows, revision=int(revision) if revision.isdecimal() else -1, by=person
        )
    except ChangedMeanwhile:
        version.refresh_from_db()
        return _table_page(request, waiting, version, status=409)
    actions.forget_import(waiting)
    messages.success(request, _("%(count)s competencies were added or changed.") % {"count": len(done)})
    return redirect("frameworks:version", version.uuid)


def _waiting(request: HttpRequest, uuid: UUID) -> FrameworkImport:
    return load_waiting_import(signed_in(request), uuid, now=timezone.now())
