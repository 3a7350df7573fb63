"""The labour market balance: a file kept until it is saved, saved all of it, and how it was read kept for the next."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.occupations.actions.demand import DemandCounted, group_codes
from fagkompas.occupations.balance_files import BalanceLine, BalanceTable, ReadBalance, read_balance
from fagkompas.occupations.models import Balance, BalanceFile, BalanceMapping, Label, Occupation

BATCH = 2_000
CHANGING = ("level", "words", "period", "source", "read_on")


@transaction.atomic
def keep_balance(*, author: Employee, table: BalanceTable, source: str, now: datetime) -> BalanceFile:
    """Keep a read file for an hour; what the same person read before is thrown away."""
    BalanceFile.objects.filter(author=author).delete()
    kept = BalanceFile.of_file(table.as_json(), (), now=now, author=author, source=source)
    kept.save()
    return kept


def choose_columns(*, kept: BalanceFile, columns: Mapping[str, str]) -> None:
    """Which column is what, until the file is saved."""
    kept.columns = dict(columns)
    kept.save(update_fields=["columns"])


def mapping() -> BalanceMapping:
    """How the last file was read; an empty one before the first. One query."""
    return BalanceMapping.objects.order_by("pk").first() or BalanceMapping()


def assessed(kept: BalanceFile, *, levels: Mapping[str, str], titles: Mapping[str, str]) -> ReadBalance:
    """What the file says when it is read so. Three queries."""
    return read_balance(
        BalanceTable.from_json(kept.read),
        kept.columns,
        levels=levels,
        known=known_titles(),
        codes=group_codes(),
        titles=titles,
    )


def known_titles() -> dict[str, str]:
    """The UUIDs of occupations in use by their Danish names in small letters; a title goes before another's other name."""
    found: dict[str, str] = {}
    rows = Label.objects.filter(occupation__retired_on__isnull=True, language="da").order_by("-is_preferred", "pk")
    for text, uuid in rows.values_list("text", "occupation__uuid"):
        found.setdefault(text.casefold(), str(uuid))
    return found


@transaction.atomic
def save_balance(
    *, kept: BalanceFile, levels: Mapping[str, str], titles: Mapping[str, str], today: date, by: Employee
) -> DemandCounted | None:
    """What the file says, once; None where it was saved or thrown away meanwhile. How it was read is kept for the next."""
    held = BalanceFile.objects.select_for_update().filter(pk=kept.pk).first()
    if held is None:
        return None
    last = mapping()
    last.columns, last.levels = held.columns, {**last.levels, **levels}
    last.titles = {**last.titles, **titles}
    read = assessed(held, levels=last.levels, titles=last.titles)
    counted, new, changed = held_against(read.lines, source=held.source, today=today)
    Balance.objects.bulk_create(new, batch_size=BATCH)
    Balance.objects.bulk_update(changed, CHANGING, batch_size=BATCH)
    last.save()
    held.delete()
    if new or changed:
        new_ones, changed_ones = counted.new, counted.changed
        record_change(by=by, action="occupations.balance.saved", source=held.source, new=new_ones, changed=changed_ones)
    return counted


def held_against(
    lines: tuple[BalanceLine, ...], *, source: str, today: date
) -> tuple[DemandCounted, list[Balance], list[Balance]]:
    """What of it would be new and what would change. Two queries."""
    days = {one.begins_on for one in lines}
    before = {
        (str(row.occupation.uuid) if row.occupation else row.code, row.region, row.begins_on): row
        for row in Balance.objects.filter(begins_on__in=days).select_related("occupation").order_by("pk")
    }
    keys = {str(uuid): pk for uuid, pk in Occupation.objects.order_by("pk").values_list("uuid", "pk")}
    new: list[Balance] = []
    changed: list[Balance] = []
    for one in lines:
        row = before.get(one.key)
        if row is None:
            row = Balance(
                occupation_id=keys.get(one.occupation), code=one.code, region=one.region, begins_on=one.begins_on
            )
            new.append(row)
        elif (row.level, row.words) != (one.level, one.words):
            changed.append(row)
        else:
            continue
        row.level, row.words, row.period, row.source, row.read_on = one.level, one.words, one.period, source, today
    same = len(lines) - len(new) - len(changed)
    return DemandCounted(new=len(new), changed=len(changed), same=same), new, changed
