"""Random cases in the shape of a municipality's learning plan. Everything follows from the sizes and the seed."""

from datetime import date, timedelta

import numpy as np

from fagkompas.engine.planning.problem import (
    Competency,
    FieldNeed,
    Lift,
    Offering,
    Person,
    Planning,
    Session,
)
from fagkompas.engine.scales import DIMENSIONS, Level

FIELDS = {"AU": (6, 5), "LM": (5, 5), "IT": (4, 5), "BM": (6, 5), "VM": (5, 5), "NF": (6, 4)}
FIRST_MONDAY = date(2027, 1, 4)
UNIT = 40
HOURS_A_DAY = 7


def case(people: int, sessions: int, seed: int) -> Planning:
    """Units of about 40 people; three sessions to two offerings; a budget and hours that reach about half of it."""
    chance = np.random.default_rng([people, sessions, seed])
    competencies = tuple(
        Competency(
            code=f"{field}-{level}{place}", field=field, level=level, dimension=DIMENSIONS[int(chance.integers(3))]
        )
        for field, counts in FIELDS.items()
        for level, count in zip(Level, counts, strict=True)
        for place in range(1, count + 1)
    )
    units = max(1, round(people / UNIT))
    staff = tuple(person(chance, competencies, e, f"U{e * units // people}") for e in range(people))
    offerings = tuple(offering(chance, competencies, o) for o in range(max(1, sessions * 2 // 3)))
    held = tuple(session(chance, offerings, s) for s in range(sessions))
    needs = tuple(
        FieldNeed(
            unit=f"U{unit}",
            field=field,
            weight=float(chance.integers(1, 4)),
            missing_specialists=int(chance.integers(0, max(2, people // units // 8))),
        )
        for unit in range(units)
        for field in FIELDS
    )
    return Planning(
        competencies=competencies,
        people=staff,
        offerings=offerings,
        sessions=held,
        needs=needs,
        budget=people * 4_000,
        away_share=0.25,
    )


def person(chance: np.random.Generator, competencies: tuple[Competency, ...], number: int, unit: str) -> Person:
    """Skill differs by person and by field; a twelfth is unanswered or not relevant."""
    own = chance.normal(0, 0.5)
    by_field = {field: chance.normal(1.6, 0.6) + own for field in FIELDS}
    ratings = {
        each.code: int(
            np.clip(np.rint(chance.normal(by_field[each.field] - 0.7 * (each.level is Level.SPECIALISED), 0.9)), 0, 4)
        )
        for each in competencies
        if chance.random() > 1 / 12
    }
    return Person(code=f"P{number}", unit=unit, hours=float(chance.choice([22, 30, 37, 45])), ratings=ratings)


def offering(chance: np.random.Generator, competencies: tuple[Competency, ...], number: int) -> Offering:
    """One field, sometimes a second; a fifth are short forms at the workplace, without fees."""
    fields = chance.choice(list(FIELDS), size=1 + int(chance.random() < 0.25), replace=False)
    within = [each for each in competencies if each.field in fields]
    chosen = chance.choice(len(within), size=int(chance.integers(2, 7)), replace=False)
    days = int(chance.choice([1, 1, 2, 2, 3, 5]))
    inside = chance.random() < 0.2
    return Offering(
        code=f"O{number}",
        lifts=tuple(
            Lift(
                competency=within[index].code,
                points=float(chance.choice([0.5, 1, 1, 1.5, 2])),
                up_to=float(chance.choice([2, 3, 3, 4])),
            )
            for index in chosen
        ),
        dimensions=frozenset(DIMENSIONS[k] for k in chance.choice(3, size=int(chance.integers(1, 3)), replace=False)),
        hours=float(days * HOURS_A_DAY),
        seat_price=0 if inside else int(chance.integers(6, 30)) * 100 * days,
        fixed_price=int(chance.integers(0, 8)) * 1_000 if inside else int(chance.integers(0, 12)) * 1_000 * days,
        requires=frozenset({f"O{int(chance.integers(number))}"}) if number and chance.random() < 0.1 else frozenset(),
    )


def session(chance: np.random.Generator, offerings: tuple[Offering, ...], number: int) -> Session:
    """Every offering has one, some have more; on weekdays in a row within forty weeks."""
    chosen = offerings[number] if number < len(offerings) else offerings[int(chance.integers(len(offerings)))]
    length = int(chosen.hours / HOURS_A_DAY)
    first = FIRST_MONDAY + timedelta(weeks=int(chance.integers(40)), days=int(chance.integers(0, 6 - length)))
    return Session(
        code=f"S{number}",
        offering=chosen.code,
        days=frozenset(first + timedelta(days=day) for day in range(length)),
        min_seats=int(chance.integers(3, 11)),
        max_seats=int(chance.integers(12, 25)),
    )
