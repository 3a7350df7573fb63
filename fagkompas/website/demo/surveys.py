"""The demo's surveys: the managers' one answered last spring, and one that is open now and asks the head.

Those who answer by the anonymous link are nobody at all: leaders whom the demo makes up, one answer after another drawn by
chance around the published percents.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.surveys.actions import surveys
from fagkompas.surveys.actions.answers import begin, keep, send
from fagkompas.surveys.actions.instruments import load_shipped
from fagkompas.surveys.answering import Given
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.document import DONT_KNOW, InstrumentDocument, Kind, Question
from fagkompas.surveys.models import Instrument, Survey
from fagkompas.surveys.permissions import Door
from fagkompas.toolkit.links import new_secret
from fagkompas.website.demo.people import CONSULTANT, HEAD
from fagkompas.website.demo.timing import noon

MADE_UP_LEADERS: Final = 11
WORDS: Final = (
    "En profil for tidlig indsats over for unge.",
    "Vi mangler en, der arbejder på tværs af ydelse og beskæftigelse.",
    "En profil for mestring og sundhed.",
    "De seks dækker det meste, men digital vejledning mangler.",
    "En mentorprofil.",
)
PURPOSE: Final = (
    "Vi vil vide, hvad vores ledere ser som vigtigt, og holde det op mod landets svar fra 2017. "
    "Svarene bruges, når vi lægger planen for læring."
)


def build_surveys(
    *, people: dict[str, Employee], department: Unit, managers: list[Employee], chance: random.Random, today: date
) -> None:
    """Both surveys, by the same actions that the pages call."""
    load_shipped()
    instrument = Instrument.objects.get(root__isnull=True, code="managers-2017")
    by = people[CONSULTANT]
    _answered_last_spring(instrument, department, managers, by, chance, today - timedelta(days=190))
    _open_now(instrument, department, [people[HEAD], *managers], by, chance, today - timedelta(days=4))


def _answered_last_spring(
    instrument: Instrument, unit: Unit, managers: list[Employee], by: Employee, chance: random.Random, day: date
) -> None:
    survey = _opened(instrument, unit, by, day, name="Ledernes syn på de seks profiler (demo)", is_anonymous=True)
    asked = surveys.ask(survey=survey, employees=managers, emails=(), by=by, today=day)
    doors = [Door(survey=survey, invitation=one, response=None) for one in asked]
    doors += [Door(survey=survey, invitation=None, response=None)] * MADE_UP_LEADERS
    for place, door in enumerate(doors):
        _answer(door, document_of(instrument), chance, day + timedelta(days=1 + place), words=WORDS[place : place + 1])
    surveys.close_survey(survey=survey, by=by)


def _open_now(
    instrument: Instrument, unit: Unit, leaders: list[Employee], by: Employee, chance: random.Random, day: date
) -> None:
    survey = _opened(instrument, unit, by, day, name="Ledernes syn i år (demo)", is_anonymous=False)
    asked = surveys.ask(survey=survey, employees=leaders, emails=(), by=by, today=day)
    for invitation in asked:
        if invitation.employee and invitation.employee.name != HEAD and invitation.employee_id != leaders[1].pk:
            door = Door(survey=survey, invitation=invitation, response=None)
            _answer(door, document_of(instrument), chance, day + timedelta(days=1), words=())


def _opened(instrument: Instrument, unit: Unit, by: Employee, day: date, *, name: str, is_anonymous: bool) -> Survey:
    planned = surveys.plan_survey(
        by=by,
        now=noon(day),
        unit=unit,
        instrument=instrument,
        name=name,
        purpose=PURPOSE,
        is_anonymous=is_anonymous,
        **surveys.suggested_days(day),
    )
    return surveys.open_survey(survey=planned, by=by, today=day)


def _answer(door: Door, document: InstrumentDocument, chance: random.Random, day: date, words: tuple[str, ...]) -> None:
    response = begin(door=door, resume=new_secret(), today=day)
    for question in document.questions:
        given = tuple(_given(document, question, chance, words))
        keep(response=response, question=question, given=given, today=day)
    send(door=door, response=response, today=day)


def _given(
    document: InstrumentDocument, question: Question, chance: random.Random, words: tuple[str, ...]
) -> Iterator[Given]:
    """By chance, around what was published; now and then don't know or a blank."""
    table = document.published_table(question.code)
    if question.kind is Kind.OPEN and words:
        yield Given(words=words[0])
    for row in question.row_codes if table else ():
        options, weights = zip(*table.percents[row].items(), strict=True) if table else ((), ())
        drawn = chance.random()
        if drawn > 0.06:
            yield Given(row=row, options=tuple(chance.choices(options, weights)))
        elif drawn > 0.03:
            yield Given(row=row, options=(DONT_KNOW,))
