"""Everything about a citizen as a file for machines: JSON, in the shape that docs/guide/insight.md writes out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from fagkompas.citizens.models import Citizen
from fagkompas.website.citizen_data.access import Access, Change
from fagkompas.website.citizen_data.gathering import ToldRow, ToldTable
from fagkompas.website.citizen_data.tables import NOT_TOLD

FORMAT: Final = "fagkompas-subject-access"
VERSION: Final = 1
"""Goes up when a reader of the file would have to be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """What the two files hold, in the language of now."""

    citizen: Citizen
    tables: tuple[ToldTable, ...]
    access: Access
    changes: tuple[Change, ...]
    made_at: datetime

    @property
    def left_out(self) -> list[str]:
        """What is stored and not told, each with the reason in it."""
        return [str(why) for why in NOT_TOLD.values()]


def as_json(everything: Everything) -> bytes:
    """UTF-8, indented, days as 2026-11-21 and moments in UTC."""
    citizen = everything.citizen
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": _moment(everything.made_at),
        "citizen": str(citizen.uuid),
        "case_number": citizen.case_number,
        "tables": [_table(table) for table in everything.tables],
        "opened": [
            {
                "day": look.day.isoformat(),
                "first": _moment(look.first),
                "last": _moment(look.last),
                "who": look.who,
                "works_as": look.works_as,
                "right": look.right.value,
                "what": list(look.what),
                "reason": look.reason or None,
            }
            for look in everything.access.looks
        ],
        "seen_on_lists": [
            {
                "who": seen.who,
                "works_as": seen.works_as,
                "times": seen.times,
                "first": _moment(seen.first),
                "last": _moment(seen.last),
            }
            for seen in everything.access.on_lists
        ],
        "changed": list(_changed(everything.changes)),
        "left_out": everything.left_out,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _table(table: ToldTable) -> Mapping[str, Any]:
    return {
        "table": table.label,
        "name": table.name,
        "purposes": list(table.purposes),
        "kept": list(table.kept),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: ToldRow) -> Mapping[str, Any]:
    return {
        "id": row.key or None,
        "columns": {column.column: column.data for column in row.columns},
        "parts": [_table(part) for part in row.parts],
    }


def _changed(changes: Iterable[Change]) -> Iterable[Mapping[str, Any]]:
    for change in changes:
        yield {
            "day": change.day.isoformat(),
            "who": change.who or None,
            "what": change.what,
            "times": change.times,
        }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
