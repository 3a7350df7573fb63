"""A file of citizens: kept until it is saved, and saved all of it or none."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.citizens.actions.problems import problems_of_unit
from fagkompas.citizens.actions.record import CitizenFacts, cpr_hash, facts_of, lock_numbers
from fagkompas.citizens.changing import changing
from fagkompas.citizens.models import Citizen, CitizenImport, Handover, cpr_hashes
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.kept_files import SAVED_COLUMNS
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.row_files import ReadRows

COLUMNS = (
    "name",
    "target_group",
    "began_on",
    "phone",
    "email",
    "address",
    "is_protected",
    "fund",
    "unit",
    "caseworker",
    "revision",
)
"""What a file may change of somebody who is there; the number is what the citizen was found by."""


AT_ONCE: Final = 500
"""So many hashes are asked for in one query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRow:
    """One row of a file that has been checked: `citizen_id` is None for a new citizen; `revision` the one that was seen."""

    citizen_id: int | None
    revision: int
    unit_id: int
    caseworker_id: int | None
    facts: CitizenFacts


@transaction.atomic
def keep_import(*, author: Employee, read: ReadRows, now: datetime) -> CitizenImport:
    """Keep a read file, encrypted, for an hour; what the same person read before is thrown away."""
    CitizenImport.objects.filter(author=author).delete()
    kept = CitizenImport.of_file(read.as_json(), read.problems, now=now, author=author)
    kept.save()
    return kept


@transaction.atomic
def import_citizens(
    *,
    rows: Sequence[CitizenRow],
    kept: CitizenImport | None,
    today: date,
    by: Employee,
    left_out: Sequence[Problem] = (),
) -> None:
    """Make and change citizens, all or none, and once; of the read file what came of it is kept. Queries hardly grow with the rows.

    Raises `BadInput` when something has changed since the rows were checked.
    """
    lock_numbers(by.root_id)
    if kept is not None and not CitizenImport.still_waits(kept.pk):
        return
    held = Citizen.objects.select_for_update(of=("self",), no_key=True).of_root(by.root_id)
    known = held.in_bulk({row.citizen_id for row in rows if row.citizen_id is not None})
    new = [row for row in rows if row.citizen_id is None]
    old = [(known.get(row.citizen_id), row) for row in rows if row.citizen_id is not None]
    refuse(_changed_meanwhile(new, old, by))
    made = _create(new, by)
    _change([(citizen, row) for citizen, row in old if citizen is not None], today, by)
    if kept is not None:
        kept.keep_saved(created=[one.pk for one in made], changed=list(known), problems=left_out)
        kept.save(update_fields=SAVED_COLUMNS)
    record_change(by=by, action="citizens.file.imported", created=len(new), changed=len(old))


def _changed_meanwhile(
    new: Sequence[CitizenRow], old: Sequence[tuple[Citizen | None, CitizenRow]], by: Employee
) -> list[Problem]:
    units = Unit.objects.in_bulk({row.unit_id for row in (*new, *(row for _citizen, row in old))})
    hashes = [one for row in new for one in cpr_hashes(row.facts.cpr, root_id=by.root_id)]
    taken = any(
        Citizen.objects.of_root(by.root_id).filter(cpr_hash__in=hashes[start : start + AT_ONCE]).exists()
        for start in range(0, len(hashes), AT_ONCE)
    )
    readable = not unread_in(*(citizen for citizen, _row in old))
    as_seen = all(citizen is not None and citizen.revision == row.revision for citizen, row in old)
    return [
        *(problem for unit in units.values() for problem in problems_of_unit(unit, root_id=by.root_id)),
        *unless(as_seen and not taken, "file", "file_outdated"),
        *unless(readable, "file", "unread"),
    ]


def _create(rows: Sequence[CitizenRow], by: Employee) -> list[Citizen]:
    made = Citizen.objects.bulk_create(
        [
            Citizen(
                **asdict(row.facts),
                cpr_hash=cpr_hash(row.facts.cpr, root_id=by.root_id),
                root_id=by.root_id,
                unit_id=row.unit_id,
                caseworker_id=row.caseworker_id,
                created_at=timezone.now(),
            )
            for row in rows
        ],
        batch_size=500,
    )
    changing(one.pk for one in made)
    record_changes(by=by, action="citizens.citizen.created", changed=((one.pk, one) for one in made), of_citizens=True)
    return made


def _change(rows: Sequence[tuple[Citizen, CitizenRow]], today: date, by: Employee) -> None:
    """A new unit or caseworker is a handover, without a note."""
    edited = [citizen for citizen, row in rows if facts_of(citizen) != row.facts]
    moved = [(citizen, row) for citizen, row in rows if _moves(citizen, row)]
    Handover.objects.bulk_create(
        [
            Handover(
                citizen=citizen,
                from_employee_id=citizen.caseworker_id,
                to_employee_id=row.caseworker_id,
                from_unit_id=citizen.unit_id,
                to_unit_id=row.unit_id,
                on=today,
                by=by,
                at=timezone.now(),
                read_at=timezone.now() if row.caseworker_id == by.pk else None,
            )
            for citizen, row in moved
        ],
        batch_size=500,
    )
    for citizen, row in rows:
        for name, value in asdict(row.facts).items():
            if name in COLUMNS:
                setattr(citizen, name, value)
        citizen.unit_id, citizen.caseworker_id = row.unit_id, row.caseworker_id
        citizen.revision += 1
    changing(citizen.pk for citizen, _row in rows)
    Citizen.objects.bulk_update([citizen for citizen, _row in rows], COLUMNS, batch_size=200)
    for action, several in (
        ("citizens.citizen.edited", edited),
        ("citizens.citizen.handed_over", [citizen for citizen, _row in moved]),
    ):
        record_changes(by=by, action=action, changed=[(one.pk, one) for one in several], of_citizens=True)


def _moves(citizen: Citizen, row: CitizenRow) -> bool:
    return (citizen.unit_id, citizen.caseworker_id) != (row.unit_id, row.caseworker_id)
