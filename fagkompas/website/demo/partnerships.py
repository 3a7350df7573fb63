"""What the demo's companies and the municipality have promised each other; and a company that somebody has added twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.agreements import AgreementFacts, FollowedUp, end_agreement, follow_up, make_agreement
from fagkompas.companies.actions.record import create_company, facts_of
from fagkompas.companies.models import Company
from fagkompas.website.demo.citizens import COMPANY_CONSULTANTS
from fagkompas.website.demo.timing import working_day

# The company, what the agreement is called, what we do, what they do, how many a year, days since it began, days to its next
# follow-up, and what was kept and not at the last one.
AGREED: Final = (
    (
        "Demo Café Torvet",
        "Hjælpende hænder i køkkenet",
        "Vi finder to, der kan begynde om morgenen, og ringer efter den første uge.",
        "De tager imod på en rundvisning og giver et svar inden en uge.",
        4,
        200,
        0,
        ("Rundvisningen og svaret inden en uge", "Vi ringede først efter to uger"),
    ),
    (
        "Demo Hospital",
        "Flere på få timer i depotet",
        "Vi forbereder borgerne på hygiejnereglerne og følger op hver måned.",
        "De har en fast kontaktperson og to pladser ad gangen.",
        6,
        120,
        25,
        ("Begge pladser er brugt, og kontaktpersonen er der", ""),
    ),
    (
        "Demo Byggemarked",
        "Sæson i gården",
        "Vi foreslår folk i februar, så de er klar, når sæsonen begynder.",
        "De siger til i januar, hvor mange de mangler.",
        3,
        30,
        60,
        None,
    ),
)
LAST: Final = timedelta(weeks=8)
"""So long ago was the last follow-up."""

ENDED: Final = (
    "Demo Maskinfabrik",
    "Oplæring ved maskinerne",
    "Vi finder en ad gangen.",
    "De oplærer i tre uger.",
    "Produktionen er flyttet til en anden by.",
)
TWICE: Final = "Demo Bageri Nord"


def build_partnerships(*, companies: Mapping[str, Company], people: Mapping[str, Employee], today: date) -> None:
    """Three agreements that run, one of them to be followed up today, and one that has ended; and a double to be merged."""
    by = people[COMPANY_CONSULTANTS[0]]
    for name, called, we_do, they_do, promised, since, ahead, came in AGREED:
        next_on, last = working_day(today + timedelta(days=ahead)), today - LAST
        agreement = make_agreement(
            company=companies[name],
            facts=_facts(companies[name], called, we_do, they_do, promised, today - timedelta(days=since), next_on),
            today=last,
            by=by,
            key=uuid4(),
        )
        if came:
            kept, not_kept = came
            follow_up(
                agreement=agreement,
                came=FollowedUp(kept=kept, not_kept=not_kept, next_on=next_on),
                revision=agreement.revision,
                today=last,
                by=by,
                key=uuid4(),
            )
    name, called, we_do, they_do, why = ENDED
    facts = _facts(companies[name], called, we_do, they_do, 2, today - timedelta(days=400), today)
    ended = make_agreement(company=companies[name], facts=facts, today=today, by=by, key=uuid4())
    end_agreement(agreement=ended, why=why, revision=ended.revision, today=today, by=by)
    twice = companies[TWICE]
    facts_twice = replace(facts_of(twice), name=f"{TWICE} ApS", cvr="", p_number="", is_advertising_protected=None)
    create_company(root=twice.root, facts=facts_twice, by=by, is_demo=True)


def _facts(
    company: Company, name: str, we_do: str, they_do: str, promised: int, starts_on: date, next_on: date
) -> AgreementFacts:
    return AgreementFacts(
        name=name,
        we_do=we_do,
        they_do=they_do,
        starts_on=starts_on,
        ends_on=None,
        promised=promised,
        contact=company.contacts.filter(is_decision_maker=True).first(),
        every_weeks=12,
        next_on=next_on,
    )
