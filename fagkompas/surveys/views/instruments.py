"""Instruments: the list, one as its questions will look, and making, changing and ending the municipality's own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.wording import place
from fagkompas.surveys.actions import instruments as actions
from fagkompas.surveys.answering import answered
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.forms.instruments import HeadForm, NameForm, UploadForm
from fagkompas.surveys.models import Instrument
from fagkompas.surveys.permissions import check_surveys, load_instrument, load_own_instrument
from fagkompas.surveys.reader import read_instrument_file, write_instrument
from fagkompas.surveys.views.sheets import HeadSheet, sheet_page
from fagkompas.surveys.views.shown import editable, section_tabs, shown_questions
from fagkompas.surveys.wording import KINDS, sentence
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import file_response
from fagkompas.toolkit.telling import told


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """All that may be used, those of the product and the municipality's own."""
    person = signed_in(request)
    check_surveys(person)
    found = list(Instrument.objects.seen_by(person.root_id))
    rows = [(one, len(one.document.get("questions", ())), one.document.get("minutes")) for one in found]
    shown = {"rows": rows, "tabs": section_tabs("surveys:instruments")}
    return render(request, "surveys/instruments.html", shown)


@require_safe
def instrument(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The questions as they will look, where they are from, and the published benchmark."""
    person = signed_in(request)
    found = load_instrument(person, uuid)
    document = document_of(found)
    return render(
        request,
        "surveys/instrument.html",
        {
            "instrument": found,
            "document": document,
            "questions": shown_questions(answered(document, {})),
            "may_change": editable(found),
            "kinds": KINDS.items(),
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An own instrument from scratch."""
    person = signed_in(request)
    check_surveys(person)
    form = HeadForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = actions.create_instrument(
            by=person,
            name=form.name,
            description=form.description,
            audience=form.audience,
            minutes=form.cleaned_data["minutes"],
        )
        return redirect("surveys:instrument", made.uuid)
    shown = {"form": form, "title": _("New instrument"), "submit": _("Go on to the questions")}
    return render(request, "surveys/instrument_task.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An own instrument from one that is there."""
    person = signed_in(request)
    found = load_instrument(person, uuid)
    form = NameForm(posted(request), initial={"name_da": found.name_da, "name_en": found.name_en})
    if request.method == "POST" and form.is_valid():
        made = actions.copy_instrument(instrument=found, name=form.name, by=person)
        messages.success(request, _("The questions are copied. Now you can change them."))
        return redirect("surveys:instrument", made.uuid)
    shown = {"form": form, "title": _("Build on these questions"), "submit": _("Copy"), "instrument": found}
    return render(request, "surveys/instrument_task.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What stands above the questions."""
    person = signed_in(request)
    found = load_own_instrument(person, uuid)
    if not editable(found) and request.method != "POST":
        raise Http404
    sheet = HeadSheet(instrument=found, person=person)
    shown = {"title": _("Name and description"), "submit": _("Save"), "instrument": found}
    back_url = reverse("surveys:instrument", args=[found.uuid])
    return sheet_page(request, sheet, "surveys/instrument_task.html", shown, back_url=back_url)


@require_http_methods(["GET", "POST"])
def import_instrument(request: HttpRequest) -> HttpResponse:
    """Read an instrument file; every problem is said with its line, and a file without any becomes an own instrument."""
    person = signed_in(request)
    check_surveys(person)
    form = UploadForm(posted(request), request.FILES or None)
    problems: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            document = read_instrument_file(form.cleaned_data["file"])
            made = actions.import_instrument(document=document, by=person)
        except BadInput as refused:
            problems = [(place(one.place), one.found, sentence(one)) for one in refused.problems]
        else:
            messages.success(request, _("The file is read. Look the questions through."))
            return redirect("surveys:instrument", made.uuid)
    status = 422 if form.errors or problems else 200
    return render(request, "surveys/instrument_import.html", {"form": form, "problems": problems}, status=status)


@require_safe
def export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The instrument as a file."""
    found = load_instrument(signed_in(request), uuid)
    return file_response(write_instrument(document_of(found)).encode(), f"{found.code}-{found.version}.yaml")


@require_POST
def new_version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Once more to be changed."""
    person = signed_in(request)
    found = load_own_instrument(person, uuid)
    made = actions.new_version(instrument=found, by=person)
    messages.success(request, _("This is a new version. The surveys that use the old one keep it."))
    return redirect("surveys:instrument", made.uuid)


@require_POST
def retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """No new surveys with it."""
    person = signed_in(request)
    found = load_own_instrument(person, uuid)
    actions.retire_instrument(instrument=found, on=timezone.localdate(), by=person)
    messages.success(request, _("The questions are not offered for new surveys any more."))
    return redirect("surveys:instruments")


@require_POST
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete an own instrument that nobody has used."""
    person = signed_in(request)
    found = load_own_instrument(person, uuid)
    said = _("The instrument is deleted.")
    if told(request, lambda: actions.delete_instrument(instrument=found, by=person), said, sentence=sentence):
        return redirect("surveys:instruments")
    return redirect("surveys:instrument", uuid)
