"""A learning plan as its pages show it: what it closes, who goes to what and why, what stays open."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.assessments.unit_profiles import safe
from fagkompas.assessments.wording import LEVELS
from fagkompas.catalogue.models import Session
from fagkompas.engine import planning as engine
from fagkompas.engine.scales import Level
from fagkompas.frameworks.texts import ItemTexts
from fagkompas.learning.actions.plans import can_give
from fagkompas.learning.figures import BLUE, Bar, Part, bars
from fagkompas.learning.models import Plan, Seat, SeatState
from fagkompas.learning.plan_rows import SeatGroup, SeatRow, given_row, grouped, seat_row
from fagkompas.learning.proposing import PlannedSeat, Proposal, names_of, proposal_of, session_name
from fagkompas.learning.wording.plan_pages import LEFT_OUT, problem_in_words, quality_in_words
from fagkompas.learning.wording.plans import (
    NOT_KNOWN,
    WHY,
    Names,
    because_in_words,
    clash_in_words,
    conflict_in_words,
    hours,
    more_in_words,
    musts_in_words,
    points,
    violation_in_words,
    way_out_in_words,
)
from fagkompas.toolkit.formats import kroner, number, percent

BY_PERSON = "personer"
"""The word of the address that groups seats by person rather than by session."""

MOST_NAMED = 6
"""People named in one line of what stays open; the files have everyone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """What stays open for one reason: how much in each field, and with whom."""

    why: str
    says: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialisedRow:
    """A field where specialised people are missing, and who is developed towards it."""

    field: str
    missing: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRow:
    """One way out of what cannot be; `can_give` when the plan's own levers are enough, `is_decided` when a seat is approved."""

    place: int
    says: tuple[str, ...]
    can_give: bool
    is_decided: bool


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A plan with its proposal, in the reader's words."""

    plan: Plan
    proposal: Proposal
    names: Names

    @property
    def knows(self) -> str:
        """How many of the unit the plan is made of."""
        known = self.proposal.people - len(self.proposal.waiting) - len(self.proposal.unrated)
        values = {"known": number(known, 0), "everyone": number(self.proposal.people, 0)}
        return _("The plan knows %(known)s of %(everyone)s.") % values

    @property
    def to_rate(self) -> str:
        """How many have to be rated for it to know everybody; "" where nobody has."""
        waiting, unrated = len(self.proposal.waiting), len(self.proposal.unrated)
        said = []
        if unrated:
            said.append(
                ngettext("%(n)s is not rated yet.", "%(n)s are not rated yet.", unrated) % {"n": number(unrated, 0)}
            )
        if waiting:
            words = ngettext("%(n)s waits for a manager to rate.", "%(n)s wait for a manager to rate.", waiting)
            said.append(words % {"n": number(waiting, 0)})
        return " ".join(said)

    @property
    def closes(self) -> str:
        """How much of what is missing the plan gains."""
        if self.proposal.closed is None:
            return _("Nothing is missing.")
        return percent(self.proposal.closed)

    @property
    def closes_of(self) -> str:
        """The same in points."""
        return _("%(gained)s of %(missing)s missing at basic level") % {
            "gained": number(self.proposal.gained),
            "missing": points(self.proposal.missing),
        }

    @property
    def costs(self) -> str:
        """Kroner."""
        return kroner(self.proposal.cost)

    @property
    def costs_of(self) -> str:
        """Of which budget."""
        return _("of %(budget)s") % {"budget": kroner(self.plan.budget)} if self.plan.budget is not None else ""

    @property
    def takes(self) -> str:
        """Hours of everyone."""
        return hours(self.proposal.hours_in_all)

    @property
    def takes_of(self) -> str:
        """For how many, and at most how much for each."""
        busy = sum(1 for used in self.proposal.hours.values() if used)
        said = ngettext("for %(n)s person", "for %(n)s people", busy) % {"n": number(busy, 0)}
        most = max(self.proposal.hours.values(), default=0.0)
        return _("%(people)s, at most %(hours)s each") % {"people": said, "hours": hours(most)} if busy else said

    @property
    def develops(self) -> str:
        """How many are developed towards specialised, of those missing; whether they reach it is another matter."""
        return _("%(n)s of %(missing)s") % {
            "n": number(len(self.proposal.developed), 0),
            "missing": number(self.proposal.specialists_missing_in_all, 0),
        }

    @property
    def open_of(self) -> str:
        """What stays open at basic level, and with how many people."""
        left = [one for one in self.proposal.uncovered if one.points is not None and self._level_of(one) is Level.BASIC]
        people = len({one.person for one in left})
        said = ngettext("%(points)s with %(n)s person", "%(points)s with %(n)s people", people)
        return said % {"points": points(sum(one.points or 0.0 for one in left)), "n": number(people, 0)}

    @property
    def quality(self) -> str:
        """How good it is known to be."""
        return quality_in_words(self.proposal)

    @property
    def paid_otherwise(self) -> str:
        """That some seats close and take hours here, and cost elsewhere; "" without any."""
        count = len(self.proposal.elsewhere)
        said = ngettext(
            "%(n)s seat was decided outside this plan: it closes and takes hours here, but is not in what the plan costs.",
            "%(n)s seats were decided outside this plan: they close and take hours here, but are not in what the plan costs.",
            count,
        )
        return said % {"n": number(count, 0)} if count else ""

    @property
    def too_large(self) -> str:
        """That sessions need more people than may be away; "" where none does."""
        found = self.proposal.never_held
        if found is None:
            return ""
        said = ngettext(
            "%(n)s session cannot be held: it needs at least %(least)s of you, and at most %(most)s may be away at once.",
            "%(n)s sessions cannot be held: each needs at least %(least)s of you, and at most %(most)s may be away at once.",
            len(found.sessions),
        )
        return said % {
            "n": number(len(found.sessions), 0),
            "least": number(found.least, 0),
            "most": number(found.most, 0),
        }

    @property
    def more(self) -> list[str]:
        """What a little more would give."""
        return [more_in_words(one) for one in self.proposal.more]

    @property
    def violations(self) -> list[str]:
        """Every rule that is broken."""
        return [violation_in_words(one, self.names, self.offering_of) for one in self.proposal.violations]

    @cached_property
    def offering_of(self) -> Mapping[str, str]:
        """Session to offering, of the plan's seats."""
        rows = [one.row for one in (*self.proposal.seats, *self.proposal.rejected)]
        return {
            **{str(row.session.uuid): str(row.session.offering.uuid) for row in rows},
            **{one.seat.session: one.offering for one in self.proposal.given},
        }

    def names_with(self, sessions: Iterable[Session], people: Iterable[Employee]) -> Names:
        """The same names, and those of these sessions and people."""
        more = list(sessions)
        return replace(
            self.names,
            people={**self.names.people, **{str(one.uuid): one.name for one in people}},
            sessions={**self.names.sessions, **{str(one.uuid): session_name(one) for one in more}},
            offerings={**self.names.offerings, **{str(one.offering.uuid): one.offering.title for one in more}},
        )

    # Impossible

    @property
    def impossible(self) -> str:
        """What stands above the ways out, or above what must be where it is not known whether it can."""
        if self.proposal.musts:
            return str(NOT_KNOWN)
        return clash_in_words(self.proposal.ways_out, cut_short=self.proposal.cut_short)

    @property
    def musts(self) -> tuple[str, ...]:
        """What must be, where it is not known whether it can."""
        return musts_in_words(self.proposal.musts, self.names)

    @property
    def problems(self) -> list[str]:
        """What contradicts itself in the rows that the plan would be made from."""
        return [problem_in_words(one) for one in self.plan.proposal.get("problems", [])]

    @property
    def ways_out(self) -> list[WayRow]:
        """Each is enough by itself."""
        stored = self.plan.proposal.get("ways_out", [])
        return [
            WayRow(
                place=place,
                says=way_out_in_words(way, self.names),
                can_give=can_give(stored[place]),
                is_decided=any(one.limit is engine.Limit.GIVEN for one in way.gives),
            )
            for place, way in enumerate(self.proposal.ways_out)
        ]

    @property
    def conflicts(self) -> list[tuple[str, tuple[str, ...]]]:
        """What cannot be, and everything that is in the way of it."""
        return [
            (conflict_in_words(one, self.names), because_in_words(one, self.names)) for one in self.proposal.conflicts
        ]

    # Who goes to what

    def waits_for(self, person: Employee) -> int:
        """Proposed seats that the person may approve: all but her own."""
        return sum(1 for one in self._proposed if one.row.employee_id != person.pk)

    def own(self, person: Employee) -> list[Seat]:
        """Proposed seats that are her own, which somebody else approves."""
        return [one.row for one in self._proposed if one.row.employee_id == person.pk]

    @property
    def _proposed(self) -> list[PlannedSeat]:
        if self.proposal.is_impossible:
            return []
        taken = {(one.seat.person, one.offering) for one in self.proposal.given}
        return [
            one
            for one in self.proposal.standing
            if one.row.state == SeatState.PROPOSED
            and (str(one.row.employee.uuid), str(one.row.session.offering.uuid)) not in taken
        ]

    @property
    def approved(self) -> int:
        """Seats of the plan that are approved."""
        return sum(1 for one in self.proposal.standing if one.row.state == SeatState.APPROVED)

    @property
    def places(self) -> set[tuple[str, str]]:
        """Session and person of every seat, also those that stood before the plan."""
        return {
            *map(_key, self.proposal.standing),
            *((one.seat.session, one.seat.person) for one in self.proposal.given),
        }

    @property
    def people_with_seats(self) -> int:
        """How many have one."""
        return len({person for _session, person in self.places})

    @property
    def new_given(self) -> list[engine.SeatReason]:
        """Seats that stood before the plan, without those that are the plan's own."""
        own = {_key(one) for one in self.proposal.standing}
        return [one for one in self.proposal.given if (one.seat.session, one.seat.person) not in own]

    def groups(self, *, by_person: bool) -> list[SeatGroup]:
        """Everybody's seats, also those that stood before the plan; sessions by day, people by name."""
        rows = [(*_key(one), seat_row(one, self.names)) for one in self.proposal.standing]
        rows += [(one.seat.session, one.seat.person, given_row(one, self.names)) for one in self.new_given]
        return grouped(rows, by_person=by_person)

    @property
    def lost_heading(self) -> str:
        """What has happened: people have lost seats, or only a proposal has."""
        lost = self.proposal.lost
        if any(one.row.state == SeatState.APPROVED for one in lost):
            said = ngettext("%(n)s seat is lost", "%(n)s seats are lost", len(lost))
        else:
            said = ngettext("%(n)s seat is gone from the proposal", "%(n)s seats are gone from the proposal", len(lost))
        return said % {"n": number(len(lost), 0)}

    @property
    def put_in(self) -> list[SeatRow]:
        """Seats that somebody put in, and that stay until she lets go of them."""
        return [
            seat_row(one, self.names)
            for one in self.proposal.seats
            if one.row.by_hand and one.row.state == SeatState.PROPOSED and not one.row.session.is_cancelled
        ]

    @property
    def rejected(self) -> list[SeatRow]:
        """Seats that were taken out, and that stay out until somebody lets go of it."""
        return [seat_row(one, self.names) for one in self.proposal.rejected if not one.row.session.is_cancelled]

    # What stays open

    @property
    def open_groups(self) -> list[OpenGroup]:
        """By reason, and within it by field and level; the largest first. Where nobody more is needed nothing is open."""
        by_why: dict[engine.Why, dict[str, list[engine.Uncovered]]] = defaultdict(lambda: defaultdict(list))
        for one in self.proposal.uncovered:
            if one.why is not engine.Why.OTHERS_DEVELOPED:
                by_why[one.why][self._field_and_level(one)].append(one)
        groups = [(sum(map(len, fields.values())), self._open(why, fields)) for why, fields in by_why.items()]
        return [group for _size, group in sorted(groups, key=lambda pair: -pair[0])]

    def _open(self, why: engine.Why, fields: Mapping[str, Sequence[engine.Uncovered]]) -> OpenGroup:
        everything = [one for rows in fields.values() for one in rows]
        return OpenGroup(
            why=str(WHY[why]),
            says=_people(everything) if why is engine.Why.RATE_FIRST else self._open_in_words(everything),
            rows=tuple(
                (
                    field,
                    "–" if why is engine.Why.RATE_FIRST else number(sum(one.points or 0.0 for one in rows)),
                    _named(sorted({self.names.person(one.person) for one in rows})),
                )
                for field, rows in sorted(fields.items())
            ),
        )

    def _open_in_words(self, rows: Sequence[engine.Uncovered]) -> str:
        """Points at basic level; of those who might be developed to specialised only how many they are."""
        basic = [one for one in rows if self._level_of(one) is Level.BASIC]
        said = []
        if basic:
            values = {"points": points(sum(one.points or 0.0 for one in basic)), "people": _people(basic)}
            said.append(_("%(points)s at basic level, %(people)s") % values)
        if len(basic) < len(rows):
            others = [one for one in rows if self._level_of(one) is not Level.BASIC]
            said.append(_("towards specialised: %(people)s") % {"people": _people(others)})
        return "; ".join(said)

    def _field_and_level(self, one: engine.Uncovered) -> str:
        item = self._items.get(one.competency)
        level = LEVELS[item.level] if item and item.level else ""
        return f"{self.names.field(item.field)}, {level}" if item else one.competency

    def _level_of(self, one: engine.Uncovered) -> Level | None:
        item = self._items.get(one.competency)
        return item.level if item else None

    @cached_property
    def _items(self) -> Mapping[str, ItemTexts]:
        texts = self.proposal.texts
        return texts.items() if texts else {}

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Sessions that were left out, with why."""
        sessions = [(self.names.session(one.session), str(LEFT_OUT[one.why])) for one in self.proposal.left_out]
        return sorted(sessions)

    @property
    def waiting(self) -> list[str]:
        """People whom their manager has to rate first."""
        return sorted(self.names.person(one) for one in self.proposal.waiting)

    # Field by field

    @property
    def fields(self) -> list[tuple[str, float, float]]:
        """Field: points missing at basic level, and gained."""
        return [(name, missing, gained) for name, (missing, gained) in fields_of(self).items()]

    @property
    def specialised(self) -> list[SpecialisedRow]:
        """Fields where specialised people are missing: how many, who is developed, and how far."""
        return [
            SpecialisedRow(
                field=self.names.field(code),
                missing=missing,
                people=tuple(
                    _("%(person)s (%(points)s)")
                    % {"person": self.names.person(one.person), "points": points(one.points)}
                    for one in self.proposal.developed
                    if one.field == code
                ),
            )
            for code, missing in self.proposal.specialists_missing.items()
        ]

    def figure(self, *, narrow: bool) -> SafeString:
        """Per field what is gained of what is missing at basic level."""
        rows = [
            Bar(
                name=name,
                sizes=(round(gained, 1), round(missing - gained, 1)),
                says=_("%(gained)s of %(missing)s") % {"gained": number(gained), "missing": number(missing)},
            )
            for name, missing, gained in self.fields
        ]
        parts = [Part(words=_("the plan gains"), fill=BLUE, dark=True), Part(words=_("stays open"), fill="")]
        return safe(bars(rows, parts, prefix="pn" if narrow else "p", title=_("What the plan closes"), narrow=narrow))


def view_of(plan: Plan) -> PlanView | None:
    """The plan's proposal in words; None before there is one. A constant number of queries."""
    proposal = proposal_of(plan)
    return PlanView(plan=plan, proposal=proposal, names=names_of(proposal)) if proposal else None


def _people(rows: Iterable[engine.Uncovered]) -> str:
    people = len({one.person for one in rows})
    return ngettext("%(n)s person", "%(n)s people", people) % {"n": number(people, 0)}


def _key(one: PlannedSeat) -> tuple[str, str]:
    return str(one.row.session.uuid), str(one.row.employee.uuid)


def _named(names: Sequence[str]) -> str:
    shown, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return _("%(names)s and %(n)s more") % {"names": shown, "n": number(more, 0)} if more > 0 else shown


def fields_of(view: PlanView) -> dict[str, tuple[float, float]]:
    """Field by name: points missing and gained at basic level, of all parts of the unit, in framework order."""
    found: dict[str, tuple[float, float]] = {}
    for one in view.proposal.coverage:
        if one.level is Level.BASIC:
            name = view.names.field(one.field)
            missing, gained = found.get(name, (0.0, 0.0))
            found[name] = (missing + one.missing, gained + one.gained)
    return found


def family_of(plan: Plan, plans: Iterable[Plan]) -> Iterator[Plan]:
    """Of these plans the one itself, the one it is a scenario of, and that one's other scenarios."""
    first = plan.scenario_of_id or plan.pk
    return (one for one in plans if first in (one.pk, one.scenario_of_id))


def plan_url(plan: Plan) -> str:
    """The plan's page."""
    return reverse("learning:plan", args=[plan.uuid])
