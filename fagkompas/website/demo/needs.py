"""What units of the demo say that they need, who holds which role, and the kinds of work of one of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from fagkompas.accounts.models import Employee, Unit
from fagkompas.engine.needs import PER
from fagkompas.engine.scales import Band
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.needs import (
    GivenBand,
    GivenNeed,
    GivenTask,
    save_bands,
    save_needs,
    save_tasks,
    save_work_roles,
    save_working_hours,
)
from fagkompas.learning.suggestions import FieldSuggestion, starting_point

JOBREADY = "Jobparate"
NOT_DESCRIBED = "Integration"
"""The smallest has not come to it yet."""

FRAME = "faglighed-2025"
PROFILE_FRAME = "fagprofiler-2017"

MORE: Mapping[str, int] = {"VM": 1}
"""Specialised beyond the suggestion: the unit has many companies to serve."""

ROLES = ("MY", "MY", "SA", "VI", "SA", "MY", "VI", "ME")
"""The role of each in turn, by name."""

BANDS = (
    GivenBand(profile="PV", now=Band.FROM_15, ideal=Band.OVER_20),
    GivenBand(profile="PK", now=Band.OVER_20, ideal=Band.OVER_20),
    GivenBand(profile="PO", now=Band.FROM_5, ideal=Band.FROM_15),
    GivenBand(profile="PB", now=Band.FROM_15, ideal=Band.OVER_20),
    GivenBand(profile="PI", now=Band.FROM_5, ideal=Band.FROM_5),
    GivenBand(profile="PU", now=Band.UNDER_5, ideal=Band.FROM_5),
)

PART_TIME: Mapping[int, Decimal] = {3: Decimal(20), 8: Decimal(18), 11: Decimal("22.5")}
"""Hours for tasks of some, by their place in the alphabet."""


def build_needs(*, people: Mapping[str, Employee], units: Mapping[str, Unit], head: str, today: date) -> None:
    """Needs of the units; roles, profiles, kinds of work and hours of the first."""
    frame = Framework.objects.get(code=FRAME, root=None)
    by = people[head]
    for name in sorted(units.keys() - {NOT_DESCRIBED}):
        staff = list(Employee.objects.employed_in(units[name]))
        save_needs(
            unit=units[name],
            framework=frame,
            given=[_need(one, len(staff), today) for one in starting_point().fields[FRAME]],
            by=by,
            today=today - timedelta(days=12),
        )
    unit = units[JOBREADY]
    staff = list(Employee.objects.employed_in(unit))
    save_work_roles(roles={person: frozenset({ROLES[place % len(ROLES)]}) for place, person in enumerate(staff)}, by=by)
    _needs_of_roles(unit, frame, staff, by, today)
    save_bands(
        unit=unit,
        framework=Framework.objects.get(code=PROFILE_FRAME, root=None),
        given=BANDS,
        staff=len(staff),
        by=by,
        today=today - timedelta(days=20),
    )
    save_tasks(
        unit=unit,
        framework=frame,
        given=[
            GivenTask(
                name=task.name.da,
                field=task.field,
                level=task.level,
                weekly_hours=Decimal(task.hours_per_ten * len(staff)) / PER,
            )
            for task in starting_point().tasks
        ],
        by=by,
    )
    save_working_hours(hours={staff[place]: hours for place, hours in PART_TIME.items()}, by=by)


def _need(one: FieldSuggestion, staff: int, today: date) -> GivenNeed:
    need = one.need(staff)
    return GivenNeed(
        field=need.field,
        basic_share=Decimal(str(need.basic_share)),
        specialists=need.specialists + MORE.get(need.field, 0),
        weight=need.weight,
        by=today + timedelta(days=21 if need.field == "LM" else 200),
        reason=one.reason.da,
    )


def _needs_of_roles(unit: Unit, frame: Framework, staff: list[Employee], by: Employee, today: date) -> None:
    for role in starting_point().roles:
        holders = [person for place, person in enumerate(staff) if ROLES[place % len(ROLES)] == role.role]
        save_needs(
            unit=unit,
            framework=frame,
            role=role.role,
            given=[_need_of_role(one, len(holders)) for one in role.fields if one.suggestion.specialised_per_ten],
            by=by,
            today=today - timedelta(days=12),
        )


def _need_of_role(one: FieldSuggestion, holders: int) -> GivenNeed:
    need = one.need(holders)
    return GivenNeed(
        field=need.field,
        basic_share=Decimal(str(need.basic_share)),
        specialists=need.specialists,
        weight=need.weight,
        reason=one.reason.da,
    )
