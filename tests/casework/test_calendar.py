"""One's own conversations and agreements as a calendar, in which nobody is named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from fagkompas.accounts.models import Employee
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement
from tests.conversations.making import plan as plan_conversation
from tests.people import People

pytestmark = pytest.mark.django_db


def test_the_calendar_has_own_conversations_and_days_and_names_nobody(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    citizen = make_citizen(people)
    at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    talk = plan_conversation(people.erik, citizen=citizen, at=at)
    other = plan_conversation(people.erik, citizen=make_citizen(people, name="Anden Prøve"), at=at)
    plan_conversation(people.erik, citizen=citizen, at=timezone.now() - timedelta(days=2))  # never held
    made = agreement(people.erik, citizen=citizen)
    content = client_for(people.erik).get(reverse("casework:own_calendar")).content
    events = {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
    assert set(events) == {f"{one.uuid}@fagkompas" for one in (talk, other, made)}
    for one in (talk, other):
        assert one.citizen is not None
        assert (
            events[f"{one.uuid}@fagkompas"]["summary"] == f"Samtale: sag {one.citizen.case_number[-4:]} · Ved et møde"
        )
    assert events[f"{talk.uuid}@fagkompas"].decoded("dtstart") == at
    assert events[f"{talk.uuid}@fagkompas"].decoded("sequence") == talk.revision
    assert events[f"{made.uuid}@fagkompas"].decoded("dtstart") == made.due_on
    assert citizen.name.encode() not in content
    assert made.what.encode() not in content
    others = client_for(people.freja).get(reverse("casework:own_calendar")).content
    assert b"VEVENT" not in others
