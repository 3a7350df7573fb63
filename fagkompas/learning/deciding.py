"""What a manager decides a wish on: what it lifts, what the unit lacks there, and the plan's budget.

Ratings and plans are for those who manage the person; others who decide see the offering and the wisher's words only.
"""

from dataclasses import dataclass
from datetime import date

from fagkompas.accounts.models import Employee
from fagkompas.engine.units import Gap
from fagkompas.learning.models import Participation, Plan, PlanState
from fagkompas.learning.needs import situation_of
from fagkompas.learning.own_learning import competencies_below, helped_by, profile_to_grow_from
from fagkompas.learning.permissions import can_lead_learning
from fagkompas.learning.permissions.plans import plans_led_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Closes:
    """A field: how many of its competencies the wisher would be lifted in, and what the unit lacks there.

    `gap` is None where the unit lacks nothing, or where its figures are not told.
    """

    field: str
    helps: int
    gap: Gap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """`is_rated`: there is a profile that the manager may see. `plan` is one with a budget that the viewer leads, for the wisher."""

    is_rated: bool
    closes: tuple[Closes, ...]
    plan: Plan | None


def weighed(viewer: Employee, wish: Participation, today: date) -> Weighed | None:
    """None for who does not manage the wisher's unit. A fixed number of queries."""
    wisher, offering = wish.employee, wish.offering
    if offering is None or not can_lead_learning(viewer, wisher.unit):
        return None
    read = profile_to_grow_from(wisher, today, viewer=viewer)
    if read is None:
        return Weighed(is_rated=False, closes=(), plan=_plan_of(viewer, wisher, today))
    helped = helped_by([offering], competencies_below(read)).get(offering.pk, {})
    gaps = situation_of(viewer, wisher.unit, read.participant.round.version).open_gaps if helped else ()
    by_field = {gap.field: gap for gap in gaps}
    closes = [
        Closes(field=read.texts.field(field).name, helps=helps, gap=by_field.get(field))
        for field, helps in sorted(helped.items(), key=lambda pair: -pair[1])
    ]
    return Weighed(is_rated=True, closes=tuple(closes), plan=_plan_of(viewer, wisher, today))


def _plan_of(viewer: Employee, wisher: Employee, today: date) -> Plan | None:
    """One that the viewer leads: of the unit nearest to the wisher, an approved one before a proposal, then the newest."""
    units = [int(pk) for pk in wisher.unit.lineage.strip("/").split("/")]
    plans = plans_led_by(viewer).filter(unit__in=units, ends_on__gte=today, budget__isnull=False)
    return min(
        plans.exclude(state=PlanState.DRAFT).order_by("-created_at", "-pk"),
        key=lambda plan: (-units.index(plan.unit_id), plan.state != PlanState.APPROVED),
        default=None,
    )
