"""Writes about needs: what units need, profiles as bands, roles held, kinds of work and hours."""

from collections.abc import Mapping, Sequence
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
) -> list[str]:
    """Keep what is needed of everyone, or of those who hold a role; the fields that changed. `left_out` have none."""
    before = {row.field: row for row in Need.objects.of_unit(unit, framework).filter(role=role).select_for_update()}
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
    *, unit: Unit, framework: Framework, given: Sequence[GivenBand], staff: int, by: Employee, today: date
) -> None:
    """Keep the bands, and the need that follows: as many specialised in each profile as reach the ideal."""
    stored = {row.profile: row for row in ProfileBand.objects.filter(unit=unit).select_for_update()}
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
def save_work_roles(*, roles: Mapping[Employee, AbstractSet[str]], by: Employee) -> int:
    """Keep who holds which role; how many people it changed for."""
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
def save_tasks(*, unit: Unit, framework: Framework, given: Sequence[GivenTask], by: Employee) -> None:
    """Keep exactly these kinds of work for the unit in a framework; a name that stands already is changed, not made anew."""
    before = TaskType.objects.filter(unit=unit, framework=framework)
    stored = {row.name: row for row in before.select_for_update()}
    before.filter(name__in=stored.keys() - {task.name for task in given}).delete()
    for task in given:
        row = stored.get(task.name) or TaskType(unit=unit, framework=framework, name=task.name)
        row.field, row.level, row.weekly_hours = task.field, task.level.value, task.weekly_hours
        row.save()
    record_change(by=by, action="learning.tasks.saved", target=unit, tasks=len(given))


@transaction.atomic
def save_working_hours(*, hours: Mapping[Employee, Decimal | None], by: Employee) -> int:
    """Keep the hours that people have for tasks; None goes back to the usual ones. How many people it changed for."""
    stored = {row.employee_id: row for row in WorkingHours.objects.filter(employee__in=hours).select_for_update()}
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
