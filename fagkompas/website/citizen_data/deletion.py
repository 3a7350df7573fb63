"""What the next run deletes of citizens' records, and what earlier runs have deleted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from fagkompas.audit.models import Event
from fagkompas.casework.actions import case_files, job_log
from fagkompas.citizens.actions import keeping
from fagkompas.website.personal_data import TABLES

DONE: Final = "audit.deletion.done"
SHOWN: Final = 30
"""So many runs are shown; the log has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record, in the reader's language, and how many."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run deleted; nothing is worth telling too, since then it is known that it ran."""

    at: datetime
    kinds: tuple[Kind, ...]

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(kind.rows for kind in self.kinds)


def deleted_next(root_id: int, on: date) -> tuple[Kind, ...]:
    """What a run on that day would delete of the municipality's citizens' records. Nothing is deleted."""
    counted: Counter[str] = Counter()
    for run in (job_log.retention, case_files.retention, keeping.retention):
        for line in run(today=on, dry_run=True):
            counted.update(line.of_citizens.get(root_id, {}))
    return _kinds(counted)


def earlier_runs(root_id: int) -> list[Run]:
    """The newest first."""
    events = Event.objects.filter(root_id=root_id, action=DONE).order_by("-at", "-pk")[:SHOWN]
    return [Run(at=event.at, kinds=_kinds(event.details["deleted"])) for event in events]


def _kinds(counted: Mapping[str, int]) -> tuple[Kind, ...]:
    """By table, in the order of the register; a table that is gone goes by its code."""
    return tuple(Kind(name=str(TABLES.get(label, label)), rows=counted[label]) for label in _in_order(counted))


def _in_order(labels: Iterable[str]) -> list[str]:
    """The cases first, then the others by code."""
    return sorted(labels, key=lambda label: (label != "citizens.Citizen", label))
