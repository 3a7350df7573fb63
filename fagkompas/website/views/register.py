"""The register of personal data: every field of every table, with class, purpose and how long it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.toolkit.pages import Link, as_download, file_name
from fagkompas.toolkit.privacy import PrivacyClass
from fagkompas.toolkit.workbooks import Column, Table, workbook_bytes
from fagkompas.website.personal_data import CLASSES, Entry, register_of_personal_data
from fagkompas.website.views.citizen_data import auditing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register(request: HttpRequest) -> HttpResponse:
    """The fields that say something about a person; all fields when asked for."""
    auditing(request)
    entries = register_of_personal_data()
    shows_all = "alle" in request.GET
    shown = [entry for entry in entries if shows_all or entry.privacy_class is not PrivacyClass.NONE]
    return render(
        request,
        "website/register.html",
        {
            "tables": _by_table(shown),
            "fields": len(shown),
            "classes": [
                (CLASSES[name], sum(entry.privacy_class is name for entry in entries)) for name in PrivacyClass
            ],
            "shows_all": shows_all,
            "downloads": [Link(label="Excel", url="hent/")],
        },
    )


def register_export(request: HttpRequest) -> HttpResponse:
    """All fields as a workbook."""
    auditing(request)
    return HttpResponse(
        workbook_bytes([_workbook_table(register_of_personal_data())], title=_("Register of personal data")),
        content_type=XLSX,
        headers=as_download(file_name(_("Register of personal data"), f"{timezone.localdate()}", kind="xlsx")),
    )


def _by_table(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    tables: dict[str, list[Entry]] = {}
    for entry in entries:
        tables.setdefault(entry.table, []).append(entry)
    return list(tables.items())


def _workbook_table(entries: list[Entry]) -> Table:
    columns = (
        Column(heading=_("Table"), width=28),
        Column(heading=_("Field"), width=28),
        Column(heading=_("Class"), width=16),
        Column(heading=_("Purpose"), width=52, wraps=True),
        Column(heading=_("Kept"), width=44, wraps=True),
        Column(heading=_("Name in the database"), width=28),
    )
    rows = [
        (entry.table, entry.field, entry.class_name, entry.purpose, entry.retention, entry.code) for entry in entries
    ]
    return Table(name=_("Personal data"), columns=columns, rows=rows)
