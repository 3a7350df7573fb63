"""The rules of a plan once more, in plain Python without arrays, models or shortcuts; and the best plan by trying all.

Written from `docs/algorithms/learning-plan.md`, not from the code.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from fagkompas.engine.planning import Competency, Offering, Person, Planning, Session
from fagkompas.engine.scales import Level

Seats = Mapping[str, tuple[Session, ...]]
"""The sessions of each person."""


def best_by_trying(given: Planning) -> float | None:
    """The value of the best plan that may be proposed; None when there is none."""
    options = [
        [chosen for chosen in sets_of_sessions(given, person) if gives_something(given, person, chosen)]
        for person in given.people
    ]
    values = (
        value_of(given, seats)
        for chosen in product(*options)
        if is_allowed(given, seats := dict(zip([person.code for person in given.people], chosen, strict=True)))
    )
    return max(values, default=None)


def sets_of_sessions(given: Planning, person: Person) -> Iterator[tuple[Session, ...]]:
    for number in range(len(given.sessions) + 1):
        for chosen in combinations(given.sessions, number):
            if suits(given, person, chosen):
                yield chosen


def suits(given: Planning, person: Person, chosen: Sequence[Session]) -> bool:
    """Whether the rules hold that concern one person alone."""
    taken = [offering_of(given, session) for session in chosen]
    codes = [each.code for each in taken]
    sessions = [each.code for each in chosen]
    return (
        sum(each.hours for each in taken) <= person.hours
        and len(set(codes)) == len(codes)
        and not person.completed & set(codes)
        and all(a.days.isdisjoint(b.days) for a, b in combinations(chosen, 2))
        and all(
            code in person.completed or any(other.offering == code and is_over(other, session) for other in chosen)
            for session in chosen
            for code in offering_of(given, session).requires
        )
        and not any(
            each.offering in codes and (each.session is None or each.session in sessions)
            for each in given.must_not
            if each.person == person.code
        )
        and all(
            each.offering in codes and (each.session is None or each.session in sessions)
            for each in given.must
            if each.person == person.code
        )
    )


def is_over(earlier: Session, later: Session) -> bool:
    return not earlier.days or not later.days or max(earlier.days) < min(later.days)


def gives_something(given: Planning, person: Person, chosen: Sequence[Session]) -> bool:
    """The rule of what a plan proposes: each seat lifts something by itself, is asked for, or is needed for another."""
    for session in chosen:
        offering = offering_of(given, session)
        lifts = any(gain(given, person, offering, each) > 0 for each in given.competencies)
        asked_for = any(
            must.person == person.code and must.offering == offering.code and must.session in {None, session.code}
            for must in given.must
        )
        needed = any(offering.code in offering_of(given, other).requires for other in chosen)
        if not (lifts or asked_for or needed):
            return False
    return True


def is_allowed(given: Planning, seats: Seats) -> bool:
    """Whether the rules hold that concern several people."""
    if cost_of(given, seats) > given.budget:
        return False
    for session in given.sessions:
        count = sum(session in chosen for chosen in seats.values())
        if count and not session.min_seats <= count <= session.max_seats:
            return False
    weeks = {day.isocalendar()[:2] for session in given.sessions for day in session.days}
    for unit in {person.unit for person in given.people}:
        members = [person.code for person in given.people if person.unit == unit]
        most = max(1, int(given.away_share * len(members) + 1e-9))
        for week in weeks:
            away = sum(
                any(day.isocalendar()[:2] == week for session in seats[code] for day in session.days)
                for code in members
            )
            if away > most:
                return False
    return True


def cost_of(given: Planning, seats: Seats) -> int:
    cost = 0
    for session in given.sessions:
        count = sum(session in chosen for chosen in seats.values())
        offering = offering_of(given, session)
        cost += count * offering.seat_price + (offering.fixed_price if count else 0)
    return cost


def value_of(given: Planning, seats: Seats) -> float:
    total = 0.0
    for unit in {person.unit for person in given.people}:
        members = [person for person in given.people if person.unit == unit]
        for need in (each for each in given.needs if each.unit == unit):
            basic, specialised = (
                [points_of(given, person, seats[person.code], need.field, level) for person in members]
                for level in Level
            )
            best = sorted(specialised, reverse=True)[: need.missing_specialists]
            total += need.weight * (sum(basic) + sum(best))
    return total - given.rules.worth_of_krone * cost_of(given, seats)


def points_of(given: Planning, person: Person, chosen: Sequence[Session], field: str, level: Level) -> float:
    return sum(
        min(
            max(0.0, given.rules.target(level) - person.ratings[each.code]),
            sum(gain(given, person, offering_of(given, session), each) for session in chosen),
        )
        for each in given.competencies
        if each.field == field and each.level is level and each.code in person.ratings
    )


def gain(given: Planning, person: Person, offering: Offering, competency: Competency) -> float:
    """What an offering by itself adds to a rating that is wanted higher; at most what is missing to the target."""
    rating = person.ratings.get(competency.code)
    need = next((n for n in given.needs if n.unit == person.unit and n.field == competency.field), None)
    wanted = need and need.weight and (competency.level is Level.BASIC or need.missing_specialists)
    if rating is None or not wanted:
        return 0.0
    fit = 1.0 if competency.dimension in offering.dimensions else given.rules.unsuited_fit
    after = max(
        (min(lift.up_to, rating + lift.points * fit) for lift in offering.lifts if lift.competency == competency.code),
        default=0.0,
    )
    return min(max(rating, after) - rating, max(0.0, given.rules.target(competency.level) - rating))


def offering_of(given: Planning, session: Session) -> Offering:
    return next(each for each in given.offerings if each.code == session.offering)
