"""What a plan pays of the fixed price of a session, however many get a seat in it, by a plan or by a wish, and when."""

from typing import Any

import pytest
from django.utils import timezone

from fagkompas.accounts.actions import move_employee
from fagkompas.accounts.models import Employee, Role
from fagkompas.catalogue.models import Offering, Session
from fagkompas.learning.actions import participation as participations
from fagkompas.learning.actions import plan_approving
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.approving import questions_of
from fagkompas.learning.models import Participation, ParticipationState, Plan
from fagkompas.learning.to_engine import planning_problem
from tests.catalogue.making import today
from tests.learning.participation import make_wish
from tests.learning.plans import course_session, levers, loaded, make_course, make_solved, proposed, rate_north, solved
from tests.learning.test_plan_lost import again, approve, give_back, sheet
from tests.people import People, make_employee

SEAT, FIXED = 1200, 5000


def a_session(people: People) -> Session:
    return course_session(people, make_course(people, fixed_price=FIXED))


def wish_approved(people: People, person: Employee, session: Session) -> Participation:
    wish = make_wish(person, session)
    return participations.approve(participation=wish, session=session, now=timezone.now(), by=people.dorte)


def pays(plan: Plan, cost: int) -> bool:
    """The page and the workbook alike, and the engine has left what the plan has left."""
    problem = planning_problem(loaded(plan), today=today())
    assert plan.budget is not None
    assert problem.planning.budget == plan.budget + problem.spent
    in_sessions = sum(line.cost for line in sheet(plan).sessions)
    return (proposed(plan).cost, in_sessions) == (cost, cost)


def another_plan(people: People, plan: Plan, **changed: Any) -> Plan:
    assert plan.round is not None
    made = actions.make_plan(
        unit=people.north, levers=levers(plan.round, **changed), by=people.alma, now=timezone.now(), scenario_of=None
    )
    return solved(made)


def test_a_wish_that_is_approved_later_changes_nothing(people: People) -> None:
    session = a_session(people)
    plan = make_solved(people)
    approve(plan, people, "bo")
    wish_approved(people, people.erik, session)
    assert pays(plan, SEAT + FIXED)
    Offering.objects.update(fixed_price=9000)
    assert pays(again(plan, people), SEAT + FIXED)
    move_employee(employee=people.erik, to=people.south, by=people.ida)
    assert pays(plan, SEAT + FIXED)


def test_what_a_wish_pays_no_plan_does(people: People) -> None:
    session = a_session(people)
    wish = wish_approved(people, people.erik, session)
    plan = make_solved(people)
    assert pays(plan, SEAT)
    approve(plan, people, "bo")
    assert pays(plan, SEAT)
    participations.enrol(participation=wish, session=None, now=timezone.now(), by=people.dorte)
    assert pays(plan, SEAT)
    Session.objects.update(starts_on=today(), ends_on=today())
    went = participations.Attendance(
        participation=Participation.objects.get(pk=wish.pk), state=ParticipationState.ATTENDED
    )
    participations.save_attendance(session=session, given=[went], now=timezone.now(), by=people.dorte)
    assert pays(plan, SEAT)
    move_employee(employee=people.erik, to=people.south, by=people.ida)
    assert pays(plan, SEAT)


def test_the_price_is_that_of_the_first_seat_and_not_of_the_oldest_wish(people: People) -> None:
    make_wish(people.erik, a_session(people))
    plan = make_solved(people)
    approve(plan, people, "bo")
    Offering.objects.update(fixed_price=9000)
    assert pays(plan, 2 * SEAT + FIXED)
    approve(plan, people, "erik")
    assert pays(plan, 2 * SEAT + FIXED)
    give_back(people)
    assert pays(plan, SEAT + FIXED)
    give_back(people, "erik")
    assert pays(plan, 0)


def test_of_two_plans_the_one_that_was_first_pays(people: People) -> None:
    a_session(people)
    plan = make_solved(people)
    approve(plan, people, "bo")
    other = another_plan(people, plan)
    assert pays(other, SEAT)
    approve(other, people, "erik")
    assert (pays(plan, SEAT + FIXED), pays(other, SEAT)) == (True, True)
    give_back(people)
    assert (pays(plan, 0), pays(other, SEAT + FIXED)) == (True, True)


def test_where_the_plan_and_a_wish_have_a_seat_and_the_plan_gives_one_back_its_other_pays(people: People) -> None:
    """Erik's wish stands too: what the plan pays stays with the plan as long as it has a seat there."""
    session = a_session(people)
    plan = make_solved(people, rate_north(people, who=("bo", "erik", "alma")))
    approve(plan, people, "bo")
    wish_approved(people, people.erik, session)
    karen = make_employee("Karen", people.testkommune, Role.MANAGER)
    seat = plan.seats.filter(employee=people.alma)
    plan_approving.approve_seats(plan=plan, seats=list(seat), by=karen, now=timezone.now(), anyway=True)
    assert pays(plan, 2 * SEAT + FIXED)
    give_back(people)
    assert pays(plan, SEAT + FIXED)


def test_who_is_enrolled_in_another_session_hands_on_what_she_pays(people: People) -> None:
    session = a_session(people)
    plan = make_solved(people)
    approve(plan, people)
    later = course_session(people, session.offering, days=60)
    bo = Participation.objects.get(employee=people.bo)
    participations.enrol(participation=bo, session=later, now=timezone.now(), by=people.dorte)
    assert pays(plan, 2 * (SEAT + FIXED))
    give_back(people)
    assert pays(plan, SEAT + FIXED)


@pytest.mark.parametrize("price", [600, 9000])
def test_what_is_asked_before_the_second_plan_costs_what_both_have_paid(people: People, price: int) -> None:
    a_session(people)
    plan = make_solved(people)
    approve(plan, people, "bo")
    Offering.objects.update(price_per_seat=price, fixed_price=price)
    other = another_plan(people, plan)
    rows = list(other.seats.all())
    asks = questions_of(loaded(other), rows, planning_problem(loaded(other), today=today()), today())
    assert asks is not None
    assert asks.cost == SEAT + FIXED + price
