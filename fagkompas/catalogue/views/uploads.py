"""A catalogue file: read, shown with every problem, then saved or thrown away; and the template to fill in."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.actions import imports as actions
from fagkompas.catalogue.forms import UploadForm
from fagkompas.catalogue.models import CatalogueImport
from fagkompas.catalogue.permissions import check_edits_catalogue, load_waiting_import
from fagkompas.catalogue.uploading import CheckedCatalogue, ReadCatalogue, check_catalogue, read_catalogue_file
from fagkompas.catalogue.wording import sentence, sentences
from fagkompas.catalogue.workbooks import OFFERING_COLUMNS, OFFERINGS, SESSION_COLUMNS, SESSIONS, template_tables
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.models import LearningForm
from fagkompas.toolkit.file_pages import FilePage, shown_before
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import file_response
from fagkompas.toolkit.telling import tell_problems
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.workbooks import workbook_bytes


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet."""
    person = signed_in(request)
    check_edits_catalogue(person)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows, problems = read_catalogue_file(file, name=file.name).as_json()
        except BadInput as refused:
            form.add_error("file", sentences(refused))
        else:
            now = timezone.now()
            kept = actions.keep_file(author=person, file_name=file.name, rows=rows, problems=problems, now=now)
            return redirect("catalogue:preview", kept.uuid)
    sheets = ((OFFERINGS, OFFERING_COLUMNS), (SESSIONS, SESSION_COLUMNS))
    shown = {"form": form, "sheets": [(name, [one for one in columns if one.fact]) for name, columns in sheets]}
    return render(request, "catalogue/upload.html", shown, status=422 if form.errors else 200)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty file with every heading, and what to write under each."""
    check_edits_catalogue(signed_in(request))
    forms = LearningForm.objects.order_by("position").values_list("name_da", flat=True)
    return file_response(workbook_bytes(template_tables(list(forms)), title="Katalog"), "katalog-skabelon.xlsx")


@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What saving would do, and every problem with its place."""
    kept, checked = _kept(signed_in(request), uuid)
    columns: dict[str, Callable[[Any], str]] = {_("Sheet"): lambda row: row.sheet, _("Offering"): lambda row: row.name}
    page = FilePage(
        title=_("Look the catalogue file through"),
        columns=columns,
        sentence=sentence,
        back_url=reverse("catalogue:upload"),
        note=lambda row: "" if row.is_new else "; ".join(row.changes),
        has_sheets=True,
    )
    return shown_before(
        request,
        page,
        [*checked.offerings, *checked.sessions],
        checked.problems,
        counts=_counts(checked),
        save_url=reverse("catalogue:save", args=[kept.uuid]),
    )


@require_POST
def save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save the rows without problems, all of them or none."""
    person = signed_in(request)
    kept, checked = _kept(person, uuid)
    try:
        saved = actions.save_file(checked=checked, kept=kept, today=timezone.localdate(), by=person)
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
        return redirect("catalogue:preview", kept.uuid)
    except ChangedMeanwhile:
        messages.error(request, _("Somebody else saved at the same moment. Look it through once more."))
        return redirect("catalogue:preview", kept.uuid)
    said = _(
        "%(created)s offerings were added and %(changed)s changed; %(planned)s sessions were planned and %(altered)s "
        "changed."
    )
    messages.success(request, said % asdict(saved))
    return redirect("catalogue:list")


def _kept(person: Employee, uuid: UUID) -> tuple[CatalogueImport, CheckedCatalogue]:
    """The person's own file that is waiting, held against the catalogue as it is now; after an hour not found."""
    kept = load_waiting_import(person, uuid, now=timezone.now())
    read = ReadCatalogue.from_json(kept.content or [], kept.problems)
    return kept, check_catalogue(read, root_id=person.root_id, today=timezone.localdate())


def _counts(checked: CheckedCatalogue) -> list[str]:
    """What saving would do, in sentences; nothing of what it would not."""
    said = [
        (checked.created, ngettext("%(n)s offering is new.", "%(n)s offerings are new.", checked.created)),
        (checked.changed, ngettext("%(n)s offering is changed.", "%(n)s offerings are changed.", checked.changed)),
        (checked.planned, ngettext("%(n)s session is new.", "%(n)s sessions are new.", checked.planned)),
        (checked.altered, ngettext("%(n)s session is changed.", "%(n)s sessions are changed.", checked.altered)),
        (checked.unchanged, ngettext("%(n)s row stays as it is.", "%(n)s rows stay as they are.", checked.unchanged)),
    ]
    return [text % {"n": n} for n, text in said if n]
