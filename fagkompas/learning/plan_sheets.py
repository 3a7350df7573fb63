"""A learning plan as it is taken out: the same lines for workbook, paper and calendar, from a page's proposal or a file's plan.

::

    Proposal (rows)  ──sheet_of_proposal──┐
                                          ├── PlanSheet ── plan_tables (XLSX), documents.plan_pdf, calendars.calendar_of
    engine Plan, PlanFile ──sheet_of_file─┘
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import make_aware
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.engine import planning as engine
from fagkompas.engine.scales import Level
from fagkompas.learning.models import Plan, SeatState
from fagkompas.learning.plan_workbooks import FileOffering, FileSession, Limits, PlanFile, common_path, group_name
from fagkompas.learning.proposing import PlannedSeat, Proposal
from fagkompas.learning.to_engine import working_days
from fagkompas.learning.wording import plans as words
from fagkompas.learning.wording.plan_pages import NOTES, quality_in_words
from fagkompas.learning.wording.plans import Names
from fagkompas.toolkit.formats import kroner, long_date, number, percent, short_date
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """Who goes to what, when, and why. `key` is one for each seat; `state` is "" where nobody approves anything.

    `times` is from when to when each meeting is; empty where only the days are known.
    """

    key: str
    person: str
    unit: str
    offering: str
    place: str
    days: tuple[date, ...]
    hours: float
    price: int
    state: str
    is_sure: bool
    reason: str
    whole: tuple[str, ...]
    times: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def when(self) -> str:
        """The days in words."""
        return days_in_words(self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session that is held in the plan. `cost` is what its seats in the plan and the session itself take."""

    offering: str
    place: str
    days: tuple[date, ...]
    seats: int
    cost: int

    @property
    def when(self) -> str:
        """The days in words."""
        return days_in_words(self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """Points that a unit lacks in a field at basic level, and how many the plan gains."""

    unit: str
    field: str
    missing: float
    gained: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """What a person still lacks, and why; without points where it is not rated."""

    person: str
    field: str
    competency: str
    points: float | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTotal:
    """One reason why something stays open: of how many people and competencies, and the points."""

    why: str
    people: int
    competencies: int
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """What a plan is written out from. Kroner, hours and weighted points; limits are None where there is none."""

    title: str
    unit: str
    starts_on: date | None
    ends_on: date | None
    made_on: date
    budget: int | None
    hours_per_person: float | None
    away_share: float
    value: float
    gap: str
    cost: int
    hours: float
    seats: tuple[SeatLine, ...]
    sessions: tuple[SessionLine, ...]
    coverage: tuple[CoverageLine, ...]
    developed: tuple[str, ...]
    open: tuple[OpenLine, ...]
    more: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def missing(self) -> float:
        """Points to the targets at basic level before the plan; the specialised level concerns those `developed`."""
        return sum(one.missing for one in self.coverage)

    @property
    def gained(self) -> float:
        """How many of them it gains."""
        return sum(one.gained for one in self.coverage)

    @property
    def closed(self) -> float | None:
        """The same as a share (0-1)."""
        return self.gained / self.missing if self.missing else None

    @property
    def open_by_reason(self) -> tuple[OpenTotal, ...]:
        """What stays open, a line for each reason, most points first and what is unrated last."""
        lines: dict[str, list[OpenLine]] = {}
        for one in self.open:
            lines.setdefault(one.why, []).append(one)
        totals = (
            OpenTotal(
                why=why,
                people=len({one.person for one in found}),
                competencies=len({one.competency for one in found}),
                points=sum(one.points or 0.0 for one in found),
            )
            for why, found in lines.items()
        )
        return tuple(sorted(totals, key=lambda one: -one.points))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What the plan is, closes and takes: a word and its value."""
        most = _("no limit")
        people = len({one.person for one in self.seats})
        return (
            (_("Closes"), _closes(self)),
            (_("How good it is"), self.gap),
            (_("Seats"), _seats_in_words(len(self.seats), people)),
            (_("Cost"), _of(kroner(self.cost), most if self.budget is None else kroner(self.budget))),
            (_("Hours"), words.hours(self.hours)),
            (
                _("Hours for each, at most"),
                most if self.hours_per_person is None else words.hours(self.hours_per_person),
            ),
            (_("Away at once, at most"), percent(self.away_share)),
        )


def _closes(sheet: PlanSheet) -> str:
    if sheet.closed is None:
        return _("Nothing is missing.")
    return _("%(share)s: %(gained)s of %(missing)s missing at basic level") % {
        "share": percent(sheet.closed),
        "gained": number(sheet.gained),
        "missing": words.points(sheet.missing),
    }


def _of(used: str, limit: str) -> str:
    return _("%(used)s (limit: %(limit)s)") % {"used": used, "limit": limit}


def _seats_in_words(seats: int, people: int) -> str:
    if not seats:
        return _("none")
    given = ngettext("%(n)s seat", "%(n)s seats", seats) % {"n": number(seats)}
    of = ngettext("%(n)s person", "%(n)s people", people) % {"n": number(people)}
    return _("%(seats)s for %(people)s") % {"seats": given, "people": of}


def days_in_words(days: Sequence[date]) -> str:
    """ "3. marts 2027", "3. mar. 2027 – 5. mar. 2027", "in one's own time"; single days each by themselves."""
    if not days:
        return _("in one's own time")
    if len(days) == 1:
        return long_date(days[0])
    return ", ".join(
        short_date(first) if first == last else f"{short_date(first)} – {short_date(last)}"
        for first, last in spans_of(days)
    )


def spans_of(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Runs of days that follow one another, each by its first and last; a weekend between two breaks the run."""
    first = last = None
    for day in sorted(set(days)):
        if first is not None and last is not None and (day - last).days == 1:
            last = day
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last


# From a page's proposal


def sheet_of_proposal(proposal: Proposal, names: Names, *, made_on: date) -> PlanSheet:
    """A plan as it stands: seats that are lost are left out, and approved seats of before are with it. Three queries."""
    plan = proposal.plan
    lines = [*_lines_of_rows(proposal, names), *_lines_of_given(proposal, names)]
    fields = _field_of(proposal)
    return PlanSheet(
        title=plan.name,
        unit=plan.unit.path,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        made_on=made_on,
        budget=plan.budget,
        hours_per_person=None if plan.hours_per_person is None else float(plan.hours_per_person),
        away_share=float(plan.away_share),
        value=proposal.value,
        gap=quality_in_words(proposal),
        cost=proposal.cost,
        hours=proposal.hours_in_all,
        seats=tuple(line for line, _session in lines),
        sessions=tuple(_sessions_of_rows(lines, proposal.session_prices)),
        coverage=tuple(_coverage(proposal.coverage, names)),
        developed=tuple(words.development_in_words(one, names) for one in proposal.developed),
        open=tuple(_open(proposal.uncovered, names, fields)),
        more=tuple(words.more_in_words(one) for one in proposal.more),
        notes=tuple(words.violation_in_words(one, names, _offerings_of(lines)) for one in proposal.violations),
    )


def _lines_of_rows(proposal: Proposal, names: Names) -> Iterator[tuple[SeatLine, Session]]:
    with_meetings = _with_meetings(proposal)
    for one in proposal.standing:
        row, session = one.row, one.row.session
        line = SeatLine(
            key=str(row.uuid),
            person=row.employee.name,
            unit=row.employee.unit.name,
            offering=session.offering.title,
            place=session.place,
            days=session_days(with_meetings[session.pk]),
            times=session_times(with_meetings[session.pk]),
            hours=float(session.offering.hours),
            price=one.price,
            state=str(row.get_state_display()),
            is_sure=row.state == SeatState.APPROVED,
            reason=_reason_of(one, names),
            whole=words.whole_reason(one.reason, names) if one.reason else (),
        )
        yield line, session


def _reason_of(one: PlannedSeat, names: Names) -> str:
    if one.reason:
        return words.reason_in_words(one.reason, names)
    return str(NOTES[one.note]) if one.note else _("Put in by hand.")


def _lines_of_given(proposal: Proposal, names: Names) -> Iterator[tuple[SeatLine, Session]]:
    """Seats that stood before the plan: they take hours, and what those from elsewhere cost is not paid by the plan."""
    own = {(str(one.row.employee.uuid), str(one.row.session.uuid)) for one in proposal.standing}
    given = [one for one in proposal.given if (one.seat.person, one.seat.session) not in own]
    people = Employee.objects.filter(uuid__in={one.seat.person for one in given}).order_by("pk")
    units = {str(uuid): name for uuid, name in people.values_list("uuid", "unit__name")}
    found = Session.objects.filter(uuid__in={one.seat.session for one in given})
    sessions = {
        str(one.uuid): one for one in found.select_related("offering").prefetch_related("meetings").order_by("pk")
    }
    for one in given:
        session = sessions.get(one.seat.session)
        if session is not None:
            line = SeatLine(
                key=f"{one.seat.person}-{one.seat.session}",
                person=names.person(one.seat.person),
                unit=units.get(one.seat.person, ""),
                offering=session.offering.title,
                place=session.place,
                days=session_days(session),
                times=session_times(session),
                hours=one.hours,
                price=0 if one.seat in proposal.elsewhere else one.price,
                state=_("Approved before"),
                is_sure=True,
                reason=words.reason_in_words(one, names),
                whole=words.whole_reason(one, names),
            )
            yield line, session


def _with_meetings(proposal: Proposal) -> dict[int, Session]:
    sessions = Session.objects.filter(pk__in={one.row.session_id for one in proposal.seats})
    return {one.pk: one for one in sessions.prefetch_related("meetings").order_by("pk")}


def session_days(session: Session) -> tuple[date, ...]:
    """The days of its meetings, else every working day from first to last."""
    meetings = sorted({meeting.day for meeting in session.meetings.all()})
    return tuple(meetings or working_days(session.starts_on, session.ends_on))


def session_times(session: Session) -> tuple[tuple[datetime, datetime], ...]:
    """From when to when each of its meetings is."""
    return tuple(
        (make_aware(datetime.combine(one.day, one.starts_at)), make_aware(datetime.combine(one.day, one.ends_at)))
        for one in sorted(session.meetings.all(), key=lambda one: (one.day, one.starts_at))
    )


def _sessions_of_rows(lines: Iterable[tuple[SeatLine, Session]], prices: Mapping[str, int]) -> Iterator[SessionLine]:
    """`prices` are what the plan pays for sessions beside the seats, where it is not what the catalogue says."""
    held: dict[int, list[tuple[SeatLine, Session]]] = {}
    for line, session in lines:
        held.setdefault(session.pk, []).append((line, session))
    for seats in held.values():
        line, session = seats[0]
        yield SessionLine(
            offering=line.offering,
            place=line.place,
            days=line.days,
            seats=len(seats),
            cost=sum(seat.price for seat, _session in seats)
            + prices.get(str(session.uuid), session.offering.fixed_price),
        )


def _offerings_of(lines: Iterable[tuple[SeatLine, Session]]) -> dict[str, str]:
    return {str(session.uuid): str(session.offering.uuid) for _line, session in lines}


def _field_of(proposal: Proposal) -> dict[str, str]:
    if proposal.texts is None:
        return {}
    return {item.code: field.name for field in proposal.texts.fields for item in field.items}


def plan_file_name(plan: Plan, kind: str) -> str:
    """ "laeringsplan-2027-01-01.xlsx": no names of units or people."""
    return f"laeringsplan-{plan.starts_on.isoformat()}.{kind}"


# From a file's plan


def sheet_of_file(
    file: PlanFile, limits: Limits, found: engine.Plan, more: Sequence[engine.More], *, made_on: date
) -> PlanSheet:
    """What `fagkompas plan` writes out."""
    names = names_of_file(file)
    people = {person.id: person for person in file.ratings.people}
    sessions = {one.code: one for one in file.sessions}
    offerings = {one.code: one for one in file.offerings}
    texts = file.ratings.framework.texts(get_language() or "da")
    fields = {item.code: field.name for field in texts.fields for item in field.items}
    days = [day for one in file.sessions for day in one.days]
    evaluation = found.evaluation
    return PlanSheet(
        title=_("Learning plan"),
        unit=group_name(common_path(person.unit for person in file.ratings.people)),
        starts_on=min(days, default=None),
        ends_on=max(days, default=None),
        made_on=made_on,
        budget=limits.budget,
        hours_per_person=limits.hours,
        away_share=limits.away_share,
        value=found.value,
        gap=words.gap_in_words(found.value, found.bound),
        cost=evaluation.cost,
        hours=sum(evaluation.hours.values()),
        seats=tuple(
            SeatLine(
                key=f"{one.seat.person}-{one.seat.session}",
                person=names.person(one.seat.person),
                unit=people[one.seat.person].unit_path,
                offering=names.offering(one.offering),
                place=sessions[one.seat.session].place,
                days=sessions[one.seat.session].days,
                hours=one.hours,
                price=one.price,
                state="",
                is_sure=False,
                reason=words.reason_in_words(one, names),
                whole=words.whole_reason(one, names),
            )
            for one in found.reasons
        ),
        sessions=tuple(_sessions_of_file(evaluation, sessions, offerings)),
        coverage=tuple(_coverage(evaluation.coverage, names)),
        developed=tuple(words.development_in_words(one, names) for one in evaluation.developed),
        open=tuple(_open(found.uncovered, names, fields)),
        more=tuple(words.more_in_words(one) for one in more),
        notes=(),
    )


def names_of_file(file: PlanFile) -> Names:
    """What everything is called; the group of those without needs of their own by what it is."""
    texts = file.ratings.framework.texts(get_language() or "da")
    return Names(
        people={person.id: person.name for person in file.ratings.people},
        units={"": _("Everyone")},
        offerings={one.code: one.facts.title_da for one in file.offerings},
        sessions={
            one.code: ", ".join(part for part in (days_in_words(one.days), one.place) if part) for one in file.sessions
        },
        competencies={code: item.title for code, item in texts.items().items()},
        fields={field.code: field.name for field in texts.fields},
    )


def _sessions_of_file(
    evaluation: engine.Evaluation, sessions: Mapping[str, FileSession], offerings: Mapping[str, FileOffering]
) -> Iterator[SessionLine]:
    for code in evaluation.opened:
        session, facts = sessions[code], offerings[sessions[code].offering].facts
        seats = sum(seat.session == code for seat in evaluation.seats)
        yield SessionLine(
            offering=facts.title_da,
            place=session.place,
            days=session.days,
            seats=seats,
            cost=seats * (facts.price_per_seat or 0) + facts.fixed_price,
        )


# Both


def _coverage(found: Iterable[engine.FieldCoverage], names: Names) -> Iterator[CoverageLine]:
    for one in found:
        if one.level is Level.BASIC:
            yield CoverageLine(
                unit=names.unit(one.unit), field=names.field(one.field), missing=one.missing, gained=one.gained
            )


def _open(found: Iterable[engine.Uncovered], names: Names, fields: Mapping[str, str]) -> Iterator[OpenLine]:
    for one in found:
        yield OpenLine(
            person=names.person(one.person),
            field=fields.get(one.competency, ""),
            competency=names.competency(one.competency),
            points=one.points,
            why=str(words.WHY[one.why]),
        )


def plan_tables(sheet: PlanSheet) -> list[Table]:
    """The plan as sheets: what it is, who goes to what and why, sessions, what is covered, what stays open."""
    return [_about_table(sheet), _seat_table(sheet), _session_table(sheet), _coverage_table(sheet), _open_table(sheet)]


def _about_table(sheet: PlanSheet) -> Table:
    rows: list[Sequence[Written]] = [
        (_("Plan"), sheet.title),
        (_("Unit"), sheet.unit),
        (_("Dates"), period(sheet)),
        *sheet.facts,
        *((_("What more would give"), one) for one in sheet.more),
        *((_("Developed"), one) for one in sheet.developed),
        *((_("Broken rule"), one) for one in sheet.notes),
        (_("Made"), long_date(sheet.made_on)),
    ]
    columns = (Column(heading=_("What"), width=28), Column(heading=_("Value"), width=90, wraps=True))
    return Table(name=_("The plan"), columns=columns, rows=rows)


def period(sheet: PlanSheet) -> str:
    """From the first day to the last."""
    if sheet.starts_on is None or sheet.ends_on is None:
        return _("in one's own time")
    return f"{long_date(sheet.starts_on)} – {long_date(sheet.ends_on)}"


def _seat_table(sheet: PlanSheet) -> Table:
    has_states = any(one.state for one in sheet.seats)
    state = (Column(heading=_("State"), width=16),) if has_states else ()
    return Table(
        name=_("Seats"),
        columns=(
            Column(heading=_("Person"), width=26),
            Column(heading=_("Unit"), width=26),
            Column(heading=_("What"), width=40, wraps=True),
            Column(heading=_("From"), kind=Kind.DATE, width=12),
            Column(heading=_("To"), kind=Kind.DATE, width=12),
            Column(heading=_("Where"), width=22),
            Column(heading=_("Hours"), kind=Kind.SCORE),
            Column(heading=_("Price"), kind=Kind.WHOLE),
            *state,
            Column(heading=_("Why"), width=60, wraps=True),
            Column(heading=_("The whole reason"), width=90, wraps=True),
        ),
        rows=[
            (
                one.person,
                one.unit,
                one.offering,
                one.days[0] if one.days else None,
                one.days[-1] if one.days else None,
                one.place,
                one.hours,
                one.price,
                *((one.state,) if has_states else ()),
                one.reason,
                " ".join(one.whole),
            )
            for one in sheet.seats
        ],
    )


def _session_table(sheet: PlanSheet) -> Table:
    return Table(
        name=_("Sessions"),
        columns=(
            Column(heading=_("What"), width=40, wraps=True),
            Column(heading=_("When"), width=36, wraps=True),
            Column(heading=_("Where"), width=22),
            Column(heading=_("Seats"), kind=Kind.WHOLE),
            Column(heading=_("Cost"), kind=Kind.WHOLE),
        ),
        rows=[(one.offering, one.when, one.place, one.seats, one.cost) for one in sheet.sessions],
    )


def _coverage_table(sheet: PlanSheet) -> Table:
    return Table(
        name=_("What is closed"),  # at basic level
        columns=(
            Column(heading=_("Unit"), width=30),
            Column(heading=_("Field"), width=34),
            Column(heading=_("Points missing"), kind=Kind.SCORE),
            Column(heading=_("Points gained"), kind=Kind.SCORE),
            Column(heading=_("Share"), kind=Kind.SHARE),
        ),
        rows=[(one.unit, one.field, one.missing, one.gained, one.gained / one.missing) for one in sheet.coverage],
    )


def _open_table(sheet: PlanSheet) -> Table:
    return Table(
        name=_("What stays open"),
        columns=(
            Column(heading=_("Person"), width=26),
            Column(heading=_("Field"), width=34),
            Column(heading=_("Competency"), width=44, wraps=True),
            Column(heading=_("Points"), kind=Kind.SCORE),
            Column(heading=_("Why"), width=70, wraps=True),
        ),
        rows=[(one.person, one.field, one.competency, one.points, one.why) for one in sheet.open],
    )
