"""What has happened to a unit or a person's work facts, for those who administer them."""

from typing import Final

from django.db.models import Q

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.models import Event, EventQuerySet
from fagkompas.audit.wording import what_happened
from fagkompas.toolkit.timeline import TimelineEntry

SHOWN: Final = 20


def history_of_unit(unit: Unit) -> list[TimelineEntry]:
    """The newest changes of the unit itself."""
    return _entries(Event.objects.done_to(unit.uuid))


def history_of_employee(employee: Employee) -> list[TimelineEntry]:
    """The newest changes of work facts and roles; never who read a profile, nor when the person signed in."""
    facts, roles = Q(action__startswith="accounts.employee."), Q(action__startswith="accounts.role.")
    return _entries(Event.objects.done_to(employee.uuid).changes().filter(facts | roles))


def _entries(events: EventQuerySet) -> list[TimelineEntry]:
    return [
        TimelineEntry(at=event.at, what=what_happened(event), who=event.actor_name or "Fagkompas")
        for event in events[:SHOWN]
    ]
