"""The effect of an activity: the examples of docs/algorithms/effect.md, brute force on small cases, and laws."""

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fagkompas.engine import effect as engine
from fagkompas.engine.effect import (
    Cell,
    Change,
    Effect,
    Groups,
    Period,
    Person,
    Rated,
    Start,
    Told,
    When,
    chance_of,
    change_between,
    effect,
    groups_of,
    may_follow,
    pair_of,
    spread,
    tellable,
)
from fagkompas.engine.scales import Rater

DOC = Path(__file__).parents[2] / "docs" / "algorithms" / "effect.md"
BLOCK = re.compile(r"^```yaml (\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
SMALLEST = 5
DAY = date(2026, 3, 2)


# The examples of the page


def examples() -> list[Any]:
    blocks = BLOCK.findall(DOC.read_text(encoding="utf-8"))
    return [pytest.param(kind, yaml.safe_load(text), id=f"{n}-{kind}") for n, (kind, text) in enumerate(blocks, 1)]


@pytest.mark.parametrize(("kind", "example"), examples())
def test_worked_example(kind: str, example: Mapping[str, Any]) -> None:
    CHECKS[kind](example)


def test_every_marked_block_is_an_example() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert text.count("```yaml") == len(BLOCK.findall(text)) > 0


def check_pair(example: Mapping[str, Any]) -> None:
    rated = tuple(Rated(unit="u", values={}, **one) for one in example["rounds"])
    starts, ends = example["activity"]
    person = Person(code="a", rated=rated, took_part=Period(starts=starts, ends=ends))
    for when in When:
        pair = pair_of(person, when)
        assert pair is not None
        assert [one.round for one in pair] == example["expect"][when.value]


def check_change(example: Mapping[str, Any]) -> None:
    before, then = (in_round(name, example[name]) for name in ("before", "then"))
    found = change_between("a", before, then, example["competencies"])
    if example["expect"] == "nothing":
        assert found is None
    else:
        assert found is not None
        wanted = example["expect"]
        assert (found.before, found.change) == (Fraction(wanted["before"]), Fraction(wanted["change"]))
        assert found.cell.band == wanted["band"]


def in_round(name: str, values: Mapping[str, Mapping[str, int]]) -> Rated:
    by_rater = {Rater(rater): points for rater, points in values.items()}
    return Rated(round=name, unit="u", first=DAY, last=DAY, values=by_rater)


def check_chance(example: Mapping[str, Any]) -> None:
    cells = [([Fraction(n) for n in c["taking"]], [Fraction(n) for n in c["others"]]) for c in example["cells"]]
    found = effect(people_of(cells), COMPETENCIES, smallest_group=SMALLEST).moments[When.AFTER].compared
    wanted = example["expect"]
    assert found is not None
    assert found.taking_change == Fraction(wanted["taking"])
    assert found.others_change == Fraction(wanted["others"])
    assert found.difference == Fraction(wanted["difference"])
    assert found.chance.ways == wanted["ways"]
    assert found.chance.is_exact
    assert found.chance.share == pytest.approx(float(Fraction(wanted["chance"])), abs=1e-12)


def check_told(example: Mapping[str, Any]) -> None:
    told = tellable(named(example["groups"]), smallest_group=SMALLEST, known=example.get("known", "").split())
    assert list(told) == [key_of(name) for name in example["told"]]


def check_follow(example: Mapping[str, Any]) -> None:
    now, before = named(example["now"]), named(example["before"])
    assert may_follow(now, before, smallest_group=SMALLEST) is example["may_follow"]


def named(groups: Mapping[str, str]) -> Groups:
    return {key_of(name): dict.fromkeys(people.split(), "1 1") for name, people in groups.items()}


def key_of(name: str) -> tuple[When, Told]:
    when, group = name.split()
    return When(when), Told(group)


CHECKS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "pair": check_pair,
    "change": check_change,
    "chance": check_chance,
    "told": check_told,
    "follow": check_follow,
}


# People whose changes are given

COMPETENCIES = ("C1", "C2", "C3", "C4")
Cells = Sequence[tuple[Sequence[Fraction], Sequence[Fraction]]]


def rated(name: str, unit: str, points: int, day: date) -> Rated:
    """Points in all of four competencies, so that quarters are possible: 5 is 2, 1, 1, 1."""
    each = {code: points // 4 + (place < points % 4) for place, code in enumerate(COMPETENCIES)}
    return Rated(round=name, unit=unit, first=day, last=day, values={Rater.MANAGER: each})


def person(code: str, unit: str, change: Fraction, *, took_part: bool, start: int = 4) -> Person:
    """Rated before and right after, from `start` quarters of a point."""
    return Person(
        code=code,
        rated=(
            rated("before", unit, start, DAY - timedelta(days=30)),
            rated("after", unit, start + int(change * 4), DAY + timedelta(days=30)),
        ),
        took_part=Period(starts=DAY, ends=DAY) if took_part else None,
    )


def people_of(cells: Cells) -> list[Person]:
    """A unit a cell."""
    return [
        person(f"{place}-{side}-{n}", f"unit {place}", change, took_part=side == 0)
        for place, cell in enumerate(cells)
        for side, changes in enumerate(cell)
        for n, change in enumerate(changes)
    ]


quarters = st.integers(-4, 8).map(lambda n: Fraction(n, 4))
cells_of_people = st.lists(
    st.tuples(st.lists(quarters, min_size=1, max_size=3), st.lists(quarters, min_size=1, max_size=3)),
    min_size=1,
    max_size=3,
)


# Independent of the engine: every way to draw, one by one


def difference_of(cells: Cells) -> Fraction:
    taking = [change for some, _others in cells for change in some]
    others = sum((Fraction(len(s), len(taking)) * Fraction(sum(o), len(o)) for s, o in cells), Fraction())
    return Fraction(sum(taking), len(taking)) - others


def chance_by_trying(cells: Cells) -> Fraction:
    choices = []
    for some, others in cells:
        everyone = [*some, *others]
        places = range(len(everyone))
        choices.append(
            [
                ([everyone[p] for p in chosen], [everyone[p] for p in places if p not in chosen])
                for chosen in itertools.combinations(places, len(some))
            ]
        )
    seen = abs(difference_of(cells))
    found = [abs(difference_of(way)) >= seen for way in itertools.product(*choices)]
    return Fraction(sum(found), len(found))


@given(cells_of_people)
def test_the_chance_is_that_of_every_way_tried(cells: Cells) -> None:
    found = chance_of(cells)
    assert found.is_exact
    assert found.share == pytest.approx(float(chance_by_trying(cells)), abs=1e-12)
    assert found.share >= 1 / found.ways - 1e-12


@given(cells_of_people)
def test_the_means_are_those_of_the_cells(cells: Cells) -> None:
    found = effect(people_of(cells), COMPETENCIES, smallest_group=SMALLEST).moments[When.AFTER]
    assert found.compared is not None
    assert found.compared.difference == difference_of(cells)
    assert len(found.everyone) == len(found.compared.taking) == sum(len(some) for some, _others in cells)


@given(st.lists(quarters, min_size=3, max_size=12), st.integers(1, 11))
def test_about_the_same_without_counting(values: list[Fraction], number: int) -> None:
    some, others = values[: min(number, len(values) - 1)], values[min(number, len(values) - 1) :]
    whole = [([int(v * 4) for v in some], [int(v * 4) for v in others])]
    unit = len(others)
    differences = engine._all_differences(whole, unit)
    assert differences is not None
    ways = sum(differences.values())
    spread_of_all = sum(count * d * d for d, count in differences.items()) / ways
    assert sum(count * d for d, count in differences.items()) == 0
    assert engine._variance(*whole[0], unit) == pytest.approx(spread_of_all)


def test_too_many_ways_to_count(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [([Fraction(n % 5, 4) for n in range(12)], [Fraction(n % 3, 4) for n in range(14)])]
    exact = chance_of(cells)
    monkeypatch.setattr(engine, "MOST_SUMS", 10)
    about = chance_of(cells)
    assert exact.is_exact
    assert not about.is_exact
    assert about.ways == exact.ways == math.comb(26, 12)
    assert about.share == pytest.approx(exact.share, abs=0.05)


# Laws


@given(cells_of_people)
def test_nobody_s_name_matters(cells: Cells) -> None:
    people = people_of(cells)
    renamed = [replace(one, code=f"x{n}") for n, one in enumerate(reversed(people))]
    first, second = (
        effect(who, COMPETENCIES, smallest_group=SMALLEST).moments[When.AFTER] for who in (people, renamed)
    )
    assert first.compared is not None
    assert second.compared is not None
    assert first.compared.difference == second.compared.difference
    assert first.compared.chance.share == pytest.approx(second.compared.chance.share)


@given(cells_of_people, st.integers(1, 4))
def test_what_lifts_everyone_is_no_effect(cells: Cells, lift: int) -> None:
    lifted = [([c + lift for c in some], [c + lift for c in others]) for some, others in cells]
    assert difference_of(lifted) == difference_of(cells)
    assert chance_of(lifted).share == pytest.approx(chance_of(cells).share)


@given(cells_of_people)
def test_the_other_way_round_is_the_same_chance(cells: Cells) -> None:
    mirrored = [([-c for c in some], [-c for c in others]) for some, others in cells]
    assert chance_of(mirrored).share == pytest.approx(chance_of(cells).share)


def test_low_ratings_that_rise_by_themselves_are_no_effect() -> None:
    people = [person(f"t{n}", "u", Fraction(1), took_part=True, start=2) for n in range(6)]
    people += [person(f"o{n}", "u", Fraction(1), took_part=False, start=2) for n in range(6)]
    people += [person(f"h{n}", "u", Fraction(0), took_part=False, start=12) for n in range(6)]
    found = effect(people, COMPETENCIES, smallest_group=SMALLEST).moments[When.AFTER]
    assert found.start is Start.LOWER
    assert found.compared is not None
    assert found.compared.difference == 0
    assert found.compared.chance.share == 1
    assert len(found.compared.others) == 6


def test_spread_of_changes() -> None:
    cell = Cell(before="b", then="t", unit="u", band=0)
    changes = [Change(person=str(n), before=Fraction(0), change=Fraction(n), cell=cell) for n in (0, 2, 4)]
    assert spread(changes) == pytest.approx(2)


def test_only_people_of_the_same_unit_and_band_are_similar() -> None:
    people = [
        person("taking", "Nord", Fraction(1), took_part=True, start=4),
        person("same", "Nord", Fraction(0), took_part=False, start=5),
        person("higher", "Nord", Fraction(0), took_part=False, start=6),
        person("elsewhere", "Syd", Fraction(0), took_part=False, start=4),
    ]
    found = effect(people, COMPETENCIES, smallest_group=SMALLEST).moments[When.AFTER]
    assert found.compared is not None
    assert [one.person for one in found.compared.others] == ["same"]


def test_nobody_similar_leaves_everyone_alone() -> None:
    people = [person(f"t{n}", "u", Fraction(1), took_part=True) for n in range(5)]
    found = effect(people, COMPETENCIES, smallest_group=SMALLEST).moments
    assert len(found[When.AFTER].everyone) == 5
    assert found[When.AFTER].compared is None
    assert not found[When.LATER].everyone


# What is told

KEYS = [(when, group) for when in When for group in Told]
some_groups = st.dictionaries(
    st.sampled_from(KEYS), st.sets(st.sampled_from("abcdefghijklmnop"), min_size=1).map(sorted), max_size=6
).map(lambda groups: {key: dict.fromkeys(people, "1 1") for key, people in groups.items()})


def singled_out(told: Groups) -> list[set[str]]:
    """Every set of people that unions, intersections and differences of groups of those who took part can make."""
    kinds = {frozenset(people) for (_when, group), people in told.items() if group is not Told.OTHERS}
    everyone = set().union(*kinds) if kinds else set()
    where = {who: frozenset(kind for kind in kinds if who in kind) for who in everyone}
    return [{who for who in everyone if where[who] == place} for place in set(where.values())]


@given(some_groups, st.sets(st.sampled_from("abcdefghijklmnop"), max_size=8))
@settings(max_examples=300)
def test_nothing_told_singles_out_fewer_than_the_smallest_group(groups: Groups, known: set[str]) -> None:
    told = tellable(groups, smallest_group=SMALLEST, known=known)
    assert told.items() <= groups.items()
    for people in told.values():
        assert len(people) >= SMALLEST
    parts = singled_out(told) + [set(people) for (_w, group), people in told.items() if group is Told.OTHERS]
    for part in parts:
        assert len(part - known) == 0 or len(part - known) >= SMALLEST
    for when in When:
        assert ((when, Told.TAKING) in told) == ((when, Told.OTHERS) in told)


@given(some_groups)
def test_without_enough_people_nothing_is_told(groups: Groups) -> None:
    assert tellable(groups, smallest_group=99) == {}


@given(st.sets(st.sampled_from("abcdefghijkl")), st.sets(st.sampled_from("abcdefghijkl")))
def test_figures_follow_when_few_cannot_be_had(before: set[str], now: set[str]) -> None:
    key = (When.AFTER, Told.EVERYONE)
    old, new = {key: dict.fromkeys(before, "1 1")}, {key: dict.fromkeys(now, "1 1")}
    allowed = all(not part or len(part) >= SMALLEST for part in (now - before, before - now))
    assert may_follow(new, old, smallest_group=SMALLEST) is allowed


def test_a_changed_rating_is_new_and_gone() -> None:
    key = (When.AFTER, Told.EVERYONE)
    old = {key: dict.fromkeys("abcdef", "1 1")}
    assert not may_follow({key: old[key] | {"a": "1 2"}}, old, smallest_group=SMALLEST)
    assert may_follow({key: old[key] | dict.fromkeys("abcde", "1 2")}, old, smallest_group=SMALLEST)


def test_the_same_people_weighed_anew_do_not_follow() -> None:
    key = (When.AFTER, Told.OTHERS)
    old = {key: dict.fromkeys("abcdef", "1 x 1/6")}
    new = {key: dict.fromkeys("abcdef", "1 x 1/5")}
    assert not may_follow(new, old, smallest_group=SMALLEST)
    assert may_follow(old, old, smallest_group=SMALLEST)
    assert may_follow({key: new[key] | dict.fromkeys("ghijk", "1 x 1/5")}, old, smallest_group=SMALLEST)


def test_groups_hold_everyone_with_what_they_put_in() -> None:
    people = people_of([([Fraction(1), Fraction(1)], [Fraction(0), Fraction(1, 2)])])
    groups = groups_of(effect(people, COMPETENCIES, smallest_group=SMALLEST))
    assert groups[When.AFTER, Told.EVERYONE] == {"0-0-0": "1 1", "0-0-1": "1 1"}
    assert groups[When.AFTER, Told.OTHERS] == {"0-1-0": "0 x 1/2", "0-1-1": "1/2 x 1/2"}
    assert (When.LATER, Told.EVERYONE) not in groups


def test_an_effect_of_nobody() -> None:
    found = effect([], COMPETENCIES, smallest_group=SMALLEST)
    assert isinstance(found, Effect)
    assert groups_of(found) == {}
