"""The order of the home page."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fagkompas.toolkit.today import TodayItem, grouped

days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 1, 1)))
items = st.builds(
    TodayItem,
    kind=st.sampled_from(["rate", "talk", "open"]),
    what=st.text(max_size=8),
    why_now=st.just(""),
    url=st.just("/"),
    button=st.just(""),
    due=days,
)


TODAY = date(2026, 5, 1)


def item(kind: str, what: str, due: date | None = None, **more: Any) -> TodayItem:
    """A row where only this matters."""
    return TodayItem(kind=kind, what=what, why_now="", url="/", button="", due=due, **more)


def test_the_most_urgent_kind_comes_first_and_its_rows_by_day() -> None:
    rows = [
        item("rate", "no hurry"),
        item("talk", "later", date(2026, 5, 2)),
        item("rate", "soon", date(2026, 5, 1)),
        item("talk", "last", date(2026, 6, 1)),
    ]
    groups = [(group.kind, [row.what for row in group.items]) for group in grouped(rows, TODAY)]
    assert groups == [("rate", ["soon", "no hurry"]), ("talk", ["later", "last"])]


@given(st.lists(items))
def test_nothing_is_lost_and_each_kind_stands_once(rows: list[TodayItem]) -> None:
    groups = grouped(rows, TODAY)
    kept = [row for group in groups for row in group.items]
    assert sorted(kept, key=repr) == sorted(rows, key=repr)
    assert len({group.kind for group in groups}) == len(groups)
    for group in groups:
        known = [row.due for row in group.items if row.due]
        assert known == sorted(known)
        assert [row.due is None for row in group.items] == sorted(row.due is None for row in group.items)


def test_a_citizen_who_waits_comes_first_and_what_others_do_last() -> None:
    rows = [
        item("rules", "the manager ticks it off", date(2026, 4, 1), is_others=True),
        item("rate", "older, and not about a citizen", date(2026, 4, 2)),
        item("talk", "overdue", date(2026, 4, 30), citizen_id=1),
        item("cases", "due today", date(2026, 5, 1), citizen_id=2),
        item("check", "no day", citizen_id=3),
    ]
    assert [group.kind for group in grouped(rows, TODAY)] == ["talk", "rate", "cases", "check", "rules"]
