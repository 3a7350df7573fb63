"""Jobs that were applied for and wait for an answer."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import JobLogEntry
from fagkompas.toolkit.today import TodayItem


def job_logs(person: Employee, today: date) -> Iterator[TodayItem]:
    """A row for each of the person's citizens with jobs to follow up."""
    due = JobLogEntry.objects.to_follow_up(today).filter(citizen__caseworker=person, citizen__closed_on__isnull=True)
    citizens = due.order_by("citizen__name", "citizen").values_list("citizen__uuid", "citizen__name")
    for uuid, name, count, first in citizens.annotate(n=Count("pk"), first=Min("follow_up_on")):
        yield TodayItem(
            kind=_("Job logs"),
            what=name,
            why_now=ngettext("%(n)s job to follow up.", "%(n)s jobs to follow up.", count) % {"n": count},
            url=reverse("casework:job_log", args=[uuid]),
            button=_("Look"),
            due=first,
        )
