"""A file of citizens: read, shown with every problem, then saved or thrown away."""

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
from fagkompas.citizens.actions import imports as actions
from fagkompas.citizens.citizens_file import Checked, check_citizens, read_citizens
from fagkompas.citizens.forms.imports import CitizensFileForm
from fagkompas.citizens.looking_up import look_ups_left, note_file
from fagkompas.citizens.models import CitizenImport
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.citizens.wording import SENTENCES, columns_in_words, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import PER_PAGE, ListPage
from fagkompas.toolkit.row_files import PROBLEMS_SHOWN, ReadRows
from fagkompas.toolkit.telling import told


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
    """What the file would make and change, and every problem with its place."""
    kept, checked = _kept(request, uuid)
    paginator: Paginator[Any] = Paginator(checked.rows, PER_PAGE)
    listing = ListPage(page=paginator.get_page(request.GET.get("side")), sort="", descending=False)
    problems = [(problem, sentence(problem)) for problem in checked.problems[:PROBLEMS_SHOWN]]
    more = len(checked.problems) - len(problems)
    shown = {"kept": kept, "checked": checked, "listing": listing, "problems": problems, "more": more}
    return render(request, "citizens/import_preview.html", shown)


@require_POST
def import_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save the rows without problems, all of them or none."""
    kept, checked = _kept(request, uuid)
    if not checked.to_save:
        messages.info(request, _("There was nothing to save in the file."))
        return redirect("citizens:import_preview", uuid)
    said = _("%(created)d citizens were added and %(changed)d changed.") % {
        "created": checked.created,
        "changed": checked.changed,
    }
    person, today = signed_in(request), timezone.localdate()
    done = told(
        request,
        lambda: actions.import_citizens(rows=checked.to_save, kept=kept, today=today, by=person),
        said,
        sentence=sentence,
    )
    return redirect("citizens:list") if done else redirect("citizens:import_preview", uuid)


def _working(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not works_with_citizens(person):
        raise Http404
    return person


def _kept(request: HttpRequest, uuid: UUID) -> tuple[CitizenImport, Checked]:
    """The person's own file that is waiting, held against who is there now; after an hour not found."""
    person = _working(request)
    kept = CitizenImport.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None or unread_in(kept):
        raise Http404
    read = ReadRows.from_json(kept.read, kept.odd)
    return kept, check_citizens(read, by=person, today=timezone.localdate())
