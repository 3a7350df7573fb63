"""Instruments, surveys and answers for tests, made by the same actions that the pages call."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.surveys.actions import instruments, surveys
from fagkompas.surveys.actions.answers import begin, keep, send
from fagkompas.surveys.answering import Given
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.document import Kind
from fagkompas.surveys.editing import TypedQuestion, with_question
from fagkompas.surveys.links import invitation_secret, survey_secret
from fagkompas.surveys.models import Instrument, Invitation, Response, Survey
from fagkompas.surveys.permissions import Door
from fagkompas.toolkit.links import new_secret
from fagkompas.toolkit.texts import Text

ANSWERS = "Ja\nNej\nMåske"


def shipped(code: str = "managers-2017") -> Instrument:
    """An instrument that comes with the product."""
    instruments.load_shipped()
    return Instrument.objects.get(root__isnull=True, code=code)


def own_instrument(by: Employee) -> Instrument:
    """One question of each kind: `har-i-tid`, `godt`, `hvad`, `ord` and `tal`."""
    made = instruments.create_instrument(
        by=by, name=Text(da="Vores eget"), description=Text(da="Fem slags"), audience=Text(da=""), minutes=3
    )
    document = document_of(made)
    for typed in (
        TypedQuestion(
            kind=Kind.GRID, text=Text(da="Har I tid?"), rows_da="Mandag\nFredag", options_da=ANSWERS, dont_know=True
        ),
        TypedQuestion(kind=Kind.CHOICE, text=Text(da="Godt"), options_da=ANSWERS),
        TypedQuestion(kind=Kind.CHOICES, text=Text(da="Hvad"), options_da="Kaffe\nKage\nTe", dont_know=True),
        TypedQuestion(kind=Kind.OPEN, text=Text(da="Ord")),
        TypedQuestion(kind=Kind.NUMBER, text=Text(da="Tal"), least=0, most=10, dont_know=True),
    ):
        document = with_question(document, typed)
    return instruments.save_document(instrument=made, document=document, revision=0, by=by)


def open_survey(
    unit: Unit,
    by: Employee,
    *,
    is_anonymous: bool = True,
    instrument: Instrument | None = None,
    day: date | None = None,
) -> Survey:
    """An open survey of a unit, from today or an earlier day."""
    today = day or timezone.localdate()
    planned = plan_survey(unit, by, is_anonymous=is_anonymous, instrument=instrument, day=today)
    return surveys.open_survey(survey=planned, by=by, today=today)


def plan_survey(
    unit: Unit,
    by: Employee,
    *,
    is_anonymous: bool = True,
    instrument: Instrument | None = None,
    day: date | None = None,
) -> Survey:
    """A planned survey of a unit."""
    today = day or timezone.localdate()
    return surveys.plan_survey(
        by=by,
        now=timezone.now(),
        unit=unit,
        instrument=instrument or shipped(),
        name="Hvad mener I?",
        purpose="For at planlægge læringen.",
        is_anonymous=is_anonymous,
        opens_on=today,
        closes_on=today + timedelta(days=20),
        deletes_on=today + timedelta(days=300),
    )


def invite(survey: Survey, employee: Employee, by: Employee) -> Invitation:
    """A personal link for an employee."""
    return surveys.ask(survey=survey, employees=[employee], emails=(), by=by, today=survey.opens_on)[0]


def respond(survey: Survey, given: dict[str, Sequence[Given]], invitation: Invitation | None = None) -> Response:
    """Somebody's answers, sent."""
    door = Door(survey=survey, invitation=invitation, response=None)
    response = begin(door=door, resume=new_secret(), today=survey.opens_on)
    document = document_of(survey.instrument)
    for code, answers in given.items():
        question = document.question(code)
        assert question is not None
        keep(response=response, question=question, given=answers, today=survey.opens_on)
    return send(door=door, response=response, today=survey.opens_on)


def important(answer: str = "very") -> dict[str, Sequence[Given]]:
    """An answer to the first question of 2017."""
    return {"importance": [Given(row="virksomheder", options=(answer,))]}


def common_path(survey: Survey) -> str:
    """The path of the anonymous link."""
    return f"/svar/{survey_secret(survey)}/"


def personal_path(invitation: Invitation) -> str:
    """The path of a personal link."""
    return f"/svar/{invitation_secret(invitation)}/"
