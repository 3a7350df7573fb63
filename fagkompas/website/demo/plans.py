"""A learning plan for one unit of the demo, and beside it what more hours for each would give."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Offering
from fagkompas.learning.actions.plans import GivenRule, Levers, make_plan
from fagkompas.learning.forms.plans import usable_rounds
from fagkompas.learning.models import RuleKind
from fagkompas.learning.working_out import work_out
from fagkompas.website.demo.people import TEAMS
from fagkompas.website.demo.timing import noon

UNIT: Final = "Jobparate"
AHEAD: Final = timedelta(days=182)
BUDGET: Final = 20_000
HOURS: Final = Decimal(16)
MORE_HOURS: Final = Decimal(24)
SEARCH: Final = 2.0
"""Seconds that each version is searched for, so that the demo is ready soon."""

MUST_TAKE: Final = "den-svaere-besked"
ROUND: Final = "Kompetencerunde sidste år"
"""The closed one, in which everyone is rated."""


def build_plans(*, people: Mapping[str, Employee], units: Mapping[str, Unit], today: date) -> None:
    """Two versions by the unit's manager, both worked out and nothing approved yet."""
    team = next(team for team in TEAMS if team.name == UNIT)
    manager, must = people[team.names[0]], people[team.names[2]]
    round_ = usable_rounds(units[UNIT]).get(name=ROUND)
    offering = Offering.objects.get(root=manager.root, example__code=MUST_TAKE)
    levers = Levers(
        name="Læring i foråret",
        round=round_,
        starts_on=today,
        ends_on=today + AHEAD,
        budget=BUDGET,
        hours_per_person=HOURS,
        away_share=Decimal("0.25"),
        seconds=20,
        rules=(GivenRule(kind=RuleKind.MUST, employee=must, offering=offering),),
    )
    now = noon(today - timedelta(days=1))
    first = make_plan(unit=units[UNIT], levers=levers, by=manager, now=now)
    longer = replace(levers, name="Læring i foråret, 24 timer til hver", hours_per_person=MORE_HOURS)
    second = make_plan(unit=units[UNIT], levers=longer, by=manager, now=now, scenario_of=first)
    for plan in (first, second):
        work_out(plan.pk, plan.revision, at_most=SEARCH)
