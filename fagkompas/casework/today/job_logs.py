"""Jobs that were applied for and wait for an answer."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.casework.forms.caseload import DUE
from fagkompas.casework.models import JobLogEntry
from fagkompas.casework.today.rest import SHOWN, rest
from fagkompas.toolkit.today import TodayItem


def job_logs(person: Employee, today: date) -> Iterator[TodayItem]:
    """A row for each of the person's citizens with jobs to follow up, those that have waited longest first. One query."""
    due = JobLogEntry.objects.to_follow_up(today).filter(citizen__caseworker=person, citizen__closed_on__isnull=True)
    citizens = due.order_by().values_list("citizen__uuid", "citizen__name")
    counted = citizens.annotate(n=Count("pk"), first=Min("follow_up_on")).order_by(
        "first", "citizen__name", "citizen__uuid"
    )
    rows = list(counted[: SHOWN + 1])
    for uuid, name, count, first in rows[:SHOWN]:
        yield TodayItem(
            kind=_("Job logs"),
            what=name,
            why_now=ngettext("%(n)s job to follow up.", "%(n)s jobs to follow up.", count) % {"n": count},
            url=reverse("casework:job_log", args=[uuid]),
            button=_("Look"),
            due=first,
        )
    if len(rows) > SHOWN:
        yield rest(_("Job logs"), _("More citizens with jobs to follow up"), DUE, due=rows[SHOWN][3])
