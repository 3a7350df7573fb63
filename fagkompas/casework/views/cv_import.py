"""A CV as a file or pasted: split into its parts, shown, then saved or thrown away."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.case_files import keep_file
from fagkompas.casework.actions.cv import add_to_cv, key
from fagkompas.casework.cv_file import COLUMNS, FoundCv, read_cv_file, split_text
from fagkompas.casework.cv_layout import BY_CODE, LAYOUTS
from fagkompas.casework.cv_reading import ReadPart
from fagkompas.casework.forms.cv import CvFileForm
from fagkompas.casework.models import CaseFile, CaseFileKind
from fagkompas.casework.permissions.job_log import load_file
from fagkompas.casework.views.cv import CV_READ
from fagkompas.casework.views.opening import to_change
from fagkompas.casework.wording.cv import sentence
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.telling import tell_problems
from fagkompas.toolkit.traces import TracesFound, words_in


@require_http_methods(["GET", "POST"])
def cv_import(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose a file or paste the text; it is kept for an hour, and nothing is saved yet."""
    person, citizen = to_change(request, uuid, CV_READ)
    form = CvFileForm(posted(request), files=request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _found(form.cleaned_data)
            kept = keep_file(
                citizen=citizen,
                kind=CaseFileKind.CV,
                content=found.entries,
                problems=found.problems,
                now=timezone.now(),
                by=person,
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return redirect("casework:cv_preview", uuid, kept.uuid)
    shown = {
        "citizen": citizen,
        "form": form,
        "columns": COLUMNS,
        "names": [str(layout.name) for layout in LAYOUTS if layout.code != "contact"],
        "back_url": reverse("casework:cv", args=[uuid]),
    }
    return render(request, "casework/cv_import.html", shown, status=422 if form.errors else 200)


@require_safe
def cv_preview(request: HttpRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """What would be added, and every problem."""
    person, citizen = to_change(request, uuid, CV_READ)
    kept, entries = _kept(person, citizen, file)
    return _preview(request, citizen, kept, entries)


@require_POST
def cv_save(request: HttpRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """Add it to what stands there."""
    person, citizen = to_change(request, uuid, CV_READ)
    kept, entries = _kept(person, citizen, file)
    try:
        count = add_to_cv(
            citizen=citizen,
            entries=entries,
            kept=kept,
            traces_read=request.POST.get("traces_read", ""),
            today=timezone.localdate(),
            by=person,
        )
    except TracesFound as warning:
        return _preview(request, citizen, kept, entries, warning)
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
        return redirect("casework:cv", uuid)
    said = ngettext("%(n)d entry is in the CV.", "%(n)d entries are in the CV.", count)
    messages.success(request, said % {"n": count})
    return redirect("casework:cv", uuid)


def _found(data: Mapping[str, Any]) -> FoundCv:
    file, pasted = data["file"], data["pasted"]
    refuse(unless(file or pasted, "pasted", "nothing_to_read"))
    return read_cv_file(file, name=file.name) if file else split_text(pasted)


def _kept(person: Employee, citizen: Citizen, uuid: UUID) -> tuple[CaseFile, Mapping[str, list[Any]]]:
    """The person's own file that is waiting, without what stands in the CV already."""
    kept = load_file(person, citizen, CaseFileKind.CV, uuid, timezone.now())
    there = {one.code: one.entries for one in citizen.cv_sections.all()}
    new = {}
    for code, entries in kept.read.items():
        layout = BY_CODE[code]
        known = {key(layout, one) for one in there.get(code, [])} if layout.is_list else set()
        new[code] = [one for one in entries if not layout.is_list or key(layout, one) not in known]
    return kept, {code: entries for code, entries in new.items() if entries}


def _preview(
    request: HttpRequest,
    citizen: Citizen,
    kept: CaseFile,
    entries: Mapping[str, list[Any]],
    warning: TracesFound | None = None,
) -> HttpResponse:
    parts = [
        ReadPart(layout=layout, entries=entries[layout.code], advice=[], updated_on=None)
        for layout in LAYOUTS
        if layout.code in entries
    ]
    shown = {
        "citizen": citizen,
        "kept": kept,
        "parts": parts,
        "problems": [(problem, sentence(problem)) for problem in kept.odd],
        "words": words_in(warning),
        "stamp": warning.stamp if warning else "",
        "back_url": reverse("casework:cv_import", args=[citizen.uuid]),
    }
    return render(request, "casework/cv_preview.html", shown, status=422 if warning else 200)
