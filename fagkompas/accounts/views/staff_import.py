"""A staff file: read, shown with every problem, then saved or thrown away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fagkompas.accounts import actions
from fagkompas.accounts.forms import StaffFileForm, add_problems
from fagkompas.accounts.models import Employee, Role, StaffImport
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.accounts.staff_file import COLUMNS, Checked, ReadStaff, check_staff, read_staff
from fagkompas.accounts.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.file_pages import FilePage, counted, shown_before
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.telling import told


def staff_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet."""
    person = _administrator(request)
    form = StaffFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_staff(file, name=file.name)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            rows, problems = read.as_json()
            kept = actions.keep_staff_import(author=person, rows=rows, problems=problems, now=timezone.now())
            return redirect("accounts:staff_preview", kept.uuid)
    shown = {"form": form, "columns": COLUMNS}
    return render(request, "accounts/staff_import.html", shown, status=422 if form.errors else 200)


def staff_preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the file would make and change, and every problem with its place."""
    kept, checked = _kept(request, uuid)
    columns: dict[str, Callable[[Any], str]] = {
        _("Name"): lambda row: row.to_save.facts.name,
        _("Unit"): lambda row: row.unit.path,
    }
    back_url, title = reverse("accounts:staff_import"), _("Check the staff file")
    n = checked.created
    new = ngettext("%(n)s person is new.", "%(n)s people are new.", n) % {"n": n} if n else ""
    return shown_before(
        request,
        FilePage(title=title, columns=columns, sentence=sentence, back_url=back_url),
        checked.rows,
        checked.problems,
        counts=counted(new=new, changed=checked.changed, unchanged=checked.unchanged),
        save_url=reverse("accounts:staff_save", args=[kept.uuid]),
    )


@require_POST
def staff_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save the rows without problems, all of them or none."""
    kept, checked = _kept(request, uuid)
    added = ngettext("%(n)s person was added", "%(n)s people were added", checked.created) % {"n": checked.created}
    said = _("%(added)s and %(changed)s changed.") % {"added": added, "changed": checked.changed}
    person = signed_in(request)
    done = told(
        request, lambda: actions.import_staff(rows=checked.to_save, kept=kept, by=person), said, sentence=sentence
    )
    return redirect("accounts:staff") if done else redirect("accounts:staff_preview", uuid)


def _administrator(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not has_role(person, Role.ADMINISTRATOR):
        raise Http404
    return person


def _kept(request: HttpRequest, uuid: UUID) -> tuple[StaffImport, Checked]:
    """The person's own file that is waiting, held against who is there now; after an hour not found."""
    person = _administrator(request)
    kept = StaffImport.waiting(timezone.now()).filter(uuid=uuid, author=person).first()
    if kept is None:
        raise Http404
    return kept, check_staff(ReadStaff.from_json(kept.rows, kept.problems), by=person)
