"""Agreements as the plan and its check see them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fagkompas.casework.checking import check_case
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.actions.agreements import FollowUp, follow_up
from fagkompas.conversations.models import Agreement, AgreementState
from fagkompas.engine.consistency import Rule
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation
from tests.people import People

pytestmark = pytest.mark.django_db


def rules_of(citizen: Citizen) -> list[Rule]:
    """What the check finds today."""
    return [one.rule for one in check_case(citizen, timezone.localdate()).open]


@pytest.mark.parametrize(
    "said", [FollowUp(state=AgreementState.OPEN), FollowUp(state=None, note="Talte om den; den løber videre.")]
)
def test_an_agreement_that_was_talked_about_and_runs_on_is_followed_up(people: People, said: FollowUp) -> None:
    citizen, today = make_citizen(people), timezone.localdate()
    made = agreement(people.erik, citizen=citizen, due_on=today + timedelta(days=30))
    Agreement.objects.update(created_at=timezone.now() - timedelta(days=10))
    held_conversation(people.erik, citizen=citizen)
    assert Rule.AGREEMENT_NOT_FOLLOWED_UP in rules_of(citizen)
    follow_up(agreement=made, revision=made.revision, said=said, today=today, by=people.erik)
    assert Rule.AGREEMENT_NOT_FOLLOWED_UP not in rules_of(citizen)
    made.refresh_from_db()
    assert made.is_open
