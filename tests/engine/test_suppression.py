"""The smallest group, and that nothing hidden can be had by subtraction.

The laws hold the rule against a brute force that knows nothing of trees: from the sums over the units that are shown,
and from what the viewer may see anyway, can the sum over any one to four other people be worked out?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.errors import MissingUnit
from fagkompas.engine.scales import Dimension, Level, Mode, Rater, Standing
from fagkompas.engine.scoring import score, values_of
from fagkompas.engine.units import (
    NO_MEAN,
    Figure,
    FigureKind,
    Path,
    Suppression,
    UnitFigures,
    UnitNode,
    figures_of_tree,
    figures_to_show,
    nodes_of,
    rated_by,
    suppression,
    with_ancestors,
)

from .frameworks import TWO_FIELDS, answers

AU = Figure(field="AU")


def tree(counts: Mapping[str, int], known: Mapping[str, int] | None = None) -> list[UnitNode]:
    """Units named like ``K/Nord``, with people of their own; ancestors get everyone below."""
    own = {tuple(name.split("/")): number for name, number in counts.items()}
    known_own = {tuple(name.split("/")): number for name, number in (known or counts).items()}
    return [
        UnitNode(
            path=path,
            people=sum(n for below, n in own.items() if below[: len(path)] == path),
            counts={AU: sum(n for below, n in known_own.items() if below[: len(path)] == path)},
        )
        for path in with_ancestors(list(own))
    ]


def hidden_units(found: Suppression) -> set[str]:
    return {"/".join(path) for path in found.units}


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        pytest.param({"K": 4}, {"K"}, id="four are too few"),
        pytest.param({"K": 5}, set(), id="five are enough"),
        pytest.param({"K/N": 5, "K/S": 5}, set(), id="two parts of five"),
        pytest.param({"K/N": 5, "K/S": 4}, {"K/N", "K/S"}, id="the rest of four would show, so five are hidden too"),
        pytest.param({"K/N": 9, "K/S": 5, "K/V": 3}, {"K/S", "K/V"}, id="the smallest shown part is hidden"),
        pytest.param({"K/N": 5, "K/S": 5, "K/V": 3}, {"K/N", "K/V"}, id="ties by path"),
        pytest.param({"K/N": 9, "K/S": 3, "K/V": 2}, {"K/S", "K/V"}, id="a rest of five or more may show"),
        pytest.param({"K": 1, "K/N": 9}, {"K/N"}, id="the boss of a unit is a rest of one"),
        pytest.param({"K": 5, "K/N": 9}, set(), id="five of one's own are a rest that may show"),
        pytest.param({"K/N": 5, "K/S/A": 6, "K/S/B": 2}, {"K/S/A", "K/S/B"}, id="deeper down the same"),
        pytest.param(
            {"K": 2, "K/N": 20, "K/S/A": 5, "K/S/B": 5},
            {"K/S", "K/S/A", "K/S/B"},
            id="with a part goes all that is below it",
        ),
        pytest.param({"K/N": 9, "L/N": 3}, {"L", "L/N"}, id="each root by itself"),
    ],
)
def test_smallest_group(counts: Mapping[str, int], hidden: set[str]) -> None:
    assert hidden_units(suppression(tree(counts), smallest_group=5)) == hidden


@pytest.mark.parametrize(
    ("known", "hidden"),
    [
        pytest.param({"K/N": 8, "K/S": 8}, set(), id="all known"),
        pytest.param({"K/N": 4, "K/S": 8}, {"K/N", "K/S"}, id="four known in one: the rest of four would show"),
        pytest.param({"K/N": 0, "K/S": 8}, {"K/N"}, id="a rest of nobody is no harm"),
        pytest.param({"K/N": 2, "K/S": 2}, {"K", "K/N", "K/S"}, id="too few everywhere"),
    ],
)
def test_smallest_group_in_a_field(known: Mapping[str, int], hidden: set[str]) -> None:
    found = suppression(tree({"K/N": 8, "K/S": 8}, known), smallest_group=5)
    assert hidden_units(found) == set()
    assert {"/".join(path) for path, _ in found.figures} == hidden
    assert found.hides_field(("K", "N"), "AU") == ("K/N" in hidden)


def test_a_field_is_hidden_where_the_unit_is() -> None:
    found = suppression(tree({"K/N": 9, "K/S": 3}), smallest_group=5)
    assert found.hides_unit(("K", "S"))
    assert found.hides_field(("K", "S"), "AU")
    assert (("K", "S"), AU) in found.figures


@pytest.mark.parametrize(
    ("counts", "seen", "hidden"),
    [
        pytest.param({"K": 5}, {"K": 1}, {"K"}, id="a member needs five others"),
        pytest.param({"K": 6}, {"K": 1}, set(), id="and has them"),
        pytest.param({"K/N": 5, "K/S": 6}, {"K/S": 1}, set(), id="a member elsewhere is no other"),
        pytest.param({"K": 5, "K/N": 5}, {"K": 1}, {"K/N"}, id="the rest must have five others too"),
        pytest.param({"K": 1, "K/N": 5}, {"K": 1}, set(), id="a rest of oneself reveals nobody"),
        pytest.param({"K/N": 3, "K/S": 7}, {"K/N": 3}, set(), id="a manager sees her own unit however small"),
        pytest.param({"K/N": 8, "K/S": 4}, {"K/N": 8}, {"K", "K/S"}, id="and so not what leaves four others"),
        pytest.param(
            {"K/N": 6, "K/S": 5, "K/V": 3}, {"K/N": 6}, {"K/S", "K/V"}, id="what she sees anyway is never hidden"
        ),
    ],
)
def test_a_viewer_who_sees_some_people_anyway(
    counts: Mapping[str, int], seen: Mapping[str, int], hidden: set[str]
) -> None:
    assert hidden_units(suppression(tree(counts), smallest_group=5, seen=tree(seen))) == hidden


def test_the_smallest_group_is_a_number_of_the_rules() -> None:
    assert hidden_units(suppression(tree({"K": 5}), smallest_group=6)) == {"K"}
    assert hidden_units(suppression(tree({"K": 3}), smallest_group=3)) == set()


def test_a_figure_that_a_unit_does_not_have_counts_nobody() -> None:
    root, north, south = tree({"K/N": 6, "K/S": 6})
    found = suppression([root, north, replace(south, counts={})], smallest_group=5)
    assert found.hides_field(south.path, "AU")
    assert not found.hides_field(north.path, "AU")


def test_a_unit_without_the_one_above_is_refused() -> None:
    with pytest.raises(MissingUnit, match="K / N stands without"):
        suppression([UnitNode(path=("K", "N"), people=9, counts={})], smallest_group=5)


# The figures themselves

FULL = {
    **answers("AU", "G", [2] * 5), **answers("AU", "S", [3] * 5), **answers("LM", "G", [2] * 4),
    "AU-PRA": 3, "LM-PRA": 3,
}  # fmt: skip
BASIC_ONLY = {code: value for code, value in FULL.items() if not code.startswith("AU-S")}


def units(*people: tuple[str, Mapping[str, int]]) -> tuple[UnitFigures, ...]:
    values = values_of(TWO_FIELDS, Mode.SCREENING, [given_answers for _, given_answers in people])
    scores = score(TWO_FIELDS, Mode.SCREENING, values)
    paths = [tuple(name.split("/")) for name, _ in people]
    return figures_of_tree(TWO_FIELDS, scores, paths, rated_by({Rater.SELF: values}))


def test_a_hidden_unit_tells_only_how_many_people_it_has() -> None:
    root, north, south = figures_to_show(units(*[("K/N", FULL)] * 6, *[("K/S", FULL)] * 2), smallest_group=5)
    assert [unit.suppressed for unit in (root, north, south)] == [False, True, True]
    assert (south.invited, south.answered, dict(south.rated_by)) == (2, None, {})
    assert dict(south.fields) == {"AU": None, "LM": None}
    assert set(south.dimensions.values()) == {NO_MEAN}
    assert root.answered == 8


def test_a_field_with_too_few_known_is_hidden_by_itself() -> None:
    no_law = {code: value for code, value in FULL.items() if not code.startswith("LM")}
    (root,) = figures_to_show(units(*[("K", FULL)] * 4, *[("K", no_law)] * 3), smallest_group=5)
    au = root.field("AU")
    assert not root.suppressed
    assert root.field("LM") is None
    assert au is not None
    assert (au.known, au.standings[Standing.SPECIALISED]) == (7, 7)


def test_a_mean_of_too_few_is_hidden_by_itself() -> None:
    (root,) = figures_to_show(units(*[("K", FULL)] * 4, *[("K", BASIC_ONLY)] * 3), smallest_group=5)
    au = root.field("AU")
    assert au is not None
    assert au.score[Level.BASIC].people == 7
    assert au.score[Level.SPECIALISED] == NO_MEAN
    assert au.attained[Level.SPECIALISED].people == 7
    assert root.dimensions[Dimension.PRACTICAL].value == 75.0


def test_the_means_of_a_rest_are_protected_too() -> None:
    shown = figures_to_show(
        units(*[("K/N", FULL)] * 6, *[("K/S", FULL)] * 3, *[("K/S", BASIC_ONLY)] * 4), smallest_group=5
    )
    fields = [unit.field("AU") for unit in shown]
    assert [field.score[Level.SPECIALISED].people for field in fields if field] == [9, 0, 0]
    assert [field.score[Level.BASIC].people for field in fields if field] == [13, 6, 7]


def test_nothing_is_hidden_when_everything_may_be_seen() -> None:
    figures = units(("K/N", FULL), ("K/S", BASIC_ONLY))
    assert figures_to_show(figures, smallest_group=1) == figures
    for unit in figures_to_show(figures, smallest_group=5, seen=nodes_of(figures)):
        assert not unit.suppressed
        au = unit.field("AU")
        assert au is not None
        assert au.known == unit.invited


# The law


@dataclass(frozen=True)
class Case:
    """Who belongs where, for whom a figure is known, and whose the viewer sees anyway."""

    paths: tuple[Path, ...]
    known: tuple[bool, ...]
    seen: tuple[bool, ...]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    names = st.lists(st.sampled_from("AB"), min_size=0, max_size=2).map(lambda below: ("K", *below))
    sizes = draw(st.dictionaries(names, st.integers(1, 7), min_size=1, max_size=4))
    paths = tuple(path for path, size in sorted(sizes.items()) for _ in range(size))
    mostly, seldom = st.sampled_from([True, True, True, False]), st.sampled_from([False, False, False, True])
    known = tuple(draw(mostly) for _ in paths) if draw(st.booleans()) else (True,) * len(paths)
    seen = tuple(draw(seldom) for _ in paths) if draw(st.booleans()) else (False,) * len(paths)
    return Case(paths=paths, known=known, seen=seen)


def nodes(case: Case, people: Sequence[bool]) -> list[UnitNode]:
    """The units of the case, counting only the people flagged."""
    rows = [(path, known) for path, known, counted in zip(case.paths, case.known, people, strict=True) if counted]
    return [
        UnitNode(
            path=unit,
            people=sum(path[: len(unit)] == unit for path, _ in rows),
            counts={AU: sum(path[: len(unit)] == unit and known for path, known in rows)},
        )
        for unit in with_ancestors(case.paths)
    ]


def found_for(case: Case) -> Suppression:
    return suppression(nodes(case, [True] * len(case.paths)), smallest_group=5, seen=nodes(case, case.seen))


def can_be_worked_out(sums: Sequence[Sequence[bool]], hidden: Sequence[int]) -> set[frozenset[int]]:
    """Groups of one to four of the hidden people whose sum follows from the sums given, by linear algebra."""
    if not sums:
        return set()
    basis = np.array(sums, dtype=float)
    rank = np.linalg.matrix_rank(basis)
    groups = (group for size in range(1, 5) for group in combinations(hidden, size))
    found = set()
    for group in groups:
        wanted = np.isin(np.arange(basis.shape[1]), group).astype(float)
        if np.linalg.matrix_rank(np.vstack([basis, wanted])) == rank:
            found.add(frozenset(group))
    return found


def sums_known_to_viewer(case: Case, shown: set[Path], counted: Sequence[bool]) -> list[list[bool]]:
    """One row a shown unit, and one for each person the viewer sees anyway."""
    people = range(len(case.paths))
    of_units = [[counted[p] and case.paths[p][: len(unit)] == unit for p in people] for unit in shown]
    of_seen = [[p == seen for p in people] for seen in people if case.seen[seen]]
    return of_units + of_seen


@given(cases())
def test_nobody_can_be_found_by_subtraction(case: Case) -> None:
    found = found_for(case)
    everyone = [True] * len(case.paths)
    units_shown = {unit for unit in with_ancestors(case.paths) if not found.hides_unit(unit)}
    fields_shown = {unit for unit in units_shown if not found.hides_field(unit, "AU")}
    for shown, counted in ((units_shown, everyone), (fields_shown, case.known)):
        hidden = [p for p in range(len(case.paths)) if counted[p] and not case.seen[p]]
        assert can_be_worked_out(sums_known_to_viewer(case, shown, counted), hidden) == set()


@given(cases())
def test_no_more_is_hidden_than_must_be(case: Case) -> None:
    """Whatever the viewer sees in full is shown, and where everything is large enough nothing is hidden."""
    found = found_for(case)
    unseen_by_unit = {
        unit: [not s for path, s in zip(case.paths, case.seen, strict=True) if path[: len(unit)] == unit]
        for unit in with_ancestors(case.paths)
    }
    for unit, unseen in unseen_by_unit.items():
        if not any(unseen):
            assert not found.hides_unit(unit)
    own = {unit: sum(path == unit for path in case.paths) for unit in unseen_by_unit}
    if not any(case.seen) and all(number == 0 or number >= 5 for number in own.values()):
        assert found.units == frozenset()


@given(cases())
def test_a_root_of_five_is_always_shown(case: Case) -> None:
    if len(case.paths) >= 5 and not any(case.seen):
        assert not found_for(case).hides_unit(("K",))


def test_the_brute_force_finds_what_is_not_protected() -> None:
    case = Case(paths=(("K",),) * 2 + (("K", "A"),) * 5, known=(True,) * 7, seen=(False,) * 7)
    everything = sums_known_to_viewer(case, {("K",), ("K", "A")}, case.known)
    assert can_be_worked_out(everything, range(7)) == {frozenset({0, 1})}


def test_figures_have_kinds() -> None:
    (root,) = nodes_of(units(*[("K", FULL)] * 6))
    assert root.counts[AU] == 6
    assert root.counts[Figure(field="AU", kind=FigureKind.SCORE, of=Level.SPECIALISED)] == 6
    assert root.counts[Figure(field=None, kind=FigureKind.DIMENSION, of=Dimension.PRACTICAL)] == 6
    assert root.counts[Figure(field="AU", kind=FigureKind.DIMENSION, of=Dimension.REFLEXIVE)] == 0
