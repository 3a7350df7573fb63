"""A file of citizens: read, shown with every problem, then saved or thrown away."""

from collections.abc import Callable, Mapping, Sequence
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
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.citizens.actions import imports as actions
from fagkompas.citizens.citizens_file import Checked, check_citizens, read_citizens
from fagkompas.citizens.forms.imports import CitizensFileForm
from fagkompas.citizens.looking_up import look_ups_left, note_file
from fagkompas.citizens.models import CitizenImport
from fagkompas.citizens.permissions import cases_of, works_with_cases
from fagkompas.citizens.wording import SENTENCES, columns_in_words, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.file_pages import FilePage, counted, shown_after, shown_before
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.kept_files import Saved
from fagkompas.toolkit.row_files import ReadRows
from fagkompas.toolkit.telling import tell_problems


@require_http_methods(["GET", "POST"])
def citizens_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet. Whom its numbers lead to is noted."""
    person = _working(request)
    form = CitizensFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_citizens(file, name=file.name)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            checked = check_citizens(read, by=person, today=timezone.localdate())
            elsewhere = len(checked.elsewhere)
            if elsewhere <= look_ups_left(person):
                note_file(person, led_to=checked.led_to, elsewhere=elsewhere)
                kept = actions.keep_import(author=person, read=read, now=timezone.now())
                return redirect("citizens:import_preview", kept.uuid)
            form.add_error("file", str(SENTENCES["too_many_elsewhere"]) % {"n": elsewhere})
    shown = {"form": form, "columns": columns_in_words()}
    return render(request, "citizens/import.html", shown, status=422 if form.errors else 200)


@require_safe
def import_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the file would make and change, and every problem with its place; once it is saved, what came of it."""
    person, kept = _kept(request, uuid)
    if kept.saved is not None:
        return _after(request, person, kept.saved)
    checked = _checked(person, kept)
    columns: dict[str, Callable[[Any], str]] = {
        _("Name"): lambda row: row.to_save.facts.name,
        _("Unit"): lambda row: row.unit.path,
        _("Caseworker"): lambda row: row.caseworker.name if row.caseworker else "",
    }
    n = checked.created
    new = ngettext("%(n)s citizen is new.", "%(n)s citizens are new.", n) % {"n": n} if n else ""
    return shown_before(
        request,
        _page(columns),
        checked.rows,
        checked.problems,
        counts=counted(new=new, changed=checked.changed, unchanged=checked.unchanged),
        save_url=reverse("citizens:import_save", args=[uuid]),
    )


@require_POST
def import_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save the rows without problems, all of them or none; the same page then tells what came of it."""
    person, kept = _kept(request, uuid)
    if kept.saved is None:
        checked, today = _checked(person, kept), timezone.localdate()
        try:
            actions.import_citizens(rows=checked.to_save, kept=kept, today=today, by=person, left_out=checked.problems)
        except BadInput as refusal:
            tell_problems(request, refusal, sentence=sentence)
    return redirect("citizens:import_preview", uuid)


def _after(request: HttpRequest, person: Employee, saved: Saved) -> HttpResponse:
    """Who came of it, those of the units where the person works; that they were seen on a list is noted."""
    columns: dict[str, Callable[[Any], str]] = {
        _("Name"): lambda citizen: citizen.name,
        _("Unit"): lambda citizen: citizen.unit.path,
        _("Caseworker"): lambda citizen: citizen.caseworker.name if citizen.caseworker else "",
    }

    def of_page(keys: Sequence[int]) -> dict[int, tuple[str, Any]]:
        citizens = cases_of(person).for_lists().in_bulk(keys)
        seen = [(pk, one) for pk, one in citizens.items()]
        record_reads_of_citizens(by=person, action="citizens.list.read", seen=seen)
        return {pk: (reverse("citizens:citizen", args=[one.uuid]), one) for pk, one in seen}

    n = len(saved.created)
    new = ngettext("%(n)s citizen was added.", "%(n)s citizens were added.", n) % {"n": n}
    list_url = reverse("citizens:list")
    return shown_after(request, _page(columns), saved, new=new, list_url=list_url, of_page=of_page)


def _page(columns: Mapping[str, Callable[[Any], str]]) -> FilePage:
    back_url, title = reverse("citizens:import"), _("Check the file of citizens")
    return FilePage(title=title, columns=columns, sentence=sentence, back_url=back_url)


def _working(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not works_with_cases(person):
        raise Http404
    return person


def _kept(request: HttpRequest, uuid: UUID) -> tuple[Employee, CitizenImport]:
    """The person's own file that was read; after an hour not found."""
    person = _working(request)
    kept = CitizenImport.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None or unread_in(kept):
        raise Http404
    return person, kept


def _checked(person: Employee, kept: CitizenImport) -> Checked:
    """The file held against who is there now."""
    return check_citizens(ReadRows.from_json(kept.read, kept.odd), by=person, today=timezone.localdate())
