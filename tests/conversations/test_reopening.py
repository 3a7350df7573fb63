"""A conversation that was closed by a wrong click: who may open it again, when, and what becomes of what it agreed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.to_engine import case_of
from fagkompas.conversations.actions.agreements import FollowUp, TypedAgreement, follow_up
from fagkompas.conversations.actions.closing import close
from fagkompas.conversations.actions.reopening import reopen
from fagkompas.conversations.models import Agreement, AgreementState, Conversation
from fagkompas.engine.errors import BadInput
from tests.citizens.making import make_citizen
from tests.conversations.making import held_conversation
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


def closed_with_an_agreement(people: People) -> Conversation:
    """Closed just now by Erik, with an agreement and a next conversation in three weeks."""
    typed = TypedAgreement(uuid=uuid4(), what="Ring til tre lagre", due_on=timezone.localdate() + timedelta(days=7))
    return held_conversation(
        people.erik,
        citizen=make_citizen(people),
        agreements=(typed,),
        next_at=timezone.now().replace(microsecond=0) + timedelta(days=21),
        next_minutes=45,
    )


def test_it_is_open_again_with_drafts_and_nothing_twice_when_it_is_closed_again(
    people: People, client_for: ClientFor
) -> None:
    one = closed_with_an_agreement(people)
    client, minutes = client_for(people.erik), reverse("conversations:minutes", args=[one.uuid])
    again = reverse("conversations:reopen", args=[one.uuid])
    assert f'action="{again}"' in client.get(minutes).content.decode()
    assert client.post(again)["Location"] == reverse("conversations:close", args=[one.uuid])
    one.refresh_from_db()
    assert (one.is_under_way, one.ended_at) == (True, None)
    assert Agreement.objects.get().state == AgreementState.DRAFT
    assert not Conversation.objects.planned().exists()
    assert one.citizen is not None
    assert case_of(one.citizen, timezone.localdate()).conversations == ()
    assert Event.objects.filter(action="conversations.conversation.reopened", citizen_id=one.citizen_id).count() == 1
    close(conversation=one, revision=one.revision, by=people.erik, now=timezone.now())
    assert Agreement.objects.get().state == AgreementState.OPEN
    assert Conversation.objects.planned().count() == 1


def test_a_next_conversation_that_somebody_prepares_stays(people: People) -> None:
    one = closed_with_an_agreement(people)
    Conversation.objects.planned().update(revision=1)
    reopen(conversation=one, by=people.erik, now=timezone.now())
    assert Conversation.objects.planned().count() == 1


def test_another_person_another_day_and_a_followed_up_agreement_are_refused(
    people: People, client_for: ClientFor
) -> None:
    one = closed_with_an_agreement(people)
    for by, later in ((people.alma, 0), (people.erik, 1)):
        with pytest.raises(BadInput):
            reopen(conversation=one, by=by, now=timezone.now() + timedelta(days=later))
    made, today = Agreement.objects.get(), timezone.localdate()
    follow_up(
        agreement=made, revision=made.revision, said=FollowUp(state=AgreementState.KEPT), today=today, by=people.erik
    )
    client, minutes = client_for(people.erik), reverse("conversations:minutes", args=[one.uuid])
    assert reverse("conversations:reopen", args=[one.uuid]) not in client.get(minutes).content.decode()
    answer = client.post(reverse("conversations:reopen", args=[one.uuid]), follow=True)
    assert "Kun den, der afsluttede samtalen" in answer.content.decode()
    one.refresh_from_db()
    assert one.has_ended
