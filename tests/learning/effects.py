"""An offering that some people have been through, with rounds before and after it, for tests."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant, Rating, Round, RoundState
from fagkompas.catalogue.facts import LiftFacts
from fagkompas.catalogue.models import Offering
from fagkompas.learning.actions.effects import renew_effects
from fagkompas.learning.models import EffectResult, Participation, ParticipationState
from tests.assessments.rounds import make_round
from tests.assessments.units import Points, rate
from tests.catalogue.making import make_offering, today
from tests.people import People

HELD = 200
"""Days ago that everyone took part."""

LIFTS = tuple(LiftFacts(code=f"LM-G{n}", lift=Decimal(1), up_to=3) for n in (1, 2, 3))


def round_on(unit: Unit, days_ago: int, points: Points, *, name: str = "") -> Round:
    """A closed round in which everyone was rated on one day; everything has the point 2 unless given by field."""
    day = today() - timedelta(days=days_ago)
    round_ = make_round(unit, state=RoundState.CLOSED, opens_on=day, name=name or f"For {days_ago} dage siden")
    rate(round_, points)
    of_round = list(Participant.objects.filter(round=round_).order_by("pk").values_list("pk", flat=True))
    Rating.objects.filter(participant__in=of_round).update(at=noon(day))
    return round_


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def law_course(people: People) -> Offering:
    """Lifts three competencies of the law."""
    return make_offering(people, lifts=LIFTS)


def been_through(offering: Offering, people: Iterable[Employee], days_ago: int = HELD) -> list[Participation]:
    """They attended on one day."""
    rows = [
        Participation(
            root_id=one.root_id,
            employee=one,
            offering=offering,
            state=ParticipationState.ATTENDED,
            since=timezone.now(),
            completed_on=today() - timedelta(days=days_ago),
        )
        for one in people
    ]
    return Participation.objects.bulk_create(rows)


def renewed(people: People) -> EffectResult | None:
    """As it stands after a night."""
    renew_effects(root=people.testkommune, now=timezone.now())
    return EffectResult.objects.first()
