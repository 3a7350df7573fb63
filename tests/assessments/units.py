"""Units with stored figures, for tests."""

from collections.abc import Mapping

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.actions.results import refresh_unit_results, store_person_results
from fagkompas.assessments.models import Participant, Rating, Round, RoundState
from fagkompas.assessments.questions import asked_columns
from fagkompas.engine.scales import Rater
from tests.assessments.rounds import make_round
from tests.people import make_employee

Points = Mapping[Employee, int | Mapping[str, int]]


def rated_round(unit: Unit, points: Points | None = None, *, name: str = "Efterår 2026") -> Round:
    """A closed round in which everyone has rated themselves and is rated by a manager, with the figures stored.

    Everything has the point 2; `points` gives some people another, for everything or by field code.
    """
    round_ = make_round(unit, state=RoundState.CLOSED, name=name)
    rate(round_, points or {})
    return round_


def rate(round_: Round, points: Points) -> None:
    """Store ratings as if submitted, then the figures, a few queries for any number of people."""
    people = list(
        Participant.objects.filter(round=round_).select_related("employee", "round__version__framework").order_by("pk")
    )
    now = timezone.now()
    Rating.objects.bulk_create(
        (
            Rating(
                participant=participant,
                rater=rater.value,
                item=column.code,
                value=_point(points, participant, column.field),
                revision=1,
                at=now,
            )
            for participant in people
            for rater in (Rater.SELF, Rater.MANAGER)
            for column in asked_columns(participant)
        ),
        batch_size=2000,
    )
    Participant.objects.filter(round=round_).update(self_submitted_at=now, manager_submitted_at=now)
    store_person_results(round_=round_, participants=people, now=now)
    refresh_unit_results(round_=round_, now=now)


def _point(points: Points, participant: Participant, field: str) -> int:
    given = points.get(participant.employee, 2) if participant.employee else 2
    return given if isinstance(given, int) else given.get(field, 2)


def colleagues(unit: Unit, number: int, start: int = 1) -> list[Employee]:
    """More people in a unit."""
    return [make_employee(f"{unit.name} {n}", unit) for n in range(start, start + number)]
