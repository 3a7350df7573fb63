"""Progression: the worked example of its page, where each rule ends, and laws."""

import random
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.progression import (
    Higher,
    Placement,
    Point,
    Rating,
    Seen,
    Task,
    Why,
    curve,
    difference,
    last,
    progress,
    readiness,
)

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "progression.md"
BLOCKS = re.findall(r"^```yaml progression\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)
TODAY = date(2026, 11, 23)


def week(number: int) -> date:
    """So many weeks ago."""
    return TODAY - timedelta(weeks=number)


def task(*ratings: Rating, paid_minutes: int = 0, training_minutes: int = 60, **fields: Any) -> Task:
    return Task(
        key="t", name="Kasse", paid_minutes=paid_minutes, training_minutes=training_minutes, ratings=ratings, **fields
    )


def employer(*values: int, yardstick: int | None = 6) -> Task:
    """One rating a week up to today, with the yardstick at the first."""
    given_on = range(len(values) - 1, -1, -1)
    return task(
        *(
            Rating(on=week(weeks), employer=value, new_hire=yardstick if place == 0 else None)
            for place, (weeks, value) in enumerate(zip(given_on, values, strict=True))
        )
    )


# The page


def test_every_marked_block_is_an_example() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```yaml") == len(BLOCKS) == 1


@pytest.mark.parametrize("example", [yaml.safe_load(block) for block in BLOCKS])
def test_worked_example(example: dict[str, Any]) -> None:
    tasks = tuple(
        Task(
            key=key,
            name=key,
            paid_minutes=each["paid"],
            training_minutes=each["training"],
            ready_by=each.get("ready_by"),
            ratings=tuple(Rating(on=rating.pop("day"), **rating) for rating in each["ratings"]),
        )
        for key, each in example["tasks"].items()
    )
    found = progress(Placement(expected_paid_minutes=example["expected"], tasks=tasks), example["today"])
    expected = example["expect"]
    for name in ("paid", "training", "ready", "missing", "is_reached", "would_be_reached"):
        assert getattr(found, name) == expected[name], name
    assert {each.task.key: told(each.task, example["today"]) for each in found.tasks} == expected["tasks"]


def told(of: Task, today: date) -> dict[str, Any]:
    found, apart = readiness(of, today), difference(of)
    assert apart
    return {
        **{name: getattr(found, name) for name in ("why", "minutes", "points_missing", "is_late")},
        "difference": apart.points,
        "higher": apart.higher,
        "talk": apart.asks_for_a_talk,
    }


# Where each rule ends


@pytest.mark.parametrize(
    ("of", "why", "minutes", "missing"),
    [
        (task(training_minutes=0, paid_minutes=60), Why.NO_TRAINING, 0, 0),
        (task(), Why.NOT_RATED, 0, 0),
        (task(Rating(on=TODAY, citizen=9, new_hire=5)), Why.NOT_RATED, 0, 0),
        (employer(8, 9, yardstick=None), Why.NO_YARDSTICK, 0, 0),
        (employer(9, 5), Why.BELOW, 0, 1),
        (employer(1), Why.BELOW, 0, 5),
        (employer(6), Why.ONCE, 0, 0),
        (employer(9, 5, 6), Why.ONCE, 0, 0),
        (employer(6, 6), Why.REACHED, 60, 0),
        (employer(1, 6, 7), Why.REACHED, 60, 0),
    ],
)
def test_training_is_ready_when_the_last_two_reach_the_yardstick(
    of: Task, why: Why, minutes: int, missing: int
) -> None:
    found = readiness(of, TODAY)
    assert (found.why, found.minutes, found.points_missing) == (why, minutes, missing)


def test_a_raised_yardstick_counts_for_both_ratings() -> None:
    raised = employer(6, 7)
    raised = replace(raised, ratings=(raised.ratings[0], replace(raised.ratings[1], new_hire=7)))
    assert readiness(raised, TODAY).why is Why.ONCE


def test_what_is_rated_tomorrow_does_not_count_today() -> None:
    later = task(*employer(6, 6).ratings, Rating(on=TODAY + timedelta(days=1), employer=1))
    assert readiness(later, TODAY).why is Why.REACHED
    assert readiness(later, TODAY + timedelta(days=1)).why is Why.BELOW


@pytest.mark.parametrize(
    ("ready_by", "of", "is_late"),
    [
        (TODAY, employer(1), False),
        (week(1), employer(1), True),
        (week(1), employer(6, 6), False),
        (week(1), task(training_minutes=0), False),
        (None, employer(1), False),
    ],
)
def test_training_is_late_after_its_day(ready_by: date | None, of: Task, is_late: bool) -> None:
    assert readiness(replace(of, ready_by=ready_by), TODAY).is_late == is_late


@pytest.mark.parametrize(
    ("one", "other", "higher", "talk"),
    [
        (7, 5, Higher.EMPLOYER, True),
        (6, 5, Higher.EMPLOYER, False),
        (5, 5, Higher.NEITHER, False),
        (5, 6, Higher.CITIZEN, False),
        (5, 7, Higher.CITIZEN, True),
    ],
)
def test_from_two_points_there_is_something_to_talk_about(one: int, other: int, higher: Higher, talk: bool) -> None:
    apart = difference(task(Rating(on=week(2), employer=one), Rating(on=week(1), citizen=other)))
    assert apart
    assert (apart.higher, apart.asks_for_a_talk) == (higher, talk)


def test_until_both_have_said_something_there_is_no_difference() -> None:
    assert difference(employer(1, 9)) is None


def test_a_curve_leaves_out_days_without_an_answer() -> None:
    of = task(Rating(on=TODAY, employer=7), Rating(on=week(2), employer=3, citizen=4), Rating(on=week(1), citizen=5))
    assert curve(of, Seen.EMPLOYER) == (Point(on=week(2), value=3), Point(on=TODAY, value=7))
    assert last(of, Seen.CITIZEN) == Point(on=week(1), value=5)
    assert last(of, Seen.NEW_HIRE) is None


def test_the_talk_begins_with_most_minutes() -> None:
    tasks = [replace(employer(6, 6), key=key, training_minutes=minutes) for key, minutes in (("a", 30), ("b", 90))]
    found = progress(Placement(expected_paid_minutes=90, tasks=(*tasks, employer(1))), TODAY)
    assert [each.task.key for each in found.to_talk_about] == ["b", "a"]
    assert (found.ready, found.is_reached, found.would_be_reached) == (120, False, True)


def test_without_expectations_they_are_reached() -> None:
    found = progress(Placement(expected_paid_minutes=0, tasks=()), TODAY)
    assert (found.is_reached, found.missing, found.to_talk_about) == (True, 0, ())


@pytest.mark.parametrize("value", [0, 11])
def test_a_number_outside_the_scale_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 10"):
        Rating(on=TODAY, citizen=value)


def test_two_ratings_on_a_day_and_negative_minutes_are_refused() -> None:
    with pytest.raises(ValueError, match="once a day"):
        task(Rating(on=TODAY), Rating(on=TODAY))
    with pytest.raises(ValueError, match="negative"):
        task(paid_minutes=-1)


# Laws

points = st.none() | st.integers(1, 10)
ratings = st.lists(
    st.builds(Rating, on=st.integers(-3, 30).map(week), employer=points, citizen=points, new_hire=points),
    max_size=6,
    unique_by=lambda rating: rating.on,
).map(tuple)
minutes = st.integers(0, 600)
tasks = st.builds(
    Task, key=st.just("t"), name=st.just("Kasse"), paid_minutes=minutes, training_minutes=minutes, ratings=ratings
)
placements = st.builds(Placement, expected_paid_minutes=minutes, tasks=st.lists(tasks, max_size=4).map(tuple))


@given(placements)
def test_paying_what_is_ready_neither_makes_nor_loses_a_minute(placement: Placement) -> None:
    before = progress(placement, TODAY)
    tasks = tuple(
        replace(
            each.task,
            paid_minutes=each.task.paid_minutes + each.minutes,
            training_minutes=each.task.training_minutes - each.minutes,
        )
        for each in before.tasks
    )
    after = progress(replace(placement, tasks=tasks), TODAY)
    assert after.paid + after.training == before.paid + before.training
    assert after.paid == before.paid + before.ready
    assert after.ready == 0
    assert after.is_reached == before.would_be_reached


@given(placements)
def test_what_is_ready_is_part_of_the_training(placement: Placement) -> None:
    found = progress(placement, TODAY)
    assert all(0 <= each.minutes <= each.task.training_minutes for each in found.tasks)
    assert found.ready == sum(each.minutes for each in found.to_talk_about) <= found.training


@given(tasks)
def test_a_better_rating_never_makes_less_ready_nor_a_higher_yardstick_more(of: Task) -> None:
    def raised(who: str) -> Task:
        changed = (
            replace(each, **{who: min(10, value + 1)}) if (value := getattr(each, who)) is not None else each
            for each in of.ratings
        )
        return replace(of, ratings=tuple(changed))

    before = readiness(of, TODAY).minutes
    assert readiness(raised("employer"), TODAY).minutes >= before
    assert readiness(raised("new_hire"), TODAY).minutes <= before
    assert readiness(raised("citizen"), TODAY).minutes == before


@given(tasks, st.randoms())
def test_the_order_of_ratings_means_nothing(of: Task, chance: random.Random) -> None:
    shuffled = replace(of, ratings=tuple(chance.sample(of.ratings, len(of.ratings))))
    for seen in Seen:
        assert curve(shuffled, seen) == curve(of, seen)
    found, same = readiness(of, TODAY), readiness(shuffled, TODAY)
    assert (found.why, found.employer, found.yardstick) == (same.why, same.employer, same.yardstick)
