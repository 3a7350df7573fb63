"""A job order as the engine checks it."""

from collections.abc import Sequence

from fagkompas.companies.models import JobOrder, OrderKind, OrderTask
from fagkompas.engine.order_check import OrderFacts


def facts_of_order(order: JobOrder, tasks: Sequence[OrderTask]) -> OrderFacts:
    """What is written in it. No query where the company is loaded."""
    return OrderFacts(
        is_company_closed=order.company.is_closed,
        is_few_hours=order.kind == OrderKind.FEW_HOURS,
        task_minutes=tuple(task.minutes for task in tasks),
        least_minutes=order.least_minutes,
        most_minutes=order.most_minutes,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        apply_until=order.apply_until,
        has_contact=order.contact_id is not None,
        has_place=bool(order.postcode),
        has_way_to_apply=bool(order.apply_ways),
        is_on_jobnet=order.is_on_jobnet,
        has_advert=bool(order.advert_text.strip()),
        frees=bool(order.frees.strip()),
    )
