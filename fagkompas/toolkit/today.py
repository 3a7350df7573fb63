"""What needs a person today: one row says what, why now, by when, and has one button.

Each app offers its rows by a function `today_items(person, today)`; the home page puts them together.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final, Generic, Protocol, TypeVar

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Exists, Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayItem:
    """One thing to do.

    `kind` is the heading that the rows are grouped under, in the reader's language ("Din kompetenceprofil");
    `button` says what happens ("Besvar"). `due` is the last day, or None when there is no hurry.
    `is_next` marks what comes later: shown only when nothing else needs the person. `is_others` marks what somebody else does
    and the person only follows: it comes last. `citizen_id` is whose case the row tells of: that it was seen is noted.
    """

    kind: str
    what: str
    why_now: str
    url: str
    button: str
    due: date | None = None
    is_next: bool = False
    is_others: bool = False
    citizen_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayGroup:
    """The rows of one kind, the most urgent first."""

    kind: str
    items: tuple[TodayItem, ...]


class Person(Protocol):
    """Whose day it is: an employee."""

    @property
    def standing(self) -> Hashable:
        """All that what the person may see follows from; another value as soon as any of it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks(Generic[Row]):
    """Rows of which most people have none on most days, and what is to be done about those that there are.

    `rows` is a function of its module, by whose name its question is known. It asks the database nothing, and which rows it
    means follows from the person's standing and the day alone: the question is kept as long as those are the same.
    """

    rows: Callable[[Any, date], QuerySet[Row]]
    items: Callable[[list[Row]], Iterable[TodayItem]]


def items_of(person: Person, today: date, asks: Sequence[Asks[Any]]) -> list[TodayItem]:
    """What is to be done about each of the rows, in the order of `asks`; `items` is called with none where there are none.

    One query asks all at once whether there are any, for to ask for rows with all that stands beside them takes several times as
    long as the answer "none". Then a query for each that has some, and what its `items` needs.
    """
    if not asks:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*_whether_there_are_any(person, today, tuple(ask.rows for ask in asks)))
        are_there = cursor.fetchone()
    return [
        item
        for ask, is_there in zip(asks, are_there, strict=True)
        for item in ask.items(list(ask.rows(person, today)) if is_there else [])
    ]


_Rows = Callable[[Any, date], QuerySet[Any]]
_kept: Final[dict[tuple[str, Hashable, date, tuple[_Rows, ...]], tuple[str, tuple[Any, ...]]]] = {}
MOST_KEPT: Final = 500
"""So many questions are kept, of some kilobytes each."""


def _whether_there_are_any(person: Person, today: date, rows: tuple[_Rows, ...]) -> tuple[str, tuple[Any, ...]]:
    """One query in SQL, and what stands in for its places. To put it together takes longer than to ask it."""
    key = connection.vendor, person.standing, today, rows
    question = _kept.get(key)
    if question is None:
        there = (Exists(of_one(person, today)) for of_one in rows)
        asked = get_user_model().objects.order_by().values_list(*there)[:1].query
        question = asked.get_compiler(connection=connection).as_sql()
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = question
    return question  # Not read again: another thread may have cleared them meanwhile.


def grouped(items: Iterable[TodayItem], today: date) -> tuple[TodayGroup, ...]:
    """Rows by urgency within each kind, and the kinds by their most urgent row."""
    by_due = by_urgency(items, today)
    order = {kind: place for place, kind in enumerate(dict.fromkeys(item.kind for item in by_due))}
    by_kind = sorted(by_due, key=lambda item: order[item.kind])
    return tuple(
        TodayGroup(kind=kind, items=tuple(rows)) for kind, rows in groupby(by_kind, key=lambda item: item.kind)
    )


def by_urgency(items: Iterable[TodayItem], today: date) -> list[TodayItem]:
    """What a citizen waits for since before today comes first, then by due day, then what has none; what others do is last."""

    def urgency(item: TodayItem) -> tuple[bool, bool, date, str]:
        has_waited = item.citizen_id is not None and item.due is not None and item.due < today
        return item.is_others, not has_waited, item.due or date.max, item.what

    return sorted(items, key=urgency)
