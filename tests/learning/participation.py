"""Wishes and things learned, for tests."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.learning.actions.participation import Learned, register_learned, wish
from fagkompas.learning.models import Participation
from tests.catalogue.making import today


def make_wish(person: Employee, session: Session, sentence: str = "Jeg vil skrive bedre.") -> Participation:
    """The person wishes for a session."""
    return wish(person=person, offering=session.offering, session=session, sentence=sentence, now=timezone.now())


def make_learned(person: Employee, title: str = "Tegnsprog", days_ago: int = 10, **facts: object) -> Participation:
    """The person registered something learned elsewhere."""
    given: dict[str, object] = {"hours": Decimal(12), "completed_on": today() - timedelta(days=days_ago)}
    return register_learned(
        person=person,
        learned=Learned(title=title, **(given | facts)),  # type: ignore[arg-type]  # by name
        now=timezone.now(),
    )
