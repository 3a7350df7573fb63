"""What has happened to a company and its contacts."""

from typing import Final

from fagkompas.audit.models import Event
from fagkompas.audit.wording import what_happened
from fagkompas.companies.models import Company
from fagkompas.toolkit.timeline import TimelineEntry

SHOWN: Final = 50


def changes_of(company: Company) -> list[TimelineEntry]:
    """The newest changes, those of companies that have gone into it among them. Two queries."""
    every = [company.uuid, *company.merged_from.order_by("pk").values_list("uuid", flat=True)]
    events = Event.objects.filter(target_uuid__in=every).order_by("-at", "-pk").changes()
    return [
        TimelineEntry(at=event.at, what=what_happened(event), who=event.actor_name or "Fagkompas")
        for event in events[:SHOWN]
    ]
