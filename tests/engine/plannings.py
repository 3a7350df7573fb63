"""Small plannings: with names for tests by hand, drawn by Hypothesis, and solved by trying everything."""

from datetime import date, timedelta
from time import monotonic
from typing import Any

from hypothesis import strategies as st

from fagkompas.engine.planning import (
    Choice,
    Competency,
    FieldNeed,
    Lift,
    Offering,
    Person,
    Plan,
    Planning,
    PlanRules,
    Session,
    solve,
)
from fagkompas.engine.scales import Dimension, Level

MONDAY = date(2027, 1, 4)
PRACTICAL = frozenset({Dimension.PRACTICAL})
COMPETENCIES = (
    Competency(code="AU-G1", field="AU", level=Level.BASIC, dimension=Dimension.PRACTICAL),
    Competency(code="AU-S1", field="AU", level=Level.SPECIALISED, dimension=Dimension.RELATIONAL),
    Competency(code="LM-G1", field="LM", level=Level.BASIC, dimension=Dimension.REFLEXIVE),
    Competency(code="LM-S1", field="LM", level=Level.SPECIALISED, dimension=Dimension.PRACTICAL),
)


def person(code: str, unit: str = "North", hours: float = 20, **more: Any) -> Person:
    """Someone who has everything to learn, unless ``ratings`` are given."""
    return Person(code=code, unit=unit, hours=hours, **{"ratings": {c.code: 0 for c in COMPETENCIES}, **more})


def course(code: str, lifts: dict[str, float], hours: float = 7, **more: Any) -> Offering:
    return Offering(
        code=code,
        lifts=tuple(Lift(competency=each, points=points, up_to=4) for each, points in lifts.items()),
        dimensions=more.pop("dimensions", frozenset(Dimension)),
        hours=hours,
        **more,
    )


def held(offering: str, *days: int, code: str | None = None, least: int = 0, most: int = 9) -> Session:
    """``days`` count from a Monday."""
    return Session(
        code=code or f"{offering}-1",
        offering=offering,
        days=frozenset(MONDAY + timedelta(days=day) for day in days),
        min_seats=least,
        max_seats=most,
    )


def planning(*people: Person, offerings: tuple[Offering, ...], sessions: tuple[Session, ...], **more: Any) -> Planning:
    units = dict.fromkeys(each.unit for each in people)
    given: dict[str, Any] = {
        "competencies": COMPETENCIES,
        "people": people,
        "offerings": offerings,
        "sessions": sessions,
        "needs": tuple(
            FieldNeed(unit=unit, field=field, weight=1, missing_specialists=1)
            for unit in units
            for field in ("AU", "LM")
        ),
        "budget": 10_000,
        "rules": PlanRules(worth_of_krone=1e-6),
    }
    return Planning(**{**given, **more})


def solved(given: Planning, *, steps: int = 20, seed: int = 0, time_limit: float = 20) -> Plan:
    return solve(given, seconds=monotonic, time_limit=time_limit, seed=seed, steps=steps)


def pairs(plan: Plan) -> set[tuple[str, str]]:
    return {(seat.person, seat.session) for seat in plan.seats}


# Drawn


@st.composite
def small_plannings(draw: st.DrawFn, *, musts: bool = False) -> Planning:
    """So small that everything can be tried, and with every kind of rule in play."""
    people = tuple(
        Person(
            code=f"P{number}",
            unit=draw(st.sampled_from(["North", "South"])),
            hours=draw(st.sampled_from([7, 14, 20])),
            ratings=draw(st.dictionaries(st.sampled_from([c.code for c in COMPETENCIES]), st.integers(0, 4))),
            completed=frozenset(draw(st.sets(st.just("O0"), max_size=1))),
        )
        for number in range(draw(st.integers(1, 3)))
    )
    offerings = tuple(draw(drawn_offerings(number)) for number in range(draw(st.integers(1, 3))))
    sessions = tuple(
        draw(drawn_sessions(number, [each.code for each in offerings])) for number in range(draw(st.integers(1, 3)))
    )
    who = st.sampled_from([p.code for p in people])
    choices = st.builds(Choice, person=who, offering=st.sampled_from([o.code for o in offerings]))
    of_sessions = st.builds(
        lambda person, session: Choice(person=person, offering=session.offering, session=session.code),
        who,
        st.sampled_from(sessions),
    )
    must = draw(st.lists(choices | of_sessions, max_size=3, unique=True)) if musts else []
    return planning(
        *people,
        offerings=offerings,
        sessions=sessions,
        needs=tuple(
            FieldNeed(
                unit=unit,
                field=field,
                weight=draw(st.integers(0, 3)),
                missing_specialists=draw(st.integers(0, 2)),
            )
            for unit in ("North", "South")
            for field in ("AU", "LM")
        ),
        budget=draw(st.sampled_from([0, 1_000, 2_500, 10_000])),
        away_share=draw(st.sampled_from([0.0, 0.5, 1.0])),
        must=tuple(must),
        given=tuple(each for each in must if each.session and draw(st.booleans())),
        must_not=tuple(draw(st.lists(choices, max_size=1))),
    )


@st.composite
def drawn_offerings(draw: st.DrawFn, number: int) -> Offering:
    return course(
        f"O{number}",
        draw(
            st.dictionaries(
                st.sampled_from([c.code for c in COMPETENCIES]), st.sampled_from([0.5, 1, 2, 3]), min_size=1
            )
        ),
        hours=draw(st.sampled_from([3.5, 7, 14])),
        dimensions=frozenset(draw(st.sets(st.sampled_from(Dimension)))),
        seat_price=draw(st.sampled_from([0, 400, 1_000])),
        fixed_price=draw(st.sampled_from([0, 900])),
        requires=frozenset(draw(st.sets(st.sampled_from([f"O{n}" for n in range(number)]), max_size=1)))
        if number
        else frozenset(),
    )


@st.composite
def drawn_sessions(draw: st.DrawFn, number: int, offerings: list[str]) -> Session:
    least = draw(st.integers(0, 2))
    return held(
        draw(st.sampled_from(offerings)),
        *draw(st.sets(st.integers(0, 9), max_size=3)),
        code=f"S{number}",
        least=least,
        most=draw(st.integers(least, 3)),
    )
