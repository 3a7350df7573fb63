"""Rows to engine values: the only door.

::

    Plan ──planning_problem──> PlanProblem: the engine's Planning, seats that stand already, and what was left out

In a plan people, units, offerings and sessions are named by their UUID, competencies and fields by their code.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant, Round, RoundState
from fagkompas.assessments.to_engine import scores_of_results, submitted_values
from fagkompas.catalogue.models import Offering, Session, SessionState
from fagkompas.engine import planning as engine
from fagkompas.engine.framework import Framework, column_index
from fagkompas.engine.planning.problem import LARGEST
from fagkompas.engine.scales import LEVELS, NOT_RELEVANT, POINTS, Dimension, Mode
from fagkompas.engine.scoring import Values, not_relevant_by_category, used_values
from fagkompas.engine.units import Need, gaps, needs_by_field, unit_figures
from fagkompas.frameworks.models import Item
from fagkompas.frameworks.to_engine import engine_framework
from fagkompas.learning import models
from fagkompas.learning.models import Participation, ParticipationState, Plan, PlanRule, RuleKind, Seat, SeatState
from fagkompas.learning.models.plans import SeatQuerySet

FRIDAY: Final = 5


def engine_needs(rows: Iterable[models.Need], fields: Collection[str]) -> tuple[Need, ...]:
    """Stored needs in the fields that a framework's version has; what was said about others is left out."""
    return tuple(
        Need(
            field=row.field,
            basic_share=float(row.basic_share),
            specialists=row.specialists,
            weight=row.weight,
            by=row.by,
        )
        for row in rows
        if row.field in fields
    )


# The learning plan


class LeftOutWhy(StrEnum):
    """Why a session within the plan's dates cannot be planned any more."""

    BEGUN = "begun"
    ENROLMENT_OVER = "enrolment_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A session that was left out."""

    session: str
    why: LeftOutWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """What the engine plans from.

    `given` are seats that are approved already, in this plan or otherwise, and those of this plan that are over: they
    stand, and take their hours and days. Those of this plan and its versions stand wherever the person works by now
    (`left` are those who do not work here any more; nothing of their ratings is used) and whenever the session is; the
    others, which are decided and paid for in another way, are `elsewhere`. `open` sessions are those in which seats can be
    had; in others only given seats are. `put_in` and `taken_out` are what a person has
    changed by hand and not let go of, `ended` seats that were approved here and have ended. `prices` are what given seats
    cost when they were approved, and `carried` what each pays of its session's fixed price, in whole kroner
    (`actions.session_prices` has the rule). `waiting` are people whose manager has to rate them first: until then nothing of their
    ratings is used. `dropped_rules` are rules about people who are not in the unit any more.
    """

    planning: engine.Planning
    given: tuple[engine.Seat, ...]
    elsewhere: frozenset[engine.Seat]
    left: frozenset[str]
    open: frozenset[str]
    put_in: tuple[engine.Choice, ...]
    taken_out: tuple[engine.Choice, ...]
    ended: tuple[engine.Choice, ...]
    prices: Mapping[engine.Seat, int]
    carried: Mapping[engine.Seat, int]
    left_out: tuple[LeftOut, ...]
    waiting: tuple[str, ...]
    dropped_rules: int

    @property
    def decided(self) -> engine.Planning:
        """The same planning with what was changed by hand, and what has ended, as musts and must-nots: what is searched
        and explained.
        """
        planning, not_again = self.planning, (*self.taken_out, *self.ended)
        return replace(planning, must=(*planning.must, *self.put_in), must_not=(*planning.must_not, *not_again))

    @property
    def by_hand(self) -> list[str]:
        """What was changed by hand, and what has ended, which is as if it was taken out; one text each that never changes."""
        changed = (("in", self.put_in), ("out", (*self.taken_out, *self.ended)))
        return sorted(f"{how} {one.person} {one.session}" for how, choices in changed for one in choices)

    @property
    def people(self) -> list[engine.Person]:
        """Those who work here."""
        return [one for one in self.planning.people if one.code not in self.left]

    @property
    def session_prices(self) -> dict[str, int]:
        """What the plan pays for sessions beside the seats, where somebody has a seat already (whole kroner)."""
        own = [one for one in self.given if one not in self.elsewhere]
        return {
            session: sum(self.carried[one] for one in own if one.session == session)
            for session in sorted({one.session for one in self.given})
        }

    @property
    def spent(self) -> int:
        """What the engine counts for given seats and the plan does not pay: its budget has it on top of the plan's."""
        return self.unpaid(self.given)

    def unpaid(self, seats: Collection[engine.Seat]) -> int:
        """What the engine, which has the catalogue's prices, counts for these seats and the plan does not pay."""
        offering_of = self._offering_of
        counted = sum(offering_of[one.session].seat_price for one in seats)
        counted += sum(offering_of[session].fixed_price for session in {one.session for one in seats})
        return counted - self.cost_of([one for one in seats if one not in self.elsewhere])

    def cost_of(self, seats: Collection[engine.Seat]) -> int:
        """Given seats for what they cost when they were approved, others for what they cost now; each session once, and
        nothing for one in which somebody else has a seat already. Whole kroner.
        """
        offering_of = self._offering_of
        new = [one for one in seats if one not in self.prices]
        opened = {one.session for one in new} - {one.session for one in self.given}
        frozen = sum(self.prices[one] + self.carried[one] for one in seats if one in self.prices)
        fixed = sum(offering_of[session].fixed_price for session in opened)
        return frozen + fixed + sum(offering_of[one.session].seat_price for one in new)

    @property
    def _offering_of(self) -> dict[str, engine.Offering]:
        """By session."""
        offerings = {one.code: one for one in self.planning.offerings}
        return {one.code: offerings[one.offering] for one in self.planning.sessions}


def seats_now(plan: Plan, problem: PlanProblem) -> list[engine.Seat]:
    """The seats that count: those given, and of the proposed ones those that can be had now. One query."""
    stand = plan.seats.filter(state=SeatState.PROPOSED).exclude(pk__in=plan.seats.lost().order_by().values("pk"))
    rows = stand.order_by("pk").values_list("employee__uuid", "session__uuid")
    people = {one.code for one in problem.people}
    given = {(one.person, one.session) for one in problem.given}
    proposed = {(str(person), str(session)) for person, session in rows}
    found = {place for place in proposed if place[0] in people and place[1] in problem.open} | given
    return [engine.Seat(person=person, session=session) for person, session in sorted(found)]


def planning_problem(plan: Plan, *, today: date) -> PlanProblem:
    """The plan's levers and rules, with people, ratings, needs, sessions and seats as they are now.

    `plan` needs `unit` and `round__version__framework` loaded, and a round of people rated competency by competency:
    `ValueError` without one. A constant number of queries. Raises `BadInput` where rows contradict each other.
    """
    if plan.round is None:
        raise ValueError("The plan's round is deleted: there is nothing to plan from.")
    rows = _rows(plan, plan.round, today)
    given = rows.offered.given
    by_hand, ended = _changed(plan, rows)
    codes = {person.pk: str(person.uuid) for person in rows.people}
    problem = PlanProblem(
        planning=_planning(plan, plan.round, rows),
        given=tuple(one.seat for one in given),
        elsewhere=frozenset(one.seat for one in given if not one.is_own),
        left=frozenset(str(one.uuid) for one in rows.left),
        open=frozenset(str(one.uuid) for one in rows.offered.open),
        put_in=tuple(one for state, one in by_hand if state == SeatState.PROPOSED),
        taken_out=tuple(one for state, one in by_hand if state == SeatState.REJECTED),
        ended=ended,
        prices={one.seat: one.price for one in given},
        carried={one.seat: one.session_price for one in given},
        left_out=rows.offered.left_out,
        waiting=tuple(codes[pk] for pk in rows.rated.waiting),
        dropped_rules=rows.dropped_rules,
    )
    if plan.budget is None:
        return problem
    budget = max(0, min(LARGEST, plan.budget + problem.spent))
    return replace(problem, planning=replace(problem.planning, budget=budget))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """What stands in the database today. `rules` are those about `people`, who work here; `offerings` are by id."""

    framework: Framework
    people: Sequence[Employee]
    taking_part: Sequence[Participation]
    offered: "_Offered"
    groups: "_Groups"
    rated: "_Rated"
    rules: Sequence[PlanRule]
    dropped_rules: int
    offerings: Mapping[int, Offering]

    @property
    def left(self) -> list[Employee]:
        """Those who have a seat by the plan and do not work here any more."""
        here = {person.pk for person in self.people}
        return sorted(
            {one.employee for one in self.offered.given if one.employee.pk not in here}, key=lambda one: one.pk
        )


def _rows(plan: Plan, round_: Round, today: date) -> _Rows:
    framework = engine_framework(round_.version)
    people = list(Employee.objects.employed_in(plan.unit).select_related("unit"))
    taking_part = _taking_part(plan, people)
    offered = _offered(plan, taking_part, today)
    rules = list(plan.rules.select_related("employee", "offering"))
    here = {person.pk for person in people}
    kept = [rule for rule in rules if rule.employee_id in here]
    return _Rows(
        framework=framework,
        people=people,
        taking_part=taking_part,
        offered=offered,
        groups=_groups(plan.unit, round_, people),
        rated=_rated(plan, framework, people),
        rules=kept,
        dropped_rules=len(rules) - len(kept),
        offerings=_with_required([*offered.offerings, *(rule.offering for rule in kept)]),
    )


def _planning(plan: Plan, round_: Round, rows: _Rows) -> engine.Planning:
    """With no limit of money. A rule about what somebody has a seat in already has nothing left to say."""
    seats = tuple(one.choice for one in rows.offered.given)
    decided = {(one.employee.pk, one.offering.pk) for one in rows.offered.given}
    rules = [rule for rule in rows.rules if (rule.employee_id, rule.offering_id) not in decided]
    return engine.Planning(
        competencies=tuple(_competencies(rows.framework)),
        people=tuple(_engine_people(plan, rows)),
        offerings=tuple(_engine_offerings(rows.offerings.values(), round_, rows.framework)),
        sessions=tuple(_engine_sessions(rows.offered, plan.unit)),
        needs=tuple(_field_needs(rows.groups, rows.people, rows.framework, rows.rated)),
        budget=LARGEST,
        away_share=float(plan.away_share),
        must=(*seats, *(_choice(rule) for rule in rules if rule.kind == RuleKind.MUST)),
        given=seats,
        must_not=tuple(_choice(rule) for rule in rules if rule.kind == RuleKind.MUST_NOT),
    )


def _engine_people(plan: Plan, rows: _Rows) -> Iterator[engine.Person]:
    """Those who have left are in no unit with others, and nothing of theirs is to be rated."""
    rated, nothing = rows.rated, _codes(rows.framework)
    for person in (*rows.people, *rows.left):
        group = rows.groups.of.get(person.pk)
        yield engine.Person(
            code=str(person.uuid),
            unit=str(group.uuid if group else person.uuid),
            hours=_hours(plan, person, rows.offered.given),
            ratings=rated.ratings.get(person.pk, {}),
            completed=_completed(person, rows.taking_part, rows.offered.given, rows.offerings),
            not_relevant=rated.not_relevant.get(person.pk, frozenset() if group else nothing),
        )


SEATED: Final = (ParticipationState.APPROVED, ParticipationState.ENROLLED)
COMPLETED: Final = (ParticipationState.ATTENDED, ParticipationState.PASSED)


def _choice(rule: PlanRule) -> engine.Choice:
    return engine.Choice(person=str(rule.employee.uuid), offering=str(rule.offering.uuid))


def _changed(plan: Plan, rows: _Rows) -> tuple[list[tuple[str, engine.Choice]], tuple[engine.Choice, ...]]:
    """Seats put in and taken out by hand, by state; and those that were approved in this plan or a version of it and have
    ended. Of people and sessions that can be planned, unless the seat is given, or was changed by hand since. Two queries.
    """
    people = {str(one.uuid) for one in rows.people}
    sessions = {str(one.uuid) for one in rows.offered.open}
    fixed = {one.seat for one in rows.offered.given}
    by_hand = list(_choices(Seat.objects.filter(plan=plan).changed_by_hand(), people, sessions, fixed))
    fixed |= {engine.Seat(person=one.person, session=one.session) for _state, one in by_hand if one.session}
    lost = Seat.objects.of_versions(plan).lost().filter(state=SeatState.APPROVED)
    ended = dict.fromkeys(one for _state, one in _choices(lost, people, sessions, fixed))
    return by_hand, tuple(ended)


def _choices(
    rows: SeatQuerySet, people: Collection[str], sessions: Collection[str], fixed: Collection[engine.Seat]
) -> Iterator[tuple[str, engine.Choice]]:
    for row in rows.select_related("employee", "session__offering").order_by("pk"):
        seat = engine.Seat(person=str(row.employee.uuid), session=str(row.session.uuid))
        if seat.person in people and seat.session in sessions and seat not in fixed:
            offering = str(row.session.offering.uuid)
            yield row.state, engine.Choice(person=seat.person, offering=offering, session=seat.session)


# Who is rated how


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rated:
    """By employee: points of competencies, what is not relevant, and the stored figures. `waiting` are left out of all."""

    mode: Mode
    ratings: Mapping[int, Mapping[str, int]]
    not_relevant: Mapping[int, frozenset[str]]
    figures: Mapping[int, Mapping[str, Any]]
    waiting: tuple[int, ...]


def _rated(plan: Plan, framework: Framework, people: Sequence[Employee]) -> _Rated:
    """The values used (agreed, else the manager's, else own) of those who are in the unit now, and were in the round.

    What somebody was rated in a unit elsewhere stays with that unit's managers (ADR 6). Two queries.
    """
    round_ = plan.round
    if round_ is None:
        raise ValueError("The plan's round is deleted: there is nothing to plan from.")
    mode = Mode(round_.mode)
    rated_here = Participant.objects.filter(round=round_, unit__lineage__startswith=plan.unit.lineage)
    participants = list(rated_here.filter(employee__in=people).select_related("result").order_by("pk"))
    is_open = round_.state == RoundState.OPEN
    waiting = tuple(one.employee_id for one in participants if one.employee_id and is_open and one.waits_for_manager)
    counted = [one for one in participants if one.employee_id not in waiting]
    by_rater = submitted_values(counted, framework=framework, mode=mode)
    categories = [one.category or None for one in counted]
    used = used_values(
        {rater: not_relevant_by_category(framework, mode, categories, values) for rater, values in by_rater.items()}
    )
    columns = {code: column for code, column in column_index(framework, mode).items() if code in _codes(framework)}
    return _Rated(
        mode=mode,
        ratings={
            one.employee_id: {code: int(row[column]) for code, column in columns.items() if int(row[column]) in POINTS}
            for one, row in _with_employee(counted, used.values)
        },
        not_relevant={
            one.employee_id: frozenset(code for code, column in columns.items() if row[column] == NOT_RELEVANT)
            for one, row in _with_employee(counted, used.values)
        },
        figures={one.employee_id: one.result.figures for one in counted if one.employee_id and hasattr(one, "result")},
        waiting=waiting,
    )


def _with_employee(participants: Sequence[Participant], values: Values) -> Iterator[tuple[Any, Any]]:
    return ((one, row) for one, row in zip(participants, values, strict=True) if one.employee_id)


def _codes(framework: Framework) -> frozenset[str]:
    return frozenset(item.code for field in framework.fields for level in LEVELS for item in field.at(level))


def _competencies(framework: Framework) -> Iterator[engine.Competency]:
    for field in framework.fields:
        for level in LEVELS:
            for item in field.at(level):
                yield engine.Competency(code=item.code, field=field.code, level=level, dimension=item.dimension)


# What each part of the unit needs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups:
    """By employee the unit whose needs count: the nearest that has said what it needs, else the plan's own."""

    of: Mapping[int, Unit]
    needs: Mapping[int, Sequence[models.Need]]


def _groups(unit: Unit, round_: Round, people: Sequence[Employee]) -> _Groups:
    """One query."""
    rows = (
        models.Need.objects.filter(unit__lineage__startswith=unit.lineage, role="")
        .filter(framework=round_.version.framework)
        .select_related("unit")
        .order_by("pk")
    )
    needs: dict[int, list[models.Need]] = defaultdict(list)
    units = {unit.pk: unit}
    for row in rows:
        needs[row.unit_id].append(row)
        units[row.unit_id] = row.unit
    deepest_first = sorted(units.values(), key=lambda one: -len(one.lineage))
    return _Groups(
        of={
            person.pk: next(one for one in deepest_first if person.unit.lineage.startswith(one.lineage))
            for person in people
        },
        needs=needs,
    )


def _field_needs(
    groups: _Groups, people: Sequence[Employee], framework: Framework, rated: _Rated
) -> Iterator[engine.FieldNeed]:
    members: dict[Unit, list[int]] = defaultdict(list)
    for person in people:
        members[groups.of[person.pk]].append(person.pk)
    for unit, there in members.items():
        wanted = engine_needs(groups.needs.get(unit.pk, ()), framework.field_codes)
        missing = {code: need.specialists for code, need in needs_by_field(framework, wanted).items()}
        stored = [rated.figures[pk] for pk in there if pk in rated.figures]
        if stored:
            scores = scores_of_results(framework, rated.mode, stored)
            figures = unit_figures(framework, scores, (str(unit.uuid),))
            missing = {gap.field: gap.specialised_gap for gap in gaps(framework, figures, wanted)}
        for code, need in needs_by_field(framework, wanted).items():
            yield engine.FieldNeed(
                unit=str(unit.uuid), field=code, weight=need.weight, missing_specialists=missing.get(code, 0)
            )


# What is offered, and who has a seat


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A seat that is approved already, or over; `is_own` when in this plan, or a version of it.

    `price` is what it cost when it was approved, `session_price` what it pays of its session's fixed price.
    """

    employee: Employee
    offering: Offering
    session: Session
    is_own: bool
    price: int
    session_price: int

    @property
    def seat(self) -> engine.Seat:
        return engine.Seat(person=str(self.employee.uuid), session=str(self.session.uuid))

    @property
    def choice(self) -> engine.Choice:
        return engine.Choice(person=self.seat.person, offering=str(self.offering.uuid), session=self.seat.session)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """`open` sessions can be given seats in; `given` are approved seats, also in sessions that take no more.

    What somebody has completed by a seat of this plan, or a version of it, is given too: the plan has paid for it, and its
    ratings are from before.
    """

    open: Sequence[Session]
    given: Sequence[_Given]
    left_out: tuple[LeftOut, ...]

    @property
    def offerings(self) -> list[Offering]:
        """Of every session."""
        return [*(one.offering for one in self.open), *(one.offering for one in self.given)]


def _taking_part(plan: Plan, people: Sequence[Employee]) -> list[Participation]:
    """Seats and what is completed, of what stands in a catalogue; by the plan and its versions also of those who have
    left. A constant number of queries.
    """
    by_plan = Q(seat__in=Seat.objects.of_versions(plan).order_by().values("pk"))
    return list(
        Participation.objects.filter(Q(employee__in=people) | by_plan)
        .filter(offering__isnull=False, state__in=[*SEATED, *COMPLETED])
        .select_related("session", "employee", "offering", "seat__plan")
        .defer("seat__reason", "seat__plan__proposal", "seat__plan__progress")
        .prefetch_related("session__meetings")
        .order_by("pk")
    )


def _offered(plan: Plan, taking_part: Sequence[Participation], today: date) -> _Offered:
    """Sessions within the plan's dates; of seats that are approved elsewhere those whose days touch them. A constant
    number of queries.
    """
    sessions = (
        Session.objects.open_to(plan.root_id)
        .filter(starts_on__gte=plan.starts_on, ends_on__lte=plan.ends_on, offering__retired_on__isnull=True)
        .exclude(state=SessionState.CANCELLED)
        .select_related("offering")
        .prefetch_related("meetings", "shared_seats__unit")
        .order_by("starts_on", "pk")
    )
    open_, left_out = [], []
    for session in sessions:
        if session.starts_on < today:
            left_out.append(LeftOut(session=str(session.uuid), why=LeftOutWhy.BEGUN))
        elif not session.takes_enrolments_on(today):
            left_out.append(LeftOut(session=str(session.uuid), why=LeftOutWhy.ENROLMENT_OVER))
        else:
            open_.append(session)
    given = [found for one in taking_part if (found := _given(plan, one))]
    return _Offered(open=open_, given=given, left_out=tuple(left_out))


def _given(plan: Plan, one: Participation) -> _Given | None:
    """None where it does not concern the plan: in a cancelled session, or not by the plan and over, or at another time."""
    session, offering, seat = one.session, one.offering, one.seat
    if session is None or offering is None or session.is_cancelled:
        return None
    is_own = seat is not None and seat.plan.first_version == plan.first_version
    is_within = session.ends_on >= plan.starts_on and session.starts_on <= plan.ends_on
    if not (is_own or (one.state in SEATED and is_within)):
        return None
    return _Given(
        employee=one.employee,
        offering=offering,
        session=session,
        is_own=is_own,
        price=offering.price_per_seat if one.cost is None else one.cost,
        session_price=one.session_price,
    )


def _with_required(offerings: Iterable[Offering]) -> dict[int, Offering]:
    """By id, with everything that they require, and that requires in turn. A query a step of requirements."""
    found: dict[int, Offering] = {}
    new = {offering.pk for offering in offerings}
    while new:
        rows = Offering.objects.filter(pk__in=new).prefetch_related("lifts", "prerequisites").order_by("pk")
        found |= {offering.pk: offering for offering in rows}
        new = {one.pk for pk in new for one in found[pk].prerequisites.all()} - found.keys()
    return found


def _engine_offerings(offerings: Iterable[Offering], round_: Round, framework: Framework) -> Iterator[engine.Offering]:
    """Lifts by the code that the round's framework has for the same competency. One query."""
    items = Item.objects.filter(version=round_.version).competencies().in_use().order_by("pk")
    codes: dict[UUID, str] = {item.shared_identity: item.code for item in items}
    known = _codes(framework)
    for offering in offerings:
        yield engine.Offering(
            code=str(offering.uuid),
            lifts=tuple(
                engine.Lift(competency=codes[lift.identity], points=float(lift.lift), up_to=float(lift.up_to))
                for lift in offering.lifts.all()
                if codes.get(lift.identity) in known
            ),
            dimensions=frozenset(Dimension(one) for one in offering.dimensions),
            hours=float(offering.hours),
            seat_price=offering.price_per_seat,
            fixed_price=offering.fixed_price,
            requires=frozenset(str(one.uuid) for one in offering.prerequisites.all()),
        )


def _engine_sessions(offered: _Offered, unit: Unit) -> Iterator[engine.Session]:
    """Seats that others have are not there; a session in which somebody of ours has a seat has been decided on."""
    ours = Counter(one.session.pk for one in offered.given)
    for session in offered.open:
        promised = sum(one.seats_open for one in session.shared_seats.all() if one.unit.contains(unit))
        others = session.seats_counted - ours[session.pk] - promised
        most = max(session.most_seats - others, ours[session.pk])
        is_sure = bool(ours[session.pk]) or session.state == SessionState.CONFIRMED
        least = 0 if is_sure else min(most, max(0, session.least_seats - others))
        yield _engine_session(session, session.offering, least=least, most=most)
    open_ = {session.pk for session in offered.open}
    closed = {one.session.pk: one for one in offered.given if one.session.pk not in open_}
    for pk, one in closed.items():
        yield _engine_session(one.session, one.offering, least=0, most=ours[pk])


def _engine_session(session: Session, offering: Offering, *, least: int, most: int) -> engine.Session:
    days = frozenset(meeting.day for meeting in session.meetings.all())
    return engine.Session(
        code=str(session.uuid),
        offering=str(offering.uuid),
        days=days or frozenset(working_days(session.starts_on, session.ends_on)),
        min_seats=least,
        max_seats=most,
    )


def working_days(first: date, last: date) -> Iterator[date]:
    """Monday to Friday, both days included."""
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return (day for day in days if day.isoweekday() <= FRIDAY)


def _completed(
    person: Employee,
    taking_part: Sequence[Participation],
    given: Sequence[_Given],
    offerings: Mapping[int, Offering],
) -> frozenset[str]:
    """What the person has been through, never what she has a seat in; what a given seat requires was looked at then."""
    seated = {one.offering.pk for one in given if one.employee.pk == person.pk}
    own = [one for one in taking_part if one.employee_id == person.pk and one.state in COMPLETED]
    done = {one.offering.pk for one in own if one.offering}
    required = {one.pk for pk in seated for one in offerings[pk].prerequisites.all()}
    return frozenset(str(offerings[pk].uuid) for pk in (done | required) - seated if pk in offerings)


def _hours(plan: Plan, person: Employee, given: Sequence[_Given]) -> float:
    """The plan's hours, or those that are approved already where these are more."""
    if plan.hours_per_person is None:
        return LARGEST
    decided = sum(float(one.offering.hours) for one in given if one.employee.pk == person.pk)
    return max(float(plan.hours_per_person), decided)
