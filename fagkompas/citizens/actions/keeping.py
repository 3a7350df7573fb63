"""What is deleted when its time is up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import router, transaction
from django.db.models import Count
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.audit.actions import record_change
from fagkompas.citizens.models import KEPT_YEARS, Citizen, CitizenImport
from fagkompas.toolkit.retention import RetentionLine

Gone = tuple[int, Mapping[str, int]]
"""A municipality, and how many rows of which table."""


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete cases some years after they were closed, with all that hangs on them, and files that were never saved."""
    imports = CitizenImport.expired(timezone.now())
    files = imports.order_by().values_list("author__root_id").annotate(Count("pk"))
    waiting = {root: {"citizens.CitizenImport": rows} for root, rows in files}
    if dry_run:
        gone = list(_would_go(today))
    else:
        imports.delete()
        keys = list(Citizen.objects.past_keeping(today).order_by("closed_on", "pk").values_list("pk", flat=True))
        gone = [one for key in keys for one in _delete(key, today)]
    return [
        RetentionLine(
            what=_("citizens whose case was closed more than %(years)d years ago") % {"years": KEPT_YEARS},
            rows=sum(rows["citizens.Citizen"] for _root, rows in gone),
            of_citizens=_by_root(gone),
        ),
        RetentionLine(
            what=_("files of citizens that were read and not saved"),
            rows=sum(sum(rows.values()) for rows in waiting.values()),
            of_citizens=waiting,
        ),
    ]


@transaction.atomic
def _delete(key: int, today: date) -> list[Gone]:
    """One citizen, unless the case was opened again meanwhile."""
    for citizen in Citizen.objects.past_keeping(today).select_for_update().filter(pk=key):
        record_change(
            by=None,
            action="citizens.citizen.deleted",
            target=citizen,
            citizen_id=citizen.pk,
            root_id=citizen.root_id,
        )
        _total, rows = citizen.delete()
        return [(citizen.root_id, {label: count for label, count in rows.items() if count})]
    return []


def _would_go(today: date) -> Iterable[Gone]:
    """The same, only counted."""
    for citizen in Citizen.objects.past_keeping(today).order_by("pk"):
        yield citizen.root_id, rows_of_case(citizen)


def rows_of_case(citizen: Citizen) -> Mapping[str, int]:
    """How many rows of which table go with the case: each row once, in however many ways it hangs on it."""
    collector = Collector(using=router.db_for_write(Citizen), origin=citizen)
    collector.collect([citizen])
    keys: dict[str, set[object]] = {}
    for model, rows in collector.data.items():
        keys.setdefault(model._meta.label, set()).update(row.pk for row in rows)  # noqa: SLF001  # Django's own name for it
    for leaves in collector.fast_deletes:
        label = leaves.model._meta.label  # noqa: SLF001  # Django's own name for it
        keys.setdefault(label, set()).update(leaves.order_by().values_list("pk", flat=True))
    return {label: len(found) for label, found in keys.items() if found}


def _by_root(gone: Iterable[Gone]) -> Mapping[int, Mapping[str, int]]:
    summed: dict[int, Counter[str]] = {}
    for root, rows in gone:
        summed.setdefault(root, Counter()).update(rows)
    return summed
