"""Rounds of the demo, through the same actions that the pages call: who answers what, and what two people talked about."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.actions import answers, dialogues, rounds
from fagkompas.assessments.models import Participant, Round, Scope
from fagkompas.assessments.questions import GivenAnswer, asked_columns, ratings_of
from fagkompas.engine.framework import Column
from fagkompas.engine.scales import Level, Mode, Rater
from fagkompas.frameworks.models import Version
from fagkompas.website.demo.people import FEW_GO_DEEP_IN, HEAD, TEAMS, Talk
from fagkompas.website.demo.timing import noon

SEED: Final = 2026
YEAR: Final = timedelta(days=364)
PURPOSE: Final = (
    "Vi vil vide, hvad vi er gode til, og hvad vi skal lære næste år. "
    "Svarene bruges til samtalen og til planen for læring, ikke til løn eller afsked."
)


@dataclass(slots=True, kw_only=True)
class Cast:
    """Who is who in the demo, and how skilled: the usual point per field of each person."""

    root: Unit
    department: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Employee] = field(default_factory=dict)
    skills: dict[str, dict[str, float]] = field(default_factory=dict)

    def manager_of(self, participant: Participant) -> Employee:
        """The team's manager; the head for managers and for everyone outside a team."""
        team = next((team for team in TEAMS if self.units[team.name].pk == participant.unit_id), None)
        head = self.people[HEAD]
        if team is None or participant.employee_id == self.people[team.names[0]].pk:
            return head
        return self.people[team.names[0]]


def draw_skill(cast: Cast, chance: random.Random, name: str, usual: dict[str, float], *, seniority: float) -> None:
    """Around what is usual; how much by seniority and by chance. In some fields nobody goes deep by chance."""
    skill = {code: point + seniority + chance.gauss(0, 0.3) for code, point in usual.items()}
    cast.skills[name] = {code: min(point, 2.55 if code in FEW_GO_DEEP_IN else 3.0) for code, point in skill.items()}


def open_round(
    cast: Cast, framework: str, name: str, unit: Unit, day: date, mode: Mode, scope: Scope = Scope.PERSON
) -> Round:
    version = Version.objects.choosable(cast.root.pk).get(framework__code=framework)
    round_ = rounds.plan_round(
        by=cast.people[HEAD],
        now=noon(day),
        unit=unit,
        version=version,
        mode=mode.value,
        scope=scope.value,
        name=name,
        purpose=PURPOSE,
        opens_on=day,
        closes_on=day + timedelta(days=35),
        deletes_on=day + 3 * YEAR,
    )
    return rounds.open_round(round_=round_, by=cast.people[HEAD], today=day)


def people_of(round_: Round) -> Sequence[Participant]:
    return list(round_.participants.with_people().select_related("round__version__framework"))


def rate(
    cast: Cast, chance: random.Random, participant: Participant, day: date, *, growth: float, raters: Sequence[Rater]
) -> None:
    if participant.employee is None or participant.employee.name not in cast.skills:
        return
    for rater in raters:
        by = participant.employee if rater is Rater.SELF else cast.manager_of(participant)
        if rater is Rater.MANAGER and by.pk == participant.employee_id:
            continue
        answered = noon(day + timedelta(days=chance.randint(1, 14)))
        answer_all(cast, chance, participant, rater, by, answered, growth=growth)


def begin(cast: Cast, chance: random.Random, participant: Participant, day: date) -> None:
    """The first fields are answered and not submitted."""
    if participant.employee is None or participant.employee.name not in cast.skills:
        return
    given = list(_given(cast, chance, participant, Rater.SELF, growth=0.2))
    now = noon(day + timedelta(days=3))
    answers.save_drafts(
        participant=participant, rater=Rater.SELF, author=participant.employee, answers=given[:18], now=now
    )


def answer_all(
    cast: Cast,
    chance: random.Random,
    participant: Participant,
    rater: Rater,
    by: Employee,
    now: datetime,
    *,
    growth: float,
) -> None:
    given = list(_given(cast, chance, participant, rater, growth=growth))
    answers.save_drafts(participant=participant, rater=rater, author=by, answers=given, now=now)
    answers.submit(participant=participant, rater=rater, by=by, now=now)


def hold_talk(cast: Cast, participant: Participant, talk: Talk, day: date, *, signatures: int) -> None:
    """A dialogue: the wish, and with a signature or more also notes, agreed values and an agreement."""
    manager = cast.manager_of(participant)
    if participant.employee is None or manager.pk == participant.employee_id:
        return
    dialogue = dialogues.save_wish(participant=participant, text=talk.wish, by=participant.employee)
    if not signatures:
        return
    dialogue = dialogues.save_dialogue(
        participant=participant,
        revision=dialogue.revision,
        typed=dialogues.TypedDialogue(
            held_on=day,
            capability=talk.capability,
            behaviour=talk.behaviour,
            results=talk.results,
            agreements=(dialogues.TypedAgreement(uuid=uuid4(), text=talk.agreement, due_on=day + timedelta(days=90)),),
            agreed=_agreed(participant),
        ),
        by=manager,
        now=noon(day),
        settle=True,
    )
    signed = dialogues.sign(participant=participant, revision=dialogue.revision, by=manager, now=noon(day))
    if signatures > 1:
        dialogues.sign(participant=participant, revision=signed.revision, by=participant.employee, now=noon(day))


def _agreed(participant: Participant) -> dict[str, GivenAnswer]:
    """Where the two differ by two points or more they meet in the middle."""
    own, manager = ratings_of(participant, Rater.SELF), ratings_of(participant, Rater.MANAGER)
    both = {item: (own[item].value, manager[item].value) for item in own.keys() & manager.keys()}
    return {
        item: GivenAnswer(item=item, value=(mine + theirs + 1) // 2)
        for item, (mine, theirs) in sorted(both.items())
        if mine is not None and theirs is not None and abs(mine - theirs) >= 2
    }


def _given(
    cast: Cast, chance: random.Random, participant: Participant, rater: Rater, *, growth: float
) -> Iterator[GivenAnswer]:
    """Believable answers: around the person's usual point in the field, a little apart from rater to rater."""
    name = participant.employee.name if participant.employee else ""
    skill = cast.skills.get(name, {})
    usual = sum(skill.values()) / len(skill) if skill else 2.3
    seen_by_manager = chance.gauss(0, 0.25) if rater is Rater.MANAGER else 0.0
    for column in asked_columns(participant):
        if chance.random() < 0.015:
            yield GivenAnswer(item=column.code, not_relevant=True)
            continue
        point = skill.get(column.field, usual) + growth + seen_by_manager + _level_lift(column)
        value = min(4, max(0, round(chance.gauss(point, 0.45))))
        yield GivenAnswer(item=column.code, value=value)


def _level_lift(column: Column) -> float:
    return -0.8 if column.level is Level.SPECIALISED else 0.0
