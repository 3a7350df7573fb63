"""Who has opened the demo's cases, so that the log, the access slip and the auditor's pages have something to tell.

The log takes no other time than now: all of it happens on the day on which the demo is built.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_read, record_reads_of_citizens
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.models import Citizen, Opening
from fagkompas.website.actions import report_deletions
from fagkompas.website.demo.citizens import COMPANY_CONSULTANTS, citizens_of_demo

CASE: Final = "citizens.case.opened"
OWN: Final = (CASE, "casework.plan.read", "citizens.contact.read", "casework.job_log.read", "casework.check.read")
"""What a caseworker opens of a case, one more for each that follows."""

TOWARDS_WORK: Final = ("casework.towards_work.read", "casework.placements.read")
"""What a company consultant opens."""

FROM_OUTSIDE: Final = (
    ("Jobparate", "Lise Ager", "Birgit er syg i dag, og jeg tager imod borgeren i stedet."),
    ("Jobparate", "Ida Sommer", "Borgeren er sygemeldt fra i dag, og sagen skal over til os i morgen."),
    ("Integration", "Camilla Bro", "Borgeren mødte op hos os ved en fejl og spurgte, hvornår den næste samtale er."),
)
"""A case of which team, by whom of another, and why."""


def build_looks(*, people: Mapping[str, Employee], head: str, auditor: str, today: date) -> None:
    """Each caseworker her own, company consultants some, the head a list, three from other teams; the auditor looks one up."""
    citizens = citizens_of_demo()
    for number, citizen in enumerate(citizens):
        if citizen.caseworker is not None:
            _open(citizen, citizen.caseworker, OWN[: 1 + number % len(OWN)])
    for place, name in enumerate(COMPANY_CONSULTANTS):
        for citizen in citizens[place :: 2 * len(COMPANY_CONSULTANTS)]:
            _open(citizen, people[name], TOWARDS_WORK)
    record_reads_of_citizens(
        by=people[head], action="citizens.list.read", seen=[(citizen.pk, citizen) for citizen in citizens]
    )
    for place, (team, name, reason) in enumerate(FROM_OUTSIDE):
        citizen = [one for one in citizens if one.unit.name == team and not one.is_closed][place]
        open_with_reason(citizen=citizen, reason=reason, today=today, by=people[name])
    openings = list(Opening.objects.select_related("citizen", "employee").order_by("pk"))
    for opening in openings:
        if opening.employee is not None:
            _open(opening.citizen, opening.employee, (CASE, "conversations.list.read"))
    _open(openings[0].citizen, people[auditor], ("audit.citizen.opened", "audit.access_slip.made"))
    report_deletions(lines=(), today=today)


def _open(citizen: Citizen, person: Employee, what: tuple[str, ...]) -> None:
    for action in what:
        record_read(by=person, action=action, citizen_id=citizen.pk, target=citizen)
