"""Writes about the view across municipalities: join, leave, and draw the rows anew (docs/adr/0007)."""

from datetime import date
from uuid import uuid4

from django.db import transaction

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.learning.across import given_by, this_month
from fagkompas.learning.models import BenchmarkRow, ResourceViewMember


@transaction.atomic
def join(*, root: Unit, today: date, by: Employee) -> None:
    """The municipality takes part from now on; its figures come in on the first of next month."""
    _member, is_new = ResourceViewMember.objects.get_or_create(
        root=root, defaults={"joined_on": today, "joined_by": by}
    )
    if is_new:
        record_change(by=by, action="learning.across.joined", target=root)


@transaction.atomic
def leave(*, root: Unit, today: date, by: Employee) -> None:
    """The municipality takes part no more: the rows are drawn anew at once, without it."""
    deleted, _rows = ResourceViewMember.objects.filter(root=root).delete()
    if deleted:
        record_change(by=by, action="learning.across.left", target=root)
        draw(today=today)


def renew_rows(*, today: date) -> int:
    """Once a month; how many rows are drawn, 0 on the other days."""
    if BenchmarkRow.objects.filter(month=this_month(today)).exists():
        return 0
    return draw(today=today)


@transaction.atomic
def draw(*, today: date, only_demo: bool = False) -> int:
    """Every row anew, from those who joined before this month; how many. Nothing tells which row is whose.

    `only_demo`: those of made-up municipalities; the others' keep what was drawn at the turn of the month.
    """
    month = this_month(today)
    # One drawing at a time: the later one deletes what the earlier one drew.
    members = ResourceViewMember.objects.select_for_update(of=("self",)).filter(joined_on__lt=month)
    drawn = BenchmarkRow.objects.all()
    if only_demo:
        members, drawn = members.filter(root__is_demo=True), drawn.filter(is_demo=True)
    rows = [
        BenchmarkRow(
            draw=uuid4(),
            framework=one.framework,
            field=one.field,
            month=month,
            size=one.size,
            basic_share=one.basic_share,
            specialised_share=one.specialised_share,
            is_demo=member.root.is_demo,
        )
        for member in members.select_related("root").order_by("pk")
        for one in given_by(member.root, today)
    ]
    drawn.delete()
    # In the order of the draws, so that not even their numbers tell whose they are.
    return len(BenchmarkRow.objects.bulk_create(sorted(rows, key=lambda row: row.draw)))
