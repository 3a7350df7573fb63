"""Forty-eight more companies of the demo, what they look for, and what came of it: eighty orders over two years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import yaml
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.models import Citizen
from fagkompas.companies.actions.circle import OutreachMade, circle_of, log_outreach
from fagkompas.companies.actions.contacts import ContactFacts, add_contact
from fagkompas.companies.actions.mediation import note_mediation
from fagkompas.companies.actions.orders import NewTask, create_order, end_order, open_order, write_section
from fagkompas.companies.actions.record import CompanyFacts, create_company
from fagkompas.companies.models import Channel, Company, JobOrder, MediationStep, OrderKind, OrderState
from fagkompas.engine.contact_circle import Outcome
from fagkompas.matching.actions.facts import Facts, save_facts
from fagkompas.matching.actions.profiles import refresh_everywhere
from fagkompas.matching.actions.shortlist import StepTaken, choose, take_step
from fagkompas.matching.beside import match_of, read_order
from fagkompas.matching.models import Stage
from fagkompas.occupations.models import Occupation
from fagkompas.website.demo.citizens import COMPANY_CONSULTANTS, citizens_of_demo
from fagkompas.website.demo.companies import DOMAIN
from fagkompas.website.demo.timing import noon, working_day_before

FILE: Final = Path(__file__).parent / "data" / "job_orders.yaml"
FIRST_NUMBER: Final = 13
"""Of the P-numbers; the twelve of `companies` come before."""

ORDERS: Final = 80
OPEN: Final = 44
DRAFTS: Final = 4
LEAST_POINTS: Final = 15
"""Of those who come on a list of the demo."""

POSTCODES: Final = ("4000", "4600", "4690", "4200")
WORDS: Final = (
    (Outcome.NO_ANSWER, ""),
    (Outcome.TALKED, "Spørger, hvordan job på få timer virker"),
    (Outcome.CALL_BACK, "Chefen er på ferie i denne uge"),
    (Outcome.MEETING, "Vil vise opgaverne på stedet"),
    (Outcome.NEED, "Skal bruge en fra den første"),
    (Outcome.TALKED, "Tilfredse med den seneste, de fik"),
)
FIRST_NAMES: Final = ("Anne", "Bo", "Cecil", "Dorrit", "Egon", "Frida", "Gerda", "Hugo")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trade:
    """What companies of a trade look for."""

    industry: str
    companies: tuple[str, ...]
    orders: tuple[Mapping[str, Any], ...]


@cache
def _trades() -> tuple[_Trade, ...]:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(
        _Trade(industry=one["industry"], companies=tuple(one["companies"]), orders=tuple(one["orders"]))
        for one in data["trades"]
    )


def build_more_companies(*, root: Unit, today: date) -> dict[str, Company]:
    """Those of the file, each with somebody one talks to; by name."""
    made = {}
    places = [(trade, name) for trade in _trades() for name in trade.companies]
    for number, (trade, name) in enumerate(places, start=FIRST_NUMBER):
        facts = CompanyFacts(
            name=name,
            cvr=f"0000{number:04d}",
            p_number=f"000000{number:04d}",
            industry=trade.industry,
            address=f"Demogade {number}, 0000 Demoby",
            phone=f"00 00 00 {number:02d}",
            is_advertising_protected=(False, False, None, True)[number % 4],
        )
        company = create_company(root=root, facts=facts, by=None, is_another_place=True, is_demo=True)
        first = FIRST_NAMES[number % len(FIRST_NAMES)]
        contact = ContactFacts(
            name=f"{first} Demo",
            title="Daglig leder",
            phone="00 00 00 00",
            email=f"{first.lower()}@{DOMAIN}",
            note="",
            is_decision_maker=number % 3 > 0,
        )
        add_contact(company=company, facts=contact, by=None, confirmed_on=today)
        made[name] = company
    return made


def build_earlier_contacts(*, companies: Mapping[str, Company], people: Mapping[str, Employee], today: date) -> None:
    """Two years of being in touch, the oldest first, before what `company_circle` tells of the last weeks."""
    for place, company in enumerate(one for one in companies.values() if not one.is_closed):
        by = people[COMPANY_CONSULTANTS[place % len(COMPANY_CONSULTANTS)]]
        for number in range(3 + place % 4):
            outcome, note = WORDS[(place + number) % len(WORDS)]
            days = 720 - 80 * number - 5 * (place % 12)
            on = working_day_before(today - timedelta(days=days))
            log_outreach(
                company=company,
                made=OutreachMade(
                    channel=(Channel.TELEPHONE, Channel.VISIT, Channel.MAIL)[number % 3],
                    outcome=outcome,
                    contact=company.contacts.first(),
                    note=note,
                    next_on=None,
                    next_what="",
                ),
                revision=circle_of(company).revision,
                at=noon(on),
                by=by,
                key=uuid4(),
            )


def build_job_orders(
    *, companies: Mapping[str, Company], people: Mapping[str, Employee], today: date
) -> list[JobOrder]:
    """Eighty: the newest are open or drafts, the older filled or given up, each with its log."""
    asked = [
        (companies[name], order)
        for turn in range(2)
        for trade in _trades()
        for name in trade.companies
        for order in trade.orders[turn : turn + 1]
    ]
    asked += [(companies[name], trade.orders[0]) for trade in _trades() for name in trade.companies[:2]]
    titles = {
        one.title_da: one for one in Occupation.objects.filter(title_da__in={str(one["title"]) for _c, one in asked})
    }
    made = []
    for place, (company, wanted) in enumerate(asked[:ORDERS]):
        by = people[COMPANY_CONSULTANTS[place % len(COMPANY_CONSULTANTS)]]
        is_late = place >= OPEN + DRAFTS
        days = 60 + 8 * (place - OPEN - DRAFTS) if is_late else 3 + place
        on = working_day_before(today - timedelta(days=days))
        order = _order(company, wanted, titles[str(wanted["title"])], place, on, by)
        if place >= OPEN and not is_late:
            continue
        open_order(order=order, today=on, by=by)
        if is_late:
            _ended(order, place, on, today, by)
        else:
            made.append(order)
    return made


def _order(
    company: Company, wanted: Mapping[str, Any], occupation: Occupation, place: int, on: date, by: Employee
) -> JobOrder:
    tasks = [
        NewTask(
            name=one["name"],
            minutes=one["minutes"],
            competencies=tuple(one["takes"]),
            is_absolute=one.get("must", False),
            is_movable=one.get("movable", False),
        )
        for one in wanted["tasks"]
    ]
    total = sum(task.minutes for task in tasks)
    order = create_order(
        company=company,
        title=str(wanted["title"]).capitalize(),
        kind=OrderKind(wanted.get("kind", OrderKind.ORDINARY)),
        occupation=occupation,
        at=noon(on),
        by=by,
        contact=company.contacts.first(),
        tasks=tasks,
        heading=f"Vil du være {wanted['title']} hos os?",
        text=_advert(wanted, total),
        key=uuid4(),
    )
    sections: Sequence[tuple[str, dict[str, Any]]] = (
        (
            "content",
            {
                "kind": order.kind,
                "title": order.title,
                "occupation": occupation,
                "professional": [one["name"] for one in wanted["tasks"]],
                "personal": ["Møder til tiden", "Spørger, når noget er nyt"],
                "papers": wanted.get("papers", []),
                "frees": "De faste medarbejdere får tid til kunderne" if order.kind == OrderKind.FEW_HOURS else "",
            },
        ),
        (
            "conditions",
            {
                "least_minutes": total,
                "most_minutes": max(total, 2220) if order.kind == OrderKind.ORDINARY else total,
                "times": wanted.get("times", []),
                "postcode": POSTCODES[place % len(POSTCODES)],
                "travel": "Bussen holder ved døren",
                "conditions": wanted.get("conditions", []),
            },
        ),
        ("employment", {"starts_on": on + timedelta(days=45), "ends_on": None, "about_employment": ""}),
        ("application", {"apply_ways": ["by_telephone"], "apply_until": on + timedelta(days=40)}),
        ("number", {"positions": 1 + place % 3}),
    )
    for section, values in sections:
        order.refresh_from_db()
        write_section(order=order, section=section, values=values, revision=order.revision, today=on, by=by)
    order.refresh_from_db()
    return order


def _advert(wanted: Mapping[str, Any], total: int) -> str:
    tasks = ", ".join(one["name"].lower() for one in wanted["tasks"])
    return (
        f"Du får {total // 60} timer om ugen hos os. Dine opgaver er at {tasks}. De første uger følges du med en, der kender "
        "arbejdet. Der er travlt om mandagen, og der er stille om fredagen. Ring og hør, hvordan en dag ser ud, eller kom forbi, "
        "så viser vi dig rundt."
    )


def _ended(order: JobOrder, place: int, on: date, today: date, by: Employee) -> None:
    """Filled by somebody whom nobody remembers by name any more, or closed with a reason."""
    steps = [(MediationStep.REFERRED, 7), (MediationStep.MET, 12)]
    is_filled = place % 3 > 0
    if is_filled:
        steps.append((MediationStep.HIRED, 20))
    for step, days in steps:
        day = working_day_before(on + timedelta(days=days))
        note_mediation(order=order, step=step, on=day, at=noon(day), by=by, key=uuid4())
    end = working_day_before(on + timedelta(days=25))
    state = OrderState.FILLED if is_filled else OrderState.CLOSED
    end_order(order=order, state=state, why="" if is_filled else "De fandt selv en", on=end, today=today, by=by)


def build_matching(*, orders: Sequence[JobOrder], people: Mapping[str, Employee], today: date) -> None:
    """What citizens were asked, and who is on the lists of a few orders, each as far as it got."""
    now = timezone.now()
    refresh_everywhere(now=now)
    citizens = [one for one in citizens_of_demo() if not one.is_closed]
    by = people[COMPANY_CONSULTANTS[0]]
    for place, citizen in enumerate(citizens[::2]):
        save_facts(citizen=citizen, facts=_facts(place, today), revision=0, at=now, by=by)
    refresh_everywhere(now=now)
    for place, order in enumerate(orders[:12]):
        _list_of(order, citizens, place, by, now, today)


def _facts(place: int, today: date) -> Facts:
    least = (600, 900, 1200)[place % 3]
    return Facts(
        least_minutes=least,
        most_minutes=least + 1020,
        free_from=today + timedelta(days=14) if place % 4 == 0 else None,
        reach=(("4000", "4690"),) if place % 3 else None,
        times=("day", "weekend") if place % 2 else ("day", "evening", "weekend"),
        papers={"licence_b": place % 3 > 0, "food_hygiene": place % 2 == 0},
        words={"wants": "Noget med andre mennesker" if place % 2 else "Praktisk arbejde"},
        spared=("heavy_lifts",) if place % 5 == 0 else (),
        spared_agreed_on=today - timedelta(days=10) if place % 5 == 0 else None,
    )


def _list_of(
    order: JobOrder, citizens: Sequence[Citizen], place: int, by: Employee, now: datetime, today: date
) -> None:
    """The best two that nothing rules out, asked and answered as far as the place says."""
    read = read_order(order)
    found = [(match_of(read, one), one) for one in citizens]
    free = sorted((one for one in found if one[0].points >= LEAST_POINTS), key=lambda one: (-one[0].points, one[1].pk))
    for rank, (match, citizen) in enumerate(free[:2]):
        row = choose(
            order=order,
            citizen=citizen,
            found=match,
            reason="Har løst lignende opgaver og vil gerne tættere på byen.",
            at=now,
            by=by,
            key=uuid4(),
        )
        way = (
            (Stage.ASKED, "Fortalte om opgaverne og arbejdstiden."),
            (Stage.YES, "Sagde ja i telefonen."),
            (Stage.PRESENTED, "Sendt med opgaver og timer."),
            (Stage.MET, "Gik en tur rundt på stedet."),
        )[: (place + rank) % 5]
        for stage, why in way:
            row = take_step(
                shortlisted=row,
                taken=StepTaken(stage=stage, on=today, reason=why),
                revision=row.revision,
                at=now,
                by=by,
                key=uuid4(),
            )
