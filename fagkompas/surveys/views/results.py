"""Results: table and figure of each question beside what was published, and the same as files."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.surveys.counting import results_in
from fagkompas.surveys.documents import Drawn, ResultSheet, benchmark_name, drawn_questions, results_pdf
from fagkompas.surveys.models import Survey
from fagkompas.surveys.permissions import load_survey
from fagkompas.surveys.results import Results
from fagkompas.surveys.views.surveys import frame
from fagkompas.surveys.workbooks import result_table, text_table
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.pages import Link, file_response, svg_response
from fagkompas.toolkit.workbooks import csv_bytes, workbook_bytes

FILES: Final = {"xlsx": "XLSX", "csv": "CSV", "pdf": "PDF"}
FIGURE: Final = "svg-"


@require_safe
def results(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The figures when the survey is closed, and never of fewer than five."""
    survey = load_survey(signed_in(request), uuid)
    shown = {**frame(survey, "surveys:results"), "waits": not survey.shows_results}
    if not survey.shows_results:
        return render(request, "surveys/results.html", shown | {"results": None, "drawn": [], "downloads": []})
    found = results_in(survey)
    return render(
        request,
        "surveys/results.html",
        shown
        | {
            "results": found,
            "drawn": [(one, _svg_links(survey, one)) for one in drawn_questions(found)],
            "benchmark": benchmark_name(found.instrument),
            "downloads": [] if found.is_hidden else [_file_link(survey, kind, label) for kind, label in FILES.items()],
        },
    )


@require_safe
def results_file(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The same as a workbook, a table, a PDF, or one question's figure."""
    survey = load_survey(signed_in(request), uuid)
    found = results_in(survey)
    if not survey.shows_results or found.is_hidden:
        raise Http404
    if kind.startswith(FIGURE):
        return _figure(found, kind.removeprefix(FIGURE))
    if kind == "xlsx":
        return file_response(
            workbook_bytes([result_table(found), text_table(found)], title=survey.name), "resultater.xlsx"
        )
    if kind == "csv":
        return file_response(csv_bytes(result_table(found)), "resultater.csv")
    if kind == "pdf":
        return _paper(request, survey, found)
    raise Http404


def _paper(request: HttpRequest, survey: Survey, found: Results) -> HttpResponse:
    about = _("%(unit)s. %(n)s have answered.") % {"unit": survey.unit.name, "n": found.respondents}
    sheet = ResultSheet(title=survey.name, about=about, results=found, made_on=timezone.localdate())
    try:
        return file_response(results_pdf(sheet), "resultater.pdf")
    except PdfUnavailable as error:
        messages.error(request, str(error))
        return redirect("surveys:results", survey.uuid)


def _figure(found: Results, code: str) -> HttpResponse:
    drawn = next((one for one in drawn_questions(found) if one.code == code and one.figure), None)
    if drawn is None:
        raise Http404
    return svg_response(drawn.figure, f"{code}.svg")


def _file_link(survey: Survey, kind: str, label: str) -> Link:
    return Link(label=label, url=reverse("surveys:results_file", args=[survey.uuid, kind]))


def _svg_links(survey: Survey, drawn: Drawn) -> list[Link]:
    return [_file_link(survey, f"{FIGURE}{drawn.code}", "SVG")] if drawn.figure else []
