"""Changes of rules and lifts for tests."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.learning.actions.rule_changes import GivenChange, register_change, start_lift
from fagkompas.learning.models import RuleChange, RuleLift
from tests.frameworks.making import shipped_version


def monday(weeks: int = 0) -> date:
    """The Monday of this week, or some weeks later."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def changed_rule(
    by: Employee, *, codes: Sequence[str] = ("LM-G1",), in_days: int = 10, title: str = "Ny frist"
) -> RuleChange:
    """A rule of the 2025 frame."""
    today = timezone.localdate()
    given = GivenChange(
        framework=shipped_version().framework,
        title=title,
        what="Før var fristen tre uger. Nu er den to.",
        source="Lov nr. 1 § 2",
        in_force_on=today + timedelta(days=in_days),
        competencies=codes,
    )
    return register_change(given=given, today=today, by=by)


def begun_lift(change: RuleChange, unit: Unit, by: Employee) -> RuleLift:
    """The unit's two weeks, begun this Monday."""
    return start_lift(change=change, unit=unit, starts_on=monday(), seen=None, today=timezone.localdate(), by=by)


def typed(**changed: object) -> dict[str, object]:
    """The form as it is filled in."""
    start = {
        "title": "Ny frist",
        "what": "Før var fristen tre uger. Nu er den to.",
        "source": "Lov nr. 1 § 2",
        "in_force_on": (timezone.localdate() + timedelta(days=10)).isoformat(),
        "k-LM": ["LM-G1"],
    }
    return start | changed
