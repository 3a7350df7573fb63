"""A file of companies: read, shown with every problem, then saved or thrown away."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import imports as actions
from fagkompas.companies.companies_file import Checked, CheckedRow, Chosen, check_companies, read_companies
from fagkompas.companies.forms.imports import MOST_ASKED, AlikeForm
from fagkompas.companies.forms.record import CompaniesFileForm
from fagkompas.companies.models import Company, CompanyImport
from fagkompas.companies.permissions import writes_companies
from fagkompas.companies.wording import COLUMNS_OF_FILES, ODD_CVR, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.file_pages import FilePage, counted, shown_after, shown_before
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.kept_files import Saved
from fagkompas.toolkit.row_files import ReadRows
from fagkompas.toolkit.telling import tell_problems


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
    """What the file would make and change, and every problem with its place; once it is saved, what came of it."""
    person, kept = _kept(request, uuid)
    if kept.saved is not None:
        return _after(request, person, kept.saved)
    checked = _checked(person, kept)
    return _before(request, kept, checked, AlikeForm(rows=checked.asked))


def _before(request: HttpRequest, kept: CompanyImport, checked: Checked, form: AlikeForm) -> HttpResponse:
    columns: dict[str, Callable[[Any], str]] = {
        _("Company"): lambda row: row.to_save.facts.name,
        _("Address"): lambda row: row.to_save.facts.address,
        _("CVR number"): lambda row: row.to_save.facts.cvr,
    }
    n = checked.created
    new = ngettext("%(n)s company is new.", "%(n)s companies are new.", n) % {"n": n} if n else ""
    return shown_before(
        request,
        _page(columns),
        checked.rows,
        checked.problems,
        counts=[*counted(new=new, changed=checked.changed, unchanged=checked.unchanged), *_asked(len(checked.asked))],
        save_url=reverse("companies:import_save", args=[kept.uuid]),
        form=form if checked.asked else None,
    )


def _asked(n: int) -> Iterator[str]:
    if n:
        yield ngettext(
            "%(n)s row looks like a company that is there. Choose below.",
            "%(n)s rows look like companies that are there. Choose below.",
            n,
        ) % {"n": n}
    if n > MOST_ASKED:
        yield _("The first %(n)s are asked about now. Save, then read the file again for the rest.") % {"n": MOST_ASKED}


@require_POST
def import_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save the rows without problems, all of them or none; the same page then tells what came of it."""
    person, kept = _kept(request, uuid)
    if kept.saved is None:
        checked = _checked(person, kept)
        if checked.asked:
            form = AlikeForm(request.POST, rows=checked.asked)
            if not form.is_valid():
                return _before(request, kept, checked, form)
            checked = _checked(person, kept, form.chosen)
        try:
            actions.import_companies(rows=checked.to_save, kept=kept, by=person, left_out=checked.problems)
        except BadInput as refused:
            tell_problems(request, refused, sentence=sentence)
    return redirect("companies:import_preview", uuid)


def _after(request: HttpRequest, person: Employee, saved: Saved) -> HttpResponse:
    columns: dict[str, Callable[[Any], str]] = {
        _("Company"): lambda company: company.name,
        _("Address"): lambda company: company.address,
        _("CVR number"): lambda company: company.cvr,
    }

    def of_page(keys: Sequence[int]) -> dict[int, tuple[str, Any]]:
        companies = Company.objects.of_root(person.root_id).in_bulk(keys)
        return {pk: (reverse("companies:company", args=[one.uuid]), one) for pk, one in companies.items()}

    n = len(saved.created)
    new = ngettext("%(n)s company was added.", "%(n)s companies were added.", n) % {"n": n}
    list_url = reverse("companies:list")
    return shown_after(request, _page(columns), saved, new=new, list_url=list_url, of_page=of_page)


def _page(columns: Mapping[str, Callable[[Any], str]]) -> FilePage:
    back_url, title = reverse("companies:import"), _("Check the file of companies")
    return FilePage(title=title, columns=columns, sentence=sentence, back_url=back_url, note=_note, waits=_waits)


def _note(row: CheckedRow) -> str:
    place = _("another place of a known firm") if row.is_known_firm and not row.alike else ""
    said = place if row.is_new else ", ".join(row.changes)
    return " – ".join(filter(None, (said, str(ODD_CVR) if row.is_odd_cvr else "")))


def _waits(row: CheckedRow) -> bool:
    return bool(row.alike)


def _writing(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not writes_companies(person):
        raise Http404
    return person


def _kept(request: HttpRequest, uuid: UUID) -> tuple[Employee, CompanyImport]:
    """The person's own file that was read; after an hour not found."""
    person = _writing(request)
    kept = CompanyImport.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None or unread_in(kept):
        raise Http404
    return person, kept


def _checked(person: Employee, kept: CompanyImport, chosen: Chosen | None = None) -> Checked:
    """The file held against what is there now."""
    return check_companies(ReadRows.from_json(kept.read, kept.odd), by=person, chosen=chosen)
