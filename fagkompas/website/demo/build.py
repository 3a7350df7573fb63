"""Builds the demo through the same actions that the pages call, so that it can only hold what is allowed.

Two screenings with the 2025 frame a year apart, the second still open; two small ones between them in a team of which
some took a course; one closed screening with the role frame in one unit; one dialogue with the profile frame in which a
team sat together. The same seed gives the same answers.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction

from fagkompas.accounts import actions as accounts
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.actions import answers, dialogues, rounds
from fagkompas.assessments.models import Participant, Round, Scope
from fagkompas.assessments.questions import GivenAnswer, asked_columns, ratings_of
from fagkompas.engine.framework import Column
from fagkompas.engine.scales import Level, Mode, Rater
from fagkompas.frameworks.actions import load_shipped
from fagkompas.frameworks.models import Version
from fagkompas.website.demo.catalogue import build_catalogue
from fagkompas.website.demo.needs import build_needs
from fagkompas.website.demo.orders import COURSE_TEAM, TOOK_PART, build_orders, take_course
from fagkompas.website.demo.participation import build_participation
from fagkompas.website.demo.people import (
    ADMINISTRATOR,
    AUDITOR,
    CHARACTERS,
    CONSULTANT,
    DEPARTMENT,
    DOMAIN,
    FEW_GO_DEEP_IN,
    HEAD,
    MUNICIPALITY,
    TALKS,
    TEAMS,
    Talk,
    Team,
)
from fagkompas.website.demo.plans import build_plans
from fagkompas.website.demo.recruitment import build_recruitment
from fagkompas.website.demo.reviews import build_reviews
from fagkompas.website.demo.sharing import build_sharing
from fagkompas.website.demo.sparring import build_sparring
from fagkompas.website.demo.surveys import build_surveys
from fagkompas.website.demo.timing import noon

SEED: Final = 2026
YEAR: Final = timedelta(days=364)
ASCII: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
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


def exists() -> bool:
    """Whether the demo has been built."""
    return Unit.objects.filter(parent__isnull=True, name=MUNICIPALITY, is_demo=True).exists()


@transaction.atomic
def build(*, today: date) -> Cast:
    """The whole demo around this day."""
    load_shipped()
    chance = random.Random(SEED)  # noqa: S311  # a demo, not a secret
    cast = _staff(chance, today - 2 * YEAR)
    _screening_of_last_year(cast, chance, today - YEAR)
    _after_a_course(cast, today)
    _role_frame(cast, chance, today - timedelta(days=120))
    _team_together(cast, chance, today - timedelta(days=60))
    _screening_of_now(cast, chance, today)
    build_catalogue(root=cast.root, consultant=cast.people[CONSULTANT], today=today)
    build_surveys(
        people=cast.people,
        department=cast.department,
        managers=[cast.people[team.names[0]] for team in TEAMS],
        chance=random.Random(SEED),  # noqa: S311  # a demo, not a secret
        today=today,
    )
    build_needs(people=cast.people, units=cast.units, head=HEAD, today=today)
    build_participation(people=cast.people, root=cast.root, consultant=cast.people[CONSULTANT], today=today)
    take_course(people=cast.people, names=_names_of(COURSE_TEAM), consultant=cast.people[CONSULTANT], today=today)
    build_orders(people=cast.people, units=cast.units, root=cast.root, today=today)
    build_reviews(people=cast.people, root=cast.root, today=today)
    build_plans(people=cast.people, units=cast.units, today=today)
    build_recruitment(today=today)
    build_sparring(people=cast.people, units=cast.units, consultant=CONSULTANT, today=today)
    build_sharing(people=cast.people, today=today)
    return cast


def _staff(chance: random.Random, hired: date) -> Cast:
    root = accounts.create_municipality(name=MUNICIPALITY, is_demo=True)
    cast = Cast(root=root, department=accounts.create_unit(parent=root, name=DEPARTMENT, by=None))
    for name, role, unit in (
        (HEAD, Role.MANAGER, cast.department),
        (CONSULTANT, Role.CONSULTANT, cast.root),
        (AUDITOR, Role.AUDITOR, cast.root),
        (ADMINISTRATOR, Role.ADMINISTRATOR, cast.root),
    ):
        _hire(cast, name, cast.department if role is Role.MANAGER else cast.root, "", hired, role, unit)
    cast.skills[HEAD] = dict.fromkeys(TEAMS[0].skill, 2.5)
    for team in TEAMS:
        cast.units[team.name] = accounts.create_unit(parent=cast.department, name=team.name, by=None)
        _team(cast, chance, team, hired)
    return cast


def _team(cast: Cast, chance: random.Random, team: Team, hired: date) -> None:
    unit = cast.units[team.name]
    for place, name in enumerate(team.names):
        role = Role.MANAGER if place == 0 else None
        _hire(cast, name, unit, team.category, hired, role, unit)
        seniority = chance.gauss(-0.15 if place else 0.5, 0.4)
        skill = {code: usual + seniority + chance.gauss(0, 0.3) for code, usual in team.skill.items()}
        cast.skills[name] = {code: min(point, 2.55 if code in FEW_GO_DEEP_IN else 3.0) for code, point in skill.items()}
    for character in CHARACTERS:
        if character.name in team.names:
            cast.skills[character.name].update(dict.fromkeys(character.deep, 4.2))
            cast.skills[character.name].update(dict.fromkeys(character.new, 0.9))


def _hire(cast: Cast, name: str, unit: Unit, category: str, hired: date, role: Role | None, over: Unit) -> None:
    address = name.lower().replace(" ", ".").translate(ASCII)
    facts = accounts.StaffFacts(name=name, email=f"{address}@{DOMAIN}", category=category)
    cast.people[name] = accounts.create_employee(unit=unit, facts=facts, by=None, is_demo=True)
    if role is not None:
        accounts.grant_role(employee=cast.people[name], role=role, unit=over, on=hired, by=None)


def _screening_of_last_year(cast: Cast, chance: random.Random, day: date) -> None:
    """Everyone answered, managers rated, and the round is closed."""
    round_ = _open(cast, "faglighed-2025", "Kompetencerunde sidste år", cast.department, day, Mode.SCREENING)
    for participant in _people_of(round_):
        _rate(cast, chance, participant, day, growth=0.0, raters=(Rater.SELF, Rater.MANAGER))
    for place, participant in enumerate(_people_of(round_)):
        if place % 3:
            _talk(cast, participant, TALKS[place % len(TALKS)], day + timedelta(days=20), signatures=2)
    rounds.close_round(round_=round_, by=cast.people[HEAD])


def _screening_of_now(cast: Cast, chance: random.Random, today: date) -> None:
    """Half-way through: most have answered, some managers have rated, a few have begun, some have not."""
    opened = today - timedelta(days=16)
    standing_out = {cast.people[character.name].pk for character in CHARACTERS}
    round_ = _open(cast, "faglighed-2025", "Kompetencerunde i år", cast.department, opened, Mode.SCREENING)
    for place, participant in enumerate(_people_of(round_)):
        is_late = participant.employee_id not in standing_out
        if is_late and place % 10 == 7:
            continue
        if is_late and place % 10 == 3:
            _begin(cast, chance, participant, opened)
            continue
        raters = (Rater.SELF, Rater.MANAGER) if place % 3 else (Rater.SELF,)
        _rate(cast, chance, participant, opened, growth=0.2, raters=raters)
    rated = (
        participant
        for participant in _people_of(round_)
        if participant.self_submitted_at and participant.manager_submitted_at
    )
    for place, participant in enumerate(rated):
        if place % 3 == 0:
            _talk(cast, participant, TALKS[place % len(TALKS)], today - timedelta(days=1), signatures=place % 4)


def _role_frame(cast: Cast, chance: random.Random, day: date) -> None:
    """One unit with the role frame, in which each category has its own tasks."""
    unit = cast.units["Virksomhedsservice"]
    round_ = _open(cast, "roller-kar", "Roller i Virksomhedsservice", unit, day, Mode.SCREENING)
    for participant in _people_of(round_):
        _rate(cast, chance, participant, day, growth=0.0, raters=(Rater.SELF,))
    rounds.close_round(round_=round_, by=cast.people[HEAD])


def _after_a_course(cast: Cast, today: date) -> None:
    """Half of a team took a course, and the whole team was rated again twice."""
    chance = random.Random(SEED)  # noqa: S311  # a demo, not a secret
    for name, days, learned in (("Opfølgning efter kursus", 260, 0.8), ("Opfølgning igen", 160, 0.6)):
        skills = {who: dict(skill) for who, skill in cast.skills.items()}
        for who in _names_of(COURSE_TEAM)[TOOK_PART]:
            skills[who]["IT"] += learned
        lifted = replace(cast, skills=skills)
        day = today - timedelta(days=days)
        round_ = _open(cast, "faglighed-2025", name, cast.units[COURSE_TEAM], day, Mode.SCREENING)
        for participant in _people_of(round_):
            _rate(lifted, chance, participant, day, growth=0.1, raters=(Rater.SELF, Rater.MANAGER))
        rounds.close_round(round_=round_, by=cast.people[HEAD])


def _names_of(team: str) -> tuple[str, ...]:
    return next(one.names for one in TEAMS if one.name == team)


def _team_together(cast: Cast, chance: random.Random, day: date) -> None:
    """A team that sat together over the six profiles."""
    unit = cast.units["Jobparate"]
    round_ = _open(cast, "fagprofiler-2017", "Fagprofiler i Jobparate", unit, day, Mode.DIALOGUE, Scope.TEAM)
    for participant in round_.participants.select_related("unit", "round__version__framework").order_by("pk"):
        _answer(cast, chance, participant, Rater.AGREED, cast.people["Anders Lund"], noon(day), growth=0.0)
    rounds.close_round(round_=round_, by=cast.people[HEAD])


def _open(
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


def _people_of(round_: Round) -> Sequence[Participant]:
    return list(round_.participants.with_people().select_related("round__version__framework"))


def _rate(
    cast: Cast, chance: random.Random, participant: Participant, day: date, *, growth: float, raters: Sequence[Rater]
) -> None:
    if participant.employee is None or participant.employee.name not in cast.skills:
        return
    for rater in raters:
        by = participant.employee if rater is Rater.SELF else cast.manager_of(participant)
        if rater is Rater.MANAGER and by.pk == participant.employee_id:
            continue
        answered = noon(day + timedelta(days=chance.randint(1, 14)))
        _answer(cast, chance, participant, rater, by, answered, growth=growth)


def _begin(cast: Cast, chance: random.Random, participant: Participant, day: date) -> None:
    """The first fields are answered and not submitted."""
    if participant.employee is None or participant.employee.name not in cast.skills:
        return
    given = list(_given(cast, chance, participant, Rater.SELF, growth=0.2))
    now = noon(day + timedelta(days=3))
    answers.save_drafts(
        participant=participant, rater=Rater.SELF, author=participant.employee, answers=given[:18], now=now
    )


def _answer(
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


def _talk(cast: Cast, participant: Participant, talk: Talk, day: date, *, signatures: int) -> None:
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
