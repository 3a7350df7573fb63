"""An order beside people: examples worked by hand, what rules out, and laws over any order and anybody."""

from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.matching.candidate import Candidate, Postcodes
from fagkompas.engine.matching.match import in_order, match, what_would_change
from fagkompas.engine.matching.order import Condition, Minutes, Order, WorkTime
from fagkompas.engine.matching.points import Can, Criterion, shared_digits
from fagkompas.engine.matching.ruling_out import Rule, Ruled
from tests.engine.matches import MONDAY, SHOP, candidates, lines, orders

FITS = Candidate(
    key="a",
    can=("Kassebetjening i Brugsen", "Varemodtagelse på lager"),
    wants=("arbejde med varer",),
    tracks=("5221",),
    minutes=Minutes(least=900, most=1600),
    free_from=MONDAY,
    reach=(Postcodes(first="9850", last="9990"),),
    papers={"kørekort B": True},
    times=frozenset({WorkTime.DAY, WorkTime.WEEKEND, WorkTime.EVENING}),
)


def test_points_are_worked_by_hand() -> None:
    """Tasks: Kassen 600 and Oprydning 300 of 1,800 minutes, Varer unknown ("fylde op" is nowhere). Competence: 2 of 3.

    Interest: Varer, 900 of 1,800. Track: 522 of 5223, three digits of four.
    """
    found = match(SHOP, FITS)
    assert found.ruled_out == ()
    assert {one.criterion: (one.share, one.could_be) for one in found.given} == {
        Criterion.TASKS: (Fraction(900, 1800), Fraction(1)),
        Criterion.COMPETENCE: (Fraction(2, 3), Fraction(1)),
        Criterion.INTEREST: (Fraction(1, 2), Fraction(1, 2)),
        Criterion.TRACK: (Fraction(3, 4), Fraction(3, 4)),
    }
    assert found.points == 60 * Fraction(1, 2) + 15 * Fraction(2, 3) + 15 * Fraction(1, 2) + 10 * Fraction(3, 4)
    assert (found.minutes, found.unknown_minutes) == (900, 900)
    assert [(one.task.name, one.can) for one in found.tasks] == [
        ("Kassen", Can.YES),
        ("Varer", Can.UNKNOWN),
        ("Oprydning", Can.YES),
    ]
    assert [one.line for one in found.tasks[1].competencies] == ["Varemodtagelse på lager", ""]


@pytest.mark.parametrize(
    ("differs", "ruled"),
    [
        ({"papers": {"kørekort B": False}}, Ruled(rule=Rule.PAPERS, what="kørekort B")),
        ({"cannot": ("kassebetjening",)}, Ruled(rule=Rule.COMPETENCE, what="betjene kasse")),
        ({"minutes": Minutes(least=0, most=1499)}, Ruled(rule=Rule.HOURS)),
        ({"minutes": Minutes(least=1801, most=2220)}, Ruled(rule=Rule.HOURS)),
        ({"reach": (Postcodes(first="9000", last="9899"),)}, Ruled(rule=Rule.REACH)),
        ({"reach": ()}, Ruled(rule=Rule.REACH)),
        ({"free_from": MONDAY + timedelta(days=1)}, Ruled(rule=Rule.START)),
        ({"times": frozenset({WorkTime.DAY})}, Ruled(rule=Rule.TIMES, what="weekend")),
        ({"spared": frozenset({Condition.HEAVY_LIFTS})}, Ruled(rule=Rule.SPARED, what="heavy_lifts")),
    ],
)
def test_each_thing_that_rules_out_says_what_it_was(differs: dict[str, object], ruled: Ruled) -> None:
    found = match(SHOP, replace(FITS, **differs))  # type: ignore[arg-type]
    assert found.ruled_out == (ruled,)
    assert found.given == ()
    assert in_order([found]) == ()


def test_just_at_the_edge_rules_nobody_out() -> None:
    for most in (1500, 1800):
        assert not match(SHOP, replace(FITS, minutes=Minutes(least=most, most=most))).ruled_out


def test_a_no_to_something_flexible_rules_nobody_out() -> None:
    found = match(SHOP, replace(FITS, cannot=("modtage varer",)))
    assert found.ruled_out == ()
    assert found.tasks[1].can is Can.NO
    assert found.could_be < match(SHOP, FITS).could_be


def test_of_whom_nothing_is_known_everything_is_unknown() -> None:
    found = match(SHOP, Candidate(key="x"))
    assert found.ruled_out == ()
    assert {one.rule for one in found.unknown} == {Rule.PAPERS, Rule.HOURS, Rule.REACH, Rule.START, Rule.TIMES}
    assert found.points == 60 * Fraction(300, 1800)  # Oprydning asks for nothing.
    assert found.could_be == 100


def test_an_order_without_tasks_gives_points_for_the_track_only() -> None:
    found = match(Order(title="butik", tasks=(), isco4="5221"), FITS)
    assert found.points == found.could_be == Fraction(10)


def test_hours_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="may not be more"):
        Minutes(least=2, most=1)


def test_weights_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        match(SHOP, FITS, dict.fromkeys(Criterion, 30))


@pytest.mark.parametrize(
    ("one", "other", "digits"),
    [
        ("5223", "5223", 4),
        ("5223", "5221", 3),
        ("5223", "5211", 2),
        ("5223", "5131", 0),
        ("5223", "", 0),
        ("52", "5223", 2),
    ],
)
def test_how_near_two_occupations_are(one: str, other: str, digits: int) -> None:
    assert shared_digits(one, other) == digits


def test_what_would_change_says_what_each_unknown_is_worth() -> None:
    [change] = what_would_change(SHOP, FITS, others=(Fraction(80), Fraction(95)))
    assert change.competence == "fylde op"
    assert change.points == 60 + 15 + Fraction(15, 2) + Fraction(15, 2)
    assert change.place == 2


def test_nothing_of_whom_one_is_can_be_handed_in() -> None:
    """Fairness: what a person is, and not what the person can and wants, is not in the input at all."""
    assert {field.name for field in fields(Candidate)} == {
        *("key", "can", "cannot", "wants", "tracks", "minutes", "free_from", "reach", "papers", "spared", "times")
    }


@given(orders, candidates, lines)
def test_another_competence_never_lowers_a_match(order: Order, one: Candidate, more: tuple[str, ...]) -> None:
    before, after = match(order, one), match(order, replace(one, can=(*one.can, *more)))
    assert before.ruled_out == after.ruled_out
    assert after.points >= before.points


@given(orders, st.lists(candidates, max_size=5), st.randoms())
def test_the_order_of_input_changes_nothing(order: Order, several: list[Candidate], chance: object) -> None:
    placed = in_order(match(order, one) for one in several)
    chance.shuffle(several)  # type: ignore[attr-defined]
    assert in_order(match(order, one) for one in several) == placed


@given(orders, st.lists(candidates, max_size=5))
def test_who_is_ruled_out_never_appears(order: Order, several: list[Candidate]) -> None:
    found = [match(order, one) for one in several]
    assert {one.match.key for one in in_order(found)} == {one.key for one in found if not one.ruled_out}


@given(orders, candidates)
def test_points_are_between_nothing_and_what_they_could_be(order: Order, one: Candidate) -> None:
    found = match(order, one)
    assert 0 <= found.points <= found.could_be <= 100


@given(orders, candidates)
def test_nobody_is_ruled_out_by_what_is_unknown(order: Order, one: Candidate) -> None:
    known = {"minutes": None, "free_from": None, "reach": None, "papers": None, "times": None}
    assert {each.rule for each in match(order, replace(one, **known)).ruled_out} <= {Rule.COMPETENCE, Rule.SPARED}  # type: ignore[arg-type]


@given(orders, st.lists(candidates, max_size=5))
def test_as_many_points_is_the_same_place(order: Order, several: list[Candidate]) -> None:
    for one in (placed := in_order(match(order, each) for each in several)):
        assert one.place == 1 + sum(other.match.points > one.match.points for other in placed)


def test_days_are_inclusive() -> None:
    assert not match(replace(SHOP, starts_on=date(2026, 11, 24)), FITS).ruled_out
