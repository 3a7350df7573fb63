"""Division of work: the examples of docs/algorithms/division.md, a brute force on small cases, and laws."""

from collections.abc import Mapping, Sequence
from itertools import chain, combinations, product
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fagkompas.engine.division import Division, Task, WhyUncovered, Worker, divide
from fagkompas.engine.scales import Level, Standing

from .test_worked_examples import BLOCK, DOCS

PAGE = DOCS / "division.md"
NEAR = 1e-3


def task(code: str, field: str, level: Level, hours: float) -> Task:
    return Task(code=code, field=field, level=level, hours=hours)


def worker(code: str, hours: float, **standings: Standing) -> Worker:
    return Worker(code=code, hours=hours, standings=standings)


def shares_of(found: Division) -> dict[str, dict[str, float]]:
    shares: dict[str, dict[str, float]] = {}
    for share in found.shares:
        shares.setdefault(share.task, {})[share.worker] = share.hours
    return shares


# The page's own examples


def blocks() -> list[Any]:
    found = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return [pytest.param(yaml.safe_load(text), id=str(n)) for n, (_kind, text) in enumerate(found, 1)]


def test_every_marked_block_is_an_example() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```yaml") == len(blocks()) == 5


@pytest.mark.parametrize("example", blocks())
def test_worked_example(example: Mapping[str, Any]) -> None:
    tasks = [task(code, field, Level(level), hours) for code, (field, level, hours) in example["tasks"].items()]
    people = [
        Worker(
            code=code,
            hours=told["hours"],
            standings={field: Standing(word) for field, word in told.items() if field != "hours"},
        )
        for code, told in example["people"].items()
    ]
    found, expect = divide(tasks, people), example["expect"]
    told: dict[str, Any] = {
        "covered": found.covered,
        "below_level": found.below_level,
        "loads": {load.worker: load.done for load in found.loads},
    }
    for name in told.keys() & expect.keys():
        assert told[name] == pytest.approx(expect[name], abs=NEAR), name
    for code, amounts in expect.get("shares", {}).items():
        assert shares_of(found)[code] == pytest.approx(amounts, abs=NEAR)
    assert {one.task for one in found.uncovered} == set(expect.get("uncovered", {}))
    for one in found.uncovered:
        for name, value in expect["uncovered"][one.task].items():
            mine = getattr(one, name)
            wanted = pytest.approx(value, abs=NEAR) if name == "hours" else value
            assert (list(mine) if isinstance(mine, tuple) else mine) == wanted, name


def left_over(found: Division, code: str) -> float:
    return sum(one.hours for one in found.uncovered if one.task == code)


# Cases


def test_nothing_to_divide() -> None:
    found = divide([], [])
    assert (found.shares, found.uncovered, found.needed, found.covered) == ((), (), 0, 0)
    alone = divide([], [worker("bo", 37, LM=Standing.BASIC)])
    assert [(load.done, load.spare) for load in alone.loads] == [(0, 37)]


def test_nobody_is_able() -> None:
    found = divide([task("t", "LM", Level.SPECIALISED, 4)], [worker("bo", 37, LM=Standing.EMERGING)])
    assert [(one.why, one.unknown, one.able) for one in found.uncovered] == [(WhyUncovered.NOBODY, 0, ())]


def test_a_specialised_person_does_basic_work_where_nobody_else_can() -> None:
    found = divide([task("t", "LM", Level.BASIC, 4)], [worker("bo", 37, LM=Standing.SPECIALISED)])
    assert (found.covered, found.below_level) == (4, 4)


def test_hours_that_are_none_and_codes_that_stand_twice_are_refused() -> None:
    bo = worker("bo", 37)
    for tasks, people in (
        ([task("t", "LM", Level.BASIC, -1)], [bo]),
        ([task("t", "LM", Level.BASIC, float("nan"))], [bo]),
        ([task("t", "LM", Level.BASIC, float("inf"))], [bo]),
        ([], [worker("bo", -1)]),
    ):
        with pytest.raises(ValueError, match="hours"):
            divide(tasks, people)
    with pytest.raises(ValueError, match="twice"):
        divide([], [bo, bo])


# Brute force on small cases: whole hours are enough, since each aim is a flow


small_tasks = st.lists(
    st.builds(
        Task,
        code=st.just(""),
        field=st.sampled_from(["AU", "LM"]),
        level=st.sampled_from(Level),
        hours=st.integers(0, 3),
    ),
    min_size=1,
    max_size=2,
)
small_people = st.lists(
    st.builds(
        Worker,
        code=st.just(""),
        hours=st.integers(0, 3),
        standings=st.dictionaries(st.sampled_from(["AU", "LM"]), st.sampled_from(Standing)),
    ),
    min_size=1,
    max_size=3,
)


def named(rows: Sequence[Any]) -> list[Any]:
    return [
        type(row)(**{**{name: getattr(row, name) for name in row.__slots__}, "code": str(n)})
        for n, row in enumerate(rows)
    ]


def every_division(tasks: Sequence[Task], people: Sequence[Worker]) -> Any:
    """For each division into whole hours: covered, specialised, below level."""
    pairs = [(w, t) for w in range(len(people)) for t in range(len(tasks)) if people[w].can_do(tasks[t])]
    for amounts in product(*(range(int(min(people[w].hours, tasks[t].hours)) + 1) for w, t in pairs)):
        used = list(zip(pairs, amounts, strict=True))
        fits = all(sum(n for (w, _), n in used if w == who) <= people[who].hours for who in range(len(people)))
        fits = fits and all(
            sum(n for (_, t), n in used if t == which) <= tasks[which].hours for which in range(len(tasks))
        )
        if fits:
            yield (
                sum(amounts),
                sum(n for (_, t), n in used if tasks[t].level is Level.SPECIALISED),
                -sum(
                    n
                    for (w, t), n in used
                    if tasks[t].level is Level.BASIC and people[w].standings.get(tasks[t].field) is Standing.SPECIALISED
                ),
            )


@settings(max_examples=60, deadline=None)
@given(small_tasks, small_people)
def test_the_three_first_aims_are_reached(drawn_tasks: list[Task], drawn_people: list[Worker]) -> None:
    tasks, people = named(drawn_tasks), named(drawn_people)
    found = divide(tasks, people)
    levels = {one.code: one.level for one in tasks}
    specialised = sum(share.hours for share in found.shares if levels[share.task] is Level.SPECIALISED)
    assert (found.covered, specialised, -found.below_level) == pytest.approx(
        max(every_division(tasks, people)), abs=NEAR
    )


# Laws

tasks_drawn = st.lists(
    st.builds(
        Task,
        code=st.just(""),
        field=st.sampled_from(["AU", "LM", "IT"]),
        level=st.sampled_from(Level),
        hours=st.integers(0, 60).map(lambda halves: halves / 2),
    ),
    max_size=6,
).map(named)
people_drawn = st.lists(
    st.builds(
        Worker,
        code=st.just(""),
        hours=st.sampled_from([0, 10, 20.5, 37]),
        standings=st.dictionaries(st.sampled_from(["AU", "LM", "IT"]), st.sampled_from(Standing)),
    ),
    max_size=6,
).map(named)


@settings(max_examples=60, deadline=None)
@given(tasks_drawn, people_drawn)
def test_what_always_holds(tasks: list[Task], people: list[Worker]) -> None:
    found = divide(tasks, people)
    by_task, by_person = {one.code: one for one in tasks}, {one.code: one for one in people}
    for share in found.shares:
        assert by_person[share.worker].can_do(by_task[share.task])
    for load in found.loads:
        assert load.done == pytest.approx(sum(s.hours for s in found.shares if s.worker == load.worker), abs=NEAR)
        assert load.done <= load.hours + NEAR
    left = {one.task: one.hours for one in found.uncovered}
    for one in tasks:
        done = sum(share.hours for share in found.shares if share.task == one.code)
        assert done + left.get(one.code, 0) == pytest.approx(one.hours, abs=NEAR)


@settings(max_examples=60, deadline=None)
@given(tasks_drawn, people_drawn)
def test_as_much_is_covered_as_any_division_could(tasks: list[Task], people: list[Worker]) -> None:
    """By another way: the smallest cut. Whatever tasks are chosen, no more than their able people's hours goes into them."""
    chosen = chain.from_iterable(combinations(tasks, size) for size in range(len(tasks) + 1))
    most = min(
        sum(one.hours for one in tasks if one not in part)
        + sum(person.hours for person in people if any(person.can_do(one) for one in part))
        for part in chosen
    )
    assert divide(tasks, people).covered == pytest.approx(most, abs=NEAR)


@settings(max_examples=60, deadline=None)
@given(tasks_drawn, people_drawn)
def test_the_reason_is_true(tasks: list[Task], people: list[Worker]) -> None:
    found = divide(tasks, people)
    done = {load.worker: load for load in found.loads}
    for one in found.uncovered:
        asked = next(each for each in tasks if each.code == one.task)
        able = {person.code for person in people if person.can_do(asked)}
        assert set(one.able) == able
        assert (one.why is WhyUncovered.NO_HOURS) == bool(able)
        assert able <= set(one.pool)
        assert all(done[code].spare < NEAR for code in one.pool)
        competing = [each for each in tasks if each.code in one.competing]
        pool = sum(person.hours for person in people if person.code in one.pool)
        left = sum(each.hours for each in found.uncovered if each.task in one.competing)
        assert sum(each.hours for each in competing) - pool == pytest.approx(left, abs=NEAR)


@settings(max_examples=40, deadline=None)
@given(tasks_drawn, people_drawn, st.randoms(use_true_random=False))
def test_the_order_changes_nobody_s_hours_and_nothing_left_over(
    tasks: list[Task], people: list[Worker], chance: Any
) -> None:
    def hours(found: Division) -> dict[str, float]:
        done = {f"person {load.worker}": load.done for load in found.loads}
        return done | {f"task {one.code}": left_over(found, one.code) for one in tasks}

    before = hours(divide(tasks, people))
    turned_tasks, turned_people = list(tasks), list(people)
    chance.shuffle(turned_tasks)
    chance.shuffle(turned_people)
    assert hours(divide(turned_tasks, turned_people)) == pytest.approx(before, abs=NEAR)


@settings(max_examples=30, deadline=None)
@given(tasks_drawn, people_drawn)
def test_people_alike_do_alike(tasks: list[Task], people: list[Worker]) -> None:
    twins = [
        Worker(code=f"{one.code}{twin}", hours=one.hours, standings=one.standings) for one in people for twin in "ab"
    ]
    done = {load.worker: load.done for load in divide(tasks, twins).loads}
    for one in people:
        assert done[f"{one.code}a"] == pytest.approx(done[f"{one.code}b"], abs=NEAR)


@given(tasks_drawn, people_drawn)
@settings(max_examples=15, deadline=None)
def test_the_same_twice(tasks: list[Task], people: list[Worker]) -> None:
    assert divide(tasks, people) == divide(tasks, people)
