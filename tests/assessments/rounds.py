"""Rounds for tests: a framework, a unit with its members, and answers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.actions.answers import save_drafts, submit
from fagkompas.assessments.models import Participant, Round, RoundState, Scope
from fagkompas.assessments.questions import GivenAnswer, asked_columns
from fagkompas.engine.scales import NOT_RELEVANT, Mode, Rater
from fagkompas.frameworks.models import Version
from tests.frameworks.making import shipped_version

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def make_round(
    unit: Unit,
    *,
    framework: str = "faglighed-2025",
    version: Version | None = None,
    mode: Mode = Mode.SCREENING,
    scope: Scope = Scope.PERSON,
    state: RoundState = RoundState.OPEN,
    opens_on: date | None = None,
    name: str = "Efterår 2026",
) -> Round:
    """A round that takes answers today unless told otherwise, with everyone who works in the unit.

    Rounds of a team or an organisation have the unit itself as their participant.
    """
    first = opens_on or timezone.localdate() - timedelta(days=7)
    round_ = Round.objects.create(
        root=Unit.objects.get(pk=unit.root_id or unit.pk),
        unit=unit,
        version=version or shipped_version(framework),
        mode=mode,
        scope=scope,
        name=name,
        purpose="Vi vil vide, hvad vi kan sammen, og hvad vi skal lære. Aldrig til løn eller afsked.",
        opens_on=first,
        closes_on=first + timedelta(days=28),
        deletes_on=first + timedelta(days=730),
        state=state,
        created_at=timezone.now(),
    )
    if scope is Scope.PERSON:
        for employee in Employee.objects.employed_in(unit):
            join(round_, employee)
    else:
        Participant.objects.create(round=round_, unit=unit, lineage=unit.lineage)
    return round_


def join(round_: Round, employee: Employee) -> Participant:
    """Take a person into a round."""
    return Participant.objects.create(
        round=round_,
        employee=employee,
        unit=employee.unit,
        lineage=employee.unit.lineage,
        category=employee.category,
    )


def participant_of(round_: Round, employee: Employee) -> Participant:
    """The person's part in the round, everything loaded that pages need."""
    participants = round_.participants.select_related("employee", "unit", "round__unit", "round__version__framework")
    return participants.get(employee=employee)


def given(answers: Mapping[str, int]) -> list[GivenAnswer]:
    """Answers from code to number, as the engine has them: 0-4 or `NOT_RELEVANT`."""
    return [
        GivenAnswer(item=item, value=None if value == NOT_RELEVANT else value, not_relevant=value == NOT_RELEVANT)
        for item, value in answers.items()
    ]


def answer(
    participant: Participant,
    answers: Mapping[str, int] | int,
    *,
    by: Employee,
    rater: Rater = Rater.SELF,
    now: datetime | None = None,
) -> None:
    """Give and submit answers; a single number answers everything."""
    if isinstance(answers, int):
        answers = {column.code: answers for column in asked_columns(participant)}
    at = now or timezone.now()
    save_drafts(participant=participant, rater=rater, author=by, answers=given(answers), now=at)
    submit(participant=participant, rater=rater, by=by, now=at)
