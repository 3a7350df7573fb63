"""The demo municipality's catalogue: examples taken over, sessions over the coming half year, two shared with a neighbour."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from fagkompas.accounts import actions as accounts
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.catalogue.actions import offerings, seats, sessions
from fagkompas.catalogue.actions.examples import load_examples
from fagkompas.catalogue.facts import MeetingFacts, SessionFacts
from fagkompas.catalogue.guides import gatherings_for
from fagkompas.catalogue.models import CancelledBy, Offering, Session
from fagkompas.website.demo.timing import working_day

NEIGHBOUR: Final = "Nabokommune"
NEIGHBOURS_CONSULTANT: Final = "Ellen Nabo"
NEIGHBOURS_DOMAIN: Final = "nabokommune.example"

TAKEN_OVER: Final = (
    "lov-i-hverdagen",
    "afgoerelser-borgeren-forstaar",
    "kvalitetssikring-af-afgoerelser",
    "ny-teknologi-og-dataetik",
    "forhandling-og-holdbare-match",
    "paa-tvaers-af-kulturer",
    "metoder-der-virker",
    "naar-der-bliver-varslet",
    "virksomheder-der-rummer-flere",
    "bedre-digitale-arbejdsgange",
    "en-dag-i-virksomheden",
    "hos-skoler-og-a-kasser",
    "diplom-arbejdsmarked",
    "diplom-ret-og-skoen",
    "diplom-samtale",
    "diplom-evaluering",
    "diplom-afgangsprojekt",
    "afgoerelser-side-om-side",
    "systemerne-side-om-side",
    "med-paa-virksomhedsbesoeg",
    "forvaltningsret-i-tre-bidder",
    "reflekterende-team-om-borgersager",
    "skoennet-paa-bordet",
    "det-foerste-opkald",
    "den-svaere-besked",
    "supervision-i-borgersamtalen",
)
HELD_ONCE: Final = {
    "kvalitetssikring-af-afgoerelser",
    "ny-teknologi-og-dataetik",
    "diplom-arbejdsmarked",
    "diplom-ret-og-skoen",
    "diplom-samtale",
    "diplom-evaluering",
    "diplom-afgangsprojekt",
    "den-svaere-besked",
    "supervision-i-borgersamtalen",
    "paa-tvaers-af-kulturer",
    "hos-skoler-og-a-kasser",
    "metoder-der-virker",
}
JOINT: Final = "diplom-arbejdsmarked"
CANCELLED: Final = "paa-tvaers-af-kulturer"
WHY_CANCELLED: Final = "Underviseren er blevet syg, og udbyderen har ingen anden før sommer."
NEIGHBOURS_OFFERING: Final = "tal-der-kan-bruges"

FIRST: Final = timedelta(days=18)
APART: Final = timedelta(days=4)
AGAIN: Final = timedelta(days=91)
ENROL_BEFORE: Final = timedelta(days=14)
BEGINS: Final = time(9)


def build_catalogue(*, root: Unit, consultant: Employee, today: date) -> None:
    """What came with the product, what Demokommune has made of it, and what it shares with Nabokommune."""
    load_examples(today=today)
    examples = {one.code: one for one in Offering.objects.filter(root__isnull=True).order_by("pk")}
    for place, code in enumerate(TAKEN_OVER):
        offering = offerings.take_over(example=examples[code], root=root, by=consultant)
        start = today + FIRST + place * APART
        first = plan(offering, root, start, today, consultant, is_joint=code == JOINT)
        if code not in HELD_ONCE:
            plan(offering, root, start + AGAIN, today, consultant)
        if offering.internal and place % 2:
            sessions.confirm_session(session=first, by=consultant)
        if code == CANCELLED:
            provider = CancelledBy.PROVIDER
            sessions.cancel_session(
                session=first, cancelled_by=provider, because=WHY_CANCELLED, today=today, by=consultant
            )
    _neighbour(examples[NEIGHBOURS_OFFERING], root, consultant, today)


def _neighbour(example: Offering, root: Unit, consultant: Employee, today: date) -> None:
    """A small municipality beside: it fills seats in a joint session, and has opened one itself."""
    other = accounts.create_municipality(name=NEIGHBOUR, is_demo=True)
    name = NEIGHBOURS_CONSULTANT
    facts = accounts.StaffFacts(name=name, email=f"{name.lower().replace(' ', '.')}@{NEIGHBOURS_DOMAIN}")
    person = accounts.create_employee(unit=other, facts=facts, by=None, is_demo=True)
    accounts.grant_role(employee=person, role=Role.CONSULTANT, unit=other, on=today, by=None)
    joint = Session.objects.get(root=root, is_joint=True)
    seats.promise_seats(session=joint, unit=other, seats=3, today=today, by=person)
    offering = offerings.take_over(example=example, root=other, by=person)
    opened = plan(offering, other, today + timedelta(days=60), today, person, is_joint=True)
    seats.promise_seats(session=opened, unit=root, seats=2, today=today, by=consultant)


def plan(offering: Offering, root: Unit, start: date, today: date, by: Employee, *, is_joint: bool = False) -> Session:
    """A session that begins on a working day from `start` on, as it was planned on the day `today`."""
    meetings = tuple(_meetings(offering, start))
    first = meetings[0].day
    facts = SessionFacts(
        meetings=meetings,
        place="" if offering.form.code == "e-learning" else _place(offering),
        is_online=offering.form.code == "e-learning",
        least_seats=offering.least_seats,
        most_seats=offering.most_seats,
        enrol_by=max(first - ENROL_BEFORE, today + timedelta(days=2)),
        is_joint=is_joint,
    )
    return sessions.plan_session(offering=offering, root=root, facts=facts, today=today, by=by)


def _place(offering: Offering) -> str:
    return "Rådhuset, lokale 2.14" if offering.internal else "Kursuscentret, Stationsvej 1"


def _meetings(offering: Offering, start: date) -> Iterator[MeetingFacts]:
    """A week apart on working days, as many and as long as the hours of the offering ask for."""
    count, minutes = gatherings_for(offering.form.code, offering.hours)
    ends = (datetime.combine(start, BEGINS) + timedelta(minutes=minutes)).time()
    day = working_day(start)
    for _week in range(count):
        yield MeetingFacts(day=day, starts_at=BEGINS, ends_at=ends)
        day = working_day(day + timedelta(days=7))
