"""After every POST of a test, what is stored of a case is what would be stored of it now (`casework.middleware`)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from fagkompas.casework.actions.status import COLUMNS, statuses_of
from fagkompas.casework.models import CaseStatus
from fagkompas.citizens.models import Citizen

TOLD = tuple(name for name in COLUMNS if name != "refreshed_at")


def as_they_are() -> dict[int, tuple[Any, ...]]:
    """Of every open case, worked out of its rows."""
    keys = list(Citizen.objects.active().values_list("pk", flat=True))
    rows = statuses_of(citizens=keys, now=timezone.now()) if keys else []
    return {row.citizen_id: tuple(getattr(row, name) for name in TOLD) for row in rows}


def as_they_are_stored() -> dict[int, tuple[Any, ...]]:
    """Of every case that has one."""
    return {row[0]: tuple(row[1:]) for row in CaseStatus.objects.values_list("citizen_id", *TOLD)}


def watched(post: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`Client.post` that fails where it changed how a case stands and left another status behind."""

    def posted(client: Client, *args: Any, **options: Any) -> HttpResponseBase:
        before = as_they_are()
        response = post(client, *args, **options)
        after, stored = as_they_are(), as_they_are_stored()
        left = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk) != stored.get(pk)}
        assert not left, f"POST {args[0]} changed cases and left the status of {sorted(left)} as it was"
        return response

    return posted


@pytest.fixture(autouse=True)
def status_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """For each test of an app that imports it in its `conftest`."""
    monkeypatch.setattr(Client, "post", watched(Client.post))
