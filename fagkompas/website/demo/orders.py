"""Education orders of the demo, one in each state: a draft, one that is sent and half answered, and one that is settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.engine.scales import Level
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.actions import orders as actions
from fagkompas.learning.models import EducationOrder
from fagkompas.learning.orders import GapToClose, draft_of
from fagkompas.website.demo.people import CONSULTANT
from fagkompas.website.demo.timing import noon, working_day, working_day_before

FRAME: Final = "faglighed-2025"
UNTIL_IN_USE: Final = timedelta(days=150)
SENT_AFTER: Final = timedelta(days=6)
ANSWERED_AFTER: Final = timedelta(days=18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a provider answered: the price in kroner and in how many days it can start."""

    provider: str
    contact: str
    price: int
    days: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order, written so many days ago; `asked` have it. Once settled, the first offer is chosen."""

    unit: str
    field: str
    level: Level
    missing: int | None
    days_ago: int
    asked: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    is_settled: bool = False


COLLEGE: Final = "Professionshøjskolen (eksempel)"
PROVIDER: Final = "Kursusudbyder (eksempel)"

ORDERED: Final = (
    Ordered(unit="Virksomhedsservice", field="LM", level=Level.BASIC, missing=None, days_ago=8),
    Ordered(
        unit="Jobparate",
        field="LM",
        level=Level.SPECIALISED,
        missing=9,
        days_ago=30,
        asked=(COLLEGE, PROVIDER),
        offers=(
            Offer(
                provider=COLLEGE,
                contact="Efteruddannelse, tlf. 00 00 00 00",
                price=68_000,
                days=45,
                words="Tre dage hos jer med tre uger imellem. Vi besøger jer en halv dag først. To undervisere, der har "
                "arbejdet med afgørelser. 6 til 16 deltagere.",
            ),
        ),
    ),
    Ordered(
        unit="Unge og uddannelse",
        field="VM",
        level=Level.BASIC,
        missing=8,
        days_ago=75,
        asked=(PROVIDER, COLLEGE),
        offers=(
            Offer(
                provider=PROVIDER,
                contact="",
                price=32_000,
                days=60,
                words="To dage med virksomhedsbesøg på den anden. Vi finder tre virksomheder, der siger ja til at have jer med. "
                "8 til 20 deltagere.",
            ),
            Offer(
                provider=COLLEGE,
                contact="Efteruddannelse, tlf. 00 00 00 00",
                price=54_000,
                days=120,
                words="Fire eftermiddage hos jer om samtalen med virksomheden, og en opsamling efter en måned.",
            ),
        ),
        is_settled=True,
    ),
)


def build_orders(*, people: Mapping[str, Employee], units: Mapping[str, Unit], root: Unit, today: date) -> None:
    """All of them, by the competence consultant."""
    texts = texts_of(Version.objects.choosable(root.pk).get(framework__code=FRAME))
    for one in ORDERED:
        written = working_day_before(today - timedelta(days=one.days_ago))
        by = working_day(written + UNTIL_IN_USE)
        gap = GapToClose(framework=FRAME, field=one.field, level=one.level, missing=one.missing, by=by)
        order = actions.create_order(
            unit=units[one.unit],
            facts=draft_of(one.unit, [gap], texts, today=written),
            gaps=[gap],
            now=noon(written),
            by=people[CONSULTANT],
        )
        if one.asked:
            _send(order, one, written, people[CONSULTANT])


def _send(order: EducationOrder, one: Ordered, written: date, by: Employee) -> None:
    actions.ask_providers(order=order, providers=one.asked, now=noon(written), by=by)
    sent = working_day_before(written + SENT_AFTER)
    actions.mark_sent(order=order, sent_on=sent, now=noon(sent), by=by)
    answers = {answer.provider: answer for answer in order.answers.all()}
    answered_on = working_day_before(written + ANSWERED_AFTER)
    for offer in one.offers:
        facts = actions.AnswerFacts(
            answered_on=answered_on,
            answer=offer.words,
            price=offer.price,
            starts_on=working_day(answered_on + timedelta(days=offer.days)),
            valid_until=working_day(answered_on + timedelta(days=60)),
            contact=offer.contact,
        )
        actions.save_answer(answer=answers[offer.provider], facts=facts, now=noon(answered_on), by=by)
    if one.is_settled:
        chosen = answers[one.offers[0].provider]
        day = working_day_before(answered_on + timedelta(days=9))
        actions.settle(order=order, chosen=chosen, now=noon(day), by=by)
