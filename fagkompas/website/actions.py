"""Writes that span all apps."""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

from fagkompas.toolkit.encrypted_fields import EncryptedField, unread_in


def write_fields_anew() -> Iterator[bool]:
    """Every row with encrypted columns under the key of now; for each, whether all of it could be read.

    Row by row, so that nobody waits for it.
    """
    for model in apps.get_models():
        columns = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]  # noqa: SLF001  # Django's own name for it
        rows: QuerySet[Model] = QuerySet(model)
        for key in rows.order_by("pk").values_list("pk", flat=True) if columns else ():
            yield _row_anew(rows.select_for_update().filter(pk=key).only(*columns), columns)


@transaction.atomic
def _row_anew(rows: QuerySet[Model], columns: list[str]) -> bool:
    """Whether all of the row could be read, or it is gone."""
    row = rows.first()
    if row is not None:
        row.save(update_fields=columns)
    return not unread_in(row)
