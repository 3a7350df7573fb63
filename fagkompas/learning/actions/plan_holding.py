"""Plans held from other writes: the first lock of each write about a plan, before people, sessions and participations."""

from fagkompas.learning.models import Plan, PlanState
from fagkompas.toolkit.together import ChangedMeanwhile


def held_plan(plan: Plan, *, revision: int | None = None) -> Plan:
    """The plan as it is now, kept from other writes until the transaction ends; the first lock of each of them.

    Raises `ChangedMeanwhile` when it is not at the revision that the page showed.
    """
    rows = Plan.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("unit", "root", "round__version__framework").get(pk=plan.pk)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile
    return held


def running_plan(plan_id: int, revision: int) -> Plan | None:
    """The plan that this piece of work is for; None when it is deleted or has been started anew."""
    rows = Plan.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=plan_id, revision=revision, state=PlanState.SOLVING).first()
