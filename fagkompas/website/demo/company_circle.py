"""Whom the demo's company consultants have been in touch with, and whom they are to contact next."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import uuid4

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.circle import CirclePlan, OutreachMade, circle_of, log_outreach, plan_circle
from fagkompas.companies.models import Channel, Company
from fagkompas.engine.contact_circle import Outcome, Phase
from fagkompas.website.demo.citizens import COMPANY_CONSULTANTS
from fagkompas.website.demo.timing import noon, working_day, working_day_before

# What came of it, how, what was said, in how many days from today the next contact is, what about, and where in the circle.
TALKS: Final = (
    (
        Outcome.NEED,
        Channel.VISIT,
        "De mangler en til at tage imod varer om morgenen",
        0,
        "Vend tilbage med et forslag",
        Phase.PREPARING,
    ),
    (
        Outcome.TALKED,
        Channel.TELEPHONE,
        "Travlt frem til jul, åbne for praktik i januar",
        1,
        "Aftal et besøg i januar",
        Phase.OPENING,
    ),
    (Outcome.NO_ANSWER, Channel.TELEPHONE, "", 2, "Ring før kl. 9", Phase.OPENING),
    (
        Outcome.MEETING,
        Channel.MAIL,
        "Vil høre om job på få timer",
        4,
        "Besøg: hvilke opgaver ligger der?",
        Phase.OPENING,
    ),
    (
        Outcome.TALKED,
        Channel.THEY_CALLED,
        "Glade for den nye medarbejder i køkkenet",
        6,
        "Hvordan går det med timerne?",
        Phase.FOLLOW_UP,
    ),
    (
        Outcome.TALKED,
        Channel.VISIT,
        "Praktikken begynder med to dage om ugen",
        9,
        "Følg op på den første uge",
        Phase.DELIVERY,
    ),
    (Outcome.NO_THANKS, Channel.TELEPHONE, "Ansætter ikke i år", 120, "Hør igen efter sommer", Phase.OPENING),
)


def build_circles(*, companies: Mapping[str, Company], people: Mapping[str, Employee], today: date) -> None:
    """A contact with each open company and the next one; a few are late, since that is how a Tuesday looks."""
    still = [company for company in companies.values() if not company.is_closed]
    for place, company in enumerate(still):
        outcome, channel, note, days, what, phase = TALKS[place % len(TALKS)]
        by = people[COMPANY_CONSULTANTS[place % len(COMPANY_CONSULTANTS)]]
        made_on = working_day_before(today - timedelta(days=20 + 3 * (place % 20)))
        late = timedelta(days=4) if place == 1 else timedelta()
        log_outreach(
            company=company,
            made=OutreachMade(
                channel=channel,
                outcome=outcome,
                contact=company.contacts.first(),
                note=note,
                next_on=working_day(today + timedelta(days=days)) - late,
                next_what=what,
            ),
            revision=circle_of(company).revision,
            at=noon(made_on),
            by=by,
            key=uuid4(),
        )
        circle = circle_of(company)
        if phase != circle.phase:
            plan = CirclePlan(
                phase=phase, every_weeks=6, next_on=circle.next_on, next_what=circle.next_what, consultant=by
            )
            plan_circle(company=company, plan=plan, revision=circle.revision, today=made_on, by=by)
