"""Rows to engine values: the only door."""

from collections.abc import Collection, Iterable

from fagkompas.engine.units import Need
from fagkompas.learning import models


def engine_needs(rows: Iterable[models.Need], fields: Collection[str]) -> tuple[Need, ...]:
    """Stored needs in the fields that a framework's version has; what was said about others is left out."""
    return tuple(
        Need(
            field=row.field,
            basic_share=float(row.basic_share),
            specialists=row.specialists,
            weight=row.weight,
            by=row.by,
        )
        for row in rows
        if row.field in fields
    )
