"""Whether a job order can be opened, and what is worth putting right first: rules that name the numbers they found.

The seven sections are those of the handbook of methods and tools of a job centre (document 004), 6.1; the rules are ours.
Minutes are a week's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from fagkompas.engine.substitution import FEW_HOURS


class OrderRule(StrEnum):
    """What may be wrong, in the order in which it is told."""

    COMPANY_CLOSED = "company-closed"
    NO_TASKS = "no-tasks"
    TASKS_OVER_MOST = "tasks-over-most"
    LEAST_OVER_MOST = "least-over-most"
    ENDS_BEFORE_START = "ends-before-start"
    APPLY_IS_OVER = "apply-is-over"
    ENDED = "ended"
    NOT_FEW_HOURS = "not-few-hours"
    TASKS_UNDER_LEAST = "tasks-under-least"
    TASK_WITHOUT_MINUTES = "task-without-minutes"
    NO_HOURS = "no-hours"
    NO_CONTACT = "no-contact"
    NO_PLACE = "no-place"
    NO_START = "no-start"
    NO_WAY_TO_APPLY = "no-way-to-apply"
    NO_ADVERT = "no-advert"
    NOTHING_FREED = "nothing-freed"


HINDERS: Final = frozenset(
    {
        OrderRule.COMPANY_CLOSED,
        OrderRule.NO_TASKS,
        OrderRule.TASKS_OVER_MOST,
        OrderRule.LEAST_OVER_MOST,
        OrderRule.ENDS_BEFORE_START,
        OrderRule.ENDED,
    }
)
"""With one of these an order is not opened; the others are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order as it is checked. None and empty are what is not said."""

    is_company_closed: bool
    is_few_hours: bool
    task_minutes: tuple[int, ...]
    least_minutes: int | None
    most_minutes: int | None
    starts_on: date | None
    ends_on: date | None
    apply_until: date | None
    has_contact: bool
    has_place: bool
    has_way_to_apply: bool
    is_on_jobnet: bool
    has_advert: bool
    frees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFinding:
    """A rule, with the minutes that it is about."""

    rule: OrderRule
    found: int = 0
    limit: int = 0

    @property
    def hinders(self) -> bool:
        """Whether the order cannot be opened before it is put right."""
        return self.rule in HINDERS


def check_order(order: OrderFacts, today: date) -> tuple[OrderFinding, ...]:
    """Everything, in the order of the rules."""
    found = [*_of_work(order), *_of_days(order, today), *_of_what_is_missing(order)]
    return tuple(sorted(found, key=lambda one: list(OrderRule).index(one.rule)))


def _of_work(order: OrderFacts) -> Iterator[OrderFinding]:
    least, most, total = order.least_minutes, order.most_minutes, sum(order.task_minutes)
    if order.is_company_closed:
        yield OrderFinding(rule=OrderRule.COMPANY_CLOSED)
    if not order.task_minutes:
        yield OrderFinding(rule=OrderRule.NO_TASKS)
    elif 0 in order.task_minutes:
        yield OrderFinding(rule=OrderRule.TASK_WITHOUT_MINUTES, found=order.task_minutes.count(0))
    if most is not None and total > most:
        yield OrderFinding(rule=OrderRule.TASKS_OVER_MOST, found=total, limit=most)
    if least is not None and most is not None and least > most:
        yield OrderFinding(rule=OrderRule.LEAST_OVER_MOST, found=least, limit=most)
    if least is not None and order.task_minutes and 0 not in order.task_minutes and total < least:
        yield OrderFinding(rule=OrderRule.TASKS_UNDER_LEAST, found=total, limit=least)
    longest = max(total, most or 0)
    if order.is_few_hours and longest > FEW_HOURS:
        yield OrderFinding(rule=OrderRule.NOT_FEW_HOURS, found=longest, limit=FEW_HOURS)


def _of_days(order: OrderFacts, today: date) -> Iterator[OrderFinding]:
    if order.starts_on and order.ends_on and order.ends_on < order.starts_on:
        yield OrderFinding(rule=OrderRule.ENDS_BEFORE_START)
    if order.ends_on and order.ends_on < today:
        yield OrderFinding(rule=OrderRule.ENDED)
    if order.apply_until and order.apply_until < today:
        yield OrderFinding(rule=OrderRule.APPLY_IS_OVER)


def _of_what_is_missing(order: OrderFacts) -> Iterator[OrderFinding]:
    missing = {
        OrderRule.NO_HOURS: order.least_minutes is None and order.most_minutes is None,
        OrderRule.NO_CONTACT: not order.has_contact,
        OrderRule.NO_PLACE: not order.has_place,
        OrderRule.NO_START: order.starts_on is None,
        OrderRule.NO_WAY_TO_APPLY: not order.has_way_to_apply,
        OrderRule.NO_ADVERT: order.is_on_jobnet and not order.has_advert,
        OrderRule.NOTHING_FREED: order.is_few_hours and not order.frees,
    }
    yield from (OrderFinding(rule=rule) for rule, is_missing in missing.items() if is_missing)
