"""A position taken apart as its page shows it: tasks by who does them, what that comes to, and what one may try."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django_stubs_ext import StrPromise

from fagkompas.companies.models import Position, PositionTask
from fagkompas.companies.order_draft import Draft, draft_of
from fagkompas.companies.positions_to_engine import placed_by_hand, tasks_of
from fagkompas.companies.wording import AIMS, JOB_KINDS, NOBODY_YET, WHO, WHO_HINTS, WHY_NO_PROPOSAL, hours
from fagkompas.engine import substitution
from fagkompas.engine.substitution import Aim, Who, division, proposal

PLACES: Final = ("", *(who.value for who in Who))
"""Where a task can be, in the order in which it is moved: with nobody yet, then with each who could have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step to the side: to whom, and in words."""

    to: str
    label: StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A task where it lies; `is_doubtful` where nobody has said that the one who has it could do it."""

    task: PositionTask
    is_doubtful: bool
    left: Move | None
    right: Move | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one of them has; `code` is "" for nobody yet."""

    code: str
    heading: StrPromise
    hint: StrPromise | str
    cards: Sequence[Card]
    minutes: int

    @property
    def hours(self) -> str:
        """Of a week, in words."""
        return hours(self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What one may try, and what it would come to; or why it cannot be had. `is_now` where the tasks lie so already."""

    aim: Aim
    label: StrPromise
    why_not: StrPromise | None
    freed: str
    new: str
    is_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole of it."""

    position: Position
    nobody: Column
    columns: Sequence[Column]
    proposals: Sequence[Proposed]
    all_minutes: int
    freed: int
    new_minutes: int
    new_job: StrPromise | None
    draft: Draft

    @property
    def choices(self) -> Sequence[tuple[str, StrPromise]]:
        """To whom a task can be given."""
        return [("", NOBODY_YET), *WHO.items()]

    @property
    def how_many(self) -> int:
        """Tasks there are."""
        return sum(len(column.cards) for column in (self.nobody, *self.columns))

    @property
    def in_hours(self) -> Mapping[str, str]:
        """All of it, what the expert is freed from, and the new job."""
        return {"all": hours(self.all_minutes), "freed": hours(self.freed), "new": hours(self.new_minutes)}


def board_of(position: Position, tasks: Sequence[PositionTask]) -> Board:
    """As the tasks lie now; asks nothing of the database but the company's name for the draft."""
    known, placed = tasks_of(tasks), placed_by_hand(tasks)
    now = division(known, placed)
    doubtful = frozenset(now.cannot)
    columns = {code: [_card(task, doubtful) for task in tasks if task.who == code] for code in PLACES}
    return Board(
        position=position,
        nobody=_column("", columns[""]),
        columns=[_column(who.value, columns[who.value]) for who in Who],
        proposals=[_proposed(known, aim, placed) for aim in Aim] if tasks else [],
        all_minutes=sum(task.minutes for task in tasks),
        freed=now.freed,
        new_minutes=now.new_minutes,
        new_job=JOB_KINDS[now.new_job] if now.new_job else None,
        draft=draft_of(position, tasks, placed),
    )


def _card(task: PositionTask, doubtful: frozenset[str]) -> Card:
    place = PLACES.index(task.who)
    return Card(
        task=task,
        is_doubtful=str(task.uuid) in doubtful,
        left=_move(PLACES[place - 1]) if place else None,
        right=_move(PLACES[place + 1]) if place + 1 < len(PLACES) else None,
    )


def _move(code: str) -> Move:
    return Move(to=code, label=WHO[code] if code else NOBODY_YET)


def _column(code: str, cards: Sequence[Card]) -> Column:
    minutes = sum(card.task.minutes for card in cards)
    heading, hint = (WHO[code], WHO_HINTS[code]) if code else (NOBODY_YET, "")
    return Column(code=code, heading=heading, hint=hint, cards=cards, minutes=minutes)


def _proposed(tasks: Sequence[substitution.PositionTask], aim: Aim, placed: Mapping[str, Who]) -> Proposed:
    found = proposal(tasks, aim)
    then = division(tasks, found or {})
    return Proposed(
        aim=aim,
        label=AIMS[aim],
        why_not=None if found else WHY_NO_PROPOSAL[aim],
        freed=hours(then.freed),
        new=hours(then.new_minutes) if then.new_minutes else "",
        is_now=found is not None and dict(found) == dict(placed),
    )
