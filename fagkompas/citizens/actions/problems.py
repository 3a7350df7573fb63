"""What several actions ask of the same thing; `citizens.wording` has the sentences."""

from collections.abc import Iterator
from datetime import date

from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import caseworkers_for
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.refusing import unless


def held(citizen: Citizen) -> Citizen:
    """The row as it is now, kept from others until the transaction ends."""
    rows = Citizen.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "caseworker").get(pk=citizen.pk)


def problems_of_unit(unit: Unit, *, root_id: int | None, field: str = "unit") -> Iterator[Problem]:
    """An open unit of the municipality."""
    yield from unless(unit.root_id == root_id, field, "other_municipality", unit.name)
    yield from unless(unit.retired_on is None, field, "unit_is_retired", unit.name)


def problems_of_caseworker(caseworker: Employee | None, unit: Unit, *, field: str = "caseworker") -> Iterator[Problem]:
    """Somebody who may have citizens of the unit, or nobody yet."""
    if caseworker is not None:
        may = caseworkers_for(unit).filter(pk=caseworker.pk).exists()
        yield from unless(may, field, "caseworker_elsewhere", caseworker.name, unit=unit.name)


def problems_of_day(day: date, *, field: str, today: date, earliest: date | None = None) -> Iterator[Problem]:
    """A day that has come, and not before another."""
    yield from unless(day <= today, field, "day_in_future", str(day))
    if earliest is not None:
        yield from unless(day >= earliest, field, "day_too_early", str(day), earliest=long_date(earliest))
