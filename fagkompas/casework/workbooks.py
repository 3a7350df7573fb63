"""Tables of a case to take out."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from fagkompas.casework.models import JobLogEntry
from fagkompas.casework.wording.job_log import COLUMNS_OF_FILES
from fagkompas.toolkit.workbooks import Column, Kind, Table


def job_log_table(entries: Iterable[JobLogEntry]) -> Table:
    """A row for each job, with the columns that a file to read in has."""
    kinds = {"dato": Kind.DATE, "opfølgning": Kind.DATE}
    columns = tuple(
        Column(heading=name, kind=kinds.get(name, Kind.TEXT), wraps=name == "ansøgning") for name in COLUMNS_OF_FILES
    )
    rows = (
        (
            entry.name,
            entry.applied_on,
            entry.company,
            entry.place,
            entry.get_how_display(),
            entry.follow_up_on,
            entry.get_result_display(),
            entry.track.name if entry.track else "",
            entry.note,
            entry.documents,
        )
        for entry in entries
    )
    return Table(name=_("Job log"), columns=columns, rows=rows)
