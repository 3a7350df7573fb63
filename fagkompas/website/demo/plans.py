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
from fagkompas.website.demo.timing import noon, working_day, working_day_before

UNIT: Final = "Jobparate"
AHEAD: Final = timedelta(days=182)
BUDGET: Final = 60_000
HOURS: Final = Decimal(16)
MORE_HOURS: Final = Decimal(24)
AWAY: Final = Decimal("0.4")
SEARCH: Final = 8.0
"""Seconds that each version is searched for at most; a proof usually comes sooner, and the demo is to be ready soon."""

MUST_TAKE: Final = "afgoerelser-side-om-side"
"""For one at a time, so that it can always be had."""


def build_plans(*, people: Mapping[str, Employee], units: Mapping[str, Unit], today: date) -> None:
    """Two versions by the unit's manager from this year's round, both worked out and nothing approved yet."""
    team = next(team for team in TEAMS if team.name == UNIT)
    manager, must = people[team.names[0]], people[team.names[2]]
    offering = Offering.objects.get(root=manager.root, example__code=MUST_TAKE)
    levers = Levers(
        name="Læring i foråret",
        round=usable_rounds(units[UNIT])[0],
        starts_on=today,
        ends_on=working_day(today + AHEAD),
        budget=BUDGET,
        hours_per_person=HOURS,
        away_share=AWAY,
        seconds=20,
        rules=(GivenRule(kind=RuleKind.MUST, employee=must, offering=offering),),
    )
    now = noon(working_day_before(today - timedelta(days=1)))
    first = make_plan(unit=units[UNIT], levers=levers, by=manager, now=now)
    longer = replace(levers, name="Læring i foråret, 24 timer til hver", hours_per_person=MORE_HOURS)
    work_out(first.pk, first.revision, at_most=SEARCH)
    second = make_plan(unit=units[UNIT], levers=longer, by=manager, now=now, scenario_of=first)
    work_out(second.pk, second.revision, at_most=SEARCH)
