"""Several people for one position: beside every way that there is, tried one by one, and examples worked by hand."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fagkompas.engine.matching.candidate import Candidate
from fagkompas.engine.matching.covering import Covering, Helper, covering, helper_of
from fagkompas.engine.matching.match import match
from fagkompas.engine.matching.order import Minutes, Order, Task

KASSE, VARER, RENT = (
    Task(key=key, name=key, minutes=minutes, competencies=())
    for key, minutes in (("kasse", 600), ("varer", 900), ("rent", 300))
)


def helper(key: str, *tasks: str, least: int = 0, most: int = 2220, points: int = 50) -> Helper:
    return Helper(key=key, tasks=frozenset(tasks), least=least, most=most, points=Fraction(points))


def test_one_who_can_do_it_all_is_taken_before_two_with_more_points() -> None:
    people = [
        helper("a", "kasse", "varer", "rent", points=10),
        helper("b", "kasse", points=90),
        helper("c", "varer", "rent", points=90),
    ]
    found = covering([KASSE, VARER, RENT], people)
    assert found == Covering(people={"a": ("kasse", "varer", "rent")}, colleagues=(), left=())


def test_hours_divide_the_tasks_and_the_rest_goes_to_colleagues_where_it_may() -> None:
    people = [helper("a", "kasse", "varer", "rent", most=900), helper("b", "kasse", most=600)]
    found = covering([KASSE, VARER, RENT], people, movable=frozenset({"rent"}))
    assert found == Covering(people={"a": ("varer",), "b": ("kasse",)}, colleagues=("rent",), left=())
    assert covering([KASSE, VARER, RENT], people).left == ("rent",)


def test_nobody_gets_fewer_minutes_than_she_wants() -> None:
    assert covering([RENT], [helper("a", "rent", least=600)]).left == ("rent",)


def test_of_equals_the_one_with_most_points() -> None:
    people = [helper("a", "rent", points=40), helper("b", "rent", points=60), helper("c", "rent", points=50)]
    assert covering([RENT], people).people == {"b": ("rent",)}


def test_no_more_people_than_asked_for() -> None:
    people = [helper("a", "kasse"), helper("b", "varer"), helper("c", "rent")]
    found = covering([KASSE, VARER, RENT], people, most_people=2)
    assert found.people == {"a": ("kasse",), "b": ("varer",)}


def test_nobody_and_nothing() -> None:
    assert covering([], [helper("a", "rent")]) == Covering(people={}, colleagues=(), left=())
    assert covering([RENT], []) == Covering(people={}, colleagues=(), left=("rent",))


def test_too_many_are_refused() -> None:
    with pytest.raises(ValueError, match="30 tasks"):
        covering([KASSE] * 31, [])
    with pytest.raises(ValueError, match="twice"):
        covering([KASSE, KASSE], [])


def test_too_few_hours_for_the_whole_is_enough_for_a_part() -> None:
    order = Order(title="butik", tasks=(KASSE, RENT), minutes=Minutes(least=900, most=900))
    one = Candidate(key="a", minutes=Minutes(least=0, most=300))
    found = match(order, one)
    assert found.ruled_out
    helps = helper_of(order, one, found)
    assert helps is not None
    assert covering(order.tasks, [helps]).people == {"a": ("rent",)}
    far = Order(title="butik", tasks=(KASSE, RENT), minutes=order.minutes, papers=frozenset({"truck"}))
    without = Candidate(key="a", minutes=one.minutes, papers={"truck": False})
    assert helper_of(far, without, match(far, without)) is None


@st.composite
def positions(draw: st.DrawFn) -> tuple[list[Task], list[Helper], frozenset[str]]:
    """Up to four tasks and four people, small enough to try every way."""
    tasks = [
        Task(key=str(at), name="", minutes=60 * draw(st.integers(1, 4)), competencies=())
        for at in range(draw(st.integers(0, 4)))
    ]
    keys = [task.key for task in tasks]
    some = st.frozensets(st.sampled_from(keys)) if keys else st.just(frozenset())
    people = [
        Helper(
            key=f"p{at}",
            tasks=draw(some),
            least=60 * draw(st.integers(0, 2)),
            most=60 * draw(st.integers(2, 8)),
            points=Fraction(draw(st.integers(0, 5))),
        )
        for at in range(draw(st.integers(0, 4)))
    ]
    return tasks, people, draw(some)


def worth(tasks: list[Task], people: list[Helper], found: Covering) -> tuple[int, int, int, Fraction]:
    """What is compared, best first."""
    minutes = {task.key: task.minutes for task in tasks}
    moved = sum(minutes[key] for key in found.colleagues)
    done = moved + sum(minutes[key] for several in found.people.values() for key in several)
    points = sum((one.points for one in people if one.key in found.people), Fraction(0))
    return done, -len(found.people), -moved, points


def every_way(tasks: list[Task], people: list[Helper], movable: frozenset[str]) -> list[Covering]:
    """All that is allowed."""
    found = []
    for who in product([*range(len(people)), -1, -2], repeat=len(tasks)):
        mine = {p: [t for t, of in enumerate(who) if of == p] for p in {*who} if p >= 0}
        sums = {p: sum(tasks[t].minutes for t in several) for p, several in mine.items()}
        if (
            all(tasks[t].key in people[p].tasks for p, several in mine.items() for t in several)
            and all(people[p].least <= total <= people[p].most for p, total in sums.items())
            and all(task.key in movable for task, of in zip(tasks, who, strict=True) if of == -1)
        ):
            found.append(
                Covering(
                    people={people[p].key: tuple(tasks[t].key for t in several) for p, several in mine.items()},
                    colleagues=tuple(task.key for task, of in zip(tasks, who, strict=True) if of == -1),
                    left=tuple(task.key for task, of in zip(tasks, who, strict=True) if of == -2),
                )
            )
    return found


@given(positions())
@settings(max_examples=60, deadline=None)
def test_no_other_way_is_better(position: tuple[list[Task], list[Helper], frozenset[str]]) -> None:
    tasks, people, movable = position
    found = covering(tasks, people, movable=movable)
    ways = every_way(tasks, people, movable)
    assert {tuple(sorted(way.people.items())) for way in ways} >= {tuple(sorted(found.people.items()))}
    assert worth(tasks, people, found) == max(worth(tasks, people, way) for way in ways)


@given(positions(), st.randoms())
@settings(max_examples=30, deadline=None)
def test_the_order_of_people_changes_nothing(
    position: tuple[list[Task], list[Helper], frozenset[str]], chance: object
) -> None:
    tasks, people, movable = position
    found = covering(tasks, people, movable=movable)
    chance.shuffle(people)  # type: ignore[attr-defined]
    assert covering(tasks, people, movable=movable) == found
