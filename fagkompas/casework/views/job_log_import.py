"""A file of a job log: read, shown with every problem, then saved or thrown away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.case_files import keep_file
from fagkompas.casework.actions.job_log import import_entries
from fagkompas.casework.forms.job_log import CaseFileForm
from fagkompas.casework.job_log_file import CheckedLog, check_job_log, read_job_log
from fagkompas.casework.models import CaseFile, CaseFileKind
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.permissions.job_log import load_file
from fagkompas.casework.views.job_log import LOG_READ
from fagkompas.casework.views.opening import to_change
from fagkompas.casework.wording.job_log import columns_in_words, sentence
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import PER_PAGE, ListPage
from fagkompas.toolkit.row_files import PROBLEMS_SHOWN, ReadRows
from fagkompas.toolkit.telling import tell_problems
from fagkompas.toolkit.traces import TracesFound, words_in


@require_http_methods(["GET", "POST"])
def job_log_import(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet."""
    person, citizen = to_change(request, uuid, LOG_READ)
    form = CaseFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_job_log(file, name=file.name)
            kept = keep_file(
                citizen=citizen,
                kind=CaseFileKind.JOB_LOG,
                content=read.as_json(),
                problems=read.problems,
                now=timezone.now(),
                by=person,
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return redirect("casework:job_log_preview", uuid, kept.uuid)
    shown = {
        "citizen": citizen,
        "form": form,
        "columns": columns_in_words(),
        "back_url": reverse("casework:job_log", args=[uuid]),
    }
    return render(request, "casework/job_log_import.html", shown, status=422 if form.errors else 200)


@require_safe
def job_log_preview(request: HttpRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """What the file would add, and every problem with its place."""
    person, citizen = to_change(request, uuid, LOG_READ)
    kept, checked = _checked(person, citizen, file)
    return _preview(request, citizen, kept, checked)


@require_POST
def job_log_save(request: HttpRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """Save the rows without problems, all of them or none."""
    person, citizen = to_change(request, uuid, LOG_READ)
    kept, checked = _checked(person, citizen, file)
    rows = checked.to_save
    if not rows:
        messages.info(request, _("There was nothing to save in the file."))
        return redirect("casework:job_log_preview", uuid, file)
    try:
        count = import_entries(
            citizen=citizen,
            rows=rows,
            kept=kept,
            traces_read=request.POST.get("traces_read", ""),
            today=timezone.localdate(),
            by=person,
        )
    except TracesFound as warning:
        return _preview(request, citizen, kept, checked, warning)
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
    else:
        said = ngettext("%(n)d job is in the log.", "%(n)d jobs are in the log.", count)
        messages.success(request, said % {"n": count})
    return redirect("casework:job_log", uuid)


def _preview(
    request: HttpRequest, citizen: Citizen, kept: CaseFile, checked: CheckedLog, warning: TracesFound | None = None
) -> HttpResponse:
    paginator: Paginator[Any] = Paginator(checked.rows, PER_PAGE)
    shown = {
        "citizen": citizen,
        "kept": kept,
        "checked": checked,
        "new": len(checked.to_save),
        "listing": ListPage(page=paginator.get_page(request.GET.get("side")), sort="", descending=False),
        "problems": [(problem, sentence(problem)) for problem in checked.problems[:PROBLEMS_SHOWN]],
        "more": max(0, len(checked.problems) - PROBLEMS_SHOWN),
        "words": words_in(warning),
        "stamp": warning.stamp if warning else "",
        "back_url": reverse("casework:job_log_import", args=[citizen.uuid]),
    }
    return render(request, "casework/job_log_preview.html", shown, status=422 if warning else 200)


def _checked(person: Employee, citizen: Citizen, uuid: UUID) -> tuple[CaseFile, CheckedLog]:
    """The person's own file that is waiting, held against the case as it is now."""
    kept = load_file(person, citizen, CaseFileKind.JOB_LOG, uuid, timezone.now())
    plan = active_plan(citizen)
    tracks = list(plan.tracks.open().select_related("occupation", "plan")) if plan else []
    read = ReadRows.from_json(kept.read, kept.odd)
    return kept, check_job_log(read, citizen=citizen, tracks=tracks, today=timezone.localdate())
