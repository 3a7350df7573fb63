"""Calls by the phone guide in the demo: what companies need and expect, what they told, and the answers that were used."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.calls import CallMade, log_call
from fagkompas.companies.actions.circle import OutreachMade, circle_of
from fagkompas.companies.actions.needs import NeedSaid, tell_block
from fagkompas.companies.models import Accept, Channel, Company
from fagkompas.companies.objections_reading import bank_of
from fagkompas.engine.contact_circle import Outcome
from fagkompas.website.demo.citizens import COMPANY_CONSULTANTS
from fagkompas.website.demo.timing import noon, working_day_before

EVERY: Final = 3
"""Every third company was called by the guide."""

NEEDS: Final = (
    NeedSaid(
        need="En til at tage imod varer fra seks til ni",
        need_accept=Accept.YES,
        solution="En fast, tre timer hver morgen",
        solution_accept=Accept.PARTLY,
        solution_words="Hvis vedkommende kan møde klokken seks",
        three_people=1,
        three_work="varemodtagelse",
    ),
    NeedSaid(
        need="Pakning om aftenen, når butikken er lukket",
        need_accept=Accept.YES,
        solution="To, der deler fem aftener",
        solution_accept=Accept.YES,
        three_people=2,
        three_work="pakning",
        six_people=3,
        six_work="pakning og retur",
    ),
    NeedSaid(
        need="Fagfolk, der ikke skal bruge tid på at rydde op",
        need_accept=Accept.PARTLY,
        need_words="Mest om fredagen",
        six_people=1,
        six_work="oprydning og klargøring",
    ),
)
TOLD: Final = (
    ("activities", "Fredag eftermiddag ligger oprydningen tilbage. De mest erfarne henter selv materialer."),
    ("resources", "Elleve på arbejde en almindelig tirsdag. En vil gerne ned i tid til sommer."),
    ("recruiting", "Den sidste kom gennem en nabo. De ledte i fire måneder."),
)
USED: Final = (
    ("no-time", 2, Outcome.MEETING),
    ("too-few-hours", 2, Outcome.MEETING),
    ("no-need", 0, Outcome.TALKED),
    ("no-time", 2, Outcome.TALKED),
    ("bad-experience", 0, Outcome.NO_THANKS),
    ("no-time", 2, Outcome.MEETING),
)
"""The objection, which of its answers, and what came of it."""


def build_calls(*, companies: Mapping[str, Company], people: Mapping[str, Employee], today: date) -> None:
    """Calls of the last three months, before the contacts of now; a need from most of them."""
    still = [company for company in companies.values() if not company.is_closed]
    for place, company in enumerate(still[::EVERY]):
        by = people[COMPANY_CONSULTANTS[place % len(COMPANY_CONSULTANTS)]]
        called_on = working_day_before(today - timedelta(days=85 - place % 5))
        objection, number, outcome = USED[place % len(USED)]
        answers = next((one.answers for one in bank_of(by) if one.key == objection), ())
        used = [(objection, answers[number].key)] if len(answers) > number else []
        said = NEEDS[place % len(NEEDS)] if outcome is not Outcome.NO_THANKS else None
        log_call(
            company=company,
            call=CallMade(
                made=OutreachMade(
                    channel=Channel.TELEPHONE,
                    outcome=outcome,
                    contact=company.contacts.first(),
                    note="",
                    next_on=None,
                    next_what="",
                ),
                used=used,
                need=said,
                citizen=None,
                said={},
            ),
            revision=circle_of(company).revision,
            at=noon(called_on),
            by=by,
            key=uuid4(),
        )
        if said is not None:
            block, text = TOLD[place % len(TOLD)]
            tell_block(company=company, block=block, text=text, revision=0, today=called_on, by=by)
