"""Citizens go from one caseworker to the next, and from one unit to another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.citizens.actions.problems import held, problems_of_caseworker, problems_of_day, problems_of_unit
from fagkompas.citizens.changing import changing
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.citizens.permissions import given_on_by
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless

LONGEST_NOTE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """How many citizens went somewhere, and how many were there already."""

    moved: int
    stayed: int


@transaction.atomic
def hand_over(
    *,
    citizens: Sequence[Citizen],
    to: Employee | None,
    note: str,
    today: date,
    by: Employee | None,
    unit: Unit | None = None,
    key: UUID | None = None,
) -> HandedOver:
    """Give citizens to another caseworker, all of them or none, once by its `key`; the note goes with each.

    With a unit they move there, and `to` may be nobody yet: the manager there chooses. Queries hardly grow with the citizens.

    Raises `BadInput`, also where one of them has gone on since they were loaded, or is not `by`'s to give on any more.
    """
    rows = list(
        Citizen.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[citizen.pk for citizen in citizens])
        .select_related("unit", "caseworker")
        .order_by("pk")
    )
    before = made_before(Handover.objects.filter(by=by, citizen__in=rows), key)
    if before is not None:
        moved = Handover.objects.made_with(before).count()
        return HandedOver(moved=moved, stayed=len(rows) - moved)
    kept, now = note.strip(), timezone.now()
    refuse(_problems_of_right(rows, citizens, by))
    refuse(
        [
            *unless(rows, "citizens", "nobody_chosen"),
            *unless(to or unit, "to", "caseworker_or_unit"),
            *_problems_of_note(kept),
            *_problems_of_many(rows, to, unit),
        ]
    )
    places = {row.pk: unit or row.unit for row in rows}
    moving = [row for row in rows if (row.caseworker, row.unit) != (to, places[row.pk])]
    made = [
        Handover(
            uuid=(key if number == 0 else None) or uuid4(),
            citizen=row,
            from_employee=row.caseworker,
            to_employee=to,
            from_unit=row.unit,
            to_unit=places[row.pk],
            on=today,
            note=kept,
            by=by,
            at=now,
            read_at=now if by is not None and by == to else None,
        )
        for number, row in enumerate(moving)
    ]
    Handover.objects.bulk_create(made, batch_size=500)
    elsewhere = [row for row in moving if row.unit != places[row.pk]]
    for row in moving:
        row.caseworker, row.unit = to, places[row.pk]
        row.revision += 1
    Citizen.objects.bulk_update(moving, ["caseworker", "unit", "revision"], batch_size=500)
    changing(row.pk for row in moving)
    here = [row for row in moving if row not in elsewhere]
    for action, several in (("citizens.citizen.handed_over", here), ("citizens.citizen.moved", elsewhere)):
        about = [(row.pk, row) for row in several]
        record_changes(by=by, action=action, changed=about, root_id=rows[0].root_id, of_citizens=True)
    return HandedOver(moved=len(moving), stayed=len(rows) - len(moving))


@transaction.atomic
def move_citizen(
    *,
    citizen: Citizen,
    to: Unit,
    caseworker: Employee | None,
    on: date,
    note: str,
    today: date,
    by: Employee | None,
    key: UUID | None = None,
) -> Handover:
    """To another unit of the municipality, once by its `key`, with a caseworker there or none yet.

    A closed case too, as when its unit closes. Raises `BadInput`, also where the citizen has gone on since being loaded, or is
    not `by`'s to give on any more.
    """
    row = held(citizen)
    before = made_before(row.handovers.filter(by=by), key)
    if before is not None:
        return before
    refuse(_problems_of_right([row], [citizen], by))
    kept, now = note.strip(), timezone.now()
    refuse(
        [
            *unless(row.unit_id != to.pk, "unit", "same_unit", to.name),
            *problems_of_unit(to, root_id=row.root_id),
            *problems_of_caseworker(caseworker, to),
            *problems_of_day(on, field="on", today=today, earliest=row.began_on),
            *_problems_of_note(kept),
        ]
    )
    handover = Handover.objects.create(
        uuid=key or uuid4(),
        citizen=row,
        from_employee=row.caseworker,
        to_employee=caseworker,
        from_unit=row.unit,
        to_unit=to,
        on=on,
        note=kept,
        by=by,
        at=now,
        read_at=now if by is not None and by == caseworker else None,
    )
    row.unit, row.caseworker = to, caseworker
    row.revision += 1
    row.save(update_fields=["unit", "caseworker", "revision"])
    changing([row.pk])
    record_change(by=by, action="citizens.citizen.moved", target=row, citizen_id=row.pk, root_id=row.root_id)
    return handover


@transaction.atomic
def read_handover(*, handover: Handover, by: Employee) -> None:
    """The one who has the citizen now has read the note; from then on it is not on the page of today."""
    row = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if row.to_employee_id == by.pk and row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
        citizen = handover.citizen
        record_change(
            by=by,
            action="citizens.handover.read",
            target=row,
            citizen_id=citizen.pk,
            root_id=citizen.root_id,
        )


def _problems_of_right(rows: Sequence[Citizen], citizens: Sequence[Citizen], by: Employee | None) -> Iterator[Problem]:
    """That `by` may give all of them on with the roles of now, and that each is where the citizen was when loaded."""
    is_theirs = by is None or _are_to_give_on_by(by, rows)
    loaded = {one.pk: (one.unit_id, one.caseworker_id) for one in citizens}
    is_as_loaded = loaded == {row.pk: (row.unit_id, row.caseworker_id) for row in rows}
    code = "one_given_on_meanwhile" if len(rows) > 1 else "given_on_meanwhile" if is_theirs else "not_yours_now"
    yield from unless(is_theirs and is_as_loaded, "citizens", code)


def _are_to_give_on_by(by: Employee, rows: Sequence[Citizen]) -> bool:
    person = Employee.objects.filter(pk=by.pk, is_active=True).first()
    return person is not None and given_on_by(person).filter(pk__in=[row.pk for row in rows]).count() == len(rows)


def _problems_of_note(note: str) -> list[Problem]:
    return [
        *unless(len(note) <= LONGEST_NOTE, "note", "too_long", longest=LONGEST_NOTE),
        *unless(not cpr_like(note), "note", "cpr_number"),
    ]


def _problems_of_many(rows: Sequence[Citizen], to: Employee | None, unit: Unit | None) -> list[Problem]:
    """Each unit is asked once; a closed case goes to nobody."""
    closed = [row for row in rows if row.is_closed]
    problems = list(unless(not closed, "citizens", "case_is_closed"))
    if unit is not None and rows:
        problems += problems_of_unit(unit, root_id=rows[0].root_id)
    for place in [unit] if unit is not None else sorted({row.unit for row in rows}, key=lambda one: one.path):
        problems += problems_of_caseworker(to, place, field="to")
    return problems
