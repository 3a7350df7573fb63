"""Writes about who worked where in a year, so that the share trained stays a share of those who were there then."""

from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.learning.models import StaffYear
from fagkompas.toolkit.retention import RetentionLine

KEPT_YEARS: Final = 5
AT_ONCE: Final = 1_000


@transaction.atomic
def note_who_works_where(*, today: date) -> int:
    """Keep for this year in which unit everyone works now, in place of what was kept before; how many were new or moved.

    Whoever leaves stays with the last unit; when a unit is moved in the tree, all of its rows of this year move along.
    To be run every night.
    """
    rows = StaffYear.objects.filter(year=today.year).order_by("pk")
    kept = {pk: (unit, lineage) for pk, unit, lineage in rows.values_list("employee_id", "unit_id", "lineage")}
    left = rows.filter(employee__is_active=False).values_list("employee_id", "unit_id", "unit__lineage")
    here = Employee.objects.filter(is_active=True).order_by("pk").values_list("pk", "unit_id", "unit__lineage")
    other = [
        StaffYear(employee_id=pk, unit_id=unit, lineage=lineage, year=today.year)
        for pk, unit, lineage in (*left, *here)
        if kept.get(pk) != (unit, lineage)
    ]
    if other:
        StaffYear.objects.bulk_create(
            other,
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["employee", "year"],
            update_fields=["unit", "lineage"],
        )
        record_change(by=None, action="learning.staff_year.noted", rows=len(other), year=today.year)
    return len(other)


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete years that nobody asks about any more."""
    old = StaffYear.objects.filter(year__lt=today.year - KEPT_YEARS)
    rows = old.count() if dry_run else old.delete()[0]
    return [RetentionLine(what=_("notes of who worked where some years ago"), rows=rows)]
