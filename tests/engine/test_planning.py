"""The learning plan by example."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest
import yaml

from benchmarks.planning_cases import case
from fagkompas.engine.errors import BadInput
from fagkompas.engine.mip import Limits, Mip, Outcome, run
from fagkompas.engine.planning import (
    Alternatives,
    Breach,
    Choice,
    Competency,
    FieldNeed,
    KeptFor,
    Limit,
    Never,
    NoPlan,
    NotKnownInTime,
    Planning,
    Seat,
    WayOut,
    Why,
    clashes,
    evaluate,
    explain,
    musts,
    relaxation,
    search,
    solve,
)
from fagkompas.engine.planning.model import model_of
from fagkompas.engine.planning.relaxation import Relaxed, in_parts, relaxations
from fagkompas.engine.planning.tables import tables_of
from fagkompas.engine.scales import Dimension, Level

from .plannings import course, held, pairs, person, planning, solved

STAGES_SECONDS = 3
PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "learning-plan.md"


def test_worked_example() -> None:
    example = yaml.safe_load(PAGE.read_text(encoding="utf-8").split("```yaml plan\n")[1].split("```")[0])
    given = planning(
        *(person(code, ratings=ratings) for code, ratings in example["people"].items()),
        competencies=tuple(
            Competency(code=code, field=c["field"], level=Level(c["level"]), dimension=Dimension(c["dimension"]))
            for code, c in example["competencies"].items()
        ),
        offerings=tuple(
            course(code, o.pop("lifts"), dimensions=frozenset(map(Dimension, o.pop("dimensions"))), **o)
            for code, o in example["offerings"].items()
        ),
        sessions=tuple(held(code, day, code=code) for day, code in enumerate(example["offerings"])),
        needs=(
            FieldNeed(
                unit="North",
                field="AU",
                weight=example["weight"],
                missing_specialists=example["missing_specialists"],
            ),
        ),
    )
    given = replace(given, rules=replace(given.rules, worth_of_krone=1e-7))
    for expected in example["expect"]:
        plan = solved(replace(given, budget=expected["budget"]))
        assert plan.value == pytest.approx(float(Fraction(expected["value"])) - 1e-7 * expected["cost"], abs=1e-9)
        assert plan.evaluation.cost == expected["cost"]
        assert plan.bound == pytest.approx(plan.value, abs=1e-4)
        if "seats" in expected:
            assert pairs(plan) == {tuple(pair) for pair in expected["seats"]}


def test_every_reason_of_a_seat() -> None:
    plan = solved(
        planning(
            person("Bo", ratings={"AU-G1": 0, "LM-G1": 1}),
            person("Carla", ratings={"AU-G1": 2, "LM-G1": 2}),
            offerings=(
                course("first", {"AU-G1": 2}, seat_price=100),
                course("second", {"LM-G1": 1}, requires=frozenset({"first"})),
            ),
            sessions=(
                held("first", 0, code="early"),
                held("first", 9, code="late"),
                held("second", 2, code="after", least=1),
            ),
            must=(Choice(person="Carla", offering="first"),),
        )
    )
    reasons = {(reason.seat.person, reason.offering): reason for reason in plan.reasons}
    bo, carla = reasons["Bo", "first"], reasons["Carla", "first"]
    assert bo.seat.session == "early"
    assert (bo.worth, bo.rank, bo.price, bo.kept_for) == (2, 1, 100, (KeptFor.REQUIRED,))
    assert [(gain.competency, gain.before, gain.after, gain.counted) for gain in bo.gains] == [("AU-G1", 0, 2, 2)]
    assert (carla.gains, carla.worth, carla.kept_for) == ((), 0, (KeptFor.MUST,))
    assert reasons["Bo", "second"].kept_for == (KeptFor.KEEPS_SESSION,)
    assert reasons["Bo", "second"].alternatives is Alternatives.ONLY_ONE


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        (Why.NOT_HELD, {"sessions": (held("A", 0, least=2),)}),
        (Why.NO_BUDGET, {"budget": 99}),
        (Why.NO_SEAT, {"sessions": (held("A", 0, most=0),)}),
        (Why.NOTHING_MORE, {"offerings": (course("A", {"LM-G1": 2}),)}),
        (Why.RULED_OUT, {"must_not": (Choice(person="Bo", offering="A"),)}),
        (Why.NO_HOURS, {"people": (person("Bo", hours=6, ratings={"AU-G1": 0}),)}),
        (Why.RATE_FIRST, {"people": (person("Bo", ratings={"LM-G1": 2}),)}),
    ],
)
def test_why_something_stays_open(why: Why, changes: dict[str, object]) -> None:
    given = planning(
        person("Bo", ratings={"AU-G1": 0}),
        offerings=(course("A", {"AU-G1": 2}, seat_price=100),),
        sessions=(held("A", 0),),
    )
    assert solved(given).value == pytest.approx(2, abs=1e-3)
    plan = solved(replace(given, **changes))  # type: ignore[arg-type]
    assert [each.why for each in plan.uncovered if each.competency == "AU-G1"] == [why]


def test_not_relevant_is_not_to_be_rated_first() -> None:
    bo = person("Bo", ratings={}, not_relevant=frozenset({"AU-G1", "AU-S1", "LM-S1"}))
    plan = solved(planning(bo, offerings=(course("A", {"AU-G1": 2}),), sessions=(held("A", 0),)))
    assert [(each.competency, each.why, each.points) for each in plan.uncovered] == [("LM-G1", Why.RATE_FIRST, None)]


def clashing(**changes: object) -> Planning:
    """Bo and Carla must both attend A; it is just possible."""
    given = planning(
        person("Bo", hours=7),
        person("Carla", hours=7),
        offerings=(course("A", {"AU-G1": 2}, seat_price=1_000, fixed_price=500),),
        sessions=(held("A", 0, most=2),),
        must=(Choice(person="Bo", offering="A"), Choice(person="Carla", offering="A", session="A-1")),
        budget=2_500,
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def ways_out(given: Planning) -> tuple[WayOut, ...]:
    clash = clashes(given, seconds=monotonic)
    assert clash is not None
    return clash.ways_out


BO, EITHER, BOTH = [{Limit.MUST}], [{Limit.MUST}, {Limit.PUT_IN}], [{Limit.MUST, Limit.PUT_IN}]


def test_nothing_clashes() -> None:
    assert clashes(clashing(), seconds=monotonic) is None
    assert pairs(solved(clashing())) == {("Bo", "A-1"), ("Carla", "A-1")}


@pytest.mark.parametrize(
    ("changes", "limit", "amount", "about", "musts_"),
    [
        ({"budget": 2_000}, Limit.BUDGET, 500, {}, EITHER),
        ({"people": (person("Bo", hours=5), person("Carla", hours=7))}, Limit.HOURS, 2, {"person": "Bo"}, BO),
        ({"away_share": 0.5}, Limit.AWAY, 1, {"unit": "North", "week": (2027, 1)}, EITHER),
        ({"sessions": (held("A", 0, most=1),)}, Limit.MOST_SEATS, 1, {"session": "A-1"}, EITHER),
        ({"sessions": (held("A", 0, least=3),)}, Limit.LEAST_SEATS, 1, {"session": "A-1"}, BOTH),
    ],
)
def test_the_least_that_would_have_to_give(
    changes: dict[str, object], limit: Limit, amount: float, about: dict[str, object], musts_: list[set[Limit]]
) -> None:
    first, *others = ways_out(clashing(**changes))
    assert [{give.limit for give in way.gives} for way in others] == musts_
    (give,) = first.gives
    assert give.limit is limit
    assert give.amount == pytest.approx(amount, abs=1e-6)
    assert {name: getattr(give, name) for name in about} == about
    with pytest.raises(NoPlan) as refused:
        solved(clashing(**changes))
    assert refused.value.ways_out == (first, *others)


def test_a_must_that_can_never_be_is_named() -> None:
    ((give,),) = [way.gives for way in ways_out(clashing(must_not=(Choice(person="Bo", offering="A"),)))]
    assert (give.limit, give.person, give.offering, give.never) == (Limit.MUST, "Bo", "A", Never.RULED_OUT)


def crowded() -> Planning:
    """Thirty people, two thirds of whom must attend more than they have hours for; finding the least way out takes a second."""
    chance = np.random.default_rng(1)
    codes = [f"c{number}" for number in range(4)]
    people = [
        person(f"P{number}", unit=("South", "North")[number % 2], hours=float(chance.choice([14, 20, 21])))
        for number in range(30)
    ]
    offerings = tuple(
        course(code, {"AU-G1": 2}, hours=float(chance.choice([5, 7, 9])), seat_price=100) for code in codes
    )
    sessions = tuple(
        held(code, 7 * week + place % 3, code=f"{code}-{week}", least=3, most=8)
        for place, code in enumerate(codes)
        for week in range(5)
    )
    must = tuple(
        Choice(person=each.code, offering=code) for each in people for code in chance.permutation(codes)[:2].tolist()
    )
    return planning(*people, offerings=offerings, sessions=sessions, must=must, budget=7_000, away_share=0.4)


@pytest.mark.parametrize(
    "limits", [{"time_limit": 0}, {"time_limit": 2}, {"time_limit": 20, "should_stop": lambda: True}]
)
def test_what_must_be_is_never_broken_for_want_of_time(limits: dict[str, Any]) -> None:
    with pytest.raises((NoPlan, NotKnownInTime)) as refused:
        solve(crowded(), seconds=monotonic, **limits)
    if isinstance(refused.value, NoPlan):
        assert refused.value.ways_out or refused.value.cut_short


def test_a_way_out_that_is_not_known_to_be_the_least_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(mip: Mip, limits: Limits, **more: Any) -> Outcome:
        outcome = run(mip, limits, **more)
        return outcome if outcome.infeasible else replace(outcome, finished=False)

    assert all(way.is_least for way in ways_out(clashing(budget=2_000)))
    monkeypatch.setattr(musts, "run", cut)
    with pytest.raises(NoPlan) as refused:
        solved(clashing(budget=2_000))
    assert [way.is_least for way in refused.value.ways_out] == [False, False, False]
    assert refused.value.cut_short


def test_what_is_not_known_in_time_is_told_and_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(mip: Mip, limits: Limits, **more: Any) -> Outcome:
        return replace(run(mip, limits, **more), x=None, finished=False, infeasible=False, cut_short=True)

    monkeypatch.setattr(musts, "run", ended)
    with pytest.raises(NotKnownInTime) as refused:
        solved(clashing())
    assert refused.value.musts == clashing().must
    assert str(refused.value) == (
        "There was no time to find out whether what must be can be: Bo at A, Carla at A-1."
        " Give it more time, or ask for fewer."
    )


@pytest.mark.parametrize("limits", [{"time_limit": 0}, {"time_limit": 20, "should_stop": lambda: True}])
def test_a_stop_keeps_what_must_be(limits: dict[str, Any]) -> None:
    plan = solve(clashing(), seconds=monotonic, **limits)
    assert pairs(plan) == {("Bo", "A-1"), ("Carla", "A-1")}
    assert plan.evaluation.violations == ()
    assert plan.cut_short


def test_a_seat_that_gives_nothing_is_not_proposed_but_may_be_put_in() -> None:
    """Three are needed; only Bo and Carla have something to learn."""
    given = planning(
        person("Bo"),
        person("Carla"),
        person("Dorte", ratings={}),
        offerings=(course("A", {"AU-G1": 2}),),
        sessions=(held("A", 0, least=3),),
    )
    plan = solved(given)
    assert plan.seats == ()
    assert plan.bound == pytest.approx(0, abs=1e-4)
    by_hand = explain(given, [Seat(person=code, session="A-1") for code in ("Bo", "Carla", "Dorte")])
    assert by_hand.evaluation.violations == ()
    assert by_hand.evaluation.value == pytest.approx(4)
    dorte = by_hand.reasons[2]
    assert (dorte.gives_nothing, dorte.gains, dorte.worth) == (True, (), 0)
    assert dorte.kept_for == (KeptFor.KEEPS_SESSION,)
    assert not by_hand.reasons[0].gives_nothing
    assert solved(replace(given, must=(Choice(person="Dorte", offering="A"),))).value == pytest.approx(4)


def test_what_something_requires_does_not_fill_a_session_without_it() -> None:
    """Dorte needs nothing of A but as the way to B, for which there is no money."""
    given = planning(
        person("Bo"),
        person("Dorte", ratings={"AU-G1": 2, "LM-G1": 0}),
        offerings=(course("A", {"AU-G1": 2}), course("B", {"LM-G1": 2}, seat_price=100, requires=frozenset({"A"}))),
        sessions=(held("A", 0, least=2), held("B", 7)),
        budget=99,
    )
    assert solved(given).seats == ()
    assert pairs(solved(replace(given, budget=100))) == {("Bo", "A-1"), ("Dorte", "A-1"), ("Dorte", "B-1")}


AT_TWO_TIMES = (held("base", 0, code="January"), held("base", 60, code="March"))


@pytest.mark.parametrize(
    ("changes", "others", "why"),
    [
        ({}, (), Alternatives.FREE_CHOICE),
        ({"must": (Choice(person="Bo", offering="base", session="January"),)}, (), Alternatives.DECIDED),
        ({}, (Seat(person="Bo", session="next-1"),), Alternatives.BLOCKED),
        (
            {"sessions": (held("base", 0, code="January", least=2), held("base", 60, code="March"))},
            (Seat(person="Dorte", session="January"),),
            Alternatives.KEEPS_THIS,
        ),
        (
            {"sessions": (held("base", 0, code="January"), held("base", 60, code="March", most=1))},
            (),
            Alternatives.BLOCKED,
        ),
    ],
)
def test_why_this_session(changes: dict[str, Any], others: tuple[Seat, ...], why: Alternatives) -> None:
    given = planning(
        person("Bo"),
        person("Carla"),
        person("Dorte"),
        offerings=(course("base", {"AU-G1": 1}), course("next", {"LM-G1": 2}, requires=frozenset({"base"}))),
        **{"sessions": (*AT_TWO_TIMES, held("next", 30)), **changes},
    )
    seats = [Seat(person="Bo", session="January"), Seat(person="Carla", session="March"), *others]
    found = explain(given, seats)
    assert found.evaluation.violations == ()
    assert found.reasons[0].alternatives is why


def test_a_plan_changed_by_hand_is_told_what_it_breaks() -> None:
    given = clashing(budget=1_000, must=())
    seats = [Seat(person="Bo", session="A-1"), Seat(person="Carla", session="A-1")]
    found = evaluate(given, seats)
    assert found.cost == 2_500
    assert [(each.breach, each.over) for each in found.violations] == [(Breach.BUDGET, 1_500)]
    assert evaluate(given, []).violations == ()


def test_a_given_plan_is_the_start_and_never_made_worse() -> None:
    given = clashing(must=())
    best = solved(given)
    again = solve(given, seconds=monotonic, time_limit=20, start=best.seats, steps=0)
    assert again.log[0].value == again.value == best.value
    assert again.seats == best.seats


def test_what_gives_nothing_is_left_out_of_a_given_plan() -> None:
    given = clashing(people=(person("Bo"), person("Carla", ratings={})), must=())
    seats = [Seat(person=code, session="A-1") for code in ("Bo", "Carla")]
    assert pairs(solve(given, seconds=monotonic, time_limit=20, start=seats)) == {("Bo", "A-1")}


def test_a_time_limit_that_is_over_still_gives_a_plan() -> None:
    plan = solve(clashing(), seconds=monotonic, time_limit=0)
    assert plan.cut_short
    assert plan.evaluation.violations == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"budget": -1}, ("plan", "budget", "out_of_range")),
        ({"people": (person("Bo", hours=float("nan")), person("Carla"))}, ("person", "hours", "out_of_range")),
        ({"people": (person("Bo"), person("Bo"), person("Carla"))}, ("person", "code", "twice")),
        ({"people": (person("Bo", ratings={"AU-G1": 5}), person("Carla"))}, ("person", "ratings", "not_a_point")),
        ({"offerings": (course("A", {"AU-G1": 9}),)}, ("offering", "points", "out_of_range")),
        ({"offerings": (course("A", {"XX": 1}),)}, ("offering", "lifts", "unknown")),
        ({"offerings": (course("A", {}, seat_price=10**12),)}, ("offering", "seat_price", "out_of_range")),
        ({"offerings": (course("A", {}, requires=frozenset({"A"})),)}, ("offering", "requires", "requires_itself")),
        ({"sessions": (held("A", 0, least=3, most=2),)}, ("session", "min_seats", "out_of_range")),
        ({"must": (Choice(person="Erik", offering="A"),)}, ("must", "person", "unknown")),
    ],
)
def test_bad_input_is_refused_with_its_place(changes: dict[str, object], found: tuple[str, str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        clashing(**changes)
    assert found in [(p.place.sheet, p.place.column, p.message_code) for p in refused.value.problems]


@pytest.mark.parametrize(("people", "sessions"), [(14, 20), (40, 50)])
def test_every_stage_keeps_the_rules_and_takes_the_same_steps(people: int, sessions: int) -> None:
    """Big enough to go through all stages, small and larger way."""
    given = case(people, sessions, seed=3)
    first, second = (solved(given, steps=4, time_limit=STAGES_SECONDS) for _ in range(2))
    assert first.evaluation.violations == ()
    assert first.value <= first.bound
    assert [step.value for step in first.log] == sorted(step.value for step in first.log)
    assert {"greedy", "relaxation"} <= {step.stage for step in first.log}
    if not (first.cut_short or second.cut_short):
        assert first.seats == second.seats


class Jumping:
    """A clock that jumps by half the time the ``jump``th time that it is asked."""

    def __init__(self, jump: int) -> None:
        self.asked, self._jump = 0, jump

    def __call__(self) -> float:
        self.asked += 1
        return 0.001 * self.asked + (500 if self.asked >= self._jump else 0)


@pytest.mark.parametrize("in_parts_above", [20_000, 100])
def test_a_plan_that_is_not_cut_short_had_all_its_time(monkeypatch: pytest.MonkeyPatch, in_parts_above: int) -> None:
    monkeypatch.setattr(search, "SMALL", 100)
    monkeypatch.setattr(search, "MOST_GUIDED", 0)
    monkeypatch.setattr(search, "WHOLE", in_parts_above)
    given = case(14, 20, seed=3)
    clock = Jumping(10**9)
    whole = solve(given, seconds=clock, time_limit=1_000, steps=2)
    assert not whole.cut_short
    marked = 0
    for jump in range(2, clock.asked, 1 + clock.asked // 8):
        plan = solve(given, seconds=Jumping(jump), time_limit=1_000, steps=2)
        marked += plan.cut_short
        assert plan.cut_short or (plan.seats, plan.bound) == (whole.seats, whole.bound)
    assert marked


def test_the_bound_in_parts_holds_and_is_no_tighter_than_the_whole() -> None:
    model = model_of(tables_of(case(80, 8, seed=2)))
    whole = [each.bound for each in relaxations(model.mip, model.links, lambda: 60, lambda: False)]
    units = [model.tables.unit_of == unit for unit in range(2)]
    parts = [each.bound for each in in_parts(model, units, lambda: 60, lambda: False)]
    assert whole == sorted(whole, reverse=True)
    assert len(parts) == 2
    assert whole[-1] <= parts[1] + 1e-6 < parts[0]
    plan = solved(model.tables.planning, steps=3, time_limit=STAGES_SECONDS)
    assert plan.value <= plan.bound <= whole[-1] + 1e-6


def test_parts_that_wait_do_not_begin_after_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Mip] = []
    stop = Event()

    def one_after_the_stop(mip: Mip, *_rest: object) -> Iterator[Relaxed]:
        begun.append(mip)
        stop.wait()
        sleep(5 * relaxation.LOOK_EVERY)  # until it was looked at
        yield Relaxed(bound=0.0, x=np.zeros(len(mip.cost)), prices=np.zeros(len(mip.row_lower)), is_last=True)

    def stopped() -> bool:
        stop.set()
        return True

    monkeypatch.setattr(relaxation, "relaxations", one_after_the_stop)
    model = model_of(tables_of(case(40, 8, seed=2)))
    everyone = [np.arange(40) % 10 == group for group in range(10)]
    assert list(in_parts(model, everyone, lambda: 60, lambda: bool(begun) and stopped())) == []
    assert 1 <= len(begun) <= relaxation.SIDE_BY_SIDE < len(everyone)
