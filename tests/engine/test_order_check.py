"""Whether a job order can be opened: each rule broken by itself, at its limit, and laws."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.engine.order_check import HINDERS, OrderFacts, OrderFinding, OrderRule, check_order

TODAY = date(2026, 11, 23)
WHOLE = OrderFacts(
    is_company_closed=False,
    is_few_hours=True,
    task_minutes=(300, 240),
    least_minutes=480,
    most_minutes=600,
    starts_on=date(2026, 12, 1),
    ends_on=date(2027, 5, 31),
    apply_until=TODAY,
    has_contact=True,
    has_place=True,
    has_way_to_apply=True,
    is_on_jobnet=True,
    has_advert=True,
    frees=True,
)


def rules(order: OrderFacts) -> list[OrderRule]:
    return [one.rule for one in check_order(order, TODAY)]


def test_a_whole_order_has_nothing_to_put_right() -> None:
    assert rules(WHOLE) == []


@pytest.mark.parametrize(
    ("differs", "finding"),
    [
        ({"is_company_closed": True}, OrderFinding(rule=OrderRule.COMPANY_CLOSED)),
        ({"task_minutes": ()}, OrderFinding(rule=OrderRule.NO_TASKS)),
        ({"task_minutes": (300, 301)}, OrderFinding(rule=OrderRule.TASKS_OVER_MOST, found=601, limit=600)),
        (
            {"least_minutes": 660, "task_minutes": (0,)},
            OrderFinding(rule=OrderRule.LEAST_OVER_MOST, found=660, limit=600),
        ),
        ({"ends_on": date(2026, 11, 30)}, OrderFinding(rule=OrderRule.ENDS_BEFORE_START)),
        ({"apply_until": TODAY - timedelta(days=1)}, OrderFinding(rule=OrderRule.APPLY_IS_OVER)),
        (
            {"starts_on": date(2026, 1, 1), "ends_on": TODAY - timedelta(days=1)},
            OrderFinding(rule=OrderRule.ENDED),
        ),
        ({"most_minutes": 901}, OrderFinding(rule=OrderRule.NOT_FEW_HOURS, found=901, limit=900)),
        ({"task_minutes": (479,)}, OrderFinding(rule=OrderRule.TASKS_UNDER_LEAST, found=479, limit=480)),
        ({"task_minutes": (0, 540)}, OrderFinding(rule=OrderRule.TASK_WITHOUT_MINUTES, found=1)),
        ({"least_minutes": None, "most_minutes": None}, OrderFinding(rule=OrderRule.NO_HOURS)),
        ({"has_contact": False}, OrderFinding(rule=OrderRule.NO_CONTACT)),
        ({"has_place": False}, OrderFinding(rule=OrderRule.NO_PLACE)),
        ({"starts_on": None}, OrderFinding(rule=OrderRule.NO_START)),
        ({"has_way_to_apply": False}, OrderFinding(rule=OrderRule.NO_WAY_TO_APPLY)),
        ({"has_advert": False}, OrderFinding(rule=OrderRule.NO_ADVERT)),
        ({"frees": False}, OrderFinding(rule=OrderRule.NOTHING_FREED)),
    ],
)
def test_each_rule_finds_its_own_with_its_numbers(differs: dict[str, Any], finding: OrderFinding) -> None:
    found = check_order(replace(WHOLE, **differs), TODAY)
    assert finding in found
    assert {one.rule for one in found} - {finding.rule} <= {OrderRule.TASK_WITHOUT_MINUTES}
    assert finding.hinders == (finding.rule in HINDERS)


@pytest.mark.parametrize(
    "differs",
    [
        {"task_minutes": (600,)},
        {"task_minutes": (480,)},
        {"least_minutes": 540, "most_minutes": 540},
        {"most_minutes": 900},
        {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 1)},
        {"starts_on": TODAY, "ends_on": TODAY},
        {"is_few_hours": False, "most_minutes": 2220, "frees": False},
        {"is_on_jobnet": False, "has_advert": False},
    ],
)
def test_at_the_limit_nothing_is_said(differs: dict[str, Any]) -> None:
    assert rules(replace(WHOLE, **differs)) == []


def test_contradictory_hours_are_told_together_and_hinder() -> None:
    found = check_order(replace(WHOLE, least_minutes=700, most_minutes=500), TODAY)
    assert [(one.rule, one.found, one.limit) for one in found] == [
        (OrderRule.TASKS_OVER_MOST, 540, 500),
        (OrderRule.LEAST_OVER_MOST, 700, 500),
        (OrderRule.TASKS_UNDER_LEAST, 540, 700),
    ]
    assert [one.hinders for one in found] == [True, True, False]


MINUTES = st.integers(0, 3000)


@given(st.lists(MINUTES, max_size=6), st.none() | MINUTES, st.none() | MINUTES, st.booleans(), st.randoms())
def test_the_order_of_tasks_changes_nothing_and_the_rules_come_in_order(
    minutes: list[int], least: int | None, most: int | None, is_few: bool, chance: Any
) -> None:
    order = replace(WHOLE, task_minutes=tuple(minutes), least_minutes=least, most_minutes=most, is_few_hours=is_few)
    shuffled = minutes.copy()
    chance.shuffle(shuffled)
    found = check_order(order, TODAY)
    assert found == check_order(replace(order, task_minutes=tuple(shuffled)), TODAY)
    places = [list(OrderRule).index(one.rule) for one in found]
    assert places == sorted(set(places))
