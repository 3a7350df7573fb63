"""Builds the demo through the same actions that the pages call, so that it can only hold what is allowed.

Two screenings with the 2025 frame a year apart, the second still open; two small ones between them in each team of which
some took part in something; one closed screening with the role frame in one unit; one dialogue with the profile frame in
which a team sat together. The same seed gives the same answers.
"""

import random
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts import actions as accounts
from fagkompas.accounts.models import Role, Unit
from fagkompas.assessments.actions import rounds
from fagkompas.assessments.models import Participant, Scope
from fagkompas.casework.actions.status import refresh_everywhere
from fagkompas.engine.scales import Mode, Rater
from fagkompas.frameworks.actions import load_shipped
from fagkompas.occupations.actions.examples import load_examples as load_occupations
from fagkompas.website.demo.across import build_across
from fagkompas.website.demo.casework import build_casework, build_follow_up
from fagkompas.website.demo.casework_search import build_search
from fagkompas.website.demo.catalogue import build_catalogue
from fagkompas.website.demo.citizens import build_citizens
from fagkompas.website.demo.companies import build_companies
from fagkompas.website.demo.company_circle import build_circles
from fagkompas.website.demo.company_needs import build_calls
from fagkompas.website.demo.conversations import build_conversations
from fagkompas.website.demo.demand import build_demand
from fagkompas.website.demo.effects import FOLLOWED, build_effects, rate_again
from fagkompas.website.demo.job_orders import (
    build_earlier_contacts,
    build_job_orders,
    build_matching,
    build_more_companies,
)
from fagkompas.website.demo.looks import build_looks
from fagkompas.website.demo.methods import build_methods
from fagkompas.website.demo.needs import build_needs
from fagkompas.website.demo.orders import build_orders
from fagkompas.website.demo.participation import build_participation
from fagkompas.website.demo.partnerships import build_partnerships
from fagkompas.website.demo.people import (
    ADMINISTRATOR,
    AUDITOR,
    CHARACTERS,
    CONSULTANT,
    DEPARTMENT,
    DOMAIN,
    HEAD,
    MUNICIPALITY,
    NEW_HERE,
    TALKS,
    TEAMS,
    Team,
)
from fagkompas.website.demo.plans import build_plans
from fagkompas.website.demo.positions import build_positions
from fagkompas.website.demo.recruitment import build_recruitment
from fagkompas.website.demo.reviews import build_reviews
from fagkompas.website.demo.rounds import (
    SEED,
    YEAR,
    Cast,
    answer_all,
    begin,
    draw_skill,
    hold_talk,
    open_round,
    people_of,
    rate,
)
from fagkompas.website.demo.sharing import build_sharing
from fagkompas.website.demo.sparring import build_sparring
from fagkompas.website.demo.surveys import build_surveys
from fagkompas.website.demo.timing import noon, working_day_before

ASCII: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
BEGUN: Final = "Jeppe Nord"
SELF_ONLY: Final = "Peter Aaskov"
NOT_BEGUN: Final = NEW_HERE["Jobparate"]
"""In the first team, of whom everyone else is rated by now."""


def exists() -> bool:
    """Whether the demo has been built."""
    return Unit.objects.filter(parent__isnull=True, name=MUNICIPALITY, is_demo=True).exists()


@transaction.atomic
def build(*, today: date) -> Cast:
    """The whole demo around this day."""
    load_shipped()
    load_occupations(now=noon(today))
    chance = random.Random(SEED)  # noqa: S311  # a demo, not a secret
    cast = _staff(chance, today - 2 * YEAR)
    _screening_of_last_year(cast, chance, today - YEAR)
    for followed in FOLLOWED:
        rate_again(cast, followed, today)
    _newcomers(cast, chance)
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
    build_effects(people=cast.people, root=cast.root, consultant=cast.people[CONSULTANT], today=today)
    build_orders(people=cast.people, units=cast.units, root=cast.root, today=today)
    build_across(root=cast.root, administrator=cast.people[ADMINISTRATOR], today=today)
    build_reviews(people=cast.people, root=cast.root, today=today)
    build_plans(people=cast.people, units=cast.units, today=today)
    build_recruitment(today=today)
    build_sparring(people=cast.people, units=cast.units, consultant=CONSULTANT, today=today)
    build_sharing(people=cast.people, today=today)
    companies = build_companies(root=cast.root, today=today) | build_more_companies(root=cast.root, today=today)
    build_earlier_contacts(companies=companies, people=cast.people, today=today)
    build_calls(companies=companies, people=cast.people, today=today)
    build_circles(companies=companies, people=cast.people, today=today)
    build_partnerships(companies=companies, people=cast.people, today=today)
    build_citizens(people=cast.people, units=cast.units, department=cast.department, today=today)
    build_casework(today=today)
    build_conversations(people=cast.people, today=today)
    build_search(today=today)
    build_follow_up(today=today)
    refresh_everywhere(now=timezone.now())
    job_orders = build_job_orders(companies=companies, people=cast.people, today=today)
    build_demand(administrator=cast.people[ADMINISTRATOR], today=today)
    build_positions(companies=companies, people=cast.people, today=today)
    build_matching(orders=job_orders, people=cast.people, today=today)
    build_looks(people=cast.people, head=HEAD, auditor=AUDITOR, today=today)
    build_methods(people=cast.people, consultant=CONSULTANT, today=today)
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
        if name == NEW_HERE.get(team.name):
            continue
        role = Role.MANAGER if place == 0 else None
        _hire(cast, name, unit, team.category, hired, role, unit)
        draw_skill(cast, chance, name, team.skill, seniority=chance.gauss(-0.15 if place else 0.5, 0.4))
    _stand_out(cast)


def _stand_out(cast: Cast) -> None:
    for character in CHARACTERS:
        if character.name in cast.skills:
            cast.skills[character.name].update(dict.fromkeys(character.deep, 4.2))
            cast.skills[character.name].update(dict.fromkeys(character.new, 0.9))


def _newcomers(cast: Cast, chance: random.Random) -> None:
    """Those who came after last year's round: not far yet, least in the fields that are new to them."""
    for team in TEAMS:
        if name := NEW_HERE.get(team.name):
            unit = cast.units[team.name]
            facts = accounts.StaffFacts(name=name, email=_address(name), category=team.category)
            cast.people[name] = accounts.create_employee(unit=unit, facts=facts, by=None, is_demo=True)
            draw_skill(cast, chance, name, team.skill, seniority=-0.8)
    _stand_out(cast)


def _hire(cast: Cast, name: str, unit: Unit, category: str, hired: date, role: Role | None, over: Unit) -> None:
    facts = accounts.StaffFacts(name=name, email=_address(name), category=category, phone="00 00 00 00")
    cast.people[name] = accounts.create_employee(unit=unit, facts=facts, by=None, is_demo=True)
    if role is not None:
        accounts.grant_role(employee=cast.people[name], role=role, unit=over, on=hired, by=None)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.').translate(ASCII)}@{DOMAIN}"


def _screening_of_last_year(cast: Cast, chance: random.Random, day: date) -> None:
    """Everyone answered, managers rated, and the round is closed."""
    round_ = open_round(cast, "faglighed-2025", "Kompetencerunde sidste år", cast.department, day, Mode.SCREENING)
    for participant in people_of(round_):
        rate(cast, chance, participant, day, growth=0.0, raters=(Rater.SELF, Rater.MANAGER))
    for place, participant in enumerate(people_of(round_)):
        if place % 3:
            hold_talk(cast, participant, TALKS[place % len(TALKS)], day + timedelta(days=20), signatures=2)
    rounds.close_round(round_=round_, by=cast.people[HEAD])


def _screening_of_now(cast: Cast, chance: random.Random, today: date) -> None:
    """The first team has nearly finished; of the others most have answered, some managers have rated, a few have begun."""
    opened = working_day_before(today - timedelta(days=16))
    first = cast.units[TEAMS[0].name]
    standing_out = {cast.people[character.name].pk for character in CHARACTERS}
    round_ = open_round(cast, "faglighed-2025", "Kompetencerunde i år", cast.department, opened, Mode.SCREENING)
    for place, participant in enumerate(people_of(round_)):
        if participant.unit_id == first.pk:
            _first_team(cast, chance, participant, opened)
            continue
        is_late = participant.employee_id not in standing_out
        if is_late and place % 10 == 7:
            continue
        if is_late and place % 10 == 3:
            begin(cast, chance, participant, opened)
            continue
        raters = (Rater.SELF, Rater.MANAGER) if place % 3 else (Rater.SELF,)
        rate(cast, chance, participant, opened, growth=0.2, raters=raters)
    rated = (
        participant
        for participant in people_of(round_)
        if participant.self_submitted_at and participant.manager_submitted_at
    )
    for place, participant in enumerate(rated):
        if place % 3 == 0:
            yesterday = working_day_before(today - timedelta(days=1))
            hold_talk(cast, participant, TALKS[place % len(TALKS)], yesterday, signatures=place % 4)


def _first_team(cast: Cast, chance: random.Random, participant: Participant, opened: date) -> None:
    """One has not begun, one has begun, one waits for the manager; the others are rated."""
    name = participant.employee.name if participant.employee else ""
    if name == BEGUN:
        begin(cast, chance, participant, opened)
    elif name != NOT_BEGUN:
        raters = (Rater.SELF,) if name == SELF_ONLY else (Rater.SELF, Rater.MANAGER)
        rate(cast, chance, participant, opened, growth=0.2, raters=raters)


def _role_frame(cast: Cast, chance: random.Random, day: date) -> None:
    """One unit with the role frame, in which each category has its own tasks."""
    unit = cast.units["Virksomhedsservice"]
    round_ = open_round(cast, "roller-kar", "Roller i Virksomhedsservice", unit, day, Mode.SCREENING)
    for participant in people_of(round_):
        rate(cast, chance, participant, day, growth=0.0, raters=(Rater.SELF,))
    rounds.close_round(round_=round_, by=cast.people[HEAD])


def _team_together(cast: Cast, chance: random.Random, day: date) -> None:
    """A team that sat together over the six profiles."""
    unit = cast.units["Jobparate"]
    round_ = open_round(cast, "fagprofiler-2017", "Fagprofiler i Jobparate", unit, day, Mode.DIALOGUE, Scope.TEAM)
    for participant in round_.participants.select_related("unit", "round__version__framework").order_by("pk"):
        answer_all(cast, chance, participant, Rater.AGREED, cast.people["Anders Lund"], noon(day), growth=0.0)
    rounds.close_round(round_=round_, by=cast.people[HEAD])
