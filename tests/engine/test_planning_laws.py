"""What holds for every plan, whatever goes in."""

from dataclasses import replace
from time import monotonic

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fagkompas.engine.planning import (
    Alternatives,
    Need,
    NoPlan,
    Plan,
    Planning,
    Seat,
    clashes,
    evaluate,
    solve,
    what_more_gives,
)

from .planning_by_trying import best_by_trying, cost_of, is_allowed, suits, value_of
from .plannings import pairs, small_plannings, solved

few = settings(max_examples=60, deadline=None)


def sessions_of(given_: Planning, plan: Plan) -> dict[str, tuple[object, ...]]:
    taken = pairs(plan)
    return {
        person.code: tuple(session for session in given_.sessions if (person.code, session.code) in taken)
        for person in given_.people
    }


@few
@given(small_plannings(musts=True))
def test_no_plan_is_better_and_the_bound_says_so(drawn: Planning) -> None:
    best = best_by_trying(drawn)
    if best is None:
        with pytest.raises(NoPlan):
            solved(drawn)
        return
    plan = solved(drawn)
    assert plan.value == pytest.approx(best, abs=1e-6)
    assert plan.bound == pytest.approx(best, abs=1e-4)
    assert plan.bound >= best - 1e-6


@few
@given(small_plannings(musts=True))
def test_every_rule_holds(drawn: Planning) -> None:
    try:
        plan = solved(drawn)
    except NoPlan:
        return
    seats = sessions_of(drawn, plan)
    assert plan.evaluation.violations == ()
    assert all(suits(drawn, person, seats[person.code]) for person in drawn.people)  # type: ignore[arg-type]
    assert is_allowed(drawn, seats)  # type: ignore[arg-type]
    assert plan.value == pytest.approx(value_of(drawn, seats))  # type: ignore[arg-type]
    assert plan.evaluation.cost == cost_of(drawn, seats)  # type: ignore[arg-type]


@few
@given(small_plannings(), st.data())
def test_violations_are_found_in_any_seats(drawn: Planning, data: st.DataObject) -> None:
    drawn_seats = data.draw(
        st.sets(
            st.tuples(
                st.sampled_from([p.code for p in drawn.people]), st.sampled_from([s.code for s in drawn.sessions])
            )
        )
    )
    found = evaluate(drawn, [Seat(person=person, session=session) for person, session in drawn_seats])
    seats = {
        person.code: tuple(s for s in drawn.sessions if (person.code, s.code) in drawn_seats) for person in drawn.people
    }
    good = all(suits(drawn, person, seats[person.code]) for person in drawn.people) and is_allowed(drawn, seats)
    assert (found.violations == ()) == good
    assert found.cost == cost_of(drawn, seats)


@few
@given(small_plannings(musts=True))
def test_clashes_are_named_when_there_is_no_plan_and_only_then(drawn: Planning) -> None:
    assert bool(clashes(drawn)) == (best_by_trying(drawn) is None)


@few
@given(small_plannings())
def test_more_money_and_more_hours_are_never_worse(drawn: Planning) -> None:
    plan = solved(drawn)
    richer = solved(replace(drawn, budget=drawn.budget + 1_000))
    freer = solved(replace(drawn, people=tuple(replace(p, hours=p.hours + 7) for p in drawn.people)))
    assert richer.value >= plan.value - 1e-6
    assert freer.value >= plan.value - 1e-6
    more = what_more_gives(drawn, plan, seconds=monotonic, time_limit=20, budget=1_000, steps=20)
    assert more.at_least == pytest.approx(richer.value - plan.value, abs=1e-5)


@few
@given(small_plannings(), st.randoms(use_true_random=False))
def test_names_and_order_of_people_do_not_change_the_value(drawn: Planning, chance: object) -> None:
    people = list(drawn.people)
    chance.shuffle(people)  # type: ignore[attr-defined]
    renamed = tuple(replace(person, code=f"Q{place}") for place, person in enumerate(people))
    names = {old.code: new.code for old, new in zip(people, renamed, strict=True)}
    must_not = tuple(replace(choice, person=names[choice.person]) for choice in drawn.must_not)
    other = solved(replace(drawn, people=renamed, must_not=must_not))
    assert other.value == pytest.approx(solved(drawn).value, abs=1e-6)


@few
@given(small_plannings())
def test_what_a_seat_is_said_to_give_is_lost_without_it(drawn: Planning) -> None:
    """Less what others in the same field could be developed instead, so never more than is said."""
    plan = solved(drawn)
    price = {each.code: each.fixed_price for each in drawn.offerings}
    for reason in plan.reasons:
        rest = [seat for seat in plan.seats if seat != reason.seat]
        saved = reason.price + (0 if any(s.session == reason.seat.session for s in rest) else price[reason.offering])
        lost = plan.value - evaluate(drawn, rest).value + saved * drawn.rules.worth_of_krone
        assert lost <= reason.worth + 1e-9
        assert reason.worth == pytest.approx(sum(gain.worth for gain in reason.gains))
        developed = {(each.person, each.field) for each in plan.evaluation.developed}
        if not developed:
            assert lost == pytest.approx(reason.worth, abs=1e-9)
        for gain in reason.gains:
            person = next(each for each in drawn.people if each.code == reason.seat.person)
            assert person.ratings[gain.competency] == gain.before < gain.after <= 4
        assert 1 <= reason.rank <= reason.candidates
        same = [s for s in drawn.sessions if s.offering == reason.offering]
        if len(same) == 1:
            assert reason.alternatives is Alternatives.ONLY_ONE
        if Need.KEEPS_SESSION in reason.needs:
            session = next(s for s in drawn.sessions if s.code == reason.seat.session)
            assert session.min_seats == sum(s.session == session.code for s in plan.seats)


@few
@given(small_plannings())
def test_what_stays_open_is_all_that_stays_open(drawn: Planning) -> None:
    plan = solved(drawn)
    missing = sum(each.missing - each.gained for each in plan.evaluation.coverage)
    assert sum(each.points for each in plan.uncovered if each.points is not None) == pytest.approx(missing)


@few
@given(small_plannings(musts=True), st.integers(0, 5))
def test_the_same_seed_gives_the_same_plan(drawn: Planning, seed: int) -> None:
    assume(best_by_trying(drawn) is not None)
    first, second = (solved(drawn, seed=seed) for _ in range(2))
    assert first.seats == second.seats
    assert [(s.stage, s.value, s.bound) for s in first.log] == [(s.stage, s.value, s.bound) for s in second.log]


@few
@given(small_plannings(), st.integers(0, 12))
def test_a_stop_leaves_a_usable_plan(drawn: Planning, asked: int) -> None:
    answers = iter([False] * asked)
    plan = solve(drawn, seconds=monotonic, time_limit=20, steps=20, should_stop=lambda: next(answers, True))
    assert plan.evaluation.violations == ()
    assert plan.bound >= plan.value - 1e-9
