"""A recruitment profile in the demo: what the first learning plan leaves open, as a draft nobody has written on yet."""

from datetime import date, timedelta

from fagkompas.learning.actions.recruitment import make_profiles
from fagkompas.learning.models import Plan
from fagkompas.learning.recruiting import left_after
from fagkompas.website.demo.timing import noon


def build_recruitment(*, today: date) -> None:
    """For one hire, by the manager who made the plan."""
    plans = Plan.objects.select_related("unit", "root", "created_by", "round__version__framework")
    plan = plans.filter(scenario_of=None).order_by("pk").first()
    if plan is None or plan.created_by is None:
        return
    left = left_after(plan, today=today)
    for proposal in left.proposals[:1]:
        make_profiles(left=left, proposal=proposal, by=plan.created_by, now=noon(today - timedelta(days=1)))
