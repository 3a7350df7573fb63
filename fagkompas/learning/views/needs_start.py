"""Other ways to say what is needed: the six profiles as bands, a workbook, and who holds which role."""

from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.assessments.workbooks.reading import read_needs
from fagkompas.assessments.workbooks.wording import message
from fagkompas.audit.actions import record_reads
from fagkompas.engine.errors import BadInput
from fagkompas.engine.needs import fewest_in
from fagkompas.engine.scales import Band
from fagkompas.engine.units import Need
from fagkompas.frameworks.to_engine import document_of
from fagkompas.learning.actions.needs import GivenNeed
from fagkompas.learning.forms.needs import BandsForm, FileForm, RolesForm, texts_of_bands
from fagkompas.learning.models import BANDS
from fagkompas.learning.needs import EVERYONE, bands_of, profile_fields, profile_frame, rated_bands, roles_held
from fagkompas.learning.needs_pages import NeedsPage, needs_page
from fagkompas.learning.suggestions import starting_point
from fagkompas.learning.views.needs import needs_form, shown
from fagkompas.learning.views.needs_sheets import BandsSheet, RolesSheet
from fagkompas.learning.wording.needs import rated_band_in_words
from fagkompas.learning.workbooks import at_place, needs_table
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import file_response
from fagkompas.toolkit.together import opened_twins, saved_or_both
from fagkompas.toolkit.workbooks import workbook_bytes


@require_http_methods(["GET", "POST"])
def profiles(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The six profiles as bands: now, and ideally; what follows is a need in the profile frame."""
    page = needs_page(request, uuid, to_edit=True)
    frame = profile_frame(page.versions)
    if frame is None:
        raise Http404
    staff = Employee.objects.employed_in(page.unit).count()
    start, fields = bands_of(page.unit), profile_fields(page.versions)
    found_in_round = rated_bands(page.viewer, page.unit, frame)
    rated = {code: rated_band_in_words(one) for code, one in found_in_round.items()}
    form = BandsForm(fields=fields, start=start, rated=rated)
    if request.method == "POST":
        found = saved_or_both(
            request,
            BandsSheet(
                page=page,
                frame=frame,
                make=lambda data: BandsForm(data, fields=fields, start=start, rated=rated),
                staff=staff,
            ),
            done=lambda: _("The profiles are saved, and with them how many people each of them needs."),
            save_url=page.url("needs_profiles"),
            next_url=page.url("needs_gaps"),
        )
        if isinstance(found, HttpResponse):
            return found
        form = found.form
    return render(
        request,
        "learning/needs_profiles.html",
        {
            **page.context("needs"),
            "form": form,
            "opened": opened_twins(texts_of_bands(start)),
            "staff": staff,
            "bands": [(label, fewest_in(Band(value), staff)) for value, label in BANDS],
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who holds which role. Opening it is logged for each person shown."""
    page = needs_page(request, uuid, to_edit=True)
    people = list(Employee.objects.employed_in(page.unit))
    language = get_language() or "da"
    every = [(one.role, one.name.in_language(language)) for one in starting_point().roles]
    sheet = RolesSheet(people=people, roles=every, by=page.viewer)
    form = RolesForm(people=people, roles=every, held=roles_held(people))
    if request.method == "POST":
        found = saved_or_both(
            request,
            sheet,
            done=lambda: _("Who holds which role is saved."),
            save_url=page.url("needs_roles"),
            next_url=page.url("needs"),
        )
        if isinstance(found, HttpResponse):
            return found
        form = found.form
    record_reads(by=page.viewer, action="learning.work_roles.read", seen=[(person.pk, person) for person in people])
    return render(
        request,
        "learning/needs_roles.html",
        {**page.context("needs"), "form": form, "people": people, "opened": opened_twins(sheet.now().texts)},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Read needs from a file into the form of step 1, where they are looked through and saved."""
    page = needs_page(request, uuid, to_edit=True)
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_needs(
                file,
                name=file.name,
                framework=document_of(page.version),
                unit=tuple(page.unit.path.split(" / ")),
            )
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error("file", message(problem))
        else:
            start = {row.need.field: _given(row.need, page) for row in read.needs}
            filled = needs_form(page, EVERYONE, start=start)
            problems = [at_place(problem.place, message(problem)) for problem in read.problems]
            return shown(request, page, EVERYONE, filled, problems=problems, is_from_file=True)
    return render(
        request,
        "learning/needs_upload.html",
        {**page.context("needs"), "form": form},
        status=422 if form.errors else 200,
    )


def _given(need: Need, page: NeedsPage) -> GivenNeed:
    """A need of the file; the reason that was written before stays, since the file has none."""
    before = page.situation.needs.of().get(need.field)
    return GivenNeed(
        field=need.field,
        basic_share=Decimal(str(need.basic_share)),
        specialists=need.specialists,
        weight=need.weight,
        by=need.by,
        reason=before.reason if before else "",
    )


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The needs as the sheet that they can be read in from again."""
    page = needs_page(request, uuid)
    table = needs_table(page.unit.path, page.situation.needs.by_field().values())
    return file_response(workbook_bytes([table], title=page.unit.name), "behov.xlsx")
