"""Resource persons for one learner: by field, whom to ask, and how far what is asked for already is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import SideBySide
from fagkompas.learning.resource_persons import Capacity, available, with_hours_left

SHOWN: Final = 3
"""Resource persons shown for each field; the list has the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToLearnFrom:
    """A resource person with the hours left this month; `under_way` is what the learner has with that person."""

    capacity: Capacity
    under_way: SideBySide | None


def people_to_learn_from(
    learner: Employee, framework_id: int, fields: Iterable[str], today: date
) -> dict[str, tuple[ToLearnFrom, ...]]:
    """For each field: those the learner has something under way with, then those of the own unit, then those with most
    hours left. Four queries.
    """
    wanted = list(fields)
    rows = available(learner.root_id, today).filter(framework=framework_id, field__in=wanted).exclude(employee=learner)
    capacities = with_hours_left(rows, today)
    mine = SideBySide.objects.filter(learner=learner, resource__in=[one.resource for one in capacities]).under_way()
    under_way = {one.resource_id: one for one in mine.order_by("pk")}
    found: dict[str, list[ToLearnFrom]] = {field: [] for field in wanted}
    for capacity in capacities:
        row = ToLearnFrom(capacity=capacity, under_way=under_way.get(capacity.resource.pk))
        found[capacity.resource.field].append(row)
    return {field: tuple(sorted(each, key=lambda one: _order(one, learner))[:SHOWN]) for field, each in found.items()}


def _order(one: ToLearnFrom, learner: Employee) -> tuple[bool, bool, object, str]:
    employee = one.capacity.resource.employee
    return one.under_way is None, employee.unit_id != learner.unit_id, -one.capacity.left, employee.name
