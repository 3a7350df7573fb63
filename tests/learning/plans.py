"""A learning plan for tests: Nord is rated, what is offered lifts it, and a plan is worked out at once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Round
from fagkompas.catalogue.facts import LiftFacts
from fagkompas.catalogue.models import Offering, Session
from fagkompas.engine.scales import Rater
from fagkompas.learning.actions.plans import Levers, make_plan
from fagkompas.learning.models import Plan
from fagkompas.learning.plan_pages import PlanView, view_of
from fagkompas.learning.proposing import Proposal, proposal_of
from fagkompas.learning.working_out import work_out
from tests.assessments.rounds import answer, make_round, participant_of
from tests.catalogue.making import make_offering, make_session, today
from tests.people import People

LIFTS = tuple(LiftFacts(code=f"LM-G{place}", lift=Decimal(1), up_to=3) for place in (1, 2, 3))


def rate_north(people: People, *, who: tuple[str, ...] = ("bo", "erik"), value: int = 1) -> Round:
    """A round in Nord in which these have the same point in everything, by their manager too."""
    round_ = make_round(people.north)
    for name in who:
        person: Employee = getattr(people, name)
        participant = participant_of(round_, person)
        answer(participant, value, by=person)
        answer(participant, value, by=people.alma, rater=Rater.MANAGER)
    return round_


def make_course(people: People, **facts: Any) -> Offering:
    """Lifts three basic competencies of law by a point each, for 1200 kroner and 7 hours."""
    given: dict[str, Any] = {"lifts": LIFTS, "least_seats": 1, "most_seats": 10}
    return make_offering(people, **(given | facts))


def course_session(people: People, offering: Offering | None = None, *, days: int = 30, **facts: Any) -> Session:
    """One day, with room for ten unless told otherwise."""
    given: dict[str, Any] = {"least_seats": 1, "most_seats": 10}
    return make_session(people, offering or make_course(people), days, **(given | facts))


def levers(round_: Round, **changed: Any) -> Levers:
    """Plenty of everything, for half a year."""
    given: dict[str, Any] = {
        "name": "Plan for Nord",
        "round": round_,
        "starts_on": today(),
        "ends_on": today() + timedelta(days=180),
        "budget": 100_000,
        "hours_per_person": Decimal(30),
        "away_share": Decimal(1),
        "seconds": 10,
    }
    return Levers(**(given | changed))


def solved(plan: Plan) -> Plan:
    """Worked out here and now."""
    work_out(plan.pk, Plan.objects.get(pk=plan.pk).revision)
    done = loaded(plan)
    assert not done.has_failed, "it broke down; the log says where"
    return done


def loaded(plan: Plan) -> Plan:
    """As it stands now."""
    return Plan.objects.select_related("unit", "root", "scenario_of", "round__version__framework").get(pk=plan.pk)


def proposed(plan: Plan) -> Proposal:
    """What it proposes, as it counts today."""
    found = proposal_of(loaded(plan))
    assert found is not None
    return found


def seen(plan: Plan) -> PlanView:
    """As its page has it."""
    found = view_of(loaded(plan))
    assert found is not None
    return found


def make_solved(people: People, round_: Round | None = None, **changed: Any) -> Plan:
    """A plan of Alma's for Nord with a proposal."""
    plan = make_plan(
        unit=people.north, levers=levers(round_ or rate_north(people), **changed), by=people.alma, now=timezone.now()
    )
    return solved(plan)


def plan_with_seats(people: People) -> Plan:
    """Bo and Erik go to the course."""
    course_session(people)
    return make_solved(people)


def day(days: int) -> date:
    """So many days ahead."""
    return today() + timedelta(days=days)
