"""A file of vacancies: read, shown with every problem, then saved or thrown away. For the administrator."""

from uuid import UUID

from django.conf import settings
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
from fagkompas.occupations.clients.statbank import Statbank
from fagkompas.occupations.demand_fetching import fetched, source_of
from fagkompas.occupations.demand_files import ReadFigures, read_figures
from fagkompas.occupations.forms import DemandFetchForm, DemandFileForm
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
    person = loading(request)
    form = DemandFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            read = read_figures(form.cleaned_data["file"].read(), codes=actions.group_codes())
        except BadInput as refusal:
            form.refused(refusal)
        else:
            kept = actions.keep_demand(author=person, read=read, source=form.cleaned_data["source"], now=timezone.now())
            return redirect("occupations:demand_preview", kept.uuid)
    return _page(request, form, DemandFetchForm())


@require_POST
def demand_fetch(request: HttpRequest) -> HttpResponse:
    """Fetch a table of Statistikbanken; it is kept as a file would be, and nothing is saved yet."""
    person = loading(request)
    form = DemandFetchForm(request.POST)
    if form.is_valid():
        table, codes = form.cleaned_data["table"].strip().upper(), actions.group_codes()
        try:
            content = fetched(Statbank(settings.STATBANK), table, choices=form.cleaned_data["choices"], codes=codes)
            read = read_figures(content, codes=codes)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            kept = actions.keep_demand(author=person, read=read, source=source_of(table), now=timezone.now())
            return redirect("occupations:demand_preview", kept.uuid)
    return _page(request, DemandFileForm(), form)


def _page(request: HttpRequest, form: DemandFileForm, fetching: DemandFetchForm) -> HttpResponse:
    shown = {
        "form": form,
        "fetching": fetching if settings.STATBANK or fetching.is_bound else None,
        "newest": Vacancies.objects.order_by("-month").first(),
    }
    return render(request, "occupations/demand.html", shown, status=422 if form.errors or fetching.errors else 200)


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


def loading(request: HttpRequest) -> Employee:
    """Whoever may load figures of demand; otherwise not found."""
    person = signed_in(request)
    if not loads_demand(person):
        raise Http404
    return person


def _kept(request: HttpRequest, uuid: UUID) -> tuple[Employee, DemandFile]:
    """The person's own file that was read; after an hour not found."""
    person = loading(request)
    kept = DemandFile.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None or unread_in(kept):
        raise Http404
    return person, kept
