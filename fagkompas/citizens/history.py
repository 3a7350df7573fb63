"""What has happened in a case, and who has looked."""

from typing import Final

from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from fagkompas.audit.models import Event
from fagkompas.audit.wording import what_happened, words_of
from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.timeline import TimelineEntry

SHOWN: Final = 100


def changes_of(citizen: Citizen) -> list[TimelineEntry]:
    """The newest changes, in any part of the case. One query."""
    return [
        TimelineEntry(at=event.at, what=what_happened(event), who=event.actor_name or _("The server"))
        for event in Event.objects.about_citizen(citizen.pk).changes()[:SHOWN]
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
