"""Positions of tests."""

from uuid import uuid4

from django.utils import timezone

from fagkompas.companies.actions.positions import PositionFacts, TaskFacts, add_task, begin_position
from fagkompas.companies.models import Company, Position
from fagkompas.engine.substitution import Who
from tests.companies.making import make_company
from tests.people import People


def make_position(people: People, *, company: Company | None = None) -> Position:
    """20 hours of welding that is absolute, 8 that a colleague could take, 9 that somebody new could."""
    position = begin_position(
        company=company or make_company(people),
        facts=PositionFacts(title="Svejser"),
        at=timezone.now(),
        by=people.freja,
        key=uuid4(),
    )
    for name, hours, could in (("Svejsning", 20, set()), ("Levering", 8, {Who.COLLEAGUE}), ("Slibning", 9, {Who.NEW})):
        facts = TaskFacts(name=name, minutes=hours * 60, could=frozenset(could), is_absolute=not could)
        add_task(position=position, facts=facts, by=people.freja, key=uuid4())
    position.refresh_from_db()
    return position
