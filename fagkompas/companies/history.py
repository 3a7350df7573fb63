"""What has happened to a company and its contacts."""

from typing import Final

from fagkompas.audit.models import Event
from fagkompas.audit.wording import what_happened
from fagkompas.companies.models import Company
from fagkompas.toolkit.timeline import TimelineEntry

SHOWN: Final = 50


def changes_of(company: Company) -> list[TimelineEntry]:
    """The newest changes. One query."""
    return [
        TimelineEntry(at=event.at, what=what_happened(event), who=event.actor_name or "Fagkompas")
        for event in Event.objects.done_to(company.uuid).changes()[:SHOWN]
    ]
