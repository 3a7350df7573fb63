"""A file of companies: read, shown with every problem, then saved or thrown away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import imports as actions
from fagkompas.companies.companies_file import Checked, check_companies, read_companies
from fagkompas.companies.forms.record import CompaniesFileForm
from fagkompas.companies.models import CompanyImport
from fagkompas.companies.permissions import writes_companies
from fagkompas.companies.wording import COLUMNS_OF_FILES, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import PER_PAGE, ListPage
from fagkompas.toolkit.row_files import PROBLEMS_SHOWN, ReadRows
from fagkompas.toolkit.telling import told


@require_http_methods(["GET", "POST"])
def companies_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet."""
    person = _writing(request)
    form = CompaniesFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_companies(file, name=file.name)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            kept = actions.keep_import(author=person, read=read, now=timezone.now())
            return redirect("companies:import_preview", kept.uuid)
    shown = {"form": form, "columns": list(COLUMNS_OF_FILES.items())}
    return render(request, "companies/import.html", shown, status=422 if form.errors else 200)


@require_safe
def import_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the file would make and change, and every problem with its place."""
    _person, kept, checked = _kept(request, uuid)
    paginator: Paginator[Any] = Paginator(checked.rows, PER_PAGE)
    listing = ListPage(page=paginator.get_page(request.GET.get("side")), sort="", descending=False)
    problems = [(problem, sentence(problem)) for problem in checked.problems[:PROBLEMS_SHOWN]]
    more = len(checked.problems) - len(problems)
    shown = {"kept": kept, "checked": checked, "listing": listing, "problems": problems, "more": more}
    return render(request, "companies/import_preview.html", shown)


@require_POST
def import_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save the rows without problems, all of them or none."""
    person, kept, checked = _kept(request, uuid)
    if not checked.to_save:
        messages.info(request, _("There was nothing to save in the file."))
        return redirect("companies:import_preview", uuid)
    said = _("%(created)d companies were added and %(changed)d changed.") % {
        "created": checked.created,
        "changed": checked.changed,
    }
    done = told(
        request,
        lambda: actions.import_companies(rows=checked.to_save, kept=kept, by=person),
        said,
        sentence=sentence,
    )
    return redirect("companies:list") if done else redirect("companies:import_preview", uuid)


def _writing(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not writes_companies(person):
        raise Http404
    return person


def _kept(request: HttpRequest, uuid: UUID) -> tuple[Employee, CompanyImport, Checked]:
    """The person's own file that is waiting, held against what is there now; after an hour not found."""
    person = _writing(request)
    kept = CompanyImport.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None or unread_in(kept):
        raise Http404
    return person, kept, check_companies(ReadRows.from_json(kept.read, kept.odd), by=person)
