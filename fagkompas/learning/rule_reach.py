"""Whom a changed rule reaches: counted from the stored figures of units, named from those of people.

    competencies ──> per field the level they begin at ──> who is reached in the field:
        basic          everyone whose standing is known
        specialised    those on the way to specialised, and the specialised

For those who may not see the individuals, a field that is hidden stays hidden (`assessments.shown`); what is shown is a
sum of counts that the unit's own page shows as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant
from fagkompas.assessments.units import (
    SeenUnit,
    newest_answered,
    readable_people,
    rounds_with_figures,
    see_unit,
    units_in_round,
    visible_units,
)
from fagkompas.engine.errors import UnknownCode
from fagkompas.engine.scales import Level, Standing
from fagkompas.engine.units import FieldFigures
from fagkompas.frameworks.models import Framework
from fagkompas.learning.competencies import ChosenCompetency
from fagkompas.learning.models import Need
from fagkompas.learning.needs import holders_of
from fagkompas.toolkit.alphabet import Alphabetical

REACHED: Mapping[Level, tuple[Standing, ...]] = {
    Level.BASIC: tuple(standing for standing in Standing if standing is not Standing.UNKNOWN),
    Level.SPECIALISED: (Standing.EMERGING, Standing.SPECIALISED),
}
"""Whose work it is, by the level that the competencies begin at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedField:
    """A field with competencies that the rule touches, and the lowest level of these."""

    code: str
    name: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReach:
    """A field in one unit. `people` and `specialised` are None where nobody is rated, or the viewer may not see them."""

    field: TouchedField
    is_rated: bool
    people: int | None
    specialised: int | None


@dataclass(frozen=True, kw_only=True)
class UnitReach:
    """One unit, field by field; `seen` is None where it has no figures."""

    unit: Unit
    seen: SeenUnit | None
    fields: tuple[FieldReach, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachedPerson:
    """Somebody whom the rule reaches: by standing in fields (field name to standing), by roles, or both."""

    employee: Employee
    participant: Participant | None
    standings: tuple[tuple[str, Standing], ...]
    roles: tuple[str, ...]


def touched_fields(competencies: Iterable[ChosenCompetency]) -> tuple[TouchedField, ...]:
    """In the order of the framework."""
    found: dict[str, TouchedField] = {}
    for one in competencies:
        before = found.get(one.field)
        level = Level.BASIC if Level.BASIC in (one.level, before.level if before else None) else Level.SPECIALISED
        found[one.field] = TouchedField(code=one.field, name=one.field_name, level=level)
    return tuple(found.values())


def reach_of_units(
    viewer: Employee, framework: Framework, fields: Sequence[TouchedField], units: Sequence[Unit]
) -> list[UnitReach]:
    """Several units, in the newest answered round of the framework. The same number of queries however many."""
    rounds = [one for one in rounds_with_figures(units) if one.version.framework_id == framework.pk]
    round_ = newest_answered(viewer, rounds, visible_units(viewer).filter(pk__in=[unit.pk for unit in units]))
    seen = {one.unit.pk: one for one in units_in_round(viewer, round_, units)} if round_ else {}
    return [_reach(unit, seen.get(unit.pk), fields) for unit in units]


def reach_of_unit(viewer: Employee, framework: Framework, fields: Sequence[TouchedField], unit: Unit) -> UnitReach:
    """One unit, in the latest round of the framework that anybody has answered. The viewer may see the unit."""
    return _reach(unit, see_unit(viewer, unit, "", framework=framework), fields)


def _reach(unit: Unit, seen: SeenUnit | None, fields: Sequence[TouchedField]) -> UnitReach:
    return UnitReach(unit=unit, seen=seen, fields=tuple(_field_reach(field, seen) for field in fields))


def _field_reach(field: TouchedField, seen: SeenUnit | None) -> FieldReach:
    figures = _figures(seen, field.code) if seen else None
    if figures is None:
        return FieldReach(field=field, is_rated=seen is not None, people=None, specialised=None)
    people = sum(figures.standings[standing] for standing in REACHED[field.level])
    return FieldReach(field=field, is_rated=True, people=people, specialised=figures.specialised)


def _figures(seen: SeenUnit, code: str) -> FieldFigures | None:
    """None where they are hidden, or the round's version did not have the field."""
    if seen.shown.figures.suppressed:
        return None
    try:
        return seen.shown.figures.field(code)
    except UnknownCode:
        return None


def reached_people(
    viewer: Employee, reach: UnitReach, framework: Framework, fields: Sequence[TouchedField], today: date
) -> tuple[ReachedPerson, ...]:
    """By name, for managers over the unit; without the standings of those whom the viewer has to rate first."""
    roles = _roles_touched(reach.unit, framework, fields)
    holders = holders_of(reach.unit) if roles else {}
    by_person: dict[int, list[str]] = {}
    for role in roles:
        for pk in holders.get(role, ()):
            by_person.setdefault(pk, []).append(role)
    found: dict[int, ReachedPerson] = {}
    if reach.seen is not None:
        readable, _waiting = readable_people(viewer, reach.seen, today)
        rows = readable.select_related("participant__employee").filter(participant__employee__isnull=False)
        for row in rows.order_by("participant__employee__name", "pk"):
            standings = tuple(
                (field.name, standing)
                for field in fields
                if (standing := _standing(row.figures, field.code)) in REACHED[field.level]
            )
            employee = row.participant.employee
            if employee is not None and (standings or employee.pk in by_person):
                found[employee.pk] = ReachedPerson(
                    employee=employee,
                    participant=row.participant,
                    standings=standings,
                    roles=tuple(by_person.get(employee.pk, ())),
                )
    for employee in Employee.objects.filter(pk__in=by_person.keys() - found.keys()).order_by(
        Alphabetical("name"), "pk"
    ):
        found[employee.pk] = ReachedPerson(
            employee=employee, participant=None, standings=(), roles=tuple(by_person[employee.pk])
        )
    return tuple(sorted(found.values(), key=lambda one: (one.employee.name, one.employee.pk)))


def _standing(figures: Mapping[str, Mapping[str, Mapping[str, str]]], code: str) -> Standing:
    field = figures["fields"].get(code)
    return Standing(field["standing"]) if field else Standing.UNKNOWN


def _roles_touched(unit: Unit, framework: Framework, fields: Sequence[TouchedField]) -> list[str]:
    """Roles of which the unit has said that they need one of the fields."""
    needs = Need.objects.filter(unit=unit, framework=framework, field__in=[field.code for field in fields])
    return sorted(set(needs.exclude(role="").order_by("pk").values_list("role", flat=True)))
