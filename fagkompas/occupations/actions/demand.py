"""Vacancies: a file kept until it is saved, and saved all of it, so that the same file twice changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.occupations.demand_files import Figure, ReadFigures
from fagkompas.occupations.models import BalanceFile, DemandFile, Group, Vacancies
from fagkompas.toolkit.retention import RetentionLine

BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCounted:
    """What saving makes of a file."""

    new: int
    changed: int
    same: int


@transaction.atomic
def keep_demand(*, author: Employee, read: ReadFigures, source: str, now: datetime) -> DemandFile:
    """Keep a read file for an hour; what the same person read before is thrown away."""
    DemandFile.objects.filter(author=author).delete()
    kept = DemandFile.of_file(read.as_json(), read.problems, now=now, author=author, source=source)
    kept.save()
    return kept


@transaction.atomic
def save_demand(*, figures: Iterable[Figure], source: str, today: date, by: Employee | None) -> DemandCounted:
    """What is new is added, what is another number is changed, the rest stays with the day on which it was read."""
    counted, new, changed = held_against(figures, source=source, today=today)
    Vacancies.objects.bulk_create(new, batch_size=BATCH)
    Vacancies.objects.bulk_update(changed, ["number", "source", "read_on"], batch_size=BATCH)
    if new or changed:
        record_change(by=by, action="occupations.demand.saved", source=source, new=counted.new, changed=counted.changed)
    return counted


@transaction.atomic
def save_kept(*, kept: DemandFile, today: date, by: Employee) -> DemandCounted | None:
    """A file that was read, once; None where it was saved or thrown away meanwhile."""
    held = DemandFile.objects.select_for_update().filter(pk=kept.pk).first()
    if held is None:
        return None
    read = ReadFigures.from_json(held.read, held.odd)
    counted = save_demand(figures=read.figures, source=held.source, today=today, by=by)
    held.delete()
    return counted


def held_against(
    figures: Iterable[Figure], *, source: str, today: date
) -> tuple[DemandCounted, list[Vacancies], list[Vacancies]]:
    """What of it would be new and what would change. One query for each 500 groups."""
    found = list(figures)
    codes = sorted({one.code for one in found})
    known: dict[tuple[str, str, date], Vacancies] = {}
    for start in range(0, len(codes), 500):
        for row in Vacancies.objects.filter(code__in=codes[start : start + 500]).order_by("pk"):
            known[row.code, row.region, row.month] = row
    new: list[Vacancies] = []
    changed: list[Vacancies] = []
    for one in found:
        before = known.get((one.code, one.region, one.month))
        if before is None:
            new.append(
                Vacancies(
                    code=one.code,
                    region=one.region,
                    month=one.month,
                    number=one.number,
                    source=source,
                    read_on=today,
                )
            )
        elif before.number != one.number:
            before.number, before.source, before.read_on = one.number, source, today
            changed.append(before)
    same = len(found) - len(new) - len(changed)
    return DemandCounted(new=len(new), changed=len(changed), same=same), new, changed


def group_codes() -> dict[str, str]:
    """The codes of the groups by their Danish titles in small letters, the widest group where several are called the same."""
    rows = Group.objects.order_by("-level", "-scheme").values_list("title_da", "code")
    return {title.casefold(): code for title, code in rows}


@transaction.atomic
def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:  # noqa: ARG001  # files live by the hour
    """Delete files that nobody saved."""
    now = timezone.now()
    vacancies, balances = DemandFile.expired(now), BalanceFile.expired(now)
    lines = [
        RetentionLine(what=_("files of vacancies that were read and not saved"), rows=vacancies.count()),
        RetentionLine(what=_("files of the labour market balance that were read and not saved"), rows=balances.count()),
    ]
    if not dry_run:
        vacancies.delete()
        balances.delete()
    return lines
