"""Everything that the plan's engine says has its sentence, in both languages."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import pytest
from django.utils import translation

from fagkompas.engine.planning import (
    Alternatives,
    Breach,
    Choice,
    Conflict,
    Development,
    FieldCoverage,
    Gain,
    Give,
    KeptFor,
    Limit,
    More,
    Never,
    Seat,
    SeatReason,
    Step,
    Uncovered,
    Violation,
    WayOut,
    Why,
)
from fagkompas.engine.scales import Level
from fagkompas.learning.wording import plans

NAMES = plans.Names(
    people={"bo": "Bo"},
    units={"n": "Nord"},
    offerings={"k": "Kursus i loven"},
    sessions={"k-1": "12. januar 2027"},
    competencies={"LM-G1": "Bruge loven", "LM-G2": "Forklare loven", "LM-G3": "Vejlede"},
    fields={"LM": "Lov & Myndighed"},
)
OFFERING_OF = {"k-1": "k"}


def gain(code: str = "LM-G1", *, counted: float = 1, after: float = 2) -> Gain:
    return Gain(competency=code, before=1, after=after, counted=counted, worth=2 * counted)


REASON = SeatReason(
    seat=Seat(person="bo", session="k-1"),
    offering="k",
    gains=(gain(),),
    worth=2,
    rank=1,
    candidates=12,
    alternatives=Alternatives.ONLY_ONE,
    kept_for=(),
    price=3000,
    hours=7.5,
)


@dataclass
class Kind:
    """An enum of the engine and how one of its members is said."""

    members: type[StrEnum]
    said: Callable[[StrEnum], str]


KINDS = [
    Kind(Why, lambda why: plans.uncovered_in_words(_uncovered(Why(why)), NAMES)),
    Kind(Breach, lambda breach: plans.violation_in_words(_violation(Breach(breach)), NAMES, OFFERING_OF)),
    Kind(Limit, lambda limit: plans.give_in_words(_give(Limit(limit)), NAMES)),
    Kind(KeptFor, lambda what: plans.whole_reason(replace(REASON, kept_for=(KeptFor(what),)), NAMES)[1]),
    Kind(
        Alternatives,
        lambda other: plans.whole_reason(replace(REASON, alternatives=Alternatives(other)), NAMES)[-2],
    ),
]


def _uncovered(why: Why) -> Uncovered:
    return Uncovered(person="bo", competency="LM-G1", points=None if why is Why.RATE_FIRST else 1.2, why=why)


def _violation(breach: Breach) -> Violation:
    return Violation(breach=breach, person="bo", unit="n", session="k-1", offering=None, week=(2027, 2), over=3)


def _give(limit: Limit, *, never: Never | None = None) -> Give:
    return Give(
        limit=limit,
        amount=1 if limit is Limit.MUST else 4999.2,
        person="bo",
        offering="k",
        session="k-1",
        unit="n",
        week=(2027, 2),
        never=never,
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.members.__name__)
def test_every_member_has_a_sentence_of_its_own(kind: Kind, language: str) -> None:
    with translation.override(language):
        said = [kind.said(member) for member in kind.members]
    assert len(set(said)) == len(list(kind.members))
    for words in said:
        assert words[-1] in ".:"
        assert ".." not in words
        assert "%(" not in words
        assert "None" not in words
        assert "k-1" not in words


def test_every_sentence_is_danish_in_danish() -> None:
    with translation.override("en"):
        english = {kind.said(member) for kind in KINDS for member in kind.members}
    with translation.override("da"):
        danish = {kind.said(member) for kind in KINDS for member in kind.members}
    assert not english & danish


def test_a_seat_says_what_it_lifts() -> None:
    gains = (gain("LM-G1"), gain("LM-G2", counted=1.2, after=2.2), gain("LM-G3", counted=0.5, after=1.5))
    with translation.override("da"):
        short = plans.reason_in_words(replace(REASON, gains=gains, kept_for=(KeptFor.MUST,)), NAMES)
    assert short == (
        "Løfter »Forklare loven« fra 1 til 2,2 og »Bruge loven« fra 1 til 2 og 1 mere. Bestemt på forhånd: Den plads skal med."
    )


def test_a_seat_that_gives_nothing_says_why_it_is_there() -> None:
    useless = replace(REASON, gains=(gain(counted=0),), worth=0, kept_for=(KeptFor.KEEPS_SESSION,))
    keeps = "Gives nothing that counts in this plan. Without this seat too few attend for the session to be held."
    with translation.override("en"):
        assert plans.reason_in_words(useless, NAMES) == keeps
        assert plans.reason_in_words(replace(useless, kept_for=()), NAMES) == "Gives nothing that counts in this plan."
        way = replace(useless, kept_for=(KeptFor.REQUIRED,))
        assert plans.reason_in_words(way, NAMES) == "Something later in the plan requires it."
        assert "does not count" in plans.whole_reason(useless, NAMES)[0]
        assert plans.whole_reason(replace(useless, gains=()), NAMES)[0].startswith("Gives nothing that counts")


def test_a_clash_says_whether_time_ended_the_looking() -> None:
    way = WayOut(gives=(_give(Limit.MUST),))
    said = {
        plans.clash_in_words(ways, cut_short=cut_short)
        for ways, cut_short in (((way, way), False), ((way,), False), ((way,), True), ((), False), ((), True))
    }
    assert len(said) == 5
    assert plans.clash_in_words((replace(way, is_least=False),), cut_short=False) == str(plans.NO_PLAN_IN_SHORT)


def test_musts_are_named_and_the_rest_counted() -> None:
    musts = [Choice(person="bo", offering="k")] * (plans.MOST_MUSTS + 2)
    with translation.override("en"):
        said = plans.musts_in_words(musts, NAMES)
        assert plans.musts_in_words(musts[:1], NAMES) == ("Bo, “Kursus i loven”",)
    assert (len(said), said[-1]) == (plans.MOST_MUSTS + 1, "and 2 more")


def test_a_gain_that_others_share_says_how_much_is_its_own() -> None:
    with translation.override("en"):
        assert plans.gain_in_words(gain(counted=0.4), NAMES) == (
            "“Bruge loven” from 1 to 2. 0.4 points of it would be lost without the seat; the rest other seats give."
        )
        assert plans.gain_in_words(gain(), NAMES) == "“Bruge loven” from 1 to 2."


def test_the_persons_place_among_all_who_could() -> None:
    with translation.override("en"):
        assert "nobody would gain more" in plans.rank_in_words(REASON)
        assert "number 3" in plans.rank_in_words(replace(REASON, rank=3))
        assert "Nobody else" in plans.rank_in_words(replace(REASON, candidates=1))


@pytest.mark.parametrize(
    ("value", "bound", "said"),
    [
        (10, 10, "Bevist: Ingen plan er bedre."),
        (100, 101.11, "Bevist inden for 1,2 %: Ingen plan er mere end det bedre."),
        (100, 102, "Bevist inden for 2,0 %: Ingen plan er mere end det bedre."),
        (100, 108, "Ikke bevist endnu: Der kan være en plan, som er op til 8,0 % bedre."),
        (0, 5, "Der er ikke vundet noget endnu, og det vides ikke, om der kan vindes noget."),
        (5, float("inf"), "Det vides ikke endnu, hvor god den er."),
        (float("-inf"), 5, "Det vides ikke endnu, hvor god den er."),
    ],
)
def test_how_good_it_is_never_says_too_much(value: float, bound: float, said: str) -> None:
    with translation.override("da"):
        assert plans.gap_in_words(value, bound) == said


def test_the_log_of_the_search() -> None:
    with translation.override("da"):
        said = plans.step_in_words(Step(seconds=12.4, stage="greedy", value=34.25, bound=36))
        nothing = plans.step_in_words(Step(seconds=0, stage="greedy", value=float("-inf"), bound=36))
    assert said == "Efter 12 sekunder: 34,3 point. Ikke bevist endnu: Der kan være en plan, som er op til 5,2 % bedre."
    assert nothing.startswith("Efter 0 sekunder: 0 point.")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (More(budget=10_000, hours=0, at_least=3.24), "Med 10.000 kr. mere vinder planen mindst 3,2 point mere."),
        (More(budget=0, hours=1, at_least=0), "Med 1 time mere til hver blev der ikke fundet en bedre plan."),
        (
            More(budget=5_000, hours=2.5, at_least=1),
            "Med 5.000 kr. og 2,5 timer mere til hver vinder planen mindst 1 point mere.",
        ),
    ],
)
def test_what_more_gives_is_at_least(more: More, said: str) -> None:
    with translation.override("da"):
        assert plans.more_in_words(more) == said


def test_what_gives_is_rounded_up_so_that_it_is_enough() -> None:
    with translation.override("en"):
        budget = replace(_give(Limit.BUDGET), now=1000)
        assert plans.give_in_words(budget, NAMES) == "Raise the budget to at least DKK 6,000 (DKK 5,000 more)."
        hours = replace(_give(Limit.HOURS), amount=2.01, now=10)
        assert plans.give_in_words(hours, NAMES) == "Raise the hours for each to at least 12.1 hours (2.1 hours more)."


MUST = Choice(person="bo", offering="k")


@pytest.mark.parametrize("never", list(Never))
def test_a_must_that_can_never_be_says_the_one_reason(never: Never) -> None:
    with translation.override("en"):
        (said,) = plans.because_in_words(Conflict(musts=(MUST,), never=never), NAMES)
        others = {str(words) for one, words in plans.NEVER.items() if one is not never}
    assert said not in others


def test_what_clashes_is_said_with_its_numbers() -> None:
    budget = Give(limit=Limit.BUDGET, amount=13_500, now=1_000)
    hours = Give(limit=Limit.HOURS, amount=46, now=10, person="bo")
    least = Give(limit=Limit.LEAST_SEATS, amount=11, now=12, offering="k", session="k-1")
    conflict = Conflict(musts=(MUST,), because=((budget,), (hours,), (least,)))
    with translation.override("da"):
        assert plans.conflict_in_words(conflict, NAMES) == "Bo på »Kursus i loven« kan ikke lade sig gøre."
        said = plans.because_in_words(conflict, NAMES)
    assert said[0] == "Det koster mindst 14.500 kr. i alt, og budgettet er 1.000 kr."
    assert said[1] == "Det tager mindst 56 timer af Bo, og der er 10 timer."
    assert "skal have 12 deltagere fra jer, og højst 1" in said[2]


def test_what_is_only_in_the_way_together_says_so() -> None:
    budget, away = Give(limit=Limit.BUDGET, amount=1, now=1), _give(Limit.AWAY)
    with translation.override("en"):
        (said,) = plans.because_in_words(Conflict(musts=(MUST, MUST), because=((budget, away),)), NAMES)
        assert said.startswith(str(plans.TOGETHER))
        assert plans.because_in_words(Conflict(musts=(MUST, MUST)), NAMES) == (str(plans.EXCLUDES),)
        assert plans.conflict_in_words(Conflict(musts=(MUST, MUST)), NAMES).startswith("These cannot all be: ")


def test_coverage_and_development() -> None:
    coverage = FieldCoverage(unit="n", field="LM", level=Level.BASIC, missing=30, gained=12.4)
    with translation.override("da"):
        assert plans.coverage_in_words(coverage, NAMES) == "Lov & Myndighed, grundlæggende niveau: 12,4 af 30 point."
        assert (
            plans.development_in_words(Development(person="bo", field="LM", points=2), NAMES)
            == "Bo udvikles mod specialiseret i Lov & Myndighed: 2 point."
        )


def test_a_code_without_a_name_stands_for_itself() -> None:
    with translation.override("en"):
        assert (
            plans.violation_in_words(Violation(breach=Breach.TWICE, person="x", offering="y"), plans.Names(), {})
            == "x would attend “y” twice."
        )
