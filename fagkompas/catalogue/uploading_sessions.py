"""The sessions of a catalogue file: new ones, and those that are there and would change.

A row finds its session again by its number, else by the offering and the first day. A session that is to come may get
other days, seats and place, as on its own page; never fewer seats than are taken or promised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from fagkompas.catalogue.actions.sessions import session_facts_of, standing_of
from fagkompas.catalogue.cells import Cells, TypedRow, placed
from fagkompas.catalogue.facts import NOTHING_YET, MeetingFacts, SessionFacts, problems_of_session
from fagkompas.catalogue.models import Session
from fagkompas.catalogue.workbooks import SESSION_COLUMNS, SESSIONS, heading_of, session_cells
from fagkompas.engine.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingName:
    """What a session takes from its offering."""

    title: str
    least_seats: int
    most_seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSession:
    """A row that can be saved, of the offering with this code. `before` is None for a new one.

    `changes` say what becomes what, such as "højst: 20 → 12".
    """

    row: int
    offering: str
    title: str
    facts: SessionFacts
    before: Session | None
    changes: tuple[str, ...] = ()
    sheet: str = SESSIONS

    @property
    def name(self) -> str:
        """What the row is about."""
        return f"{self.title}, {self.facts.starts_on.isoformat()}"

    @property
    def is_new(self) -> bool:
        """Whether it plans a session."""
        return self.before is None


class SessionRows:
    """Knows the municipality's sessions to come, and what the rows above have taken."""

    def __init__(self, root_id: int, offerings: Mapping[str, OfferingName], today: date) -> None:
        self.today = today
        self.offerings = offerings
        self.by_name = {
            name.casefold(): code for code, offering in offerings.items() for name in (offering.title, code)
        }
        to_come = Session.objects.of_root(root_id).still_to_come(today)
        self.there = list(to_come.select_related("offering").prefetch_related("meetings", "shared_seats"))
        self.first_rows: dict[object, int] = {}

    def check(self, rows: Sequence[TypedRow]) -> tuple[list[CheckedSession], list[Problem]]:
        """Each must be of an offering that is there, or that the file brings."""
        good: list[CheckedSession] = []
        problems: list[Problem] = []
        for row in rows:
            cells = Cells(row, partial(heading_of, SESSIONS))
            found = self._read(cells)
            problems += cells.problems
            if not cells.problems:
                good.append(found)
        return good, problems

    def _read(self, cells: Cells) -> CheckedSession:
        code = self.by_name.get(cells.text("offering").casefold(), "")
        if not code:
            cells.note("offering", "offering_unknown", cells.text("offering"))
        meetings = tuple(sorted(cells.meetings()))
        before = self._session(cells, code, meetings[0].day if meetings else None)
        was = session_facts_of(before) if before else None
        facts = self._facts(cells, code, was, meetings)
        if not cells.problems:
            first = self.first_rows.setdefault(before.pk if before else (code, facts), cells.row.row)
            if first != cells.row.row:
                cells.note("meetings", "row_twice", cells.text("meetings"), first=first)
        if not cells.problems and facts != was:
            standing = standing_of(before) if before else NOTHING_YET
            found = problems_of_session(facts, today=self.today, standing=standing)
            cells.problems += placed(found, cells.row, cells.heading)
        title = self.offerings[code].title if code else ""
        changes = _changes(was, facts) if was else ()
        return CheckedSession(
            row=cells.row.row, offering=code, title=title, facts=facts, before=before, changes=changes
        )

    def _session(self, cells: Cells, code: str, first_day: date | None) -> Session | None:
        """The session that the row is about, None for a new one."""
        number = cells.text("session").strip().casefold()
        if number:
            found = next((one for one in self.there if str(one.uuid) == number), None)
            if found is None:
                cells.note("session", "session_unknown", number)
            elif code and found.offering.code != code:
                cells.note("offering", "session_of_another_offering", cells.text("offering"))
            return found
        same = [one for one in self.there if one.offering.code == code and one.starts_on == first_day]
        if len(same) > 1:
            cells.note("session", "session_which", first_day.isoformat() if first_day else "")
        return same[0] if same else None

    def _facts(
        self, cells: Cells, code: str, was: SessionFacts | None, meetings: tuple[MeetingFacts, ...]
    ) -> SessionFacts:
        """What the row says; what it does not say stays as it is, or is what a new session begins with."""
        offering = self.offerings.get(code) or OfferingName(title="", least_seats=1, most_seats=20)
        said: dict[str, Any] = {
            "place": cells.text("place"),
            "is_online": cells.yes("is_online"),
            "least_seats": cells.whole("least_seats", empty=offering.least_seats) or 0,
            "most_seats": cells.whole("most_seats", empty=offering.most_seats) or 0,
            "enrol_by": cells.day("enrol_by"),
            "is_joint": cells.yes("is_joint"),
        }
        if was is None:
            return SessionFacts(meetings=meetings, **said)
        return replace(
            was, meetings=meetings, **{name: value for name, value in said.items() if name in cells.row.texts}
        )


def _changes(was: SessionFacts, facts: SessionFacts) -> tuple[str, ...]:
    before, after = session_cells(was), session_cells(facts)
    said = [column for column in SESSION_COLUMNS if column.fact in before]
    return tuple(
        f"{column.name}: {_shown(before[column.fact])} → {_shown(after[column.fact])}"
        for column in said
        if before[column.fact] != after[column.fact]
    )


def _shown(cell: object) -> str:
    return "–" if cell in {None, ""} else str(cell)
