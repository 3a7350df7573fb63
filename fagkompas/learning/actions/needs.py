"""Writes about needs: what units need, profiles as bands, roles held, kinds of work and hours.

The unit, or the people, are held first, so that two who save at the same moment wait for each other, also where nothing
is stored yet. `stand` is what `stand_of_…` said when the form was put together; where something else stands by then,
`ChangedMeanwhile` is raised. Without it, what is given counts whatever stood there.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.engine.needs import fewest_in
from fagkompas.engine.scales import Band, Level
from fagkompas.frameworks.models import Framework
from fagkompas.learning.models import Need, ProfileBand, TaskType, WorkingHours, WorkRole
from fagkompas.toolkit.together import ChangedMeanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenNeed:
    """What somebody says that is needed in a field."""

    field: str
    basic_share: Decimal
    specialists: int
    weight: int
    by: date | None = None
    reason: str = ""


@transaction.atomic
def save_needs(
    *,
    unit: Unit,
    framework: Framework,
    given: Sequence[GivenNeed],
    by: Employee,
    today: date,
    role: str = "",
    left_out: AbstractSet[str] = frozenset(),
    stand: int | None = None,
) -> list[str]:
    """Keep what is needed of everyone, or of those who hold a role; the fields that changed. `left_out` have none."""
    _hold_unit(unit)
    _check(stand, lambda: stand_of_needs(unit, framework, role))
    before = {row.field: row for row in Need.objects.of_unit(unit, framework).filter(role=role)}
    changed = []
    for need in given:
        row = before.get(need.field)
        if row is None:
            row = Need(unit=unit, framework=framework, field=need.field, role=role)
        elif _same(row, need):
            continue
        row.basic_share, row.specialists, row.weight = need.basic_share, need.specialists, need.weight
        row.by, row.reason, row.set_by, row.set_on = need.by, need.reason, by, today
        row.save()
        changed.append(need.field)
    gone = sorted(left_out & before.keys())
    Need.objects.of_unit(unit, framework).filter(role=role, field__in=gone).delete()
    changed += gone
    if changed:
        record_change(
            by=by,
            action="learning.needs.saved",
            target=unit,
            framework=framework.code,
            role=role,
            fields=sorted(changed),
        )
    return changed


def _same(row: Need, need: GivenNeed) -> bool:
    return (row.basic_share, row.specialists, row.weight, row.by, row.reason) == (
        need.basic_share,
        need.specialists,
        need.weight,
        need.by,
        need.reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBand:
    """How large a share of the unit matches a profile, now and ideally; None where it is not said."""

    profile: str
    now: Band | None
    ideal: Band | None


@transaction.atomic
def save_bands(
    *,
    unit: Unit,
    framework: Framework,
    given: Sequence[GivenBand],
    staff: int,
    by: Employee,
    today: date,
    stand: int | None = None,
) -> None:
    """Keep the bands, and the need that follows: as many specialised in each profile as reach the ideal."""
    _hold_unit(unit)
    _check(stand, lambda: stand_of_bands(unit))
    stored = {row.profile: row for row in ProfileBand.objects.filter(unit=unit)}
    for band in given:
        row = stored.get(band.profile) or ProfileBand(unit=unit, profile=band.profile)
        row.now, row.ideal, row.set_on = band.now, band.ideal, today
        row.save()
    record_change(by=by, action="learning.bands.saved", target=unit, framework=framework.code)
    needs = {row.field: row for row in Need.objects.of_unit(unit, framework).filter(role="")}
    save_needs(
        unit=unit,
        framework=framework,
        given=[_need_of(band, band.ideal, needs.get(band.profile), staff) for band in given if band.ideal is not None],
        by=by,
        today=today,
    )


def _need_of(band: GivenBand, ideal: Band, before: Need | None, staff: int) -> GivenNeed:
    return GivenNeed(
        field=band.profile,
        basic_share=before.basic_share if before else Decimal(1),
        specialists=fewest_in(ideal, staff),
        weight=before.weight if before else 1,
        by=before.by if before else None,
        reason=before.reason if before else "",
    )


@transaction.atomic
def save_work_roles(*, roles: Mapping[Employee, AbstractSet[str]], by: Employee, stand: int | None = None) -> int:
    """Keep who holds which role; how many people it changed for. Nobody else's roles are touched."""
    _hold_people(roles)
    _check(stand, lambda: stand_of_roles(roles))
    held: dict[int, set[str]] = {}
    for pk, role in WorkRole.objects.filter(employee__in=roles).order_by("pk").values_list("employee_id", "role"):
        held.setdefault(pk, set()).add(role)
    changed = [person for person, wanted in roles.items() if held.get(person.pk, set()) != wanted]
    WorkRole.objects.filter(employee__in=changed).delete()
    WorkRole.objects.bulk_create(
        WorkRole(employee=person, role=role) for person in changed for role in sorted(roles[person])
    )
    record_changes(by=by, action="learning.work_roles.saved", changed=[(person.pk, person) for person in changed])
    return len(changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTask:
    """A kind of work as somebody describes it."""

    name: str
    field: str
    level: Level
    weekly_hours: Decimal


@transaction.atomic
def save_tasks(
    *, unit: Unit, framework: Framework, given: Sequence[GivenTask], by: Employee, stand: int | None = None
) -> None:
    """Keep exactly these kinds of work for the unit in a framework; a name that stands already is changed, not made anew."""
    _hold_unit(unit)
    _check(stand, lambda: stand_of_tasks(unit, framework))
    before = TaskType.objects.filter(unit=unit, framework=framework)
    stored = {row.name: row for row in before}
    before.filter(name__in=stored.keys() - {task.name for task in given}).delete()
    for task in given:
        row = stored.get(task.name) or TaskType(unit=unit, framework=framework, name=task.name)
        row.field, row.level, row.weekly_hours = task.field, task.level.value, task.weekly_hours
        row.save()
    record_change(by=by, action="learning.tasks.saved", target=unit, tasks=len(given))


@transaction.atomic
def save_working_hours(*, hours: Mapping[Employee, Decimal | None], by: Employee, stand: int | None = None) -> int:
    """Keep the hours that people have for tasks; None goes back to the usual ones. How many people it changed for."""
    _hold_people(hours)
    _check(stand, lambda: stand_of_hours(hours))
    stored = {row.employee_id: row for row in WorkingHours.objects.filter(employee__in=hours)}
    changed = []
    for person, weekly in hours.items():
        row = stored.get(person.pk)
        if weekly == (row.weekly if row else None):
            continue
        changed.append(person)
        if weekly is None:
            WorkingHours.objects.filter(employee=person).delete()
        else:
            row = row or WorkingHours(employee=person)
            row.weekly = weekly
            row.save()
    record_changes(by=by, action="learning.hours.saved", changed=[(person.pk, person) for person in changed])
    return len(changed)


# Two people on one thing


def stand_of_needs(unit: Unit, framework: Framework, role: str = "") -> int:
    """A number that is another one once somebody has saved another need of everyone, or of those who hold a role."""
    rows = Need.objects.of_unit(unit, framework).filter(role=role).order_by("pk")
    return _stand(rows.values_list("field", "basic_share", "specialists", "weight", "by", "reason"))


def stand_of_bands(unit: Unit) -> int:
    """The same of the profiles."""
    return _stand(ProfileBand.objects.filter(unit=unit).order_by("pk").values_list("profile", "now", "ideal"))


def stand_of_tasks(unit: Unit, framework: Framework) -> int:
    """The same of the kinds of work."""
    rows = TaskType.objects.filter(unit=unit, framework=framework).order_by("pk")
    return _stand(rows.values_list("uuid", "name", "field", "level", "weekly_hours"))


def stand_of_roles(people: Collection[Employee]) -> int:
    """The same of the roles that these people hold."""
    return _stand(WorkRole.objects.filter(employee__in=people).order_by("pk").values_list("employee_id", "role"))


def stand_of_hours(people: Collection[Employee]) -> int:
    """The same of the hours that these people have."""
    rows = WorkingHours.objects.filter(employee__in=people).order_by("pk")
    return _stand(rows.values_list("employee_id", "weekly"))


def _stand(rows: Iterable[tuple[object, ...]]) -> int:
    told = sorted(repr(row) for row in rows)
    return int.from_bytes(hashlib.sha256(repr(told).encode()).digest()[:6])


def _check(stand: int | None, now: Callable[[], int]) -> None:
    if stand is not None and stand != now():
        raise ChangedMeanwhile


def _hold_unit(unit: Unit) -> None:
    """Others who want to say something about the unit wait until the transaction ends."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _hold_people(people: Iterable[Employee]) -> None:
    """The same about these people; always in one order, so that two never wait for each other."""
    rows = Employee.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=[person.pk for person in people]).order_by("pk").values_list("pk"))
