"""Orders, and citizens of whom something is known, of tests."""

from datetime import date
from typing import Any

from django.utils import timezone

from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company, JobOrder, OrderState, OrderTask
from fagkompas.matching.actions.facts import Facts, facts_of, save_facts
from fagkompas.matching.actions.profiles import refresh_profiles
from tests.companies.making import make_company
from tests.people import People

OPENED = date(2026, 10, 1)


def make_order(people: People, *, company: Company | None = None, **columns: Any) -> JobOrder:
    """An open order for a kitchen hand: three tasks, one of them with a must."""
    order = JobOrder.objects.create(
        company=company or make_company(people, name="Prøvekøkkenet"),
        **{
            "unit": people.north,
            "title": "Køkkenmedhjælper",
            "state": OrderState.OPEN,
            "created_at": timezone.now(),
            "opened_on": OPENED,
            **columns,
        },
    )
    for place, (name, minutes, competencies, is_absolute) in enumerate(
        (
            ("Vaske op", 600, ["opvask"], False),
            ("Smøre smørrebrød", 300, ["anrette mad"], False),
            ("Tage imod varer", 300, ["varemodtagelse"], True),
        )
    ):
        OrderTask.objects.create(
            order=order, name=name, minutes=minutes, competencies=competencies, is_absolute=is_absolute, place=place
        )
    return order


def know(people: People, citizen: Citizen, **facts: Any) -> None:
    """Write what was asked about a citizen, and put the profile together."""
    row = facts_of(citizen)
    nothing: dict[str, Any] = {
        "least_minutes": None,
        "most_minutes": None,
        "free_from": None,
        "reach": None,
        "times": None,
        "papers": {},
        "words": {},
        "spared": (),
        "spared_agreed_on": None,
    }
    save_facts(
        citizen=citizen, facts=Facts(**(nothing | facts)), revision=row.revision, at=timezone.now(), by=people.erik
    )
    refresh_profiles(citizens=[citizen.pk], now=timezone.now())
