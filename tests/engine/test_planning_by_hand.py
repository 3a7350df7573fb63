"""Any seats with their reasons, and what one more would add: what a person does to a plan by hand."""

import pytest
from hypothesis import given

from fagkompas.engine.planning import Breach, Planning, Seat, additions, evaluate, explain, never_held, together
from tests.engine.plannings import course, held, person, planning, small_plannings, solved


def two_courses(**changes: object) -> Planning:
    """One lifts two points, the other one; a seat costs 1000 at each."""
    return planning(
        person("Bo"),
        person("Carla"),
        offerings=(course("large", {"AU-G1": 2}, seat_price=1000), course("small", {"LM-G1": 1}, seat_price=1000)),
        sessions=(held("large", 0), held("small", 0, code="same-day"), held("small", 7, code="later")),
        **changes,
    )


def test_seats_are_explained_as_the_search_would() -> None:
    problem = two_courses()
    plan = solved(problem)
    found = explain(problem, plan.seats)
    assert found.evaluation == plan.evaluation
    assert found.reasons == plan.reasons
    assert found.uncovered == plan.uncovered


def test_what_breaks_nothing_and_gives_most_comes_first() -> None:
    problem = two_courses()
    found = additions(problem, [Seat(person="Bo", session="large-1")], "Bo")
    assert [one.seat.session for one in found] == ["later", "same-day"]
    assert found[0].worth == pytest.approx(1, abs=0.01)
    assert (found[0].violations, [one.breach for one in found[1].violations]) == ((), [Breach.OVERLAP])
    first = additions(problem, [], "Carla")
    assert [one.seat.session for one in first] == ["large-1", "same-day", "later"]


def test_what_was_broken_before_is_not_said_of_one_more_seat() -> None:
    problem = two_courses(budget=500)
    (later, *_rest) = additions(problem, [Seat(person="Bo", session="large-1")], "Carla")
    assert {one.breach for one in later.violations} <= {Breach.BUDGET}
    with pytest.raises(KeyError):
        additions(problem, [], "Dorte")


@given(small_plannings())
def test_an_addition_is_the_difference_of_two_evaluations(problem: Planning) -> None:
    code = problem.people[0].code
    before = evaluate(problem, [])
    for one in additions(problem, [], code):
        after = evaluate(problem, [one.seat])
        assert one.worth == pytest.approx(after.value - before.value)
        assert set(one.violations) == set(after.violations) - set(before.violations)


def test_two_who_come_together_are_enough_where_one_is_too_few() -> None:
    course_for_two = held("large", 0, least=2)
    problem = planning(
        person("Bo"), person("Carla"), offerings=(course("large", {"AU-G1": 2}),), sessions=(course_for_two,)
    )
    seats = [Seat(person=name, session=course_for_two.code) for name in ("Bo", "Carla")]
    for seat in seats:
        (alone,) = additions(problem, [], seat.person)
        assert [one.breach for one in alone.violations] == [Breach.TOO_FEW]
    both = together(problem, [], seats)
    assert both.violations == ()
    assert both.worth == pytest.approx(evaluate(problem, seats).value - evaluate(problem, []).value)


def test_sessions_that_need_more_than_may_be_away_are_counted_and_those_of_own_time_are_not() -> None:
    sessions = (held("large", 0, least=2), held("large", 7, code="three", least=3), held("large", code="own", least=3))
    people = [person(name) for name in ("Bo", "Carla", "Dorte", "Erik")]
    problem = planning(*people, offerings=(course("large", {"AU-G1": 2}),), sessions=sessions, away_share=0.5)
    found = never_held(problem)
    assert found is not None
    assert (found.sessions, found.least, found.most) == (("three",), 3, 2)
    assert never_held(planning(*people, offerings=problem.offerings, sessions=sessions, away_share=0.75)) is None


@pytest.mark.parametrize("people", [(), (person("Bo"),)])
def test_with_nothing_offered_there_is_a_plan_of_no_seats(people: tuple[object, ...]) -> None:
    problem = planning(*people, offerings=(), sessions=())  # type: ignore[arg-type]  # people by hand
    plan = solved(problem)
    assert plan.seats == ()
    assert {one.why.value for one in plan.uncovered} <= {"nothing_more"}
    assert explain(problem, []).uncovered == plan.uncovered
