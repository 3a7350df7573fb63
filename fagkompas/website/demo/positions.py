"""Positions that companies of the demo have taken apart: one with its tasks placed, one to begin with."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import yaml

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.positions import (
    PositionFacts,
    TaskFacts,
    add_task,
    begin_position,
    place_task,
    write_notes,
)
from fagkompas.companies.models import Company
from fagkompas.engine.substitution import Who
from fagkompas.website.demo.citizens import COMPANY_CONSULTANTS
from fagkompas.website.demo.timing import noon, working_day_before

FILE: Final = Path(__file__).parent / "data" / "positions.yaml"


def build_positions(*, companies: Mapping[str, Company], people: Mapping[str, Employee], today: date) -> None:
    """As the file has them, each of a working day of the last weeks."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for place, one in enumerate(data["positions"]):
        by = people[COMPANY_CONSULTANTS[place % len(COMPANY_CONSULTANTS)]]
        on = working_day_before(today - timedelta(days=2 + 7 * place))
        _position(one, companies[one["company"]], by, on)


def _position(one: Mapping[str, Any], company: Company, by: Employee, on: date) -> None:
    contact = company.contacts.order_by("-is_decision_maker", "pk").first()
    facts = PositionFacts(title=one["title"], contact=contact)
    position = begin_position(company=company, facts=facts, at=noon(on), by=by, key=uuid4())
    for told in one["tasks"]:
        task = add_task(
            position=position,
            facts=TaskFacts(
                name=told["name"],
                minutes=told["minutes"],
                competencies=tuple(told.get("takes", ())),
                is_absolute=told.get("must", False),
                could=frozenset(Who(code) for code in told.get("could", ())),
            ),
            by=by,
            key=uuid4(),
        )
        if told["who"]:
            place_task(task=task, who=Who(told["who"]), seen="", by=by)
    position.refresh_from_db()
    write_notes(position=position, notes=one["notes"], revision=position.revision, by=by)
