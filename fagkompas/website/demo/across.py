"""The demo municipality beside others: four that do not exist either, each with a round of its own, and all take part."""

import random
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db import transaction

from fagkompas.accounts import actions as accounts
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.actions import rounds
from fagkompas.engine.scales import Mode, Rater
from fagkompas.learning.actions.across import draw, join
from fagkompas.website.demo.people import HEAD, TEAMS
from fagkompas.website.demo.rounds import SEED, Cast, draw_skill, open_round, people_of, rate
from fagkompas.website.demo.timing import working_day_before

BESIDE: Final = {"A": 14, "B": 11, "C": 9, "D": 12}
"""Letter, and how many were rated there."""

DEEP: Final = 4.2
"""Every other goes deep in one field, which is another for each."""

ASKED: Final = timedelta(days=170)
JOINED: Final = timedelta(days=210)


def build_across(*, root: Unit, administrator: Employee, today: date) -> None:
    """Everyone joined months ago, so that the figures are there."""
    join(root=root, today=today - JOINED, by=administrator)
    chance = random.Random(SEED)  # noqa: S311  # a demo, not a secret
    for letter, staff in BESIDE.items():
        _municipality(letter, staff, chance, today)
    # After the units' figures, which are made when the demo stands.
    transaction.on_commit(partial(draw, today=today, only_demo=True))


def _municipality(letter: str, staff: int, chance: random.Random, today: date) -> None:
    root = accounts.create_municipality(name=f"Demokommune {letter}", is_demo=True)
    cast = Cast(root=root, department=root)
    usual = {code: point + chance.gauss(0, 0.3) for code, point in TEAMS[0].skill.items()}
    names = {HEAD: f"Leder {letter}"} | {str(number): f"Medarbejder {letter}{number}" for number in range(1, staff)}
    for place, (key, name) in enumerate(names.items()):
        email = f"{name.lower().replace(' ', '.')}@demokommune-{letter.lower()}.example"
        facts = accounts.StaffFacts(name=name, email=email)
        cast.people[key] = accounts.create_employee(unit=root, facts=facts, by=None, is_demo=True)
        draw_skill(cast, chance, name, usual, seniority=chance.gauss(0, 0.4))
        if place % 2:
            cast.skills[name][list(usual)[place // 2 % len(usual)]] = DEEP
    head, day = cast.people[HEAD], working_day_before(today - ASKED)
    for role in (Role.MANAGER, Role.ADMINISTRATOR):
        accounts.grant_role(employee=head, role=role, unit=root, on=day, by=None)
    round_ = open_round(cast, "faglighed-2025", "Kompetencerunde", root, day, Mode.SCREENING)
    for participant in people_of(round_):
        rate(cast, chance, participant, day, growth=0.1, raters=(Rater.SELF,))
    rounds.close_round(round_=round_, by=head)
    join(root=root, today=today - JOINED, by=head)
