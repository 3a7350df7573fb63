"""A file of vacancies: read, shown with every problem, then saved or thrown away. For the administrator."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.occupations.actions import demand as actions
from fagkompas.occupations.demand_files import ReadFigures, read_figures
from fagkompas.occupations.forms import DemandFileForm
from fagkompas.occupations.models import DemandFile, Vacancies
from fagkompas.occupations.permissions import loads_demand
from fagkompas.occupations.wording import sentence
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.row_files import PROBLEMS_SHOWN

SHOWN = 20
"""So many rows of the file are shown before it is saved."""


@require_http_methods(["GET", "POST"])
def demand(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet."""
    person = _loading(request)
    form = DemandFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = read_figures(form.cleaned_data["file"].read(), codes=actions.group_codes())
        except BadInput as refusal:
            form.refused(refusal)
        else:
            kept = actions.keep_demand(author=person, read=read, source=form.cleaned_data["source"], now=timezone.now())
            return redirect("occupations:demand_preview", kept.uuid)
    newest = Vacancies.objects.order_by("-month").first()
    return render(
        request, "occupations/demand.html", {"form": form, "newest": newest}, status=422 if form.errors else 200
    )


@require_safe
def demand_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the file would add and change, and every problem with its row."""
    _person, kept = _kept(request, uuid)
    read = ReadFigures.from_json(kept.read, kept.odd)
    counted, _new, _changed = actions.held_against(read.figures, source=kept.source, today=timezone.localdate())
    shown = {
        "kept": kept,
        "counted": counted,
        "figures": read.figures[:SHOWN],
        "more": max(0, len(read.figures) - SHOWN),
        "problems": [(one.place.row, sentence(one)) for one in read.problems[:PROBLEMS_SHOWN]],
        "more_problems": max(0, len(read.problems) - PROBLEMS_SHOWN),
    }
    return render(request, "occupations/demand_preview.html", shown)


@require_POST
def demand_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save the rows without problems, once."""
    person, kept = _kept(request, uuid)
    counted = actions.save_kept(kept=kept, today=timezone.localdate(), by=person)
    if counted is not None:
        messages.success(
            request,
            _("Saved: %(new)s numbers are new, %(changed)s are changed, %(same)s are as they were.")
            % {"new": counted.new, "changed": counted.changed, "same": counted.same},
        )
    return redirect("occupations:demand")


def _loading(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not loads_demand(person):
        raise Http404
    return person


def _kept(request: HttpRequest, uuid: UUID) -> tuple[Employee, DemandFile]:
    """The person's own file that was read; after an hour not found."""
    person = _loading(request)
    kept = DemandFile.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None or unread_in(kept):
        raise Http404
    return person, kept
