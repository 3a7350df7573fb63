"""What holds for every plan, whatever goes in."""

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fagkompas.engine.planning import (
    Alternatives,
    Breach,
    KeptFor,
    NoPlan,
    Plan,
    Planning,
    Seat,
    SeatReason,
    Session,
    Violation,
    clashes,
    evaluate,
    explain,
    solve,
    what_more_gives,
)

from .planning_by_trying import best_by_trying, cost_of, gives_something, is_allowed, sets_of_sessions, suits, value_of
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
    assert all(gives_something(drawn, person, seats[person.code]) for person in drawn.people)  # type: ignore[arg-type]
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
    assert (clashes(drawn, seconds=monotonic) is None) == (best_by_trying(drawn) is not None)


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
        if KeptFor.KEEPS_SESSION in reason.kept_for:
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


def truths(drawn: Planning, seats: Sequence[Seat], reason: SeatReason) -> set[Alternatives]:
    """All that may be said of why it is this session, by the words of the document and moves that are evaluated."""
    seat, broken = reason.seat, evaluate(drawn, seats).violations
    others = [s for s in drawn.sessions if s.offering == reason.offering and s.code != seat.session]
    sure = {s.code for s in others if possible_at(drawn, seat.person, s)}
    perhaps = {s.code for s in others if possible_at(drawn, seat.person, s, hours=1_000)}
    found = set() if sure else {Alternatives.ONLY_ONE}
    if not perhaps:
        return found
    if any((m.person, m.session) == (seat.person, seat.session) for m in drawn.must):
        found.add(Alternatives.DECIDED)
    held = perhaps & {one.session for one in seats}
    if not held & sure:
        found.add(Alternatives.NOT_HELD)
    rest = [one for one in seats if one != seat]
    stays = {one.session for one in seats if one.person == seat.person}
    moves = [
        breaches_added(broken, evaluate(drawn, [*rest, Seat(person=seat.person, session=to)]).violations)
        for to in held - stays
    ]
    found |= {Alternatives.FREE_CHOICE} if set() in moves else set()
    found |= {Alternatives.KEEPS_THIS} if {Breach.TOO_FEW} in moves and set() not in moves else set()
    lies_badly = {Breach.TOO_MANY, Breach.OVERLAP, Breach.AWAY, Breach.REQUIREMENT}
    found |= {Alternatives.BLOCKED} if all(move & lies_badly for move in moves) else set()
    return found


def possible_at(drawn: Planning, code: str, session: Session, *, hours: float | None = None) -> bool:
    """Whether the person could have a seat there for all that is about this person alone, with whatever beside it."""
    person = next(each for each in drawn.people if each.code == code)
    person = replace(person, hours=person.hours if hours is None else hours)
    mine = tuple(choice for choice in drawn.must_not if choice.person == code)
    alone = replace(drawn, people=(person,), must=(), given=(), must_not=mine)
    return session.max_seats > 0 and any(session in chosen for chosen in sets_of_sessions(alone, person))


def breaches_added(before: Sequence[Violation], after: Sequence[Violation]) -> set[Breach]:
    """The rules that are broken, or broken by more, after."""
    over = {(v.breach, v.person, v.unit, v.session, v.offering, v.week): v.over for v in before}
    return {
        v.breach
        for v in after
        if v.over > over.get((v.breach, v.person, v.unit, v.session, v.offering, v.week), -1) + 1e-9
    }


@few
@given(small_plannings(musts=True), st.data())
def test_why_this_session_is_true_of_any_seats(drawn: Planning, data: st.DataObject) -> None:
    places = st.tuples(
        st.sampled_from([p.code for p in drawn.people]), st.sampled_from([s.code for s in drawn.sessions])
    )
    seats = [Seat(person=person, session=session) for person, session in sorted(data.draw(st.sets(places)))]
    found = explain(drawn, seats)
    too_long = {one.person for one in found.evaluation.violations if one.breach is Breach.HOURS}
    for reason in found.reasons:
        if reason.seat.person not in too_long:
            assert reason.alternatives in truths(drawn, seats, reason)
        if not reason.gains:
            assert reason.gives_nothing


@few
@given(small_plannings(musts=True), st.integers(0, 12))
def test_a_stop_leaves_a_usable_plan(drawn: Planning, asked: int) -> None:
    answers = iter([False] * asked)
    try:
        plan = solve(drawn, seconds=monotonic, time_limit=20, steps=20, should_stop=lambda: next(answers, True))
    except NoPlan:
        assert best_by_trying(drawn) is None
        return
    assert plan.evaluation.violations == ()
    assert plan.bound >= plan.value - 1e-9
