"""Job orders of tests."""

from uuid import uuid4

from django.utils import timezone

from fagkompas.companies.actions.orders import NewTask, create_order
from fagkompas.companies.models import Company, JobOrder, OrderKind
from tests.companies.making import make_company
from tests.people import People


def make_order(
    people: People, *, company: Company | None = None, minutes: int = 600, is_empty: bool = False
) -> JobOrder:
    """A draft of Freja's for ten hours with one task of five, unless told otherwise."""
    return create_order(
        company=company or make_company(people),
        title="Køkkenhjælp",
        kind=OrderKind.FEW_HOURS,
        occupation=None,
        minutes=minutes,
        tasks=[] if is_empty else [NewTask(name="Opvask", minutes=300)],
        at=timezone.now(),
        by=people.freja,
        key=uuid4(),
    )
