"""Every write of the audit log. Appending an event takes no lock; sealing is done in batches."""

import hashlib
import json
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fagkompas.audit.models import Event, EventKind, Seal


class Actor(Protocol):
    """Whoever did it: an employee, as far as the log needs to know."""

    pk: Any
    name: Any
    root_id: Any


class Target(Protocol):
    """What it was done to."""

    uuid: Any


def record_change(
    *, by: Actor | None, action: str, target: Target | None = None, subject_id: int | None = None, **details: object
) -> Event:
    """Append that something was changed; to be called in the same transaction as the change.

    `action` is a code such as "frameworks.version.published"; `subject_id` the person whose data it is;
    `details` say what, never the contents of a rating or a note. `by` is None for commands run on the server.
    """
    return _append(kind=EventKind.CHANGE, by=by, action=action, target=target, subject_id=subject_id, details=details)


def record_read(
    *, by: Actor, action: str, subject_id: int, target: Target | None = None, **details: object
) -> Event | None:
    """Append that `by` opened a person's data. Looking at one's own is not logged.

    The one write that a GET may make: the read-only guard lets `audit_event` through.
    """
    if by.pk == subject_id:
        return None
    return _append(kind=EventKind.READ, by=by, action=action, target=target, subject_id=subject_id, details=details)


def _append(
    *,
    kind: EventKind,
    by: Actor | None,
    action: str,
    target: Target | None,
    subject_id: int | None,
    details: dict[str, object],
) -> Event:
    target_uuid: UUID | None = getattr(target, "uuid", None)
    return Event.objects.create(
        at=timezone.now(),
        kind=kind,
        action=action,
        root_id=by.root_id if by else None,
        actor_id=by.pk if by else None,
        actor_name=by.name if by else "",
        subject_id=subject_id,
        target_type=type(target).__name__.lower() if target is not None else "",
        target_uuid=target_uuid,
        details=details,
    )


@transaction.atomic
def seal_events(*, now: datetime) -> Seal | None:
    """Chain all events since the last seal together; None when there is nothing new."""
    last = Seal.objects.order_by("-pk").first()
    events = list(Event.objects.unsealed_after(last.last_event_id if last else 0))
    if not events:
        return None
    return Seal.objects.create(
        first_event_id=events[0].pk,
        last_event_id=events[-1].pk,
        events=len(events),
        digest=digest(last.digest if last else "", events),
        at=now,
    )


def broken_seals() -> list[Seal]:
    """Seals whose events were changed or removed since; empty when the log is whole."""
    broken = []
    before = ""
    for seal in Seal.objects.order_by("pk"):
        events = list(Event.objects.filter(pk__range=(seal.first_event_id, seal.last_event_id)).order_by("pk"))
        if digest(before, events) != seal.digest or len(events) != seal.events:
            broken.append(seal)
        before = seal.digest
    return broken


def digest(before: str, events: list[Event]) -> str:
    """SHA-256 over the seal before and every column of the events, as hex."""
    chain = hashlib.sha256(before.encode())
    for event in events:
        row = [
            event.pk,
            str(event.uuid),
            event.at.timestamp(),
            event.kind,
            event.action,
            event.root_id,
            event.actor_id,
            event.actor_name,
            event.subject_id,
            event.target_type,
            str(event.target_uuid or ""),
            event.details,
        ]
        chain.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode())
    return chain.hexdigest()
