"""A job order as its page and the list show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.companies.forms.orders import OrderFilter
from fagkompas.companies.models import (
    JobOrder,
    JobOrderQuerySet,
    Mediation,
    MediationStep,
    OrderState,
    OrderTask,
    Paper,
)
from fagkompas.companies.models.orders import ApplyWay
from fagkompas.companies.orders_to_engine import facts_of_order
from fagkompas.companies.permissions import reads_companies
from fagkompas.companies.wording import CONDITIONS, ORDER_FINDINGS, TIMES, hours
from fagkompas.engine.order_check import check_order
from fagkompas.toolkit.spelling import spelled

ALL = "alle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding in words; `hinders` where the order cannot be opened with it."""

    text: str
    hinders: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The four of an order: how many lines of the log say so, and days until the first was hired, or so far."""

    referred: int
    met: int
    hired: int
    days: int | None


def numbers_of(order: JobOrder, log: Sequence[Mediation], today: date) -> Numbers:
    """Counted from the log. No query."""
    count = {step: sum(line.step == step for line in log) for step in MediationStep}
    hired_on = min((line.on for line in log if line.step == MediationStep.HIRED), default=None)
    return Numbers(
        referred=count[MediationStep.REFERRED],
        met=count[MediationStep.MET],
        hired=count[MediationStep.HIRED],
        days=order.days(today, hired_on),
    )


def findings_of(order: JobOrder, tasks: Sequence[OrderTask], today: date) -> list[Told]:
    """What may be wrong, in words. No query."""
    return [
        Told(
            text=str(ORDER_FINDINGS[one.rule]) % {"found": hours(one.found), "limit": hours(one.limit)},
            hinders=one.hinders,
        )
        for one in check_order(facts_of_order(order, tasks), today)
    ]


def span(order: JobOrder) -> str:
    """ "10–15 timer", or what of it is written."""
    least, most = order.least_minutes, order.most_minutes
    said = [hours(one) for one in (least, most) if one is not None]
    return " – ".join(dict.fromkeys(said))


def words_of(order: JobOrder) -> dict[str, list[str] | str]:
    """What was chosen from lists, as one reads it; `yes_or_no` for a template's filter of that name."""
    return {
        "yes_or_no": ",".join((_("Yes"), _("No"))),
        "papers": [str(Paper(one).label) for one in order.papers],
        "times": [str(TIMES[one]) for one in order.times],
        "conditions": [str(CONDITIONS[one]) for one in order.conditions],
        "apply_ways": [str(ApplyWay(one).label) for one in order.apply_ways],
    }


def chosen_orders(person: Employee, filters: OrderFilter) -> JobOrderQuerySet:
    """The orders that the filters leave, with their four numbers; a filter that makes no sense counts for nothing."""
    filters.is_valid()
    by = filters.cleaned_data
    orders = JobOrder.objects.of_root(person.root_id) if reads_companies(person) else JobOrder.objects.none()
    for word in (by.get("titel") or "").split():
        orders = orders.filter(spelled("title", "icontains", word) | spelled("company__name", "icontains", word))
    state = by.get("tilstand")
    if not state:
        orders = orders.filter(state__in=[OrderState.DRAFT, OrderState.OPEN])
    elif state != ALL:
        orders = orders.filter(state=state)
    if by.get("slags"):
        orders = orders.filter(kind=by["slags"])
    if by.get("hvem") == "mine":
        orders = orders.filter(consultant=person)
    elif by.get("hvem") == "ingen":
        orders = orders.filter(consultant__isnull=True)
    steps = {step: Q(mediation__step=step) for step in MediationStep}
    return orders.select_related("company", "consultant").annotate(
        referred=Count("mediation", filter=steps[MediationStep.REFERRED]),
        met=Count("mediation", filter=steps[MediationStep.MET]),
        hired=Count("mediation", filter=steps[MediationStep.HIRED]),
        hired_on=Min("mediation__on", filter=steps[MediationStep.HIRED]),
    )
