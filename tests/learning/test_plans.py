"""Learning plans from rows: what the engine is asked, what is stored of its answer, and what people do with it."""

from fagkompas.learning.models import PlanState
from fagkompas.learning.plan_pages import view_of
from fagkompas.learning.proposing import proposal_of
from tests.learning.plans import plan_with_seats
from tests.people import People


def test_a_plan_gives_seats_with_reasons(people: People) -> None:
    """Bo and Erik lack a point in three competencies; the course gives two of them, and three fifths of one it does not suit."""
    plan = plan_with_seats(people)
    proposal, view = proposal_of(plan), view_of(plan)
    assert plan.state == PlanState.PROPOSED
    assert proposal is not None
    assert view is not None
    assert {seat.row.employee.name for seat in proposal.seats} == {people.bo.name, people.erik.name}
    assert (proposal.cost, round(proposal.gained, 9), proposal.hours_in_all) == (2400, 5.2, 14)
    assert [group.heading for group in view.groups(by_person=False)] == ["Lov for nye"]
    assert [group.heading for group in view.groups(by_person=True)] == ["Bo", "Erik"]
