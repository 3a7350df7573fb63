"""What has happened in a case, and who has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from fagkompas.audit.models import Event, EventQuerySet
from fagkompas.audit.wording import what_happened, words_of
from fagkompas.citizens.actions.openings import OPENED_WITH_REASON
from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.timeline import TimelineEntry

SHOWN: Final = 100


def changes_of(citizen: Citizen) -> EventQuerySet:
    """What was changed in any part of the case, newest first."""
    return Event.objects.about_citizen(citizen.pk).changes()


def as_timeline(changes: Iterable[Event]) -> list[TimelineEntry]:
    """In words."""
    return [
        TimelineEntry(at=event.at, what=what_happened(event), who=event.actor_name or "Fagkompas") for event in changes
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFromOutside:
    """One opening of another unit's case: when, by whom, and why."""

    at: datetime
    who: str
    reason: str


def openings_of(citizen: Citizen) -> list[OpenedFromOutside]:
    """Newest first; who is gone goes by the name that stands in the log. Two queries."""
    openings = list(citizen.openings.select_related("employee"))
    events = Event.objects.about_citizen(citizen.pk).filter(action=OPENED_WITH_REASON)
    names = dict(events.values_list("target_uuid", "actor_name"))
    return [
        OpenedFromOutside(
            at=one.at,
            who=one.employee.name if one.employee is not None else names.get(one.uuid, _("Has left")),
            reason=one.reason,
        )
        for one in openings
    ]


def reads_of(citizen: Citizen) -> list[TimelineEntry]:
    """Who has looked, newest first; what the same person opened again on the same day is one line. One query."""
    by_day = (
        Event.objects.about_citizen(citizen.pk)
        .reads()
        .order_by()
        .values("actor_id", "actor_name", "action", day=TruncDate("at"))
        .annotate(last=Max("at"), times=Count("pk"))
        .order_by("-last", "actor_id", "action")
    )
    return [
        TimelineEntry(
            at=read["last"], what=words_of(read["action"]), who=read["actor_name"], times=read["times"], is_read=True
        )
        for read in by_day[:SHOWN]
    ]
