"""Writes that span all apps."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fagkompas.accounts.models import Unit
from fagkompas.audit.actions import record_change
from fagkompas.toolkit.encrypted_fields import EncryptedField, Unread, unread_in
from fagkompas.toolkit.encryption import keyed_hashes
from fagkompas.toolkit.retention import RetentionLine

TASKS_KEPT: Final = timedelta(days=7)
"""How long it can be seen what became of a task: one in line leaves a row every few seconds."""


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete tasks of the background that a worker began long ago: they are done, or their worker is gone."""
    begun = DBTaskResult.objects.exclude(status=TaskResultStatus.READY)
    old = begun.filter(started_at__date__lt=today - TASKS_KEPT)
    rows = old.count()
    if not dry_run:
        old.delete()
    return [RetentionLine(what=_("tasks of the background that were begun over seven days ago"), rows=rows)]


def report_deletions(*, lines: Iterable[RetentionLine], today: date) -> None:
    """Keep for each municipality what a run deleted of its citizens' records, so that its auditors see that it ran."""
    told = list(lines)
    for root in Unit.objects.filter(parent__isnull=True).order_by("pk"):
        deleted: Counter[str] = Counter()
        for line in told:
            deleted.update(line.of_citizens.get(root.pk, {}))
        record_change(
            by=None,
            action="audit.deletion.done",
            target=root,
            root_id=root.pk,
            on=today.isoformat(),
            deleted=dict(sorted(deleted.items())),
        )


def write_fields_anew() -> Iterator[bool]:
    """Every row with encrypted columns under the key of now; for each, whether all of it could be read.

    Row by row, so that nobody waits for it.
    """
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]  # noqa: SLF001  # Django's own name for it
        rows: QuerySet[Model] = QuerySet(model)
        for key in rows.order_by("pk").values_list("pk", flat=True) if fields else ():
            yield _row_anew(rows.select_for_update().filter(pk=key), fields)


@transaction.atomic
def _row_anew(rows: QuerySet[Model], fields: Sequence[EncryptedField[Any]]) -> bool:
    """Whether all of the row could be read, or it is gone. What cannot be read is still found by the hash it has."""
    columns = [name for field in fields for name in (field.name, field.found_by) if name]
    row = rows.only(*columns, *(field.found_in for field in fields if field.found_in)).first()
    if row is not None:
        for field in fields:
            value = getattr(row, field.name)
            if field.found_by and value and not isinstance(value, Unread):
                place = getattr(row, field.found_in)
                found_by = keyed_hashes(field.text_of(value), purpose=field.purpose, place=place)[0]
                setattr(row, field.found_by, found_by)
        row.save(update_fields=columns)
    return not unread_in(row)
