"""How cases stand, stored so that lists are read and not worked out.

A request that loaded a case in order to change it renews its row (`casework.middleware`, `citizens.changing`); the night
renews all (`manage.py keep_casework`), because days pass by themselves.
"""

import gc
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from multiprocessing import get_context
from typing import Final

from django.db import connection, connections, transaction
from django.db.models import Min
from django.utils import timezone

from fagkompas.casework.checking import as_stored, sorted_out
from fagkompas.casework.models import CaseStatus, FindingAccepted, JobLogEntry, LogResult
from fagkompas.casework.rule_book import rule_book
from fagkompas.casework.to_engine import among, cases_of
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.models import Conversation, ConversationState
from fagkompas.engine.consistency import Case, Rule, findings
from fagkompas.engine.scales import Severity

AT_A_TIME: Final = 1000
"""So many cases are held in memory at once."""

COLUMNS: Final = (
    *("caseworker_id", "findings", "musts", "shoulds", "considers", "placements"),
    *("last_held_on", "next_conversation_on", "unclosed_on", "due_on", "refreshed_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """Of each citizen, by key: what is planned, what nobody closed, and when to ask about a job."""

    next_conversation: Mapping[int, date]
    unclosed: Mapping[int, date]
    follow_up: Mapping[int, date]


def refresh_everywhere(*, now: datetime) -> int:
    """Every open case, so many at a time, on as many processes as there are cores; how many."""
    pks = list(Citizen.objects.active().order_by("pk").values_list("pk", flat=True))
    CaseStatus.objects.filter(citizen__closed_on__isnull=False).delete()
    batches = list(_in_batches(pks))
    at_once = min(len(batches), len(os.sched_getaffinity(0)))
    if at_once < 2 or connection.in_atomic_block:  # Other processes do not see what is not committed.
        return sum(_refresh_some(some, now) for some in batches)
    connections.close_all()  # Each process has one of its own.
    with ProcessPoolExecutor(at_once, mp_context=get_context("fork")) as processes:
        return sum(processes.map(_refresh_some, batches, repeat(now)))


def _refresh_some(citizens: Collection[int], now: datetime) -> int:
    """Without looking for what may be thrown away while so many rows come to be: that took a quarter of the time."""
    gc.disable()
    try:
        return refresh_status(citizens=citizens, now=now)
    finally:
        gc.enable()
        gc.collect(0)  # What is left of these rows.


def refresh_many(*, citizens: Sequence[int], now: datetime) -> int:
    """Of these, by key, so many at a time; how many are open."""
    return sum(refresh_status(citizens=some, now=now) for some in _in_batches(citizens))


def refresh_status(*, citizens: Collection[int], now: datetime) -> int:
    """Of these, by key; a closed case has no status. How many are open. The same queries however many there are.

    Reading and checking hold no lock; what was renewed meanwhile stays, since whoever did so has seen more.
    """
    made = statuses_of(citizens=citizens, now=now)
    _store(made, of=citizens, now=now)
    return len(made)


def statuses_of(*, citizens: Collection[int], now: datetime) -> list[CaseStatus]:
    """What is to be stored of each that is open, worked out of its rows as they are now."""
    today = timezone.localdate(now)
    columns = ("target_group", "is_protected", "caseworker")
    rows = list(Citizen.objects.active().filter(pk__in=citizens).only(*columns).order_by("pk"))
    cases = cases_of(rows, today)
    accepted = _accepted(citizens)
    days = _Days(
        next_conversation=_next_conversations(citizens, now),
        unclosed=_unclosed(citizens, now),
        follow_up=_follow_ups(citizens),
    )
    return [_status(row, cases[row.pk], accepted.get(row.pk, {}), days, now) for row in rows]


@transaction.atomic
def _store(made: Sequence[CaseStatus], *, of: Collection[int], now: datetime) -> None:
    still_open = Citizen.objects.active().filter(pk__in=of).order_by("pk").select_for_update()
    to_store = set(still_open.values_list("pk", flat=True))
    stored = CaseStatus.objects.filter(citizen__in=of)
    stored.exclude(citizen__in=to_store).delete()
    to_store.difference_update(stored.filter(refreshed_at__gt=now).values_list("citizen_id", flat=True))
    CaseStatus.objects.bulk_create(
        [one for one in made if one.citizen_id in to_store],
        update_conflicts=True,
        unique_fields=["citizen"],
        update_fields=COLUMNS,
        batch_size=AT_A_TIME,
    )


def _status(
    citizen: Citizen,
    case: Case,
    accepted: dict[str, FindingAccepted],
    days: _Days,
    now: datetime,
) -> CaseStatus:
    today = timezone.localdate(now)
    found = sorted_out(findings(case, rule_book(), today), accepted).open
    count = Counter(one.severity for one in found)
    follow_up_on = days.follow_up.get(citizen.pk)
    due = [one.due_on for one in case.agreements if one.due_on]
    return CaseStatus(
        citizen_id=citizen.pk,
        caseworker_id=citizen.caseworker_id,
        findings=[as_stored(one) for one in found],
        musts=count[Severity.MUST],
        shoulds=count[Severity.SHOULD],
        considers=count[Severity.CONSIDER],
        placements=sum(one.rule is Rule.PLACEMENT_WITHOUT_FOLLOW_UP for one in found),
        last_held_on=max(case.conversations, default=None),
        next_conversation_on=days.next_conversation.get(citizen.pk),
        unclosed_on=days.unclosed.get(citizen.pk),
        due_on=min([*due, *([follow_up_on] if follow_up_on else [])], default=None),
        refreshed_at=now,
    )


def _accepted(citizens: Collection[int]) -> dict[int, dict[str, FindingAccepted]]:
    found: dict[int, dict[str, FindingAccepted]] = {}
    for row in FindingAccepted.objects.filter(among(citizens)).only("citizen_id", "fingerprint").order_by("pk"):
        found.setdefault(row.citizen_id, {})[row.fingerprint] = row
    return found


def _next_conversations(citizens: Collection[int], now: datetime) -> dict[int, date]:
    """The day of the one under way or of the soonest that is planned for today or later."""
    of_these = Conversation.objects.filter(among(citizens))
    planned = of_these.filter(state=ConversationState.PLANNED, planned_at__gte=_midnight(now)).order_by()
    found = {
        citizen: timezone.localtime(at).date()
        for citizen, at in planned.values_list("citizen_id").annotate(at=Min("planned_at"))
    }
    going_on = of_these.filter(state=ConversationState.UNDER_WAY).order_by()
    return found | dict.fromkeys(going_on.values_list("citizen_id", flat=True), timezone.localdate(now))


def _unclosed(citizens: Collection[int], now: datetime) -> dict[int, date]:
    """The day of the first that was planned for an earlier day, and nobody has begun or said how it went."""
    planned = Conversation.objects.filter(
        among(citizens), state=ConversationState.PLANNED, planned_at__lt=_midnight(now)
    )
    first = planned.order_by().values_list("citizen_id").annotate(at=Min("planned_at"))
    return {citizen: timezone.localtime(at).date() for citizen, at in first}


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _follow_ups(citizens: Collection[int]) -> dict[int, date]:
    """The first day on which to ask about a job that was applied for."""
    waiting = JobLogEntry.objects.filter(
        among(citizens), result=LogResult.WAITING, followed_up_on__isnull=True, follow_up_on__isnull=False
    )
    return dict(waiting.order_by().values_list("citizen_id").annotate(on=Min("follow_up_on")))


def _in_batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[first : first + AT_A_TIME] for first in range(0, len(pks), AT_A_TIME))
