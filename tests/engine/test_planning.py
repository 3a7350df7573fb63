"""The learning plan by example."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import monotonic

import pytest
import yaml

from benchmarks.planning_cases import case
from fagkompas.engine.errors import BadInput
from fagkompas.engine.planning import (
    Alternatives,
    Breach,
    Choice,
    Competency,
    FieldNeed,
    Limit,
    Need,
    NoPlan,
    Planning,
    Seat,
    Why,
    clashes,
    evaluate,
    solve,
)
from fagkompas.engine.planning.model import model_of
from fagkompas.engine.planning.relaxation import in_parts, relaxations
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
    assert (bo.worth, bo.rank, bo.price, bo.needs) == (2, 1, 100, (Need.REQUIRED,))
    assert [(gain.competency, gain.before, gain.after, gain.counted) for gain in bo.gains] == [("AU-G1", 0, 2, 2)]
    assert (carla.gains, carla.worth, carla.needs) == ((), 0, (Need.MUST,))
    assert reasons["Bo", "second"].needs == (Need.KEEPS_SESSION,)
    assert reasons["Bo", "second"].alternatives is Alternatives.ONLY_ONE


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        (Why.NOT_HELD, {"sessions": (held("A", 0, least=2),)}),
        (Why.NO_BUDGET, {"budget": 99}),
        (Why.NO_SEAT, {"sessions": (held("A", 0, most=0),)}),
        (Why.NO_OFFERING, {"offerings": (course("A", {"LM-G1": 2}),)}),
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


def test_nothing_clashes() -> None:
    assert clashes(clashing()) == ()
    assert pairs(solved(clashing())) == {("Bo", "A-1"), ("Carla", "A-1")}


@pytest.mark.parametrize(
    ("changes", "limit", "amount", "about"),
    [
        ({"budget": 2_000}, Limit.BUDGET, 500, {}),
        ({"people": (person("Bo", hours=5), person("Carla", hours=7))}, Limit.HOURS, 2, {"person": "Bo"}),
        ({"away_share": 0.5}, Limit.AWAY, 1, {"unit": "North", "week": (2027, 1)}),
        ({"sessions": (held("A", 0, most=1),)}, Limit.MOST_SEATS, 1, {"session": "A-1"}),
        ({"sessions": (held("A", 0, least=3),)}, Limit.LEAST_SEATS, 1, {"session": "A-1"}),
    ],
)
def test_the_least_that_would_have_to_give(
    changes: dict[str, object], limit: Limit, amount: float, about: dict[str, object]
) -> None:
    ways = {way.gives[0].limit: way.gives for way in clashes(clashing(**changes))}
    assert set(ways) == {limit, Limit.MUST}
    (give,) = ways[limit]
    assert give.amount == pytest.approx(amount, abs=1e-6)
    assert {name: getattr(give, name) for name in about} == about
    with pytest.raises(NoPlan) as refused:
        solved(clashing(**changes))
    assert {way.gives[0].limit for way in refused.value.ways_out} == {limit, Limit.MUST}


def test_a_must_that_can_never_be_is_named() -> None:
    ((give,),) = [way.gives for way in clashes(clashing(must_not=(Choice(person="Bo", offering="A"),)))]
    assert (give.limit, give.person, give.offering, give.never) == (Limit.MUST, "Bo", "A", True)


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
