"""The seats of a learning plan as its page shows them: a row for each, in groups by session or by person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.engine import planning as engine
from fagkompas.learning.models import SeatState
from fagkompas.learning.proposing import PlannedSeat
from fagkompas.learning.wording.plan_pages import NOTES, SEAT_KINDS
from fagkompas.learning.wording.plans import Names, reason_in_words, whole_reason
from fagkompas.toolkit.formats import moment, number

FEW_SEATS = 6
"""So few seats stand unfolded; of more one sees who goes to what, and opens what one wants to know the reason of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """A seat on the page. `uuid` is "" for one that stood before the plan; `whose` is the person's."""

    uuid: str
    whose: str
    person: str
    title: str
    when: str
    says: str
    whole: tuple[str, ...]
    state: str
    kind: str
    note: str
    is_proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGroup:
    """Seats under one heading, a session or a person, folded: `inside` names them, `state` tells of those that are given."""

    heading: str
    under: str
    inside: str
    state: str
    kind: str
    rows: tuple[SeatRow, ...]


def seat_row(one: PlannedSeat, names: Names) -> SeatRow:
    """A seat of the plan."""
    row = one.row
    note = _("put in by hand") if row.by_hand else ""
    if row.state == SeatState.APPROVED and row.decided_at:
        by = row.decided_by.name if row.decided_by else ""
        note = _("by %(who)s on %(when)s") % {"who": by, "when": moment(row.decided_at)} if by else ""
    unknown = str(NOTES[one.note]) if one.note else _("It is not known what it gives.")
    return SeatRow(
        uuid=str(row.uuid),
        whose=str(row.employee.uuid),
        person=row.employee.name,
        title=row.session.offering.title,
        when=names.session(str(row.session.uuid)),
        says=reason_in_words(one.reason, names) if one.reason else unknown,
        whole=whole_reason(one.reason, names) if one.reason else (),
        state=row.get_state_display(),
        kind=SEAT_KINDS[row.state],
        note=f"{note}. {NOTES[one.note]}".lstrip(". ") if one.note and one.reason else note,
        is_proposed=row.state == SeatState.PROPOSED,
    )


def given_row(reason: engine.SeatReason, names: Names) -> SeatRow:
    """A seat that stood before the plan."""
    return SeatRow(
        uuid="",
        whose=reason.seat.person,
        person=names.person(reason.seat.person),
        title=names.offering(reason.offering),
        when=names.session(reason.seat.session),
        says=reason_in_words(reason, names),
        whole=whole_reason(reason, names),
        state=_("Has the seat already"),
        kind="success",
        note="",
        is_proposed=False,
    )


def grouped(rows: Iterable[tuple[str, str, SeatRow]], *, by_person: bool) -> list[SeatGroup]:
    """Seats with their session and person, in groups of one or the other: sessions as they come, people by name."""
    found: dict[str, list[SeatRow]] = defaultdict(list)
    for session, person, row in rows:
        found[person if by_person else session].append(row)
    groups = [_group(one, by_person=by_person) for one in found.values()]
    return sorted(groups, key=lambda one: one.heading) if by_person else groups


def _group(rows: Sequence[SeatRow], *, by_person: bool) -> SeatGroup:
    first, state, kind = rows[0], *_state_of(rows)
    if by_person:
        seats = ngettext("%(n)s seat", "%(n)s seats", len(rows)) % {"n": number(len(rows), 0)}
        titles = " · ".join(row.title for row in rows)
        return SeatGroup(heading=first.person, under=seats, inside=titles, state=state, kind=kind, rows=tuple(rows))
    by_name = sorted(rows, key=lambda row: row.person)
    names = " · ".join(row.person for row in by_name)
    return SeatGroup(heading=first.title, under=first.when, inside=names, state=state, kind=kind, rows=tuple(by_name))


def _state_of(rows: Sequence[SeatRow]) -> tuple[str, str]:
    """What a folded group says of its seats, and the kind of it: nothing while all are proposed."""
    waiting = sum(row.is_proposed for row in rows)
    if not waiting:
        return rows[0].state, rows[0].kind
    if waiting == len(rows):
        return "", ""
    return ngettext("%(n)s waits", "%(n)s wait", waiting) % {"n": number(waiting, 0)}, SEAT_KINDS[SeatState.PROPOSED]
