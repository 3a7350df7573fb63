"""Needs: suggestions, bands, roles, coverage and sister units; and the examples of docs/algorithms/needs.md."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.needs import (
    Apart,
    Suggestion,
    band_gap,
    band_of,
    beside_sisters,
    coverage,
    fewest_in,
    gaps_of_role,
    most_in,
    suggested_need,
    suggested_number,
)
from fagkompas.engine.scales import STANDINGS, Band, Level, Mode, Standing
from fagkompas.engine.units import NO_MEAN, FieldFigures, Gap, Need, UnitFigures

from .frameworks import field, framework
from .test_worked_examples import BLOCK, DOCS

PLAIN = framework(field("AU", 2, 2), field("LM", 2, 2))
PAGE = DOCS / "needs.md"
Example = Any


def figures(name: str, *, basic: int, specialised: int, known: int, code: str = "AU") -> UnitFigures:
    """A unit in which so many of the known master basic, the specialised among them."""
    counts = {
        Standing.UNKNOWN: 0,
        Standing.DEVELOPING: known - basic,
        Standing.BASIC: basic - specialised,
        Standing.EMERGING: 0,
        Standing.SPECIALISED: specialised,
    }
    here = FieldFigures(field=code, known=known, standings=counts, score={}, attained={}, dimensions={})
    return unit(name, {code: here})


def unit(name: str, fields: Mapping[str, FieldFigures | None]) -> UnitFigures:
    nothing = FieldFigures(
        field="", known=0, standings=dict.fromkeys(STANDINGS, 0), score={}, attained={}, dimensions={}
    )
    return UnitFigures(
        framework="test",
        framework_version="1",
        engine_version="1",
        mode=Mode.SCREENING,
        path=("K", name),
        invited=10,
        rated_by={},
        fields={code: fields.get(code, nothing) for code in PLAIN.field_codes},
        dimensions=dict.fromkeys([], NO_MEAN),
    )


def gap(*, weight: int = 1, basic: tuple[int, int] = (0, 0), specialised: tuple[int, int] = (0, 0)) -> Gap:
    """Needed and have at each level."""
    return Gap(
        need=Need(field="AU", specialists=specialised[0], weight=weight),
        basic_needed=basic[0],
        basic_have=basic[1],
        specialised_have=specialised[1],
        surplus=0,
        key_person_risk=False,
    )


# The page's own examples


def blocks() -> list[Any]:
    found = BLOCK.findall(PAGE.read_text(encoding="utf-8").replace("yaml band-gap", "yaml band_gap"))
    return [pytest.param(kind, yaml.safe_load(text), id=f"{n}-{kind}") for n, (kind, text) in enumerate(found, 1)]


@pytest.mark.parametrize(("kind", "example"), blocks())
def test_worked_example(kind: str, example: Example) -> None:
    CHECKS[kind](example)


def test_every_marked_block_is_an_example() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```yaml") == len(blocks()) == 8


def check_suggestion(rows: Example) -> None:
    assert [suggested_number(row["per_ten"], row["staff"]) for row in rows] == [row["expect"] for row in rows]


def check_bands(rows: Example) -> None:
    assert [band_of(row["people"], row["staff"]).name for row in rows] == [row["band"] for row in rows]


def check_fewest(rows: Example) -> None:
    assert [fewest_in(Band[row["band"]], row["staff"]) for row in rows] == [row["expect"] for row in rows]


def check_band_gap(rows: Example) -> None:
    for row in rows:
        found = band_gap(Band[row["now"]], Band[row["ideal"]], row["staff"])
        assert (found.least, found.most, found.steps) == (row["least"], row["most"], row["steps"]), row
        assert found.is_above == (row["steps"] < 0)


def check_coverage(example: Example) -> None:
    rows = [
        gap(weight=row["weight"], basic=tuple(row["basic"]), specialised=tuple(row["specialised"]))
        for row in example["gaps"]
    ]
    found = coverage(rows)
    assert (found.needed, found.have) == (example["expect"]["needed"], example["expect"]["have"])


def check_sisters(example: Example) -> None:
    own = figures("own", **example["unit"])
    sisters = [
        unit("hidden", {"AU": None}) if row == "hidden" else figures(str(n), **row)
        for n, row in enumerate(example["sisters"])
    ]
    unseen = [figures(f"unseen {n}", **row) for n, row in enumerate(example.get("unseen", ()))]
    found = beside_sisters(PLAIN, own, sisters, unseen)
    assert [
        {"level": one.level, "own": Fraction(one.own.share), "together": one.together.share, "apart": one.apart}
        for one in found
    ] == [
        {**row, "own": Fraction(row["own"]), "together": float(Fraction(row["together"]))} for row in example["expect"]
    ]
    assert all(set(one.sisters) == {"0", "1"} for one in found)


CHECKS: Mapping[str, Callable[[Example], None]] = {
    "suggestion": check_suggestion,
    "bands": check_bands,
    "fewest": check_fewest,
    "band_gap": check_band_gap,
    "coverage": check_coverage,
    "sisters": check_sisters,
}


# Cases


def test_a_suggestion_becomes_a_need() -> None:
    suggestion = Suggestion(field="LM", basic_share=0.8, specialised_per_ten=2, weight=3)
    assert suggested_need(suggestion, 16) == Need(field="LM", basic_share=0.8, specialists=3, weight=3)


def test_no_share_of_nobody() -> None:
    for people, staff in ((0, 0), (3, 2), (-1, 4)):
        with pytest.raises(ValueError, match="no share"):
            band_of(people, staff)


def test_a_role_counts_the_fields_it_says_something_about() -> None:
    holders = figures("holders", basic=3, specialised=1, known=4)
    (found,) = gaps_of_role(PLAIN, holders, [Need(field="AU", basic_share=0.5, specialists=2)])
    assert (found.field, found.basic_gap, found.specialised_gap, found.key_person_risk) == ("AU", 0, 1, True)


def test_sisters_with_nothing_to_show_are_no_comparison() -> None:
    own = figures("own", basic=5, specialised=5, known=5)
    assert beside_sisters(PLAIN, own, []) == ()
    assert beside_sisters(PLAIN, own, [unit("hidden", {"AU": None})]) == ()
    assert beside_sisters(PLAIN, unit("hidden", {"AU": None}), [own]) == ()


def test_a_level_that_the_field_does_not_have_is_not_compared() -> None:
    only_basic = framework(field("AU", 2, 0), field("LM", 2, 2))
    one, other = (figures(name, basic=2, specialised=0, known=5) for name in "ab")
    assert [found.level for found in beside_sisters(only_basic, one, [other])] == [Level.BASIC]


def test_behind_at_exactly_the_difference() -> None:
    one, other = figures("a", basic=5, specialised=1, known=10), figures("b", basic=7, specialised=1, known=10)
    (basic, specialised) = beside_sisters(PLAIN, one, [other])
    assert (basic.apart, specialised.apart) == (Apart.BEHIND, Apart.ALIKE)


# Laws

staffs = st.integers(1, 500)
bands = st.sampled_from(Band)


@given(st.floats(0, 10), staffs, st.integers(0, 50))
def test_more_staff_never_need_fewer(per_ten: float, staff: int, more: int) -> None:
    assert suggested_number(per_ten, staff) <= suggested_number(per_ten, staff + more)


@given(st.data(), staffs)
def test_everybody_is_in_one_band(data: st.DataObject, staff: int) -> None:
    people = data.draw(st.integers(0, staff))
    band = band_of(people, staff)
    assert fewest_in(band, staff) <= people <= most_in(band, staff)
    percent = Fraction(100 * people, staff)
    assert (band == Band.OVER_20) == (percent > 20)
    assert percent >= 5 * band or band == Band.OVER_20
    assert percent < 5 * (band + 1) or band in (Band.FROM_15, Band.OVER_20)


@given(bands, bands, staffs)
def test_what_is_missing_lies_between_its_ends(now: Band, ideal: Band, staff: int) -> None:
    found = band_gap(now, ideal, staff)
    assert 0 <= found.least <= found.most <= staff
    assert fewest_in(now, staff) + found.most >= fewest_in(ideal, staff)
    assert bool(found.most) <= (ideal > now)


gaps_drawn = st.lists(
    st.builds(
        gap,
        weight=st.integers(1, 3),
        basic=st.tuples(st.integers(0, 20), st.integers(0, 20)),
        specialised=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    ),
    max_size=6,
)


@given(gaps_drawn)
def test_coverage_is_whole_exactly_when_no_gap_is_open(found: list[Gap]) -> None:
    share = coverage(found).share
    needs_anything = any(one.basic_needed or one.specialised_needed for one in found)
    assert (share is None) == (not needs_anything)
    if share is not None:
        assert 0 <= share <= 1
        assert (share == 1) == (not any(one.basic_gap or one.specialised_gap for one in found))
