"""What is agreed: which days, and how it is followed up."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from fagkompas.accounts.models import Employee
from fagkompas.conversations.models import Agreement
from fagkompas.engine.errors import BadInput
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, under_way
from tests.conversations.test_pages import address, autosave, closing_data
from tests.people import People

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


# Days


def test_a_year_typed_wrong_is_refused_where_it_is_typed(people: People, client_for: ClientFor) -> None:
    citizen = make_citizen(people)
    with pytest.raises(BadInput):
        agreement(people.erik, citizen=citizen, due_on=date.max)
    one, row = under_way(people.erik, citizen=citizen), uuid4()
    client = client_for(people.erik)
    typed = {f"agreement-{row}-what": "Ring til tre lagre", f"agreement-{row}-due": "9999-12-31"}
    told = autosave(client, address("close", one), closing_data(client, one) | typed)
    assert "mere end fem år væk" in str(told)
    assert not Agreement.objects.exists()
