"""What clashes, and what would have to give: every claim is tried, on plannings so small that everything can be."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations, product
from time import monotonic

import pytest
from hypothesis import HealthCheck, assume, given, settings

from fagkompas.engine.planning import Choice, Conflict, Give, Limit, Never, NoPlan, Planning, Session, WayOut, clashes

from .planning_by_trying import gives_something, is_allowed, sets_of_sessions
from .plannings import course, held, person, planning, small_plannings

KINDS = (Limit.BUDGET, Limit.HOURS, Limit.AWAY, Limit.MOST_SEATS, Limit.LEAST_SEATS)
MUSTS = (Limit.MUST, Limit.PUT_IN, Limit.GIVEN)
PLENTY = 10**6

tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def can_be(given_: Planning, must: Collection[Choice], without: Iterable[Limit] = ()) -> bool:
    """By trying all: whether these of the musts can be, when some kinds of limits are away.

    Whoever must be somewhere may be there also when that is not asked for.
    """
    free = relaxed(replace(given_, must=tuple(must)), without)
    options = [
        [chosen for chosen in sets_of_sessions(free, each) if gives_something(given_, each, chosen)]
        for each in free.people
    ]
    codes = [each.code for each in free.people]
    return any(is_allowed(free, dict(zip(codes, chosen, strict=True))) for chosen in product(*options))


def relaxed(given_: Planning, without: Iterable[Limit]) -> Planning:
    for limit in without:
        if limit is Limit.BUDGET:
            given_ = replace(given_, budget=PLENTY)
        elif limit is Limit.HOURS:
            given_ = replace(given_, people=tuple(replace(each, hours=PLENTY) for each in given_.people))
        elif limit is Limit.AWAY:
            given_ = replace(given_, away_share=1.0)
        elif limit is Limit.MOST_SEATS:
            given_ = of_sessions(given_, lambda each: replace(each, max_seats=99))
        elif limit is Limit.LEAST_SEATS:
            given_ = of_sessions(given_, lambda each: replace(each, min_seats=0))
    return given_


def of_sessions(given_: Planning, change: object) -> Planning:
    return replace(given_, sessions=tuple(change(each) for each in given_.sessions))  # type: ignore[operator]


def with_given(given_: Planning, gives: Sequence[Give], less: float = 0.0) -> Planning:
    """After all this has given, or by so much less."""
    given_up = {(give.person, give.offering, give.session) for give in gives if give.limit in MUSTS}
    given_ = replace(
        given_, must=tuple(must for must in given_.must if (must.person, must.offering, must.session) not in given_up)
    )
    for give in gives:
        to = give.to - less if give.to > give.now else give.to + less
        if give.limit is Limit.BUDGET:
            given_ = replace(given_, budget=int(to))
        elif give.limit is Limit.HOURS:
            people = tuple(replace(each, hours=max(each.hours, to)) for each in given_.people)
            given_ = replace(given_, people=people)
        elif give.limit is Limit.AWAY:
            # The rule knows a share of all units; those that do not give are kept out by hand in `can_be_with`.
            continue
        elif give.limit is Limit.MOST_SEATS:
            given_ = of_session(given_, give, max_seats=int(to))
        elif give.limit is Limit.LEAST_SEATS:
            given_ = of_session(given_, give, min_seats=int(to))
    return given_


def of_session(given_: Planning, give: Give, **changed: int) -> Planning:
    def change(each: Session) -> Session:
        return replace(each, **changed) if each.code == give.session else each  # type: ignore[arg-type]

    return of_sessions(given_, change)


def share_for(given_: Planning, give: Give) -> float:
    members = sum(each.unit == give.unit for each in given_.people)
    return give.to / members


def found_in(drawn: Planning) -> NoPlan:
    assume(drawn.must)
    clash = clashes(drawn, seconds=monotonic, time_limit=60)
    assume(clash is not None)
    assert clash is not None
    assert not clash.cut_short
    return clash


def smallest(kinds: Sequence[Limit], is_enough: object) -> set[frozenset[Limit]]:
    found: list[frozenset[Limit]] = []
    for size in range(len(kinds) + 1):
        for chosen in combinations(kinds, size):
            if not any(one <= set(chosen) for one in found) and is_enough(chosen):  # type: ignore[operator]
                found.append(frozenset(chosen))
    return set(found)


def possible_musts(drawn: Planning, clash: NoPlan) -> Planning:
    never = {one.musts[0] for one in clash.conflicts if one.never}
    return replace(drawn, must=tuple(must for must in drawn.must if must not in never))


# Conflicts


@tried
@given(small_plannings(musts=True))
def test_each_conflict_is_one_and_every_part_of_it_is_needed(drawn: Planning) -> None:
    clash = found_in(drawn)
    assert clash.conflicts
    rest = possible_musts(drawn, clash)
    for one in clash.conflicts:
        if one.never:
            assert not can_be(drawn, one.musts, KINDS)
            continue
        beside = decided_beside(rest, clash, one)
        assert not can_be(rest, {*one.musts, *beside})
        for must in one.musts:
            assert can_be(rest, {*one.musts, *beside} - {must})
    in_conflict = {must for one in clash.conflicts for must in one.musts}
    assert can_be(rest, set(rest.must) - in_conflict)


def decided_beside(rest: Planning, clash: NoPlan, one: Conflict) -> set[Choice]:
    """What a conflict of musts in some session takes for granted: seats of a session that are in no conflict themselves."""
    if any(must.session for must in one.musts):
        return set()
    taken = {must for other in clash.conflicts for must in other.musts}
    return {must for must in rest.must if must.session} - taken


@tried
@given(small_plannings(musts=True))
def test_all_that_is_in_the_way_is_told_with_the_numbers_that_it_takes(drawn: Planning) -> None:
    clash = found_in(drawn)
    rest = possible_musts(drawn, clash)
    for one in clash.conflicts:
        musts = {*one.musts, *decided_beside(rest, clash, one)}
        told = {frozenset(give.limit for give in gives) for gives in one.because}
        if one.never or not told:
            assert not can_be(rest if not one.never else drawn, musts, KINDS)
            continue
        assert told == smallest(
            KINDS,
            lambda standing: not can_be(rest, musts, set(KINDS) - set(standing)),  # noqa: B023
        )
        for gives in one.because:
            if len(gives) == 1 and gives[0].limit is not Limit.AWAY:
                others = set(KINDS) - {gives[0].limit}
                step = 0.5 if gives[0].limit is Limit.HOURS else 1
                assert can_be(with_given(rest, gives), musts, others)
                assert not can_be(with_given(rest, gives, less=step), musts, others)


def test_why_something_can_never_be() -> None:
    offerings = (
        course("A", {"AU-G1": 2}),
        course("B", {"AU-G1": 2}, requires=frozenset({"C"})),
        course("C", {"LM-G1": 2}),
        course("D", {"LM-G1": 2}),
    )
    given_ = planning(
        person("Bo", completed=frozenset({"D"})),
        offerings=offerings,
        sessions=(held("A", 0), held("B", 1), held("D", 2)),
        must=tuple(Choice(person="Bo", offering=code) for code in "ABCD"),
        must_not=(Choice(person="Bo", offering="A"),),
    )
    clash = clashes(given_, seconds=monotonic)
    assert clash is not None
    assert {one.musts[0].offering: one.never for one in clash.conflicts} == {
        "A": Never.RULED_OUT,
        "B": Never.REQUIREMENT,
        "C": Never.NO_SESSION,
        "D": Never.COMPLETED,
    }
    (way,) = clash.ways_out
    assert {give.never for give in way.gives} == set(Never)


# Ways out


@tried
@given(small_plannings(musts=True))
def test_every_way_out_is_enough_and_none_is_missing(drawn: Planning) -> None:
    clash = found_in(drawn)
    rest = possible_musts(drawn, clash)
    told = {with_lighter(give.limit for give in gives_left(way)) for way in clash.ways_out}

    def is_enough(giving: Sequence[Limit]) -> bool:
        if with_lighter(giving) != set(giving):
            return False
        stand = [must for must in rest.must if kind_of(rest, must) not in giving]
        return can_be(rest, stand, [one for one in giving if one in KINDS])

    assert told == smallest((*MUSTS, *KINDS), is_enough)
    for way in clash.ways_out:
        after = with_given(rest, gives_left(way))
        shares = [share_for(rest, give) for give in way.gives if give.limit is Limit.AWAY]
        after = replace(after, away_share=max([after.away_share, *shares]))
        # The musts that were given up are gone, so whoever has no other use for a seat may not have it.
        assert can_be(after, after.must)


@tried
@given(small_plannings(musts=True))
def test_nothing_less_of_its_kind_is_enough(drawn: Planning) -> None:
    clash = found_in(drawn)
    rest = possible_musts(drawn, clash)
    for way in clash.ways_out:
        gives = gives_left(way)
        kinds = {give.limit for give in gives}
        if kinds <= set(MUSTS):
            given_up = weight(give.limit for give in gives)
            may_give = [must for must in rest.must if kind_of(rest, must) in with_lighter(kinds)]
            for count in range(len(may_give) + 1):
                for gone in combinations(may_give, count):
                    if weight(kind_of(rest, must) for must in gone) < given_up:
                        assert not can_be(rest, set(rest.must) - set(gone))
        elif len(gives) == 1 and kinds != {Limit.AWAY} and way.is_least:
            less = with_given(rest, gives, less=0.5 if kinds == {Limit.HOURS} else 1)
            assert not can_be(less, less.must)


def kind_of(given_: Planning, must: Choice) -> Limit:
    """A rule, a seat put in by hand, or one that is given already."""
    if must.session is None:
        return Limit.MUST
    return Limit.GIVEN if must in given_.given else Limit.PUT_IN


def with_lighter(limits: Iterable[Limit]) -> frozenset[Limit]:
    """A seat that is given already gives only where rules and seats put in by hand may too."""
    found = frozenset(limits)
    return found | set(MUSTS) if Limit.GIVEN in found else found


def weight(limits: Iterable[Limit]) -> tuple[int, ...]:
    """How many seats given already are given up, then how many put in by hand, then how many rules."""
    found = list(limits)
    return tuple(found.count(limit) for limit in reversed(MUSTS))


def gives_left(way: WayOut) -> tuple[Give, ...]:
    return tuple(give for give in way.gives if give.never is None)


def seat_against(*musts: Choice, given: tuple[Choice, ...] = ()) -> list[set[tuple[Limit, str | None]]]:
    """The ways out where Bo must be at A and at B, which are held on one day."""
    given_ = planning(
        person("Bo"),
        offerings=(course("A", {"AU-G1": 2}), course("B", {"LM-G1": 2})),
        sessions=(held("A", 0), held("B", 0)),
        must=musts,
        given=given,
    )
    clash = clashes(given_, seconds=monotonic)
    assert clash is not None
    return [{(give.limit, give.session) for give in way.gives} for way in clash.ways_out]


B_RULE = Choice(person="Bo", offering="B")
A_SEAT, B_SEAT = Choice(person="Bo", offering="A", session="A-1"), Choice(person="Bo", offering="B", session="B-1")


def test_a_seat_put_in_by_hand_gives_way_for_one_that_is_given_already() -> None:
    assert seat_against(A_SEAT, B_SEAT, given=(A_SEAT,)) == [{(Limit.PUT_IN, "B-1")}]
    assert seat_against(A_SEAT, B_SEAT, given=(B_SEAT,)) == [{(Limit.PUT_IN, "A-1")}]


def test_either_gives_way_where_a_seat_put_in_by_hand_is_against_a_rule() -> None:
    assert seat_against(A_SEAT, B_RULE) == [{(Limit.MUST, None)}, {(Limit.PUT_IN, "A-1")}]


def test_a_seat_that_is_given_already_gives_only_where_nothing_else_does() -> None:
    assert seat_against(A_SEAT, B_RULE, given=(A_SEAT,)) == [{(Limit.MUST, None)}]
    ((only,),) = seat_against(A_SEAT, B_SEAT, given=(A_SEAT, B_SEAT))
    assert only[0] is Limit.GIVEN


@pytest.mark.parametrize(("heavy", "light"), [(Limit.PUT_IN, Limit.MUST), (Limit.GIVEN, Limit.PUT_IN)])
def test_the_heavier_kind_gives_as_little_as_can_be_though_more_of_the_lighter_has_to(
    heavy: Limit, light: Limit
) -> None:
    """Of each kind two clash; and one heavy clashes with two light ones, which give for it."""
    days = {"H1": [0], "H2": [0], "L1": [7], "L2": [7], "H3": [14, 15], "L3": [14], "L4": [15]}
    of = {"H": heavy, "L": light}
    must = [
        Choice(person="Bo", offering=code, session=None if of[code[0]] is Limit.MUST else f"{code}-1") for code in days
    ]
    given_ = planning(
        person("Bo", hours=99),
        offerings=tuple(course(code, {"AU-G1": 2}) for code in days),
        sessions=tuple(held(code, *on) for code, on in days.items()),
        must=tuple(must),
        given=tuple(each for each in must if of[each.offering[0]] is Limit.GIVEN),
    )
    clash = clashes(given_, seconds=monotonic)
    assert clash is not None
    (way,) = clash.ways_out
    assert sorted(give.limit for give in way.gives) == sorted([heavy, light, light, light])


def test_hours_give_alike_for_all_since_that_is_the_lever() -> None:
    """Bo lacks two hours and Carla five: seven hours for each, not nine."""
    given_ = planning(
        person("Bo", hours=5),
        person("Carla", hours=5),
        offerings=(course("A", {"AU-G1": 2}, hours=7), course("B", {"LM-G1": 2}, hours=10)),
        sessions=(held("A", 0), held("B", 1)),
        must=(Choice(person="Bo", offering="A"), Choice(person="Carla", offering="B")),
    )
    clash = clashes(given_, seconds=monotonic)
    assert clash is not None
    (hours,) = [way for way in clash.ways_out if way.gives[0].limit is Limit.HOURS]
    assert [(give.now, give.to, give.person) for give in hours.gives] == [(5, 10, "Carla")]
    assert hours.is_least


def test_several_limits_that_are_each_in_the_way_give_together() -> None:
    """A course for three who pay much and take long, and one who must: no limit alone is enough, and all are named."""
    given_ = planning(
        person("Bo", hours=10),
        offerings=(course("A", {"AU-G1": 2}, hours=56, seat_price=14_500),),
        sessions=(held("A", 0, least=12, most=20),),
        must=(Choice(person="Bo", offering="A"),),
        budget=1_000,
    )
    clash = clashes(given_, seconds=monotonic)
    assert clash is not None
    (conflict,) = clash.conflicts
    assert [[(give.limit, give.now, give.to) for give in gives] for gives in conflict.because] == [
        [(Limit.BUDGET, 1_000, 14_500)],
        [(Limit.HOURS, 10, 56)],
        [(Limit.LEAST_SEATS, 12, 1)],
    ]
    assert [[give.limit for give in way.gives] for way in clash.ways_out] == [
        [Limit.MUST],
        [Limit.BUDGET, Limit.HOURS, Limit.LEAST_SEATS],
    ]
