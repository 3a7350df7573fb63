"""Needs and kinds of work for tests."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.engine.scales import Level
from fagkompas.learning.actions.needs import GivenNeed, GivenTask, save_needs, save_tasks
from tests.frameworks.making import shipped_version

FIELDS = ("AU", "LM", "IT", "BM", "VM", "NF")


def need(field: str, *, share: str = "1", specialists: int = 1, weight: int = 1, by: date | None = None) -> GivenNeed:
    """One field of a need."""
    return GivenNeed(field=field, basic_share=Decimal(share), specialists=specialists, weight=weight, by=by)


def describe(unit: Unit, by: Employee, *given: GivenNeed, role: str = "") -> None:
    """Say what the unit needs, in the 2025 frame."""
    framework = shipped_version().framework
    save_needs(unit=unit, framework=framework, given=given, by=by, today=timezone.localdate(), role=role)


def describe_work(unit: Unit, by: Employee, *rows: tuple[str, str, Level, str]) -> None:
    """Kinds of work by name, field, level and hours."""
    given = [
        GivenTask(name=name, field=field, level=level, weekly_hours=Decimal(hours))
        for name, field, level, hours in rows
    ]
    save_tasks(unit=unit, framework=shipped_version().framework, given=given, by=by)


def typed(**changed: Any) -> dict[str, str]:
    """The form of step 1 as it is filled in: everyone, one specialised, weight 1; `LM_specialister=3` changes a cell."""
    data: dict[str, str] = {}
    for field in FIELDS:
        data |= {
            f"{field}-andel": "100",
            f"{field}-specialister": "1",
            f"{field}-vaegt": "1",
            f"{field}-senest": "",
            f"{field}-begrundelse": "",
        }
    return data | {name.replace("_", "-"): str(value) for name, value in changed.items()}


def address(unit: Unit, end: str = "") -> str:
    """A page about the unit's needs."""
    shipped_version()
    return f"/laering/behov/{unit.uuid}/{end}"


def opened(client: Client, url: str) -> dict[str, str]:
    """What the page remembers that was saved when it was opened, to be sent along with the form."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return dict(response.context["opened"])
