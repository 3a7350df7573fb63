"""Two education orders, a course that people were rated before and after, and made-up municipalities beside the demo's."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Final

from django.db import transaction

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Offering
from fagkompas.engine.scales import Level
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.across import SIZES, Given, band_of, in_steps
from fagkompas.learning.actions import orders as actions
from fagkompas.learning.actions import participation
from fagkompas.learning.actions.across import draw, join, make_up
from fagkompas.learning.actions.effects import renew_effects
from fagkompas.learning.actions.participation import Attendance
from fagkompas.learning.models import ParticipationState
from fagkompas.learning.orders import GapToClose, draft_of
from fagkompas.website.demo.catalogue import plan
from fagkompas.website.demo.people import ADMINISTRATOR, CONSULTANT
from fagkompas.website.demo.timing import noon

FRAME: Final = "faglighed-2025"
SEED: Final = 49

COURSE: Final = "bedre-digitale-arbejdsgange"
COURSE_TEAM: Final = "Sygemeldte og fastholdelse"
TOOK_PART: Final = slice(2, 9)
"""By place in the team's list of names."""
HELD: Final = timedelta(days=300)
PLANNED_BEFORE: Final = timedelta(days=40)

DRAFT_FOR: Final = "Virksomhedsservice"
SENT_FOR: Final = "Jobparate"
WRITTEN: Final = timedelta(days=30)
SENT: Final = timedelta(days=24)

ANSWERS: Final = (
    (
        "Professionshøjskolen (eksempel)",
        "Efteruddannelse, tlf. 00 00 00 00",
        68_000,
        45,
        (
            "Tre dage hos jer med tre uger imellem. Vi besøger jer en halv dag først. To undervisere, der har arbejdet med "
            "afgørelser. 6 til 16 deltagere."
        ),
    ),
    (
        "Kursusudbyder (eksempel)",
        "",
        54_000,
        90,
        (
            "To dage på vores kursussted og en opsamling på skærm. Færdigt program, som vi retter til jeres egne breve. "
            "8 til 20 deltagere; bliver I færre, flytter vi holdet."
        ),
    ),
)
"""Provider, contact, price, days until it can start, and the answer."""

MUNICIPALITIES: Final = 5


def take_course(*, people: Mapping[str, Employee], names: tuple[str, ...], consultant: Employee, today: date) -> None:
    """Some of a team were at the course; the others were not."""
    offering = Offering.objects.get(root_id=consultant.root_id, example__code=COURSE)
    start = today - HELD
    planned = start - PLANNED_BEFORE
    session = plan(offering, consultant.root, start, planned, consultant)
    given = []
    for name in names[TOOK_PART]:
        wished = participation.wish(
            person=people[name], offering=offering, session=session, sentence="", now=noon(planned)
        )
        seated = participation.approve(participation=wished, session=session, now=noon(planned), by=consultant)
        given.append(Attendance(participation=seated, state=ParticipationState.ATTENDED))
    participation.save_attendance(session=session, given=given, now=noon(session.ends_on), by=consultant)


def build_orders(*, people: Mapping[str, Employee], units: Mapping[str, Unit], root: Unit, today: date) -> None:
    """A draft, and an order that two providers have answered; then what came of the course, and the others beside."""
    consultant = people[CONSULTANT]
    texts = texts_of(Version.objects.choosable(root.pk).get(framework__code=FRAME))
    now = noon(today - WRITTEN)
    for unit, field, level in ((DRAFT_FOR, "LM", Level.BASIC), (SENT_FOR, "LM", Level.SPECIALISED)):
        gap = GapToClose(
            framework=FRAME, field=field, level=level, missing=9 if unit == SENT_FOR else None, by=today + 5 * WRITTEN
        )
        facts = draft_of(unit, [gap], texts, today=today)
        order = actions.create_order(unit=units[unit], facts=facts, gaps=[gap], now=now, by=consultant)
        if unit == SENT_FOR:
            names = [provider for provider, *_rest in ANSWERS]
            actions.ask_providers(order=order, providers=names, now=now, by=consultant)
            actions.mark_sent(order=order, sent_on=today - SENT, now=noon(today - SENT), by=consultant)
            for answer, (_provider, contact, price, days, words) in zip(
                order.answers.order_by("pk"), ANSWERS, strict=True
            ):
                answered = actions.AnswerFacts(
                    answered_on=today - timedelta(days=5),
                    answer=words,
                    price=price,
                    starts_on=today + timedelta(days=days),
                    valid_until=today + timedelta(days=40),
                    contact=contact,
                )
                actions.save_answer(answer=answer, facts=answered, now=noon(today), by=consultant)
    renew_effects(root=root, now=noon(today))
    join(root=root, today=today - 7 * WRITTEN, by=people[ADMINISTRATOR])
    # After the units' figures, which are made when the demo stands.
    transaction.on_commit(partial(draw, today=today))
    _beside(today, [field.code for field in texts.fields])


def _beside(today: date, fields: list[str]) -> None:
    """Rows of municipalities that do not exist, and are marked so."""
    chance = Random(SEED)  # noqa: S311  # a demo, not a secret
    made_up = [
        Given(
            framework=FRAME,
            field=field,
            size=band_of(chance.randint(12, 120), SIZES),
            basic_share=in_steps(chance.uniform(0.35, 0.85)),
            specialised_share=in_steps(chance.uniform(0.0, 0.25)),
        )
        for _municipality in range(MUNICIPALITIES)
        for field in fields
    ]
    make_up(given=made_up, today=today)
