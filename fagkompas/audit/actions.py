"""Every write of the audit log. Appending an event takes no lock; sealing is done in batches."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, takewhile
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.audit.models import KEPT_YEARS, Event, EventKind, Seal
from fagkompas.toolkit.days import years_from
from fagkompas.toolkit.retention import RetentionLine


class Actor(Protocol):
    """Whoever did it: an employee, as far as the log needs to know."""

    pk: Any
    name: Any
    root_id: Any


class Target(Protocol):
    """What it was done to."""

    uuid: Any


def record_change(
    *,
    by: Actor | None,
    action: str,
    target: Target | None = None,
    subject_id: int | None = None,
    citizen_id: int | None = None,
    root_id: int | None = None,
    **details: object,
) -> Event:
    """Append that something was changed; to be called in the same transaction as the change.

    `action` is a code such as "frameworks.version.published", with words in `audit/wording.py`; `subject_id` the
    employee whose data it is, `citizen_id` the citizen; `details` say what, never the contents of a rating or a note. `by` is None for commands
    run on the server: then `root_id` says which municipality it concerns, so that its auditors see it.
    """
    return _append(
        kind=EventKind.CHANGE,
        by=by,
        action=action,
        target=target,
        subject_id=subject_id,
        citizen_id=citizen_id,
        root_id=root_id,
        details=details,
    )


SITTING: Final = timedelta(minutes=30)
"""What one person writes in one thing within this time is one line in the log."""


def record_sitting(
    *, by: Actor, action: str, target: Target, citizen_id: int | None = None, fields: Collection[str] = ()
) -> None:
    """`record_change` for what saves itself while one types: one line for a person and a thing in half an hour.

    And another when one of the `fields` is changed that none of them names.
    """
    lately = Event.objects.changes().filter(action=action, actor_id=by.pk, at__gte=timezone.now() - SITTING)
    told = list(lately.filter(target_uuid=target.uuid).order_by("pk").values_list("details", flat=True))
    if told and {*fields} <= {name for details in told for name in details.get("fields", ())}:
        return
    details: dict[str, Any] = {"fields": sorted(fields)} if fields else {}
    record_change(by=by, action=action, target=target, citizen_id=citizen_id, **details)


OPENING: Final = timedelta(minutes=1)
"""What a page fetches of its own parts within this time belongs to the same opening."""


def record_read(
    *,
    by: Actor,
    action: str,
    subject_id: int | None = None,
    citizen_id: int | None = None,
    target: Target | None = None,
    part_of: str = "",
    **details: object,
) -> Event | None:
    """Append that `by` opened a person's data: an employee's (`subject_id`) or a citizen's. Looking at one's own is not logged.

    Nor is a part of a page whose opening has just been logged: `part_of` is the page's action.
    The one write that a GET may make: the read-only guard lets `audit_event` through.
    """
    is_own = citizen_id is None and by.pk == subject_id
    if is_own or (part_of and _has_just_opened(by, part_of, subject_id, citizen_id, target)):
        return None
    return _append(
        kind=EventKind.READ,
        by=by,
        action=action,
        target=target,
        subject_id=subject_id,
        citizen_id=citizen_id,
        root_id=by.root_id,
        details=details,
    )


def _has_just_opened(
    by: Actor, action: str, subject_id: int | None, citizen_id: int | None, target: Target | None
) -> bool:
    since = timezone.now() - OPENING
    opened = Event.objects.filter(action=action, actor_id=by.pk, subject_id=subject_id, citizen_id=citizen_id)
    return opened.filter(at__gte=since, target_uuid=getattr(target, "uuid", None)).exists()


def record_reads(*, by: Actor, action: str, seen: Iterable[tuple[int, Target]]) -> None:
    """`record_read` for a list of people, each with what was seen of them, in one query however long the list is."""
    _append_all(EventKind.READ, by, action, by.root_id, ((pk, target) for pk, target in seen if pk != by.pk))


def record_reads_of_citizens(*, by: Actor, action: str, seen: Iterable[tuple[int, Target]]) -> None:
    """The same for a list of citizens."""
    _append_all(EventKind.READ, by, action, by.root_id, seen, of_citizens=True)


def read_today(*, by: Actor, action: str, of_citizens: Collection[int]) -> set[int]:
    """Which of the citizens the person has read about in this way since midnight here. One query, none without citizens."""
    if not of_citizens:
        return set()
    reads = Event.objects.filter(action=action, actor_id=by.pk, citizen_id__in=of_citizens)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    since = reads.filter(at__gte=midnight).order_by()
    return {pk for pk in since.values_list("citizen_id", flat=True).distinct() if pk is not None}


def record_changes(
    *,
    by: Actor | None,
    action: str,
    changed: Iterable[tuple[int | None, Target]],
    root_id: int | None = None,
    of_citizens: bool = False,
) -> None:
    """`record_change` for a list of people, or of citizens, each with what was changed of them, in few queries.

    None instead of a person where what was changed is nobody's.
    """
    whose = root_id if root_id is not None else by.root_id if by else None
    _append_all(EventKind.CHANGE, by, action, whose, changed, of_citizens=of_citizens)


LISTED: Final = "listed"
"""In the details of the first of several events that came of one opening or change: how many they are."""

IN_LIST: Final = "in_list"
"""In the details of the others: they have time, action and actor in common with the first."""


def _append_all(
    kind: EventKind,
    by: Actor | None,
    action: str,
    root_id: int | None,
    about: Iterable[tuple[int | None, Target]],
    *,
    of_citizens: bool = False,
) -> None:
    now = timezone.now()
    whose = "citizen_id" if of_citizens else "subject_id"
    events = [
        Event(
            at=now,
            kind=kind,
            action=action,
            root_id=root_id,
            actor_id=by.pk if by else None,
            actor_name=by.name if by else "",
            target_type=type(target).__name__.lower(),
            target_uuid=target.uuid,
            **{whose: pk},
        )
        for pk, target in about
    ]  # A list, since an empty one takes no lock.
    if len(events) > 1:
        events[0].details = {LISTED: len(events)}
        for event in events[1:]:
            event.details = {IN_LIST: True}
    Event.objects.bulk_create(events, batch_size=1000)


def _append(
    *,
    kind: EventKind,
    by: Actor | None,
    action: str,
    target: Target | None,
    subject_id: int | None,
    citizen_id: int | None,
    root_id: int | None,
    details: dict[str, object],
) -> Event:
    target_uuid: UUID | None = getattr(target, "uuid", None)
    return Event.objects.create(
        at=timezone.now(),
        kind=kind,
        action=action,
        root_id=root_id if root_id is not None else by.root_id if by else None,
        actor_id=by.pk if by else None,
        actor_name=by.name if by else "",
        subject_id=subject_id,
        citizen_id=citizen_id,
        target_type=type(target).__name__.lower() if target is not None else "",
        target_uuid=target_uuid,
        details=details,
    )


SETTLE: Final = timedelta(minutes=10)
"""An event is sealed when it is this old: by then every transaction that began before it has ended."""

BATCH: Final = 5000
"""Events under one seal, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a look at the whole chain found. `last_digest` is "" when nothing is sealed."""

    seals: int
    events: int
    broken: tuple[int, ...]
    last_digest: str

    @property
    def is_whole(self) -> bool:
        """Whether no event was changed or removed before its time."""
        return not self.broken


def seal_events(*, now: datetime, settle: timedelta = SETTLE) -> list[Seal]:
    """Chain all events since the last seal together; one seal a day, more where there are many."""
    sealed = []
    while seal := _seal_next(now=now, settle=settle):
        sealed.append(seal)
    return sealed


@transaction.atomic
def _seal_next(*, now: datetime, settle: timedelta) -> Seal | None:
    last = Seal.objects.select_for_update().order_by("-pk").first()
    waiting = Event.objects.unsealed_after(last.last_event_id if last else 0)[:BATCH]
    settled = takewhile(lambda event: event.at <= now - settle, waiting)
    _day, events = next(((day, list(rows)) for day, rows in groupby(settled, key=_day_of)), (None, []))
    if not events:
        return None
    return Seal.objects.create(
        first_event_id=events[0].pk,
        last_event_id=events[-1].pk,
        events=len(events),
        digest=digest(last.digest if last else "", events),
        at=now,
        newest_event_at=max(event.at for event in events),
    )


def _day_of(event: Event) -> date:
    return event.at.date()


def verify() -> Verified:
    """Compute every seal again. What the retention run emptied is taken as it stands, if its time was up."""
    broken: list[int] = []
    before, events, seals, had_events = "", 0, 0, False
    for seal in Seal.objects.order_by("pk").iterator():
        found = list(Event.objects.filter(pk__range=(seal.first_event_id, seal.last_event_id)).order_by("pk"))
        emptied = seal.emptied_on is not None
        whole = _rightly_emptied(seal, found) and not had_events if emptied else _unchanged(seal, found, before)
        if not whole:
            broken.append(seal.pk)
        had_events = had_events or not emptied
        before, seals, events = seal.digest, seals + 1, events + len(found)
    return Verified(seals=seals, events=events, broken=tuple(broken), last_digest=before)


def _unchanged(seal: Seal, events: list[Event], before: str) -> bool:
    return len(events) == seal.events and digest(before, events) == seal.digest


def _rightly_emptied(seal: Seal, events: list[Event]) -> bool:
    return not events and seal.emptied_on is not None and seal.newest_event_at.date() < kept_from(seal.emptied_on)


def has_digest(noted: str) -> bool:
    """Whether a digest that was noted outside is still that of a seal: a chain made anew has others."""
    return Seal.objects.filter(digest=noted.strip()).exists()


@transaction.atomic
def record_verification(*, found: Verified, by: Actor | None) -> None:
    """Keep what a look at the chain found, for the auditor's page."""
    record_change(
        by=by, action="audit.chain.verified", seals=found.seals, events=found.events, broken=list(found.broken)
    )


def last_verification() -> Event | None:
    """The newest event that `record_verification` wrote."""
    return Event.objects.filter(action="audit.chain.verified").order_by("-at", "-pk").first()


def kept_from(today: date) -> date:
    """Events of this day and later are kept."""
    return years_from(today, -KEPT_YEARS)


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete events whose time is up, a whole seal at a time; the seals stay."""
    due = list(Seal.objects.filter(emptied_on__isnull=True, newest_event_at__lt=start_of(kept_from(today))))
    if not dry_run:
        for seal in due:
            _empty(seal, today)
    what = _("events of the log that are more than %(years)d years old") % {"years": KEPT_YEARS}
    return [RetentionLine(what=what, rows=sum(seal.events for seal in due))]


@transaction.atomic
def _empty(seal: Seal, today: date) -> None:
    events = Event.objects.filter(pk__range=(seal.first_event_id, seal.last_event_id))
    QuerySet.delete(events)  # past the guard of EventQuerySet: this is the one place that deletes
    seal.emptied_on = today
    seal.save(update_fields=["emptied_on"])


def start_of(day: date) -> datetime:
    """Midnight UTC, as events are sealed by UTC days."""
    return datetime.combine(day, time.min, tzinfo=UTC)


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
            event.citizen_id,
            event.target_type,
            str(event.target_uuid or ""),
            event.details,
        ]
        chain.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode())
    return chain.hexdigest()
