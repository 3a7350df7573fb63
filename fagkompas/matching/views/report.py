"""Figures and lists by unit, for managers."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.matching.permissions import may_see_report
from fagkompas.matching.report import MONTHS, counted, lists_of, months_until, units_of_report
from fagkompas.matching.workbooks import figures_table
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.pages import Link, file_name, file_response
from fagkompas.toolkit.workbooks import csv_bytes, workbook_bytes

MONTHS_AT_FIRST = 12


class TimeFilter(Form):
    """For how long back; stays in the address."""

    maaneder = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=lambda: [
            ("", _("The last year")),
            *((str(n), gettext("The last %(n)s months") % {"n": n}) for n in MONTHS if n != MONTHS_AT_FIRST),
        ],
    )


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """By unit for the whole time, by month for all of the person's units together, and who comes on lists."""
    person = _manager(request)
    filters = TimeFilter(request.GET)
    units, months = units_of_report(person), months_until(timezone.localdate(), _months(filters))
    found = counted(person.root_id, months[0])
    tops = [unit for unit in units if not any(unit.lineage.startswith(one.lineage) for one in units if one != unit)]
    query = request.GET.urlencode()
    shown: dict[str, Any] = {
        "filters": filters,
        "rows": [(unit, found.of(unit, months)) for unit in units],
        "months": [(month, found.of(tops[0], [month])) for month in reversed(months)] if tops else [],
        "top": tops[0] if tops else None,
        "lists": lists_of(units, person.root_id, months[0]),
        "smallest": SMALLEST_GROUP,
        "downloads": [
            Link(label=label, url=f"{reverse('matching:report_export', args=[kind])}?{query}")
            for kind, label in (("xlsx", gettext("Excel")), ("csv", gettext("CSV")))
        ],
    }
    return render(request, "matching/report.html", shown)


@require_safe
def report_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The figures by unit as a file."""
    person = _manager(request)
    if kind not in {"xlsx", "csv"}:
        raise Http404
    months = months_until(timezone.localdate(), _months(TimeFilter(request.GET)))
    found = counted(person.root_id, months[0])
    table = figures_table((unit, found.of(unit, months)) for unit in units_of_report(person))
    title = gettext("Figures by unit")
    content = csv_bytes(table) if kind == "csv" else workbook_bytes([table], title=title)
    return file_response(content, file_name(title, f"{timezone.localdate()}", kind=kind))


def _manager(request: HttpRequest) -> Employee:
    person = signed_in(request)
    if not may_see_report(person):
        raise Http404
    return person


def _months(filters: TimeFilter) -> int:
    chosen = filters.cleaned_data["maaneder"] if filters.is_valid() else ""
    return int(chosen) if chosen else MONTHS_AT_FIRST
