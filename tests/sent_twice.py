"""What a form makes that is sent twice, by a double click or by going back."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.test import Client

from fagkompas.audit.models import Event, EventKind
from tests.conversations.test_pages import shown


def makes_one(
    client: Client,
    url: str,
    model: type[Model],
    typed: Mapping[str, Any],
    *,
    seen: str = "",
    events: int = 1,
    anew: bool = True,
) -> None:
    """What `url` (shown on `seen`) makes when it is sent twice, and when its page is opened `anew`."""
    seen = seen or url
    sent = {**shown(client, seen), **typed}
    before = Event.objects.filter(kind=EventKind.CHANGE).count()
    first, second = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    rows = model._default_manager.all()
    assert (rows.count(), Event.objects.filter(kind=EventKind.CHANGE).count() - before) == (1, events)
    if anew:
        client.post(url, {**shown(client, seen), **typed})
        client.post(url, {**sent, "key": "ingen nøgle"})
        assert rows.count() == 3
